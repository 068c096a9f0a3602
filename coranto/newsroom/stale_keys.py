"""The keys that a change of an article makes stale, in every language in which somebody may see it."""

from __future__ import annotations

from collections.abc import Iterable

from coranto.articles import keys
from coranto.articles.models import Article
from coranto.publication.offered import languages_offered


def languages_of(article: Article) -> list[str]:
    """The languages in which somebody may see the article: those offered, and its own."""
    return list(dict.fromkeys((*languages_offered(), article.language)))


def article_keys(article: Article) -> Iterable[str]:
    """The keys of an article and its card, in every language somebody may see it in."""
    for language in languages_of(article):
        yield keys.article(article.pk, language)
        yield keys.card(article.pk, language)


def list_keys(facets: Iterable[tuple[str, int]]) -> Iterable[str]:
    """The keys of lists, in every language the publication offers."""
    offered = languages_offered()
    for facet, value in facets:
        for language in offered:
            yield keys.listing(facet, value, language)  # type: ignore[arg-type]
