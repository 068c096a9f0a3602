"""From the blocks of a published article to passages of a package: what may go along is chosen here, and nowhere else.

A picture goes along when the terms let marked pictures go and it is marked. The address of any other picture of ours is
taken out wherever it could stand: as an image, in a link, in the words of a block of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any, Protocol
from urllib.parse import urlsplit

from coranto.rights.terms import Images, TermsRecord
from coranto.syndication.packages.shape import MARKS, NOTHING, Kind, Line, Passage, Picture, Run, plain

_OURS = re.compile(r"(?:https?:)?(?://[^\s/\"'<>()]+)?/(?:media/[0-9a-f]{16}-[0-9]+\.[a-z]+|desk-media/[^\s\"'<>()]+)", re.IGNORECASE)
_ENDS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "blockquote", "div", "tr", "hr"})
_SILENT = frozenset({"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "video", "audio", "picture"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
ELLIPSIS = "…"


class Shown(Protocol):
    """A picture as pages show it; `src` may be a path, `caption` is inline html."""

    @property
    def src(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def alt(self) -> str: ...
    @property
    def caption(self) -> Any: ...
    @property
    def credit(self) -> str: ...
    @property
    def copyright(self) -> str: ...
    @property
    def is_redistributable(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Reads an article under its terms. `home` is the publication's public address without a slash at the end."""

    record: TermsRecord
    home: str

    def picture(self, image: Shown | None) -> Picture | None:
        """A picture that may go along, or None."""
        if image is None or self.record.images is not Images.MARKED or image.is_redistributable is not True:
            return None
        credit = " ".join(dict.fromkeys(filter(None, (image.credit.strip(), image.copyright.strip()))))
        return Picture(self.absolute(image.src), image.width, image.height, image.alt, self.line(str(image.caption)), credit)

    def passages(self, blocks: Iterable[Mapping[str, Any]]) -> tuple[Passage, ...]:
        """The blocks of a body, its html sanitised and its pictures resolved; those that may not go along are left out."""
        return tuple(passage for block in blocks for passage in self._passages(block) if not _is_empty(passage))

    def line(self, html: str) -> Line:
        """Inline html as one line."""
        found = self.lines(html)
        return tuple(run for number, line in enumerate(found) for run in ((Run(" "), *line) if number else line))

    def lines(self, html: str) -> tuple[Line, ...]:
        """Html as lines, one for each paragraph, heading or item."""
        reader = _Runs(self)
        reader.feed(html)
        reader.close()
        return tuple(line for line in map(_trimmed, reader.lines) if plain(line).strip())

    def words(self, text: str) -> str:
        """Text without the addresses of our pictures."""
        return _OURS.sub(ELLIPSIS, text)

    def absolute(self, url: str) -> str:
        """A whole address."""
        return self.home + url if url.startswith("/") and not url.startswith("//") else url

    def link(self, url: str) -> str:
        """A whole address that may be linked to; "" for a picture of ours, and for what is none."""
        whole = self.absolute(url.strip())
        if _OURS.search(urlsplit(whole).path) or not whole.startswith(("https://", "http://", "mailto:")):
            return ""
        return whole

    # Blocks

    def _passages(self, block: Mapping[str, Any]) -> Iterable[Passage]:
        kind = block["type"]
        if kind == "gallery":
            for image in block["images"]:
                yield Passage(Kind.PICTURE, picture=self.picture(image))
            return
        passage = self._passage(kind, block)
        if passage is None:
            return
        if block.get("language"):
            passage = replace(passage, language=block["language"], direction=block.get("direction") or "auto")
        yield passage
        if kind == "quotation" and block.get("original"):
            original = block["original"]
            yield Passage(
                Kind.QUOTATION, ((Run(self.words(original["text"])),),), language=original["language"] or "", direction=original.get("direction") or "auto",
            )  # fmt: skip

    def _passage(self, kind: str, block: Mapping[str, Any]) -> Passage | None:
        if kind in _HTML:
            return Passage(_HTML[kind], self.lines(str(block["html"])), speaker=self.words(block.get("speaker") or ""))
        if kind in _TEXT:
            text = self.words(block["text"])
            lines = tuple((Run(line),) for line in text.splitlines()) if kind == "code" else ((Run(_SPACE.sub(" ", text).strip()),),)
            return Passage(_TEXT[kind], lines, level=block.get("level", 2), speaker=self.words(block.get("speaker") or ""))
        if kind == "list":
            return Passage(Kind.LIST, tuple(self.line(str(item)) for item in block["items"]), is_ordered=bool(block["ordered"]))
        if kind == "table":
            return self._table(block)
        if kind == "image":
            return Passage(Kind.PICTURE, picture=self.picture(block["image"]))
        if kind == "embed":
            return self._embed(block)
        return Passage(Kind.RULE) if kind == "divider" else None

    def _table(self, block: Mapping[str, Any]) -> Passage:
        columns = max([len(block["header"]), *(len(row) for row in block["rows"])], default=0)
        header = tuple(self.line(str(cell)) for cell in block["header"])
        rows = tuple(_padded(tuple(self.line(str(cell)) for cell in row), columns) for row in block["rows"])
        return Passage(Kind.TABLE, caption=self.words(block.get("caption") or ""), header=_padded(header, columns) if header else (), rows=rows)

    def _embed(self, block: Mapping[str, Any]) -> Passage | None:
        """A link: nobody else's frame or script goes along."""
        url = self.link(block["url"])
        label = self.words(block.get("caption") or block["url"])
        return Passage(Kind.PARAGRAPH, ((Run(label, url),),)) if url else None


