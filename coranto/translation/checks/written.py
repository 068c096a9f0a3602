"""The written form of a sentence: plain text with inline markup as numbered tags, `<1>…</1>` or `<2/>`, and & < > escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"<(/?)(\d{1,4})(/?)>")
_ESCAPED = re.compile(r"&(?:amp|lt|gt);")
_ANY = re.compile(r"&(?:amp|lt|gt);|[<>&]")
_SIGN = re.compile("[<>&]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One tag: `kind` is open, close or single; `at` its place in the plain text."""

    number: int
    kind: str
    at: int


@dataclass(frozen=True, slots=True)
class Read:
    """A written form taken apart. `bare` holds the places, in the plain text, of signs that had to be escaped."""

    plain: str
    marks: tuple[Mark, ...]
    bare: tuple[int, ...]


def read(written: str) -> Read:
    """Take a written form apart; what is no tag of ours stays text, and its place is said."""
    if _SIGN.search(written) is None:  # as most sentences are
        return Read(written, (), ())
    plain: list[str] = []
    marks: list[Mark] = []
    bare: list[int] = []
    length = 0
    for piece, tag in _pieces(written):
        if tag is not None:
            kind = "single" if tag[3] else "close" if tag[1] else "open"
            if tag[1] and tag[3]:
                bare.append(length)
            marks.append(Mark(int(tag[2]), kind, length))
            continue
        bare.extend(length + at for at in _bare(piece))
        text = _ESCAPED.sub(lambda found: unescape(found[0]), piece)
        plain.append(text)
        length += len(text)
    return Read("".join(plain), tuple(marks), tuple(bare))


def _pieces(written: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    at = 0
    for found in _TAG.finditer(written):
        yield written[at : found.start()], None
        yield "", found
        at = found.end()
    yield written[at:], None


def _bare(piece: str) -> Iterator[int]:
    """Where signs stand bare, in the piece once its escapes are undone."""
    shorter = 0
    for found in _ANY.finditer(piece):
        if len(found[0]) > 1:
            shorter += len(found[0]) - 1
        else:
            yield found.start() - shorter


def faults(source: Read, target: Read) -> Iterator[tuple[int, str]]:
    """What is wrong with the target's tags: places in its plain text and a sentence each."""
    for at in target.bare:
        yield at, "A sign of markup stands bare in the text; write &lt;, &gt; or &amp; for it."
    open_now: list[Mark] = []
    for mark in target.marks:
        if mark.kind == "open":
            open_now.append(mark)
        elif mark.kind == "close":
            if not open_now or open_now[-1].number != mark.number:
                yield mark.at, f"The tag </{mark.number}> closes what is not open there; open and close tags in turn."
            else:
                open_now.pop()
    for mark in open_now:
        yield mark.at, f"The tag <{mark.number}> is never closed; put </{mark.number}> where it ends."
    yield from _compared(source, target)


def _compared(source: Read, target: Read) -> Iterator[tuple[int, str]]:
    wanted = {(mark.number, mark.kind) for mark in source.marks if mark.kind != "close"}
    present = {(mark.number, mark.kind) for mark in target.marks if mark.kind != "close"}
    for number, kind in sorted(wanted - present):
        yield len(target.plain), f"The tag {_shown(number, kind)} of the source is missing; every tag must be in the translation."
    for number, kind in sorted(present - wanted):
        at = next(mark.at for mark in target.marks if (mark.number, mark.kind) == (number, kind))
        yield at, f"The tag {_shown(number, kind)} is not in the source; take it out."
    openings = [(mark.number, mark.kind) for mark in target.marks if mark.kind == "single"]
    for number, kind in sorted(set(openings) & wanted):
        if openings.count((number, kind)) > 1:
            yield len(target.plain), f"The tag {_shown(number, kind)} stands more than once; keep one."


def _shown(number: int, kind: str) -> str:
    return f"<{number}/>" if kind == "single" else f"<{number}>"
