"""Linking instead of translating again: a repost that is itself a translation of our article is its edition in that language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from coranto.articles.models import Article
from coranto.members.models import User
from coranto.translation.locking import locked
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
    if LinkedEdition.objects.filter(edition=article).exists():
        raise LinkError(f"“{article.title}” is itself a translation. Link to the article that it was made from.")
    if LinkedEdition.objects.filter(article=edition).exists():
        raise LinkError(f"Others are linked as translations of “{edition.title}”. Unlink them first.")
    row, _made = LinkedEdition.objects.update_or_create(
        article=article, language=edition.language, defaults={"edition": edition, "made_by": by, "made_at": now}
    )  # fmt: skip
    of_both = Q(article=article, language=edition.language) | Q(article=edition)  # readers of other languages get the original's translations
    TranslationRequest.objects.filter(pk__in=locked(TranslationRequest.objects.filter(of_both))).delete()
    return row


@transaction.atomic
def unlink(row: LinkedEdition) -> None:
    """Say so no longer; both articles may be asked for in every language again."""
    LinkedEdition.objects.filter(pk=row.pk).delete()


def between_public() -> QuerySet[LinkedEdition]:
    """The links of which both articles are public."""
    return LinkedEdition.objects.filter(article__public__status=200, edition__public__status=200)


def is_linked() -> Exists:
    """Whether a public article of ours is the article of a translation in its language: readers get that one."""
    return Exists(LinkedEdition.objects.filter(article_id=OuterRef("article_id"), language=OuterRef("language"), edition__public__status=200))


@dataclass(frozen=True, slots=True)
class Group:
    """An article with the articles that are it in other languages: `original` is its number, `editions` theirs by language."""

    original: int
    editions: dict[str, int]


def groups_of(numbers: Collection[int]) -> dict[int, Group]:
    """The groups of these articles, as originals or as editions, by their numbers; only what is public counts. Two queries at most."""
    public = between_public()
    pairs = list(public.filter(Q(article__in=numbers) | Q(edition__in=numbers)).values_list("article_id", "edition_id"))
    if not pairs:
        return {}
    groups: dict[int, Group] = {}
    for original, language, edition in public.filter(article__in={original for original, _edition in pairs}).values_list("article_id", "language", "edition_id"):
        group = groups.setdefault(original, Group(original, {}))
        group.editions[language] = edition
    members = groups | {one: group for group in groups.values() for one in group.editions.values()}
    return {number: members[number] for number in numbers if number in members}


def editions_of(article: int) -> dict[str, int]:
    """The articles that are this one in other languages: language → number."""
    return dict(LinkedEdition.objects.filter(article_id=article).values_list("language", "edition_id"))
