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

from django.db.models import QuerySet
from django.utils import timezone

from coranto.delivery.house import House, Target
from coranto.delivery.leasing import BEAT_SECONDS, Lease, give_up, hold, take_lease
from coranto.delivery.models import Output, Stale
from coranto.delivery.pool import Pool
from coranto.delivery.recording import record_batch
from coranto.delivery.rendering import Job, Result
from coranto.delivery.spreading import spread
from coranto.delivery.storage import Storage

BATCH = 512  # outputs rendered, settled and recorded together
IN_LINE = 1  # priorities up to this one are articles: they are with readers before anything else is rendered
MOST_TRIES = 3  # then a page that cannot be rendered waits for the next change of what it read
Progress = Callable[[int, int], None]


@dataclass
class BuildReport:
    """What a build did. `discarded` were overtaken by a newer mark while being rendered; they are due still.

    `failed` could not be rendered, and `problems` has their paths and why; what stood there before stands still.
    `refused` are paths that must never become files.
    """

    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    discarded: int = 0
    failed: int = 0
    seconds: float = 0.0
    by_kind: Tally[str] = field(default_factory=Tally)
    problems: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


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
    lease, went_well = take_lease(now=now or timezone.now()), False
    try:
        if lease.is_after_crash:
            storage.clear_staged()
        seen = spread(house, lease, full=full, refused=report.refused)
        with Pool(house, storage, workers) as pool:
            _Round(pool, storage, lease, seen, report, progress).go(max_priority, limit)
        went_well = True
    finally:
        give_up(lease, went_well=went_well)
        report.seconds = time.monotonic() - started
    return report


def _anything_to_do(max_priority: int | None) -> bool:
    return Stale.objects.exists() or _due(max_priority).exists()


def _due(max_priority: int | None) -> QuerySet[Output]:
    due = Output.objects.filter(due__gt=0)
    return due if max_priority is None else due.filter(priority__lte=max_priority)


@dataclass
class _Round:
    """Batches of one build: while one is recorded, forked workers render the next."""

    pool: Pool
    storage: Storage
    lease: Lease
    seen: int
    report: BuildReport
    progress: Progress | None
    beat: float = field(default_factory=time.monotonic)

    def go(self, max_priority: int | None, limit: int | None) -> None:
        running: Iterator[Result] | None = None
        for jobs in self._batches(max_priority, limit):
            following = self.pool.render(jobs)
            if running is not None:
                self._finish(running)
            running = following
        if running is not None:
            self._finish(running)

    def _batches(self, max_priority: int | None, limit: int | None) -> Iterator[list[Job]]:
        """Batches of due outputs until there are none; what a batch discards is left for the next build."""
        total, done, last = _due(max_priority).count(), 0, (-1, -1)
        while limit is None or done < limit:
            rows = _after(_due(max_priority), last)[: min(BATCH, limit - done) if limit is not None else BATCH]
            jobs = [_job(row) for row in rows.defer("headers", "content_type", "problem")]
            in_line = [job for job in jobs if job.target.priority <= IN_LINE]
            jobs = in_line or jobs
            if not jobs:
                return
            last = (jobs[-1].target.priority, jobs[-1].output)
            yield jobs
            done += len(jobs)
            if self.progress is not None:
                self.progress(done, max(total, done))

    def _finish(self, running: Iterator[Result]) -> None:
        results: list[Result] = []
        try:
            for result in running:
                results.append(result)
                self._beat()
            if any(result.staged for result in results):
                self.storage.settle()
            kept = record_batch(results, self.storage, self.lease, seen=self.seen, most_tries=MOST_TRIES)
        except BaseException:
            self.storage.discard([ticket for result in results for ticket, _name in result.staged])
            raise
        self.beat = time.monotonic()
        _count(results, kept, self.report)

    def _beat(self) -> None:
        if time.monotonic() - self.beat > BEAT_SECONDS:
            hold(self.lease, now=timezone.now())
            self.beat = time.monotonic()


def _job(row: Output) -> Job:
    target = Target(row.path, row.language, row.kind, row.subject, row.priority)
    return Job(row.pk, target, "" if row.is_doubtful else row.digest, row.due, row.status)


def _after(due: QuerySet[Output], last: tuple[int, int]) -> QuerySet[Output]:
    priority, number = last
    later = due.filter(priority__gt=priority) | due.filter(priority=priority, pk__gt=number)
    return later.order_by("priority", "pk")


def _count(results: Iterable[Result], kept: set[int], report: BuildReport) -> None:
    for result in results:
        report.rendered += 1
        report.by_kind[result.job.target.kind] += 1
        if result.problem:
            report.failed += 1
            report.problems.append((result.job.target.path, result.problem))
        elif result.job.output not in kept:
            report.discarded += 1
        elif result.is_gone:
            report.removed += 1
        elif result.staged:
            report.written += 1
        else:
            report.unchanged += 1
