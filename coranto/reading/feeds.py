"""RSS, Atom and JSON Feed → one Reading an item; language and base address inherited from the feed. Bytes only, never an address."""

from __future__ import annotations

import io
import json
import re
import warnings
from calendar import timegm
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
from lxml import html

from coranto.reading import sanitising
from coranto.reading.declared import CHAIN_TYPE, iso, people
from coranto.reading.detecting import detect
from coranto.reading.errors import Empty, Unreadable
from coranto.reading.markup import decode, tree
from coranto.reading.pages import quotations_of, text_of_blocks
from coranto.reading.passages import passages
from coranto.reading.shape import Block, Kind, LeadImage, OriginalSource, Reading
from coranto.reading.typed import blocks_of

_FORBIDDEN = re.compile(rb"<!ENTITY\s+(?:%\s*)?\S+\s+(?:SYSTEM|PUBLIC)|<!ENTITY\s+(?:%\s*)?\S+\s+[\"'][^\"']*&\w+;", re.IGNORECASE)


def parse(data: bytes, *, source: str, content_type: str | None = None, url: str | None = None, language: str | None = None) -> Any:
    """The feed as feedparser gives it: html cleaned, addresses whole. Entities that name others or files are refused.

    `language` is what the answer's Content-Language said, `url` where the feed came from; items inherit both.
    """
    if _FORBIDDEN.search(data):
        raise Unreadable(f"'{source}' declares XML entities that fetch or multiply; such a feed is not read. Ask its publisher for a plain feed.")
    headers = {"content-type": content_type or "application/xml"}
    if url:
        headers["content-location"] = url
    if language:
        headers["content-language"] = language
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # feedparser's own
        return feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=True, resolve_relative_uris=True)


