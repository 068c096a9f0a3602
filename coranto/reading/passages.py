"""A page's tree → its passages in order: every run of words that stands by itself, with where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from coranto.reading.markup import words_of

Role = Literal["paragraph", "heading", "item", "quotation", "table", "caption", "code", "image", "embed"]

BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video", "audio", "iframe", "picture", "amp-img"]
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_SKIPPED = frozenset(("script", "head", "input", "textarea", "button", "canvas", "map", "audio", "dialog"))


@dataclass(slots=True)
class Passage:
    """A run of words (or an image or embed) of a page.

    `nodes` are its pieces in order: strings and elements (elements without their tails). `zones` are the marks of what
    it stands in: tags such as nav and aside, and words of classes and ids. `links` is the share of its letters that are links, 0.0 to 1.0.
    """

    role: Role
    element: Any
    nodes: list[Any] = field(default_factory=list)
    text: str = ""
    links: float = 0.0
    level: int = 0
    zones: frozenset[str] = frozenset()
    hidden: bool = False


def passages(root: Any) -> list[Passage]:
    """Every passage of the body, in the order of the page."""
    found: list[Passage] = []
    body = root.find(".//body")
    _walk(body if body is not None else root, frozenset(), False, found)
    return found


def _walk(element: Any, zones: frozenset[str], hidden: bool, found: list[Passage]) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED:
        return
    zones = zones | zone_words(element)
    hidden = hidden or _is_hidden(element)
    if tag in ("iframe", "video") or (tag == "blockquote" and _is_embed(element)):
        found.append(Passage("embed", element, [element], words_of(element), 0.0, 0, zones, hidden))
    elif tag in ("img", "picture", "amp-img"):
        found.append(Passage("image", element, [element], "", 0.0, 0, zones, hidden))
    elif tag == "table" and is_data(element):
        found.append(_passage("table", element, [element], zones, hidden))
    elif tag == "pre":
        found.append(_passage("code", element, [element], zones, hidden))
    else:
        _runs(element, zones, hidden, found)


def _runs(element: Any, zones: frozenset[str], hidden: bool, found: list[Passage]) -> None:
    """Gather the words directly in an element into runs, broken by blocks, images and double line breaks."""
    run: list[Any] = [element.text] if element.text else []
    breaks = 0

    def close() -> None:
        nonlocal run
        passage = _passage(_role(element), element, run, zones, hidden)
        if passage.text:
            passage.level = _HEADINGS.get(element.tag, 0)
            found.append(passage)
        run = []

    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == "br":
            breaks += 1
            if breaks == 2:
                close()
            elif run:
                run.append(child)
        elif child.tag in BLOCKS or child.tag in _SKIPPED or child.tag == "img" or _holds_block(child):
            close()
            _walk(child, zones, hidden, found)
            breaks = 0
        else:
            run.append(child)
            breaks = breaks if not words_of(child) else 0
        if child.tail:
            run.append(child.tail)
            breaks = breaks if not child.tail.strip() else 0
    close()


def _holds_block(element: Any) -> bool:
    return any(inner.tag in BLOCKS or inner.tag == "img" for inner in element.iterdescendants())


def _role(element: Any) -> Role:
    tag = element.tag
    if tag in _HEADINGS:
        return "heading"
    if tag == "figcaption" or "wp-caption-text" in (element.get("class") or ""):
        return "caption"
    while element is not None and element.tag not in ("body", "article", "main"):
        if element.tag in ("li", "dd", "dt") and tag != "blockquote":
            return "item"
        if element.tag == "blockquote":
            return "quotation"
        if element.tag in ("figcaption",):
            return "caption"
        element = element.getparent()
    return "paragraph"


def _passage(role: Role, element: Any, nodes: list[Any], zones: frozenset[str], hidden: bool) -> Passage:
    text = " ".join("".join(node if isinstance(node, str) else words_or_space(node) for node in nodes).split())
    linked = sum(len(words_of(link)) for node in nodes if not isinstance(node, str) for link in node.iter("a"))
    return Passage(role, element, nodes, text, min(1.0, linked / max(1, len(text))), 0, zones, hidden)


def words_or_space(node: Any) -> str:
    """The words of an inline element with the spaces at its ends kept."""
    if node.tag == "br":
        return " "
    raw = "".join(node.itertext()) if not any(True for _ in node.iter("script")) else words_of(node)
    inner = words_of(node)
    return (" " if raw[:1].isspace() else "") + inner + (" " if raw[-1:].isspace() else "")


def zone_words(element: Any) -> frozenset[str]:
    """The words by which an element says what it is: its tag, and its classes, id, role and test labels taken apart."""
    attributes = element.attrib
    said = " ".join(attributes[name] for name in ("class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label") if name in attributes) if attributes else ""
    return _zones(said[:400], element.tag)


@lru_cache(maxsize=4096)
def _zones(said: str, tag: str) -> frozenset[str]:
    """The words of such names; pages say the same ones again and again."""
    said = re.sub(r"([a-z])([A-Z])", r"\1 \2", said)
    return frozenset([*re.findall(r"[a-z]{2,}", said.lower()), tag])


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "hidden" in element.attrib or element.get("aria-hidden") == "true" or "display:none" in style or "visibility:hidden" in style


def _is_embed(element: Any) -> bool:
    return any(word in (element.get("class") or "").lower() for word in ("twitter-", "instagram-media", "bluesky-embed", "tiktok-embed", "mastodon-embed"))


def is_data(table: Any) -> bool:
    """Whether a table holds facts in rows and columns, and not the layout of the page."""
    rows = list(table.iter("tr"))
    cells = [len(row.findall("td") + row.findall("th")) for row in rows]
    if len(rows) < 2 or max(cells, default=0) < 2 or any(True for _ in table.iterdescendants("table", "h1", "article", "form")):
        return False
    texts = [len(words_of(cell)) for cell in table.iter("td", "th")]
    return max(texts, default=0) < 600 and sum(texts) / max(1, len(texts)) < 150
