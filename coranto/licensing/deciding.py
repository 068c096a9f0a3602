"""What the rights desk does with a request: write, note, name a price, decline, grant, and take a grant back.

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

from coranto.licensing.models import Direction, Grant, Kind, Letter, Request, State
from coranto.members.models import User
from coranto.rights.models import TermsVersion
from coranto.signing import grants
from coranto.signing.canonical import canonical
from coranto.signing.digests import digest_document
from coranto.signing.keys import KeySet, PrivateKey
from coranto.signing.signatures import sign
from coranto.signing.writing import write_time

FORGOTTEN = "–"  # stands for a name that was deleted


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
    return _letter(held, Kind.WRITTEN, answer, by=by, now=now)


@transaction.atomic
def note_letter(request: Request, *, text: str, by: User | None, now: datetime) -> Letter:
    """Write down what the person who asked said by another way, on the telephone or by post. Locks the request."""
    held = _open(request)
    _move(held, State.OPEN, now)
    return Letter.objects.create(request=held, direction=Direction.IN, kind=Kind.NOTED, subject=str(held)[:300], text=text, by=by, at=now)


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
    _letter(held, Kind.DECLINED, answer, by=by, now=now)
    return held


@transaction.atomic
def grant(
    request: Request, answer: Answer, *, conditions: str, expires_at: datetime | None, outlet: str, page: str, key: PrivateKey, by: User | None, now: datetime
) -> Grant:
    """Say yes: a signed statement, and the letter that names its address. Locks the request.

    `outlet` is the publication's address without a slash at the end, `page` that of the article. Raises DecidingError
    when the request is over or the end lies in the past.
    """
    held = _open(request)
    if expires_at is not None and expires_at <= now:
        raise DecidingError("The permission would be over before it begins. Give a later date or none.")
    name = uuid.uuid4().hex
    statement = _statement(held, name=name, conditions=conditions, expires_at=expires_at, outlet=outlet, page=page, now=now)
    made = Grant.objects.create(
        request=held, name=name, version_id=held.version_id, statement=canonical(statement).decode(), conditions=conditions, granted_at=now,
        signature=sign(statement, key, purpose=grants.GRANT, now=now), expires_at=expires_at, granted_by=by,
    )  # fmt: skip
    _move(held, State.GRANTED, now)
    _letter(held, Kind.GRANTED, answer, by=by, now=now)
    return made


@transaction.atomic
def revoke(given: Grant, *, because: str, answer: Answer, key: PrivateKey, by: User | None, now: datetime) -> Grant:
    """Take a grant back: its address says so from now on, signed, with the reason. Raises DecidingError without a reason."""
    if not because.strip():
        raise DecidingError("Say why the permission is taken back; the reason stands on its page.")
    held = Grant.objects.select_for_update().select_related("request").get(pk=given.pk)
    if held.revoked_at is None:
        held.revoked_at, held.revoked_because = now, because.strip()
        held.revocation = grants.make_revocation(json.loads(held.statement), key, because=held.revoked_because, now=now)
        held.save(update_fields=["revoked_at", "revoked_because", "revocation"])
        _letter(held.request, Kind.REVOKED, answer, by=by, now=now)
    return held


@transaction.atomic
def forget(request: Request, *, now: datetime) -> Request:
    """Delete who asked, and every letter, of a request that is over; a grant stays as it was signed. Raises DecidingError before."""
    held = Request.objects.select_for_update().get(pk=request.pk)
    if not held.is_over:
        raise DecidingError("This request is not over. Decide on it first.")
    held.article.declared_copies.filter(declared_by=held.email).update(declared_by="")
    held.letters.all().delete()
    held.name, held.email, held.message, held.changed_at = FORGOTTEN, "", "", now
    held.save(update_fields=["name", "email", "message", "changed_at"])
    return held


def verify_grant(given: Grant, keys: KeySet, *, now: datetime) -> grants.GrantVerification:
    """Whether the grant is what was signed, by a key that may sign, and stands."""
    return grants.verify_grant(given.as_document(), keys, now=now)


@transaction.atomic
def sign_again(keys: KeySet, key: PrivateKey, *, now: datetime) -> int:
    """Sign anew what a revoked key had signed; the number of grants. No statement changes."""
    revoked, signed = {one.kid for one in keys if one.revoked is not None}, 0
    for given in Grant.objects.select_for_update():
        again = []
        if given.signature["kid"] in revoked:
            given.signature = sign(json.loads(given.statement), key, purpose=grants.GRANT, now=now)
            again.append("signature")
        if given.revocation is not None and given.revocation["signature"]["kid"] in revoked:
            word = given.revocation["statement"]
            given.revocation = {"statement": word, "signature": sign(word, key, purpose=grants.REVOCATION, now=now)}
            again.append("revocation")
        if again:
            given.save(update_fields=again)
            signed += 1
    return signed


def _statement(request: Request, *, name: str, conditions: str, expires_at: datetime | None, outlet: str, page: str, now: datetime) -> dict[str, Any]:
    """What is signed; `signing/grants.py` says what stands in it and what does not."""
    document = request.version.document
    return {
        "coranto": 1,
        "kind": "grant",
        "grant": name,
        "address": outlet + grants.path_of(name),
        "outlet": outlet,
        "article": {"url": page, "version": request.version.number, "digest": digest_document(document), "headline": document["headline"]},
        "terms": _terms(request.terms),
        "to": request.outlet or request.name,
        "use": request.use,
        "territory": request.territory or None,
        "circulation": request.circulation or None,
        "language": request.wanted_language or None,
        "publication_date": request.wanted_on.isoformat() if request.wanted_on else None,
        "conditions": conditions or None,
        "granted": write_time(now),
        "expires": write_time(expires_at) if expires_at else None,
    }


def _terms(row: TermsVersion | None) -> dict[str, Any] | None:
    return {"name": row.terms.name, "version": row.number} if row is not None else None


def _open(request: Request) -> Request:
    held = Request.objects.select_for_update().select_related("version").get(pk=request.pk)
    if held.is_over:
        raise DecidingError(f"This request is over: {held.get_state_display()}.")
    return held


def _move(request: Request, state: State, now: datetime) -> None:
    request.state, request.changed_at = state, now
    request.save(update_fields=["state", "changed_at"])


def _letter(request: Request, kind: Kind, answer: Answer, *, by: User | None, now: datetime) -> Letter:
    return Letter.objects.create(request=request, direction=Direction.OUT, kind=kind, subject=answer.subject, text=answer.text, by=by, at=now, due_at=now)
