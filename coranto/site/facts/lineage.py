"""From which texts a text was translated, step by step, and by whom: what programs are told of a translation of a translation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coranto.site import addresses
from coranto.site.editions import Edition
from coranto.site.facts import cards, linked
from coranto.site.facts.shapes import Name
from coranto.site.facts.store import State, Store
from coranto.site.facts.trusted import safe_link


@dataclass(frozen=True, slots=True)
class Work:
    """A text that another was translated from. `url` is its whole address, "" where it stands nowhere.

    `software` or `people` translated it itself, where it is a translation.
    """

    language: str
    url: str = ""
    software: str = ""
    people: tuple[Name, ...] = ()


def lineage(store: Store, state: State, edition: Edition, credits: Sequence[Name]) -> tuple[Work, ...]:
    """The texts that an edition of an article was translated from, the nearest first; none of an original of our own.

    What an engine passed through on its way, our original, the article of ours that this one is an edition of, and where
    a repost was printed in another language, that text; `credits` are the people of the article's byline.
    """
    works = []
    if edition.language != state.language:
        software = edition.software or edition.by
        works += [Work(code, software=software) for code in reversed(edition.via.split())]
        works.append(Work(state.language, addresses.absolute(cards.path(store, state, state.language))))
    if (before := _before(store, state, edition)) is None:
        return tuple(works)
    if works:
        works[-1] = Work(works[-1].language, works[-1].url, people=translators(credits))
    return (*works, before)


def _before(store: Store, state: State, edition: Edition) -> Work | None:
    """What the article was translated from before it came here or became one of ours."""
    other = linked.original_of(store, state.number)
    if other is not None and (ours := store.state(other)) is not None:
        return Work(ours.language, addresses.absolute(cards.path(store, ours, ours.language)))
    source = edition.document["provenance"]
    if not source or source["language"] in {None, "", state.language} or source["basis"] == "fair-use":
        return None
    return Work(source["language"], safe_link(source["url"]))


def translators(credits: Sequence[Name]) -> tuple[Name, ...]:
    """Those of a byline who translated."""
    return tuple(name for name in credits if name.role == "translator")
