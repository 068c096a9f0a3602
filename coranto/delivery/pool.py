"""Render workers: forked processes for many outputs, this process for few."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from django.db import connections

from coranto.delivery.house import House
from coranto.delivery.rendering import Job, Result, inherit, render_inherited, render_job
from coranto.delivery.storage import Storage

WORTH_FORKING = 192  # outputs; forking and opening a database costs about what rendering 100 pages does
CHUNK = 16
PR_SET_PDEATHSIG = 1
ORPHAN_SECONDS = 0.5  # how soon a worker without a parent ends where the kernel does not see to it


class Pool:
    """Renders batches; forks its workers at the first large one. Use as a context manager."""

    def __init__(self, house: House, storage: Storage, workers: int | None = None) -> None:
        self._house, self._storage = house, storage
        shared = getattr(storage, "is_shared", True) and hasattr(os, "fork")
        self._workers = (workers if workers is not None else os.cpu_count() or 1) if shared else 1
        self._processes: ProcessPoolExecutor | None = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._processes is not None:
            self._processes.shutdown(cancel_futures=True)

    def render(self, jobs: list[Job]) -> Iterator[Result]:
        """The results, in the order of the jobs. Forked workers begin at once, this process when it is asked for the first.

        Raises BrokenProcessPool when a worker was killed.
        """
        if self._processes is None and (self._workers < 2 or len(jobs) < WORTH_FORKING):
            return (render_job(self._house, self._storage, job) for job in jobs)
        if self._processes is None:
            self._processes = self._fork()
        return self._processes.map(render_inherited, jobs, chunksize=CHUNK)

    def _fork(self) -> ProcessPoolExecutor:
        inherit(self._house, self._storage)
        connections.close_all()  # a database connection must not be shared with a forked process
        return ProcessPoolExecutor(self._workers, multiprocessing.get_context("fork"), initializer=_begin, initargs=(os.getpid(),))


def _begin(parent: int) -> None:
    """A worker's first act: it ends with its parent, however that ends, and never writes for a turn that is over."""
    connections.close_all()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(ORPHAN_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
