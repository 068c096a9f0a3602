"""Ed25519 keys: made, kept in files of mode 0600, changed, revoked, and published as a key set.

A folder holds one file a key, `<kid>.json`. The kid is the key's JWK thumbprint (RFC 7638), so a kid can never stand
for two keys. Changing keys (`rotate`) keeps the old key's signatures good, and the old key vouches for the new one, so
that whoever knows it can follow; revoking a key makes all of them bad, whenever they claim to have been made, and
destroys its private half.

The key set served at `/.well-known/coranto.json`:

    {"coranto": 1, "outlet": "https://example.org",
     "keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": …, "x": …,
               "created": time, "not_after": time, "revoked": time | null, "revoked_because": text | null,
               "vouched": {"by": kid, "signed": time, "value": base64url} | null}]}
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from coranto.signing.canonical import canonical, parse
from coranto.signing.digests import digest_document
from coranto.signing.writing import read_bytes, read_time, write_bytes, write_time

DEFAULT_LIFETIME = timedelta(days=3 * 365)
_MOST_KEYS = 200
_SUCCESSION = "key succession"


class KeyTrouble(Exception):
    """A key file or a key set cannot be used; the text says which, why and what to do."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """What the key before says of a key: that it follows it."""

    by: str
    signed: datetime
    value: bytes

    def as_document(self) -> dict[str, str]:
        return {"by": self.by, "signed": write_time(self.signed), "value": write_bytes(self.value)}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half that everyone may see. It signs from `created` to `not_after`, unless `revoked`."""

    kid: str
    x: bytes
    created: datetime
    not_after: datetime
    revoked: datetime | None = None
    revoked_because: str | None = None
    vouched: Voucher | None = None

    def is_vouched_by(self, older: PublicKey) -> bool:
        """Say whether that key, which must not be revoked, vouched for this one while it could sign."""
        voucher = self.vouched
        if voucher is None or voucher.by != older.kid or older.kid == self.kid or older.revoked is not None:
            return False
        in_time = older.created <= voucher.signed <= older.not_after
        return in_time and older.verifies(voucher.value, _succession(self, by=older.kid, signed=voucher.signed))

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Say whether this key made this signature over these bytes (Ed25519, RFC 8032)."""
        try:
            Ed25519PublicKey.from_public_bytes(self.x).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def as_jwk(self) -> dict[str, Any]:
        """Give the key as it stands in the key set (JWK OKP, RFC 8037, with our four times and reasons)."""
        return {
            "kty": "OKP",
            "crv": "Ed25519",
            "alg": "EdDSA",
            "use": "sig",
            "kid": self.kid,
            "x": write_bytes(self.x),
            "created": write_time(self.created),
            "not_after": write_time(self.not_after),
            "revoked": write_time(self.revoked) if self.revoked else None,
            "revoked_because": self.revoked_because,
            "vouched": self.vouched.as_document() if self.vouched else None,
        }


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key that signs; `seed` is 32 secret bytes and is never shown."""

    public: PublicKey
    seed: bytes

    def __repr__(self) -> str:
        return f"PrivateKey(kid={self.public.kid!r})"

    def sign(self, data: bytes) -> bytes:
        """Give the 64 bytes of the signature over these bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(data)


@dataclass(frozen=True, slots=True)
class KeySet:
    """All keys that one outlet has published."""

    outlet: str
    keys: tuple[PublicKey, ...]

    def __iter__(self) -> Iterator[PublicKey]:
        return iter(self.keys)

    def find(self, kid: str) -> PublicKey | None:
        return next((key for key in self.keys if key.kid == kid), None)

    def as_document(self) -> dict[str, Any]:
        """Give the document for `/.well-known/coranto.json`, oldest key first."""
        keys = sorted(self.keys, key=lambda key: (key.created, key.kid))
        return {"coranto": 1, "outlet": self.outlet, "keys": [key.as_jwk() for key in keys]}


class Keyring:
    """The folder of an outlet's own keys. Only one process changes it at a time; many may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, *, now: datetime, lifetime: timedelta = DEFAULT_LIFETIME) -> PrivateKey:
        """Make a key, write it and give it; raises OSError."""
        made = Ed25519PrivateKey.generate()
        x = made.public_key().public_bytes_raw()
        public = PublicKey(thumbprint(x), x, _second(now), _second(now + lifetime))
        key = PrivateKey(public, made.private_bytes_raw())
        self._write(public, key.seed)
        return key

    def current(self, *, now: datetime) -> PrivateKey | None:
        """Give the newest key that may sign now, or None when there is none."""
        good = [
            key
            for key in self._private()
            if key.public.created <= now <= key.public.not_after and key.public.revoked is None
        ]
        return max(good, key=lambda key: (key.public.created, key.public.not_after), default=None)

    def rotate(self, *, now: datetime, lifetime: timedelta = DEFAULT_LIFETIME) -> PrivateKey:
        """Make a new key, for which the one before vouches, and let the others sign no more; what they signed stays good."""
        before = self.current(now=now)
        for public, seed in list(self._read_all()):
            if public.revoked is None and public.not_after > now:
                self._write(replace(public, not_after=max(_second(now), public.created)), seed)
        made = self.create(now=now, lifetime=lifetime)
        if before is None:
            return made
        at = _second(now)
        voucher = Voucher(before.public.kid, at, before.sign(_succession(made.public, by=before.public.kid, signed=at)))
        made = replace(made, public=replace(made.public, vouched=voucher))
        self._write(made.public, made.seed)
        return made

    def revoke(self, kid: str, *, because: str, now: datetime) -> PublicKey:
        """Make everything that a key ever signed bad and destroy its private half; raises KeyTrouble if unknown.

        What was published must be signed again with another key.
        """
        for public, _ in self._read_all():
            if public.kid == kid:
                revoked = replace(public, revoked=public.revoked or _second(now), revoked_because=because)
                self._write(revoked, None)
                return revoked
        raise KeyTrouble(f"There is no key '{kid}' in {self._folder}. `public` lists those that there are.")

    def public(self, outlet: str) -> KeySet:
        """Give all keys that there ever were, as the outlet publishes them; `outlet` is its address."""
        return KeySet(outlet, tuple(public for public, _ in self._read_all()))

    def _private(self) -> Iterator[PrivateKey]:
        return (PrivateKey(public, seed) for public, seed in self._read_all() if seed is not None)

    def _read_all(self) -> Iterator[tuple[PublicKey, bytes | None]]:
        for path in sorted(self._folder.glob("*.json")):
            yield _read_file(path)

    def _write(self, public: PublicKey, seed: bytes | None) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        document = public.as_jwk() | ({"d": write_bytes(seed)} if seed is not None else {})
        # mkstemp makes the file 0600 before a byte is in it, and a rename never shows half a key.
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, self._folder / f"{public.kid}.json")


