"""Feeds of everything that is a list: RSS 2.0, Atom with tombstones (RFC 6721), and JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from coranto.articles import keys
from coranto.articles.models import Classified, PublicState
from coranto.delivery.house import Rendered, Target
from coranto.rights.projections.rsl import SPACE as RSL_SPACE
from coranto.site import addresses, extras
from coranto.site.facts import lists, own, wording
from coranto.site.facts.lineage import Work
from coranto.site.facts.shapes import Link
from coranto.site.facts.store import State, Store
from coranto.site.feed_content import FeedItem, feed_item, identity
from coranto.site.kinds import Keys, Kind, register
from coranto.site.provenance import TYPE as CHAIN_TYPE
from coranto.site.targets import parts_of, wants_all

SIZE = 20
TOMBSTONES = 20
OWN_SPACE = "urn:coranto:feed"  # of the element that says how a translation was made
FACETS = ("region", "theme", "report", "person", "outlet")
FORMATS = {"xml": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
NAMES = {"xml": "RSS", "atom": "Atom", "json": "JSON Feed"}
_UNFIT = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """What all formats say. Addresses are whole."""

    title: str
    description: str
    home: str
    url: str
    language: str
    updated: datetime
    items: tuple[FeedItem, ...]
    gone: tuple[tuple[str, datetime], ...]
    rights: str


def feed_path(language: str, facet: str, slug: str, extension: str) -> str:
    """Where a list's feed stands: beside the list itself."""
    home = addresses.home(language) if facet == "all" else addresses.listing(language, facet, slug)
    return f"{home}feed.{extension}"


def links(store: Store, language: str, facet: str, number: int) -> tuple[Link, ...]:
    """The feeds of a list, for its head."""
    slug = "" if facet == "all" else store.slug(facet, number) if facet in FACETS else None
    if slug is None:
        return ()
    return tuple(Link(NAMES[extension], feed_path(language, facet, slug, extension), key=FORMATS[extension]) for extension in FORMATS)


def targets(store: Store, wanted: Keys) -> Iterator[Target]:
    """Every feed, or those of lists whose address or existence may have changed."""
    if wanted is None or wants_all(wanted):
        every = [("all", 0), *((facet, value) for facet, value in _lists(store))]
    else:
        every = [(parts[1], int(parts[2])) for parts in parts_of(sorted(wanted), "term")]
        every += [(facet, int(parts[1])) for facet in ("person", "outlet") for parts in parts_of(sorted(wanted), facet)]
        every += [(parts[1], int(parts[2])) for parts in parts_of(sorted(wanted), "list") if parts[1] in FACETS]
    for facet, value in dict.fromkeys(every):
        slug = "" if facet == "all" else store.slug(facet, value)
        if slug is not None:
            for language in store.languages:
                for extension in FORMATS:
                    yield Target(feed_path(language, facet, slug, extension), language, "feed", f"{facet}:{value}:{extension}", 5)


def _lists(store: Store) -> Iterator[tuple[str, int]]:
    found = Classified.objects.filter(facet__in=FACETS).values_list("facet", "value").distinct()
    known = {("region", number) for number in store.regions} | {("theme", number) for number in store.themes} | {("report", number) for number in store.reports}
    yield from sorted(known | set(found))


def render(store: Store, target: Target) -> Rendered | None:
    """One feed in one format; None where there is no such list."""
    facet, value, extension = target.subject.split(":")
    feed = _feed(store, target, facet, int(value))
    if feed is None:
        return None
    body = WRITERS[extension](feed)
    return Rendered(body.encode("utf-8", "replace"), f"{FORMATS[extension]}; charset=utf-8")


def _feed(store: Store, target: Target, facet: str, value: int) -> Feed | None:
    language = target.language
    store.note(keys.PUBLICATION)
    if language not in store.languages:
        return None
    publication = store.publication
    if facet == "all":
        store.note(keys.listing("all", 0, language))
        title, home = publication.name, addresses.home(language)
        numbers = store.once("newest-for-feeds", _newest)
    else:
        lists.note_membership(store, facet, value, language, None)
        head = lists.HEADS[facet](store, value, language)
        if head is None:
            return None
        home = head["address"](None)
        title = f"{head['title']} · {publication.name}"
        numbers = store.once(("feed-numbers", facet, value), lambda: lists.newest(facet, value, SIZE))
    if feed_path_of(home, target) != target.path:
        return None
    store.load(numbers)
    items = tuple(item for number in numbers if (item := feed_item(store, number, language)) is not None)
    gone = tuple((identity(state, language), state.modified_at) for state in _gone(store, facet, value))
    updated = max([item.updated for item in items] + [at for _identity, at in gone], default=datetime(2000, 1, 1, tzinfo=UTC))
    return Feed(title, own.part(store, "tagline", language, publication.tagline).text, addresses.absolute(home), addresses.absolute(target.path), language, updated, items, gone, f"© {publication.name}")


