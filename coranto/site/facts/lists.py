"""Lists of articles: by region, theme, report, author, outlet and month, with pages that stay as they are once full.

Numbered pages count from the oldest, `SIZE` a page; the newest page has no number and holds the newest `SIZE` to
2 × `SIZE` − 1 articles. So a new article changes the newest page and, for its link onwards, the numbered page before
it; every other page stays as it is for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from markupsafe import Markup

from coranto.articles import keys
from coranto.articles.documents import inline_html
from coranto.articles.models import Classified, Outlet, Person
from coranto.site import addresses
from coranto.site.facts import cards, images, linked, names, own, wording
from coranto.site.facts.page_shapes import ListPage, Pages
from coranto.site.facts.shapes import Link
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import safe_link, sanitised

SIZE = 20
NEAR = 3  # numbered pages this near to the newest are read from the newest end

Facet = Any  # articles.keys.Facet: "region", "theme", "report", "person", "outlet" or "month"


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a list is: `count` articles, of which `numbered` full pages have a number."""

    count: int

    @property
    def numbered(self) -> int:
        return max(0, self.count // SIZE - 1)


def extent(store: Store, facet: Facet, value: int) -> Extent:
    """How many public articles a list holds; asked once in a build. Notes nothing: a page notes what it shows of it."""
    return store.once(("extent", facet, value), lambda: Extent(_members(facet, value).count()))


def load_extents(store: Store) -> None:
    """Count every list at once, for a build of everything. One query."""
    found = Classified.objects.filter(article__status=200).values_list("facet", "value").annotate(count=Count("pk"))
    for facet, value, count in found:
        store.keep(("extent", facet, value), Extent(count))


def _members(facet: Facet, value: int) -> QuerySet[Classified]:
    return Classified.objects.filter(facet=facet, value=value, article__status=200)


def numbers_on(store: Store, facet: Facet, value: int, page: int | None) -> tuple[int, ...]:
    """The articles of a page, newest first; `page` None is the newest. Made once in a build."""
    return store.once(("numbers", facet, value, page), lambda: _numbers_on(store, facet, value, page))


def _numbers_on(store: Store, facet: Facet, value: int, page: int | None) -> tuple[int, ...]:
    size = extent(store, facet, value)
    if page is None:
        return newest(facet, value, size.count - size.numbered * SIZE)
    if page > size.numbered - NEAR:
        end = size.count - (page - 1) * SIZE
        found = _members(facet, value).order_by("-first_public_at", "-article_id").values_list("article_id", flat=True)
        return tuple(found[end - SIZE : end])
    every = store.once(("every", facet, value), lambda: _oldest_first(facet, value))
    return tuple(reversed(every[(page - 1) * SIZE : page * SIZE]))


def _oldest_first(facet: Facet, value: int) -> tuple[int, ...]:
    return tuple(_members(facet, value).order_by("first_public_at", "article_id").values_list("article_id", flat=True))


def newest(facet: Facet, value: int, limit: int) -> tuple[int, ...]:
    """The newest articles of a list."""
    found = _members(facet, value).order_by("-first_public_at", "-article_id").values_list("article_id", flat=True)
    return tuple(found[:limit])


def note_membership(store: Store, facet: Facet, value: int, language: str, page: int | None) -> None:
    """Note what a page shows of who is on the list.

    The newest page and the numbered page before it follow the list itself; an older page changes only when an
    article that was public already comes or goes.
    """
    if facet != "all":
        store.note(keys.related(facet, value))
    if page is None or page >= extent(store, facet, value).numbered:
        store.note(keys.listing(facet, value, language))


def pages_of(store: Store, facet: Facet, value: int, page: int | None, address: Any) -> Pages:
    """Where a page leads; `address(page)` writes the paths."""
    last = extent(store, facet, value).numbered
    if page is None:
        return Pages(None, None, None, address(last) if last else None)
    return Pages(page, address(None), address(page + 1) if page < last else address(None), address(page - 1) if page > 1 else None)


def list_page(store: Store, facet: Facet, value: int, language: str, page: int | None) -> ListPage | None:
    """A page of a list, or None when there is no such list or page."""
    note_membership(store, facet, value, language, page)
    head = HEADS[facet](store, value, language)
    if head is None or (page is not None and not 1 <= page <= extent(store, facet, value).numbered):
        return None
    found = cards.cards(store, numbers_on(store, facet, value, page), language)
    if not found and facet in {"month", "outlet"}:
        return None
    address = head.pop("address")
    return ListPage(
        facet=facet,
        number=value,
        path=address(page),
        cards=tuple(card for card in found if not card.is_foreign),
        foreign=tuple(card for card in found if card.is_foreign and not linked.path_in(store, card.number, language)),
        pages=pages_of(store, facet, value, page, address),
        **head,
    )


def _address(language: str, facet: str, slug: str) -> Any:
    return lambda page: addresses.listing(language, facet, slug, page)


def _region(store: Store, value: int, language: str) -> dict[str, Any] | None:
    row = store.regions.get(value)
    store.note(keys.term("region", value))
    if row is None:
        return None
    store.note(keys.TAXONOMY)
    parts = tuple(names.region(store, part, language) for part in store.regions.values() if part.parent_id == value)
    parent = store.regions.get(row.parent_id) if row.parent_id else None
    return {
        **_plain(names.region(store, row, language).label), "address": _address(language, "region", row.slug), "parts": parts,
        "parent": names.region(store, parent, language) if parent else None,
    }  # fmt: skip


def _theme(store: Store, value: int, language: str) -> dict[str, Any] | None:
    row = store.themes.get(value)
    store.note(keys.term("theme", value))
    if row is None:
        return None
    name, written = names.theme(store, row, language), store.publication.default_language
    text = own.field(store, f"theme:{value}", "text", language, otherwise=row.description, written=written)
    return {
        "title": name.label, "title_language": name.language, "title_direction": name.direction, "text": text.html, "text_language": text.language,
        "text_direction": text.direction, "state": name.state, "text_state": text.state, "address": _address(language, "theme", row.slug),
    }  # fmt: skip


def _report(store: Store, value: int, language: str) -> dict[str, Any] | None:
    row = store.reports.get(value)
    store.note(keys.term("report", value))
    if row is None:
        return None
    title = names.report(store, row, language)
    introduction = store.once(("introduction", value), lambda: sanitised(inline_html(row.introduction)))
    text = own.field(store, f"report:{value}", "text", language, otherwise=introduction, written=row.language)
    return {
        "title": title.label, "title_language": title.language, "title_direction": title.direction, "text": text.html, "text_language": text.language,
        "text_direction": text.direction, "state": title.state, "text_state": text.state, "address": _address(language, "report", row.slug), "image": images.plain_image(store, row.picture_id, language, images.LARGE),
    }  # fmt: skip


def _person(store: Store, value: int, language: str) -> dict[str, Any] | None:
    author = names.author_of(store, value, language)
    row = store.people([value]).get(value)
    if author is None or row is None or row.pk != value:
        return None
    return {**_plain(author.name), "author": author, "address": _address(language, "person", row.slug)}


def _outlet(store: Store, value: int, language: str) -> dict[str, Any] | None:
    row = store.outlets([value]).get(value)
    if row is None or row.pk != value:
        return None
    return {**_plain(row.name), "outlet_url": safe_link(row.url), "address": _address(language, "outlet", row.slug)}


def _month(store: Store, value: int, language: str) -> dict[str, Any] | None:
    if not 1 <= value % 100 <= 12:
        return None
    return {**_plain(wording.month_name(value, language)), "address": lambda page: addresses.month(language, value, page)}


def _plain(title: str) -> dict[str, Any]:
    return {"title": title, "text": Markup(), "text_language": None, "text_direction": None}


HEADS = {"region": _region, "theme": _theme, "report": _report, "person": _person, "outlet": _outlet, "month": _month}
ROWS: dict[str, type[Person] | type[Outlet]] = {"person": Person, "outlet": Outlet}


def merged_into(store: Store, facet: Facet, value: int, language: str) -> str | None:
    """The path of the page that a merged person or outlet leads to, else None."""
    row: Any = (store.people([value]) if facet == "person" else store.outlets([value])).get(value)
    return addresses.listing(language, facet, row.slug) if row is not None and row.pk != value else None


def months(store: Store) -> Sequence[int]:
    """Every month (yyyymm) in which something public was published, newest first; asked once in a build."""
    return store.once("months", _months)


def _months() -> tuple[int, ...]:
    found = Classified.objects.filter(facet="month", article__status=200).order_by("-value").values_list("value", flat=True).distinct()
    return tuple(found)


def archive_years(store: Store, language: str) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Months by year, as the archive lists them."""
    years: dict[int, list[Link]] = {}
    for value in months(store):
        years.setdefault(value // 100, []).append(Link(wording.month_in_year(value, language), addresses.month(language, value)))
    return tuple((wording.year_name(year, language), tuple(links)) for year, links in years.items())
