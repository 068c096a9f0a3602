"""What runs the other way in a text of readers, isolated as html does it: `<bdi dir="ltr">20 °C</bdi>` in Arabic.

Only pages, feeds and print editions say so; what is stored stays as it was written. Tags and their attributes are never
touched, and what stands in a `<bdi>` already is left alone, so that doing it twice is doing it once.
"""

from __future__ import annotations

import html as html_entities
import re
from bisect import bisect_right
from dataclasses import dataclass

from markupsafe import Markup, escape

from coranto.languages import bidi
from coranto.site.facts.trusted import sanitised

_MARK = re.compile(r'<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:[^<>"]|"[^"]*")*>|&(?:[a-zA-Z]+|#\d+|#[xX][0-9a-fA-F]+);')
_BREAKING = frozenset({
    "br", "p", "li", "ul", "ol", "h2", "h3", "h4", "blockquote", "hr", "div", "aside", "footer", "pre", "figure", "figcaption", "img", "table", "thead", "tbody", "tr", "th", "td", "caption",
})  # fmt: skip
_OWN_DIRECTION = frozenset({"bdi", "code"})
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
_EMPHASIS = re.compile(r"<em>(.*?)</em>", re.DOTALL)
_CLOSINGS = re.compile(r"(?:</[a-zA-Z0-9]+>)*")


@dataclass(slots=True)
class _Reading:
    """The words of html without its marks, and where each piece of them stands in it."""

    words: list[str]
    length: int
    starts: list[int]  # of each piece in the words
    places: list[int]  # of each piece in the html
    widths: list[int]  # of each piece in the html where it is an entity, else 0
    codes: list[tuple[int, int]]  # elements of code in the html

    def add(self, piece: str, place: int, width: int = 0) -> None:
        if piece:
            self.words.append(piece)
            self.starts.append(self.length)
            self.places.append(place)
            self.widths.append(width)
            self.length += len(piece)

    def begins(self, at: int) -> int:
        """The place in the html of a character of the words."""
        piece = bisect_right(self.starts, at) - 1
        return self.places[piece] + (0 if self.widths[piece] else at - self.starts[piece])

    def ends(self, at: int) -> int:
        """The place in the html behind a character of the words."""
        piece = bisect_right(self.starts, at) - 1
        return self.places[piece] + (self.widths[piece] or at - self.starts[piece] + 1)


def isolated(text: str | Markup, direction: str) -> Markup:
    """Html, or plain text, of a direction with what runs the other way in it isolated; emphasis in letters among East Asian signs is marked as such."""
    html = _letters_marked(str(escape(text)))
    if "<" not in html and "&" not in html:
        return sanitised(_wrapped(html, list(bidi.runs(html, direction)), direction))
    reading = _read(html)
    found = [_whole(html, reading.begins(start), reading.ends(end - 1)) for start, end in bidi.runs("".join(reading.words), direction)]
    passages = [(start, end) for start, end in found if end]
    return sanitised(_wrapped(html, sorted(passages + (reading.codes if direction == "rtl" else [])), direction))


def _letters_marked(html: str) -> str:
    """`<em class="latin">` where Chinese, Japanese or Korean emphasises words in letters: dots stand over its own signs alone."""
    if "<em>" not in html or _EAST_ASIAN.search(html) is None:
        return html
    return _EMPHASIS.sub(lambda found: found[0] if _EAST_ASIAN.search(found[1]) else f'<em class="latin">{found[1]}</em>', html)


def _wrapped(html: str, passages: list[tuple[int, int]] | list[bidi.Run], direction: str) -> str:
    if not passages:
        return html
    begin, out, at = f'<bdi dir="{"ltr" if direction == "rtl" else "rtl"}">', [], 0
    for start, end in passages:
        out += [html[at:start], begin, html[start:end], "</bdi>"]
        at = end
    return "".join([*out, html[at:]])


def _read(html: str) -> _Reading:
    reading, at, depth, opened = _Reading([], 0, [], [], [], []), 0, 0, 0
    for mark in _MARK.finditer(html):
        name = (mark["name"] or "").lower()
        if not depth:
            reading.add(html[at : mark.start()], at)
        at = mark.end()
        if name in _OWN_DIRECTION:
            depth = max(depth + (-1 if mark["close"] else 1), 0)
            if depth == 1 and not mark["close"]:
                reading.add(bidi.OBJECT, mark.start())
                opened = mark.start()
            elif depth == 0 and name == "code" and mark["close"]:
                reading.codes.append((opened, at))
        elif not depth:
            reading.add("\n" if name in _BREAKING else "" if name else html_entities.unescape(mark[0])[:1], mark.start(), at - mark.start())
    if not depth:
        reading.add(html[at:], at)
    return reading


def _whole(html: str, start: int, end: int) -> tuple[int, int]:
    """The passage with the tags at its edges that it needs to be balanced; (0, 0) where that cannot be."""
    if "<" not in html[start:end]:
        return start, end
    opened = 0
    for mark in _MARK.finditer(html, start, end):
        opened += 0 if not mark["name"] or mark["name"] in _BREAKING else -1 if mark["close"] else 1
        if opened < 0:
            return 0, 0
    following = _CLOSINGS.match(html, end)
    tags = following[0].split(">")[:opened] if following is not None else []
    return (start, end + sum(len(tag) + 1 for tag in tags)) if len([tag for tag in tags if tag]) == opened else (0, 0)