def feed_path_of(home: str, target: Target) -> str:
    """The path the feed of this list has now; another one means that the list has moved."""
    return f"{home}feed.{target.subject.rpartition(':')[2]}"


def _newest() -> tuple[int, ...]:
    return tuple(PublicState.objects.filter(status=200).order_by("-first_public_at", "-article_id").values_list("pk", flat=True)[:SIZE])


def _gone(store: Store, facet: str, value: int) -> list[State]:
    """What left the list last, so that readers' programs let it go too."""
    numbers = store.once(("gone", facet, value), lambda: _gone_numbers(facet, value))
    store.load(numbers)
    return [state for number in numbers if (state := store.state(number)) is not None and state.status == 410]


def _gone_numbers(facet: str, value: int) -> tuple[int, ...]:
    states = PublicState.objects.filter(status=410)
    if facet != "all":
        states = states.filter(facets__facet=facet, facets__value=value)
    return tuple(states.order_by("-modified_at", "-pk").values_list("pk", flat=True)[:TOMBSTONES])


def _text(value: str) -> str:
    return escape(_UNFIT.sub("", value))


def _attribute(value: str) -> str:
    return quoteattr(_UNFIT.sub("", value))


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def write_rss(feed: Feed) -> str:
    """RSS 2.0 with Dublin Core, content and Creative Commons modules."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/" '
        f'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule" xmlns:rsl="{RSL_SPACE}" xmlns:coranto="{OWN_SPACE}">',
        f"<channel><title>{_text(feed.title)}</title><link>{_text(feed.home)}</link><description>{_text(feed.description or feed.title)}</description>",
        f'<language>{feed.language}</language><copyright>{_text(feed.rights)}</copyright><atom:link href={_attribute(feed.url)} rel="self" type="application/rss+xml"/>',
        f"<lastBuildDate>{format_datetime(feed.updated.astimezone(UTC), usegmt=True)}</lastBuildDate>",
        *(_rss_item(item, feed.language) for item in feed.items),
        "</channel></rss>\n",
    ]
    return "\n".join(lines)


def _rss_item(item: FeedItem, language: str) -> str:
    html = item.html if item.language == language else f'<div lang="{item.language}" dir="{wording.direction(item.language)}">\n{item.html}\n</div>'
    parts = [
        f'<item><title>{_text(item.title)}</title><link>{_text(item.url)}</link><guid isPermaLink="false">{_text(item.identity)}</guid>',
        f"<pubDate>{format_datetime(item.published.astimezone(UTC), usegmt=True)}</pubDate><dcterms:modified>{_iso(item.updated)}</dcterms:modified>",
        f"<dc:language>{item.language}</dc:language><description>{_text(item.summary)}</description>",
        *(f"<dc:creator>{_text(name)}</dc:creator>" for name, _url in item.authors),
        *(f"<category>{_text(name)}</category>" for name in item.categories),
        f"<dc:rights>{_text(item.rights)}</dc:rights>" if item.rights else "",
        f"<dc:source>{_text(item.source_url or item.source_name)}</dc:source>",
        f"<creativeCommons:license>{_text(item.licence_url)}</creativeCommons:license>" if item.licence_url else "",
        f"<dcterms:license>{_text(licence)}</dcterms:license>" if (licence := item.licence_url or item.terms_url) else "",
        item.rsl,
        f"<media:content url={_attribute(item.image)} medium=\"image\"><media:credit>{_text(item.image_credit)}</media:credit></media:content>" if item.image else "",
        _translation(item),
        _lineage(item),
        _chain_link(item, "atom:"),
        f"<content:encoded>{_text(html)}</content:encoded></item>",
    ]
    return "".join(parts)


def _translation(item: FeedItem) -> str:
    """How the text was made, for programs; nothing of an original."""
    made = item.translation
    if made is None:
        return ""
    facts = {
        "state": made.state, "by": made.by, "date": made.made_at, "via": made.via, "outdated": "true" if made.is_outdated else "", "original": made.original,
        "original-language": made.original_language,
    }  # fmt: skip
    people = _people(made.people)
    said = f"<coranto:translation{''.join(f' {name}={_attribute(value)}' for name, value in facts.items() if value)}"
    return f"{said}>{people}</coranto:translation>" if people else f"{said}/>"


def _people(people: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<coranto:person name={_attribute(name)}{f' uri={_attribute(url)}' if url else ''}/>" for name, url in people)


def _lineage(item: FeedItem) -> str:
    """The texts it was translated from, one element each, the nearest first."""
    out = []
    for work in item.lineage:
        facts = {"language": work.language, "href": work.url, "by": work.software}
        said = f"<coranto:translated-from{''.join(f' {name}={_attribute(value)}' for name, value in facts.items() if value)}"
        people = _people(_addressed(work))
        out.append(f"{said}>{people}</coranto:translated-from>" if people else f"{said}/>")
    return "".join(out)


def _addressed(work: Work) -> list[tuple[str, str]]:
    """The people who translated a text, each with the whole address of their page or ""."""
    return [(name.name, addresses.absolute(name.url) if name.url else "") for name in work.people]


def _chain_link(item: FeedItem, prefix: str = "") -> str:
    """The way to the signed chain, as Atom writes links."""
    return f'<{prefix}link rel="describedby" type={_attribute(CHAIN_TYPE)} href={_attribute(item.provenance)}/>' if item.provenance else ""


def write_atom(feed: Feed) -> str:
    """Atom (RFC 4287); what was taken back stands as a deleted entry (RFC 6721)."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:coranto="{OWN_SPACE}" xml:lang="{feed.language}">',
        f"<id>{_text(feed.url)}</id><title>{_text(feed.title)}</title><subtitle>{_text(feed.description)}</subtitle><updated>{_iso(feed.updated)}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_attribute(feed.url)}/><link rel="alternate" type="text/html" href={_attribute(feed.home)}/>',
        f"<rights>{_text(feed.rights)}</rights>",
        *(f'<at:deleted-entry ref={_attribute(gone)} when="{_iso(at)}"/>' for gone, at in feed.gone),
        *(_atom_entry(item) for item in feed.items),
        "</feed>\n",
    ]
    return "\n".join(lines)


