"""For search engines: sitemaps by month with an index, a news sitemap, and robots.txt.

No sitemap may name more than 50,000 addresses. What would name more goes on in parts: `/sitemap-names.xml`, `/sitemap-names-2.xml` …; the
index names them all, and a change that may bring a part about asks for it as a target.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from django.db.models import Count

from coranto.articles import keys
from coranto.articles.models import Classified, Outlet, Person, PublicState
from coranto.delivery.house import Rendered, Target
from coranto.publication.offered import policies
from coranto.site import addresses, editions
from coranto.site.facts import cards, front, lists
from coranto.site.facts.store import State, Store
from coranto.site.kinds import Keys, Kind, register
from coranto.site.targets import parts_of, wants_all
from coranto.site.terms.facts import known_terms

XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_DAYS = timedelta(days=2)
MOST_NEWS = 1000
MOST = 50_000  # addresses of one sitemap
INDEX, PAGES, NAMES, NEWS, ROBOTS = "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-names.xml", "/sitemap-news.xml", "/robots.txt"


def month_path(value: int, part: int = 1) -> str:
    """The sitemap of a month, `value` as yyyymm, or a further part of it."""
    return part_path(f"/sitemap-{value // 100:04d}-{value % 100:02d}.xml", part)


def part_path(path: str, part: int) -> str:
    """The address of a part of a sitemap; the first has its own."""
    return path if part == 1 else f"{path.removesuffix('.xml')}-{part}.xml"


def targets(store: Store, wanted: Keys) -> Iterator[Target]:
    """All sitemaps; for stale keys those of the months concerned, and parts that there may be now."""
    if wanted is None or wants_all(wanted):
        for path in (INDEX, PAGES, NAMES, NEWS, ROBOTS):
            yield Target(path, "", "sitemap", path, 6)
        yield from _further(PAGES, len(_page_paths(store)))
        yield from _further(NAMES, len(_named(store)) * len(store.languages))
        for value in lists.months(store):
            yield from _month_targets(store, value)
        return
    for value in sorted({int(parts[2]) for parts in parts_of(wanted, "list", "month")}):
        yield from _month_targets(store, value)
    if keys.TAXONOMY in wanted or keys.STANDING_LIST in wanted or keys.TERMS_LIST in wanted:
        yield from _further(PAGES, len(_page_paths(store)))
    if any(True for _parts in parts_of(wanted, "list", "all")):
        yield from _further(NAMES, len(_named(store)) * len(store.languages))


def _further(path: str, count: int) -> Iterator[Target]:
    """The parts of a sitemap beyond its first, of so many addresses in all."""
    for part in range(2, parts_for(count) + 1):
        yield Target(part_path(path, part), "", "sitemap", f"{path}:{part}", 6)


def parts_for(count: int) -> int:
    """How many parts so many addresses need; one at the least."""
    return max(1, -(-count // MOST))


def _month_targets(store: Store, value: int) -> Iterator[Target]:
    for part in range(1, _month_parts(store, value) + 1):
        yield Target(month_path(value, part), "", "sitemap", f"month:{value}" if part == 1 else f"month:{value}:{part}", 6)


def _month_parts(store: Store, value: int) -> int:
    by_month = store.once("articles by month", _articles_by_month)
    return max(1, -(-by_month.get(value, 0) // _articles_a_part(store)))


def _articles_by_month() -> dict[int, int]:
    return dict(Classified.objects.filter(facet="month", article__status=200).order_by().values_list("value").annotate(Count("pk")))


def _articles_a_part(store: Store) -> int:
    """Articles of a month that one sitemap holds in all their languages, beside the month's own lists."""
    return max(1, (MOST - len(store.languages)) // (len(store.languages) + 1))


def render(store: Store, target: Target) -> Rendered | None:
    """One sitemap; None for a month without articles, and for a part that is not needed any more."""
    language = store.languages[0]
    store.note(keys.PUBLICATION)
    name, _colon, rest = target.subject.partition(":")
    if name == "month":
        value, _colon, part = rest.partition(":")
        return _month(store, int(value), int(part or 1), language)
    if name in (PAGES, NAMES):
        return (_pages if name == PAGES else _names)(store, language, int(rest or 1))
    return {INDEX: _index, NEWS: _news, ROBOTS: _robots}[name](store, language)


def _index(store: Store, language: str) -> Rendered:
    store.note(keys.listing("all", 0, language))
    store.note(keys.TAXONOMY)
    store.note(keys.STANDING_LIST)
    paths = [part_path(PAGES, part) for part in range(1, parts_for(len(_page_paths(store))) + 1)]
    paths += [part_path(NAMES, part) for part in range(1, parts_for(len(_named(store)) * len(store.languages)) + 1)]
    paths += [NEWS, *(month_path(value, part) for value in lists.months(store) for part in range(1, _month_parts(store, value) + 1))]
    return _xml("sitemapindex", "".join(f"<sitemap><loc>{escape(addresses.absolute(path))}</loc></sitemap>\n" for path in paths))


def _month(store: Store, value: int, part: int, language: str) -> Rendered | None:
    store.note(keys.listing("month", value, language))
    store.note(keys.related("month", value))
    found = Classified.objects.filter(facet="month", value=value, article__status=200).order_by("first_public_at", "article_id")
    begin = (part - 1) * _articles_a_part(store)
    numbers = tuple(found.values_list("article_id", flat=True)[begin : begin + _articles_a_part(store)])
    store.load(numbers)
    store.load_languages(numbers)
    reviewed = editions.source.reviewed(numbers)
    entries = [entry for number in numbers if (state := store.state(number)) is not None for entry in _article(store, state, reviewed.get(number, frozenset()))]
    lists_of_month = [_entry(addresses.absolute(addresses.month(code, value))) for code in store.languages] if part == 1 else []
    return _xml("urlset", "".join([*entries, *lists_of_month])) if numbers else None


def _article(store: Store, state: State, reviewed: Container[str]) -> Iterator[str]:
    """Its address in each language that search engines may show; what the texts say is not read for that."""
    unreviewed = store.once("indexed unreviewed", lambda: {code for code, policy in policies().items() if policy.index_unreviewed})
    for language in store.languages_of(state.number):
        if language == state.language or language in reviewed or language in unreviewed:
            store.note(keys.article(state.number, language))
            yield _entry(addresses.absolute(cards.path(store, state, language)), state.modified_at)


def _entry(url: str, modified: datetime | None = None) -> str:
    when = f"<lastmod>{modified.astimezone(UTC).isoformat(timespec='seconds').replace('+00:00', 'Z')}</lastmod>" if modified else ""
    return f"<url><loc>{escape(url)}</loc>{when}</url>\n"


def _pages(store: Store, language: str, part: int) -> Rendered | None:
    store.note(keys.TAXONOMY)
    store.note(keys.STANDING_LIST)
    return _part([_entry(addresses.absolute(path)) for path in _page_paths(store)[(part - 1) * MOST : part * MOST]], part)


def _part(entries: list[str], part: int) -> Rendered | None:
    return _xml("urlset", "".join(entries)) if entries or part == 1 else None


def _page_paths(store: Store) -> list[str]:
    """The addresses of front pages, lists, terms and standing pages; made once in a build."""
    return store.once("pages of sitemaps", lambda: _made_page_paths(store))


def _made_page_paths(store: Store) -> list[str]:
    newest = sorted(known_terms(store).newest.items())
    paths: list[str] = []
    for code in store.languages:
        paths += [addresses.home(code), addresses.archive(code), addresses.corrections(code)]
        paths += [addresses.listing(code, "region", row.slug) for row in store.regions.values()]
        paths += [addresses.listing(code, "theme", row.slug) for row in store.themes.values()]
        paths += [addresses.listing(code, "report", row.slug) for row in store.reports.values()]
        paths += [addresses.terms(code, slug, number) for slug, number in newest]
    for number, content in store.standing.items():
        paths += [addresses.standing(code, content["slug"]) for code in sorted(front.indexed_in(store, number) | {content["language"]})]
    return paths


def _named(store: Store) -> list[tuple[keys.Facet, int, str]]:
    """Facet, number and slug of the authors and outlets of public articles; asked once in a build. Two queries."""
    return store.once("names of sitemaps", _read_named)


def _read_named() -> list[tuple[keys.Facet, int, str]]:
    found: list[tuple[keys.Facet, int, str]] = []
    kinds: tuple[tuple[keys.Facet, type[Person | Outlet]], ...] = (("person", Person), ("outlet", Outlet))
    for facet, model in kinds:
        public = Classified.objects.filter(facet=facet, article__status=200)
        rows = model._default_manager.filter(pk__in=public.values("value")).order_by("pk").values_list("pk", "slug")
        found += [(facet, number, slug) for number, slug in rows]
    return found


def _names(store: Store, language: str, part: int) -> Rendered | None:
    """The authors and outlets of public articles, whole ones in each part but at its edges."""
    store.note(keys.listing("all", 0, language))
    entries = []
    many = len(store.languages)
    first, last = (part - 1) * MOST, part * MOST
    for place, (facet, number, slug) in enumerate(_named(store)):
        if (place + 1) * many <= first or place * many >= last:
            continue
        store.note(keys.person(number) if facet == "person" else keys.outlet(number))
        store.note(keys.related(facet, number))
        chosen = store.languages[max(0, first - place * many) : last - place * many]
        entries += [_entry(addresses.absolute(addresses.listing(code, facet, slug))) for code in chosen]
    return _part(entries, part)


def _news(store: Store, language: str) -> Rendered:
    """What was published within two days of the newest article, which is what news search engines read."""
    store.note(keys.listing("all", 0, language))
    newest = PublicState.objects.filter(status=200).order_by("-first_public_at", "-article_id")
    first = newest.values_list("first_public_at", flat=True).first()
    numbers = list(newest.filter(first_public_at__gte=first - NEWS_DAYS).values_list("pk", flat=True)[:MOST_NEWS]) if first else []
    store.load(numbers)
    entries = "".join(_news_entry(store, state) for number in numbers if (state := store.state(number)) is not None)
    return _xml("urlset", entries, ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"')


def _news_entry(store: Store, state: State) -> str:
    store.note(keys.card(state.number, state.language))
    language = {"zh-Hans": "zh-cn", "zh-Hant": "zh-tw"}.get(state.language, state.language)
    url, published = addresses.absolute(cards.path(store, state, state.language)), state.first_public_at.astimezone(UTC).isoformat(timespec="seconds")
    return (
        f"<url><loc>{escape(url)}</loc><news:news><news:publication><news:name>{escape(store.publication.name)}</news:name>"
        f"<news:language>{language}</news:language></news:publication><news:publication_date>{published}</news:publication_date>"
        f"<news:title>{escape(state.headline)}</news:title></news:news></url>\n"
    )


def _xml(root: str, inner: str, spaces: str = "") -> Rendered:
    return Rendered(f'{HEAD}<{root} xmlns="{SPACE}"{spaces}>\n{inner}</{root}>\n'.encode(), XML)


def _robots(store: Store, language: str) -> Rendered:
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /preview/", "Disallow: /live/", "", f"License: {addresses.absolute(addresses.SITE_LICENCE)}", "", f"Sitemap: {addresses.absolute(INDEX)}", f"Sitemap: {addresses.absolute(NEWS)}", ""]
    return Rendered("\n".join(lines).encode(), "text/plain; charset=utf-8")


register(Kind("sitemap", targets, render))
