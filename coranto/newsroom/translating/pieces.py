"""Sentences as the desk shows them: pieces of text, tags as numbers, and what is pointed at. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coranto.translation.checks import Problem
from coranto.translation.segments import Tag
from coranto.translation.segments.editable import pieces, to_editable

_NUMBER = re.compile(r"\d+")
_NAMES = {"a": "link", "strong": "strong", "em": "emphasis", "code": "code", "sub": "subscript", "sup": "superscript", "br": "line break"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence: `kind` is text, open, close or single, `text` what is shown, `title` what the tag stands for.

    `mark` is "", "problem" or "term".
    """

    kind: str
    text: str
    title: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the plain text that is pointed at."""

    start: int
    end: int
    kind: str


def show(written: str, tags: Sequence[Tag], marks: Iterable[Mark] = ()) -> tuple[Piece, ...]:
    """A written form in pieces, cut where marks begin and end; of two marks the first wins."""
    found: list[Piece] = []
    at, known, pointed = 0, {tag.number: tag for tag in tags}, [one for one in marks if one.start < one.end]
    for part, is_tag in pieces(written):
        if is_tag:
            found.append(_tag(part, known))
            continue
        plain = _plain(part)
        found += _marked(plain, at, pointed)
        at += len(plain)
    return tuple(found)


def marks_of(problems: Iterable[Problem], *, of_source: bool, length: int) -> list[Mark]:
    """Where problems point to, on one side; one that means all of `length` characters points to nothing in it."""
    places = ((one.source_start, one.source_end) if of_source else (one.start, one.end) for one in problems)
    return [Mark(start, end, "problem") for start, end in places if start < end and end - start < length]


def plain_of(written: str) -> str:
    """The text of a written form."""
    return "".join(_plain(part) for part, is_tag in pieces(written) if not is_tag)


def name_of_tag(tag: Tag) -> str:
    """What a tag stands for, with the address of a link."""
    address = dict(tag.attributes).get("href", "")
    name = _NAMES.get(tag.name, tag.name)
    return f"{name}: {address}" if address else name


def _plain(part: str) -> str:
    return part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _tag(part: str, known: dict[int, Tag]) -> Piece:
    number = _NUMBER.findall(part)[0]
    kind = "close" if part[1] == "/" else "single" if part.endswith("/>") else "open"
    tag = known.get(int(number))
    return Piece(kind, number, name_of_tag(tag) if tag is not None else "")


def _marked(plain: str, at: int, marks: Sequence[Mark]) -> list[Piece]:
    if not marks:
        return [Piece("text", plain)]
    found: list[Piece] = []
    for offset, sign in enumerate(plain):
        mark = next((one.kind for one in marks if one.start <= at + offset < one.end), "")
        if found and found[-1].mark == mark:
            found[-1] = Piece("text", found[-1].text + sign, mark=mark)
        else:
            found.append(Piece("text", sign, mark=mark))
    return found


def editable(written: str, *, is_rtl: bool) -> str:
    """What stands in the field: in a right-to-left language tags carry marks of direction, or </1> would be shown as <1/>."""
    text = to_editable(written)
    return "".join(f"\u200e{part}\u200e" if is_tag else part for part, is_tag in pieces(text)) if is_rtl else text
