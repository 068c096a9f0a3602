"""Building: stale keys become due outputs, due outputs are rendered, and what differs takes its place.

Each step is a transaction of its own, so that a crash at any point loses nothing: a key stays stale until its outputs
are due, an output stays due until what was rendered of it is recorded.
"""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from coranto.delivery.house import House, Target
from coranto.delivery.leasing import Lease, give_up, hold, take_lease
from coranto.delivery.marking import next_sequence
from coranto.delivery.models import Counter, Output, Stale
from coranto.delivery.pool import Pool
from coranto.delivery.recording import record_batch
from coranto.delivery.rendering import Job, Result
from coranto.delivery.spreading import spread_all, spread_stale
from coranto.delivery.storage import Storage

BATCH = 512  # outputs rendered, settled and recorded together
Progress = Callable[[int, int], None]


@dataclass
class BuildReport:
    """What a build did. `discarded` were overtaken by a newer mark while being rendered; they are due still."""

    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    discarded: int = 0
    seconds: float = 0.0
    by_kind: Tally[str] = field(default_factory=Tally)


def build(
    house: House,
    storage: Storage,
    *,
    now: datetime | None = None,
    full: bool = False,
    max_priority: int | None = None,
    limit: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Render what is due, the smallest priority first; with `full`, every target there is.

    `max_priority` leaves what may wait to a later build, `limit` ends after so many outputs, `progress(done, due)` is
    told after every batch. Raises BuildBusy while another process builds, LostLease when one takes over.
    """
    started, report = time.monotonic(), BuildReport()
    if not full and not _anything_to_do(max_priority):
        return report
    lease = take_lease(now=now or timezone.now())
    try:
        _spread(house, lease, full=full)
        with Pool(house, storage, workers) as pool:
            for batch in _batches(max_priority, limit, report, progress):
                _build_batch(batch, pool, storage, lease, report)
    finally:
        give_up(lease)
    report.seconds = time.monotonic() - started
    return report


def _anything_to_do(max_priority: int | None) -> bool:
    return Stale.objects.exists() or _due(max_priority).exists()


@transaction.atomic
def _spread(house: House, lease: Lease, *, full: bool) -> None:
    """Turn stale keys into due outputs, together with the targets they bring about."""
    hold(lease, now=timezone.now())
    sequence = next_sequence()
    if full:
        spread_all(house, sequence)
    else:
        spread_stale(house, sequence)


def _due(max_priority: int | None) -> QuerySet[Output]:
    due = Output.objects.filter(due__gt=0)
    return due if max_priority is None else due.filter(priority__lte=max_priority)


def _batches(max_priority: int | None, limit: int | None, report: BuildReport, progress: Progress | None) -> Iterator[list[Job]]:
    """Batches of due outputs until there are none; what a batch discards is left for the next build."""
    total, done, last = _due(max_priority).count(), 0, (-1, -1)
    while limit is None or done < limit:
        rows = _after(_due(max_priority), last)[: min(BATCH, limit - done) if limit is not None else BATCH]
        jobs = [Job(row.pk, Target(row.path, row.language, row.kind, row.subject, row.priority), row.digest, row.due) for row in rows]
        if not jobs:
            return
        last = (jobs[-1].target.priority, jobs[-1].output)
        yield jobs
        done += len(jobs)
        if progress is not None:
            progress(done, max(total, done))


def _after(due: QuerySet[Output], last: tuple[int, int]) -> QuerySet[Output]:
    priority, number = last
    later = due.filter(priority__gt=priority) | due.filter(priority=priority, pk__gt=number)
    return later.order_by("priority", "pk")


def _build_batch(jobs: list[Job], pool: Pool, storage: Storage, lease: Lease, report: BuildReport) -> None:
    seen = Counter.objects.values_list("sequence", flat=True).get(pk=1)
    results = list(pool.render(jobs))
    staged = [ticket for result in results for ticket, _name in result.staged]
    try:
        if staged:
            storage.settle()
        kept = record_batch(results, storage, lease, seen=seen)
    except BaseException:
        storage.discard(staged)
        raise
    _count(results, kept, report)


def _count(results: Iterable[Result], kept: set[int], report: BuildReport) -> None:
    for result in results:
        report.rendered += 1
        report.by_kind[result.job.target.kind] += 1
        if result.job.output not in kept:
            report.discarded += 1
        elif result.is_gone:
            report.removed += 1
        elif result.staged:
            report.written += 1
        else:
            report.unchanged += 1
