"""Read the marks inside a line (emphasis, links, code, images) into plain words, safe inline HTML and a list of links.

One pass over tokens, no backtracking: the time grows with the length of the text alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from coranto.reading.printout.cleaning import tidy

Whole = Literal["italic", "bold", "link"]

_TOKEN = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+\-.!>~|])"
    r"|(?P<code>`[^`\n]{1,500}`)"
    r"|<(?P<auto>(?:https?://|mailto:)[^<>\s]{1,1000})>"
    r"|(?P<br><br ?/?>|(?: {2,}|\\)?\n)"
    r"|(?P<tag></?(?:b|strong|i|em|u|span|p|div|sup|sub|a|font|center|small)(?: [^<>]{0,500})?>)"
    r"|(?P<image>!\[)"
    r"|(?P<footnote>\[\^(?P<footmark>[^\]\s]{1,20})\])"
    r"|(?P<open>\[)"
    r"|(?P<close>\](?:\((?P<target>[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,1000})?)"
    r"(?: +[\"'(][^\n]{0,300}?[\"')])?\)|\[(?P<reference>[^\]\n]{1,80})\])?)"
    r"|(?P<run>\*{1,3}|_{1,3}|~~)"
    r"|(?P<url>(?:https?://|www\.)[^\s<>\[\]{}\"“”«»*]{3,2000})"
)
_NAMES = {"*": "em", "**": "strong", "***": "strong em", "_": "em", "__": "strong", "___": "strong em", "~~": "s"}
_TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}


@dataclass(slots=True)
class Link:
    """A link as printed: its words and its address; the address is None when it leads nowhere ("#")."""

    text: str
    url: str | None


@dataclass(slots=True)
class Inline:
    """What a passage says: plain words, inline HTML, links, images (alt, address), and what marks the whole of it."""

    plain: str = ""
    html: str = ""
    links: list[Link] = field(default_factory=list)
    images: list[Link] = field(default_factory=list)
    whole: Whole | None = None


@dataclass(slots=True)
class _Piece:
    """A run of words, or a delimiter that opens or closes a mark."""

    text: str
    kind: Literal["words", "mark", "break", "open", "close"] = "words"
    name: str = ""
    html: str | None = None
    partner: int = -1
    url: str | None = None


def real_address(url: str | None) -> str | None:
    """Give the address when it leads somewhere a reader can go; "#", "#top" and scripts do not."""
    if not url:
        return None
    url = url.strip().strip("<>")
    if url.startswith("www."):
        url = "https://" + url
    if re.match(r"(?:https?://[^/\s]|mailto:[^\s@]+@)", url, re.IGNORECASE):
        return url
    return None


def read_inline(text: str, references: dict[str, str] | None = None, *, marks: bool = True) -> Inline:
    """Read one passage; with `marks` false nothing but bare addresses is special."""
    pieces = _pieces(text, references or {}, marks)
    if marks:
        _pair_marks(pieces)
    return _put_together(pieces)


def _pieces(text: str, references: dict[str, str], marks: bool) -> list[_Piece]:
    pieces: list[_Piece] = []
    brackets: list[int] = []
    position = 0
    for match in _TOKEN.finditer(text):
        if not marks and match.lastgroup not in ("url", "br", "auto"):
            continue
        if match.start() > position:
            pieces.append(_Piece(text[position : match.start()]))
        position = match.end()
        _add_token(match, text, pieces, brackets, references)
        if match["url"]:
            trailing = _trailing_points(match["url"])
            if trailing:
                pieces.append(_Piece(trailing))
    if position < len(text):
        pieces.append(_Piece(text[position:]))
    return pieces


def _trailing_points(url: str) -> str:
    kept = url.rstrip(".,;:!?'’)_") if "(" not in url else url.rstrip(".,;:!?'’_")
    return url[len(kept) :]


def _add_token(
    match: re.Match[str], text: str, pieces: list[_Piece], brackets: list[int], references: dict[str, str]
) -> None:
    token = match[0]
    if match["escaped"]:
        pieces.append(_Piece(match["escaped"]))
    elif match["code"]:
        pieces.append(_Piece(token[1:-1], html=f"<code>{escape(token[1:-1])}</code>"))
    elif match["auto"] or match["url"]:
        url = match["auto"] or match["url"][: len(match["url"]) - len(_trailing_points(match["url"]))]
        address = real_address(url)
        shown = url.removeprefix("mailto:")
        html = f'<a href="{escape(address)}">{escape(shown)}</a>' if address else None
        pieces.append(_Piece(shown, html=html, url=address))
    elif match["br"]:
        soft = match["br"] == "\n"
        pieces.append(_Piece(" " if soft else "\n", kind="break", html=" " if soft else "<br>"))
    elif match["tag"]:
        _add_tag(token, pieces)
    elif match["footnote"]:
        pieces.append(_Piece(f"[{match['footmark']}]"))
    elif match["image"] or match["open"]:
        brackets.append(len(pieces))
        pieces.append(_Piece(token, kind="open"))
    elif match["close"]:
        _close_bracket(match, pieces, brackets, references)
    else:
        _add_run(match, text, pieces)


def _add_tag(token: str, pieces: list[_Piece]) -> None:
    name = re.sub(r"[</> ].*", "", token.strip("</>"), flags=re.DOTALL)
    mark = _TAGS.get(name)
    if mark:
        kind: Literal["open", "close"] = "close" if token.startswith("</") else "open"
        pieces.append(_Piece("", kind="mark", name=f"{kind}:{mark}"))


def _close_bracket(
    match: re.Match[str], pieces: list[_Piece], brackets: list[int], references: dict[str, str]
) -> None:
    target, reference = match["target"], match["reference"]
    address = target
    if reference is not None:
        address = references.get(reference.casefold())
    if not brackets or (target is None and address is None):
        opener = brackets.pop() if brackets else -1
        is_image = opener >= 0 and pieces[opener].text == "!["
        pieces.append(_Piece(match[0] if not is_image else "]"))
        return
    opener = brackets.pop()
    pieces[opener].partner = len(pieces)
    pieces.append(_Piece("", kind="close", partner=opener, url=address or "#"))


def _add_run(match: re.Match[str], text: str, pieces: list[_Piece]) -> None:
    token = match[0]
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    opens, closes = not after.isspace(), not before.isspace()
    if token[0] == "_" and before.isalnum() and after.isalnum():
        opens = closes = False
    if opens and closes:
        opens, closes = not (before.isalnum() and not after.isalnum()), not (after.isalnum() and not before.isalnum())
    if not opens and not closes:
        pieces.append(_Piece(token))
        return
    pieces.append(_Piece(token, kind="mark", name=("o" if opens else "") + ("c" if closes else "")))


def _pair_marks(pieces: list[_Piece]) -> None:
    """Find for each closing mark the nearest open one of the same signs; what finds no partner is words again."""
    waiting: dict[str, list[int]] = {}
    for index, piece in enumerate(pieces):
        if piece.kind != "mark":
            continue
        if ":" in piece.name:
            way, mark = piece.name.split(":")
            if way == "open":
                waiting.setdefault("<" + mark, []).append(index)
            elif waiting.get("<" + mark):
                _join(pieces, waiting["<" + mark].pop(), index, mark)
            continue
        stack = waiting.setdefault(piece.text, [])
        if "c" in piece.name and stack:
            _join(pieces, stack.pop(), index, _NAMES[piece.text])
        elif "o" in piece.name:
            stack.append(index)
    for piece in pieces:
        if piece.kind == "mark" and piece.partner < 0:
            piece.kind = "words"
            piece.text = piece.text if len(piece.text) == 1 else ""


def _join(pieces: list[_Piece], first: int, last: int, name: str) -> None:
    pieces[first].partner, pieces[last].partner = last, first
    pieces[first].name = pieces[last].name = name
    pieces[first].text = pieces[last].text = ""


def _put_together(pieces: list[_Piece]) -> Inline:
    result = Inline()
    plain: list[str] = []
    html: list[str] = []
    link_starts: dict[int, int] = {}
    skip_until = -1
    for index, piece in enumerate(pieces):
        if index <= skip_until:
            continue
        if piece.kind == "open" and piece.partner >= 0:
            if piece.text == "![":
                skip_until = piece.partner
                alt = "".join(p.text for p in pieces[index + 1 : piece.partner] if p.kind in ("words", "break"))
                result.images.append(Link(tidy(alt), real_address(pieces[piece.partner].url)))
                continue
            link_starts[piece.partner] = len(plain)
            address = real_address(pieces[piece.partner].url)
            html.append(f'<a href="{escape(address)}">' if address else "")
        elif piece.kind == "close":
            address = real_address(piece.url)
            html.append("</a>" if address else "")
            result.links.append(Link(tidy("".join(plain[link_starts[index] :])), address))
        elif piece.kind == "mark":
            html.append(_mark_html(piece, opening=piece.partner > index))
        else:
            plain.append(piece.text)
            html.append(piece.html if piece.html is not None else escape(piece.text, quote=False))
            if piece.url:
                result.links.append(Link(piece.text, piece.url))
    result.plain = _tidy_lines("".join(plain))
    result.html = _unnest_links(re.sub(r"[ \t]+", " ", "".join(html)).strip())
    result.whole = _whole(pieces)
    return result


def _unnest_links(html: str) -> str:
    """Drop an <a> that opens inside another one."""
    if html.count("<a ") < 2:
        return html
    parts, depth = [], 0
    for part in re.split(r"(<a [^>]*>|</a>)", html):
        if part.startswith("<a "):
            depth += 1
            parts.append(part if depth == 1 else "")
        elif part == "</a>":
            depth -= 1
            parts.append(part if depth == 0 else "")
        else:
            parts.append(part)
    return "".join(parts)


def _tidy_lines(text: str) -> str:
    return "\n".join(line for line in (tidy(line) for line in text.split("\n")) if line)


def _mark_html(piece: _Piece, *, opening: bool) -> str:
    names = [name for name in piece.name.split() if name != "s"]
    if opening:
        return "".join(f"<{name}>" for name in names)
    return "".join(f"</{name}>" for name in reversed(names))


def _whole(pieces: list[_Piece]) -> Whole | None:
    """Say what marks every word of the passage, a few stray signs (brackets, points) allowed."""
    if all(piece.kind in ("words", "break") and not piece.url for piece in pieces):
        return None
    depth = {"em": 0, "strong": 0, "a": 0}
    words = {"em": 0, "strong": 0, "a": 0, "": 0}
    for index, piece in enumerate(pieces):
        if piece.kind == "mark":
            step = 1 if piece.partner > index else -1
            for name in piece.name.split():
                if name in depth:
                    depth[name] += step
        elif piece.kind in ("open", "close") and piece.partner >= 0:
            depth["a"] += 1 if piece.kind == "open" else -1
        else:
            length = sum(1 for char in piece.text if char.isalnum())
            words[""] += length
            for name, level in depth.items():
                words[name] += length if level > 0 or (name == "a" and piece.url) else 0
    if not words[""]:
        return None
    order: tuple[tuple[str, Whole], ...] = (("em", "italic"), ("strong", "bold"), ("a", "link"))
    for name, whole in order:
        if words[name] >= words[""] * 0.97:
            return whole
    return None
