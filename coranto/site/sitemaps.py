"""For search engines: sitemaps by month with an index, a news sitemap, and robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from coranto.articles import keys
from coranto.articles.models import Classified, Outlet, Person, PublicState
from coranto.delivery.house import Rendered, Target
from coranto.site import addresses
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
INDEX, PAGES, NAMES, NEWS, ROBOTS = "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-names.xml", "/sitemap-news.xml", "/robots.txt"


def month_path(value: int) -> str:
    """The sitemap of a month, `value` as yyyymm."""
    return f"/sitemap-{value // 100:04d}-{value % 100:02d}.xml"


def targets(store: Store, wanted: Keys) -> Iterator[Target]:
    """All sitemaps; for stale keys those of the months concerned."""
    if wanted is None or wants_all(wanted):
        for path in (INDEX, PAGES, NAMES, NEWS, ROBOTS):
            yield Target(path, "", "sitemap", path, 6)
        for value in lists.months(store):
            yield Target(month_path(value), "", "sitemap", f"month:{value}", 6)
        return
    for value in sorted({int(parts[2]) for parts in parts_of(wanted, "list", "month")}):
        yield Target(month_path(value), "", "sitemap", f"month:{value}", 6)


def render(store: Store, target: Target) -> Rendered | None:
    """One sitemap; None for a month without articles."""
    language = store.languages[0]
    store.note(keys.PUBLICATION)
    if target.subject.startswith("month:"):
        return _month(store, int(target.subject[6:]), language)
    return {INDEX: _index, PAGES: _pages, NAMES: _names, NEWS: _news, ROBOTS: _robots}[target.subject](store, language)


def _index(store: Store, language: str) -> Rendered:
    store.note(keys.listing("all", 0, language))
    paths = [PAGES, NAMES, NEWS, *(month_path(value) for value in lists.months(store))]
    return _xml("sitemapindex", "".join(f"<sitemap><loc>{escape(addresses.absolute(path))}</loc></sitemap>\n" for path in paths))


def _month(store: Store, value: int, language: str) -> Rendered | None:
    store.note(keys.listing("month", value, language))
    store.note(keys.related("month", value))
    found = Classified.objects.filter(facet="month", value=value, article__status=200).order_by("first_public_at", "article_id")
    numbers = tuple(found.values_list("article_id", flat=True))
    store.load(numbers)
    store.load_languages(numbers)
    entries = [entry for number in numbers if (state := store.state(number)) is not None for entry in _article(store, state)]
    lists_of_month = [_entry(addresses.absolute(addresses.month(code, value))) for code in store.languages]
    return _xml("urlset", "".join([*entries, *lists_of_month])) if numbers else None


def _article(store: Store, state: State) -> Iterator[str]:
    for language in store.languages_of(state.number):
        edition = store.edition(state.number, language)
        if edition is None or not edition.is_indexed:
            continue
        store.note(keys.article(state.number, language))
        yield _entry(addresses.absolute(cards.path(store, state, language)), state.modified_at)


def _entry(url: str, modified: datetime | None = None) -> str:
    when = f"<lastmod>{modified.astimezone(UTC).isoformat(timespec='seconds').replace('+00:00', 'Z')}</lastmod>" if modified else ""
    return f"<url><loc>{escape(url)}</loc>{when}</url>\n"


def _pages(store: Store, language: str) -> Rendered:
    store.note(keys.TAXONOMY)
    store.note(keys.STANDING_LIST)
    newest = sorted(known_terms(store).newest.items())
    entries = []
    for code in store.languages:
        entries += [addresses.home(code), addresses.archive(code), addresses.corrections(code)]
        entries += [addresses.listing(code, "region", row.slug) for row in store.regions.values()]
        entries += [addresses.listing(code, "theme", row.slug) for row in store.themes.values()]
        entries += [addresses.listing(code, "report", row.slug) for row in store.reports.values()]
        entries += [addresses.terms(code, slug, number) for slug, number in newest]
    for number, content in store.standing.items():
        entries += [addresses.standing(code, content["slug"]) for code in sorted(front.indexed_in(store, number) | {content["language"]})]
    return _xml("urlset", "".join(_entry(addresses.absolute(path)) for path in entries))


def _names(store: Store, language: str) -> Rendered:
    """The authors and outlets of public articles. Two queries."""
    store.note(keys.listing("all", 0, language))
    entries = []
    kinds: tuple[tuple[keys.Facet, type[Person | Outlet], Callable[[int], str]], ...] = (("person", Person, keys.person), ("outlet", Outlet, keys.outlet))
    for facet, model, noted in kinds:
        public = Classified.objects.filter(facet=facet, article__status=200)
        for number, slug in model._default_manager.filter(pk__in=public.values("value")).order_by("pk").values_list("pk", "slug"):
            store.note(noted(number))
            store.note(keys.related(facet, number))
            entries += [addresses.listing(code, facet, slug) for code in store.languages]
    return _xml("urlset", "".join(_entry(addresses.absolute(path)) for path in entries))


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
