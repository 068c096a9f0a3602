"""What is to be translated at all, and what of it there is: articles of ours that are another one in its language count as that one's translation."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from coranto.articles.models import PublicState
from coranto.translation.linking import between_public, is_linked
from coranto.translation.models import Translation

OUTDATED_ONES = Q(outdated__gt=0) | ~Q(version_id=F("article__public__version_id"))  # a sentence of it, or all of it, is older than the original


def is_edition(outer: str) -> Exists:
    """Whether an article is another one in its language; `outer` is where its number stands."""
    return Exists(between_public().filter(edition_id=OuterRef(outer)))


def written() -> Counter[str]:
    """Public articles by the language they were written in; editions of another one are not among them. One query."""
    rows = PublicState.objects.filter(~is_edition("pk"), status=200).order_by().values_list("language")
    return Counter(dict(rows.annotate(Count("pk"))))


def linked() -> Counter[str]:
    """Articles that have an edition of ours in a language, by that language. One query."""
    return Counter(dict(between_public().order_by().values_list("language").annotate(Count("pk"))))


def present() -> QuerySet[Translation]:
    """The translations that stand for something that is not there otherwise: of public articles that are no editions, where none is linked."""
    public = Translation.objects.filter(~is_linked(), ~is_edition("article_id"), article__public__status=200, has_head=True)
    return public.exclude(language=F("article__public__language")).order_by()
