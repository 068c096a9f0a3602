"""Saying that something has changed: keys become stale in the transaction that changed it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from coranto.delivery.keys import fitted
from coranto.delivery.models import Stale

BATCH = 500


def next_sequence() -> int:
    """The next number of the record; call inside a transaction, which then holds the counter's row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO delivery_counter (id, sequence, fence, holder) VALUES (1, 1, 0, '') "
            "ON CONFLICT (id) DO UPDATE SET sequence = delivery_counter.sequence + 1 RETURNING sequence"
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def mark(keys: Iterable[str], *, why: str = "") -> int:
    """Mark keys stale; those marked already get the newer sequence. Returns the sequence given, 0 for no keys.

    Costs one statement for 500 keys. Part of the caller's transaction: a change that is undone marks nothing.
    """
    names = sorted({fitted(key) for key in keys})
    if not names:
        return 0
    sequence = next_sequence()
    Stale.objects.bulk_create(
        [Stale(key=name, sequence=sequence, why=why[:40]) for name in names],
        batch_size=BATCH, update_conflicts=True, unique_fields=["key"], update_fields=["sequence", "why"],
    )  # fmt: skip
    return sequence
