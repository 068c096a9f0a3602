"""The ninjs item beside every article's page, in each language that the page stands in.

    /{language}/{yyyy}/{mm}/{slug}/item.json   200, or 410 with an item that is canceled
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from coranto.articles import keys
from coranto.delivery.house import Rendered, Target
from coranto.site import addresses, extras, targets
from coranto.site.facts import cards
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import State, Store
from coranto.site.feed_content import identity
from coranto.site.kinds import Keys, Kind, register
from coranto.site.ninjs.stories import TextGoes, changed_at, corrections_of, story_of, version_of
from coranto.site.provenance import JSON, OPEN
from coranto.syndication.ninjs.writing import Item, to_ninjs, to_tombstone

NAME = "item.json"
TYPE = "application/json"
TITLE = "ninjs 3.1"


def item_targets(store: Store, stale: Keys) -> Iterator[Target]:
    """One beside each page of an article."""
    for target in targets.article_targets(store, stale):
        yield Target(target.path + NAME, target.language, "ninjs", target.subject, 3)


def render(store: Store, target: Target) -> Rendered | None:
    """The item, or what is left of it; nothing where no page of the article stands."""
    number, language = int(target.subject), target.language
    store.note(keys.article(number, language))
    state = store.state(number)
    if state is None or cards.path(store, state, language) + NAME != target.path:
        return None
    found = item_of(store, state, language)
    if found is None:
        return None
    headers = (("Content-Language", language), *OPEN)
    return Rendered(written(found), JSON, 410 if state.status != 200 else 200, headers)


def item_of(store: Store, state: State, language: str, *, text_goes: TextGoes | None = None) -> Item | None:
    """The item of an article in a language; one that is canceled when it is gone, None when it cannot be read in it.

    `text_goes` as of `story_of`: an item that stands as a file has no text while terms name a time, one made for a request may.
    """
    if state.status != 200:
        return tombstone(store, state, language)
    story = story_of(store, state.number, language, text_goes=text_goes)
    return to_ninjs(story) if story is not None else None


def tombstone(store: Store, state: State, language: str) -> Item:
    """What is left of an article that was withdrawn, with its reason, or taken off, without one."""
    withdrawal, corrections = store.withdrawal(state.number), corrections_of(store, state.number)
    return to_tombstone(
        identity=identity(state, language), version=version_of(state, None, len(corrections) + 1), language=language,
        url=addresses.absolute(cards.path(store, state, language)), at=changed_at(state, None, corrections), reason=withdrawal.reason if withdrawal else "",
    )  # fmt: skip


def written(value: Item | list[Item]) -> bytes:
    """JSON as it is served."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")


def head_part(store: Store, language: str, page: Any) -> str:
    """The way from an article's page to its item; a page that shows another language's text has none of its own."""
    if not isinstance(page, ArticlePage) or page.text_language:
        return ""
    return f'<link rel="alternate" type="{TYPE}" title="{TITLE}" href="{escape(page.path + NAME)}">'


register(Kind("ninjs", item_targets, render))
extras.head_parts.append(head_part)
