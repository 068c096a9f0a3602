"""The door for XML that others bring: one encoding, no document type, no entities, no network, and limits on everything."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Any

from lxml import etree

from coranto.translation.exchange.shapes import Broken, TooMuch

MOST_BYTES = 50_000_000
MOST_DEPTH = 40
MOST_ELEMENTS = 3_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(r"\A\s*<\?xml\b([^>]{0,200})\?>")
_ENCODING = re.compile(r"encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_ALLOWED = {"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "ascii", "ascii": "ascii", "utf-16": "", "utf-16le": "", "utf-16be": ""}
# What TMX's own tools write at the top. It names a file that is never fetched, declares nothing, and is cut out; any other is refused.
_TMX_DOCTYPE = re.compile(
    r"\A(\s*(?:<!--(?:(?!-->).){0,2000}-->\s*)*)<!DOCTYPE\s+tmx\s+(?:SYSTEM|PUBLIC\s+\"[^\"<>\[\]]{0,200}\")\s+\"[^\"<>\[\]]{0,200}tmx1[1-4]\.dtd\"\s*>",
    re.DOTALL,
)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, no more than are taken; raises TooMuch, Broken."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TooMuch(f"'{path.name}' has {path.stat().st_size} bytes; at most {MOST_BYTES} are read. Export it in parts.")
        return path.read_bytes()
    except OSError as error:
        raise Broken(f"'{path.name}' cannot be opened ({error.strerror or 'no reason given'}).") from error


def parse(data: bytes, *, kind: str) -> Any:
    """The root of an XML document. Raises Broken, TooMuch; `kind` is the format's name for the messages."""
    if len(data) > MOST_BYTES:
        raise TooMuch(f"This {kind} file has {len(data)} bytes; at most {MOST_BYTES} are read. Export it in parts.")
    text = _TMX_DOCTYPE.sub(r"\1", _decoded(data, kind))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Broken(f"This {kind} file holds a document type, which can hide harm; export it without one.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False, remove_comments=True, remove_pis=True, recover=False
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Broken(f"This {kind} file is broken XML ({_why(error)}); export it again.") from error
    _measure(root, kind)
    return root


def _decoded(data: bytes, kind: str) -> str:
    """The text, its declaration and mark cut off; only UTF-8 and UTF-16 are taken, and what is declared must be so."""
    mark, encoding = next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", "utf-8"))
    if not encoding:
        raise Broken(f"This {kind} file is in UTF-32, which is not read; export it in UTF-8.")
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise Broken(f"This {kind} file is not in {encoding.upper()} (byte {error.start}); export it in UTF-8.") from error
    declaration = _DECLARATION.match(text)
    if declaration is None:
        text = text.lstrip()
        if text.startswith("<?xml") and not text.startswith("<?xml-"):  # one that is not understood here may name an encoding that hides a document type
            raise Broken(f"This {kind} file begins with a declaration that is not read; export it in UTF-8.")
        return text
    said = _ENCODING.search(declaration[1])
    wanted = _ALLOWED.get(said[1].lower()) if said else encoding
    if wanted is None:
        raise Broken(f"This {kind} file says it is in {said[1] if said else 'no encoding'}; export it in UTF-8.")
    if (wanted == "") != encoding.startswith("utf-16"):
        raise Broken(f"This {kind} file says it is in {said[1] if said else 'no encoding'}, and it is in {encoding.upper()}; export it again in UTF-8.")
    return text[declaration.end() :].lstrip()


def _why(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or "no reason given").split("\n")[0][:120].rstrip(".")


def _measure(root: Any, kind: str) -> None:
    """Refuse what is deeper or has more elements than any translation, and entities that were left standing."""
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MOST_DEPTH:
            raise TooMuch(f"This {kind} file has elements more than {MOST_DEPTH} deep; no translation has.")
        if count > MOST_ELEMENTS:
            raise TooMuch(f"This {kind} file has more than {MOST_ELEMENTS} elements; export it in parts.")
        if event == "start" and not isinstance(element.tag, str):
            raise Broken(f"This {kind} file uses an entity, which can hide harm; export it without one.")


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)
