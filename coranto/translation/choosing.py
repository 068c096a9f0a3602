"""Choosing an engine: the order of each language's settings, and the next one when one does not do.

The next engine is tried for a sentence when one lacks the pair, fails, times out, finds it too long, refuses, answers
garbage, has no quota left, or when a blocking check finds something wrong. A sentence that may not leave the machine
is never handed to an engine whose text leaves it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from coranto.translation.engine import Engine, Made, NotMade, Outcome, Reason, Sentence, Term, UnknownEngine

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
    nothing = NotMade(Reason.LACKS_PAIR, MEMORY, f"No engine is set for {target}; only the memory is used.")
    outcomes: list[Outcome] = [nothing] * len(sentences)
    tried: list[list[NotMade]] = [[] for _ in sentences]
    left = list(range(len(sentences)))
    # The context belongs to all of them, so it leaves the machine only when all of them may.
    open_context = context if all(sentence.may_leave for sentence in sentences) else ""
    for engine in engines:
        allowed = [n for n in left if sentences[n].may_leave or not engine.text_leaves_machine]
        made: dict[int, Outcome] = {n: _kept(engine) for n in left}
        if allowed:
            around = open_context if engine.text_leaves_machine else context
            answers = _ask(engine, [sentences[n] for n in allowed], source, target, around, glossary, deadline)
            made.update(zip(allowed, answers, strict=True))
        for n in left:
            outcomes[n] = _checked(made[n], sentences[n], check)
            if isinstance(one := outcomes[n], NotMade):
                tried[n].append(one)
        left = [n for n in left if isinstance(outcomes[n], NotMade)]
        if not left:
            break
    return [Choice(outcome, tuple(before[:-1] if isinstance(outcome, NotMade) else before)) for outcome, before in zip(outcomes, tried, strict=True)]


def _ask(
    engine: Engine,
    sentences: Sequence[Sentence],
    source: str,
    target: str,
    context: str,
    glossary: Sequence[Term],
    deadline: float | None,
) -> list[Outcome]:
    """Ask one engine. What a driver raises against its contract fails these sentences and nothing more."""
    if engine.pair(source, target) is None:
        return [engine.lacks(source, target)] * len(sentences)
    try:
        answers = engine.translate(sentences, source=source, target=target, context=context, glossary=glossary, deadline=deadline)
    except Exception as error:
        why = f"{engine.name} failed unexpectedly ({type(error).__name__})."
        return [engine.not_made(Reason.FAILED, why)] * len(sentences)
    if len(answers) != len(sentences):
        why = f"{engine.name} gave {len(answers)} answers for {len(sentences)} sentences."
        return [engine.not_made(Reason.GARBAGE, why)] * len(sentences)
    return list(answers)


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
