"""Asking engines for sentences: each once, as plain text, with its markup put back and everything checked before it counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from coranto import languages
from coranto.translation.aligners import of_process
from coranto.translation.checks import Term, check
from coranto.translation.choosing import Asked, Choice, Order, translate_many
from coranto.translation.engine import Engine, Job, Made, NotMade, Reason, Sentence
from coranto.translation.segments import Flagged, Segment
from coranto.translation.segments.aligning import Aligner
from coranto.translation.segments.putting_back import put_back
from coranto.translation.sources import Source
from coranto.translation.targets import MACHINE, Target

LEAST_ECHO = 2
_WORD = re.compile(r"[^\W\d_]{2,}")
Direction = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a sentence has no translation. `may_help_later`: the same engines may do it another time."""

    why: str
    may_help_later: bool = False
    is_lacking: bool = False
    may_not_leave: bool = False
    retry_after: float | None = None


@dataclass
class Answers:
    """What engines gave, by direction and by the digest of the sentence; of `asked` sentences, `sentences` with `words` were translated."""

    made: dict[Direction, dict[str, Target]] = field(default_factory=lambda: defaultdict(dict))
    problems: dict[Direction, dict[str, Trouble]] = field(default_factory=lambda: defaultdict(dict))
    by_engine: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    asked: int = 0
    sentences: int = 0
    words: int = 0


class Asking:
    """Collects sentences of articles and asks for all of them together."""

    def __init__(self, engines: Mapping[str, Engine], order: Order, *, now: datetime) -> None:
        self._engines, self._order = engines, order
        self._made_at = now.isoformat(timespec="seconds")
        self._asked: set[tuple[str, str, str]] = set()
        self._jobs: list[tuple[Asked, _Checked]] = []

    def add(self, source: Source, language: str, segments: Iterable[Segment]) -> None:
        """Ask for sentences of an article in a language; one that was asked for already in this direction is left out."""
        wanted = {}
        for one in segments:
            place = (source.language, language, one.digest)
            if place not in self._asked:
                self._asked.add(place)
                wanted[one.digest] = one
        if not wanted:
            return
        checked = _Checked(wanted, (source.language, language), source.glossary.for_checks(language))
        job = Job(
            tuple(Sentence(one.plain, may_leave=source.may_leave, key=digest) for digest, one in wanted.items()),
            source.language, language, context=_context(source), glossary=source.glossary.for_engines(language),
        )  # fmt: skip
        self._jobs.append((Asked(job, tuple(self._order.engines(language, self._engines)), checked), checked))

    def ask(self, *, deadline: float) -> Answers:
        """Ask; `deadline` is a moment of `time.monotonic()`."""
        answers = Answers()
        told = translate_many([asked for asked, _checked in self._jobs], deadline=deadline)
        for (asked, checked), choices in zip(self._jobs, told, strict=True):
            direction = (asked.job.source, asked.job.target)
            answers.asked += len(choices)
            for sentence, choice in zip(asked.job.sentences, choices, strict=True):
                if isinstance(choice.outcome, Made):
                    made = choice.outcome
                    answers.made[direction][sentence.key] = self._target(sentence.key, checked.written(sentence, made.text), made)
                    answers.by_engine[made.engine] += 1
                    answers.sentences += 1
                    answers.words += len(sentence.text.split())
                else:
                    answers.problems[direction][sentence.key] = _trouble(choice)
        return answers

    def _target(self, digest: str, text: str, made: Made) -> Target:
        return Target(digest, text, MACHINE, made.engine, made.model, " ".join(made.via), "", self._made_at)


class _Checked:
    """The check of one job: what an engine gave with its tags put back, and what blocks it."""

    def __init__(self, segments: Mapping[str, Segment], direction: Direction, terms: tuple[Term, ...]) -> None:
        self._segments, self._terms = segments, terms
        self._source, self._target = direction
        self._written: dict[tuple[str, str], str] = {}

    def __call__(self, sentence: Sentence, text: str) -> list[str]:
        segment = self._segments[sentence.key]
        if _is_echo(segment.plain, text) and self._source not in languages.get(self._target).confusable:
            return ["The engine gave the source back."]
        put = put_back(segment, text, aligner=self._aligner if segment.tags else None)
        if isinstance(put, Flagged):
            return [put.reason]
        self._written[sentence.key, text] = put
        found = check(segment, put, source_language=self._source, target_language=self._target, glossary=self._terms, only_blocking=True)
        return [problem.text for problem in found if problem.is_blocking]

    @cached_property
    def _aligner(self) -> Aligner:
        return of_process.get(self._source, self._target)

    def written(self, sentence: Sentence, text: str) -> str:
        """The written form of an answer that passed."""
        return self._written[sentence.key, text]


def _is_echo(source: str, text: str) -> bool:
    """Whether an engine gave back what it was given. A name stays in any language; two words in small letters are more than a name."""
    return source.split() == text.split() and sum(word[0].islower() for word in _WORD.findall(source)) >= LEAST_ECHO


def _context(source: Source) -> str:
    return "\n".join(filter(None, (str(source.document.get("headline", "")), str(source.document.get("standfirst", "")))))


def _trouble(choice: Choice) -> Trouble:
    """Sum up every try: what may help later counts before what never will, and a lack only when nothing else was said."""
    assert isinstance(choice.outcome, NotMade)
    tries = (*choice.tried, choice.outcome)
    later = next((one for one in tries if one.reason.may_help_later), None)
    if later is not None:
        return Trouble(later.why, may_help_later=True, retry_after=choice.retry_after)
    if kept := next((one for one in tries if one.reason == Reason.MAY_NOT_LEAVE), None):
        return Trouble(kept.why, may_not_leave=True)
    told = next((one for one in tries if one.reason is not Reason.LACKS_PAIR), choice.outcome)
    return Trouble(told.why, is_lacking=all(one.reason == Reason.LACKS_PAIR for one in tries))
