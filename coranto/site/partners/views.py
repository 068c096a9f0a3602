"""The addresses of partner feeds. They are answered live, for what a feed holds depends on the hour; who has it already gets 304.

    /partners/{slug or token}/ninjs.json   {"title", "updated", "items": [ninjs 3.1 items]}
    /partners/{slug or token}/feed.json    JSON Feed 1.1
    /partners/{slug or token}/feed.atom    Atom with tombstones
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coranto.site import addresses
from coranto.site.facts.store import Store
from coranto.site.feeds import FORMATS, WRITERS, Feed
from coranto.site.partners.gathering import Gathered, as_entries, as_items, gathered, gone_entries
from coranto.syndication.models import PartnerFeed
from coranto.syndication.ninjs.writing import written
from coranto.syndication.partners import feed_at

FILES = {"ninjs.json": "application/json", "feed.json": FORMATS["json"], "feed.atom": FORMATS["atom"]}
OPEN, CLOSED = "public, max-age=60", "private, no-cache"


@require_safe
def partner_feed(request: HttpRequest, name: str, file: str) -> HttpResponse:
    """A feed in one format; an address that is wrong, revoked or keyed anew answers as one that never was."""
    now = timezone.now()
    feed = feed_at(name, now=now) if file in FILES else None
    if feed is None:
        return _headed(HttpResponse("There is no such feed.\n", content_type="text/plain; charset=utf-8", status=404), CLOSED)
    body = _body(feed, name, file, now)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if etag in {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type=f"{FILES[file]}; charset=utf-8")
    response["ETag"] = etag
    if feed.is_open:
        response["Access-Control-Allow-Origin"] = "*"
    return _headed(response, OPEN if feed.is_open else CLOSED)


def _headed(response: HttpResponse, caching: str) -> HttpResponse:
    response["Cache-Control"], response["X-Robots-Tag"], response["Referrer-Policy"], response["X-Content-Type-Options"] = caching, "noindex", "no-referrer", "nosniff"
    return response


def _body(feed: PartnerFeed, name: str, file: str, now: datetime) -> bytes:
    store = Store()
    what = gathered(store, feed, now=now)
    gone = gone_entries(feed, what)
    updated = max([entry.updated for entry, _story in what.told] + [at for _identity, at in gone], default=datetime(2000, 1, 1, tzinfo=UTC))
    title = f"{store.publication.name} · {feed.name}"
    if file == "ninjs.json":
        value = {"title": title, "updated": written(updated), "items": as_items(store, feed, what)}
        return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")
    return WRITERS[file.rpartition(".")[2]](_feed(store, feed, name, file, what, title, updated, gone)).encode("utf-8", "replace")


def _feed(store: Store, feed: PartnerFeed, name: str, file: str, what: Gathered, title: str, updated: datetime, gone: tuple[tuple[str, datetime], ...]) -> Feed:
    language = feed.language or store.languages[0]
    return Feed(
        title, store.publication.tagline, addresses.absolute(addresses.home(language)), addresses.absolute(addresses.partner_feed(name, file)), language, updated,
        as_entries(feed, what), gone, f"© {store.publication.name}",
    )  # fmt: skip
