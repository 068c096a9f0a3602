"""Inline tags between the written form (<1>…</1>, <2/>) and the elements of the two formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape

from coranto.translation.exchange.shapes import Broken, Code

MOST_CHARACTERS = 20_000  # of a sentence
_TAG = re.compile(r"<(/?)(\d{1,4})(/?)>")
_ELEMENT = re.compile(r"<\s*([A-Za-z][\w-]{0,30})((?:\s+[\w:-]{1,40}=\"[^\"<>]*\")*)\s*/?>")
_ATTRIBUTE = re.compile(r"([\w:-]+)=\"([^\"]*)\"")
_TURNING = dict.fromkeys("\u202a\u202b", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text, or a tag: `kind` is text, open, close or single."""

    kind: str
    text: str = ""
    number: int = 0


def pieces(written: str) -> Iterator[Piece]:
    """The parts of a written form in order; its escapes are undone in texts."""
    at = 0
    for found in _TAG.finditer(written):
        if found.start() > at:
            yield Piece("text", _read(written[at : found.start()]))
        kind = "single" if found[3] else "close" if found[1] else "open"
        yield Piece(kind, number=int(found[2]))
        at = found.end()
    if at < len(written):
        yield Piece("text", _read(written[at:]))


def written(parts: Sequence[Piece], *, where: str) -> str:
    """The written form of parts; raises Broken for tags that do not nest or a text that turns the direction of what follows."""
    done: list[str] = []
    open_now: list[int] = []
    used: set[int] = set()
    for part in parts:
        if part.kind == "text":
            done.append(part.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
            continue
        if not 1 <= part.number <= 9999:
            raise Broken(f"{where} has a tag numbered {part.number}; tags are numbered from 1 to 9999.")
        if part.kind == "close":
            if not open_now or open_now.pop() != part.number:
                raise Broken(f"{where} closes tag {part.number}, which is not open there; export the translation again with its tags in order.")
            done.append(f"</{part.number}>")
            continue
        if part.number in used:
            raise Broken(f"{where} has tag {part.number} twice; each tag of a sentence stands once.")
        used.add(part.number)
        if part.kind == "open":
            open_now.append(part.number)
        done.append(f"<{part.number}>" if part.kind == "open" else f"<{part.number}/>")
    if open_now:
        raise Broken(f"{where} never closes tag {open_now[-1]}; export the translation again with its tags in order.")
    text = "".join(done)
    _refuse_harm("".join(part.text for part in parts), where)
    return text


def _refuse_harm(text: str, where: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise Broken(f"{where} has {len(text)} characters, and no sentence has more than {MOST_CHARACTERS}.")
    open_now: list[str] = []
    for char in text:
        if char in "\u202d\u202e":
            raise Broken(f"{where} holds a mark (U+{ord(char):04X}) that turns letters round; take it out.")
        if char in _TURNING:
            open_now.append(_TURNING[char])
        elif char in "\u202c\u2069" and (not open_now or open_now.pop() != char):
            raise Broken(f"{where} has a mark of direction (U+{ord(char):04X}) that closes what is not open; take it out.")
    if open_now:
        raise Broken(f"{where} opens a direction of text that it does not close; take the mark out.")


def fits(parts: Sequence[Piece]) -> bool:
    """Whether tags nest, so that they can be written as paired elements."""
    open_now: list[int] = []
    for part in parts:
        if part.kind == "open":
            open_now.append(part.number)
        elif part.kind == "close" and (not open_now or open_now.pop() != part.number):
            return False
    return not open_now


def opening(code: Code, *, is_single: bool = False) -> str:
    """A tag as its source wrote it, for people and tools to see."""
    if not code.name:
        return f"<{code.number}/>" if is_single else f"<{code.number}>"
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in code.attributes)
    return f"<{code.name}{attributes}/>" if is_single else f"<{code.name}{attributes}>"


def closing(code: Code) -> str:
    """The end of a tag as its source wrote it."""
    return f"</{code.name or code.number}>"


def read_code(number: int, text: str) -> Code:
    """What a tag stands for, from what `opening` wrote; nothing is known of another's."""
    match = _ELEMENT.fullmatch(text.strip())
    if match is None:
        return Code(number)
    return Code(number, match[1], tuple((name, unescape(value)) for name, value in _ATTRIBUTE.findall(match[2])))


def _read(text: str) -> str:
    return re.sub(r"&(?:amp|lt|gt);", lambda found: unescape(found[0]), text)
