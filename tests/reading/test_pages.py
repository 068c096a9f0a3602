"""Article pages of many shapes and scripts: what they say is found, and nothing of their furniture is in the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coranto.reading.bench import compare, measure, score
from coranto.reading.declared import iso, people
from coranto.reading.pages import read_page
from tests.reading.corpora import folder

CASES = sorted((Path(__file__).parent / "cases").glob("*.html"))


def test_there_are_at_least_twenty_cases():
    assert len(CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_page_gives_what_is_written_beside_it(case: Path):
    expected = json.loads(case.with_suffix(".json").read_text("utf-8"))
    reading = read_page(case.read_bytes(), source=case.name, url="https://paper.example/2024/03/ferry/")
    text = "\n\n".join(([expected["standfirst"]] if expected["standfirst"] else []) + expected["body"])
    said = reading.as_json()
    found = {name: said[name] for name in ("headline", "byline", "published", "outlet", "standfirst", "quotations", "licence_url")}
    assert found == {name: expected[name] for name in found}
    assert reading.text == text
    assert reading.language.code == expected["language"]
    assert (reading.image.url if reading.image else None) == expected["image"]


@pytest.mark.parametrize(
    ("said", "date"),
    [("2024-03-05", "2024-03-05"), ("2024-03", "2024-03"), ("2024-03-05T08:15:00Z", "2024-03-05T08:15:00+00:00"), ("2024-03-05 08:15", "2024-03-05T08:15:00"),
     ("2024-03-05T08:15:00.123+0530", "2024-03-05T08:15:00+05:30"), ("yesterday", None), ("2024-13-05", None), (None, None)],
)  # fmt: skip
def test_a_date_is_as_precise_as_it_is_said(said: str | None, date: str | None):
    assert iso(said) == date


def test_names_are_people_and_neither_addresses_nor_labels():
    assert people(["By Ann Lee and Bo Chen", "https://example.org/ann", "ann@example.org", "admin"]) == ["Ann Lee", "Bo Chen"]


def test_the_score_is_one_for_the_same_text_and_counts_repeated_words():
    assert compare("a b c d e", "a b c d e") == (1.0, 1.0)
    assert compare("a b c d e f", "a b c d") == (1.0, 1 / 3)
    assert score([("a b c d", "a b c d"), ("a b c d", "")]) == {"f1": 0.6667, "precision": 1.0, "recall": 0.5}


@pytest.mark.slow
def test_real_pages_are_read_better_than_by_trafilatura_alone():
    result = measure(folder("extraction"), Path(__file__).parent / "stated_facts.json")
    assert result["coranto"]["f1"] >= 0.962
    assert min(result["coranto_even_pages"]["f1"], result["coranto_odd_pages"]["f1"]) > result["trafilatura"]["f1"]
    assert result["stated"] == {"headline": 55, "byline": 48, "date": 55}
    assert min(result["headline_right"], result["byline_right"], result["date_right"]) >= 0.9, result["wrong"]
    assert result["byline_invented"] == []


BODY = "<p>" + "The river rose by three metres on Monday, and the ferry stayed on the northern bank until the evening. " * 3 + "</p>"


def page(head: str, top: str, bottom: str = "") -> bytes:
    return f"<html lang=en><head>{head}</head><body>{top}{BODY * 4}{bottom}</body></html>".encode()


@pytest.mark.parametrize(
    ("head", "top", "headline"),
    [
        ("<title>Ferry stops - The Tidewater Post</title>", "<header><h1><a href='/'>The Tidewater Post</a></h1></header><article>", "Ferry stops"),
        ("<title>Ferry stops | Tidewater</title>", "<h1 class=site-title>Tidewater</h1><article>", "Ferry stops"),
        ("<title>Tidewater Post</title>", "<div class=logo><h1>Tidewater Post</h1></div><article><h1>Ferry stops at noon</h1>", "Ferry stops at noon"),
        ("<title>Reading room</title>", "<article><h1>Ferry stops at noon</h1>", "Ferry stops at noon"),
        ("<title>Ferry stops at noon</title>", "<div><h1>Want more news?</h1><h1>Join us</h1></div><article>", "Ferry stops at noon"),
        ('<meta property="og:site_name" content="The Hill"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry stops | TheHill"}</script>', "<article>", "Ferry stops"),
    ],
)
def test_the_name_of_the_site_is_no_headline(head: str, top: str, headline: str):
    assert read_page(page(head, top), source="x").headline == headline


@pytest.mark.parametrize(
    ("head", "top", "bottom", "byline"),
    [
        ("<title>x</title>", "<article>", "</article><form><p class=comment-form-author>Nama (wajib)</p></form>", []),
        ('<title>x</title><meta name=author content="KWCHCIK">', "<article>", "", []),
        ('<title>x</title><meta name=author content="BBC News">', "<article>", "", ["BBC News"]),
        ('<title>x</title><meta name=author content="By Ann Lee, Staff writer">', "<article>", "", ["Ann Lee"]),
        ('<title>x</title><meta name=author content="Ann Lee | Advance Media for NJ.com">', "<article>", "", ["Ann Lee"]),
        ("<title>x</title>", "<article><div class=byline-box>By Ann Lee and Bo T. Chen Falls Leader Published 10:02 AM Nov 19, 2019 <span class=author>Ann Lee and Bo T. Chen</span></div>", "", ["Ann Lee", "Bo T. Chen"]),
        ('<title>x</title><meta name=author content="Rachael Link, MS, RD">', "<article>", "", ["Rachael Link, MS, RD"]),
        ('<title>x</title><script type="application/ld+json">{"@graph":[{"@type":"WebPage","author":{"@id":"#a"}},{"@type":["Person"],"@id":"#a","name":"Ann Lee"}]}</script>', "<article>", "", ["Ann Lee"]),
        ("<title>x</title>", "<article>", "</article><div class=comments><p class=comment-author>Milan G. said:</p></div>", []),
    ],
)
def test_the_byline_holds_people_and_no_labels_roles_or_houses(head: str, top: str, bottom: str, byline: list[str]):
    assert read_page(page(head, top, bottom), source="x").byline == byline


@pytest.mark.parametrize(
    ("head", "top", "date"),
    [
        ('<meta property="article:published_time" content="November 19, 2019, 07:47 PM EST">', "<article><h1>A</h1>", "2019-11-19"),
        ("", "<article><h1>Ferry stops</h1><span>Posted: Fri 6:45 PM, Feb 16, 2018 | Updated: Sat 8:31 PM, Feb 17, 2018</span>", "2018-02-16"),
        ("<title>Barca parada</title>", "<div>05/13/2018</div><h1>Ferry stops</h1><article>", "2018-05-13"),
        ("", "<aside class=related><p>May 3, 2017</p></aside><article><h1>Ferry stops</h1>", None),
    ],
)
def test_a_date_that_is_only_shown_is_found(head: str, top: str, date: str | None):
    assert read_page(page(head, top), source="x").published == date


def test_a_paragraph_of_the_author_that_begins_like_a_call_stays_and_a_call_goes():
    own = "Sign up for the lifeboat, the poster said in 1912, and forty men from the lower town did so within a week, although none of them had ever been paid for anything of the kind."
    reading = read_page(page("<title>x</title>", f"<article>{BODY}<p>{own}</p><p>Sign up for our <a href=/n>daily newsletter</a></p>"), source="x")
    assert own in reading.text
    assert "daily newsletter" not in reading.text


def test_an_embedded_post_keeps_its_words_its_author_and_its_address():
    post = '<blockquote class="twitter-tweet"><p lang="en">The ferry is back, and so is the baker.</p>&mdash; Edna Marsh (@ednamarsh) <a href="https://twitter.com/ednamarsh/status/12">May 4, 2024</a></blockquote>'
    bare = '<blockquote class="twitter-tweet"><a href="https://twitter.com/ednamarsh/status/13">A post</a></blockquote>'
    blocks = read_page(page("<title>x</title>", f"<article>{BODY}{post}{BODY}{bare}"), source="x").blocks
    assert [block for block in blocks if block["type"] in ("quotation", "embed")] == [
        {"type": "quotation", "html": "<p>The ferry is back, and so is the baker.</p>", "speaker": "Edna Marsh (@ednamarsh)", "url": "https://twitter.com/ednamarsh/status/12", "language": "en"},
        {"type": "embed", "url": "https://twitter.com/ednamarsh/status/13", "provider": "X"},
    ]
