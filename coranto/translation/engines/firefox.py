"""The `firefox` engine: Firefox Translations models on the processor of this machine, nothing sent anywhere.

English ↔ X is direct; X → Y goes through English and says so. The models come from `coranto.translation.model_store`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import ClassVar

from coranto.translation.engine import Engine, Job, Made, NotMade, Outcome, Pair, Reason, Sentence, Term
from coranto.translation.engines.answers import tidy, why_garbage
from coranto.translation.engines.cutting import pieces, weight
from coranto.translation.engines.firefox_workers import Done, Task, Workers
from coranto.translation.model_store.store import Model, Store

HUB = "en"
# The library cuts off in silence what a model does not hold. Browsers break their input at 128 units for these models.
MOST_UNITS = 128
# A long sentence that comes back this short lost its end; dense scripts need fewer letters.
_CUT_OFF, _CUT_OFF_DENSE, _LONG = 0.3, 0.12, 40
_DENSE = frozenset({"zh-Hans", "zh-Hant", "ja", "ko"})


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a sentence is: its text so far, or why it has none."""

    text: str = ""
    ms: float = 0.0
    pieces: int = 1
    failed: NotMade | None = None


class Firefox(Engine):
    """Runs the models of a store in `workers` processes of at most `budget_mb` megabytes each."""

    name: ClassVar[str] = "firefox"
    text_leaves_machine = False
    batches = True
    max_characters = 4000

    def __init__(self, store: Store, *, workers: int = 1, budget_mb: int = 600, seconds: float = 20.0) -> None:
        self._store = store
        self._workers = Workers(workers, budget_mb=budget_mb, seconds=seconds)
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        """The version of the engine; each sentence carries its model's."""
        return version("fxtranslate")

    @property
    def workers(self) -> Workers:
        """The processes, for those who measure them."""
        return self._workers

    def pairs(self) -> Iterable[Pair]:
        """Every direction whose models are stored; those through English last."""
        direct = sorted({(model.source, model.target) for model in self._store.models()})
        yield from (Pair(source, target) for source, target in direct)
        into = [source for source, target in direct if target == HUB]
        out = [target for source, target in direct if source == HUB]
        for source in into:
            for target in out:
                if source != target and (source, target) not in direct:
                    yield Pair(source, target, (HUB,))

    def pair(self, source: str, target: str) -> Pair | None:
        """Give how this direction is offered, or None."""
        route = self._route(Job((), source, target))
        return Pair(source, target, (HUB,) if len(route) > 1 else ()) if route else None

    def translate(
        self,
        sentences: Sequence[Sentence],
        *,
        source: str,
        target: str,
        context: str = "",
        glossary: Sequence[Term] = (),
        deadline: float | None = None,
    ) -> list[Outcome]:
        """Translate sentences; `context` and `glossary` are not used by these models."""
        return self.translate_jobs([Job(tuple(sentences), source, target)], deadline=deadline)[0]

    def translate_jobs(self, jobs: Sequence[Job], *, deadline: float | None = None) -> list[list[Outcome]]:
        """Translate several directions; each model is loaded once, and the same text passes each model once."""
        routes = [self._route(job) for job in jobs]
        parts = [[self._begin(one, job, route) for one in job.sentences] for job, route in zip(jobs, routes, strict=True)]
        with self._lock:
            for leg in range(max((len(route) for route in routes), default=0)):
                self._run_leg(leg, routes, parts, deadline)
        return [
            [self._outcome(part, sentence, route, job) for part, sentence in zip(mine, job.sentences, strict=True)]
            for mine, route, job in zip(parts, routes, jobs, strict=True)
        ]

    def close(self) -> None:
        """End the worker processes."""
        with self._lock:
            self._workers.close()

    def _route(self, job: Job) -> list[Model]:
        """Give the models of a direction in their order; [] when there are none."""
        if direct := self._store.model(job.source, job.target):
            return [direct]
        into, out = self._store.model(job.source, HUB), self._store.model(HUB, job.target)
        return [into, out] if into and out and job.source != job.target else []

    def _begin(self, sentence: Sentence, job: Job, route: list[Model]) -> _Part:
        if not route:
            return _Part(failed=self.lacks(job.source, job.target))
        if len(sentence.text) > self.max_characters:
            why = f"The sentence has {len(sentence.text)} characters; {self.name} takes {self.max_characters}."
            return _Part(failed=self.not_made(Reason.TOO_LONG, why))
        return _Part(" ".join(sentence.text.split()))

    def _run_leg(self, leg: int, routes: Sequence[list[Model]], parts: list[list[_Part]], deadline: float | None) -> None:
        """Take every sentence that has this leg one model further."""
        tasks: dict[Task, None] = {}
        cut: dict[tuple[int, int], list[Task]] = {}
        for j, route in enumerate(routes):
            for s, part in enumerate(parts[j]):
                if leg < len(route) and part.failed is None and part.text:
                    cut[j, s] = [Task(route[leg].name, piece.strip()) for piece in pieces(part.text, MOST_UNITS)]
                    tasks.update(dict.fromkeys(task for task in cut[j, s] if task.text))
        files = {route[leg].name: self._store.files(route[leg]) for route in routes if leg < len(route)}
        order = list(tasks)
        done = dict(zip(order, self._workers.run(order, files, deadline), strict=True)) if order else {}
        for (j, s), mine in cut.items():
            target = routes[j][leg].target
            parts[j][s] = self._joined(parts[j][s], [(task, done[task]) for task in mine if task.text], target)

    def _joined(self, before: _Part, told: list[tuple[Task, Done]], target: str) -> _Part:
        """Join the pieces of a sentence again; one that failed fails the sentence."""
        for task, one in told:
            if one.reason is not None:
                return _Part(failed=self.not_made(one.reason, one.why))
            if (why := why_garbage(task.text, one.text) or _why_cut_off(task.text, one.text, target)) is not None:
                return _Part(failed=self.not_made(Reason.GARBAGE, f"{why[0].upper()}{why[1:]}."))
        glue = "" if target in _DENSE - {"ko"} else " "
        text = glue.join(one.text.strip() for _, one in told)
        return _Part(text, before.ms + sum(one.ms for _, one in told), max(before.pieces, len(told)))

    def _outcome(self, part: _Part, sentence: Sentence, route: list[Model], job: Job) -> Outcome:
        if part.failed is not None:
            return part.failed
        via = (HUB,) if len(route) > 1 else ()
        model = " ".join(one.label for one in route)
        return Made(tidy(sentence.text, part.text), self.name, model, via, round(part.ms, 3), part.pieces)


def _why_cut_off(source: str, text: str, target: str) -> str | None:
    """Say that a long sentence came back without its end, or None."""
    least = _CUT_OFF_DENSE if target in _DENSE else _CUT_OFF
    if len(text) < len(source) * least and weight(source) > _LONG:
        return f"the model stopped after {len(text)} characters for {len(source)}"
    return None
