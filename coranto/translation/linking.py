"""Linking instead of translating again: a repost that is itself a translation of our article is its edition in that language."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from coranto.articles.models import Article
from coranto.members.models import User
from coranto.translation.models import LinkedEdition, TranslationRequest


class LinkError(ValueError):
    """The two cannot be linked; the text says why."""


@transaction.atomic
def link(article: Article, edition: Article, *, by: User | None, now: datetime) -> LinkedEdition:
    """Say that `edition` is `article` in the language of `edition`: nothing is asked of engines for it any more. Raises LinkError."""
    if article.pk == edition.pk:
        raise LinkError("An article is no translation of itself. Choose another one.")
    if article.language == edition.language:
        raise LinkError(f"Both articles are written in {article.language}. A translation is in another language.")
    if LinkedEdition.objects.filter(article=edition, edition=article).exists() or LinkedEdition.objects.filter(edition=article).exists():
        raise LinkError(f"“{article.title}” is itself a translation. Link to the article that it was made from.")
    row, _made = LinkedEdition.objects.update_or_create(
        article=article, language=edition.language, defaults={"edition": edition, "made_by": by, "made_at": now}
    )  # fmt: skip
    TranslationRequest.objects.filter(article=article, language=edition.language).delete()
    return row


def unlink(article: Article, language: str) -> None:
    """Say so no longer; the article may be asked for in that language again."""
    LinkedEdition.objects.filter(article=article, language=language).delete()


def editions_of(article: int) -> dict[str, int]:
    """The articles that are this one in other languages: language → number."""
    return dict(LinkedEdition.objects.filter(article_id=article).values_list("language", "edition_id"))
