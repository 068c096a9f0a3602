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
    result = measure(folder("extraction"))
    assert result["coranto"]["f1"] >= 0.962
    assert min(result["coranto_even_pages"]["f1"], result["coranto_odd_pages"]["f1"]) > result["trafilatura"]["f1"]