def read_feed(data: bytes, *, source: str, content_type: str | None = None, url: str | None = None, limit: int | None = None) -> list[Reading]:
    """Read every item of a feed, newest as the feed has them. Raises Unreadable for what is no feed, Empty for one without items."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        return _read_json(data, source, limit)
    parsed = parse(data, source=source, content_type=content_type, url=url)
    if not parsed.get("version") and not parsed.entries:
        raise Unreadable(f"'{source}' says it is a feed, but it is not RSS, Atom or JSON Feed. Give the address of the feed itself.")
    if not parsed.entries:
        raise Empty(f"'{source}' is a feed without items; there is nothing to read yet.")
    return [_item(entry, parsed.feed, source, url) for entry in parsed.entries[:limit]]


def _item(entry: Any, feed: Any, source: str, url: str | None) -> Reading:
    reading = Reading(source=source, kind="feed-item", headline=_plain(entry.get("title")), outlet=_plain(feed.get("title")))
    content = max(entry.get("content") or [{}], key=lambda part: len(part.get("value") or ""))
    base = content.get("base") or entry.get("summary_detail", {}).get("base") or entry.get("link") or url
    language = content.get("language") or entry.get("language") or feed.get("language")
    summary, body = entry.get("summary") or "", content.get("value") or ""
    if "html" not in (content.get("type") or "html"):
        body = paragraphs(body)
    fill_from_html(reading, body or summary, base=base, declared=language, standfirst=summary if body and len(summary) < 0.8 * len(body) else "")
    names = [author.get("name") for author in entry.get("authors") or [] if author.get("name")] or [entry.get("author") or feed.get("author") or ""]
    reading.byline = people([_plain(name) or "" for name in names])
    reading.published = _moment(entry.get("published_parsed") or entry.get("updated_parsed"), entry.get("published") or entry.get("updated"))
    _warn_of_the_future(reading)
    reading.canonical_url, reading.outside_id = _whole(entry.get("link")), _plain(entry.get("id") or entry.get("link"))
    reading.themes = list(dict.fromkeys(tag for term in entry.get("tags") or [] if (tag := _plain(term.get("label") or term.get("term")))))
    reading.copyright_notice = _plain(entry.get("rights") or feed.get("rights"))
    reading.licence_url = next(
        (sanitising.link(link.get("href") or "") for link in [*(entry.get("links") or []), *(feed.get("links") or [])] if link.get("rel") == "license"), None
    )
    statements = [_whole(link.get("href")) for link in entry.get("links") or [] if link.get("rel") == "describedby" and link.get("type") == CHAIN_TYPE]
    reading.statement_url = statements[0] if statements else None
    origin = entry.get("source") or {}
    reading.original_source = OriginalSource(_plain(origin.get("title")), sanitising.link(origin.get("href") or origin.get("link") or ""))
    reading.image = reading.image or _media(entry)
    return reading


def fill_from_html(reading: Reading, source_html: str, *, base: str | None, declared: str | None, standfirst: str = "") -> None:
    """Blocks, text, language, quotations and lead image from html that is the article already."""
    reading.blocks = blocks_of_html(source_html, base)
    reading.standfirst = _plain(standfirst)
    reading.text = text_of_blocks(reading.standfirst, reading.blocks)
    reading.language = detect(reading.text or reading.headline or "", declared or None)
    reading.quotations = quotations_of(reading.blocks)
    first = reading.blocks[0] if reading.blocks else None
    if first and first["type"] == "image":
        reading.image = LeadImage(first["url"], first["caption"], first["credit"])
        reading.blocks = reading.blocks[1:]


def blocks_of_html(source_html: str, base: str | None) -> list[Block]:
    """Every passage of a fragment as a block."""
    if not source_html.strip():
        return []
    try:
        root = tree(f"<html><body>{source_html}</body></html>", source="the text of the item")
    except Unreadable:
        return []
    return blocks_of([passage for passage in passages(root) if not passage.hidden and passage.role != "caption"], base)


def paragraphs(text: str) -> str:
    """Plain text as html, a paragraph where a line is blank."""
    return "".join(f"<p>{html.tostring(_element(part), encoding='unicode')[3:]}" for part in re.split(r"\n\s*\n", text) if part.strip())


def _element(text: str) -> Any:
    element = html.Element("p")
    element.text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    return element


def _media(entry: Any) -> LeadImage | None:
    offered = [*(entry.get("media_content") or []), *(entry.get("media_thumbnail") or []), *(entry.get("enclosures") or [])]
    for one in offered:
        address = sanitising.link(str(one.get("url") or one.get("href") or ""))
        if address and (str(one.get("type") or one.get("medium") or "image").startswith("image")):
            credit = next((str(credit.get("content")) for credit in entry.get("media_credit") or [] if credit.get("content")), None)
            return LeadImage(address, None, credit)
    return None


def _moment(parsed: Any, text: str | None) -> str | None:
    """The date as the feed writes it when that is ISO 8601, else as feedparser reads it, in UTC."""
    said = iso(text)
    if said:
        return said
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _whole(address: Any) -> str | None:
    """An address that leads somewhere by itself; one that needs a base nobody gave is none."""
    return sanitising.link(address) if isinstance(address, str) and re.match(r"https?://[^/\s]", address.strip(), re.IGNORECASE) else None


def _warn_of_the_future(reading: Reading) -> None:
    """A date more than a day ahead is kept and pointed out."""
    day = (reading.published or "")[:10]
    if day > (datetime.now(UTC) + timedelta(days=1)).date().isoformat():
        reading.warnings.append(f"The source says that this was published on {day}, which is still to come.")


def _plain(value: Any) -> str | None:
    return " ".join(sanitising.text_of(value).split()) or None if isinstance(value, str) else None


def _read_json(data: bytes, source: str, limit: int | None) -> list[Reading]:
    try:
        feed = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"'{source}' is not readable JSON: {str(error)[:80]}. Give the address of a JSON Feed.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version")):
        raise Unreadable(f"'{source}' is JSON, but not a JSON Feed; its 'version' or 'items' is missing. Give the address of a JSON Feed.")
    if not items:
        raise Empty(f"'{source}' is a feed without items; there is nothing to read yet.")
    return [_json_item(item, feed, source) for item in items[:limit] if isinstance(item, dict)]


def _json_item(item: dict[str, Any], feed: dict[str, Any], source: str) -> Reading:
    kind: Kind = "feed-item"
    reading = Reading(source=source, kind=kind, headline=_plain(item.get("title")), outlet=_plain(feed.get("title")))
    body = item.get("content_html")
    body = body if isinstance(body, str) else paragraphs(str(item.get("content_text") or ""))
    fill_from_html(
        reading,
        body,
        base=item.get("url") or feed.get("home_page_url"),
        declared=item.get("language") or feed.get("language"),
        standfirst=str(item.get("summary") or ""),
    )
    authors = item.get("authors") or ([item["author"]] if item.get("author") else None) or feed.get("authors") or [feed.get("author")]
    reading.byline = people([author["name"] for author in authors if isinstance(author, dict) and isinstance(author.get("name"), str)])
    reading.published = iso(item.get("date_published"))
    _warn_of_the_future(reading)
    reading.canonical_url = _whole(item.get("url"))
    reading.outside_id = str(item.get("id") or item.get("url") or "") or None
    own = item.get("_coranto")
    reading.statement_url = _whole(own.get("provenance")) if isinstance(own, dict) else None
    reading.themes = [tag for tag in item.get("tags") or [] if isinstance(tag, str)]
    picture = sanitising.link(str(item.get("image") or ""))
    reading.image = reading.image or (LeadImage(picture) if picture else None)
    return reading
