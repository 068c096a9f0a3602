"""Finds English on a page of another language: every text that a reader, a screen reader or a search engine is given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from coranto import languages

ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "aria-description", "label")
SILENT = {"script", "style", "template", "code", "pre", "noscript"}
CONTENT = {"description", "og:title", "og:description", "og:site_name", "og:image:alt", "twitter:title", "twitter:description", "twitter:image:alt", "application-name", "apple-mobile-web-app-title"}
# What stands in JSON-LD for a reader's eyes; everything else there is an address, a code or a name.
SAID = {"headline", "description", "alternativeHeadline", "articleBody", "caption", "articleSection", "keywords", "text", "usageInfo", "creditText"}
_WORDS = re.compile(r"[A-Za-z’'-]{2,}(?:[ \u00a0]+[A-Za-z’'-]+)+")
_FUNCTION_WORDS = re.compile(
    r"\b(?:the|of|and|is|are|this|that|with|from|you|your|we|our|not|has|have|been|by|for|it|its|to|any|may|which|read|ask|what|who|how|where|more|no|on|at|as|or|be)\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"\S*(?://|@|\.html|\.json|/)\S*")


def told(page: str | bytes, language: str) -> Iterator[tuple[str, str]]:
    """Every text of a page that claims to be in its language, with where it stands: `h2`, `a@aria-label`, `meta`, `ld+json`."""
    tree = html.document_fromstring(page)
    yield from _texts(tree, language, own=language)


def _texts(node: Any, language: str, *, own: str) -> Iterator[tuple[str, str]]:
    if not isinstance(node.tag, str):
        return
    own = node.get("lang") or own
    if own == language:
        yield from ((f"{node.tag}@{name}", node.get(name)) for name in ATTRIBUTES if node.get(name))
        if node.tag == "meta" and (node.get("name") or node.get("property")) in CONTENT:
            yield "meta", node.get("content") or ""
        if node.tag in {"input", "button"} and node.get("type") in {"submit", "button", "reset"} and node.get("value"):
            yield f"{node.tag}@value", node.get("value")
    if node.tag == "script" and node.get("type") == "application/ld+json":
        yield from (("ld+json", text) for text in _said(json.loads(node.text or "{}"), language))
    if node.tag in SILENT:
        return
    if node.tag == "textarea" and (node.text or "").lstrip().startswith("<"):  # a text to copy
        yield from told(node.text, language)
        return
    if own == language and node.text and node.text.strip():
        yield node.tag, node.text.strip()
    for child in node:
        yield from _texts(child, language, own=own)
        if own == language and child.tail and child.tail.strip():
            yield node.tag, child.tail.strip()


def _said(value: Any, language: str) -> Iterator[str]:
    """The sentences of JSON-LD, but for works that are in another language."""
    if isinstance(value, list):
        for one in value:
            yield from _said(one, language)
    elif isinstance(value, dict) and value.get("inLanguage", language) == language:
        for name, one in value.items():
            if isinstance(one, str) and name in SAID:
                yield one
            elif isinstance(one, dict | list):
                yield from _said(one, language)


def told_by_feed(feed: bytes, language: str) -> Iterator[tuple[str, str]]:
    """The same of an RSS or Atom feed, html inside it too, and of a JSON feed; what RSL says in it is for crawlers."""
    if feed.lstrip()[:1] == b"{":
        yield from (("json feed", text) for text in _strings(json.loads(feed), language))
        return
    for node in etree.fromstring(feed).iter():
        if isinstance(node.tag, str) and "rsl" not in node.tag and node.text and node.text.strip() and _own(node) in {None, language}:
            name = etree.QName(node).localname
            if "<" in node.text:
                yield from ((f"{name} {place}", text) for place, text in told(node.text, language))
            elif name not in {"link", "id", "guid", "url", "name", "creator", "uri", "updated", "published", "pubDate", "lastBuildDate"}:
                yield name, node.text.strip()


def _own(node: Any) -> str | None:
    return next((found for one in (node, *node.iterancestors()) if (found := one.get("{http://www.w3.org/XML/1998/namespace}lang"))), None)


def _strings(value: Any, language: str, name: str = "") -> Iterator[str]:
    if isinstance(value, dict) and value.get("language", language) == language:
        for key, one in value.items():
            yield from _strings(one, language, key)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, language, name)
    elif isinstance(value, str) and name in {"title", "summary", "content_text", "description", "tags"}:
        yield value
    elif isinstance(value, str) and name == "content_html" and value:
        yield from (text for _place, text in told(value, language))


def english_in(text: str, language: str, *, known: tuple[str, ...] = ()) -> str:
    """The English words in a text of another language, "" where there are none. `known` are names that stand as they are.

    In a language of another script two Latin words beside each other are found; in one of the Latin script, three words
    of which two are such as every English sentence has.
    """
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, " · ")
    text = _ADDRESS.sub(" · ", text)
    for run in _WORDS.findall(text):
        if not _is_latin(language) or len(_FUNCTION_WORDS.findall(run)) >= 2:
            return str(run)
    return ""


def _is_latin(language: str) -> bool:

    return languages.get(language).script == "Latn"
