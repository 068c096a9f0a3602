"""What was said, when it was taken in, to be a translation of ours is linked when it goes out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from coranto.articles.models import Article
from coranto.intake.editions import edition_of
from coranto.members.models import User
from coranto.translation.linking import LinkError
from coranto.translation.models import LinkedEdition


def said_with(article: Article) -> list[int]:
    """The numbers of an article and of the one that it was said to be a translation of: who publishes the one may change the other."""
    original = edition_of(article)
    return [article.pk, *([original.pk] if original is not None else [])]


def link_as_was_said(article: Article, link: Callable[..., None], *, by: User | None, now: datetime) -> None:
    """Let `link` (which is `flow.editions_linked`) link it; where another is that edition already, or it cannot be, it stands alone."""
    original = edition_of(article)
    if original is not None and not LinkedEdition.objects.filter(article=original, language=article.language).exists():
        with suppress(LinkError):
            link(original, article, by=by, now=now)
