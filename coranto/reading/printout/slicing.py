"""Cut the inline HTML of a paragraph down to the sentences that stay, marks and links kept and closed."""

from __future__ import annotations

import re
from html import escape


def cut_html(html: str, kept: list[str]) -> str:
    """Give the inline HTML of the kept sentences of a paragraph; marks stay where the words can be found again."""
    found: list[str] = []
    place = 0
    for sentence in kept:
        plain = escape(sentence.strip(), quote=False)
        at = html.find(plain, place)
        if at >= 0:
            found.append(plain)
            place = at + len(plain)
            continue
        found.append(_with_marks(html, sentence.strip()))
    return " ".join(part for part in found if part)


def _with_marks(html: str, sentence: str) -> str:
    tokens = re.findall(r"<[^>]+>|&[a-z#0-9]+;|[^<&]", html)
    signs = [index for index, token in enumerate(tokens) if not token.startswith("<")]
    plain = "".join(_sign(tokens[index]) for index in signs)
    at = plain.find(sentence)
    if at < 0 or not sentence:
        return escape(sentence, quote=False)
    first, last = signs[at], signs[at + len(sentence) - 1]
    opened: list[str] = []
    for token in tokens[:first]:
        _track(token, opened)
    inside = list(opened)
    for token in tokens[first : last + 1]:
        _track(token, inside)
    closing = "".join(f"</{re.sub(r'[< ].*', '', token[1:-1])}>" for token in reversed(inside))
    return "".join(opened) + "".join(tokens[first : last + 1]) + closing


def _track(token: str, opened: list[str]) -> None:
    if token.startswith("</"):
        if opened:
            opened.pop()
    elif token.startswith("<") and not token.startswith("<br"):
        opened.append(token)


def _sign(token: str) -> str:
    return {"&amp;": "&", "&lt;": "<", "&gt;": ">"}.get(token, token if len(token) == 1 else " ")
