"""Signatures over JSON documents, kept beside them: Ed25519 and nothing else, for one purpose, at one stated time.

A signature is {"alg": "Ed25519", "kid": …, "purpose": …, "signed": time, "value": base64url}. What is signed is the
canonical JSON of {"alg", "kid", "purpose", "signed", "sha256"}, where sha256 is the digest of the canonical document;
so neither the purpose nor the time can be changed, and a signature for one purpose never serves another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from coranto.signing.canonical import NotCanonical, canonical
from coranto.signing.digests import digest_document
from coranto.signing.keys import KeySet, PrivateKey, PublicKey
from coranto.signing.writing import read_bytes, read_time, write_bytes, write_time

_ALGORITHM = "Ed25519"
_FIELDS = {"alg", "kid", "purpose", "signed", "value"}
# How far two honest clocks may be apart.
_SKEW = timedelta(minutes=5)


class Outcome(StrEnum):
    """What came of looking at a signature. Only VERIFIED is good."""

    VERIFIED = "verified"
    MALFORMED = "malformed"
    OTHER_PURPOSE = "other purpose"
    UNKNOWN_KEY = "unknown key"
    REVOKED_KEY = "revoked key"
    OUTSIDE_KEY_TIME = "outside the key's time"
    FROM_THE_FUTURE = "from the future"
    NOT_THIS_DOCUMENT = "not this document"


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome, the facts that it rests on, and one sentence for an operator's screen or a log."""

    outcome: Outcome
    why: str
    kid: str | None = None
    signed: datetime | None = None

    def __bool__(self) -> bool:
        return self.outcome is Outcome.VERIFIED


def sign(document: Any, key: PrivateKey, *, purpose: str, now: datetime) -> dict[str, str]:
    """Sign a document for a purpose; raises NotCanonical, and ValueError when the key may not sign now."""
    if key.public.revoked is not None or not key.public.created <= now <= key.public.not_after:
        raise ValueError(f"The key {key.public.kid} may not sign at {write_time(now)}. Rotate the keys.")
    facts = {"alg": _ALGORITHM, "kid": key.public.kid, "purpose": purpose, "signed": write_time(now)}
    return facts | {"value": write_bytes(key.sign(_signed_bytes(document, facts)))}


def verify(document: Any, signature: Any, keys: KeySet, *, purpose: str, now: datetime) -> Verification:
    """Look whether a signature is good for this document, by one of these keys, for this purpose. Never raises."""
    try:
        facts, value, signed = _parts(signature)
        data = _signed_bytes(document, facts)
    except (ValueError, NotCanonical) as error:
        return Verification(Outcome.MALFORMED, f"The signature or the document is malformed: {error}")
    kid = facts["kid"]
    key = keys.find(kid)
    if key is None:
        return Verification(Outcome.UNKNOWN_KEY, f"{keys.outlet} has published no key {kid}.", kid, signed)
    if facts["purpose"] != purpose:
        why = f"The signature is for '{facts['purpose']}', not for '{purpose}'."
        return Verification(Outcome.OTHER_PURPOSE, why, kid, signed)
    if not key.verifies(value, data):
        why = "The signature was not made by this key over this document."
        return Verification(Outcome.NOT_THIS_DOCUMENT, why, kid, signed)
    return _in_time(key, signed, now)


def _in_time(key: PublicKey, signed: datetime, now: datetime) -> Verification:
    if key.revoked is not None:
        why = f"The key was revoked on {write_time(key.revoked)}."
        return Verification(Outcome.REVOKED_KEY, why, key.kid, signed)
    if signed > now + _SKEW:
        why = f"The signature says that it was made at {write_time(signed)}, which has not come yet."
        return Verification(Outcome.FROM_THE_FUTURE, why, key.kid, signed)
    if not key.created <= signed <= key.not_after:
        why = f"The key was in use from {write_time(key.created)} to {write_time(key.not_after)} only."
        return Verification(Outcome.OUTSIDE_KEY_TIME, why, key.kid, signed)
    return Verification(Outcome.VERIFIED, "The signature is good.", key.kid, signed)


def _parts(signature: Any) -> tuple[dict[str, str], bytes, datetime]:
    """Take a signature apart; raises ValueError when a field is missing, one too many, or not in its one form."""
    if not isinstance(signature, dict) or set(signature) != _FIELDS:
        raise ValueError(f"a signature has exactly the fields {', '.join(sorted(_FIELDS))}.")
    if not all(isinstance(item, str) for item in signature.values()):
        raise ValueError("every field of a signature is text.")
    if signature["alg"] != _ALGORITHM:
        raise ValueError(f"its algorithm is not {_ALGORITHM}.")
    value = read_bytes(signature["value"])
    if len(value) != 64:
        raise ValueError("its value is not 64 bytes.")
    return {name: signature[name] for name in _FIELDS - {"value"}}, value, read_time(signature["signed"])


def _signed_bytes(document: Any, facts: dict[str, str]) -> bytes:
    return canonical({**facts, "sha256": digest_document(document)})
