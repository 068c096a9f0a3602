"""Sentences that people wrote in a language that is taken for another: never accused there, and found everywhere else."""

from __future__ import annotations

import pytest

from coranto.languages.table import CODES, get
from coranto.translation.checks.bench_checks import found_in, references

SENTENCES = 80
LONG = 60  # characters, from which a language is surely told
PAIRS = [(said, to) for said in CODES for to in sorted(get(said).confusable) if get(said).script == get(to).script]


def test_the_neighbours_are_those_promised() -> None:
    assert {frozenset(pair) for pair in PAIRS} == {frozenset(pair) for pair in (("id", "ms"), ("da", "nb"), ("gl", "es"), ("sk", "cs"))}
    assert get("hr").confusable == {"sr"}, "whose letters tell them apart"


@pytest.mark.parametrize(("said", "to"), PAIRS)
def test_a_neighbour_is_not_accused(said: str, to: str) -> None:
    texts = references(said)[:SENTENCES]
    accused = [one.target for one in texts if "language" in {code for code, _text in found_in(one, one.target, to, None)}]
    assert len(texts) == SENTENCES
    assert accused == []
    long = [one for one in texts if len(one.target) > LONG]
    found = [one for one in long if "language" in {code for code, _text in found_in(one, one.target, "fi", None)}]
    assert len(found) >= 0.6 * len(long) > 10, "the control: as Finnish they are found"
