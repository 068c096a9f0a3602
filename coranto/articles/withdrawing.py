"""Withdrawing an article: it goes, its address and its reason stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from coranto.articles.models import Article, Correction, CorrectionKind, PublicState, Withdrawal
from coranto.articles.publishing import hide
from coranto.members.models import User


class WithdrawalError(ValueError):
    """The article cannot be withdrawn; the text says why."""


@transaction.atomic
def record_withdrawal(article: Article, *, reason: str, by: User | None, now: datetime) -> tuple[Withdrawal, PublicState | None]:
    """Withdraw an article for good, with the reason readers are told; a retraction stands in the corrections log.

    Returns the withdrawal and the state the public saw before. Raises WithdrawalError for an empty reason, a second
    withdrawal, or an article that was never public.
    """
    if not reason.strip():
        raise WithdrawalError("Readers are told why an article was withdrawn; the reason is empty.")
    if Withdrawal.objects.filter(article=article).exists():
        raise WithdrawalError(f"“{article.title}” is withdrawn already.")
    if not PublicState.objects.filter(article=article).exists():
        raise WithdrawalError(f"“{article.title}” was never public. Delete the draft instead.")
    before = hide(article, now=now)
    withdrawal = Withdrawal.objects.create(article=article, reason=reason.strip(), at=now, by=by)
    version = article.versions.first()
    Correction.objects.create(article=article, kind=CorrectionKind.RETRACTION, text=reason.strip(), at=now, by=by, version=version)
    return withdrawal, before
