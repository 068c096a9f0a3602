"""This outlet's signing keys, where its instance keeps them, and the set that everyone may read."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from coranto.signing.keys import Keyring, KeySet, PrivateKey


def outlet_address() -> str:
    """The address that this outlet speaks for in statements, without a slash at the end."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def ring() -> Keyring:
    """The folder of the keys."""
    return Keyring(settings.INSTANCE.keys / "signing")


def signing_key(now: datetime) -> tuple[PrivateKey, datetime] | None:
    """The key that signs, and the time that a signature may state: never before the key, never after the clock."""
    moment = max(now, timezone.now())
    key = ring().current(now=moment)
    return (key, moment) if key is not None else None


def public_keys() -> KeySet:
    """All keys that there ever were, revoked ones too."""
    return ring().public(outlet_address())
