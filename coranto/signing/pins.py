"""What is remembered of another outlet's keys: trusted when first seen, and from then on only followed, never replaced.

Pins are {kid: "trusted" | "revoked"}, plain JSON to be kept. A key that was seen revoked stays revoked, whatever a key
set says later. A new key is trusted when a trusted one has vouched for it, or when a person says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coranto.signing.keys import KeySet, PublicKey

TRUSTED, REVOKED = "trusted", "revoked"
Pins = Mapping[str, str]


class Acquaintance(StrEnum):
    """How well the key of a signature is known."""

    NEW = "new"
    KNOWN = "known"
    VOUCHED = "vouched"
    CHANGED = "changed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Met:
    """How well a key is known, and the pins to keep. What is CHANGED is not in them."""

    acquaintance: Acquaintance
    pins: dict[str, str]


def meet(keys: KeySet, kid: str, pins: Pins) -> Met:
    """Look at a key set with what was remembered (empty at first), for the key of one signature."""
    kept = {key.kid: REVOKED for key in keys if key.revoked is not None} | {one: state for one, state in pins.items() if state == REVOKED}
    if not pins:
        kept |= {key.kid: TRUSTED for key in keys if key.kid not in kept}
        return Met(Acquaintance.REVOKED if kept.get(kid) == REVOKED else Acquaintance.NEW, kept)
    kept |= {one: TRUSTED for one, state in pins.items() if state == TRUSTED and one not in kept}
    known = frozenset(kept)
    _follow(keys, kept)
    if kept.get(kid) == REVOKED:
        return Met(Acquaintance.REVOKED, kept)
    if kid not in kept:
        return Met(Acquaintance.CHANGED, kept)
    return Met(Acquaintance.KNOWN if kid in known else Acquaintance.VOUCHED, kept)


def trust(pins: Pins, kid: str) -> dict[str, str]:
    """The pins after a person has said that a key is to be trusted; a revoked one never is."""
    return {kid: TRUSTED, **pins}


def _follow(keys: KeySet, kept: dict[str, str]) -> None:
    """Trust every key for which a trusted one has vouched, and those for which they have."""
    waiting: list[PublicKey] = [key for key in keys if key.kid not in kept]
    grown = True
    while grown:
        older = [key for key in keys if kept.get(key.kid) == TRUSTED]
        followed = [key for key in waiting if any(key.is_vouched_by(one) for one in older)]
        kept |= {key.kid: TRUSTED for key in followed}
        waiting, grown = [key for key in waiting if key not in followed], bool(followed)
