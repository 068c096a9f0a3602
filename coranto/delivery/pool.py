"""Render workers: forked processes for many outputs, this process for few."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing.pool import Pool as ProcessPool

from django.db import connections

from coranto.delivery.house import House
from coranto.delivery.rendering import Job, Result, inherit, render_inherited, render_job
from coranto.delivery.storage import Storage

WORTH_FORKING = 128  # outputs; forking and opening a database costs about what rendering 100 pages does
CHUNK = 16


class Pool:
    """Renders batches; forks its workers at the first large one. Use as a context manager."""

    def __init__(self, house: House, storage: Storage, workers: int | None = None) -> None:
        self._house, self._storage = house, storage
        shared = getattr(storage, "is_shared", True) and hasattr(os, "fork")
        self._workers = (workers if workers is not None else os.cpu_count() or 1) if shared else 1
        self._processes: ProcessPool | None = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._processes is not None:
            self._processes.terminate()
            self._processes.join()

    def render(self, jobs: list[Job]) -> Iterator[Result]:
        """The result of every job, in any order."""
        if self._processes is None and (self._workers < 2 or len(jobs) < WORTH_FORKING):
            return (render_job(self._house, self._storage, job) for job in jobs)
        if self._processes is None:
            self._processes = self._fork()
        return self._processes.imap_unordered(render_inherited, jobs, chunksize=CHUNK)

    def _fork(self) -> ProcessPool:
        inherit(self._house, self._storage)
        connections.close_all()  # a database connection must not be shared with a forked process
        return multiprocessing.get_context("fork").Pool(self._workers, initializer=_begin)


def _begin() -> None:
    connections.close_all()
