"""What the publication's own memory teaches about which words stand for which, to put markup back where an engine lost it."""

from __future__ import annotations

import time

from coranto.translation.models import HeldText, HumanText
from coranto.translation.segments.aligning import Aligner, learn
from coranto.translation.segments.markup import plain_of, read_written

MOST_LEARNT = 1500  # sentences, newest first
FRESH_SECONDS = 3600.0
MOST_KEPT = 8  # directions at once; a megabyte or two each


class Aligners:
    """An aligner for each direction, learnt when it is first needed and again after an hour."""

    def __init__(self) -> None:
        self._learnt: dict[tuple[str, str], tuple[float, Aligner]] = {}

    def get(self, source: str, target: str) -> Aligner:
        """The aligner of a direction; one that has learnt nothing still finds names and words that look alike. Two queries when it learns."""
        at, aligner = self._learnt.get((source, target), (float("-inf"), None))
        if aligner is None or time.monotonic() - at > FRESH_SECONDS:
            aligner = learn(pairs(source, target))
            self._learnt.pop((source, target), None)
            while len(self._learnt) >= MOST_KEPT:
                del self._learnt[next(iter(self._learnt))]
            self._learnt[source, target] = (time.monotonic(), aligner)
        return aligner


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
