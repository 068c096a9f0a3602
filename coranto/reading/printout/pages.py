"""Take away what a printer adds at the edges of pages: page numbers, addresses, the date of printing, running titles.

Where a page ended inside the text a line holding only `BREAK` stays, so that a sentence or quotation that runs over it
can be joined again.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from coranto.reading.printout.cleaning import tidy
from coranto.reading.printout.dates import find_dates

BREAK = "\x0c"

_PAGE_WORD = (
    r"(?:pages?|p\.|pg\.?|seite|s\.|página|pág\.?|pagina|pag\.|strona|str\.|strana|sida|side|sivu|oldal|sayfa|trang|halaman"
    r"|страница|стр\.?|сторінка|стор\.|σελίδα|σελ\.|صفحة|صفحه|עמוד|पृष्ठ|หน้า|페이지|第)"
)
_OF = r"(?:/|of|sur|von|de|di|van|z|av|af|din|из|з|من|از|מתוך|の|共)"
_NUMBERED = re.compile(
    rf"^[-–—|\s\[(]*(?:{_PAGE_WORD}\s*\d{{1,4}}\s*(?:页|頁|ページ|쪽)?(?:\s*[,，]?\s*{_OF}\s*\d{{1,4}}\s*(?:页|頁|ページ|쪽)?)?"
    r"|\d{1,3}\s*(?:/|of|von|sur|de|из|di)\s*\d{1,3}|\d{1,4}\s*(?:页|頁|ページ|쪽))[-–—|\s\])]*$",
    re.IGNORECASE,
)
_DASHED = re.compile(r"^\s*(?:[-–—]\s*\d{1,3}\s*[-–—]|\|\s*\d{1,3}|\d{1,3}\s*\|)\s*$")
# A running title with the number of the page at its end or beginning, far apart: "Harbour Post - Nets     Page 1 of 2".
_TITLED = re.compile(rf"^\s*\S.{{0,120}}?(?:\s{{2,}}|\t)\s*{_PAGE_WORD}\s*\d{{1,4}}(?:\s*{_OF}\s*\d{{1,4}})?\s*$|^\s*{_PAGE_WORD}\s*\d{{1,4}}(?:\s*{_OF}\s*\d{{1,4}})?(?:\s{{2,}}|\t)\s*\S.{{0,120}}$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_BARE = re.compile(r"^\s*\d{1,3}\s*$")
_URL = re.compile(r"(?:https?|file)://[^\s<>)\]]+|www\.[^\s<>)\]]+")
_STAMP = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+(?:\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?|[上下]午\s*\d{1,2}:\d{2})"
)
_DAY = re.compile(r"(?<![\d/.])\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d{2}(?![\d/.])")
_FRACTION = re.compile(r"(?<![\d/])\d{1,3}\s*(?:/|of|von|sur|из)\s*\d{1,3}(?![\d/])", re.IGNORECASE)


@dataclass(slots=True)
class Unpaged:
    """Lines without page edges; what stood there; the page's own address and running title when printed there."""

    lines: list[str]
    edges: list[str] = field(default_factory=list)
    url: str | None = None
    title: str | None = None


def unpage(text: str) -> Unpaged:
    """Split a cleaned text into lines and take the page edges out."""
    lines = [part for raw in text.split("\n") for part in _around_feeds(raw)]
    edges = _edge_lines(lines)
    if not edges and BREAK not in lines:
        return Unpaged(lines)
    edges |= _running_lines(lines, edges)
    result = Unpaged([])
    _note_addresses(result, [lines[index] for index in sorted(edges)])
    for index, line in enumerate(lines):
        if index not in edges and line != BREAK:
            result.lines.append(line)
            continue
        if index in edges:
            result.edges.append(tidy(line))
        if not result.lines or result.lines[-1] != BREAK:
            result.lines.append(BREAK)
    result.lines = _quiet_breaks(result.lines)
    return result


def _around_feeds(line: str) -> list[str]:
    if BREAK not in line:
        return [line]
    parts: list[str] = []
    for index, part in enumerate(line.split(BREAK)):
        if index:
            parts.append(BREAK)
        if part.strip():
            parts.append(part)
    return parts


def _edge_lines(lines: list[str]) -> set[int]:
    """Find the lines that say by themselves that they are page edges, then addresses and numbers that repeat like ones."""
    found: set[int] = set()
    alone: dict[str, list[int]] = {}
    bare: list[int] = []
    counts = Counter(line for line in lines if "://" in line or "www." in line)
    for index, line in enumerate(lines):
        if len(line) > 400 or not ("/" in line or "www." in line or _DIGIT.search(line)):
            continue
        if _NUMBERED.match(line) or _DASHED.match(line) or _TITLED.match(line) or _is_stamped(line):
            found.add(index)
        elif _BARE.match(line):
            bare.append(index)
            if len(line) - len(line.lstrip()) >= 20 and _blank(lines, index - 1) and _blank(lines, index + 1):
                found.add(index)  # far to the right and alone: a page's number, though it is the only one
        elif _STAMP.fullmatch(line.strip()):
            alone.setdefault(line.strip(), []).append(index)  # the time of printing, if it comes again
        elif "://" in line or "www." in line:
            rest = _URL.sub("", line)
            if not rest.strip(" \t|-–<>()") or (len(line) <= 200 and counts[line] > 1):
                alone.setdefault(line.strip(), []).append(index)
    for places in alone.values():
        if len(places) > 1:
            found.update(places)
    found.update(_sequence(lines, bare))
    return found


