"""The one sanitiser: whatever comes from outside or from the desk as html passes here before anybody is served it.

A closed list of tags and attributes (nh3, no svg, math, style or form), and a closed list of link schemes.
"""

from __future__ import annotations

import html as html_entities
import re
import unicodedata
from urllib.parse import urlsplit

import nh3

INLINE_TAGS = frozenset({"a", "strong", "em", "code", "sub", "sup", "br"})
BLOCK_TAGS = INLINE_TAGS | {"p", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr"}
SCHEMES = frozenset({"http", "https", "mailto"})
_SAME_MEANING = {"b": "strong", "i": "em"}
_DROPPED_WHOLE = {"script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "title", "textarea", "select"}
# Characters that turn the direction of what follows, and others nobody sees: an address may not hold them.
_INVISIBLE = re.compile("[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")
_TAG = re.compile(r"<(/?)(b|i)(\s[^<>]*)?>", re.IGNORECASE)
_LINK_TO_NOTHING = re.compile(r"<a(?: hreflang=\"[^\"]*\")?>(.*?)</a>", re.DOTALL)
# Deeper html than this is nobody's article, and a parser takes time in the square of the depth: its marks are dropped first.
MAX_DEPTH = 200
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})[^<>]*>")
_NO_CLOSING = {"br", "hr", "img", "input", "meta", "link", "source", "wbr", "col", "area", "track", "p", "li", "td", "tr", "th", "dd", "dt", "option"}
# What a text needs to have for the parser to do anything with it; most sentences have none of it.
_MARKED = re.compile("[<>&\u00a0\u0000-\u0008\u000b-\u001f\u007f\ud800-\udfff\ufeff\ufffe\uffff]")
_CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]")


def inline(source: str) -> str:
    """The small inline subset of html: links, emphasis, code, sub- and superscript, line breaks. Other tags lose only themselves."""
    return _clean(source, INLINE_TAGS)


def block(source: str) -> str:
    """The inline subset with paragraphs, lists, block quotations, headings (2 to 4) and rules."""
    return _clean(source, BLOCK_TAGS)


def text_of(source: str) -> str:
    """The plain text of html: tags gone, entities read, line breaks and block ends as newlines."""
    if _MARKED.search(source) is None:
        return source.strip()
    broken = re.sub(r"<br\s*/?>|</(?:p|li|h[1-6]|blockquote|div|tr)>", "\n", _shallow(source), flags=re.IGNORECASE)
    return html_entities.unescape(nh3.clean(broken, tags=set(), clean_content_tags=set(_DROPPED_WHOLE), link_rel=None)).strip()


def link(url: str) -> str | None:
    """An address that a page may link to, or None: http, https or mailto, no invisible characters, not "#"."""
    cleaned = unicodedata.normalize("NFC", url.strip())
    if not cleaned or cleaned.startswith("#") or _INVISIBLE.search(cleaned) or " " in cleaned or "\\" in cleaned[:12]:
        return None
    try:
        parts = urlsplit(cleaned)
        port_is_number = parts.port is None or parts.port > 0
    except ValueError:
        return None
    if not parts.scheme and not parts.netloc:
        return cleaned if cleaned.startswith("/") and not cleaned.startswith("//") else None
    if parts.scheme.lower() not in SCHEMES or not port_is_number:
        return None
    return cleaned if parts.scheme.lower() == "mailto" or parts.hostname else None


def _clean(source: str, tags: frozenset[str] | set[str]) -> str:
    if _MARKED.search(source) is None:
        return source
    source = _TAG.sub(lambda found: f"<{found[1]}{_SAME_MEANING[found[2].lower()]}>", _shallow(_CONTROL.sub("", source)))
    cleaned = nh3.clean(
        source, tags=set(tags), clean_content_tags=set(_DROPPED_WHOLE), attributes={"a": {"href", "hreflang"}}, attribute_filter=_attribute,
        url_schemes=set(SCHEMES), link_rel=None, strip_comments=True,
    )  # fmt: skip
    return _LINK_TO_NOTHING.sub(r"\1", cleaned)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    return link(value) if name == "href" else value if name == "hreflang" else None


def _shallow(source: str) -> str:
    """The source itself, or without any marks when it nests deeper than MAX_DEPTH."""
    if source.count("<") <= MAX_DEPTH:
        return source
    depth = deepest = 0
    for tag in _ANY_TAG.finditer(source):
        if tag[2].lower() not in _NO_CLOSING:
            depth = depth - 1 if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return source if deepest <= MAX_DEPTH else html_entities.escape(html_entities.unescape(_ANY_TAG.sub(" ", source)), quote=False)
