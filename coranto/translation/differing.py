"""What differs between two texts, word by word; letter by letter where words are not set apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

# A tag, a word, a letter of a script without spaces, white space, or one other sign.
_PARTS = re.compile(r"</?\d{1,4}/?>|[\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a comparison. `kind` is same, gone or new."""

    kind: str
    text: str


def difference(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of both texts in reading order, what is gone before what is new in its place."""
    before, after = _PARTS.findall(old), _PARTS.findall(new)
    found: list[Stretch] = []
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            _add(found, "same", before[step.src_start : step.src_end])
        else:
            _add(found, "gone", before[step.src_start : step.src_end])
            _add(found, "new", after[step.dest_start : step.dest_end])
    return tuple(_settled(found))


def _add(found: list[Stretch], kind: str, parts: Sequence[str]) -> None:
    if parts:
        found.append(Stretch(kind, "".join(parts)))


def _settled(found: Sequence[Stretch]) -> list[Stretch]:
    """Changed words that only a space divides as one change, and what is gone before what is new."""
    out: list[Stretch] = []
    gone = new = ""
    for number, one in enumerate(found):
        is_bridge = one.kind == "same" and one.text.isspace() and bool(gone or new) and number + 1 < len(found)
        if one.kind == "gone" or is_bridge:
            gone += one.text
        if one.kind == "new" or is_bridge:
            new += one.text
        if one.kind == "same" and not is_bridge:
            out += _pair(gone, new)
            gone = new = ""
            out.append(one)
    return out + _pair(gone, new)


def _pair(gone: str, new: str) -> list[Stretch]:
    return [one for one in (Stretch("gone", gone), Stretch("new", new)) if one.text]
