"""A PDF with a text layer → a Reading: lines joined to paragraphs, hyphens and page furniture gone. A scan is refused."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2

from coranto.reading.errors import Empty, Scan, TooLarge, Unreadable
from coranto.reading.printout import read_text
from coranto.reading.shape import Reading

MAX_PAGES = 400
_EDGE = 3  # lines at the top and bottom of a page that can be furniture
_PAGE_NUMBER = re.compile(r"^\W*(?:page|seite|pagina|página|стр\.?|صفحة|第)?\s*\d{1,4}\s*(?:(?:of|/|von|de|sur|из|من|页|頁)\s*\d{0,4})?\W*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？؟:»”\"')\]]$")


def read_pdf(data: bytes, *, source: str) -> Reading:
    """Read the text layer. Raises Scan when pages hold pictures and no text, TooLarge past MAX_PAGES, Unreadable when broken or locked."""
    pages = _pages(data, source)
    text = text_of_pages(pages)
    reading = read_text(text, source=source, markdown=False)
    reading.kind = "pdf"
    return reading


def _pages(data: bytes, source: str) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Unreadable(f"'{source}' is a PDF that {'asks for a password' if locked else 'is broken'}. Save it again{' without the password' if locked else ''}.") from error
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(f"'{source}' is a PDF of {len(document)} pages; at most {MAX_PAGES} are read. Save the article alone and read that.")
        texts = [_page_text(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"'{source}' is a PDF with a broken page. Save it again.") from error
    finally:
        document.close()
    letters = sum(char.isalpha() for text in texts for char in text)
    if not texts or letters == 0:
        raise Scan(f"'{source}' is a scan: its pages are pictures without a text layer. Run text recognition over it first, or give the text.")
    if letters < 20:
        raise Empty(f"'{source}' is a PDF with hardly any words. Give the document that holds the article.")
    return texts


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        layer = page.get_textpage()
        try:
            return str(layer.get_text_bounded()).replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "\u00ad\n")
        finally:
            layer.close()
    finally:
        page.close()


def text_of_pages(pages: list[str]) -> str:
    """Pages → one text: running heads, feet and page numbers gone, lines of a paragraph joined, hyphenated words whole."""
    sheets = [[line.strip() for line in page.split("\n")] for page in pages]
    running = Counter(_shape(line) for lines in sheets for line in {*_ends(lines)} if line)
    kept: list[str] = []
    for lines in sheets:
        first, last = 0, len(lines)
        while first < last and _is_running(lines[first], running, len(sheets)):
            first += 1
        while last > first and _is_running(lines[last - 1], running, len(sheets)):
            last -= 1
        kept += lines[first:last]
    return _join(kept)


def _is_running(line: str, running: Counter[str], pages: int) -> bool:
    """Whether a line at the edge of a page is furniture: empty, a page number, or there on more than half of the pages."""
    return not line or bool(_PAGE_NUMBER.match(line)) or (pages > 2 and running[_shape(line)] > pages / 2)


def _ends(lines: list[str]) -> list[str]:
    full = [line for line in lines if line]
    return full[:_EDGE] + full[-_EDGE:]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _join(lines: list[str]) -> str:
    lengths = sorted(len(line) for line in lines if len(line) > 20)
    full = lengths[int(len(lengths) * 0.75)] if lengths else 80
    paragraphs: list[str] = [""]
    for line in lines:
        if not line:
            paragraphs.append("")
            continue
        before = paragraphs[-1]
        if not before:
            paragraphs[-1] = line
        elif before.endswith("\u00ad") or (before.endswith(("-", "\u2010")) and before[-2:-1].isalpha() and line[:1].islower()):
            paragraphs[-1] = before[:-1] + line
        elif len(_last(before)) < 0.75 * full and (_SENTENCE_END.search(before) or len(before) < 0.75 * full):
            paragraphs.append(line)
        else:
            paragraphs[-1] = before + "\n" + line
    return "\n\n".join(" ".join(part.split("\n")) for part in paragraphs if part)


def _last(paragraph: str) -> str:
    return paragraph.rsplit("\n", 1)[-1]
