"""A repost that may be an article of ours in another language: seen before it is taken in, and remembered until it goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from coranto import languages
from coranto.articles.leading import articles_of, slugs_in
from coranto.articles.models import Article, Provenance, PublicState
from coranto.intake.models import Item
from coranto.publication.offered import default_language
from coranto.reading.shape import Reading

MOST = 3  # that are offered


@dataclass(frozen=True, slots=True)
class MayBe:
    """An article of ours that a reading may be a translation of. `why`: "source" when it says so itself, "link" when its text leads there,
    "same source" when both say that they come from the same place."""

    number: int
    headline: str
    language: str
    why: str


def language_of(reading: Reading) -> str:
    """The language that a reading is taken in as."""
    return languages.match(reading.language.code or reading.language.declared or "") or default_language()


def may_be(reading: Reading) -> list[MayBe]:
    """Public articles of ours in other languages that this may be a translation of, the likeliest first. Three queries at most."""
    reasons: dict[int, str] = {}
    for number, why in _candidates(reading):
        reasons.setdefault(number, why)
    states = PublicState.objects.filter(pk__in=reasons, status=200).exclude(language=language_of(reading)).in_bulk()
    found = [MayBe(number, states[number].headline, states[number].language, why) for number, why in reasons.items() if number in states]
    return found[:MOST]


def _candidates(reading: Reading) -> Iterator[tuple[int, str]]:
    source = reading.original_source.url or ""
    said, linked = slugs_in([source], public_url=settings.INSTANCE.public_url), slugs_in(_words(reading.blocks), public_url=settings.INSTANCE.public_url)
    ours = articles_of([*said, *linked])
    yield from ((ours[slug], "source") for slug in said if slug in ours)
    if source and not said:
        same = Provenance.objects.filter(url=source, article__public__status=200).exclude(article__public__language=language_of(reading))
        yield from ((number, "same source") for number in same.order_by("pk").values_list("article_id", flat=True)[:MOST])
    yield from ((ours[slug], "link") for slug in linked if slug in ours)


def _words(value: Any) -> Iterator[str]:
    """Every text in blocks, addresses among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words(one)


def remember_edition(item: Item, original: int | None) -> None:
    """Keep that what was taken in is an article of ours in another language, as an editor said."""
    Item.objects.filter(pk=item.pk).update(edition_of=Article.objects.filter(pk=original).first() if original else None)


def edition_of(article: Article) -> Article | None:
    """The article of ours that this one was said to be a translation of when it was taken in; None when nobody said so."""
    item = Item.objects.filter(article=article, edition_of__public__status=200).select_related("edition_of").first()
    return item.edition_of if item is not None else None
