"""A reposted article on an independent magazine's page: region, theme, source, copyright, terms and notices go to their fields."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coranto.reading.pages import read_page

CASES = sorted((Path(__file__).parent / "reposts").glob("*.html"))


def test_there_are_six_of_them():
    assert len(CASES) >= 6


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_printed_round_the_article_goes_to_its_field(case: Path):
    expected = json.loads(case.with_suffix(".json").read_text("utf-8"))
    said = read_page(case.read_bytes(), source=case.name, url="https://lantern.example/2024/05/article/").as_json()
    said["body"] = said["text"].split("\n\n")
    said["credit"] = (said["image"] or {}).get("credit")
    assert {name: said[name] for name in expected} == expected
