"""XLIFF's inline elements, read into the written form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coranto.translation.exchange.door import local
from coranto.translation.exchange.inline import Piece, read_code, written
from coranto.translation.exchange.shapes import Broken, Code

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"


def read_text(elements: Sequence[Any], data: Mapping[str | None, str], codes: dict[int, Code], where: str) -> str:
    """The written form of a unit's <source> or <target> elements in order; `codes` is filled with what its tags stand for."""
    starts: dict[str, int] = {}
    parts = [part for element in elements if element is not None for part in _parts(element, data, codes, starts, where)]
    return written(parts, where=where)


def _parts(element: Any, data: Mapping[str | None, str], codes: dict[int, Code], starts: dict[str, int], where: str) -> Iterator[Piece]:
    if element.text:
        yield Piece("text", element.text)
    for child in element:
        name = local(child) if child.tag.startswith(f"{{{NAMESPACE}}}") else str(child.tag)[:80]
        if name in ("mrk", "sm", "em"):  # remarks of the tool; their text is the sentence's
            yield from _parts(child, data, codes, starts, where)
        elif name == "cp":
            yield Piece("text", _character(child, where))
        elif name in ("pc", "ph", "sc", "ec"):
            yield from _tag(child, name, data, codes, starts, where)
        else:
            raise Broken(f"{where} has an element <{name}> inside a text, which XLIFF does not know; export it again.")
        if child.tail:
            yield Piece("text", child.tail)


def _tag(child: Any, name: str, data: Mapping[str | None, str], codes: dict[int, Code], starts: dict[str, int], where: str) -> Iterator[Piece]:
    if name == "ec":
        start = child.get("startRef") or child.get("id") or ""
        if start not in starts:
            raise Broken(f"{where} ends a tag ({start[:20]!r}) that it never began; export the translation again with its tags in order.")
        yield Piece("close", number=starts[start])
        return
    number = _number(child.get("id"), where)
    reference = child.get("dataRefStart") or child.get("dataRef")
    codes.setdefault(number, read_code(number, data.get(reference, "")))
    if name == "ph":
        yield Piece("single", number=number)
        return
    yield Piece("open", number=number)
    if name == "sc":
        starts[child.get("id")] = number
        return
    yield from _parts(child, data, codes, starts, where)
    yield Piece("close", number=number)


def _number(text: str | None, where: str) -> int:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 4:
        raise Broken(f"{where} has a tag with the id {str(text)[:20]!r}; keep the tags that were in the source.")
    return int(text)


def _character(child: Any, where: str) -> str:
    try:
        value = int(child.get("hex") or "", 16)
    except ValueError:
        value = 0
    char = chr(value) if 0x20 <= value <= 0x10FFFF and not 0xD800 <= value <= 0xDFFF else ""
    if not char or not char.isprintable():
        raise Broken(f"{where} holds a character (<cp>) that no text has; take it out.")
    return char