def _atom_entry(item: FeedItem) -> str:
    names = item.authors or ((item.source_name, ""),)
    authors = "".join(f"<author><name>{_text(name)}</name>{f'<uri>{_text(url)}</uri>' if url else ''}</author>" for name, url in names)
    translators = item.translation.people if item.translation else ()
    authors += "".join(f"<contributor><name>{_text(name)}</name>{f'<uri>{_text(url)}</uri>' if url else ''}</contributor>" for name, url in translators)
    stated = item.licence_url or item.terms_url
    licence = f'<link rel="license" href={_attribute(stated)}/>' if stated else ""
    source = f'<link rel="via" href={_attribute(item.source_url)}/>' if item.source_url else ""
    return (
        f'<entry xml:lang="{item.language}"><id>{_text(item.identity)}</id><title>{_text(item.title)}</title>'
        f'<link rel="alternate" type="text/html" hreflang="{item.language}" href={_attribute(item.url)}/>{licence}{source}{_chain_link(item)}'
        f"<published>{_iso(item.published)}</published><updated>{_iso(item.updated)}</updated>{authors}"
        f"{''.join(f'<category term={_attribute(name)}/>' for name in item.categories)}<rights>{_text(item.rights)}</rights>"
        f'{_translation(item)}{_lineage(item)}<summary>{_text(item.summary)}</summary><content type="html">{_text(item.html)}</content></entry>'
    )


def write_json(feed: Feed) -> str:
    """JSON Feed 1.1; credit and licence in an extension of our own, as the format provides."""
    value: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.home, "feed_url": feed.url,
        "description": feed.description, "language": feed.language, "items": [_json_item(item) for item in feed.items],
        "_coranto": {"deleted": [{"id": gone, "when": _iso(at)} for gone, at in feed.gone]},
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _json_item(item: FeedItem) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": item.identity, "url": item.url, "title": item.title, "summary": item.summary, "content_html": item.html, "language": item.language,
        "date_published": _iso(item.published), "date_modified": _iso(item.updated),
        "authors": [{"name": name, **({"url": url} if url else {})} for name, url in item.authors], "tags": list(item.categories),
        "_coranto": {"rights": item.rights, "license": item.licence_url or item.terms_url, "terms": item.terms_url, "source": item.source_name, "source_url": item.source_url, "image_credit": item.image_credit},
    }  # fmt: skip
    if item.provenance:
        value["_coranto"]["provenance"] = item.provenance
    if item.lineage:
        value["_coranto"]["translated_from"] = [_json_work(work) for work in item.lineage]
    if made := item.translation:
        value["_coranto"]["translation"] = {
            "state": made.state, "by": made.by, "date": made.made_at, "via": made.via, "outdated": made.is_outdated, "original": made.original,
            "original_language": made.original_language,
            "people": [{"name": name, **({"url": url} if url else {})} for name, url in made.people],
        }  # fmt: skip
    if item.image:
        value["image"] = item.image
    if item.source_url:
        value["external_url"] = item.source_url
    return value


def _json_work(work: Work) -> dict[str, Any]:
    value = {"language": work.language, "url": work.url, "by": work.software, "people": [{"name": name, **({"url": url} if url else {})} for name, url in _addressed(work)]}
    return {name: part for name, part in value.items() if part}


WRITERS = {"xml": write_rss, "atom": write_atom, "json": write_json}

register(Kind("feed", targets, render))
extras.feed_links.append(links)
