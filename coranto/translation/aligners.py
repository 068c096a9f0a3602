"""What the publication's own memory teaches about which words stand for which, to put markup back where an engine lost it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db.models import Max

from coranto.translation.models import HeldText, HumanText
from coranto.translation.segments.aligning import Aligner, learn
from coranto.translation.segments.markup import plain_of, read_written

MOST_LEARNT = 1500  # sentences, newest first
MOST_KEPT = 8  # directions at once; a megabyte or two each
FRESH_SECONDS = 600.0  # before something new in a memory is learnt from
FEW = 200  # sentences: from so few, every new one is worth learning at once


@dataclass(frozen=True, slots=True)
class _Learnt:
    aligner: Aligner
    newest: tuple[int, int]
    sentences: int
    at: float


class Aligners:
    """An aligner for each direction, learnt when it is first needed and again when the memory has grown."""

    def __init__(self) -> None:
        self._learnt: dict[tuple[str, str], _Learnt] = {}

    def get(self, source: str, target: str) -> Aligner:
        """The aligner of a direction; one that has learnt nothing still finds names and words that look alike. Two queries, four when it learns."""
        newest, held = _newest(source, target), self._learnt.pop((source, target), None)
        if held is None or (held.newest != newest and (held.sentences < FEW or time.monotonic() - held.at > FRESH_SECONDS)):
            given = pairs(source, target)
            held = _Learnt(learn(given), newest, len(given), time.monotonic())
        while len(self._learnt) >= MOST_KEPT:
            del self._learnt[next(iter(self._learnt))]
        self._learnt[source, target] = held
        return held.aligner


def _newest(source: str, target: str) -> tuple[int, int]:
    people = HumanText.objects.filter(source_language=source, target_language=target).aggregate(newest=Max("pk"))["newest"]
    return people or 0, HeldText.objects.filter(source_language=source).aggregate(newest=Max("pk"))["newest"] or 0


def pairs(source: str, target: str) -> list[tuple[str, str]]:
    """Sentences of the memory with their translations as plain text, people's first."""
    people = HumanText.objects.filter(source_language=source, target_language=target, is_current=True).order_by("-made_at")
    found = list(people.values_list("source", "target")[:MOST_LEARNT])
    for row in HeldText.objects.filter(source_language=source).order_by("-pk")[: MOST_LEARNT - len(found)]:
        if target in row.texts:
            found.append((row.source, row.texts[target][0]))
    return [(_plain(one), _plain(other)) for one, other in found]


def _plain(written: str) -> str:
    return plain_of(read_written(written, ()))


of_process = Aligners()
