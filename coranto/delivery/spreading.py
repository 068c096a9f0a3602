"""From stale keys to due outputs: those that read the keys, and new ones the keys have brought about."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone

from coranto.delivery.errors import BadPath
from coranto.delivery.house import House, Target
from coranto.delivery.leasing import Lease, hold
from coranto.delivery.marking import next_sequence
from coranto.delivery.models import Output, Stale
from coranto.delivery.paths import file_name

logger = logging.getLogger("coranto.build")

BATCH = 500
Item = TypeVar("Item")
_READERS = (
    "UPDATE delivery_output SET due = %s, tries = 0 WHERE id IN "
    "(SELECT r.output_id FROM delivery_read r JOIN delivery_key k ON k.id = r.key_id WHERE k.name IN"
)


def spread(house: House, lease: Lease, *, full: bool, refused: list[str]) -> int:
    """Make due whatever must be rendered; gives the record's number before the house read anything.

    Whatever is marked after that number is not in what this build renders. Paths that must never become files are
    added to `refused`. Raises LostLease.
    """
    return _spread_all(house, lease, refused) if full else _spread_stale(house, lease, refused)


def _spread_stale(house: House, lease: Lease, refused: list[str]) -> int:
    """One transaction: outputs that read a stale key become due, and so does what the keys brought about; then no key is stale."""
    with transaction.atomic():
        hold(lease, now=timezone.now())
        sequence = next_sequence()
        names = list(Stale.objects.values_list("key", flat=True))
        for part in _parts(names):
            marks = ", ".join(["%s"] * len(part))
            with connection.cursor() as cursor:
                statement = f"{_READERS} ({marks}))"  # only placeholders are formatted in
                cursor.execute(statement, [sequence, *part])
        for targets in _parts(house.targets(frozenset(names))):
            want(targets, sequence, refused)
        Stale.objects.all().delete()
    return sequence


def _spread_all(house: House, lease: Lease, refused: list[str]) -> int:
    """Many short transactions, so that nobody who saves an article waits while a million targets are listed.

    A crash in the middle leaves all known outputs due and the keys stale: nothing is lost.
    """
    with transaction.atomic():
        hold(lease, now=timezone.now())
        sequence = next_sequence()
        Output.objects.update(due=sequence, tries=0)
    for part in _parts(house.targets(None)):
        with transaction.atomic():
            hold(lease, now=timezone.now())
            want(part, sequence, refused)
    Stale.objects.filter(sequence__lte=sequence).delete()
    return sequence


def want(targets: list[Target], sequence: int, refused: list[str]) -> None:
    """Record targets as wanted and due. A known path keeps its row, and becomes due only if what stands there is another subject now."""
    fit = {target.path: target for target in targets if _fits(target, refused)}
    known = {row.path: row for row in Output.objects.filter(path__in=list(fit)).defer("headers")}
    fresh = []
    for target in fit.values():
        row = known.get(target.path)
        if row is None:
            fresh.append(_row(target, sequence))
        elif (row.language, row.kind, row.subject, row.priority) != (target.language, target.kind, target.subject, target.priority):
            Output.objects.filter(pk=row.pk).update(
                language=target.language, kind=target.kind, subject=target.subject, priority=target.priority, due=sequence, tries=0
            )
    Output.objects.bulk_create(fresh, batch_size=BATCH)


def _fits(target: Target, refused: list[str]) -> bool:
    try:
        file_name(target.path)
    except BadPath as error:
        logger.error("a path was refused", extra={"path": target.path[:200], "why": str(error)})
        refused.append(target.path)
        return False
    return True


def _row(target: Target, sequence: int) -> Output:
    return Output(path=target.path, language=target.language, kind=target.kind, subject=target.subject, priority=target.priority, due=sequence)


def _parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(items)
    while part := list(islice(iterator, BATCH)):
        yield part
