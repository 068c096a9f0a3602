"""Articles as lists and boxes show them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from coranto.articles import keys
from coranto.languages import get, readable_instead
from coranto.site import addresses
from coranto.site.facts import images, names, wording
from coranto.site.facts.shapes import Card, Link
from coranto.site.facts.store import State, Store


def cards(store: Store, numbers: Sequence[int], language: str, *, is_large: bool = False) -> tuple[Card, ...]:
    """The cards of these articles in their order, in a language; those that are not public are left out.

    One query for the articles not seen yet in this build, and one each for people, outlets and pictures.
    """
    prepare(store, numbers, language)
    found = (card(store, number, language, is_large=is_large) for number in numbers)
    return tuple(one for one in found if one is not None)


def prepare(store: Store, numbers: Collection[int], language: str) -> None:
    """Read in bulk what the cards of these articles will ask for one by one."""
    store.load(numbers)
    store.load_editions(numbers, language)
    states = [state for number in numbers if (state := store.known(number)) is not None]
    store.load_people({credit["person"] for state in states for credit in state.card["credits"]})
    store.load_outlets({outlet for state in states if (outlet := outlet_of(state.card)) is not None})
    store.load_pictures([state.card["image"]["picture"] for state in states if state.card["image"]])


def card(store: Store, number: int, language: str, *, is_large: bool = False) -> Card | None:
    """One article's card, or None while it is not public. Its key is noted either way, so that it comes back."""
    return store.once(("card", number, language, is_large), lambda: _card(store, number, language, is_large))


def _card(store: Store, number: int, language: str, is_large: bool) -> Card | None:
    store.note(keys.card(number, language))
    store.note(keys.PUBLICATION)
    state = store.state(number)
    if state is None or state.status != 200:
        return None
    read_in = read_in_of(store, state, language)
    edition = store.edition(number, read_in) if read_in != state.language else None
    text: dict[str, Any] = state.card if edition is None else edition.document
    read_in = state.language if edition is None else read_in
    outlet_number = outlet_of(state.card)
    outlet = store.outlets([outlet_number]).get(outlet_number) if outlet_number else None
    return Card(
        number=number,
        url=path(store, state, read_in),
        headline=text["headline"],
        standfirst=text["standfirst"],
        language=read_in,
        direction=wording.direction(read_in),
        language_name=wording.language_name(read_in, language),
        is_foreign=read_in != language,
        genre=state.card["genre"],
        published=wording.moment(state.first_public_at, language, store.publication.zone),
        authors=names.names_of(store, [credit for credit in state.card["credits"] if credit["role"] == "author"], language),
        outlet=outlet.name if outlet else None,
        image=images.image_of(store, _image(text, read_in, language), images.LARGE if is_large else images.SMALL),
        section=_section(store, state.card, language),
        state="original" if edition is None else edition.state,
    )


def _image(text: dict[str, Any], read_in: str, language: str) -> dict[str, Any] | None:
    """The picture of a card with the language of its words, where that is not the page's."""
    image: dict[str, Any] | None = text["image"]
    written = (image.get("language") or read_in) if image else language
    return image and {**image, "caption": "", "language": written if written != language else None}


def read_in_of(store: Store, state: State, language: str) -> str:
    """The language in which a reader of another is shown an article: their own, else the best there is.

    Notes the article's card in every language that would come before it, so that it gives way when one is translated.
    """
    available = store.languages_of(state.number)
    read_in = readable_instead(language, available, original=state.language) or state.language
    for code in (*get(language).fallback, state.language) if read_in != language else ():
        store.note(keys.card(state.number, code))
        if code == read_in:
            break
    return read_in


def path(store: Store, state: State, language: str) -> str:
    """Where an article stands in a language."""
    return addresses.path_of(state.slug, language=language, at=state.first_public_at.astimezone(store.publication.zone))


def outlet_of(document: dict[str, Any]) -> int | None:
    """The outlet a repost comes from; an article that only quotes another's text is this publication's own."""
    provenance = document["provenance"]
    return provenance["outlet"] if provenance and provenance["basis"] != "fair-use" else None


def _section(store: Store, document: dict[str, Any], language: str) -> Link | None:
    """What stands over the headline: the first report, else theme, else region."""
    for find, field in ((names.reports_of, "reports"), (names.themes_of, "themes"), (names.regions_of, "regions")):
        if links := find(store, document[field][:1], language):
            return links[0]
    return None
