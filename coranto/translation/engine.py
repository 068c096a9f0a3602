"""The port to translation engines: what an engine is told, what it says about itself, and what it gives back.

A driver in `coranto.translation.engines` subclasses Engine. It never raises for one sentence: each sentence has its own
Outcome, in order, so that one that fails never loses the others.

EngineError
├── NotSetUp   the engine cannot be used as it is configured; the text says what to change
└── UnknownEngine   no driver of that name
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class EngineError(Exception):
    """The root of the family."""


class NotSetUp(EngineError):
    """A setting is missing or contradicts another."""


class UnknownEngine(EngineError):
    """A name in the settings that no driver has."""


class Reason(StrEnum):
    """Why a sentence was not translated; `may_help_later` says whether the same engine may do it another time."""

    LACKS_PAIR = "lacks pair"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    TOO_LONG = "too long"
    REFUSED = "refused"
    GARBAGE = "garbage"
    QUOTA = "quota"
    MAY_NOT_LEAVE = "may not leave"
    BLOCKED = "blocked by a check"

    @property
    def may_help_later(self) -> bool:
        """True for what passes by itself: a crash, a hang, a spent quota."""
        return self in (Reason.FAILED, Reason.TIMED_OUT, Reason.QUOTA)


@dataclass(frozen=True, slots=True)
class Pair:
    """A direction that an engine offers. `via` names the languages passed on the way, oldest first; () is direct."""

    source: str
    target: str
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, markup already taken out. `key` is the caller's own and comes back untouched.

    `may_leave` must be said: only a published text that is under no embargo may go to another machine.
    """

    text: str
    may_leave: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry as engines see it: `target` is None when the word is kept; `never` lists forbidden forms."""

    source: str
    target: str | None = None
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A translated sentence and who made it. `model` is the version of the model or data, `ms` the time it took.

    `pieces` is more than 1 when the sentence was longer than the engine takes and was cut at clauses.
    """

    text: str
    engine: str
    model: str
    via: tuple[str, ...] = ()
    ms: float = 0.0
    pieces: int = 1


@dataclass(frozen=True, slots=True)
class NotMade:
    """A sentence that was not translated; `retry_after` is in seconds where the engine said so."""

    reason: Reason
    engine: str
    why: str
    retry_after: float | None = None


Outcome = Made | NotMade


@dataclass(frozen=True, slots=True)
class Job:
    """Sentences of one direction, as one unit of `translate_jobs`."""

    sentences: tuple[Sentence, ...]
    source: str
    target: str
    context: str = ""
    glossary: tuple[Term, ...] = ()


class Engine(ABC):
    """One way to translate. Its class attributes are its facts; an instance may narrow them.

    `max_characters` is what one sentence may have; `text_leaves_machine` is True unless everything happens here; an engine that
    does not say `takes_glossaries` may be asked a second time, with placeholders for names.
    """

    name: ClassVar[str]
    text_leaves_machine: bool = True
    max_characters: int = 5000
    batches: bool = False
    keeps_markup: bool = False
    takes_glossaries: bool = False

    @property
    @abstractmethod
    def version(self) -> str:
        """The version of the software or service, as far as it says one."""

    @abstractmethod
    def pairs(self) -> Iterable[Pair]:
        """Every direction that is offered now, each once, the most direct way."""

    @abstractmethod
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
        """Translate sentences of one direction; gives one Outcome each, in order.

        `context` is text around them that is not translated; `deadline` a moment of `time.monotonic()`, after which
        what is left is NotMade(TIMED_OUT).
        """

    def translate_jobs(self, jobs: Sequence[Job], *, deadline: float | None = None) -> list[list[Outcome]]:
        """Translate several directions, ordered so that each model is loaded once; answers in the order given."""
        order = sorted(range(len(jobs)), key=lambda n: (jobs[n].source, jobs[n].target))
        answers: list[list[Outcome]] = [[] for _ in jobs]
        for n in order:
            job = jobs[n]
            answers[n] = self.translate(
                job.sentences,
                source=job.source,
                target=job.target,
                context=job.context,
                glossary=job.glossary,
                deadline=deadline,
            )
        return answers

    def pair(self, source: str, target: str) -> Pair | None:
        """Give how this direction is offered, or None."""
        return next((pair for pair in self.pairs() if (pair.source, pair.target) == (source, target)), None)

    def close(self) -> None:  # noqa: B027 most engines hold nothing
        """Let go of processes and connections; the engine may be used again afterwards."""

    def not_made(self, reason: Reason, why: str, *, retry_after: float | None = None) -> NotMade:
        """Say that this engine did not make a sentence."""
        return NotMade(reason, self.name, why, retry_after)

    def lacks(self, source: str, target: str) -> NotMade:
        """Say that this engine does not offer a direction."""
        return self.not_made(Reason.LACKS_PAIR, f"{self.name} does not translate {source} into {target}.")


def seconds_left(deadline: float | None, most: float) -> float:
    """Give how long something may still take, at most `most`; 0 or less means that time is up."""
    return most if deadline is None else min(most, deadline - time.monotonic())
