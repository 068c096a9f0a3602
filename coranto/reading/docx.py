"""A DOCX file → a Reading, through mammoth's html; the archive is measured before it is opened."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import Any

import mammoth
from defusedxml import ElementTree

from coranto.reading.declared import iso, people
from coranto.reading.errors import Empty, TooLarge, Unreadable
from coranto.reading.feeds import fill_from_html
from coranto.reading.shape import Reading

MAX_UNPACKED = 60_000_000  # bytes of all parts together
MAX_PARTS = 2000
MAX_XML = 12_000_000  # bytes of one xml part; the parser needs about ten times that
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p.standfirst:fresh\np[style-name='Quote'] => blockquote:fresh\np[style-name='Intense Quote'] => blockquote:fresh"
_BY = re.compile(r"^\s*(by|par|von|por|di|автор:?|بقلم|作者[:：])\s+\S", re.IGNORECASE)
_NS = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}


def read_docx(data: bytes, *, source: str) -> Reading:
    """Read the document. Raises Unreadable for another or broken archive, TooLarge for a bomb, Empty for no words."""
    properties = _checked(data, source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        html = mammoth.convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda image: {"src": ""}), external_file_access=False).value
    if not html.strip():
        raise Empty(f"'{source}' is a DOCX file without words. Give the document that holds the article.")
    reading = Reading(source=source, kind="docx")
    title = re.match(r"\s*<h1>(.*?)</h1>", html, re.DOTALL)
    if title:
        html = html[title.end() :]
    fill_from_html(reading, html, base=None, declared=properties.get("language"))
    from_words = _words(title[1]) if title else None
    reading.headline = from_words or properties.get("title")
    reading.found_in["headline"] = "the first heading" if from_words else "the properties of the file"
    first = _words(reading.blocks[0].get("html", "")) if reading.blocks else ""
    if first and _BY.match(first) and len(first) < 100:
        reading.byline = people([first])
        del reading.blocks[0]
        reading.text = reading.text.split("\n\n", 1)[-1]
    elif properties.get("creator"):
        reading.warnings.append(f"The file's properties name {properties['creator']} as its author; the text names nobody.")
    reading.published = None
    return reading


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _checked(data: bytes, source: str) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or any(p.file_size > MAX_XML for p in parts if p.filename.endswith((".xml", ".rels"))):
                raise TooLarge(f"'{source}' unpacks to more than an article needs. Save the article alone and read that.")
            names = {part.filename for part in parts}
            if "word/document.xml" not in names:
                raise Unreadable(f"'{source}' is an archive, but not a DOCX document. Give a DOCX file, or the article alone.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    start = archive.read(part)
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise Unreadable(f"'{source}' holds XML with a document type; no word processor writes that, so it is not read.")
            return _properties(archive.read("docProps/core.xml")) if "docProps/core.xml" in names else {}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, ElementTree.ParseError) as error:
        raise Unreadable(f"'{source}' is a broken DOCX file: {str(error)[:80]}. Save it again.") from error


def _properties(xml: bytes) -> dict[str, str]:
    root: Any = ElementTree.fromstring(xml, forbid_dtd=True)
    found = {name: (root.findtext(f"{{{_NS['dc']}}}{name}") or "").strip() for name in ("title", "creator", "language")}
    found["created"] = iso(root.findtext(f"{{{_NS['dcterms']}}}created")) or ""
    return {name: value for name, value in found.items() if value}
