"""Read a print-out, plain text or Markdown, into the neutral shape."""

from __future__ import annotations

import re

from coranto.reading.detecting import detect
from coranto.reading.labels import languages
from coranto.reading.printout.chunks import Cutter
from coranto.reading.printout.cleaning import ADDRESS, clean, mend_links, tidy
from coranto.reading.printout.gathering import Gatherer
from coranto.reading.printout.heading import HeadReader, first_running
from coranto.reading.printout.letters import unletter
from coranto.reading.printout.marks import Marks
from coranto.reading.printout.pages import unpage
from coranto.reading.printout.reasons import REASONS
from coranto.reading.printout.sorting import sort
from coranto.reading.printout.stacking import split_lines
from coranto.reading.printout.wrapping import width
from coranto.reading.shape import Language, LeftOut, Reading

BOOK = 200_000  # characters; a longer text is no article's print-out
SAMPLE = 3000  # characters shown to the detector; more does not make it surer


def read_text(text: str, *, source: str, markdown: bool | None = None) -> Reading:
    """Read one print-out: the article's own words, what is said about it, and what was left out and why.

    `markdown` None looks for Markdown's marks. Never raises for any text; an empty one gives an empty Reading.
    """
    return read_in_language(text, source=source, markdown=markdown, language=None)


def read_in_language(text: str, *, source: str, markdown: bool | None, language: Language | None) -> Reading:
    """Read a print-out whose language is known already; None asks the detector."""
    cleaned = mend_links(clean(text))
    language = language or detect(_sample(cleaned))
    unpaged = unpage(cleaned)
    lines, letterhead, subject = unletter(unpaged.lines)
    code = language.code or language.declared
    marks = Marks(_spoken(code, len(cleaned)), re.sub(r"[*_\[\]`>#]", "", ADDRESS.sub("", cleaned)))
    cutter = Cutter(lines, markdown=markdown, starts_anew=marks.starts_anew, is_parted=marks.is_parted, language=code)
    pieces = sort(cutter.cut(), marks)
    end = first_running(pieces, marks)
    pieces, end = split_lines(pieces, marks, end)
    reading = Reading(source, "markdown" if cutter.markdown else "text", language=language, canonical_url=unpaged.url)
    head = HeadReader(pieces, marks, end, code).read(printed_title=unpaged.title or subject, url=unpaged.url)
    reading.headline, reading.byline = head.headline, list(head.names)
    reading.found_in.update(head.found_in)
    reading.warnings.extend(head.warnings)
    Gatherer(reading, pieces, head, marks, end).gather()
    reading.left_out.extend(LeftOut(tidy(edge)[:500], REASONS["edge"]) for edge in dict.fromkeys(unpaged.edges) if tidy(edge))
    reading.left_out.extend(LeftOut(tidy(line)[:500], REASONS["letterhead"]) for line in letterhead)
    _warn(reading)
    return reading


def _sample(text: str) -> str:
    """The longest lines: running text rather than menus, whatever language these speak."""
    lines = sorted(text[:200_000].split("\n"), key=len, reverse=True)
    chosen: list[str] = []
    length = 0
    for line in lines:
        chosen.append(line[: SAMPLE - length])
        length += len(chosen[-1])
        if length >= SAMPLE:
            break
    return "\n".join(chosen)


def _spoken(code: str | None, length: int) -> list[str]:
    """Languages whose labels are looked for: the text's own first, then English, then the rest; in a book only the first two."""
    known = languages()
    own = [name for name in known if code and name == code.split("-")[0]]
    if own and length > BOOK:
        return list(dict.fromkeys([*own, "en"]))
    return list(dict.fromkeys([*own, "en", *known]))


def _warn(reading: Reading) -> None:
    if reading.text and not reading.headline:
        reading.warnings.append("No headline was found.")
    if reading.text and width(reading.text) < 200:
        reading.warnings.append("Very little text was found.")
    if not reading.text:
        reading.warnings.append("No text of an article was found.")
