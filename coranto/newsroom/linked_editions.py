"""Editions of an article that another outlet translated, or we: linked and unlinked, and what follows when one of them comes or goes.

What was said, when it was taken in, to be a translation of ours is linked when it goes out.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from coranto.articles import keys
from coranto.articles.models import Article, Classified, PublicState
from coranto.delivery.marking import mark
from coranto.intake.editions import edition_of
from coranto.members.models import User
from coranto.newsroom.stale_keys import article_keys, list_keys
from coranto.search.indexing import forget_article, index_article
from coranto.translation.linking import LinkError, link, unlink
from coranto.translation.models import LinkedEdition
from coranto.translation.recounting import lock_public, recount
from coranto.translation.requesting import request_translations


def said_with(article: Article) -> list[int]:
    """The numbers of an article and of the one that it was said to be a translation of: who publishes the one may change the other."""
    original = edition_of(article)
    return [article.pk, *([original.pk] if original is not None else [])]


def link_as_was_said(article: Article, *, by: User | None, now: datetime) -> None:
    """Link it; where another is that edition already, or it cannot be, it stands alone."""
    original = edition_of(article)
    if original is not None and not LinkedEdition.objects.filter(article=original, language=article.language).exists():
        with suppress(LinkError):
            editions_linked(original, article, by=by, now=now)


@transaction.atomic
def editions_linked(article: Article, edition: Article, *, by: User | None, now: datetime) -> None:
    """An article of ours is another one in its language: readers' choice of languages leads from the one to the other."""
    lock_public(article.pk, edition.pk)
    link(article, edition, by=by, now=now)
    forget_article(article.pk, language=edition.language)
    _editions_changed(article, edition)


@transaction.atomic
def editions_unlinked(row: LinkedEdition, *, now: datetime) -> None:
    """They stand alone again: what was translated of the article in that language is shown, and both are asked for."""
    article, edition = row.article, row.edition
    lock_public(article.pk, edition.pk)
    unlink(row)
    for one in (article, edition):
        state = PublicState.objects.select_related("version").filter(article=one, status=200).first()
        if state is not None:
            request_translations(one, state.version, now=now)
    _find_again(article, row.language, is_linked=False)
    _editions_changed(article, edition)


def others_stand_alone(article: Article) -> None:
    """An article comes or goes: those that it is linked with tell other languages than before, and may be read in its language themselves."""
    rows = LinkedEdition.objects.filter(Q(article=article) | Q(edition=article)).select_related("article", "edition")
    for row in rows:
        _editions_changed(row.article, row.edition)
        if row.edition_id == article.pk:
            _find_again(row.article, row.language, is_linked=PublicState.objects.filter(article=article, status=200).exists())


def _find_again(article: Article, language: str, *, is_linked: bool) -> None:
    """Let search find what was translated of an article, unless an edition stands for it in that language."""
    state = PublicState.objects.filter(article=article, status=200).first()
    if is_linked or state is None:
        forget_article(article.pk, language=language)
        return
    for translation in article.translations.filter(language=language):
        index_article(article.pk, translation.document, first_public_at=state.first_public_at)


def _editions_changed(article: Article, edition: Article) -> None:
    recount({article.pk, edition.pk})
    others = Article.objects.filter(edition_of__article=article)
    mark({key for one in (article, edition, *others) for key in article_keys(one)}, why="linked")
    facets = set(Classified.objects.filter(article__in=[article.pk, edition.pk]).values_list("facet", "value"))
    mark({*list_keys([("all", 0), *facets]), *(keys.related(facet, value) for facet, value in facets)}, why="linked")  # type: ignore[arg-type]
