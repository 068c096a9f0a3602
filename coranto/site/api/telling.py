"""What the interface tells of an article, of a person, of a region: the values behind its JSON. `description.py` gives the same as a schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coranto.languages import formatting, get
from coranto.site import addresses
from coranto.site.facts import cards, names, wording
from coranto.site.facts.shapes import Card, Link
from coranto.site.facts.store import State, Store
from coranto.site.feed_content import identity
from coranto.site.ninjs.items import NAME as ITEM
from coranto.site.ninjs.stories import story_of
from coranto.site.provenance import chain_address
from coranto.syndication.ninjs.story import Story
from coranto.syndication.ninjs.writing import written

Value = dict[str, Any]


def articles(store: Store, numbers: Iterable[int], language: str) -> list[Value]:
    """Articles as lists hold them; without a language each in its own."""
    numbers = list(numbers)
    store.load(numbers)
    read_in = {number: language or state.language for number in numbers if (state := store.state(number)) is not None}
    for one in sorted(set(read_in.values())):
        cards.prepare(store, [number for number in numbers if read_in.get(number) == one], one)
    return [found for number in numbers if number in read_in and (found := summary(store, number, read_in[number])) is not None]


def summary(store: Store, number: int, language: str) -> Value | None:
    """One article as lists hold it; None where it cannot be read in the language."""
    card, state = cards.card(store, number, language), store.state(number)
    if card is None or state is None or card.language != language:
        return None
    return {
        "id": number, "uri": identity(state, language), "url": addresses.absolute(card.url), "language": language, "headline": card.headline, "standfirst": card.standfirst,
        "genre": card.genre, "text": card.state, "published": written(state.first_public_at), "modified": written(state.modified_at), "version": state.version,
        "authors": [{"name": name.name, "url": addresses.absolute(name.url) if name.url else None} for name in card.authors], "outlet": card.outlet or None,
        "regions": _slugs(store, state, "regions"), "themes": _slugs(store, state, "themes"), "reports": _slugs(store, state, "reports"),
        "image": _image(card), "self": addresses.absolute(addresses.api(f"articles/{number}")) + f"?language={language}", "item": addresses.absolute(card.url + ITEM),
        "provenance": chain_address(store, number, language) or None,
    }  # fmt: skip


def article(store: Store, number: int, language: str) -> Value | None:
    """One article with its text, where its terms let others republish it."""
    state = store.state(number)
    language = language or (state.language if state is not None else "")
    cards.prepare(store, [number], language)
    found = summary(store, number, language)
    story = story_of(store, number, language) if found is not None else None
    if found is None or story is None or state is None:
        return None
    return {
        **found, "byline": story.byline, "dateline": story.dateline or None, "html": None if story.is_retracted else story.html or None,
        "people": [{"name": one.name, "role": one.rel, "url": one.address or None} for one in story.people],
        "corrections": [{"kind": one.kind, "text": one.text, "at": written(one.at)} for one in story.corrections],
        "copyright_holder": story.copyright_holder, "copyright_notice": story.copyright_notice, "usage_terms": story.usage_terms,
        "rights": (story.rights or {}).get("encodedRights"), "source": _source(story), "made": list(story.made),
        "languages": [
            {"language": code, "url": addresses.absolute(cards.path(store, state, code)), "is_original": code == state.language} for code in store.languages_of(number)
        ],
    }  # fmt: skip


def _source(story: Story) -> str | None:
    return next((origin.identity for origin in story.origins if origin.rel == "derivedFrom"), None)


def _slugs(store: Store, state: State, field: str) -> list[str]:
    rows: dict[int, Any] = {"regions": store.regions, "themes": store.themes, "reports": store.reports}[field]  # type: ignore[assignment]
    return [rows[number].slug for number in state.card[field] if number in rows]


def _image(card: Card) -> Value | None:
    """The picture at the top, where others may use it."""
    if card.image is None or not card.image.is_redistributable:
        return None
    return {"url": addresses.absolute(card.image.src), "width": card.image.width, "height": card.image.height, "alt": card.image.alt, "credit": card.image.credit}


def terms_of(store: Store, facet: str, language: str) -> list[Value]:
    """All regions, themes or reports, by name in a language."""
    rows: dict[int, Any] = {"region": store.regions, "theme": store.themes, "report": store.reports}[facet]  # type: ignore[assignment]
    named: Any = {"region": names.region, "theme": names.theme, "report": names.report}[facet]
    return [_term(facet, row, named(store, row, language)) for row in rows.values()]


def _term(facet: str, row: Any, link: Link) -> Value:
    code = row.code if facet == "region" else row.media_topic or None if facet == "theme" else None
    return {"slug": row.slug, "name": link.label, "code": code, "url": addresses.absolute(link.url)}


def people(store: Store, numbers: Iterable[int], language: str) -> list[Value]:
    """People by number, with their name in the script of a language."""
    found = store.people(numbers)
    return [
        {"slug": person.slug, "name": names.name_of(person, language), "url": addresses.absolute(addresses.listing(language, "person", person.slug))}
        for person in found.values()
    ]  # fmt: skip


def languages(store: Store) -> list[Value]:
    """The languages that the publication offers, the default first."""
    return [
        {
            "language": code, "name": formatting.language_name(code, "en"), "own_name": wording.own_name(code), "direction": get(code).direction,
            "url": addresses.absolute(addresses.home(code)),
        }
        for code in store.languages
    ]  # fmt: skip
