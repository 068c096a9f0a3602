"""The written form as people edit it: tags stay as `<1>…</1>`, every other sign is itself, and a sentence is one line.

Nothing is lost on the way there and back. Text that looks like a tag without being one is shown escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from coranto.translation.segments.markup import escaped, readable

_TAG = re.compile(r"<(?:\d{1,4}/?|/\d{1,4})>")
# What would be read as a tag, or as an escaped one, though it is the text itself.
_LIKE_TAG = re.compile(r"(?:<|&(?:amp;)*lt;)(?=/?\d{1,4}/?>)")
_ESCAPED_LIKE_TAG = re.compile(r"&(?:amp;)*lt;(?=/?\d{1,4}/?>)")
_ESCAPED = re.compile(r"&(?:amp|lt|gt);")
# A page of a right-to-left language sets these beside tags, so that they are shown in their own order.
# Each run of marks or spaces is looked at from its beginning alone, or a long one would cost its square.
_MARKED_TAG = re.compile(r"(?:(?<!\u200e)\u200e+)?(<(?:\d{1,4}/?|/\d{1,4})>)\u200e*")
_LINES = re.compile(r"(?:(?<![ \t])[ \t]+)?[\r\n\x0b\x0c\u2028\u2029]+[ \t]*")


def to_editable(written: str) -> str:
    """The written form without escapes."""
    return "".join(piece if is_tag else _LIKE_TAG.sub(_deeper, _ESCAPED.sub(lambda found: unescape(found[0]), piece)) for piece, is_tag in pieces(written))


def from_editable(text: str) -> str:
    """The written form of what was typed: escaped, line breaks as spaces, no space around, no marks of direction beside tags."""
    line = _MARKED_TAG.sub(r"\1", _LINES.sub(" ", readable(text.replace("\x00", "")))).strip()
    return "".join(piece if is_tag else escaped(_ESCAPED_LIKE_TAG.sub(_shallower, piece)) for piece, is_tag in pieces(line))


def pieces(written: str) -> Iterator[tuple[str, bool]]:
    """The parts of a written form, each with whether it is a tag."""
    at = 0
    for found in _TAG.finditer(written):
        if found.start() > at:
            yield written[at : found.start()], False
        yield found[0], True
        at = found.end()
    if at < len(written):
        yield written[at:], False


def _deeper(found: re.Match[str]) -> str:
    return "&lt;" if found[0] == "<" else "&amp;" + found[0][1:]


def _shallower(found: re.Match[str]) -> str:
    return "<" if found[0] == "&lt;" else "&" + found[0][len("&amp;") :]
