"""One order of locking, so that no two who write translations wait for each other for ever.

Everybody locks in this order, and takes nothing of an earlier step after one of a later:

1. articles, by their numbers (`lock_translations`): one writer at a time for an article's translations, also of languages that have no row
   yet which could be locked. Whoever publishes, corrects or takes off articles takes these as well, all that it needs at once.
2. texts of the publication itself, one at a time: its row, then those of its translations by their numbers. Who writes as a person
   takes `OWN` among the articles before.
3. an order of translations that is changed.
4. requests, by their rows' numbers (`locked`): all that will be changed at once. New ones are written before held ones are locked.
5. translations, memory, assignments, the coverage of articles and the sums of languages, and at last the counter of the marks. Who
   publishes, links or takes off articles takes the sums right after the articles (`recounting.lock_public`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

OWN = 0  # the number that stands for all texts of the publication itself where people write translations of them
PIECE = 2000  # rows that are changed by one statement
_SPACE = 0x7472  # sets these locks apart from others that a database may know


def lock_translations(*articles: int) -> None:
    """Let nobody else write translations of these articles until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for number in sorted(set(articles)):
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SPACE, number])


def locked(rows: QuerySet[Any]) -> list[int]:
    """The numbers of rows, locked until the transaction ends in one order. A row that somebody else held is looked at again when it is free."""
    return list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def pieces(rows: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """Rows, all of them locked as `locked` does it, in pieces that a statement can name."""
    for some in _cut(locked(rows)):
        yield rows.model._default_manager.filter(pk__in=some)


def pieces_of(numbers: Collection[int], rows: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """The same of those of `rows` that have these numbers, more of them perhaps than a statement can name; each piece is locked when its turn comes."""
    for some in _cut(sorted(numbers)):
        yield rows.model._default_manager.filter(pk__in=locked(rows.filter(pk__in=some)))


def _cut(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(numbers), PIECE):
        yield numbers[begin : begin + PIECE]
