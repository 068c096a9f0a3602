"""What a page says about itself: JSON-LD, Open Graph, meta, links, `<time>` and marks, each with where it was said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from coranto.reading import sanitising
from coranto.reading.authors import is_code, people, shown_byline, without_houses
from coranto.reading.markup import words_of
from coranto.reading.passages import zone_words
from coranto.reading.printout.dates import find_dates

_ARTICLE = re.compile(r"(Article|BlogPosting|Posting|Report|Review|WebPage)$")
_ISO = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$")
_CC = re.compile(r"^https?://(www\.)?creativecommons\.org/(licenses|publicdomain)/", re.IGNORECASE)
_MAX_NODES = 2000
CHAIN_TYPE = "application/vnd.coranto+json"  # of signed statements of where an article comes from
_SEPARATOR = re.compile(r"\s+[|–—•·»]\s+|\s+-\s+")


@dataclass(slots=True)
class Declared:
    """What is declared; absent is None or empty. `found_in` says the place of each."""

    headline: str | None = None
    standfirst: str | None = None
    byline: list[str] = field(default_factory=list)
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    canonical_url: str | None = None
    image_url: str | None = None
    image_caption: str | None = None
    image_credit: str | None = None
    licence_url: str | None = None
    copyright_notice: str | None = None
    article_text: str | None = None
    statement_url: str | None = None
    themes: list[str] = field(default_factory=list)
    base: str | None = None
    found_in: dict[str, str] = field(default_factory=dict)

    def say(self, name: str, value: Any, place: str) -> None:
        """Take a value unless something stronger has said it already."""
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.found_in[name] = place


def declared(root: Any, url: str | None) -> Declared:
    """Read what a page declares; JSON-LD is believed before Open Graph, that before meta, that before marks in the text."""
    found = Declared(base=url)
    base = root.find(".//base[@href]")
    if base is not None:
        found.base = urljoin(url or "", base.get("href") or "")
    _links(root, found)
    _json_ld(root, found)
    _metas(root, found)
    _microdata(root, found)
    _marks(root, found)
    return found


def _links(root: Any, found: Declared) -> None:
    for link in root.iter("link", "a"):
        relations, href = (link.get("rel") or "").lower().split(), (link.get("href") or "").strip()
        if not href:
            continue
        if link.tag == "link" and "canonical" in relations:
            found.say("canonical_url", _address(href, found.base), "rel=canonical")
        elif link.tag == "link" and "describedby" in relations and (link.get("type") or "").strip().lower() == CHAIN_TYPE:
            found.say("statement_url", _whole(_address(href, found.base)), "rel=describedby")
        elif "license" in relations or _CC.match(href):
            found.say("licence_url", _address(href, found.base), "rel=license" if "license" in relations else "a Creative Commons link")
    found.say("language", _language(root.get("lang") or root.get("xml:lang")), "html lang")
    for link in root.iter("link"):
        if (
            link.get("hreflang")
            and found.canonical_url
            and _address(link.get("href") or "", found.base) == found.canonical_url
            and link.get("hreflang") != "x-default"
        ):
            found.say("language", _language(link.get("hreflang")), "hreflang")


def _whole(address: str | None) -> str | None:
    return address if address and address.startswith(("https://", "http://")) else None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD document, lists and @graph included; at most _MAX_NODES."""
    waiting, seen = [value], 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting[0:0] = node
        elif isinstance(node, dict):
            yield node
            waiting[0:0] = [inner for name, inner in node.items() if name in ("@graph", "mainEntity", "mainEntityOfPage") and isinstance(inner, dict | list)]


