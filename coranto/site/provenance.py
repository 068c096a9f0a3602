"""The signed chain of every article as a file beside its page, and the outlet's keys: where readers can verify.

    /.well-known/coranto.json                       the key set
    /{language}/{yyyy}/{mm}/{slug}/provenance.json  {"coranto": 1, "type": "chain", "statements": […], "content": …}

`content` is what the newest statement signs, or null for a withdrawn article: its chain stays, so that whoever has a
copy learns that it was taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from coranto.articles import keys
from coranto.delivery.house import Rendered, Target
from coranto.signing.canonical import canonical
from coranto.site import addresses, extras, targets
from coranto.site.facts import cards
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import State, Store
from coranto.site.kinds import Keys, Kind, register
from coranto.syndication.keyring import public_keys
from coranto.syndication.stating import chain, signed_editions

KEYS_PATH = "/.well-known/coranto.json"
NAME = "provenance.json"
TYPE = "application/vnd.coranto+json"
JSON = "application/json; charset=utf-8"
OPEN = (("Access-Control-Allow-Origin", "*"),)  # what anyone may verify, a page of another site may fetch


def chain_targets(store: Store, stale: Keys) -> Iterator[Target]:
    """The chain of each article in each language in which what it says is signed."""
    signed = store.once("signed", signed_editions)
    for target in targets.article_targets(store, stale):
        state = store.state(int(target.subject))
        if state is not None and (state.number, target.language) in signed and _is_told(store, state):
            yield Target(target.path + NAME, target.language, "provenance", target.subject, 2)


def render_chain(store: Store, target: Target) -> Rendered | None:
    """The chain; nothing of an article that was taken off without a notice, or that was never signed."""
    number, language = int(target.subject), target.language
    store.note(keys.article(number, language))
    state = store.state(number)
    if state is None or language not in store.languages_of(number) or cards.path(store, state, language) + NAME != target.path:
        return None
    statements = chain(number, language) if _is_told(store, state) else []
    if not statements:
        return None
    document = {"coranto": 1, "type": "chain", "statements": statements, "content": _content(store, number, language) if state.status == 200 else None}
    return Rendered(canonical(document), JSON, headers=OPEN)


def _is_told(store: Store, state: State) -> bool:
    """Whether anyone may still know of the article: it is public, or was taken back with a notice."""
    return state.status == 200 or store.withdrawal(state.number) is not None


def _content(store: Store, number: int, language: str) -> dict[str, Any] | None:
    edition = store.edition(number, language)
    if edition is None:
        return None
    document = edition.document
    return {"headline": document["headline"], "standfirst": document["standfirst"], "blocks": document["body"]}


def key_targets(store: Store, stale: Keys) -> Iterator[Target]:
    """The key set, once."""
    if (targets.wants_all(stale) or (stale and keys.SIGNING_KEYS in stale)) and public_keys().keys:
        yield Target(KEYS_PATH, "", "keys", "", 0)


def render_keys(store: Store, target: Target) -> Rendered | None:
    """All keys with their times, revoked ones with the reason; nothing while there are none."""
    store.note(keys.SIGNING_KEYS)
    found = public_keys()
    return Rendered(canonical(found.as_document()), JSON, headers=OPEN) if found.keys else None


def chain_language(store: Store, number: int, language: str) -> str:
    """The language of the chain that speaks for an article as read in a language: its own, else the original's, else ""."""
    state, signed = store.state(number), store.once("signed", signed_editions)
    wanted = (language, state.language) if state is not None else ()
    return next((code for code in wanted if (number, code) in signed), "")


def chain_address(store: Store, number: int, language: str) -> str:
    """The whole address of the signed chain of an article as read in a language, "" where nothing was signed.

    Pages, feeds and packages name it; its type is `TYPE`.
    """
    state, signed_in = store.state(number), chain_language(store, number, language)
    return addresses.absolute(cards.path(store, state, signed_in) + NAME) if state is not None and signed_in else ""


def head_part(store: Store, language: str, page: Any) -> str:
    """The way from an article's page to its chain."""
    if not isinstance(page, ArticlePage):
        return ""
    address = chain_address(store, page.number, page.text_language or page.language)
    return f'<link rel="describedby" type="{TYPE}" href="{escape(address)}">' if address else ""


register(Kind("provenance", chain_targets, render_chain))
register(Kind("keys", key_targets, render_keys))
extras.head_parts.append(head_part)
