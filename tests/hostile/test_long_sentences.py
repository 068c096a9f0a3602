"""Sentences as long and as strange as somebody can write them: what is looked for in them costs their length, never its square."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from coranto.translation.checks import check
from coranto.translation.checks.terms import starts_alike
from coranto.translation.engines.apertium_stream import to_stream
from coranto.translation.segments import Segment
from coranto.translation.segments.aligning import learn
from coranto.translation.segments.editable import from_editable
from coranto.translation.segments.markup import escaped
from coranto.translation.segments.protecting import protected
from coranto.translation.segments.splitting import split

MOST_SECONDS = 5.0  # of processor time; what is here took minutes or hours


def segment_of(plain: str) -> Segment:
    return Segment("headline", 1, escaped(plain), plain, "0" * 32, (), protected(plain, ()))


def checked(plain: str, translated: str, source: str = "en", target: str = "fr") -> list[object]:
    return [one.code for one in check(segment_of(plain), escaped(translated), source_language=source, target_language=target)]


LONG: dict[str, Callable[[], object]] = {
    "spaces typed at the desk": lambda: from_editable("\t" * 200_000),
    "marks of direction typed at the desk": lambda: from_editable("\u200e" * 200_000),
    "initials without end": lambda: split("J.-" * 33_000, "fr"),
    "abbreviations without end": lambda: split("Dr. " * 25_000, "fr"),
    "fifty thousand sentences": lambda: split("あ。" * 20_000, "ja"),
    "figures without end": lambda: protected("ا1" * 50_000, ()),
    "signs that are not escaped": lambda: check(segment_of("Hello."), "&" * 50_000, source_language="en", target_language="fr"),
    "gaps without end": lambda: checked("The house" + "\u00a0" * 4_000 + "is red.", "La maison est rouge."),
    "figures without end, compared": lambda: checked("1/2 " * 10_000, "1/3 " * 10_000, "fr", "hi"),
    "letters without end, to Apertium": lambda: to_stream("x" * 60_000),
    "a name of forty words that are alike": lambda: starts_alike("aaaa " * 40 + "zzzz", "aaaa " * 1_000),
    "links without end": lambda: checked("@anna " * 3_000, "@bert " * 3_000),
    "words without end, aligned": lambda: learn([("red", "roja")]).find("red one " * 2_000, "roja uno " * 2_000, 0, 3),
    "a long address": lambda: checked("See https://example.org/" + "a" * 4_000 + " for more.", "Voir https://example.org/" + "a" * 4_000 + " pour plus."),
}


@pytest.mark.parametrize("name", LONG)
def test_a_hostile_sentence_costs_no_more_than_its_length(name: str) -> None:
    begun = time.process_time()
    LONG[name]()
    assert time.process_time() - begun < MOST_SECONDS


@pytest.mark.parametrize(
    ("plain", "translated", "source", "target"),
    [
        ("It is number " + "1234567890" * 4 + " of 12.", "C’est le numéro 12 de 12.", "en", "fr"),
        ("C’est le 12.", "It is 12 " + "million " * 12 + "times.", "fr", "en"),
        ("共" + "一" * 5_000 + "个。", "There are 1.", "zh-Hans", "en"),
    ],
)
def test_a_number_that_nobody_can_count_to_is_read_all_the_same(plain: str, translated: str, source: str, target: str) -> None:
    checked(plain, translated, source, target)
    checked(translated, plain, target, source)


def test_a_very_long_text_is_cut_into_its_sentences() -> None:
    sentence = "Dr. Rossi said that it was late, and all of them went home. "
    text = sentence * 400
    found = split(text, "en")
    assert [text[start:end] for start, end in found] == [sentence.strip()] * 400