def _json_ld(root: Any, found: Declared) -> None:
    everything: list[dict[str, Any]] = []
    for script in root.iter("script"):
        try:
            everything += _nodes(json.loads(re.sub(r"^\s*(<!--|//<!\[CDATA\[)|(-->|//\]\]>)\s*$", "", script.text or ""), strict=False))
        except (ValueError, RecursionError):
            continue
    known = {node["@id"]: node for node in everything if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [(node, _types(node)) for node in everything if any(_ARTICLE.search(kind) for kind in _types(node))]
    articles.sort(key=lambda pair: "WebPage" in "".join(pair[1]))
    for node, kinds in articles:
        page = "WebPage" in "".join(kinds)
        if not page:
            found.say("headline", _text(node.get("headline") or node.get("name")), "json-ld")
            found.say("byline", _names(node.get("author") or node.get("creator"), known), "json-ld")
            found.say("article_text", _text(node.get("articleBody"), lines=True), "json-ld")
            found.say("standfirst", _text(node.get("description")), "json-ld")
            found.say("themes", _list(node.get("articleSection")), "json-ld")
        elif len(articles) == sum("WebPage" in "".join(names) for _, names in articles):  # the page says of itself what no article on it says
            found.say("byline", _names(node.get("author") or node.get("creator"), known), "json-ld")
        found.say("published", iso(node.get("datePublished")), "json-ld")
        found.say("outlet", _name(node.get("publisher"), known), "json-ld")
        found.say("language", _language(node.get("inLanguage")), "json-ld")
        found.say("licence_url", _address(_first_text(node.get("license"), known), found.base), "json-ld")
        found.say("copyright_notice", _text(node.get("copyrightNotice")), "json-ld")
        _json_image(node.get("image") or node.get("thumbnailUrl"), known, found)


def _json_image(value: Any, known: dict[str, dict[str, Any]], found: Declared) -> None:
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict):
        value = known.get(value.get("@id", ""), value)
        found.say("image_caption", _text(value.get("caption")), "json-ld")
        found.say("image_credit", _text(value.get("creditText")) or _name(value.get("creator"), known), "json-ld")
        value = value.get("url") or value.get("contentUrl")
    found.say("image_url", _address(value if isinstance(value, str) else None, found.base), "json-ld")


_META: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("headline", ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "headline", "title")),
    ("standfirst", ("og:description", "description", "twitter:description", "dc.description")),
    ("byline", ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "citation_author", "byl", "twitter:data1")),
    ("outlet", ("og:site_name", "application-name", "citation_journal_title", "dc.publisher", "twitter:site")),
    ("published", ("article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "parsely-pub-date", "sailthru.date",
                   "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "citation_publication_date", "publish-date", "publication_date", "pubdate", "article.published")),
    ("language", ("og:locale", "content-language", "dc.language")),
    ("canonical_url", ("og:url",)),
    ("image_url", ("og:image", "og:image:url", "twitter:image")),
    ("image_caption", ("og:image:alt",)),
    ("copyright_notice", ("copyright", "dc.rights", "dcterms.rights")),
    ("themes", ("article:section",)),
)  # fmt: skip


def _metas(root: Any, found: Declared) -> None:
    said: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or "").strip().lower()
        value = (meta.get("content") or "").strip()
        if name and value:
            said.setdefault(name, []).append(value)
    for target, names in _META:
        for name in names:
            for value in said.get(name, [])[:1]:
                found.say(target, _meta_value(target, name, said[name], value, found), name)
    if not found.headline:
        title = root.find(".//title")
        found.say("headline", _text(words_of(title)) if title is not None else None, "title")


def _meta_value(target: str, name: str, values: list[str], value: str, found: Declared) -> Any:
    if target == "byline":
        if name == "twitter:data1" and (len(value.split()) > 4 or any(char.isdigit() for char in value)):
            return None
        return people(values)
    if target in ("canonical_url", "image_url"):
        return _address(value, found.base)
    if target == "published":
        return iso(value) or next((dated.iso for dated in find_dates(value[:200], found.language) if not dated.unsure), None)
    if target == "language":
        return _language(value.split(",")[0])
    if target == "themes":
        return list(dict.fromkeys(values))
    return None if name == "twitter:site" and value.startswith("@") else _text(value)


def _microdata(root: Any, found: Declared) -> None:
    for element in root.iter():
        named = (element.get("itemprop") or "").lower() if isinstance(element.tag, str) else ""
        if named == "datepublished":
            found.say("published", iso(element.get("datetime") or element.get("content") or words_of(element)), "itemprop")
        elif named == "headline":
            found.say("headline", _text(words_of(element)), "itemprop")
        elif named == "author":
            inner = element.find(".//*[@itemprop='name']")
            found.say("byline", people([words_of(inner if inner is not None else element)]), "itemprop")


def _marks(root: Any, found: Declared) -> None:
    """h1, the line of the author, and <time>: what readers see."""
    _shown_headline(root, found)
    if len(found.byline) == 1 and is_code(found.byline[0]) and found.byline[0] not in words_of(root):
        found.byline = []
    if not found.byline:
        found.say("byline", shown_byline(root), "the line of the author")
    found.byline = without_houses(found.byline, [found.outlet])
    if not found.byline:
        found.found_in.pop("byline", None)
    for time in root.iter("time"):
        found.say("published", iso(time.get("datetime")), "time")


_LOGO = frozenset(("logo", "brand", "branding", "sitename", "masthead"))


