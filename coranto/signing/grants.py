"""Grants: what an outlet has permitted to whom, signed and dated, and the signed word that it was taken back.

A grant is published as {"coranto": 1, "type": "grant", "statement": …, "signature": …, "revocation": null or
{"statement": …, "signature": …}} at the address that its statement names. A copy of it proves what was granted;
whether it was taken back since, only that address tells: verify what stands there now.

A statement holds what somebody needs who must decide whether to rely on it, and nothing else: no e-mail address, no
price, and the name of a person only where no outlet asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from coranto.signing.keys import KeySet, PrivateKey
from coranto.signing.signatures import sign, verify
from coranto.signing.writing import read_time, write_time

GRANT, REVOCATION = "grant", "grant revocation"  # what the signatures are for
FIELDS = frozenset({
    "coranto", "kind", "grant", "address", "outlet", "article", "terms", "to", "use", "territory", "circulation", "language", "publication_date", "conditions",
    "granted", "expires",
})  # fmt: skip
REVOCATION_FIELDS = frozenset({"coranto", "kind", "grant", "outlet", "revoked", "because"})
ENVELOPE = frozenset({"coranto", "type", "statement", "signature", "revocation"})
_NAME_LENGTH = 32


class BadGrant(ValueError):
    """This is not the shape of a grant; the text says where."""


class Standing(StrEnum):
    """What came of looking at a grant. Only GOOD may be relied upon."""

    GOOD = "good"
    REVOKED = "taken back"
    ENDED = "ended"
    FALSE = "not verified"


@dataclass(frozen=True, slots=True)
class GrantVerification:
    """The standing, one sentence why, and the statement where its signature is good."""

    standing: Standing
    why: str
    statement: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.standing is Standing.GOOD


def path_of(name: str) -> str:
    """Where a grant's document stands at its outlet."""
    return f"/grant/{name}.json"


def make_revocation(statement: Mapping[str, Any], key: PrivateKey, *, because: str, now: datetime) -> dict[str, Any]:
    """The signed word that a grant was taken back. Raises ValueError when the key may not sign."""
    word = {"coranto": 1, "kind": "revocation", "grant": statement["grant"], "outlet": statement["outlet"], "revoked": write_time(now), "because": because}
    return {"statement": word, "signature": sign(word, key, purpose=REVOCATION, now=now)}


def envelope(statement: Any, signature: Any, revocation: Any) -> dict[str, Any]:
    """A grant as it is published."""
    return {"coranto": 1, "type": "grant", "statement": statement, "signature": signature, "revocation": revocation}


def check_grant(found: Any) -> Mapping[str, Any]:
    """The statement of a published grant, its shape checked and no signature looked at. Raises BadGrant."""
    if not isinstance(found, dict) or set(found) != ENVELOPE or found["coranto"] != 1 or found["type"] != "grant":
        raise BadGrant("This is not a grant of version 1.")
    statement = found["statement"]
    if not isinstance(statement, dict) or set(statement) != FIELDS or statement["coranto"] != 1 or statement["kind"] != "grant":
        raise BadGrant("Its statement has not exactly the fields of a grant.")
    texts = ("grant", "address", "outlet", "use", "granted")
    if not all(isinstance(statement[name], str) and statement[name] for name in texts) or not isinstance(statement["article"], dict):
        raise BadGrant("Its statement lacks what every grant says.")
    outlet = statement["outlet"].rstrip("/")
    if not outlet.startswith(("https://", "http://")) or statement["address"] != outlet + path_of(statement["grant"]) or len(statement["grant"]) != _NAME_LENGTH:
        raise BadGrant("Its address is not one of the outlet that it names.")
    return statement


def verify_grant(found: Any, keys: KeySet, *, now: datetime) -> GrantVerification:
    """Look whether a published grant is the outlet's word and stands. Never raises."""
    try:
        statement = check_grant(found)
        if keys.outlet.rstrip("/") != statement["outlet"].rstrip("/"):
            raise BadGrant(f"It is of {statement['outlet']}, and the keys are those of {keys.outlet}.")
        ends = read_time(statement["expires"]) if statement["expires"] is not None else None
        read_time(statement["granted"])
    except ValueError as error:
        return GrantVerification(Standing.FALSE, str(error))
    signed = verify(statement, found["signature"], keys, purpose=GRANT, now=now)
    if not signed:
        return GrantVerification(Standing.FALSE, signed.why)
    if found["revocation"] is not None:
        return _revoked(statement, found["revocation"], keys, now)
    if ends is not None and now >= ends:
        return GrantVerification(Standing.ENDED, f"It ended at {statement['expires']}.", statement)
    return GrantVerification(Standing.GOOD, f"{statement['outlet']} has signed it, and it stands.", statement)


def _revoked(statement: Mapping[str, Any], revocation: Any, keys: KeySet, now: datetime) -> GrantVerification:
    """A grant that is said to have been taken back is never good; the signature tells whether the outlet said so."""
    word = revocation.get("statement") if isinstance(revocation, dict) and set(revocation) == {"statement", "signature"} else None
    if not isinstance(word, dict) or set(word) != REVOCATION_FIELDS or (word["kind"], word["grant"], word["outlet"]) != ("revocation", statement["grant"], statement["outlet"]):
        return GrantVerification(Standing.FALSE, "What is said of its being taken back is about something else.")
    signed = verify(word, revocation["signature"], keys, purpose=REVOCATION, now=now)
    if not signed:
        return GrantVerification(Standing.FALSE, f"What is said of its being taken back is not the outlet's word. {signed.why}")
    return GrantVerification(Standing.REVOKED, f"It was taken back at {word['revoked']}: {word['because']}", statement)
