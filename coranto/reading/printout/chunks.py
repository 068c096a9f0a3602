"""Cut the lines of a print-out into chunks: headings, paragraphs, quotations, lists, tables, code, dividers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from coranto.reading.printout.cleaning import ADDRESS, tidy
from coranto.reading.printout.inline import Inline, read_inline
from coranto.reading.printout.pages import BREAK
from coranto.reading.printout.wrapping import Wrapping, ends_sentence

Kind = Literal["paragraph", "heading", "quotation", "list", "table", "code", "divider"]

_NOTE = re.compile(r"^\s*\[\d{1,3}\]\s\S")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})[ \t]*$")
_DIVIDER = re.compile(r"^[ \t]*(?:(?:[*\-_=~•·#⁂†—–+][ \t]*){3,}|\\?\*|⁂|—|•|§|(?:\\\*[ \t]*){2,})[ \t]*$")
_QUOTE = re.compile(r"^ {0,3}>[ \t]?")
_BULLET = re.compile(r"^[ \t]*(?:[-*+•‣◦▪●■‧∙·–][ \t]+)(?=\S)")
_DASHES = re.compile(r"^[ \t]*[–—-][ \t]+")
_NUMBER = re.compile(r"^[ \t]{0,6}(\d{1,3})[.)][ \t]+(?=\S)")
_TABLE = re.compile(r"^[ \t]*\|.*\|[ \t]*$")
_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|?)+[ \t]*$")
_REFERENCE = re.compile(r"^ {0,3}\[([^\]\n^]{1,80})\]:[ \t]+<?(\S+?)>?(?:[ \t]+[\"'(].{0,200}[\"')])?[ \t]*$")
_FOOTNOTE = re.compile(r"^( {0,3}\[\^[^\]\s]{1,20}\]):")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_MARKUP = re.compile(
    r"(?m)^#{1,6} \S|\]\((?:https?://|#|/|mailto:)|\*\*\S|(?<![\w*])\*[^\s*][^*\n]{2,200}\*(?![\w*])|(?<![\w_])_[^\s_][^_\n]{2,200}_(?![\w_])|^> |^\[[^\]\n]{1,80}\]: https?:|^```"
)
_INDENT = re.compile(r"^(?: {4,}|\t+| {2,3}(?=\S))")


@dataclass(slots=True)
class Chunk:
    """One piece of the print-out; `line` counts from 1. `parts` are the inline readings: paragraphs, items or rows."""

    kind: Kind
    line: int
    parts: list[Inline] = field(default_factory=list)
    level: int = 0
    ordered: bool = False
    start: int = 1
    cells: list[list[Inline]] = field(default_factory=list)
    header: bool = False
    code: str = ""

    @property
    def plain(self) -> str:
        """The words of the chunk, parts on lines of their own."""
        if self.kind == "code":
            return self.code
        if self.kind == "table":
            return "\n".join("\t".join(cell.plain for cell in row) for row in self.cells)
        if self.kind == "list" and self.ordered:
            return "\n".join(f"{self.start + n}. {part.plain}" for n, part in enumerate(self.parts))
        return "\n".join(part.plain for part in self.parts)


@dataclass(slots=True)
class _Block:
    """Consecutive lines that are not blank; `broken` when a page ended just before it."""

    line: int
    lines: list[str]
    broken: bool = False


class Cutter:
    """Cuts one print-out; `starts_anew` says whether a line begins something of its own (a label, a byline, a notice).

    `is_parted` says the same of lines that end what stands before them without ending after themselves.
    """

    def __init__(self, lines: list[str], *, markdown: bool | None, starts_anew: Callable[[str], bool], is_parted: Callable[[str], bool] | None = None, language: str | None = None) -> None:
        self.references, lines = _references(lines)
        self.marks = markdown is not False
        self.markdown = bool(_MARKUP.search("\n".join(lines))) if markdown is None else markdown
        self.starts_anew = starts_anew
        self.is_parted = is_parted or starts_anew
        self.blocks = list(_blocks(lines))
        self.wrapping = Wrapping([[_QUOTE.sub("", line) for line in block.lines] for block in self.blocks], language)
        self._rejoin()
        self._indented = self._has_indented_quotations()

    def cut(self) -> list[Chunk]:
        """Give the chunks in order."""
        chunks: list[Chunk] = []
        for block in self.blocks:
            chunks.extend(self._cut_block(block))
        return _merge(chunks)

    def _rejoin(self) -> None:
        """Join blocks over page ends when the sentence, or the `>` quotation, goes on."""
        kept: list[_Block] = []
        for block in self.blocks:
            if kept and block.broken and self._goes_on(kept[-1], block):
                kept[-1].lines.extend(self._first_joined(kept[-1], block))
            else:
                kept.append(block)
        self.blocks = kept

    def _goes_on(self, before: _Block, after: _Block) -> bool:
        first, last = after.lines[0], before.lines[-1]
        if _HEADING.match(first) or _DIVIDER.match(first) or _HEADING.match(last) or _DIVIDER.match(last):
            return False
        if bool(_QUOTE.match(first)) != bool(_QUOTE.match(last)):
            return False
        last, first = _QUOTE.sub("", last), _QUOTE.sub("", first)
        if self.starts_anew(first) or _BULLET.match(first) or (_NUMBER.match(first) and ends_sentence(last)):
            return False
        if not last.strip() or not first.strip():
            return False
        open_quotation = _opens_more(" ".join(before.lines)) and first[:1].islower()
        long_enough = len(last) > 24 or len(before.lines) > 1
        return (not ends_sentence(last) and long_enough) or open_quotation

    def _first_joined(self, before: _Block, after: _Block) -> list[str]:
        last = before.lines.pop()
        quote = _QUOTE.match(last)
        joined = self.wrapping.join(_QUOTE.sub("", last), _QUOTE.sub("", after.lines[0]))
        return [(quote[0] if quote else "") + joined, *after.lines[1:]]

    def _has_indented_quotations(self) -> bool:
        flush = sum(len(b.lines) for b in self.blocks if not b.lines[0].startswith((" ", "\t")))
        total = sum(len(b.lines) for b in self.blocks)
        return flush * 2 > total

    def _cut_block(self, block: _Block) -> Iterator[Chunk]:
        lines, index = block.lines, 0
        while index < len(lines):
            number = block.line + index
            taken, chunk = self._cut_special(lines, index, number)
            if taken:
                if chunk:
                    yield chunk
                index += taken
                continue
            end = index + 1
            while end < len(lines) and not self._is_special(lines, end):
                end += 1
            yield from self._paragraphs(lines[index:end], number, after_break=index > 0)
            index = end

    def _is_special(self, lines: list[str], index: int) -> bool:
        line = lines[index]
        if (_HEADING.match(line) and self.marks) or _DIVIDER.match(line) or _QUOTE.match(line) or _FENCE.match(line):
            return True
        if _TABLE.match(line) or _is_bullet(line):
            return True
        return self._begins_number(lines, index)

    def _begins_number(self, lines: list[str], index: int) -> bool:
        """A number begins an item unless hard wrapping put it there: the line before must not have been full."""
        match = _NUMBER.match(lines[index])
        if not match:
            return False
        return index == 0 or not self.wrapping.is_forced(lines[index - 1], lines[index]) or ends_sentence(lines[index - 1])

    def _cut_special(self, lines: list[str], index: int, number: int) -> tuple[int, Chunk | None]:
        line = lines[index]
        heading = _HEADING.match(line) if self.marks else None
        if heading:
            words = read_inline(heading[2], self.references, marks=self.marks)
            return 1, Chunk("heading", number, [words], level=len(heading[1]))
        if _FENCE.match(line):
            return self._cut_code(lines, index, number)
        if index + 1 < len(lines) and _SETEXT.match(lines[index + 1]) and not _is_marked(line) and len(line) < 300:
            level = 1 if lines[index + 1].strip().startswith("=") else 2
            return 2, Chunk("heading", number, [read_inline(line.strip(), self.references, marks=self.marks)], level=level)
        if _DIVIDER.match(line):
            return 1, Chunk("divider", number)
        if _QUOTE.match(line):
            return self._cut_quotation(lines, index, number)
        if _TABLE.match(line) and index + 1 < len(lines) and _TABLE.match(lines[index + 1]):
            return self._cut_table(lines, index, number)
        if _is_bullet(line) or self._begins_number(lines, index):
            return self._cut_list(lines, index, number)
        return 0, None

    def _cut_code(self, lines: list[str], index: int, number: int) -> tuple[int, Chunk | None]:
        end = index + 1
        while end < len(lines) and not _FENCE.match(lines[end]):
            end += 1
        code = "\n".join(lines[index + 1 : end])
        return min(end + 1, len(lines)) - index, Chunk("code", number, code=code) if code.strip() else None

    def _cut_quotation(self, lines: list[str], index: int, number: int) -> tuple[int, Chunk]:
        end = index
        inner: list[list[str]] = [[]]
        while end < len(lines) and (_QUOTE.match(lines[end]) or (inner[-1] and not self._is_special(lines, end))):
            if not _QUOTE.match(lines[end]) and not self.wrapping.is_forced(lines[end - 1], lines[end]):
                break
            line = lines[end]
            while _QUOTE.match(line):
                line = _QUOTE.sub("", line, count=1)
            if line.strip() and _DIVIDER.match(line) is None:
                inner[-1].append(line)
            elif inner[-1]:
                inner.append([])
            end += 1
        parts = [part for block in inner if block for part in self._join_lines(block, soft=True)]
        return end - index, Chunk("quotation", number, parts)

    def _cut_table(self, lines: list[str], index: int, number: int) -> tuple[int, Chunk]:
        end = index
        rows: list[list[Inline]] = []
        header = False
        while end < len(lines) and _TABLE.match(lines[end]):
            if _RULE.match(lines[end]):
                header = header or end == index + 1
            else:
                cells = re.split(r"(?<!\\)\|", lines[end].strip().strip("|"))
                rows.append([read_inline(cell.strip(), self.references, marks=self.marks) for cell in cells])
            end += 1
        return end - index, Chunk("table", number, cells=rows, header=header)

    def _cut_list(self, lines: list[str], index: int, number: int) -> tuple[int, Chunk]:
        numbered = _NUMBER.match(lines[index]) if not _is_bullet(lines[index]) else None
        items: list[list[str]] = []
        end = index
        while end < len(lines):
            line = lines[end]
            bullet = _is_bullet(line)
            count = _NUMBER.match(line)
            if numbered and count and (end == index or self._begins_number(lines, end)):
                items.append([line[count.end() :]])
            elif not numbered and bullet:
                items.append([_BULLET.sub("", line, count=1)])
            elif end > index and not self._is_special(lines, end) and not self.starts_anew(line) and self._continues(lines, end):
                items[-1].append(line)
            else:
                break
            end += 1
        parts = [self._inline(" ".join([])) if not item else self._join_all(item) for item in items]
        return end - index, Chunk("list", number, parts, ordered=bool(numbered), start=int(numbered[1]) if numbered else 1)

    def _continues(self, lines: list[str], index: int) -> bool:
        line = lines[index]
        return line.startswith((" ", "\t")) or self.wrapping.is_forced(lines[index - 1], line) or self.markdown

    def _inline(self, text: str) -> Inline:
        return read_inline(text.strip(), self.references, marks=self.marks)

    def _join_all(self, lines: list[str]) -> Inline:
        joined = lines[0]
        for line in lines[1:]:
            joined = self.wrapping.join(joined, line)
        return self._inline(joined)

    def _paragraphs(self, lines: list[str], number: int, *, after_break: bool) -> Iterator[Chunk]:
        indented = all(_INDENT.match(line) for line in lines) and self._indented and not after_break
        quoted = indented and number > 1 and any(len(line) > 40 for line in lines) and len(lines[0]) - len(lines[0].lstrip()) >= 2
        parts = self._join_lines(lines, soft=self.markdown)
        if quoted and not any(self.starts_anew(line) for line in lines):
            yield Chunk("quotation", number, parts)
            return
        for part in parts:
            yield Chunk("paragraph", number, [part])

    def _join_lines(self, lines: list[str], *, soft: bool) -> list[Inline]:
        """Join the lines that wrapping or Markdown broke; keep the line ends of verse; part what stands for itself."""
        groups: list[list[str]] = [[lines[0]]]
        joins: list[list[bool]] = [[]]
        for before, line in pairwise(lines):
            if self._parts_here(before, line, soft=soft):
                groups.append([line])
                joins.append([])
            else:
                groups[-1].append(line)
                joins[-1].append(self._flows(before, line))
        return [self._group(group, flows, soft=soft) for group, flows in zip(groups, joins, strict=True)]

    def _flows(self, before: str, line: str) -> bool:
        if before.endswith(("  ", "\\")) and not self.wrapping.is_forced(before, line):
            return False
        return self.wrapping.is_forced(before, line) or (not ends_sentence(before) and line.lstrip()[:1].islower() and len(before) > 36)

    def _parts_here(self, before: str, line: str, *, soft: bool) -> bool:
        forced = self.wrapping.is_forced(before, line)
        indent, deeper = _INDENT.match(line), _INDENT.match(before)
        if indent and not deeper and (ends_sentence(before) or not forced) and not soft:
            return True
        if self.is_parted(line) and (not forced or ends_sentence(before) or (self.starts_anew(before) and len(ADDRESS.sub("]", before)) < 120)):
            return True
        if self.starts_anew(before) and not forced and len(before) < 200:
            return True
        if _NOTE.match(line) and (_NOTE.match(before) or ends_sentence(before)):
            return True
        if self._flows(before, line):
            return False
        if soft:
            return False
        return (ends_sentence(before) and len(before) > 36) or len(before) > 120 or len(line) > 120

    def _group(self, lines: list[str], flows: list[bool], *, soft: bool) -> Inline:
        verse = bool(flows) and sum(flows) * 2 < len(flows) and (not soft or _is_verse(lines))
        joined = lines[0].rstrip() if lines else ""
        for line, flow in zip(lines[1:], flows, strict=True):
            hard = not flow and (verse or lines[0].endswith("  "))
            joined = f"{joined.rstrip().rstrip(chr(92))}  \n{line.strip()}" if hard else self.wrapping.join(joined.rstrip("\\"), line)
        return self._inline(joined)


def _is_bullet(line: str) -> bool:
    return bool(_BULLET.match(line)) and not line.lstrip().startswith("–")


def _is_marked(line: str) -> bool:
    return bool(_QUOTE.match(line) or _BULLET.match(line) or _DIVIDER.match(line) or _TABLE.match(line))


def _is_verse(lines: list[str]) -> bool:
    """Three lines or more, each short, most beginning with a capital or ending in two spaces."""
    marked = sum(1 for line in lines[:-1] if line.endswith(("  ", "\\")))
    if marked * 2 >= len(lines):
        return True
    capital = sum(1 for line in lines if not line.strip()[:1].islower())
    return len(lines) >= 3 and max(len(line) for line in lines) <= 60 and capital * 10 >= len(lines) * 8


def _opens_more(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count("«") > text.count("»") or text.count("„") > text.count("“") + text.count("”")


def _references(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Take Markdown's link definitions out of the lines."""
    found: dict[str, str] = {}
    kept = []
    for line in lines:
        line = _FOOTNOTE.sub(r"\1", line) if "[^" in line[:6] else line
        match = _REFERENCE.match(line) if line.lstrip().startswith("[") else None
        if match and (match[2].startswith(("http", "mailto:", "#", "/", "<"))):
            found.setdefault(match[1].casefold(), match[2])
            kept.append("")
        else:
            kept.append(line)
    return found, kept