def _shown_headline(root: Any, found: Declared) -> None:
    """Take the h1 that says the declared headline; without a declared one, the only h1 of the article.

    A site's name in an h1 (a logo, a link to the front page, the last part of the title) is no headline.
    """
    place = found.found_in.get("headline")
    ends = _SEPARATOR.split(found.headline or "")[1:] if place == "title" else []
    names = {key(name) for name in [found.outlet, *ends] if name}
    headings = [heading for heading in root.iter("h1") if words_of(heading) and not _is_logo(heading, names)]
    if not headings:
        return
    shown = min((words_of(heading) for heading in headings), key=lambda text: _distance(text, found.headline or ""))
    declared_one = found.headline or ""
    rest = declared_one[len(shown) :] if declared_one.startswith(shown) else ""
    same = not found.headline or _distance(shown, declared_one) < 0.5 or (shown.casefold() in declared_one.casefold() and len(shown.split()) > 1)
    if place not in (None, "title", "og:title", "twitter:title"):
        same = bool(re.match(r"\s*[|–—·•-]\s", rest))
    elif not same and place == "title":
        inside = [heading for heading in headings if any(above.tag in ("article", "main") for above in heading.iterancestors())]
        same = len(inside) == 1
        shown = words_of(inside[0]) if same else shown
    if same:
        found.headline, found.found_in["headline"] = shown, "h1"


def _is_logo(heading: Any, names: set[str]) -> bool:
    said = frozenset[str]().union(
        *(zone_words(element) for element in [heading, heading.getparent(), *heading.iterdescendants()] if isinstance(element.tag, str))
    )
    link = heading.find(".//a[@href]")
    home = link is not None and words_of(link) == words_of(heading) and urlsplit(link.get("href")).path in ("", "/")
    return home or bool(said & _LOGO) or {"site", "title"} <= said or {"site", "name"} <= said or key(words_of(heading)) in names


def key(text: str) -> str:
    """A text for comparing: its words alone."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _distance(one: str, other: str) -> float:
    """0.0 for the same words, 1.0 for none in common."""
    mine, theirs = set(one.casefold().split()), set(other.casefold().split())
    return 1 - len(mine & theirs) / max(1, len(mine | theirs))


def iso(value: Any) -> str | None:
    """A date as ISO 8601, as precise as it is said; midnight in no zone is a day. Anything else is None."""
    text = str(value[0] if isinstance(value, list) and value else value or "").strip().replace("/", "-")
    match = _ISO.match(text)
    if not match:
        return None
    year, month, day, clock, seconds, zone = match.groups()
    if not 1400 <= int(year) <= 2200 or not 1 <= int(month or 1) <= 12 or not 1 <= int(day or 1) <= 31:
        return None
    date = "-".join(part for part in (year, month, day) if part)
    if not clock or (clock == "00:00" and not zone):
        return date
    zone = (zone or "").replace("Z", "+00:00")
    return f"{date}T{clock}{seconds or ':00'}{zone[:3] + ':' + zone[-2:] if zone else ''}"


def _types(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [str(one).rsplit("/", 1)[-1] for one in (kind if isinstance(kind, list) else [kind]) if one]


def _name(value: Any, known: dict[str, dict[str, Any]]) -> str | None:
    """The whole name of a house, which may hold a comma."""
    return next(iter(_raw_names(value, known)), None)


def _names(value: Any, known: dict[str, dict[str, Any]]) -> list[str]:
    return people(_raw_names(value, known))


def _raw_names(value: Any, known: dict[str, dict[str, Any]]) -> list[str]:
    names: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one = known.get(one.get("@id", ""), one) if not one.get("name") else one
            one = one.get("name")
            one = one[0] if isinstance(one, list) and one else one
        if isinstance(one, str):
            names.append(one)
    return [" ".join(sanitising.text_of(name).split()) for name in names]


def _list(value: Any) -> list[str]:
    return [text for one in (value if isinstance(value, list) else [value]) if (text := _text(one))]


def _first_text(value: Any, known: dict[str, dict[str, Any]]) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return value if isinstance(value, str) else None


def _text(value: Any, *, lines: bool = False) -> str | None:
    if not isinstance(value, str):
        return None
    text = sanitising.text_of(value)
    text = "\n".join(" ".join(line.split()) for line in text.splitlines()) if lines else " ".join(text.split())
    return text or None


def _language(value: Any) -> str | None:
    value = value.get("alternateName") if isinstance(value, dict) else value
    text = str(value or "").strip().replace("_", "-")
    return text if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", text) else None


def _address(value: str | None, base: str | None) -> str | None:
    try:
        return sanitising.link(urljoin(base or "", value.strip())) if value else None
    except ValueError:
        return None
