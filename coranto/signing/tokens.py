"""The one token signer: short texts for links in mails and forms that prove where they come from and when they end.

A token is base64url of: one byte version (1), five bytes end (seconds since 1970), the payload as JSON, sixteen bytes
of HMAC-SHA256. The HMAC key is made from the secret and the purpose, so a token for one purpose is nothing for
another. The payload can be read by whoever holds the token: put no secret into it. A token may be used until it ends;
what may happen only once needs a state that changes with it (put that state's number into the payload).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from coranto.signing.canonical import NotCanonical, canonical, parse
from coranto.signing.writing import read_bytes, write_bytes

_VERSION = b"\x01"
_END_BYTES = 5
_MAC_BYTES = 16
_LEAST = len(_VERSION) + _END_BYTES + _MAC_BYTES
_LONGEST = 4096
_SHORTEST_SECRET = 32


class TokenTrouble(Exception):
    """A token is not good; `BadToken` and `EndedToken` say which way. The text is for a log, not for readers."""


class BadToken(TokenTrouble):
    """The token was not issued here for this purpose, or it was changed."""


class EndedToken(TokenTrouble):
    """The token was issued here for this purpose, and its time is over."""


class TokenSigner:
    """Issues and reads tokens. The first secret issues; all of them are accepted, so that secrets can be changed."""

    def __init__(self, secret_texts: Sequence[str]) -> None:
        """Take secrets of at least 32 characters, the current one first; raises ValueError."""
        if not secret_texts or any(len(text) < _SHORTEST_SECRET for text in secret_texts):
            raise ValueError(f"A token signer needs secrets of {_SHORTEST_SECRET} characters or more: new_secret().")
        self._secrets = tuple(text.encode("utf-8") for text in secret_texts)

    def __repr__(self) -> str:
        return f"TokenSigner({len(self._secrets)} secrets)"

    def issue(self, purpose: str, payload: Any, *, now: datetime, lifetime: timedelta) -> str:
        """Give a token; `payload` is what canonical JSON holds, best a short list. Raises NotCanonical, ValueError."""
        end = int((now + lifetime).timestamp())
        if now.tzinfo is None or not 0 < end < 256**_END_BYTES:
            raise ValueError("A token needs an aware time and an end after 1970.")
        data = _VERSION + end.to_bytes(_END_BYTES, "big") + canonical(payload)
        token = write_bytes(data + _mac(self._secrets[0], f"token\x00{purpose}", data))
        if len(token) > _LONGEST:
            raise ValueError(f"This token would be {len(token)} characters long; {_LONGEST} are allowed.")
        return token

    def read(self, purpose: str, token: str, *, now: datetime) -> Any:
        """Give the payload of a good token; raises BadToken or EndedToken."""
        try:
            raw = read_bytes(token) if len(token) <= _LONGEST else b""
        except ValueError as error:
            raise BadToken("This token is not one of ours.") from error
        data, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
        # Every secret is tried, good or not, so that the time taken does not tell which one fitted.
        fits = [hmac.compare_digest(_mac(secret, f"token\x00{purpose}", data), mac) for secret in self._secrets]
        if len(raw) < _LEAST or data[:1] != _VERSION or not any(fits):
            raise BadToken("This token is not one of ours, or it is for another purpose.")
        head = len(_VERSION) + _END_BYTES
        if now.timestamp() >= int.from_bytes(data[len(_VERSION) : head], "big"):
            raise EndedToken("This token's time is over.")
        try:
            return parse(data[head:])
        except (NotCanonical, json.JSONDecodeError) as error:
            raise BadToken("This token holds no payload.") from error

    def pseudonym(self, purpose: str, text: str) -> str:
        """Give a 22-character name that always stands for this text here and cannot be turned back without the secret.

        For counting without keeping what is counted (addresses, user agents).
        """
        return write_bytes(_mac(self._secrets[0], f"pseudonym\x00{purpose}", text.encode("utf-8", "surrogatepass")))


def new_secret() -> str:
    """Make a secret of 384 random bits, 64 URL-safe characters, for an instance's settings."""
    return secrets.token_urlsafe(48)


def new_code(characters: int = 32) -> str:
    """Make a random URL-safe name, six bits a character, for what is looked up in the store (invitations, feeds)."""
    return secrets.token_urlsafe(characters)[:characters]


def _mac(secret: bytes, use: str, data: bytes) -> bytes:
    key = hmac.new(secret, b"coranto 1\x00" + use.encode("utf-8"), hashlib.sha256).digest()
    return hmac.new(key, data, hashlib.sha256).digest()[:_MAC_BYTES]
