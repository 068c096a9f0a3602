"""What a request to the interface asks for, read strictly: a parameter that is wrong is named, never passed over.

AskedWrong   the request cannot be answered as it is; the text names the parameter and says what it may be
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from coranto.articles.models import Genre, Outlet, Person
from coranto.site.facts.store import Store

FACETS = ("region", "theme", "report", "person", "outlet")
DEFAULT, MOST = 20, 100
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


class AskedWrong(ValueError):
    """The request cannot be answered as it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles are asked for. `facets` are (facet, row number); `after` is where the page before ended."""

    language: str
    facets: tuple[tuple[str, int], ...]
    genre: str
    since: datetime | None
    limit: int
    after: tuple[datetime, int] | None
    is_nothing: bool = False  # a filter names what does not exist
    before: datetime | None = None  # published at this time at the latest
    is_checked: bool = False  # no machine translation that nobody has checked


def asked(parameters: Mapping[str, str], store: Store) -> Asked:
    """Read the parameters of a list of articles. Raises AskedWrong."""
    allow(parameters, "language", "genre", "since", "limit", "cursor", *FACETS)
    facets = [(facet, numbered(store, facet, parameters[facet])) for facet in FACETS if parameters.get(facet)]
    genre = parameters.get("genre", "")
    if genre and genre not in Genre.values:
        raise AskedWrong(f"genre is one of: {', '.join(Genre.values)}.")
    return Asked(
        language=language_of(parameters, store), facets=tuple((facet, number) for facet, number in facets if number is not None), genre=genre,
        since=_since(parameters.get("since", "")), limit=limit_of(parameters), after=_after(parameters.get("cursor", "")),
        is_nothing=any(number is None for _facet, number in facets),
    )  # fmt: skip


def allow(parameters: Mapping[str, str], *names: str) -> None:
    """Raises AskedWrong for a parameter that is none of these."""
    unknown = sorted(set(parameters) - set(names))
    if unknown:
        raise AskedWrong(f"There is no parameter '{unknown[0][:40]}' here. There are: {', '.join(names) or 'none'}.")


def language_of(parameters: Mapping[str, str], store: Store) -> str:
    """The language asked for, "" where none is. Raises AskedWrong for one that is not offered."""
    language = parameters.get("language", "")
    if language and language not in store.languages:
        raise AskedWrong("language is the code of a language that the publication offers; see languages.")
    return language


def limit_of(parameters: Mapping[str, str]) -> int:
    """How many are asked for at once."""
    limit = parameters.get("limit", str(DEFAULT))
    if not _NUMBER.fullmatch(limit) or int(limit) > MOST:
        raise AskedWrong(f"limit is a number from 1 to {MOST}.")
    return int(limit)


def numbered(store: Store, facet: str, slug: str) -> int | None:
    """The row number of a region, theme, report, person or outlet by its slug; None where there is none."""
    rows = {"region": store.regions, "theme": store.themes, "report": store.reports}.get(facet)
    if rows is not None:
        return next((number for number, row in rows.items() if row.slug == slug), None)  # type: ignore[attr-defined]
    if not slug or len(slug) > 200 or "\x00" in slug:
        return None
    model = Person if facet == "person" else Outlet
    return model.objects.filter(slug=slug).values_list("pk", flat=True).first()


def cursor(at: datetime, number: int) -> str:
    """Where a page ended: the next one begins behind it, whatever has come or gone meanwhile."""
    return f"{(at - _BEGIN) // timedelta(microseconds=1)}-{number}"


def after_number(text: str) -> int:
    """The row number where the page before ended, 0 at the beginning."""
    if text and not _NUMBER.fullmatch(text):
        _no_cursor()
    return int(text or 0)


def _after(text: str) -> tuple[datetime, int] | None:
    if not text:
        return None
    found = _CURSOR.fullmatch(text)
    try:
        return (_BEGIN + timedelta(microseconds=int(found[1])), int(found[2])) if found and int(found[2]) < 2**63 else _no_cursor()
    except OverflowError:
        return _no_cursor()


def _no_cursor() -> tuple[datetime, int]:
    raise AskedWrong("cursor is what 'next' of the page before holds.")


def _since(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign in an address means a space
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1900 < found.year < 2200:
        raise AskedWrong("since is a time with its zone, for example 2026-03-01T00:00:00Z.")
    return found.astimezone(UTC)
