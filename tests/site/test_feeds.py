"""Feeds, sitemaps, structured data, cards and print editions: read back by somebody else's parsers."""

from __future__ import annotations

import io
import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import jsonschema
import pytest
from defusedxml import ElementTree
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from PIL import Image

from coranto.delivery.house import Rendered, Target
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.site import sitemaps
from coranto.site.cards import card_address, show_card
from coranto.site.facts.articles import article_page
from coranto.site.facts.store import Store
from coranto.site.house import SiteHouse
from coranto.site.printing.editions import print_links, show_edition
from tests.site import making
from tests.site.alternates import located

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    making.make_publication(full_text_feeds=True)


def rendered(path: str) -> Rendered:
    house = SiteHouse()
    target = next(target for target in house.targets(None) if target.path == path)
    answer = house.render(target)
    assert answer is not None
    return answer


def repost() -> object:
    outlet = making.make_outlet("The Other Paper", url="https://other.example/")
    return making.make_article(
        "Roads & <rails>", text='It is <b>so</b>, says <a href="/en/about/">us</a>.', authors=[making.make_person()], regions=[making.make_region()],
        provenance={"outlet": outlet, "url": "https://other.example/roads", "copyright_notice": "© 2024 The Other Paper", "basis": "licence", "authors": "A. Nother"},
    )  # fmt: skip


def test_rss_carries_text_credit_licence_and_source() -> None:
    repost()
    feed = feedparser.parse(rendered("/en/feed.xml").body)
    assert not feed.bozo
    entry = feed.entries[0]
    assert entry.title == "Roads & <rails>"
    assert entry.author == "Ada Reporter"
    assert entry.rights.startswith("©")
    assert 'href="http://127.0.0.1:8000/en/about/"' in entry.content[0].value  # whole addresses
    assert "<strong>so</strong>" in entry.content[0].value
    assert not entry.guidislink


def test_atom_lets_go_of_what_was_withdrawn() -> None:
    article = repost()
    kept = making.make_article("Another road")
    flow.article_withdrawn(article, reason="It was forged.", by=None, now=NOW)
    root = ElementTree.fromstring(rendered("/en/feed.atom").body)
    gone = root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert len(gone) == 1
    assert gone[0].get("ref").endswith(f":article:{article.pk}:en")
    titles = [title.text for title in root.iter("{http://www.w3.org/2005/Atom}title")]
    assert kept.title in titles
    assert article.title not in titles


def test_json_feed_says_the_same_as_rss() -> None:
    repost()
    value = json.loads(rendered("/en/feed.json").body)
    entry = feedparser.parse(rendered("/en/feed.xml").body).entries[0]
    item = value["items"][0]
    assert (item["id"], item["url"]) == (entry.id, entry.link)
    assert item["external_url"] == "https://other.example/roads"
    assert item["content_html"] == entry.content[0].value


def test_a_summary_feed_holds_back_the_text() -> None:
    repost()
    making.make_publication(full_text_feeds=False)
    assert b"says" not in rendered("/en/feed.xml").body


def test_every_list_has_its_feeds() -> None:
    repost()
    paths = {target.path for target in SiteHouse().targets(None) if target.kind == "feed"}
    assert {"/ja/feed.atom", "/ar/region/africa/feed.json", "/en/author/ada-reporter/feed.xml", "/en/outlet/the-other-paper/feed.xml"} <= paths


def test_the_sitemap_of_names_asks_no_more_often_the_more_people_there_are() -> None:
    making.make_person("Nobody's Author")
    people = [making.make_person(f"Ada Reporter {number}") for number in range(3)]
    making.make_article("By three people", authors=people)
    asked, found = [], []
    for name in ("Bob Writer", "Cleo Writer"):
        with CaptureQueriesContext(connection) as queries:
            answer = sitemaps.render(Store(), Target(sitemaps.NAMES, "", "sitemap", sitemaps.NAMES, 6))
        assert answer is not None
        found.append(answer.body.decode())
        asked.append(len([one for one in queries if "articles_person" in one["sql"]]))
        making.make_article(f"By {name} and others", authors=[making.make_person(f"{name} {number}") for number in range(30)])
    assert asked[0] == asked[1]
    assert [text.count("/en/author/") for text in found] == [3, 33]


