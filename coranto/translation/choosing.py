"""Choosing an engine: the order of each language's settings, and the next one when one does not do.

The next engine is tried for a sentence when one lacks the pair, fails, times out, finds it too long, refuses, answers
garbage, has no quota left, or when a blocking check finds something wrong. A sentence that may not leave the machine
is never handed to an engine whose text leaves it.

An engine that takes no glossaries is asked once more for what a check stopped, with names and agreed words replaced by
words that nobody knows, which are put back afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coranto.translation.engine import Engine, Job, Made, NotMade, Outcome, Reason, Sentence, Term, UnknownEngine
from coranto.translation.engines.placeholders import Protected, protect

MEMORY = "memory"
DEFAULT = "default"

# Given a sentence and its translation, says what blocks it, one text for each problem; nothing when it may go on.
Check = Callable[[Sentence, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What became of one sentence: the last outcome, and what was tried before it, oldest first."""

    outcome: Outcome
    tried: tuple[NotMade, ...] = ()

    @property
    def retry_after(self) -> float | None:
        """The shortest wait in seconds after which an engine may succeed; None when none said so."""
        if isinstance(self.outcome, Made):
            return None
        waits = [one.retry_after for one in (*self.tried, self.outcome) if one.retry_after is not None]
        return min(waits, default=None)


@dataclass(frozen=True, slots=True)
class Order:
    """The engines of each language by name. `memory` stands for no engine at all and is a valid whole setting."""

    by_language: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default: tuple[str, ...] = (MEMORY,)

    def names(self, language: str) -> tuple[str, ...]:
        """Give the names of the engines to be tried for a target language, `memory` left out."""
        named = self.by_language.get(language, self.default)
        return tuple(name for name in named if name != MEMORY)

    def engines(self, language: str, available: Mapping[str, Engine]) -> list[Engine]:
        """Give the engines to be tried for a target language; raises UnknownEngine."""
        return [available[name] for name in self.names(language) if _known(name, available)]


def read_order(settings: Mapping[str, object], known: Sequence[str]) -> Order:
    """Read `{"default": ["firefox", "apertium"], "gl": ["apertium"], "eu": ["memory"]}`.

    Raises UnknownEngine for a name that no driver has, or for a value that is not a list of names.
    """
    orders: dict[str, tuple[str, ...]] = {}
    for language, names in settings.items():
        if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
            raise UnknownEngine(f'The engines for \'{language}\' must be a list of names such as ["firefox", "apertium"].')
        for name in names:
            _known(name, {**dict.fromkeys(known), MEMORY: None})
        orders[language] = tuple(dict.fromkeys(names))
    default = orders.pop(DEFAULT, (MEMORY,))
    return Order(orders, default)


