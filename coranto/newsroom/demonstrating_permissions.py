"""Requests for permission of the demonstration: one that waits, one that was granted. Nothing of them is ever sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import F
from wagtail.log_actions import log

from coranto.articles.models import Article
from coranto.demonstration import shapes
from coranto.licensing.asking import Wish, ask, declare_copy
from coranto.licensing.deciding import Answer, grant
from coranto.licensing.models import Letter, Request
from coranto.newsroom import history
from coranto.newsroom.rights_desk.doing import page_of
from coranto.site.permission.letters import subject_of
from coranto.syndication.keyring import outlet_address, signing_key


def load_requests(entries: Iterable[shapes.Request], articles: Mapping[str, Article], *, now: datetime) -> None:
    """Ask, and grant where the entry says so and there is a key to sign with."""
    for number, entry in enumerate(entries):
        article, at = articles[entry.article], now - timedelta(hours=entry.hours_ago)
        wish = Wish(
            use=entry.use, by=entry.by, name=entry.name, email=entry.email, outlet=entry.outlet, territory=entry.territory, circulation=entry.circulation,
            wanted_language=entry.language, message=entry.message,
        )  # fmt: skip
        request = ask(article, wish, form=f"demonstration-{number}", language=entry.language, now=at)
        if entry.answer:
            _grant(request, entry, now=now)
    Letter.objects.filter(direction="out", request__form__startswith="demonstration-").update(due_at=None, sent_at=F("at"))


def _grant(request: Request, entry: shapes.Request, *, now: datetime) -> None:
    found = signing_key(now)
    if found is None:
        return
    key, signed = found
    grant(
        request, Answer(subject_of(request), entry.answer), conditions=entry.conditions, expires_at=None, outlet=outlet_address(), page=page_of(request), key=key,
        by=None, now=signed,
    )  # fmt: skip
    log(request, history.PERMISSION_GRANT)
    request.refresh_from_db()
    if entry.copy:
        declare_copy(request.article, url=entry.copy, by=entry.email, now=now, outlet=entry.outlet, language=entry.language, request=request)
