"""Html bytes → a safe tree: encoding found, scripts and comments gone, depth and size bounded, nothing fetched."""

from __future__ import annotations

import re
from typing import Any

import charset_normalizer
from lxml import etree, html

from coranto.reading.errors import Empty, TooLarge

MAX_BYTES = 20_000_000
MAX_ELEMENTS = 150_000
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})|<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([a-zA-Z0-9_.-]{2,40})", re.IGNORECASE)
_GONE = ("style", "noscript", "template", "svg", "math", "object", "applet", "select", "option", "datalist")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LATIN = re.compile(r"cp(125[0478]|437|85\d|1140|500|037|775)|latin|iso8859_(1|2|3|4|9|10|13|14|15|16)$|mac_")
_CENTRAL = re.compile(rb"<html[^>]+lang=[\"']?(cs|pl|sk|hu|hr|sl|ro|bs|sq|tr|lt|lv|et|vi)\b", re.IGNORECASE)
# What browsers take an old label to mean (WHATWG Encoding Standard).
_SAME_AS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
            "iso-8859-9": "cp1254", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "tis-620": "cp874", "unicode": "utf-8"}  # fmt: skip


def decode(data: bytes, *, content_type: str | None = None) -> str:
    """Bytes → text: byte order mark, then the header's charset, then the page's own, then utf-8, then what the bytes look like.

    A declared encoding that does not fit the bytes is passed over, so a page that says the wrong one is still read.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = re.search(r"charset=[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    said = _META_CHARSET.search(data[:4096])
    names = [declared[1]] if declared else []
    names += [(said[1] or said[2]).decode("ascii")] if said else []
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut off in the middle of a letter, or with one bad byte, is still utf-8.
        nearly = data.decode("utf-8", "replace")
        if error.start > len(data) - 4 or (nearly.count("\ufffd") < 1 + len(nearly) // 2000 and any(byte > 127 for byte in data) and sum(char > "\x7f" and char != "\ufffd" for char in nearly[:20000]) > 4):
            return nearly
    for name in names:
        try:
            return data.decode(_SAME_AS.get(name.lower(), name))
        except (LookupError, UnicodeDecodeError):
            continue
    best = charset_normalizer.from_bytes(data[:200_000]).best()
    guess = best.encoding if best else "cp1252"
    # Among the Latin code pages the guess is a toss, and undeclared pages of the others are rare: it needs the page's language.
    if _LATIN.match(guess) and not _CENTRAL.search(data[:2000]):
        guess = "cp1252"
    return data.decode(guess, "replace")


def tree(text: str, *, source: str) -> html.HtmlElement:
    """Text → tree without scripts (JSON-LD stays), styles, comments and processing instructions.

    Raises Empty when there is no markup to read, TooLarge past MAX_ELEMENTS.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Empty(f"'{source}' holds no readable HTML. Give the address or the file of an article page.") from error
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise TooLarge(f"'{source}' has more than {MAX_ELEMENTS:,} elements; an article page has fewer. Save the article alone and read that.")
    for element in list(root.iter(*_GONE, "script")):
        if element.tag == "script" and "ld+json" in (element.get("type") or ""):
            continue
        drop(element)
    return root


def drop(element: Any) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail, element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def words_of(element: Any) -> str:
    """The text of an element on one line, scripts left out; line breaks count as a space."""
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: Any, parts: list[str]) -> None:
    if element.tag in ("script", "br"):
        parts.append(" ")
    elif isinstance(element.tag, str):
        parts.append(element.text or "")
        for child in element:
            _gather(child, parts)
            parts.append(child.tail or "")