def _blocks(lines: list[str]) -> Iterator[_Block]:
    current: _Block | None = None
    broken = False
    for number, line in enumerate(lines, 1):
        if line == BREAK or not line.strip() or (not _QUOTE.sub("", line).strip() and current is None):
            if current:
                yield current
                current, broken = None, False
            broken = broken or line == BREAK
        elif current:
            current.lines.append(line.replace("\t", "    ") if line.startswith("\t") else line)
        else:
            current = _Block(number, [line], broken)
    if current:
        yield current


def _merge(chunks: list[Chunk]) -> list[Chunk]:
    """Join neighbouring lists that count on, bullets parted by blank lines, and neighbouring quotations."""
    merged: list[Chunk] = []
    for chunk in chunks:
        last = merged[-1] if merged else None
        same_list = last and last.kind == chunk.kind == "list" and last.ordered == chunk.ordered
        if last and same_list and (not chunk.ordered or chunk.start == last.start + len(last.parts)):
            last.parts.extend(chunk.parts)
            continue
        if last and last.kind == chunk.kind == "quotation":
            last.parts.extend(chunk.parts)
            continue
        merged.append(chunk)
    return [chunk for chunk in merged if chunk.kind in ("divider", "code", "table") or tidy(chunk.plain) or _images(chunk)]


def _images(chunk: Chunk) -> bool:
    return any(part.images for part in chunk.parts)
