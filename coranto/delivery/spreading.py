"""From stale keys to due outputs: those that read the keys, and new ones the keys have brought about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import connection

from coranto.delivery.house import House, Target
from coranto.delivery.models import Output, Stale
from coranto.delivery.paths import file_name

BATCH = 500
Item = TypeVar("Item")


def spread_stale(house: House, sequence: int) -> None:
    """Make due what read a stale key and what the stale keys brought about; then no key is stale."""
    names = list(Stale.objects.values_list("key", flat=True))
    if not names:
        return
    for part in _parts(names):
        marks = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE delivery_output SET due = %s WHERE id IN (SELECT r.output_id FROM delivery_read r "
                f"JOIN delivery_key k ON k.id = r.key_id WHERE k.name IN ({marks}))",  # noqa: S608 - only placeholders are formatted in
                [sequence, *part],
            )
    want(house.targets(frozenset(names)), sequence)
    Stale.objects.all().delete()


def spread_all(house: House, sequence: int) -> None:
    """Make every output due, known ones and all the house has; then no key is stale."""
    Output.objects.update(due=sequence)
    want(house.targets(None), sequence)
    Stale.objects.all().delete()


def want(targets: Iterable[Target], sequence: int) -> None:
    """Record targets as wanted and due. A known path keeps its row, and becomes due only if what stands there is another subject now."""
    for part in _parts(targets):
        for target in part:
            file_name(target.path)  # a path that must not become a file is refused before it is recorded
        known = {row.path: row for row in Output.objects.filter(path__in=[target.path for target in part])}
        fresh: dict[str, Output] = {}
        for target in part:
            row = known.get(target.path)
            if row is None:
                fresh[target.path] = _row(target, sequence)
            elif (row.language, row.kind, row.subject, row.priority) != (target.language, target.kind, target.subject, target.priority):
                Output.objects.filter(pk=row.pk).update(
                    language=target.language, kind=target.kind, subject=target.subject, priority=target.priority, due=sequence
                )
        Output.objects.bulk_create(fresh.values(), batch_size=BATCH)


def _row(target: Target, sequence: int) -> Output:
    return Output(path=target.path, language=target.language, kind=target.kind, subject=target.subject, priority=target.priority, due=sequence)


def _parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(items)
    while part := list(islice(iterator, BATCH)):
        yield part
