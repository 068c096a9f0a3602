"""Verifying a grant from outside, as anyone can: its document, what stands at its address now, the outlet's keys.

Needs no database. `fetch(url)` gives the bytes of an address.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from coranto.signing.canonical import NotCanonical, parse
from coranto.signing.grants import BadGrant, GrantVerification, Standing, check_grant, verify_grant
from coranto.signing.keys import KeyTrouble, read_key_set

KEYS_PATH = "/.well-known/coranto.json"
LARGEST = 256 * 1024

Fetch = Callable[[str], bytes]


def verify_published(data: bytes, *, url: str, fetch: Fetch, now: datetime) -> GrantVerification:
    """Verify a grant that was read at `url`, "" for a file: the document, and what its own address says of it now.

    Only the outlet can say that a grant was taken back, so a copy from anywhere else is held against the original.
    """
    try:
        found = _read(data)
        statement = check_grant(found)
        keys = read_key_set(fetch(statement["outlet"].rstrip("/") + KEYS_PATH))
        given = verify_grant(found, keys, now=now)
        if given.standing is Standing.FALSE or url == statement["address"]:
            return given
        now_there = _read(fetch(statement["address"]))
        if check_grant(now_there) != statement:
            raise BadGrant("At its address stands another grant.")
    except (BadGrant, KeyTrouble) as error:
        return GrantVerification(Standing.FALSE, str(error))
    return verify_grant(now_there, keys, now=now)


def _read(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise BadGrant("This is too long for a grant.")
    try:
        return parse(data)
    except (NotCanonical, ValueError) as error:
        raise BadGrant(f"This cannot be read: {error}") from error