def test_sitemaps_of_more_addresses_than_one_may_hold_go_on_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    authors = [making.make_person(f"Ada Reporter {number}") for number in range(5)]
    for number in range(4):
        making.make_article(f"Road {number}", authors=authors)
    whole = {path: located(rendered(path).body.decode()) for path in located_paths() if path != sitemaps.NEWS}
    monkeypatch.setattr(sitemaps, "MOST", 110)  # two articles or names in 51 languages
    parts = {path: located(rendered(path).body.decode()) for path in located_paths() if path != sitemaps.NEWS}
    assert all(len(found) <= 110 for found in parts.values())
    assert f"{sitemaps.NAMES.removesuffix('.xml')}-3.xml" in parts
    assert set().union(*parts.values()) == set().union(*whole.values())
    assert sum(len(found) for found in parts.values()) == sum(len(found) for found in whole.values()), "no address stands in two parts"
    assert {target.path for target in SiteHouse().targets(None) if target.kind == "sitemap"} == {*parts, sitemaps.INDEX, sitemaps.NEWS, sitemaps.ROBOTS}
    published = {target.path for target in SiteHouse().targets(frozenset({"list:all:0:en", "list:month:202403:en"})) if target.kind == "sitemap"}
    assert published <= set(parts)
    assert f"{sitemaps.NAMES.removesuffix('.xml')}-3.xml" in published, "a part that was not there yet is made when an article is published"
    monkeypatch.undo()
    assert sitemaps.render(Store(), Target(f"{sitemaps.NAMES.removesuffix('.xml')}-3.xml", "", "sitemap", f"{sitemaps.NAMES}:3", 6)) is None, "and goes when it is not needed"


def located_paths() -> list[str]:
    """The sitemaps that the index names."""
    return sorted(address.removeprefix("http://127.0.0.1:8000") for address in located(rendered(sitemaps.INDEX).body.decode()))


def test_sitemaps_hold_every_public_address_and_no_other() -> None:
    article = repost()
    draft = making.make_article("A secret road", publish=False)
    index = rendered("/sitemap.xml").body.decode()
    month = next(line.split("<loc>")[1].split("</loc>")[0] for line in index.splitlines() if "sitemap-20" in line)
    body = rendered(month.removeprefix("http://127.0.0.1:8000")).body.decode()
    assert article.slug in body
    assert draft.slug not in body
    assert "<news:title>Roads &amp; &lt;rails&gt;</news:title>" in rendered("/sitemap-news.xml").body.decode()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in rendered("/robots.txt").body.decode()


def test_structured_data_names_author_source_and_correction() -> None:
    article = repost()
    flow.article_corrected(article, kind="correction", text="It was </script> not so.", by=None, now=NOW)
    path = SiteHouse()
    target = next(target for target in path.targets(None) if target.kind == "article")
    html = path.render(target).body.decode()
    block = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    data = json.loads(block)
    jsonschema.validate(data, {"type": "object", "required": ["@type", "headline", "author", "publisher", "isBasedOn", "copyrightNotice", "correction"]})
    assert data["isBasedOn"]["url"] == "https://other.example/roads"
    assert data["correction"][0]["text"] == "It was </script> not so."
    assert data["author"][0]["name"] == "Ada Reporter"


def test_a_card_is_made_for_what_is_public_and_for_nothing_else() -> None:
    article = repost()
    store = Store()
    address = card_address(store, article_page(store, article.pk, "en"))
    digest = address.rpartition("/")[2].removesuffix(".png")
    answer = show_card(RequestFactory().get("/"), article.pk, "en", digest)
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    flow.article_withdrawn(article, reason="Forged.", by=None, now=NOW)
    with pytest.raises(Http404):
        show_card(RequestFactory().get("/"), article.pk, "en", digest)


@pytest.mark.parametrize(("language", "headline"), [("en", "Roads of old"), ("ar", "طرق قديمة من القاهرة"), ("ja", "古い道の話")])
def test_a_print_edition_carries_source_copyright_terms_and_address(language: str, headline: str, tmp_path: Path) -> None:
    outlet = making.make_outlet()
    article = making.make_article(
        headline, language=language, text=f"{headline}. " * 30, authors=[making.make_person()],
        provenance={"outlet": outlet, "url": "https://other.example/roads", "copyright_notice": "© 2024 The Other Paper", "basis": "licence"},
    )  # fmt: skip
    store = Store()
    links = print_links(store, article_page(store, article.pk, language))
    if not links:
        pytest.fail("No font prints this script here. Install fonts-noto-core and fonts-noto-cjk.")
    _empty, _made, _pdf, _number, _language, digest, name = links[0].url.split("/")
    data = show_edition(RequestFactory().get("/"), article.pk, language, digest, name.removesuffix(".pdf")).content
    if kept := os.environ.get("CORANTO_KEEP_PRINTS"):
        Path(kept, f"{language}.pdf").write_bytes(data)
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    for mark in "\u2066\u2067\u2068\u2069\u202a\u202b\u202c":
        text = text.replace(mark, "")
    assert "2024 The Other Paper" in text
    assert "127.0.0.1:8000" in text
    fonts = subprocess.run(["pdffonts", "-"], input=data, capture_output=True, check=True).stdout.decode()
    assert fonts.count("yes") >= 1  # every font is in the file
