"""The signed address under which the person who asked reads the letters about a request and answers them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from coranto.licensing.models import Request
from coranto.signing.tokens import TokenSigner, TokenTrouble

LETTERS, FORM = "permission letters", "permission form"
LIFETIME = timedelta(days=400)  # a grant may be asked about long after
FORM_LIFETIME = timedelta(hours=24)


def signer() -> TokenSigner:
    """The one token signer, with this instance's secret."""
    return TokenSigner([settings.SECRET_KEY])


def letters_token(request: Request, *, now: datetime) -> str:
    """What opens the letters of one request. It goes out by mail alone, so that whoever has it can read that address."""
    return signer().issue(LETTERS, {"request": request.pk}, now=now, lifetime=LIFETIME)


def request_of(token: str, *, now: datetime) -> Request | None:
    """The request whose letters a token opens; None for a token that is not good."""
    try:
        facts = signer().read(LETTERS, token, now=now)
    except TokenTrouble:
        return None
    return Request.objects.select_related("article", "version").filter(pk=facts["request"]).first()


def form_token(article: int, nonce: str, *, now: datetime) -> str:
    """What a form about an article carries: it makes one request, however often it is sent."""
    return signer().issue(FORM, {"article": article, "nonce": nonce}, now=now, lifetime=FORM_LIFETIME)


def form_of(token: str, article: int, *, now: datetime) -> str | None:
    """The name of the form that a token was made for; None where it is not good for this article."""
    try:
        facts = signer().read(FORM, token, now=now)
    except TokenTrouble:
        return None
    return str(facts["nonce"]) if facts["article"] == article else None
