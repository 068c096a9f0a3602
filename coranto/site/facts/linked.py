"""Articles of ours that are one another in different languages: a repost that is itself a translation of our article.

Each language is spoken for by one of them: an edition for its own, the original for every other. The choice of
languages and the alternates for search engines are the same on all of their pages.
"""

from __future__ import annotations

from coranto.articles import keys
from coranto.site.facts import cards
from coranto.site.facts.store import Store


def speakers(store: Store, number: int) -> dict[str, int]:
    """Which article speaks for each language in which this one can be read; this one for all of them where it stands alone.

    Notes what a change of the others would change here.
    """
    own = dict.fromkeys(store.languages_of(number), number)
    linked = store.linked(number)
    if linked is None:
        return own
    for other in (linked.original, *linked.editions.values()):
        if (state := store.state(other)) is not None:
            store.note(keys.article(other, state.language))
    return {**own, **dict.fromkeys(store.languages_of(linked.original), linked.original), **linked.editions}


def path_in(store: Store, number: int, language: str) -> str | None:
    """The path of the article that speaks for this one in a language, where that is another one."""
    other = speakers(store, number).get(language, number)
    state = store.state(other)
    return cards.path(store, state, language) if other != number and state is not None else None


def original_of(store: Store, number: int) -> int | None:
    """The article that this one is an edition of, or None."""
    linked = store.linked(number)
    return linked.original if linked is not None and linked.original != number else None
