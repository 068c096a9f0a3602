"""Rotating and revoking the keys that articles are signed with, and saying which there are."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from coranto.newsroom.flow import signing_keys_changed
from coranto.signing.keys import PublicKey
from coranto.syndication.keyring import public_keys, ring


def change_keys(action: str, *, kid: str, because: str) -> str:
    """Do what is asked and give the lines to print. Raises KeyTrouble for an unknown key."""
    now = timezone.now()
    if action == "list":
        return "\n".join(f"{key.kid}  {_state(key, now)}" for key in public_keys()) or "There is no key. Make one with: coranto keys rotate"
    if action == "rotate":
        made = ring().rotate(now=now)
        signing_keys_changed(now=now)
        return f"From now on articles are signed with {made.public.kid}. The new key set goes out with the next build."
    ring().revoke(kid, because=because, now=now)
    if ring().current(now=now) is None:
        ring().create(now=now)
    return f"Revoked {kid}. {signing_keys_changed(now=now)} articles were signed again; they go out with the next build."


def _state(key: PublicKey, now: datetime) -> str:
    if key.revoked is not None:
        return f"revoked {key.revoked:%Y-%m-%d}: {key.revoked_because}"
    return f"signs until {key.not_after:%Y-%m-%d}" if key.created <= now < key.not_after else f"signed until {key.not_after:%Y-%m-%d}"
