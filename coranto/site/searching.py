"""The search page: a form that works without a script, and what was found in the reader's language first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from coranto.search.finding import Found, find, snippet
from coranto.search.indexing import texts_of
from coranto.search.words import Asked
from coranto.site import addresses, pages, templating
from coranto.site.facts import cards, names, wording
from coranto.site.facts.chrome import chrome
from coranto.site.facts.shapes import Card, Head
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import sanitised
from coranto.site.words import FACETS, GENRES

SHOWN = 20
LONGEST = 200  # characters of a question that are read
LAST_PAGE = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a filter may have."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to narrow what is found: its name in the address, its label, its choices."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, with the passage in which the words stand; `snippet` is escaped, the words in <mark>.

    `found_in` names the language of the passage where it is not that of the card.
    """

    card: Card
    snippet: Markup
    snippet_language: str
    snippet_direction: str
    found_in: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked and what was found; `path` is the page's own."""

    path: str
    query: str
    filters: tuple[Filter, ...]
    hits: tuple[Hit, ...]
    foreign: tuple[Hit, ...]
    total: int
    newer: str | None
    older: str | None


def search_html(asked: Mapping[str, str], language: str) -> str:
    """The search page for the parameters of an address; an empty question shows the form alone."""
    store = Store()
    shown = search_page(store, asked, language)
    title = templating.translations(language).gettext("Search")
    head: Head = pages.head_of(store, language, shown, title=title, description="", is_indexed=False, every=addresses.search)
    return templating.render("search", language, page=shown, head=head, site=chrome(store, language))


def search_page(store: Store, asked: Mapping[str, str], language: str) -> SearchPage:
    """What an address asks for; parameters that are no numbers or name nothing are as if they were not there."""
    query = " ".join(asked.get("q", "").split())[:LONGEST]
    facets = {name: int(value) for name in ("region", "theme", "report") if (value := asked.get(name, "")).isdecimal() and len(value) < 10}
    genre = asked.get("genre", "") if asked.get("genre", "") in GENRES else ""
    number = min(int(asked["page"]), LAST_PAGE) if asked.get("page", "").isdecimal() and len(asked["page"]) < 4 else 1
    number = max(number, 1)
    found = find(query, language=language, facets=facets, genre=genre, limit=SHOWN, offset=(number - 1) * SHOWN)
    cards.prepare(store, [one.article for one in found.found], language)
    for code in dict.fromkeys(one.language for one in found.found):
        store.load_editions([one.article for one in found.found if one.language == code], code)
    hits = [hit for one in found.found if (hit := _hit(store, one, language, found.words)) is not None]
    more = found.total > number * SHOWN and number < LAST_PAGE
    return SearchPage(
        path=addresses.search(language),
        query=query,
        filters=_filters(store, facets, genre, language),
        hits=tuple(hit for hit in hits if not hit.card.is_foreign),
        foreign=tuple(hit for hit in hits if hit.card.is_foreign),
        total=found.total,
        newer=_address(asked, language, number - 1) if number > 1 else None,
        older=_address(asked, language, number + 1) if more else None,
    )


def _hit(store: Store, found: Found, language: str, words: Sequence[Asked]) -> Hit | None:
    card = cards.card(store, found.article, language)
    if card is None:
        return None
    edition = store.edition(found.article, found.language)  # None for a language switched off since it was indexed, which shows nothing
    other = wording.language_name(found.language, language) if edition is not None and found.language != card.language else ""
    passage = sanitised(snippet(texts_of(edition.document), words, is_beside_standfirst=found.language == card.language)) if edition is not None else Markup()
    return Hit(card, passage, found.language, wording.direction(found.language), other)


def _address(asked: Mapping[str, str], language: str, number: int) -> str:
    kept = {name: asked[name] for name in ("q", "region", "theme", "report", "genre") if asked.get(name)}
    return f"{addresses.search(language)}?{urlencode({**kept, 'page': number})}"


def _filters(store: Store, facets: Mapping[str, int], genre: str, language: str) -> tuple[Filter, ...]:
    gettext = templating.translations(language).gettext
    rows = {
        "region": [(row.pk, names.region(store, row, language).label) for row in store.regions.values()],
        "theme": [(row.pk, names.theme(store, row, language).label) for row in store.themes.values()],
        "report": [(row.pk, names.report(store, row, language).label) for row in store.reports.values()],
    }
    made = [
        Filter(name, gettext(FACETS[name].label), tuple(Choice(str(pk), label, facets.get(name) == pk) for pk, label in found))
        for name, found in rows.items()
        if found
    ]
    kinds = tuple(Choice(name, gettext(word.label), name == genre) for name, word in GENRES.items())
    return (*made, Filter("genre", gettext("Kind of text"), kinds))
