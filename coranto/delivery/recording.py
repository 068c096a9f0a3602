"""Recording a rendered batch: what was overtaken is thrown away, the rest takes its place and is written down."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from coranto.delivery.leasing import Lease, hold
from coranto.delivery.marking import next_sequence
from coranto.delivery.models import Key, Output, Removed, Stale
from coranto.delivery.rendering import Result, has_file, sibling_names
from coranto.delivery.storage import Storage

BATCH = 500


def record_batch(results: list[Result], storage: Storage, lease: Lease, *, seen: int) -> set[int]:
    """Record results and let their files take their places; the numbers of the outputs that were kept.

    A result is thrown away, and its output stays due, when one of the keys it read, or the output itself, was marked
    after `seen`, the record's sequence when rendering began: so a withdrawal beats a build in flight. Files move
    inside the transaction that holds the counter's row, which every mark needs too. Raises LostLease.
    """
    with transaction.atomic():
        hold(lease, now=timezone.now())
        kept = _not_overtaken(results, seen)
        storage.discard(ticket for result in results if result.job.output not in kept for ticket, _name in result.staged)
        good = [result for result in results if result.job.output in kept]
        sequence = next_sequence()
        _record(good, sequence)
        storage.publish(pair for result in good for pair in result.staged)
        gone = [result for result in good if result.is_gone or not has_file(result.status)]
        storage.remove([name for result in gone for name in sibling_names(result.job.target.path)])
        storage.remove([name for result in good if result.staged and not result.is_compressible for name in sibling_names(result.job.target.path)[:2]])
    return kept


def _not_overtaken(results: list[Result], seen: int) -> set[int]:
    newer = set(Stale.objects.filter(sequence__gt=seen).values_list("key", flat=True))
    due_now = dict(Output.objects.filter(pk__in=[result.job.output for result in results]).values_list("pk", "due"))
    return {
        result.job.output
        for result in results
        if due_now.get(result.job.output) == result.job.due and not (newer and newer & result.keys)
    }


def _record(results: list[Result], sequence: int) -> None:
    known = {row.pk: row for row in Output.objects.filter(pk__in=[result.job.output for result in results])}
    changed, same, gone, reads = [], [], [], []
    for result in results:
        row = known[result.job.output]
        if result.is_gone:
            gone.append(row)
            continue
        digest = _reads_digest(result.keys)
        if row.reads_digest != digest:
            reads.append(result)
        facts = (result.digest, result.status, result.content_type, [list(pair) for pair in result.headers])
        if facts == (row.digest, row.status, row.content_type, row.headers) and row.reads_digest == digest:
            same.append(row.pk)
            continue
        if facts != (row.digest, row.status, row.content_type, row.headers):
            row.sequence = sequence
        row.is_deepened = row.is_deepened and row.digest == result.digest
        row.digest, row.status, row.content_type, row.headers = facts
        row.size, row.due, row.reads_digest = result.size, 0, digest
        changed.append(row)
    Output.objects.filter(pk__in=same).update(due=0)
    _save(changed)
    _record_reads(reads)
    _drop(gone, sequence)
    Removed.objects.filter(path__in=[row.path for row in changed]).delete()


def _save(rows: list[Output]) -> None:
    """One prepared statement for all rows: ten times quicker than an update built of cases."""
    values = [
        (row.digest, row.status, row.content_type, json.dumps(row.headers), row.size, row.sequence, row.due, row.reads_digest, row.is_deepened, row.pk)
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE delivery_output SET digest = %s, status = %s, content_type = %s, headers = %s, size = %s, sequence = %s, due = %s, "
            "reads_digest = %s, is_deepened = %s WHERE id = %s",
            values,
        )


def _reads_digest(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:16]


def _record_reads(results: list[Result]) -> None:
    """Replace the reads of outputs whose keys have changed."""
    if not results:
        return
    numbers = _key_numbers({key for result in results for key in result.keys})
    outputs = [result.job.output for result in results]
    pairs = [(numbers[key], result.job.output) for result in results for key in result.keys]
    with connection.cursor() as cursor:
        for start in range(0, len(outputs), BATCH):
            part = outputs[start : start + BATCH]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"DELETE FROM delivery_read WHERE output_id IN ({marks})", part)  # noqa: S608 - only placeholders
        cursor.executemany("INSERT INTO delivery_read (key_id, output_id) VALUES (%s, %s)", pairs)


def _key_numbers(names: set[str]) -> dict[str, int]:
    ordered = sorted(names)
    Key.objects.bulk_create([Key(name=name) for name in ordered], ignore_conflicts=True, batch_size=BATCH)
    numbers: dict[str, int] = {}
    for start in range(0, len(ordered), BATCH):
        numbers.update(Key.objects.filter(name__in=ordered[start : start + BATCH]).values_list("name", "pk"))
    return numbers


def _drop(rows: list[Output], sequence: int) -> None:
    if not rows:
        return
    Removed.objects.bulk_create(
        [Removed(path=row.path, sequence=sequence) for row in rows], update_conflicts=True, unique_fields=["path"], update_fields=["sequence"]
    )
    Output.objects.filter(pk__in=[row.pk for row in rows]).delete()