def read_key_set(data: bytes) -> KeySet:
    """Read another outlet's key set; raises KeyTrouble when anything in it is not as it should be."""
    try:
        document = parse(data)
        if document["coranto"] != 1 or not isinstance(document["outlet"], str):
            raise ValueError("This is not a key set of version 1.")
        keys = tuple(_read_jwk(item) for item in _keys(document["keys"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise KeyTrouble(f"This key set cannot be used ({error}).") from error
    if len({key.kid for key in keys}) != len(keys):
        raise KeyTrouble("This key set names one key twice.")
    return KeySet(document["outlet"], keys)


def thumbprint(x: bytes) -> str:
    """Give the kid of a public key: base64url SHA-256 of its JWK (RFC 7638, RFC 8037 §2)."""
    digest = digest_document({"crv": "Ed25519", "kty": "OKP", "x": write_bytes(x)})
    return write_bytes(bytes.fromhex(digest.removeprefix("sha256:")))


def _keys(found: Any) -> Iterable[Any]:
    if not isinstance(found, list) or len(found) > _MOST_KEYS:
        raise ValueError(f"'keys' is not a list of at most {_MOST_KEYS}")
    return found


def _read_jwk(item: dict[str, Any]) -> PublicKey:
    if (item["kty"], item["crv"]) != ("OKP", "Ed25519") or item.get("alg", "EdDSA") != "EdDSA":
        raise ValueError("a key is not Ed25519")
    x = read_bytes(item["x"])
    if len(x) != 32 or item["kid"] != thumbprint(x):
        raise ValueError("a key's kid is not its thumbprint")
    revoked, vouched = item.get("revoked"), item.get("vouched")
    return PublicKey(
        item["kid"],
        x,
        read_time(item["created"]),
        read_time(item["not_after"]),
        read_time(revoked) if revoked is not None else None,
        item.get("revoked_because"),
        Voucher(_text(vouched["by"]), read_time(vouched["signed"]), read_bytes(vouched["value"])) if vouched is not None else None,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a key's voucher names no key")
    return value


def _succession(key: PublicKey, *, by: str, signed: datetime) -> bytes:
    """What the older key signs of a newer one."""
    return canonical({"purpose": _SUCCESSION, "by": by, "kid": key.kid, "x": write_bytes(key.x), "signed": write_time(signed)})


def _read_file(path: Path) -> tuple[PublicKey, bytes | None]:
    """Read one key file; raises KeyTrouble when others can read it too or it is damaged."""
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise KeyTrouble(f"{path} has mode {mode:04o}; others can read it. Run: chmod 600 {path}")
    try:
        item = parse(path.read_bytes())
        public = _read_jwk(item)
        seed = read_bytes(item["d"]) if "d" in item else None
        if seed is not None and Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw() != public.x:
            raise ValueError("its two halves do not belong together")
    except (KeyError, TypeError, ValueError) as error:
        raise KeyTrouble(f"{path} is not a key file ({error}). Restore it from a backup.") from error
    return public, seed


def _second(moment: datetime) -> datetime:
    return read_time(write_time(moment))
