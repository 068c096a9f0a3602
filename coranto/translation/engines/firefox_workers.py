"""The worker processes of the firefox engine, seen from outside: sent work, watched, killed and replaced.

One thread and one selector serve them all. A worker that dies or hangs costs the one sentence that it was at; what it
had not begun is given to another.
"""

from __future__ import annotations

import json
import logging
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import coranto
from coranto.translation.engine import Reason

logger = logging.getLogger(__name__)

_WINDOW = 32  # sentences sent ahead, so that a worker never waits for us; what is on its way in both directions fits into two pipes of 64 KiB
_LONGEST_NAP = 0.2  # seconds that answers may wait while every worker has enough to do: being woken for each costs as much as checking it
_SHARE_FROM = 24  # a second worker loads the same model only for at least so many sentences
_DEATHS_IN_A_ROW = 3
_LONGEST_LINE = 1 << 20  # bytes of one answer; the longest sentence that is asked for has 4,000 characters
_PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")

ModelFiles = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence for one model."""

    model: str
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker said: a text and its milliseconds, or a reason why not and an explanation."""

    text: str = ""
    ms: float = 0.0
    reason: Reason | None = None
    why: str = ""


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    model: str | None = None
    sent: deque[int | str] = field(default_factory=deque)  # task numbers; a name is a model being loaded
    received: bytearray = field(default_factory=bytearray)
    since: float = 0.0  # when it began what is first in `sent`
    pace: float = 0.0  # seconds for a sentence, by what was heard last
    rss: int = 0

    @property
    def pid(self) -> int:
        return self.process.pid


