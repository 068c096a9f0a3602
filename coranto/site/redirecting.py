"""The editors' own redirects, from addresses of an older site to pages of this one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from wagtail.contrib.redirects.models import Redirect

from coranto.articles.models import Article, StandingPage
from coranto.reading import sanitising
from coranto.site import addresses
from coranto.site.facts import cards
from coranto.site.facts.store import Store

KEPT_FIRST = frozenset({"assets", "media", "desk", "feeds", ".well-known"})


def paths(store: Store) -> Iterator[str]:
    """Every path that an editor's redirect answers; none that this site has a page of its own for."""
    yield from _all(store)


def destination(store: Store, path: str) -> tuple[str, bool] | None:
    """Where a path leads, and whether for good; None when no redirect stands there."""
    return _all(store).get(path)


def _all(store: Store) -> dict[str, tuple[str, bool]]:
    return store.once("redirects", lambda: _read(store))


def _read(store: Store) -> dict[str, tuple[str, bool]]:
    """Redirects that the desk makes by itself when a slug changes are left out: articles keep their own old addresses."""
    found = {}
    for row in Redirect.objects.filter(automatically_created=False).select_related("redirect_page"):
        path, location = _path(row.old_path), _location(store, row)
        if location and location != path and _is_free(path, store.languages):
            found[path] = (location, row.is_permanent)
    return found


def _path(written: str) -> str:
    path = "/" + unquote(written).split("?", 1)[0].strip("/")
    has_extension = "." in path.rsplit("/", 1)[-1]
    return path if has_extension else f"{path}/"


def _is_free(path: str, languages: tuple[str, ...]) -> bool:
    first = path.split("/")[1] if path != "//" else ""
    return bool(first) and first not in KEPT_FIRST and first not in languages and ".." not in path.split("/")


def _location(store: Store, row: Any) -> str | None:
    if row.redirect_page is None:
        return sanitising.link(str(row.redirect_link))
    page = row.redirect_page.specific
    if isinstance(page, Article):
        state = store.state(page.pk)
        return cards.path(store, state, state.language) if state and state.status == 200 else None
    if isinstance(page, StandingPage):
        return addresses.standing(store.languages[0], page.slug)
    return addresses.home(store.languages[0])
