"""The page that tells readers in their own language where an article comes from, beside every page of an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coranto.articles import keys
from coranto.delivery.house import Rendered, Target
from coranto.site import addresses, pages, targets, templating, words
from coranto.site.facts import articles, wording
from coranto.site.facts.origins import origin_page
from coranto.site.facts.store import Store
from coranto.site.kinds import Keys, Kind, register
from coranto.site.provenance import chain_address, chain_language


def page_targets(store: Store, stale: Keys) -> Iterator[Target]:
    """One beside each page of an article that is public."""
    for target in targets.article_targets(store, stale):
        state = store.state(int(target.subject))
        if state is not None and state.status == 200:
            yield Target(addresses.provenance(target.path), target.language, "provenance-page", target.subject, 5)


def render(store: Store, target: Target) -> Rendered | None:
    """The page; None where the article cannot be read (any more)."""
    number, language = int(target.subject), target.language
    store.note(keys.article(number, language))
    page = articles.article_page(store, number, language)
    if page is None or addresses.provenance(page.path) != target.path:
        return None
    store.note(keys.article(number, store.languages_of(number)[0]))
    shown = origin_page(store, page, signed_in=chain_language(store, number, language), chain_address=chain_address(store, number, language))
    title = wording.labelled(templating.translations(language).gettext(words.WHERE_FROM), page.headline, language)
    head = pages.article_head(store, page)
    own = tuple((choice, addresses.provenance(path)) for choice, path in head.languages if any(one.code == choice.code for one in page.languages))
    head = replace(head, title=title, description="", canonical=addresses.absolute(shown.path), is_indexed=False, alternates=(), languages=own, feeds=())
    return pages.page(store, "provenance", language, shown, head)


register(Kind("provenance-page", page_targets, render))
