"""Names of people, outlets and terms as a page of one language prints them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coranto.articles import keys
from coranto.articles.documents import inline_html
from coranto.articles.models import Person
from coranto.languages.media_topics import topic_name
from coranto.site import addresses
from coranto.site.editions import Edition
from coranto.site.facts import images, links, own, wording
from coranto.site.facts.shapes import Author, Link, Name
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import safe_link, sanitised
from coranto.taxonomy.models import Region, Report, Theme


def name_of(person: Person, language: str) -> str:
    """A person's name as a language writes it, else in its script, else as it is kept or, where its readers cannot read that, in Latin letters."""
    return person.name_in(language, wording.script(language))


def names_of(store: Store, credits: Iterable[dict[str, Any]], language: str) -> tuple[Name, ...]:
    """The people of a document's credits, in order; those who were deleted are left out."""
    credits = list(credits)
    people = store.people(credit["person"] for credit in credits)
    return tuple(
        Name(
            name=name_of(person, language), url=addresses.listing(language, "person", person.slug), role=credit["role"], note=credit["note"]
        )
        for credit in credits
        if (person := people.get(credit["person"])) is not None
    )  # fmt: skip


def translators_of(store: Store, edition: Edition, language: str) -> tuple[Name, ...]:
    """The people who answer for a translation, each with the page about them where there is one."""
    people = store.people(number for _name, number in edition.people if number is not None)
    found = [(people.get(number) if number is not None else None, name) for name, number in edition.people]
    return tuple(
        Name(name_of(person, language), addresses.listing(language, "person", person.slug), role="translator") if person is not None else Name(name, None, role="translator")
        for person, name in found
    )


def author_of(store: Store, number: int, language: str) -> Author | None:
    """The box about a person, made once in a build for each language."""
    return store.once(("author", number, language), lambda: _author(store, number, language))


def _author(store: Store, number: int, language: str) -> Author | None:
    person = store.people([number]).get(number)
    if person is None:
        return None
    written = person.biography_language
    said = own.field(store, f"person:{person.pk}", "text", language, otherwise=sanitised(inline_html(person.biography)), written=written)
    return Author(
        name=name_of(person, language),
        url=addresses.listing(language, "person", person.slug),
        biography=said.html,
        language=said.language or language,
        direction=wording.direction(said.language or language),
        state=said.state,
        portrait=images.plain_image(store, person.portrait_id, language),
        links=tuple(
            links.link_of(store, person.pk, link.label, url, written=written, language=language)
            for link in person.links.all()
            if (url := safe_link(link.url))
        ),
    )


def region(store: Store, row: Region, language: str) -> Link:
    """A region by its name in CLDR, noted."""
    store.note(keys.term("region", row.pk))
    return Link(wording.region_name(row.code, language, row.name), addresses.listing(language, "region", row.slug), key="region")


def theme(store: Store, row: Theme, language: str) -> Link:
    """A theme, noted: by its own name in the publication's default language, elsewhere by that of its Media Topic, or as it was translated."""
    store.note(keys.term("theme", row.pk))
    store.note(keys.PUBLICATION)
    url, written = addresses.listing(language, "theme", row.slug), store.publication.default_language
    if language != written and (name := topic_name(row.media_topic, language)):
        return Link(name, url, key="theme")
    said = own.field(store, f"theme:{row.pk}", "title", language, otherwise=row.name, written=written)
    return Link(said.text, url, said.language, said.direction, "theme", said.state)


def report(store: Store, row: Report, language: str) -> Link:
    """An in-depth report, noted; its title is in its own language where it is not translated."""
    store.note(keys.term("report", row.pk))
    said = own.field(store, f"report:{row.pk}", "title", language, otherwise=row.title, written=row.language)
    return Link(said.text, addresses.listing(language, "report", row.slug), said.language, said.direction, "report", said.state)


def regions_of(store: Store, numbers: Iterable[int], language: str) -> tuple[Link, ...]:
    """The regions of a document."""
    return tuple(region(store, store.regions[number], language) for number in numbers if number in store.regions)


def themes_of(store: Store, numbers: Iterable[int], language: str) -> tuple[Link, ...]:
    """The themes of a document."""
    return tuple(theme(store, store.themes[number], language) for number in numbers if number in store.themes)


def reports_of(store: Store, numbers: Iterable[int], language: str) -> tuple[Link, ...]:
    """The in-depth reports of a document."""
    return tuple(report(store, store.reports[number], language) for number in numbers if number in store.reports)
