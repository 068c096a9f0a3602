"""The door for XML that others bring: one encoding, no document type, no entities, no network, and limits on everything."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from coranto.translation.exchange.shapes import Broken, TooMuch

MOST_BYTES = 50_000_000
MOST_DEPTH = 40
MOST_ELEMENTS = 3_000_000
MOST_ELEMENTS_A_PART, MOST_SIGNS_A_PART = 20_000, 20_000_000  # of what is in memory at once, where a file is read piece by piece
PIECE = 1 << 16  # bytes
MOST_BEGIN = 8_000  # characters in which a declaration and a document type of TMX stand

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


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file to be read piece by piece, of any size; raises Broken."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise Broken(f"'{path.name}' cannot be opened ({error.strerror or 'no reason given'}).") from error
    with file:
        yield file


def walk(file: BinaryIO, *, kind: str, level: int) -> Iterator[tuple[str, int, Any]]:
    """(start or end, depth, element) of a document of any size, read piece by piece; what is `level` deep is forgotten once its end was given.

    The root has depth 1. Nothing so deep may be larger than any translation is. Raises Broken, TooMuch.
    """
    parser = etree.XMLPullParser(
        ("start", "end"), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False, remove_comments=True, remove_pis=True, recover=False
    )
    size = _Size(kind, level)
    try:
        for text in _texts(file, kind):
            size.add(len(text))
            parser.feed(text.encode())
            yield from _events(parser, size)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Broken(f"This {kind} file is broken XML ({_why(error)}); export it again.") from error
    yield from _events(parser, size)


def _events(parser: Any, size: _Size) -> Iterator[tuple[str, int, Any]]:
    for event, element in parser.read_events():
        if event == "start":
            size.begin(element)
            yield event, size.depth, element
            continue
        yield event, size.depth, element
        if size.depth == size.level:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        size.end()


class _Size:
    """How deep and large what is in memory is."""

    def __init__(self, kind: str, level: int) -> None:
        self.kind, self.level = kind, level
        self.depth = self.elements = self.signs = 0

    def add(self, signs: int) -> None:
        self.signs += signs
        if self.signs > MOST_SIGNS_A_PART:
            raise TooMuch(f"This {self.kind} file has a part of more than {MOST_SIGNS_A_PART} characters; no translation has.")

    def begin(self, element: Any) -> None:
        if not isinstance(element.tag, str):
            raise Broken(f"This {self.kind} file uses an entity, which can hide harm; export it without one.")
        self.depth += 1
        self.elements += 1
        if self.depth > MOST_DEPTH:
            raise TooMuch(f"This {self.kind} file has elements more than {MOST_DEPTH} deep; no translation has.")
        if self.elements > MOST_ELEMENTS_A_PART:
            raise TooMuch(f"This {self.kind} file has a part of more than {MOST_ELEMENTS_A_PART} elements; export it in parts.")

    def end(self) -> None:
        if self.depth == self.level:
            self.elements = self.signs = 0
        self.depth -= 1


def _texts(file: BinaryIO, kind: str) -> Iterator[str]:
    """The text piece by piece, its declaration and mark cut off, as `parse` takes it."""
    first = file.read(PIECE)
    mark, encoding = _encoding(first, kind)
    decoder = codecs.getincrementaldecoder(encoding)()
    place, data, tail, begun, is_first = 0, first[len(mark) :], "", "", True
    while True:
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            raise Broken(f"This {kind} file is not in {encoding.upper()} (byte {place + error.start}); export it in UTF-8.") from error
        if is_first and data and len((begun + text).lstrip()) < MOST_BEGIN:  # until the whole beginning is there, or a declaration might hide behind white space
            begun = (begun + text).lstrip()
            place, data = place + len(data), file.read(PIECE)
            continue
        if is_first:
            text, is_first = _TMX_DOCTYPE.sub(r"\1", _undeclared(begun + text, encoding, kind)), False
        _refuse_harm(tail + text, kind)
        tail = (tail + text)[-len("<!DOCTYPE") :]
        if text:
            yield text
        if not data:
            return
        place += len(data)
        data = file.read(PIECE)


def parse(data: bytes, *, kind: str) -> Any:
    """The root of an XML document. Raises Broken, TooMuch; `kind` is the format's name for the messages."""
    if len(data) > MOST_BYTES:
        raise TooMuch(f"This {kind} file has {len(data)} bytes; at most {MOST_BYTES} are read. Export it in parts.")
    text = _TMX_DOCTYPE.sub(r"\1", _decoded(data, kind))
    _refuse_harm(text, kind)
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
    mark, encoding = _encoding(data, kind)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise Broken(f"This {kind} file is not in {encoding.upper()} (byte {error.start}); export it in UTF-8.") from error
    return _undeclared(text, encoding, kind)


def _encoding(data: bytes, kind: str) -> tuple[bytes, str]:
    """The mark at the beginning of a file, and the encoding that it stands for."""
    mark, encoding = next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", "utf-8"))
    if not encoding:
        raise Broken(f"This {kind} file is in UTF-32, which is not read; export it in UTF-8.")
    return mark, encoding


def _refuse_harm(text: str, kind: str) -> None:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Broken(f"This {kind} file holds a document type, which can hide harm; export it without one.")


def _undeclared(text: str, encoding: str, kind: str) -> str:
    """The text without its declaration, which must say what is so."""
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
