"""Html and the written form as tokens, and back: inline elements, texts, breaks, and the frame of block elements around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from coranto.reading import sanitising
from coranto.translation.segments.shapes import Tag

Attributes = tuple[tuple[str, str], ...]
PAIRED = sanitising.INLINE_TAGS - {"br"}
_ELEMENT = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+=\"[^\"]*\")*)\s*/?>")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_NUMBERED = re.compile(r"<(/?)(\d{1,4})(/?)>")
_ESCAPED = re.compile(r"&(?:amp|lt|gt);")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One part of html. `kind` is text, open, close, break or frame; `text` is plain for text and html for a frame."""

    kind: str
    text: str = ""
    name: str = ""
    attributes: Attributes = ()

    @property
    def element(self) -> tuple[str, Attributes]:
        """The element that opens or closes here."""
        return self.name, self.attributes


def readable(text: str) -> str:
    """The text with halves of characters, which no encoding can hold, as U+FFFD; of the same length."""
    return _SURROGATES.sub("\ufffd", text)


def read_html(source: str) -> list[Token]:
    """Html as tokens, sanitised first; in every stretch between two frames what opens also closes, and nothing is empty."""
    out: list[Token] = []
    open_now: list[Token] = []
    for token in _raw(sanitising.block(readable(source))):
        if token.kind == "frame":
            for one in reversed(open_now):
                _close(out, one)
            out += [token, *open_now]
        elif token.kind == "open":
            open_now.append(token)
            out.append(token)
        elif token.kind == "close":
            if open_now and open_now[-1].name == token.name:
                _close(out, open_now.pop())
        else:
            out.append(token)
    for one in reversed(open_now):
        _close(out, one)
    return out


def _raw(html: str) -> Iterator[Token]:
    at = 0
    for found in _ELEMENT.finditer(html):
        if found.start() > at:
            yield Token("text", unescape(html[at : found.start()]))
        at = found.end()
        if found[2] == "br":
            yield Token("break")
        elif found[2] not in PAIRED:
            yield Token("frame", found[0])
        elif found[1]:
            yield Token("close", name=found[2])
        else:
            yield Token("open", name=found[2], attributes=tuple((name, unescape(value)) for name, value in _ATTRIBUTE.findall(found[3])))
    if at < len(html):
        yield Token("text", unescape(html[at:]))


def _close(out: list[Token], opened: Token) -> None:
    """Close an element; one with nothing in it goes."""
    if out and out[-1] is opened:
        out.pop()
    else:
        out.append(Token("close", name=opened.name, attributes=opened.attributes))


def html_of(tokens: Iterable[Token]) -> str:
    """Tokens as html, written as the sanitiser writes it."""
    return "".join(_html(token) for token in tokens)


def _html(token: Token) -> str:
    if token.kind == "text":
        return escaped(token.text).replace("\u00a0", "&nbsp;")
    if token.kind == "open":
        return f"<{token.name}" + "".join(f' {name}="{_quoted(value)}"' for name, value in token.attributes) + ">"
    return f"</{token.name}>" if token.kind == "close" else "<br>" if token.kind == "break" else token.text


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace("\u00a0", "&nbsp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def escaped(text: str) -> str:
    """Plain text as it stands in the written form."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def write(tokens: Sequence[Token], *, continued: int = 0) -> tuple[str, str, tuple[Tag, ...]]:
    """A sentence's tokens as (written form, plain text, tags); the first `continued` elements began in the sentence before."""
    written: list[str] = []
    tags: list[Tag] = []
    open_now: list[int] = []
    for token in tokens:
        if token.kind == "open":
            tags.append(Tag(len(tags) + 1, token.name, token.attributes, is_continued=len(tags) < continued))
            open_now.append(len(tags))
            written.append(f"<{len(tags)}>")
        elif token.kind == "close":
            written.append(f"</{open_now.pop()}>")
        elif token.kind == "break":
            tags.append(Tag(len(tags) + 1, "br"))
            written.append(f"<{len(tags)}/>")
        else:
            written.append(escaped(token.text))
    return "".join(written), plain_of(tokens), tuple(tags)


def plain_of(tokens: Iterable[Token]) -> str:
    """The text alone."""
    return "".join(token.text for token in tokens if token.kind == "text")


def read_written(written: str, tags: Sequence[Tag]) -> list[Token]:
    """A written form as tokens, always balanced: unknown tags and ends of what is not open go, what stays open is closed."""
    known = {tag.number: tag for tag in tags}
    out: list[Token] = []
    open_now: list[int] = []
    at = 0
    for found in _NUMBERED.finditer(written):
        _text(out, written[at : found.start()])
        at, number = found.end(), int(found[2])
        if found[3] or (number in known and known[number].name == "br"):
            if number in known and known[number].name == "br" and not found[1]:
                out.append(Token("break"))
        elif not found[1] and number in known and number not in open_now:
            open_now.append(number)
            out.append(Token("open", name=known[number].name, attributes=known[number].attributes))
        elif found[1] and number in open_now:
            while (last := open_now.pop()) != number:
                out.append(_end(known[last]))
            out.append(_end(known[number]))
    _text(out, written[at:])
    out += [_end(known[number]) for number in reversed(open_now)]
    return out


def _end(tag: Tag) -> Token:
    return Token("close", name=tag.name, attributes=tag.attributes)


def _text(out: list[Token], piece: str) -> None:
    if piece:
        out.append(Token("text", _ESCAPED.sub(lambda found: unescape(found[0]), piece)))
