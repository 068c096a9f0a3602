"""What each button of a request does, and the named action that it leaves in the history of the request and the article.

DecidingError   what cannot be done, in a sentence for the desk
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.log_actions import log, registry

from coranto.articles.models import PublicState
from coranto.licensing import deciding
from coranto.licensing.deciding import Answer, DecidingError
from coranto.licensing.models import Grant, Request
from coranto.members.models import User
from coranto.newsroom import history
from coranto.newsroom.rights_desk.forms import Action
from coranto.publication.models import Publication
from coranto.signing.keys import PrivateKey
from coranto.site import addresses
from coranto.site.permission.letters import subject_of
from coranto.syndication.keyring import outlet_address, signing_key

LOGGED = {
    Action.WRITE: history.PERMISSION_LETTER, Action.NOTE: history.PERMISSION_NOTE, Action.PRICE: history.PERMISSION_PRICE, Action.GRANT: history.PERMISSION_GRANT,
    Action.DECLINE: history.PERMISSION_DECLINE, Action.REVOKE: history.PERMISSION_REVOKE, Action.FORGET: history.PERMISSION_FORGET,
}  # fmt: skip


def do(action: Action, request: Request, said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """Do it and write it into the history. Raises DecidingError."""
    if action is Action.WRITE:
        deciding.write_to(request, _answer(request, said["text"]), by=by, now=now)
    elif action is Action.NOTE:
        deciding.note_letter(request, text=said["text"], by=by, now=now)
    elif action is Action.PRICE:
        deciding.name_price(request, price=said["price"], currency=said["currency"], note=said["price_note"])
    elif action is Action.DECLINE:
        deciding.decline(request, _answer(request, said["text"]), by=by, now=now)
    elif action is Action.GRANT:
        _grant(request, said, by=by, now=now)
    elif action is Action.REVOKE:
        _revoke(request, said["because"], by=by, now=now)
    else:
        deciding.forget(request, now=now)
        request.refresh_from_db()
        registry.get_logs_for_instance(request).update(label=str(request)[:255])  # the history names what it is about
    facts = {name: str(value)[:300] for name, value in said.items() if value not in (None, "") and name != "text"}
    log(request, LOGGED[action], user=by, data=facts)
    if action in {Action.GRANT, Action.REVOKE}:
        log(request.article, LOGGED[action], user=by, data={"request": request.pk})


def _grant(request: Request, said: Mapping[str, Any], *, by: User, now: datetime) -> Grant:
    key, signed = _key(now)
    zone = Publication.load().zone
    last = said["expires_on"]
    ends = datetime.combine(last + timedelta(days=1), time(), zone) if last else None  # the last day counts whole
    return deciding.grant(
        request, _answer(request, said["text"]), conditions=said["conditions"], expires_at=ends, outlet=outlet_address(), page=page_of(request), key=key, by=by,
        now=signed,
    )  # fmt: skip


def _revoke(request: Request, because: str, *, by: User, now: datetime) -> None:
    given = Grant.objects.filter(request=request).first()
    if given is None:
        raise DecidingError(_("No permission was given that could be taken back."))
    key, signed = _key(now)
    deciding.revoke(given, because=because, answer=_answer(request, because), key=key, by=by, now=signed)


def _key(now: datetime) -> tuple[PrivateKey, datetime]:
    found = signing_key(now)
    if found is None:
        raise DecidingError(_("There is no key to sign with. Ask the operator to run: coranto keys rotate"))
    return found


def _answer(request: Request, text: str) -> Answer:
    return Answer(subject_of(request), text.strip())


def page_of(request: Request) -> str:
    """The whole address of the article that was asked about, in the language it was written in."""
    state = PublicState.objects.filter(article=request.article).first()
    if state is None:
        return str(settings.WAGTAILADMIN_BASE_URL)
    path = addresses.path_of(state.slug, language=state.language, at=state.first_public_at.astimezone(Publication.load().zone))
    return addresses.absolute(path)
