"""The rows that pages are made of, each read once in a build and noted where it is shown.

A `Store` lives for one build; `forget()` begins the next. What it gives is language-neutral; the modules beside it
turn it into what a page of one language prints.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from json import loads
from typing import Any, TypeVar

from coranto.articles import keys
from coranto.articles.models import Outlet, Person, PublicPage, PublicState, Withdrawal
from coranto.delivery import keys as read_keys
from coranto.pictures.models import Picture
from coranto.publication.models import Publication
from coranto.publication.offered import languages_offered
from coranto.rights.models import TermsVersion
from coranto.site import editions
from coranto.site.editions import Edition, Linked
from coranto.site.facts.recent import Recent
from coranto.taxonomy.models import Region, Report, Theme

KEPT_DOCUMENTS = 256  # about 30 KB each once unpacked
KEPT_STATES = 50_000  # about 0.5 KB each
KEPT_THINGS = 20_000  # cards, chromes, authors: about 1 KB each
T = TypeVar("T")
CARD_FIELDS = ("headline", "standfirst", "genre", "image", "credits", "reports", "themes", "regions", "provenance")


@dataclass(frozen=True, slots=True)
class State:
    """What the public sees of an article: see `PublicState`. `card` holds the fields of the original that lists show."""

    number: int
    status: int
    language: str
    slug: str
    first_public_at: datetime
    modified_at: datetime
    headline: str
    version_pk: int
    version: int
    published_at: datetime
    card: dict[str, Any]


class Store:
    """Reads what is public, in bulk, and remembers it until `forget()`."""

    def __init__(self) -> None:
        self._states: Recent[int, State] = Recent(KEPT_STATES)
        self._missing: set[int] = set()
        self._documents: Recent[int, dict[str, Any]] = Recent(KEPT_DOCUMENTS)
        self._editions: Recent[tuple[int, str], Edition] = Recent(KEPT_DOCUMENTS * 8)
        self._languages: dict[int, tuple[str, ...]] = {}
        self._linked: dict[int, Linked] = {}
        self._people: dict[int, Person] = {}
        self._outlets: dict[int, Outlet] = {}
        self._pictures: dict[int, Picture | None] = {}
        self._terms: dict[int, TermsVersion | None] = {}
        self._kept: Recent[Hashable, tuple[Any, frozenset[str]]] = Recent(KEPT_THINGS)

    def forget(self) -> None:
        """Begin a new build: nothing read before counts any more."""
        self.__dict__.clear()
        self.__init__()  # type: ignore[misc]

    # Keys

    @staticmethod
    def note(key: str) -> None:
        """Say that what is being rendered shows something of this key."""
        read_keys.note(key)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once in a build; the keys it noted are noted for every page that asks."""
        found = self._kept.get(name)
        if found is None:
            with read_keys.recording() as noted:
                value = make()
            self._kept.keep(name, (value, frozenset(noted)))
            return value
        read_keys.note_all(found[1])
        return found[0]  # type: ignore[no-any-return]

    def keep(self, name: Hashable, value: object) -> None:
        """Keep what was read in bulk and depends on no key of its own, as if `once` had made it."""
        self._kept.keep(name, (value, frozenset()))

    # What stands round every page

    @cached_property
    def publication(self) -> Publication:
        """The publication's settings. Every page reads them: note `keys.PUBLICATION` once a page."""
        return Publication.load()

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages offered, the default first."""
        return tuple(languages_offered())

    @cached_property
    def regions(self) -> dict[int, Region]:
        """All regions in their order."""
        return {region.pk: region for region in Region.objects.all()}

    @cached_property
    def themes(self) -> dict[int, Theme]:
        """All themes in their order."""
        return {theme.pk: theme for theme in Theme.objects.all()}

    @cached_property
    def reports(self) -> dict[int, Report]:
        """All in-depth reports in their order."""
        return {report.pk: report for report in Report.objects.all()}

    @cached_property
    def standing(self) -> dict[int, dict[str, Any]]:
        """The published standing pages, by title."""
        found = PublicPage.objects.exclude(content__has_key="picks").values_list("page_id", "content")
        return dict(sorted(found, key=lambda row: (ORDER_OF_PURPOSES.get(row[1].get("purpose", ""), 99), row[1].get("title", ""))))

    @cached_property
    def _own(self) -> dict[tuple[str, str], Callable[[], Edition]]:
        return editions.source.own(None)

    def own(self, name: str, language: str) -> Edition | None:
        """A text of the publication itself in another language than its own; None where there is none."""
        self.note(keys.own_text(name, language))
        rare = name.startswith(("person:", "withdrawal:"))
        found = self.once(("own texts", name), lambda: editions.source.own(name)) if rare else self._own
        make = found.get((name, language))
        return self.once(("own", name, language), make) if make is not None else None

    def slug(self, facet: str, number: int) -> str | None:
        """The slug of a region, theme, report, person or outlet; of a merged one its own, which leads to the other."""
        rows: dict[str, dict[int, Any]] = {"region": self.regions, "theme": self.themes, "report": self.reports}
        if facet in rows:
            found = rows[facet].get(number)
            return found.slug if found else None
        known = (self._people if facet == "person" else self._outlets).get(number)
        if known is not None and known.pk == number:
            return known.slug
        model = Person if facet == "person" else Outlet
        return self.once(("slug", facet, number), lambda: model.objects.filter(pk=number).values_list("slug", flat=True).first())

    # Articles

    def load(self, numbers: Collection[int]) -> None:
        """Read the states of these articles in one query, those known left out."""
        wanted = [number for number in dict.fromkeys(numbers) if number not in self._states and number not in self._missing]
        if not wanted:
            return
        for state in PublicState.objects.select_related("version").filter(pk__in=wanted):
            self._take(state)
        self._missing.update(number for number in wanted if number not in self._states)

    def _take(self, row: PublicState) -> None:
        document = loads(zlib.decompress(row.version.packed))
        self._documents.keep(row.pk, document)
        state = State(
            row.pk, row.status, row.language, row.slug, row.first_public_at, row.modified_at, row.headline, row.version_id,
            row.version.number, row.version.published_at, {name: document[name] for name in CARD_FIELDS},
        )  # fmt: skip
        self._states.keep(row.pk, state)

    def known(self, number: int) -> State | None:
        """A state that `load` has read already."""
        return self._states.get(number)

    def state(self, number: int) -> State | None:
        """What the public sees of an article, or None when it never was public."""
        self.load([number])
        return self._states.get(number)

    def original(self, number: int) -> dict[str, Any]:
        """The document of an article in its own language."""
        found = self._documents.get(number)
        if found is None:
            row = PublicState.objects.select_related("version").get(pk=number)
            found = self._documents.keep(number, row.version.document)
        return found

    def load_languages(self, numbers: Collection[int]) -> None:
        """Ask once in which languages these articles can be read."""
        wanted = [number for number in numbers if number not in self._languages]
        if not wanted:
            return
        self.load(wanted)
        others = editions.source.languages(wanted)
        self._linked |= editions.source.linked(wanted)
        for number in wanted:
            state = self._states.get(number)
            own = (state.language,) if state else ()
            self._languages[number] = (*own, *(code for code in others.get(number, ()) if code not in own))

    def languages_of(self, number: int) -> tuple[str, ...]:
        """The languages in which an article can be read, the original first."""
        self.load_languages([number])
        return self._languages[number]

    def linked(self, number: int) -> Linked | None:
        """The articles that are this one in other languages, where there are any."""
        self.load_languages([number])
        return self._linked.get(number)

    def load_editions(self, numbers: Collection[int], language: str) -> None:
        """Read what these articles say in a language, where they say it in it and it is not their own."""
        self.load_languages(numbers)
        wanted = [number for number in numbers if language in self._languages[number][1:] and (number, language) not in self._editions]
        if wanted:
            for number, found in editions.source.editions(wanted, language).items():
                if found.is_outdated and not found.changed_at and (state := self._states.get(number)) is not None:
                    found = replace(found, changed_at=state.published_at.isoformat())
                self._editions.keep((number, language), found)

    def edition(self, number: int, language: str) -> Edition | None:
        """An article in a language, or None where it does not exist in it."""
        state = self.state(number)
        if state is None:
            return None
        if state.language == language:
            return Edition(language=language, document=self.original(number))
        self.load_editions([number], language)
        return self._editions.get((number, language))

    def withdrawal(self, number: int) -> Withdrawal | None:
        """Why and when an article was taken back, or None."""
        return Withdrawal.objects.filter(article_id=number).first()

    # People, outlets, pictures, terms

    def people(self, numbers: Iterable[int]) -> dict[int, Person]:
        """People by number, noted; one who was merged into another gives that other."""
        wanted = dict.fromkeys(numbers)
        self.load_people(wanted)
        for number in wanted:
            self.note(keys.person(number))
            if number in self._people and self._people[number].pk != number:
                self.note(keys.person(self._people[number].pk))
        return {number: self._people[number] for number in wanted if number in self._people}

    def load_people(self, numbers: Iterable[int]) -> None:
        """Read people with their names and links, in three queries, those known left out."""
        missing = [number for number in numbers if number not in self._people]
        if not missing:
            return
        rows = Person.objects.select_related("merged_into").prefetch_related("names", "links").filter(pk__in=missing)
        for row in rows:
            self._people[row.pk] = row
        into = {row.pk: row.merged_into_id for row in rows if row.merged_into_id}
        if into:
            self.load_people(into.values())
            self._people |= {number: self._people[kept] for number, kept in into.items() if kept is not None}

    def outlets(self, numbers: Iterable[int]) -> dict[int, Outlet]:
        """Outlets by number, noted; one that was merged into another gives that other."""
        wanted = dict.fromkeys(numbers)
        self.load_outlets(wanted)
        for number in wanted:
            self.note(keys.outlet(number))
            if number in self._outlets and self._outlets[number].pk != number:
                self.note(keys.outlet(self._outlets[number].pk))
        return {number: self._outlets[number] for number in wanted if number in self._outlets}

    def load_outlets(self, numbers: Iterable[int]) -> None:
        """Read outlets in one query, those known left out."""
        missing = [number for number in numbers if number not in self._outlets]
        if missing:
            for row in Outlet.objects.select_related("merged_into").filter(pk__in=missing):
                self._outlets[row.pk] = row.merged_into or row

    def load_pictures(self, numbers: Iterable[int]) -> None:
        """Read pictures in one query."""
        missing = [number for number in dict.fromkeys(numbers) if number not in self._pictures]
        if missing:
            found = Picture.objects.in_bulk(missing)
            self._pictures |= {number: found.get(number) for number in missing}

    def picture(self, number: int) -> Picture | None:
        """A picture, noted; None when it was deleted."""
        self.note(keys.picture(number))
        self.load_pictures([number])
        return self._pictures[number]

    def terms(self, number: int) -> TermsVersion | None:
        """One version of terms of reuse, noted."""
        self.note(keys.terms(number))
        if number not in self._terms:
            self._terms[number] = TermsVersion.objects.select_related("terms").filter(pk=number).first()
        return self._terms[number]


ORDER_OF_PURPOSES = {"about": 0, "contact": 1, "republication": 2, "disclaimer": 3, "fair-use": 4}
