"""Putting an article right: what was wrong is said, dated, and kept with the old and the new sentence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from coranto.articles.models import Article, Correction, CorrectionKind
from coranto.members.models import User


class CorrectionError(ValueError):
    """The correction cannot be recorded; the text says what is missing."""


@transaction.atomic
def record_correction(
    article: Article, *, kind: str, text: str, by: User | None, now: datetime, old_text: str = "", new_text: str = ""
) -> Correction:
    """Record a correction of a public article. It stands on the page as soon as the page is rendered again.

    Raises CorrectionError when the article is not public, the kind is unknown or nothing is said.
    """
    if kind not in CorrectionKind.values:
        raise CorrectionError(f"Unknown kind of correction {kind!r}. Use one of: {', '.join(CorrectionKind.values)}.")
    if not text.strip():
        raise CorrectionError("A correction says to readers what was wrong and what is right; its text is empty.")
    state = getattr(article, "public", None)
    if state is None or state.status != 200:
        raise CorrectionError(f"“{article.title}” is not public, so there is nothing to correct. Edit the draft.")
    return Correction.objects.create(
        article=article, kind=kind, text=text.strip(), old_text=old_text.strip(), new_text=new_text.strip(), at=now, by=by, version=state.version
    )