class Workers:
    """Up to `number` processes. `budget_mb` is what each may hold; `seconds` the time for one sentence.

    Not for several threads at once: the caller holds a lock.
    """

    def __init__(self, number: int, *, budget_mb: int, seconds: float, load_seconds: float = 60.0) -> None:
        self._number = max(1, number)
        self._budget_mb = budget_mb
        self._seconds = seconds
        self._load_seconds = load_seconds
        self._workers: list[_Worker] = []
        self.loads = 0  # models loaded since the start, for those who count

    @property
    def pids(self) -> list[int]:
        """The processes that run now."""
        return [worker.pid for worker in self._workers]

    @property
    def largest_rss(self) -> int:
        """The most bytes that a worker held when it was last asked."""
        return max((worker.rss for worker in self._workers), default=0)

    def run(self, tasks: Sequence[Task], files: Mapping[str, ModelFiles], deadline: float | None) -> list[Done]:
        """Do all tasks, each model's together; gives one Done each, in order."""
        batch = _Batch(tasks, files)
        try:
            self._run(batch, deadline)
        finally:
            self._stop_the_unfit()
        return batch.results()

    def close(self) -> None:
        """End every process."""
        for worker in list(self._workers):
            self._end(worker)

    def _run(self, batch: _Batch, deadline: float | None) -> None:
        with selectors.DefaultSelector() as selector:
            for worker in self._workers:
                _watch(selector, worker)
            deaths = 0
            while not batch.complete:
                if deaths >= _DEATHS_IN_A_ROW:
                    batch.fail_the_rest(Reason.FAILED, f"Workers died {deaths} times in a row.")
                    return
                self._start_missing(batch, selector)
                for worker in [one for one in self._workers if len(one.sent) <= _WINDOW // 2]:
                    if not self._top_up(worker, batch):
                        deaths += self._replace(worker, batch, selector, Reason.FAILED, "The worker died.")
                deaths += self._listen(batch, selector, deadline)
                if batch.answered_since_asked():
                    deaths = 0
                if deadline is not None and time.monotonic() >= deadline:
                    batch.fail_the_rest(Reason.TIMED_OUT, "The time for all sentences was up.")

    def _start_missing(self, batch: _Batch, selector: selectors.BaseSelector) -> None:
        wanted = min(self._number, batch.workers_worth_having)
        busy = sum(bool(worker.sent) for worker in self._workers)
        while len(self._workers) < self._number and (not self._workers or busy + 1 <= wanted > len(self._workers)):
            worker = _Worker(_start(self._budget_mb))
            self._workers.append(worker)
            _watch(selector, worker)

    def _top_up(self, worker: _Worker, batch: _Batch) -> bool:
        """Send a worker as much as it may have ahead; False when it does not take it."""
        lines = []
        others = {other.model for other in self._workers if other is not worker and other.sent}
        while len(worker.sent) < _WINDOW and (task := batch.take(worker.model, others)) is not None:
            model = batch.tasks[task].model
            if model != worker.model:
                lines.append({"load": model, "files": dict(batch.files[model])})
                self._note_sent(worker, model)
                worker.model = model
            lines.append({"with": model, "text": batch.tasks[task].text})
            self._note_sent(worker, task)
        return not lines or _write(worker, lines)

    def _note_sent(self, worker: _Worker, what: int | str) -> None:
        if not worker.sent:
            worker.since = time.monotonic()
        worker.sent.append(what)

    def _listen(self, batch: _Batch, selector: selectors.BaseSelector, deadline: float | None) -> int:
        """Take what workers say until one says something or one has hung; gives how many died."""
        now = time.monotonic()
        patience = [self._until(worker) - now for worker in self._workers if worker.sent]
        if deadline is not None:
            patience.append(deadline - now)
        deaths = 0
        if (nap := self._nap(is_more=not batch.is_given_out)) > 0:
            time.sleep(max(0.0, min(nap, *patience)))
        for key, _ in selector.select(max(0.0, min(patience, default=0.0))):
            worker: _Worker = key.data
            if not self._hear(worker, batch):
                deaths += self._replace(worker, batch, selector, Reason.FAILED, "The worker died at this sentence.")
        for worker in list(self._workers):
            if worker.sent and time.monotonic() >= self._until(worker):
                why = "The worker took too long at this sentence and was replaced."
                deaths += self._replace(worker, batch, selector, Reason.TIMED_OUT, why)
        return deaths

    def _nap(self, *, is_more: bool) -> float:
        """How long nobody needs us: until some worker has done half of what it has in hand, of a full window when there is more."""
        busy = [worker for worker in self._workers if worker.sent]
        if not busy or (is_more and any(len(worker.sent) <= _WINDOW // 2 for worker in busy)):
            return 0.0
        return min(_LONGEST_NAP, *(worker.pace * (len(worker.sent) - 1) / 2 for worker in busy))

    def _until(self, worker: _Worker) -> float:
        """When the first thing that a worker has to do must be done."""
        return worker.since + (self._load_seconds if isinstance(worker.sent[0], str) else self._seconds)

    def _hear(self, worker: _Worker, batch: _Batch) -> bool:
        """Read what a worker wrote; False when it has ended or speaks nonsense."""
        assert worker.process.stdout is not None
        piece = os.read(worker.process.stdout.fileno(), 1 << 16)
        if not piece:
            return False
        worker.received += piece
        *lines, rest = bytes(worker.received).split(b"\n")
        worker.received = bytearray(rest)
        if len(rest) > _LONGEST_LINE:
            return False
        now = time.monotonic()
        if lines:  # loading a model says nothing of the sentences that follow
            worker.pace = (now - worker.since) / len(lines) if worker.sent and isinstance(worker.sent[0], int) else 0.0
        for line in lines:
            try:
                told = json.loads(line.decode("utf-8"))
                what = worker.sent.popleft()
            except (ValueError, IndexError):
                return False
            worker.since = now
            worker.rss = int(told.get("rss", worker.rss))
            if isinstance(what, int):
                batch.answered(what, told)
            elif "error" in told:
                batch.fail_model(what, f"The model {what} could not be loaded ({told['error']}). Run: coranto models verify")
                worker.model = None
            else:
                self.loads += bool(told.get("new"))
        return True

    def _replace(self, worker: _Worker, batch: _Batch, selector: selectors.BaseSelector, reason: Reason, why: str) -> int:
        """End a worker; the sentence it was at has failed, the others go back. Gives 1, a death."""
        logger.warning("translation worker replaced", extra={"pid": worker.pid, "reason": str(reason), "model": worker.model})
        selector.unregister(worker.process.stdout)  # type: ignore[arg-type]
        waiting = list(worker.sent)
        if waiting:
            if isinstance(waiting[0], int):
                batch.fail(waiting[0], reason, why)
            else:
                batch.fail_model(waiting[0], f"A worker ended while it loaded the model {waiting[0]}.")
            batch.give_back([task for task in waiting[1:] if isinstance(task, int)])
        worker.sent.clear()
        self._end(worker)
        return 1

    def _stop_the_unfit(self) -> None:
        """End workers that still have work of an ended batch, or that grew beyond their budget."""
        for worker in list(self._workers):
            if worker.sent or worker.rss > self._budget_mb * 1024 * 1024:
                self._end(worker)

    def _end(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        for stream in (worker.process.stdin, worker.process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was left to flush has no reader
                    stream.close()
        worker.process.wait()


class _Batch:
    """The tasks of one run, each model's in one queue."""

    def __init__(self, tasks: Sequence[Task], files: Mapping[str, ModelFiles]) -> None:
        self.tasks = tasks
        self.files = files
        self._done: dict[int, Done] = {}
        self._news = False
        self._queues: dict[str, deque[int]] = {}
        for number in sorted(range(len(tasks)), key=lambda n: (tasks[n].model, n)):
            self._queues.setdefault(tasks[number].model, deque()).append(number)

    @property
    def complete(self) -> bool:
        return len(self._done) == len(self.tasks)

    @property
    def is_given_out(self) -> bool:
        return not any(self._queues.values())

    @property
    def workers_worth_having(self) -> int:
        return max(1, sum(1 + len(queue) // _SHARE_FROM for queue in self._queues.values() if queue))

    def take(self, model: str | None, others: set[str | None]) -> int | None:
        """Give the next task: of the worker's model, else of one that nobody has, else of one that has plenty left."""
        if model is not None and self._queues.get(model):
            return self._queues[model].popleft()
        free = next((queue for name, queue in self._queues.items() if queue and name not in others), None)
        if free is None:
            longest = max(self._queues.values(), key=len, default=deque())
            free = longest if len(longest) >= _SHARE_FROM else None
        return free.popleft() if free else None

    def answered(self, number: int, told: Mapping[str, object]) -> None:
        if "error" in told:
            self.fail(number, Reason.FAILED, f"The model failed at this sentence ({told['error']}).")
        elif number not in self._done:
            self._done[number] = Done(str(told.get("text", "")), float(str(told.get("ms", 0))))
        self._news = True

    def answered_since_asked(self) -> bool:
        news, self._news = self._news, False
        return news

    def fail(self, number: int, reason: Reason, why: str) -> None:
        self._done.setdefault(number, Done(reason=reason, why=why))

    def fail_model(self, model: str, why: str) -> None:
        self._queues.get(model, deque()).clear()
        for number, task in enumerate(self.tasks):
            if task.model == model:
                self.fail(number, Reason.FAILED, why)

    def fail_the_rest(self, reason: Reason, why: str) -> None:
        for queue in self._queues.values():
            queue.clear()
        for number in range(len(self.tasks)):
            self.fail(number, reason, why)

    def give_back(self, numbers: Sequence[int]) -> None:
        for number in reversed(numbers):
            if number not in self._done:
                self._queues[self.tasks[number].model].appendleft(number)

    def results(self) -> list[Done]:
        lost = Done(reason=Reason.FAILED, why="The workers were stopped.")
        return [self._done.get(number, lost) for number in range(len(self.tasks))]


def _start(budget_mb: int) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    root = str(Path(coranto.__file__).resolve().parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH")]))
    environment["RUST_BACKTRACE"] = "0"
    return subprocess.Popen(
        [sys.executable, "-m", "coranto.translation.engines.firefox_worker", str(budget_mb)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,  # Ctrl-C is for the worker, which lets its engines finish
    )


def _write(worker: _Worker, lines: Sequence[Mapping[str, object]]) -> bool:
    assert worker.process.stdin is not None
    try:
        worker.process.stdin.write(b"".join(json.dumps(line).encode("ascii") + b"\n" for line in lines))
        worker.process.stdin.flush()
    except OSError:
        return False
    return True


def _watch(selector: selectors.BaseSelector, worker: _Worker) -> None:
    selector.register(worker.process.stdout, selectors.EVENT_READ, worker)  # type: ignore[arg-type]
