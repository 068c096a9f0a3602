"""Every page there should be, and those that a change may have brought about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from coranto.articles import keys as vocabulary
from coranto.articles.models import ArticleAddress, Outlet, Person, PublicState
from coranto.delivery.house import Target
from coranto.site import addresses, assets, redirecting
from coranto.site.facts import cards, front, lists
from coranto.site.facts.store import Store
from coranto.site.kinds import Keys

CHUNK = 200  # articles whose states are read at once in a build of everything
FACETS = ("region", "theme", "report", "person", "outlet", "month")


def wants_all(keys: Keys) -> bool:
    """Whether the targets of everything are asked for; a changed setting may change every address."""
    return keys is None or vocabulary.PUBLICATION in keys


def parts_of(keys: Iterable[str], *begin: str) -> Iterator[list[str]]:
    """The keys that begin with these parts, each cut at its colons: `parts_of(keys, "list", "region")`."""
    prefix = ":".join(begin) + ":"
    return (key.split(":") for key in keys if key.startswith(prefix))


# Articles and their earlier addresses


def article_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """The page of each article in each of its languages; of one that is gone, its notice."""
    if keys is None or wants_all(keys):
        for numbers in _chunks(PublicState.objects.order_by("pk").values_list("pk", flat=True)):
            store.load(numbers)
            store.load_languages(numbers)
            for number in numbers:
                yield from _article(store, number)
    else:
        concerned = dict.fromkeys(int(parts[1]) for parts in parts_of(sorted(keys), "article"))
        store.load_languages(concerned)
        for number in concerned:
            yield from _article(store, number)


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for number in list(numbers):
        chunk.append(number)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _article(store: Store, number: int) -> Iterator[Target]:
    state = store.state(number)
    if state is None:
        return
    for language in store.languages_of(number):
        priority = 0 if language == state.language else 1
        yield Target(cards.path(store, state, language), language, "article", str(number), priority)


def address_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """Earlier addresses of articles, in each of their languages."""
    rows = ArticleAddress.objects.filter(is_current=False).order_by("pk")
    if keys is not None and not wants_all(keys):
        rows = rows.filter(article_number__in={int(parts[1]) for parts in parts_of(keys, "article")})
    for row in rows:
        if store.state(row.article_number) is not None:
            for language in store.languages_of(row.article_number):
                yield Target(f"/{language}/{row.year:04d}/{row.month:02d}/{row.slug}/", language, "address", row.slug, 2)


# Lists


def list_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """Every page of every list; for stale keys, the pages whose address or existence they may have changed."""
    if keys is None or wants_all(keys):
        lists.load_extents(store)
        for facet, value in _all_lists(store):
            yield from _list(store, facet, value, store.languages)
        return
    for _list_, facet, number, language in parts_of(sorted(keys), "list"):  # noqa: B007 - a name says what stands there
        if facet in FACETS and language in store.languages:
            yield from _newest(store, facet, int(number), language)
    for _related, facet, number in parts_of(sorted(keys), "related"):
        yield from _list(store, facet, int(number), store.languages)
    for facet, value in _named(keys):
        yield from _list(store, facet, value, store.languages)


def _named(keys: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Lists whose own name, and so whose address, may have changed."""
    for _term, facet, value in parts_of(sorted(keys), "term"):
        yield facet, int(value)
    for facet in ("person", "outlet"):
        for _facet, value in parts_of(sorted(keys), facet):
            yield facet, int(value)


def _all_lists(store: Store) -> Iterator[tuple[str, int]]:
    yield from (("region", number) for number in store.regions)
    yield from (("theme", number) for number in store.themes)
    yield from (("report", number) for number in store.reports)
    for chunk in _chunks(Person.objects.order_by("pk").values_list("pk", flat=True)):
        store.load_people(chunk)
        yield from (("person", number) for number in chunk)
    outlets = list(Outlet.objects.order_by("pk").values_list("pk", flat=True))
    store.load_outlets(outlets)
    yield from (("outlet", number) for number in outlets)
    yield from (("month", value) for value in lists.months(store))


def _list(store: Store, facet: str, value: int, languages: Iterable[str]) -> Iterator[Target]:
    for page in (None, *range(lists.extent(store, facet, value).numbered, 0, -1)):
        for language in languages:
            yield from _list_target(store, facet, value, language, page)


def _newest(store: Store, facet: str, value: int, language: str) -> Iterator[Target]:
    yield from _list_target(store, facet, value, language, None)
    if last := lists.extent(store, facet, value).numbered:
        yield from _list_target(store, facet, value, language, last)


def _list_target(store: Store, facet: str, value: int, language: str, page: int | None) -> Iterator[Target]:
    address = _address(store, facet, value)
    if address is not None and not (page is None and facet in {"outlet", "month"} and lists.extent(store, facet, value).count == 0):
        subject = f"{facet}:{value}" + ("" if page is None else f":{page}")
        yield Target(address(language, page), language, "list", subject, 3 if page is None else 6)


def _address(store: Store, facet: str, value: int) -> Callable[[str, int | None], str] | None:
    if facet == "month":
        return lambda language, page: addresses.month(language, value, page)
    slug = store.slug(facet, value)
    return (lambda language, page: addresses.listing(language, facet, slug, page)) if slug else None


# Pages of their own


def home_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """The front page in every language."""
    if wants_all(keys) or (keys and (vocabulary.FRONT in keys)):
        for language in store.languages:
            yield Target(addresses.home(language), language, "home", "", 1)


def root_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """The bare address."""
    if wants_all(keys):
        yield Target("/", "", "root", "", 5)


def archive_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """The archive in every language."""
    if wants_all(keys):
        for language in store.languages:
            yield Target(addresses.archive(language), language, "archive", "", 6)


def corrections_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """The corrections log in every language."""
    if wants_all(keys):
        for page in (None, *range(1, front.corrections_numbered(store) + 1)):
            for language in store.languages:
                yield Target(addresses.corrections(language, page), language, "corrections", "" if page is None else str(page), 4)
    elif keys and any(True for _parts in parts_of(keys, "list", "corrections")):
        for page in (None, front.corrections_numbered(store)):
            for language in store.languages if page != 0 else ():
                yield Target(addresses.corrections(language, page), language, "corrections", "" if page is None else str(page), 4)


def standing_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """Standing pages in every language."""
    wanted = set(store.standing) if keys is None or wants_all(keys) else {int(parts[1]) for parts in parts_of(keys, "standing")}
    for number in store.standing:
        if number in wanted:
            for language in store.languages:
                yield Target(addresses.standing(language, store.standing[number]["slug"]), language, "standing", str(number), 4)


def not_found_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """The page for what does not exist, in every language."""
    if wants_all(keys):
        for language in store.languages:
            yield Target(addresses.not_found(language), language, "not-found", "", 7)


def asset_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """Style sheets and the script: first of all, so that no page is shown without its sheets."""
    if wants_all(keys):
        for path in assets.all_assets(store.publication):
            yield Target(path, "", "asset", path, 0)


def redirect_targets(store: Store, keys: Keys) -> Iterator[Target]:
    """The editors' own redirects."""
    if wants_all(keys) or (keys and vocabulary.REDIRECTS in keys):
        for path in redirecting.paths(store):
            yield Target(path, "", "redirect", path, 7)