def _is_stamped(line: str) -> bool:
    """A browser's own header or footer: an address with a page fraction or a date, or the time of printing and a title."""
    stripped = line.strip()
    url = _URL.search(stripped)
    stamp = _STAMP.search(stripped)
    if url:
        rest = _STAMP.sub("", _FRACTION.sub("", _URL.sub("", stripped)))
        rest = _DAY.sub("", rest)
        if re.search(r"\S\s{3,}(?:https?|file)://\S+$", stripped) and len(rest.split()) <= 20:
            return True
        numbered = re.search(rf"{_PAGE_WORD}\s*:?\s*\d{{1,4}}\s*$", rest, re.IGNORECASE)
        dates = find_dates(rest)
        if (numbered and len(rest.split()) <= 4) or (dates and len(f"{rest[: dates[0].start]} {rest[dates[-1].end :]}".split()) <= 1):
            return True
        said = bool(stamp or _DAY.search(_URL.sub("", stripped)) or _FRACTION.search(_URL.sub("", stripped)))
        return said and len(rest.split()) <= 14 and not rest.rstrip().endswith((".", "!", "?"))
    if not stamp:
        return False
    if not (stripped[: stamp.start()] + stripped[stamp.end() :]).replace(_first(_FRACTION, stripped), "", 1).strip(" \t|-–,"):
        return bool(_FRACTION.search(_STAMP.sub("", stripped)))
    if re.search(r"[:：]\s?\S", stripped[stamp.end() :]) and "：" in stripped:
        return False
    title = stripped[stamp.end() :].strip() if stamp.start() == 0 else stripped[: stamp.start()].strip()
    wide = "  " in stripped or "\t" in stripped or bool(_FRACTION.search(stripped[stamp.end() :]))
    english = bool(re.match(r"\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d{2}", stripped))
    return bool(title) and len(title) <= 200 and (wide or english) and stamp.start() == 0


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(_STAMP.sub("", text))
    return found[0] if found else "\0"


def _sequence(lines: list[str], bare: list[int]) -> list[int]:
    """Page numbers alone on a line: at least two, each one more than the one before, each apart from the text."""
    apart = [index for index in bare if _blank(lines, index - 1) or _blank(lines, index + 1)]
    numbers = [int(lines[index]) for index in apart]
    if len(numbers) >= 2 and all(b == a + 1 for a, b in pairwise(numbers)):
        return apart
    return [index for index in apart if BREAK in lines[max(0, index - 2) : index + 3]]


def _blank(lines: list[str], index: int) -> bool:
    return not 0 <= index < len(lines) or not lines[index].strip() or lines[index] == BREAK


def _running_lines(lines: list[str], edges: set[int]) -> set[int]:
    """Find short lines that come again and again (digits aside) beside page edges: running titles."""
    counts = Counter(_masked(line) for line in lines if 3 < len(line.strip()) <= 160)
    found: set[int] = set()
    marks = edges | {index for index, line in enumerate(lines) if line == BREAK}
    for mark in marks:
        for step in (-1, 1):
            index, seen = mark + step, 0
            while 0 <= index < len(lines) and seen < 2 and abs(index - mark) < 6:
                line = lines[index]
                if line.strip() and line != BREAK and index not in edges:
                    seen += 1
                    if counts[_masked(line)] >= 2 and not line.lstrip().startswith((">", "#")):
                        found.add(index)
                    else:
                        break
                index += step
    return _spare_first(lines, found)


def _spare_first(lines: list[str], found: set[int]) -> set[int]:
    """The first of the repeated lines is the headline itself when it stands near the top; it is kept once."""
    first_seen: dict[str, int] = {}
    for index, line in enumerate(lines):
        if line.strip():
            first_seen.setdefault(_masked(line), index)
    top = [index for index, line in enumerate(lines) if line.strip()][:6]
    return {index for index in found if not (first_seen[_masked(lines[index])] == index and index in top)}


def _masked(line: str) -> str:
    return re.sub(r"\d+", "0", tidy(line)).casefold()


def _note_addresses(result: Unpaged, edges: list[str]) -> None:
    for line in edges:
        url = _URL.search(line)
        if url and result.url is None and not url[0].startswith("file:") and not url[0].endswith(("...", "…")):
            result.url = url[0] if "://" in url[0] else "https://" + url[0]
        stamp = _STAMP.match(line.strip())
        if stamp and result.title is None and not url:
            title = tidy(_FRACTION.sub("", line.strip()[stamp.end() :]))
            result.title = title or None


def _quiet_breaks(lines: list[str]) -> list[str]:
    """Drop blank lines round a break: the printer's, not the author's; and breaks at either end of the text."""
    kept: list[str] = []
    for line in lines:
        if not line.strip() and line != BREAK and kept and kept[-1] == BREAK:
            continue
        if line == BREAK:
            while kept and not kept[-1].strip() and kept[-1] != BREAK:
                kept.pop()
            if not kept or kept[-1] == BREAK:
                continue
        kept.append(line)
    while kept and kept[-1] == BREAK:
        kept.pop()
    return kept
