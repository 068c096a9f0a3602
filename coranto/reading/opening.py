"""Bytes of any kind → Readings: the kind is found out by looking, and the reader for it is asked.

`read_bytes` opens them in a child process with limits (`doors`); `open_here` is what the child does.
"""

from __future__ import annotations

import json
import re
import zlib
from typing import Any, Literal

from coranto.reading.errors import Empty, ReadingError, TooLarge, UnknownKind, Unreadable
from coranto.reading.shape import Language, LeadImage, LeftOut, OriginalSource, Quotation, Reading, Release

MAX_BYTES = 20_000_000
Sniffed = Literal["page", "feed", "wxr", "docx", "pdf", "markdown", "text", "ninjs"]
_HTML = re.compile(rb"<(!doctype html|html|head|body|article|div|p|h1|meta|title)[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(rss|feed|rdf:RDF|channel)[\s>]", re.IGNORECASE)
_JSON = re.compile(rb"\[\s*\{|\[\s*\]|\{\s*[\"}]")
_BINARY = {b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"\x7fELF": "a program", b"Rar!": "a RAR archive", b"\xd0\xcf\x11\xe0": "an old Office file",
           b"RIFF": "a media file", b"OggS": "a media file", b"ID3": "a media file", b"{\\rtf": "an RTF file", b"BM": "a bitmap"}  # fmt: skip


def read_bytes(data: bytes, *, source: str, content_type: str | None = None, url: str | None = None, limit: int | None = None) -> list[Reading]:
    """Read bytes of any kind; one Reading an article. Raises a ReadingError that names the source and the reason."""
    from coranto.reading.doors import through  # starts processes only when something is read

    check_size(data, source)
    return [decode_json(value) for value in through(data, source=source, content_type=content_type, url=url, limit=limit)]


def check_size(data: bytes, source: str) -> None:
    """Raises Empty for no bytes and TooLarge past MAX_BYTES."""
    if not data.strip():
        raise Empty(f"'{source}' is empty. Give a source with an article in it.")
    if len(data) > MAX_BYTES:
        raise TooLarge(f"'{source}' has {len(data) / 1e6:,.0f} MB; at most {MAX_BYTES // 1_000_000} MB are read. Save the article alone and read that.")


def open_here(data: bytes, *, source: str, content_type: str | None = None, url: str | None = None, limit: int | None = None) -> list[Reading]:
    """Read in this process, without its limits: for the child, and for bytes that are trusted."""
    data = unpacked(data, source)
    kind = sniff(data, source=source, content_type=content_type)
    # Imported here: each reader costs 0.1 to 0.6 s to load and one source needs one of them.
    if kind == "pdf":
        from coranto.reading.pdf import read_pdf

        return [read_pdf(data, source=source)]
    if kind == "docx":
        from coranto.reading.docx import read_docx

        return [read_docx(data, source=source)]
    if kind == "wxr":
        from coranto.reading.wxr import read_wxr

        return read_wxr(data, source=source, limit=limit)
    if kind == "feed":
        from coranto.reading.feeds import read_feed

        return read_feed(data, source=source, content_type=content_type, url=url, limit=limit)
    if kind == "ninjs":
        from coranto.reading.ninjs import read_ninjs

        return read_ninjs(data, source=source, limit=limit)
    if kind == "page":
        from coranto.reading.pages import read_page

        return [read_page(data, source=source, content_type=content_type, url=url)]
    from coranto.reading.markup import decode
    from coranto.reading.printout import read_text

    return [read_text(_legible(decode(data, content_type=content_type), source), source=source, markdown=True if kind == "markdown" else None)]


def _legible(text: str, source: str) -> str:
    """A text as it is. Raises Unreadable when more than a twentieth of it are signs of a wrong encoding, not letters."""
    wrong = sum(char == "\ufffd" or (char < " " and char not in "\t\n\r\f") for char in text[:100_000])
    if wrong * 20 > min(len(text), 100_000):
        raise Unreadable(f"'{source}' is in an encoding that could not be found out. Save it as UTF-8 and read that.")
    return text


def sniff(data: bytes, *, source: str, content_type: str | None = None) -> Sniffed:
    """What the bytes are; what they are beats what they are called. Raises UnknownKind."""
    start, lower = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t"), (content_type or "").lower()
    if data[:1024].find(b"%PDF-") >= 0:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    for mark, name in _BINARY.items():
        if data.startswith(mark) and (mark != b"BM" or b"\x00" in data[:64]):
            raise UnknownKind(f"'{source}' is {name}, not an article. Give a page, feed, text, Markdown, DOCX or PDF.")
    if _JSON.match(start) or ("json" in lower and start[:1] in (b"{", b"[")):
        return "feed" if b"jsonfeed.org" in data[:4096] else "ninjs"
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if wide:
        start = data[:8192].decode("utf-16", "replace").encode()
    if b"wordpress.org/export/" in start or b"<wp:wxr_version" in data[:20000]:
        return "wxr"
    if _FEED.search(start) and not re.match(rb"<!doctype html|<html", start, re.IGNORECASE):
        return "feed"
    if re.match(rb"<\?xml|<!DOCTYPE|<!ENTITY|<[a-z]+:", start) and not _HTML.search(start):
        raise UnknownKind(f"'{source}' is XML, but neither a page, a feed nor a WordPress export. Give one of those.")
    if (start[:1] == b"<" and _HTML.search(start)) or "html" in lower or source.lower().endswith((".html", ".htm", ".xhtml")):
        return "page"
    if not wide and data[:4096].count(b"\x00") > 2:
        raise UnknownKind(f"'{source}' is binary data of an unknown kind. Give a page, feed, text, Markdown, DOCX or PDF.")
    if any(word in lower for word in ("rss", "atom", "xml")) or source.lower().endswith((".rss", ".atom", ".xml")):
        return "feed"
    return "markdown" if "markdown" in lower or source.lower().endswith((".md", ".markdown")) else "text"


def unpacked(data: bytes, source: str) -> bytes:
    """Gzipped bytes unpacked, up to MAX_BYTES; others as they are."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(31)
    try:
        plain = unpacker.decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise Unreadable(f"'{source}' is broken gzip: {error}. Fetch it again.") from error
    check_size(plain, source)
    return plain


def encode_json(reading: Reading) -> str:
    """The documented shape as one line of JSON; the same Reading gives the same bytes."""
    return json.dumps(reading.as_json(), ensure_ascii=False)


def decode_json(value: dict[str, Any]) -> Reading:
    """A Reading from the whole of its fields, as a child process hands it over."""
    value = dict(value)
    value["language"] = Language(**value["language"])
    value["original_source"] = OriginalSource(**value["original_source"])
    value["image"] = LeadImage(**value["image"]) if value["image"] else None
    value["quotations"] = [Quotation(**one) for one in value["quotations"]]
    value["left_out"] = [LeftOut(**one) for one in value["left_out"]]
    value["release"] = Release(**value["release"]) if value["release"] else None
    return Reading(**value)


__all__ = ["ReadingError", "check_size", "decode_json", "encode_json", "open_here", "read_bytes", "sniff", "unpacked"]
