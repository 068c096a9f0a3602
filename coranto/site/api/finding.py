"""Which public articles are asked for: newest first, in pages that begin where the one before ended. Few queries, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from coranto.articles.models import Classified, PublicState
from coranto.site.api.asking import Asked
from coranto.site.facts.store import Store

CHUNK, MOST_LOOKED_AT = 100, 600  # what one request looks through where language or genre leave most out
Place = tuple[datetime, int]


def found(store: Store, asked: Asked) -> tuple[list[int], Place | None]:
    """The numbers of one page, and where the next begins; None behind the last.

    A page may be shorter than asked for, even empty, and not the last: then so much was looked through that the next
    page goes on.
    """
    if asked.is_nothing:
        return [], None
    numbers: list[int] = []
    after, looked_at = asked.after, 0
    while looked_at < MOST_LOOKED_AT:
        chunk = list(_rows(asked, after)[:CHUNK])
        for at, number in _that_fit(store, asked, chunk):
            if len(numbers) == asked.limit:
                return numbers, after
            numbers.append(number)
            after = (at, number)
        if len(chunk) < CHUNK:
            return numbers, None
        after, looked_at = chunk[-1], looked_at + len(chunk)
    return numbers, after


def _that_fit(store: Store, asked: Asked, chunk: list[Place]) -> Iterator[Place]:
    """Those of a chunk in the language and of the genre asked for."""
    every = [number for _at, number in chunk]
    store.load(every)
    store.load_languages(every)
    if asked.is_checked and asked.language:
        store.load_editions(every, asked.language)
    for at, number in chunk:
        state = store.state(number)
        if state is None or (asked.genre and state.card["genre"] != asked.genre) or (asked.language and asked.language not in store.languages_of(number)):
            continue
        if asked.is_checked and asked.language and (edition := store.edition(number, asked.language)) is not None and edition.state == "machine":
            continue
        yield at, number


def _rows(asked: Asked, after: Place | None) -> QuerySet[PublicState, Place]:
    rows = PublicState.objects.filter(status=200).order_by("-first_public_at", "-article_id")
    for facet, value in asked.facets:
        rows = rows.filter(pk__in=Classified.objects.filter(facet=facet, value=value).values("article_id"))
    if asked.before is not None:
        rows = rows.filter(first_public_at__lte=asked.before)
    if asked.since is not None:
        rows = rows.filter(modified_at__gte=asked.since)
    if after is not None:
        at, number = after
        rows = rows.filter(Q(first_public_at__lt=at) | Q(first_public_at=at, article_id__lt=number))
    return rows.values_list("first_public_at", "article_id")
