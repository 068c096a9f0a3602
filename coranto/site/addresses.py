"""Where every page for readers stands. The one place that writes paths; `articles.addresses.path_of` gives an article's."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings

from coranto.articles.addresses import path_of
from coranto.articles.reserved import RESERVED

SITE_LICENCE = "/license.xml"  # RSL of the whole site
FACET_SEGMENTS = {"region": "region", "theme": "theme", "report": "report", "person": "author", "outlet": "outlet"}

__all__ = [
    "FACET_SEGMENTS", "RESERVED", "absolute", "archive", "asset", "corrections", "encoded", "grant", "home", "letters", "listing", "media", "month", "original", "path_of",
    "permission", "permission_sent", "provenance", "republish", "search", "standing", "terms", "terms_file",
]  # fmt: skip


def home(language: str) -> str:
    """The front page in a language."""
    return f"/{language}/"


def listing(language: str, facet: str, slug: str, page: int | None = None) -> str:
    """The newest page of a list (`page` None) or one of its numbered pages; page 1 holds the oldest."""
    return f"/{language}/{FACET_SEGMENTS[facet]}/{slug}/" + _numbered(page)


def month(language: str, value: int, page: int | None = None) -> str:
    """The archive of a month, `value` as yyyymm."""
    return f"/{language}/{value // 100:04d}/{value % 100:02d}/" + _numbered(page)


def archive(language: str) -> str:
    """All regions, themes, reports and months."""
    return f"/{language}/archive/"


def corrections(language: str, page: int | None = None) -> str:
    """The corrections log."""
    return f"/{language}/corrections/" + _numbered(page)


def search(language: str) -> str:
    """The search page, which Django answers."""
    return f"/{language}/search/"


def standing(language: str, slug: str) -> str:
    """A standing page."""
    return f"/{language}/{slug}/"


def provenance(article: str) -> str:
    """The page about where an article comes from, below the article's own path."""
    return f"{article}provenance/"


def terms(language: str, slug: str, number: int | None = None) -> str:
    """The page of one version of terms of reuse; without a number the way to the newest."""
    return f"/{language}/terms/{slug}/" + ("" if number is None else f"{number}/")


def terms_file(slug: str, number: int, name: str) -> str:
    """One version of terms of reuse in a format of programs."""
    return f"/terms/{slug}/{number}/{name}"


def republish(article: str) -> str:
    """Where an article is republished from; `article` is the path of its page."""
    return f"{article}republish/"


def permission(language: str, article: int = 0) -> str:
    """The form on which permission is asked, about one article if one is named. Django answers it."""
    return f"/{language}/permission/" + (f"?article={article}" if article else "")


def permission_sent(language: str) -> str:
    """The page that says that a request has come."""
    return f"/{language}/permission/sent/"


def letters(language: str, token: str) -> str:
    """Where the person who asked reads letters about a request and answers them."""
    return f"/{language}/permission/letters/{token}/"


def grant(language: str, name: str) -> str:
    """A grant in words; its document stands at `signing.grants.path_of`."""
    return f"/{language}/grant/{name}/"


def api(name: str) -> str:
    """An address of the interface for programs, which Django answers."""
    return f"/api/1/{name}"


def partner_feed(name: str, file: str) -> str:
    """A feed made for a partner; `name` is its slug or its token. Django answers it."""
    return f"/partners/{name}/{file}"


def not_found(language: str) -> str:
    """The page shown where there is none."""
    return f"/{language}/404.html"


def asset(name: str, digest: str, extension: str) -> str:
    """A style sheet or script; its digest makes the address immutable."""
    return f"/assets/{name}.{digest[:12]}.{extension}"


def media(digest: str, width: int, extension: str) -> str:
    """A variant of a picture, `width` in pixels."""
    return f"/media/{digest}-{width}.{extension}"


def original(name: str) -> str:
    """A picture as it was uploaded, with its content credentials; `name` as `pictures.variants` gives it."""
    return f"/media/{name}"


def absolute(path: str) -> str:
    """The whole address of a path and its query, percent-encoded, as links in mails, feeds and `canonical` carry it."""
    way, mark, query = path.partition("?")
    return base_url() + quote(way, safe="/:@!$&'()*+,;=~-._") + mark + query


def encoded(url: str) -> str:
    """A whole address of anybody's as a URI: what may not stand in one is percent-encoded, what is encoded already stays."""
    return quote(url, safe="/:?#[]@!$&'()*+,;=%~-._")


def base_url() -> str:
    """The public address of the publication, without a slash at the end."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def _numbered(page: int | None) -> str:
    return "" if page is None else f"page/{page}/"
