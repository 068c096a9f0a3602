"""The shapes of checking: what is compared, and what is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from coranto.translation.checks.lengths import Lengths

# code → whether it keeps a machine's sentence from readers. The reference page of the checks has a row for each.
CODES = {
    "empty": True,
    "markup": True,
    "links": True,
    "code": True,
    "name": True,
    "quotes": True,
    "script": True,
    "same": True,
    "repetition": True,
    "runaway": True,
    "replacement": True,
    "bidi": True,
    "language": True,
    "numbers": False,
    "name-unsure": False,
    "length": False,
    "term": False,
    "date": False,
    "unit": False,
}


class ProtectedSpan(Protocol):
    """A part of the source's plain text that keeps its words. `kind` is url, email, handle, number, code or name."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


class SourceSentence(Protocol):
    """What a sentence must say of itself to be compared: its written form, the text without tags, and protected spans in that."""

    @property
    def text(self) -> str: ...
    @property
    def plain(self) -> str: ...
    @property
    def protected(self) -> Sequence[ProtectedSpan]: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    `start` and `end` are in the target's plain text, `source_start` and `source_end` in the source's; both ends are 0 where the problem
    has no place on that side (what is missing stands in the source only).
    """

    code: str
    is_blocking: bool
    text: str
    start: int = 0
    end: int = 0
    source_start: int = 0
    source_end: int = 0


@dataclass(frozen=True)
class Compared:
    """Two sentences and what every check may ask about them."""

    source: str
    target: str
    source_written: str
    target_written: str
    protected: tuple[ProtectedSpan, ...]
    source_language: str
    target_language: str
    terms: tuple[object, ...] = ()
    lengths: Lengths | None = None
    names: tuple[str, ...] = field(default=())

    @cached_property
    def source_words(self) -> str:
        """The source with its protected spans blanked, numbers left, of the same length."""
        text = self.source
        for span in (one for one in self.protected if one.kind != "number"):
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
        return text

    @cached_property
    def target_words(self) -> str:
        """The target with the protected texts of the source blanked, of the same length."""
        text = self.target
        for span in sorted(self.protected, key=lambda one: -len(one.text)):
            if span.kind != "number" and span.text.strip():
                text = text.replace(span.text, " " * len(span.text))
        return text


def problem(code: str, text: str, *, at: tuple[int, int] = (0, 0), source_at: tuple[int, int] = (0, 0)) -> Problem:
    """Make a Problem of a code of the table."""
    return Problem(code, CODES[code], text, at[0], at[1], source_at[0], source_at[1])
