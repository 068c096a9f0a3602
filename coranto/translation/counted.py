"""How much was translated: words and sentences by engines and from the memory, added up by month as the worker makes them.

What people did is added up as they do it, beside their own rows, whose history stays for good.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import models

from coranto.delivery.adding_up import add_up

MEMORY = "memory"
UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})  # languages whose words nothing stands between
CHARACTERS_A_WORD = 2


class WorkDone(models.Model):
    """Words of originals that were translated in a month, into a language, by an engine ("memory" for what was known already)."""

    month = models.DateField()
    language = models.CharField(max_length=15)
    engine = models.CharField(max_length=60)
    sentences = models.PositiveBigIntegerField(default=0)
    words = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "language", "engine"], name="one_sum_of_work")]

    def __str__(self) -> str:
        return f"{self.month} {self.language} {self.engine}: {self.words}"


class PeoplesWork(models.Model):
    """Words of originals that a person answered for in a month, by language, by the name that readers know them by, and by state."""

    month = models.DateField()
    language = models.CharField(max_length=15)
    by = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    sentences = models.PositiveBigIntegerField(default=0)
    words = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "language", "by", "state"], name="one_sum_of_a_persons_work")]

    def __str__(self) -> str:
        return f"{self.month} {self.language} {self.by}: {self.words}"


def words_in(text: str, language: str) -> int:
    """Words of a text; where nothing stands between them, every two characters count as one."""
    return len(text.replace(" ", "")) // CHARACTERS_A_WORD if language in UNSPACED else len(text.split())


class Work:
    """What one round did, to be written at once."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, language: str, engine: str, words: int) -> None:
        """A sentence was made."""
        sums = self._sums[language, engine]
        sums[0] += 1
        sums[1] += words

    def write(self, now: datetime) -> None:
        """Add it to the rows, in one statement."""
        month = now.date().replace(day=1)
        add_up(WorkDone, ("month", "language", "engine"), ("sentences", "words"), {(month, *key): sums for key, sums in self._sums.items()})
