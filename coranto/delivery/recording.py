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
from coranto.delivery.rendering import Result, all_names, names_of
from coranto.delivery.storage import Storage

BATCH = 500


def record_batch(results: list[Result], storage: Storage, lease: Lease, *, seen: int, most_tries: int) -> set[int]:
    """Record results and let their files take their places; the numbers of the outputs that were kept.

    A result is thrown away, and its output stays due, when one of the keys it read was marked after `seen`, the record's
    number before this build read anything: so a withdrawal beats a build in flight. Files move inside the transaction
    that holds the counter's row, which every mark needs too, and are safe on the medium before it ends: what the record
    says has been delivered has been delivered. Raises LostLease, StorageError.
    """
    with transaction.atomic():
        hold(lease, now=timezone.now())
        rows = Output.objects.in_bulk([result.job.output for result in results])
        kept = _not_overtaken(results, rows, seen)
        storage.discard(ticket for result in results if result.job.output not in kept for ticket, _name in result.staged)
        good = [result for result in results if result.job.output in kept and not result.problem]
        leftover = _leftover_names(good, rows)
        _record(good, rows, next_sequence())
        _record_problems([result for result in results if result.problem and result.job.output in kept], rows, most_tries)
        moved = [pair for result in good for pair in result.staged]
        storage.publish(moved)
        storage.remove(leftover)
        if moved or leftover:
            storage.settle()
    return kept


def _not_overtaken(results: list[Result], rows: dict[int, Output], seen: int) -> set[int]:
    newer = set(Stale.objects.filter(sequence__gt=seen).values_list("key", flat=True))
    due = {number: row.due for number, row in rows.items()}
    return {result.job.output for result in results if due.get(result.job.output) == result.job.due and not (newer and newer & result.keys)}


def _leftover_names(results: list[Result], rows: dict[int, Output]) -> list[str]:
    """Files that the outputs had and have no more, after a crash any they could ever have had."""
    names: list[str] = []
    for result in results:
        row = rows[result.job.output]
        if row.is_doubtful:
            had: Iterable[str] = all_names(row.path)
        else:
            had = names_of(row.path, row.status, row.content_type, row.size) if row.digest else ()
        names += [name for name in had if name not in result.names]
    return names


def _record(results: list[Result], rows: dict[int, Output], sequence: int) -> None:
    changed, same, gone, reads = [], [], [], []
    for result in results:
        row = rows[result.job.output]
        if result.is_gone:
            gone.append(row)
            continue
        digest = _reads_digest(result.keys)
        if row.reads_digest != digest:
            reads.append(result)
        facts = (result.digest, result.status, result.content_type, [list(pair) for pair in result.headers])
        is_same = facts == (row.digest, row.status, row.content_type, row.headers) and not row.is_doubtful and not row.problem
        if is_same and row.reads_digest == digest:
            same.append(row.pk)
            continue
        row.sequence = row.sequence if is_same else sequence
        row.is_deepened = row.is_deepened and not result.staged
        row.digest, row.status, row.content_type, row.headers = facts
        row.size, row.due, row.reads_digest = result.size, 0, digest
        changed.append(row)
    Output.objects.filter(pk__in=same).update(due=0, tries=0)
    _save(changed)
    _record_reads(reads)
    _drop(gone, sequence)
    if changed:
        Removed.objects.filter(path__in=[row.path for row in changed]).delete()


def _save(rows: list[Output]) -> None:
    """One prepared statement for all rows: ten times quicker than an update built of cases."""
    values = [
        (row.digest, row.status, row.content_type, json.dumps(row.headers), row.size, row.sequence, row.due, row.reads_digest, row.is_deepened, False, row.pk)
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE delivery_output SET digest = %s, status = %s, content_type = %s, headers = %s, size = %s, sequence = %s, due = %s, "
            "reads_digest = %s, is_deepened = %s, is_doubtful = %s, tries = 0, problem = '' WHERE id = %s",
            values,
        )


def _record_problems(results: list[Result], rows: dict[int, Output], most_tries: int) -> None:
    """Say why pages could not be rendered. After `most_tries` they wait until something they read is marked again."""
    for result in results:
        row = rows[result.job.output]
        row.tries, row.problem = row.tries + 1, result.problem
        row.due = row.due if row.tries < most_tries else 0
        row.reads_digest = ""
        row.save(update_fields=["tries", "problem", "due", "reads_digest"])
    _insert_reads(results)


def _reads_digest(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:16]


def _record_reads(results: list[Result]) -> None:
    """Replace the reads of outputs whose keys have changed."""
    outputs = [result.job.output for result in results]
    with connection.cursor() as cursor:
        for start in range(0, len(outputs), BATCH):
            part = outputs[start : start + BATCH]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"DELETE FROM delivery_read WHERE output_id IN ({marks})", part)  # noqa: S608 - only placeholders
    _insert_reads(results)


def _insert_reads(results: list[Result]) -> None:
    numbers = _key_numbers({key for result in results for key in result.keys})
    pairs = sorted({(numbers[key], result.job.output) for result in results for key in result.keys})  # sorted: neighbours in the index
    if not pairs:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO delivery_read (key_id, output_id) SELECT unnest(%s::bigint[]), unnest(%s::bigint[]) ON CONFLICT DO NOTHING",
                [[key for key, _output in pairs], [output for _key, output in pairs]],
            )
        else:
            cursor.executemany("INSERT INTO delivery_read (key_id, output_id) VALUES (%s, %s) ON CONFLICT DO NOTHING", pairs)


def _key_numbers(names: set[str]) -> dict[str, int]:
    ordered = sorted(names)
    numbers = _known_numbers(ordered)
    missing = [name for name in ordered if name not in numbers]
    if missing:
        Key.objects.bulk_create([Key(name=name) for name in missing], ignore_conflicts=True, batch_size=BATCH)
        numbers |= _known_numbers(missing)
    return numbers


def _known_numbers(ordered: list[str]) -> dict[str, int]:
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