_HTML = {"paragraph": Kind.PARAGRAPH, "quotation": Kind.QUOTATION, "note": Kind.NOTE}
_TEXT = {"heading": Kind.HEADING, "pullquote": Kind.PULLQUOTE, "code": Kind.CODE}


def _padded(row: tuple[Line, ...], columns: int) -> tuple[Line, ...]:
    return (*row, *(NOTHING for _missing in range(columns - len(row))))


def _is_empty(passage: Passage) -> bool:
    if passage.kind is Kind.PICTURE:
        return passage.picture is None
    return passage.kind is not Kind.RULE and not passage.rows and not any(plain(line).strip() for line in passage.lines)


def _trimmed(runs: list[Run]) -> Line:
    """A line without space at its ends."""
    while runs and not runs[0].text.strip():
        del runs[0]
    while runs and not runs[-1].text.strip():
        del runs[-1]
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(_joined(runs))


def _joined(runs: list[Run]) -> Iterator[Run]:
    """The same words, neighbours that are set alike as one run."""
    held: Run | None = None
    for run in runs:
        if held is not None and "\n" not in {held.text, run.text} and (held.href, held.marks) == (run.href, run.marks):
            held = replace(held, text=held.text + run.text)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


class _Runs(HTMLParser):
    """Reads html as lines of runs: words, links and marks; every other element loses itself, some with all they hold."""

    def __init__(self, gatherer: Gatherer) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[Run]] = [[]]
        self._gatherer = gatherer
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.lines[-1].append(Run("\n"))
        elif tag in _ENDS:
            self.lines.append([])
        elif tag in MARKS or tag in _SILENT or tag == "a":
            self._open.append((tag, self._gatherer.link(dict(attrs).get("href") or "") if tag == "a" else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _ENDS:
            self.lines.append([])
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place]
                return

    def handle_data(self, data: str) -> None:
        if any(tag in _SILENT for tag, _href in self._open):
            return
        text = self._gatherer.words(_SPACE.sub(" ", data))
        if text:
            href = next((href for tag, href in reversed(self._open) if tag == "a"), "")
            self.lines[-1].append(Run(text, href, tuple(mark for mark in MARKS if any(tag == mark for tag, _href in self._open))))
