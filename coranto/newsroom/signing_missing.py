"""Signing translations that readers can read without a signature: a few at a time, in quiet hours.

There are some after the first key was made, and when the publication's policy lets out what it kept back before.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from coranto.newsroom.flow import translations_signed
from coranto.publication.models import Policy
from coranto.publication.offered import policies
from coranto.syndication.keyring import signing_key
from coranto.syndication.models import Statement
from coranto.translation.models import REVIEWED, LinkedEdition, Translation


def sign_missing(*, limit: int) -> int:
    """Sign translations that have no chain yet, `limit` at most; how many were signed."""
    if signing_key(timezone.now()) is None:
        return 0
    allowed = policies()
    by_machine = [language for language, row in allowed.items() if row.policy == Policy.MACHINE]
    may_be_read = Q(language__in=by_machine) | Q(language__in=list(allowed), state__in=REVIEWED)
    chains = Statement.objects.filter(article_id=OuterRef("article_id"), language=OuterRef("language"), number=1)
    linked = LinkedEdition.objects.filter(article_id=OuterRef("article_id"), language=OuterRef("language"), edition__public__status=200)
    waiting = Translation.objects.filter(may_be_read, ~Exists(chains), ~Exists(linked), has_head=True, article__public__status=200).select_related("outline").order_by("-pk")[:limit]
    return sum(translations_signed(row.article_id, {row.language: row.document}) for row in waiting)
