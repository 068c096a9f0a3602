"""What the rights desk does with a request: write back, name a price, decline, grant, and take a grant back.

DecidingError   the request is over, or it lacks what a decision needs; the text says which
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from coranto.licensing.models import Direction, Grant, Letter, Request, State
from coranto.members.models import User
from coranto.signing.canonical import canonical
from coranto.signing.digests import digest_document
from coranto.signing.keys import KeySet, PrivateKey
from coranto.signing.signatures import Verification, sign, verify
from coranto.signing.writing import write_time

PURPOSE = "grant"


class DecidingError(ValueError):
    """The decision cannot be taken; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A letter as it will be sent: in the language of the person who asked."""

    subject: str
    text: str


@transaction.atomic
def write_to(request: Request, answer: Answer, *, by: User | None, now: datetime) -> Letter:
    """Ask something back; the request waits for the person who asked. Locks the request."""
    held = _open(request)
    _move(held, State.ASKED_BACK, now)
    return _letter(held, answer, by=by, now=now)


def name_price(request: Request, *, price: Decimal | None, currency: str, note: str) -> Request:
    """Write down what the use costs. Raises DecidingError for an amount without a currency."""
    if price is not None and not (len(currency) == 3 and currency.isalpha()):
        raise DecidingError("A price needs its currency in three letters, for example EUR.")
    request.price, request.currency, request.price_note = price, currency.upper() if price is not None else "", note
    request.save(update_fields=["price", "currency", "price_note"])
    return request


@transaction.atomic
def decline(request: Request, answer: Answer, *, by: User | None, now: datetime) -> Request:
    """Say no, with the reason in the letter. Locks the request. Raises DecidingError when it is over."""
    held = _open(request)
    _move(held, State.DECLINED, now)
    _letter(held, answer, by=by, now=now)
    return held


@transaction.atomic
def grant(
    request: Request, answer: Answer, *, conditions: str, expires_at: datetime | None, outlet: str, page: str, key: PrivateKey, by: User | None, now: datetime
) -> Grant:
    """Say yes: a signed statement, and the letter that names its address. Locks the request.

    `outlet` is the publication's address, `page` that of the article; `answer.text` may hold {grant}, which becomes the
    statement's name. Raises DecidingError when the request is over or the end lies in the past.
    """
    held = _open(request)
    if expires_at is not None and expires_at <= now:
        raise DecidingError("The permission would be over before it begins. Give a later date or none.")
    name = uuid.uuid4().hex
    statement = _statement(held, name=name, conditions=conditions, expires_at=expires_at, outlet=outlet, page=page, now=now)
    made = Grant.objects.create(
        request=held, name=name, version_id=held.version_id, statement=canonical(statement).decode(), conditions=conditions, granted_at=now,
        signature=sign(statement, key, purpose=PURPOSE, now=now), expires_at=expires_at, granted_by=by,
    )  # fmt: skip
    _move(held, State.GRANTED, now)
    _letter(held, Answer(answer.subject, answer.text.replace("{grant}", name)), by=by, now=now)
    return made


@transaction.atomic
def revoke(given: Grant, *, because: str, answer: Answer, by: User | None, now: datetime) -> Grant:
    """Take a grant back: its address says so from now on, with the reason. Raises DecidingError without a reason."""
    if not because.strip():
        raise DecidingError("Say why the permission is taken back; the reason stands on its page.")
    held = Grant.objects.select_for_update().select_related("request").get(pk=given.pk)
    if held.revoked_at is None:
        held.revoked_at, held.revoked_because = now, because.strip()
        held.save(update_fields=["revoked_at", "revoked_because"])
        _letter(held.request, answer, by=by, now=now)
    return held


def verify_grant(given: Grant, keys: KeySet, *, now: datetime) -> Verification:
    """Whether the statement is what was signed, by a key that may sign."""
    return verify(json.loads(given.statement), given.signature, keys, purpose=PURPOSE, now=now)


def _statement(request: Request, *, name: str, conditions: str, expires_at: datetime | None, outlet: str, page: str, now: datetime) -> dict[str, Any]:
    """What is signed. The e-mail address of the person who asked does not stand in it: the statement is public to who has its address."""
    document = request.version.document
    return {
        "coranto": 1,
        "kind": "grant",
        "grant": name,
        "outlet": outlet,
        "article": {"url": page, "version": request.version.number, "digest": digest_document(document), "headline": document["headline"]},
        "to": {"name": request.name, "outlet": request.outlet or None},
        "use": request.use,
        "territory": request.territory or None,
        "circulation": request.circulation or None,
        "language": request.wanted_language or None,
        "publication_date": request.wanted_on.isoformat() if request.wanted_on else None,
        "price": f"{request.price} {request.currency}" if request.price is not None else None,
        "conditions": conditions or None,
        "granted": write_time(now),
        "expires": write_time(expires_at) if expires_at else None,
    }


def _open(request: Request) -> Request:
    held = Request.objects.select_for_update().select_related("version").get(pk=request.pk)
    if held.is_over:
        raise DecidingError(f"This request is over: {held.get_state_display()}.")
    return held


def _move(request: Request, state: State, now: datetime) -> None:
    request.state, request.changed_at = state, now
    request.save(update_fields=["state", "changed_at"])


def _letter(request: Request, answer: Answer, *, by: User | None, now: datetime) -> Letter:
    return Letter.objects.create(request=request, direction=Direction.OUT, subject=answer.subject, text=answer.text, by=by, at=now, due_at=now)
