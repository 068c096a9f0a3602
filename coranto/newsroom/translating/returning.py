"""What a translator made with other tools comes back: kept as theirs, and shown to readers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from coranto.members.models import User
from coranto.newsroom import flow
from coranto.translation.assigning import begin
from coranto.translation.exchange import Job
from coranto.translation.exchanging import Returned, take_jobs
from coranto.translation.own_requesting import own_ask_again
from coranto.translation.requesting import lacking_pairs, wake_lacking


@transaction.atomic
def take_returned(jobs: Sequence[Job], *, by: User, now: datetime, takes_rest: bool = False) -> list[Returned]:
    """Keep what an XLIFF file brings, of articles and of the publication's own texts, as a person's, as if it had been accepted at the desk.

    The file is read before, as nobody else can write to SQLite meanwhile. `takes_rest` as `take_jobs` has it. Raises ExchangeError, ExchangeRefused.
    """
    returned = take_jobs(jobs, by=by, now=now, takes_rest=takes_rest)
    for one in returned:
        if one.article is not None and one.accepted:
            begin(one.article, one.language, by=by, now=now)
        if one.article is not None and one.change is not None:
            flow.translations_kept({one.article: [one.change]})
        elif one.is_changed:
            flow.own_text_kept(one.own, [one.language])
    return returned


def look_again(languages: Collection[str], *, now: datetime) -> None:
    """Let a worker look again at what lacked an engine, for the memory knows more than before. No languages given means all."""
    own_ask_again(languages=languages, now=now)
    wake_lacking([pair for pair in lacking_pairs() if not languages or pair[1] in languages], now=now)