def translate(
    sentences: Sequence[Sentence],
    *,
    source: str,
    target: str,
    engines: Sequence[Engine],
    check: Check | None = None,
    context: str = "",
    glossary: Sequence[Term] = (),
    deadline: float | None = None,
) -> list[Choice]:
    """Translate sentences with the first engine that does each of them well; gives one Choice each, in order.

    With no engines (memory alone) every sentence comes back NotMade, which is not an error.
    """
    job = Job(tuple(sentences), source, target, context, tuple(glossary))
    return translate_many([Asked(job, tuple(engines), check)], deadline=deadline)[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """A job with the engines of its language, first to last, and what blocks an answer."""

    job: Job
    engines: tuple[Engine, ...]
    check: Check | None = None


def translate_many(asked: Sequence[Asked], *, deadline: float | None = None) -> list[list[Choice]]:
    """Translate jobs of several directions; every engine gets all that is its turn at once, so that it loads each model once.

    Gives one Choice for each sentence, in order. A sentence that may not leave the machine is kept from engines that it would leave for.
    """
    turns = [_Turn(one) for one in asked]
    for place in range(max((len(one.engines) for one in asked), default=0)):
        by_engine: dict[str, list[_Turn]] = {}
        for turn in turns:
            if turn.left and place < len(turn.asked.engines):
                by_engine.setdefault(turn.asked.engines[place].name, []).append(turn)
        for mine in by_engine.values():
            _take_turn(mine[0].asked.engines[place], mine, deadline)
    return [turn.choices() for turn in turns]


class _Turn:
    """How far a job is."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        nothing = NotMade(Reason.LACKS_PAIR, MEMORY, f"No engine is set for {asked.job.target}; only the memory is used.")
        self.outcomes: list[Outcome] = [nothing] * len(asked.job.sentences)
        self.tried: list[list[NotMade]] = [[] for _ in asked.job.sentences]
        self.left = list(range(len(asked.job.sentences)))

    def allowed(self, engine: Engine) -> list[int]:
        return [n for n in self.left if self.asked.job.sentences[n].may_leave or not engine.text_leaves_machine]

    def job_for(self, engine: Engine) -> Job:
        """What an engine may see of it."""
        job = self.asked.job
        may_leave = all(sentence.may_leave for sentence in job.sentences)
        allowed = tuple(job.sentences[n] for n in self.allowed(engine))
        return replace(job, sentences=allowed, context=job.context if may_leave or not engine.text_leaves_machine else "")

    def answer(self, engine: Engine, answers: Sequence[Outcome]) -> None:
        made: dict[int, Outcome] = {n: _kept(engine) for n in self.left}
        made.update(zip(self.allowed(engine), answers, strict=True))
        for n in self.left:
            self._take(n, made[n])
        self._leave_what_is_made()

    def stopped(self, engine: Engine) -> dict[int, Protected]:
        """What checks stopped of this engine's answers and holds words of the glossary, with placeholders for these."""
        mine = [n for n in self.left if isinstance(one := self.outcomes[n], NotMade) and (one.reason, one.engine) == (Reason.BLOCKED, engine.name)]
        held = {n: protect(self.asked.job.sentences[n].text, self.asked.job.glossary) for n in mine}
        return {n: one for n, one in held.items() if one.words}

    def answer_again(self, held: Mapping[int, Protected], answers: Sequence[Outcome]) -> None:
        """Take what was made of sentences with placeholders, where all of them came back."""
        for (n, one), outcome in zip(held.items(), answers, strict=True):
            if isinstance(outcome, Made) and (text := one.restore(outcome.text)) is not None:
                self._take(n, replace(outcome, text=text))
        self._leave_what_is_made()

    def _take(self, n: int, outcome: Outcome) -> None:
        self.outcomes[n] = _checked(outcome, self.asked.job.sentences[n], self.asked.check)
        if isinstance(one := self.outcomes[n], NotMade):
            self.tried[n].append(one)

    def _leave_what_is_made(self) -> None:
        self.left = [n for n in self.left if isinstance(self.outcomes[n], NotMade)]

    def choices(self) -> list[Choice]:
        return [
            Choice(outcome, tuple(before[:-1] if isinstance(outcome, NotMade) else before)) for outcome, before in zip(self.outcomes, self.tried, strict=True)
        ]


def _take_turn(engine: Engine, turns: Sequence[_Turn], deadline: float | None) -> None:
    """Ask one engine for all that is its turn. What it raises against its contract fails these sentences and nothing more."""
    jobs = [turn.job_for(engine) for turn in turns]
    offered = [bool(job.sentences) and engine.pair(job.source, job.target) is not None for job in jobs]
    answers: list[list[Outcome]] = [[engine.lacks(job.source, job.target)] * len(job.sentences) for job in jobs]
    given = [job for job, is_offered in zip(jobs, offered, strict=True) if is_offered]
    if given:
        told = iter(_ask_jobs(engine, given, deadline))
        answers = [next(told) if is_offered else answers[n] for n, is_offered in enumerate(offered)]
    for turn, mine in zip(turns, answers, strict=True):
        turn.answer(engine, mine)
    if not engine.takes_glossaries:
        _ask_without_names(engine, turns, deadline)


def _ask_without_names(engine: Engine, turns: Sequence[_Turn], deadline: float | None) -> None:
    stopped = [(turn, held) for turn in turns if (held := turn.stopped(engine))]
    jobs = []
    for turn, held in stopped:
        masked = tuple(replace(turn.asked.job.sentences[n], text=one.text) for n, one in held.items())
        jobs.append(replace(turn.job_for(engine), sentences=masked))
    for (turn, held), answers in zip(stopped, _ask_jobs(engine, jobs, deadline) if jobs else [], strict=True):
        turn.answer_again(held, answers)


def _ask_jobs(engine: Engine, jobs: Sequence[Job], deadline: float | None) -> list[list[Outcome]]:
    try:
        answers = engine.translate_jobs(jobs, deadline=deadline)
    except Exception as error:
        why = f"{engine.name} failed unexpectedly ({type(error).__name__})."
        return [[engine.not_made(Reason.FAILED, why)] * len(job.sentences) for job in jobs]
    if len(answers) != len(jobs):
        why = f"{engine.name} gave {len(answers)} answers for {len(jobs)} jobs."
        return [[engine.not_made(Reason.GARBAGE, why)] * len(job.sentences) for job in jobs]
    return [_counted(engine, job, mine) for job, mine in zip(jobs, answers, strict=True)]


def _counted(engine: Engine, job: Job, answers: Sequence[Outcome]) -> list[Outcome]:
    if len(answers) == len(job.sentences):
        return list(answers)
    why = f"{engine.name} gave {len(answers)} answers for {len(job.sentences)} sentences."
    return [engine.not_made(Reason.GARBAGE, why)] * len(job.sentences)


def _checked(outcome: Outcome, sentence: Sentence, check: Check | None) -> Outcome:
    """Turn a translation that a blocking check stops into NotMade(BLOCKED)."""
    if check is None or isinstance(outcome, NotMade):
        return outcome
    problems = list(check(sentence, outcome.text))
    if not problems:
        return outcome
    return NotMade(Reason.BLOCKED, outcome.engine, " ".join(problems))


def _kept(engine: Engine) -> NotMade:
    return engine.not_made(Reason.MAY_NOT_LEAVE, f"The text may not leave this machine, and {engine.name} is on another.")


def _known(name: str, available: Mapping[str, object]) -> bool:
    if name not in available:
        raise UnknownEngine(f"Unknown engine '{name}'. Use one of: {', '.join(sorted(available))}.")
    return True
