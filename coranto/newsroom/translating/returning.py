"""What a translator made with other tools comes back: kept as theirs, and shown to readers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from coranto.members.models import User
from coranto.newsroom import flow
from coranto.translation.assigning import begin
from coranto.translation.exchanging import Returned, import_article


@transaction.atomic
def take_returned(data: bytes, *, by: User, now: datetime) -> list[Returned]:
    """Keep an XLIFF file's sentences, of articles and of the publication's own texts, as a person's, as if they had been accepted at the desk. Raises ExchangeError, ExchangeRefused."""
    returned = import_article(data, by=by, now=now)
    for one in returned:
        if one.article is not None and one.accepted:
            begin(one.article, one.language, by=by, now=now)
        if one.article is not None and one.change is not None:
            flow.translations_kept({one.article: [one.change]})
        elif one.is_changed:
            flow.own_text_kept(one.own, [one.language])
    return returned
