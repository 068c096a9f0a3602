"""Keys over the years, and signatures that say why they are not good."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coranto.signing.canonical import canonical
from coranto.signing.keys import Keyring, KeySet, KeyTrouble, read_key_set, thumbprint
from coranto.signing.signatures import Outcome, sign, verify
from coranto.signing.writing import read_bytes

NOW = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
OUTLET = "https://courant.example"
DOCUMENT = {"headline": "Ein Brief aus Wien", "version": 3}


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys")


def test_a_key_file_is_read_by_its_owner_alone_whatever_the_umask(ring: Keyring, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        ring.create(now=NOW)
    finally:
        os.umask(before)
    (file,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o640)
    with pytest.raises(KeyTrouble, match="chmod 600"):
        ring.current(now=NOW)


def test_a_kid_is_the_thumbprint_that_the_standard_gives() -> None:
    # The example of RFC 8037, appendix A.3.
    x = read_bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    assert thumbprint(x) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_published_set_reads_back_and_holds_no_secret(ring: Keyring) -> None:
    key = ring.create(now=NOW)
    data = json.dumps(ring.public(OUTLET).as_document()).encode()
    assert read_key_set(data) == ring.public(OUTLET)
    assert b'"d"' not in data and key.seed not in data and "seed" not in repr(key)


def test_changing_keys_keeps_old_signatures_good_and_signs_with_the_new_key(ring: Keyring) -> None:
    old = ring.create(now=NOW)
    signature = sign(DOCUMENT, old, purpose="article", now=NOW)
    new = ring.rotate(now=LATER)
    assert ring.current(now=LATER) == new and len(ring.public(OUTLET).keys) == 2
    assert verify(DOCUMENT, signature, ring.public(OUTLET), purpose="article", now=LATER)
    stolen = sign(DOCUMENT, old, purpose="article", now=LATER + timedelta(days=1))
    found = verify(DOCUMENT, stolen, ring.public(OUTLET), purpose="article", now=LATER + timedelta(days=2))
    assert found.outcome is Outcome.OUTSIDE_KEY_TIME


def test_changing_keys_in_the_second_of_their_making_uses_the_new_one(ring: Keyring) -> None:
    for _ in range(5):
        new = ring.rotate(now=NOW)
        assert ring.current(now=NOW) == new


def test_revoking_a_key_makes_all_it_signed_bad_and_destroys_its_secret(ring: Keyring, tmp_path: Path) -> None:
    key = ring.create(now=NOW)
    signature = sign(DOCUMENT, key, purpose="article", now=NOW)
    ring.revoke(key.public.kid, because="lost with a laptop", now=LATER)
    keys = read_key_set(json.dumps(ring.public(OUTLET).as_document()).encode())
    found = verify(DOCUMENT, signature, keys, purpose="article", now=LATER)
    assert not found and found.outcome is Outcome.REVOKED_KEY and "2026-05-31" in found.why
    assert ring.current(now=LATER) is None
    assert all('"d"' not in file.read_text() for file in (tmp_path / "keys").iterdir())
    with pytest.raises(KeyTrouble, match="no key 'other'"):
        ring.revoke("other", because="", now=LATER)


def test_a_key_that_has_ended_does_not_sign(ring: Keyring) -> None:
    key = ring.create(now=NOW, lifetime=timedelta(days=1))
    assert ring.current(now=LATER) is None
    with pytest.raises(ValueError, match="Rotate the keys"):
        sign(DOCUMENT, key, purpose="article", now=LATER)


def signed(ring: Keyring) -> tuple[dict[str, str], KeySet]:
    key = ring.create(now=NOW)
    return sign(DOCUMENT, key, purpose="article", now=NOW), ring.public(OUTLET)


def test_a_good_signature_is_good_and_gives_its_facts(ring: Keyring) -> None:
    signature, keys = signed(ring)
    found = verify(DOCUMENT, json.loads(canonical(signature)), keys, purpose="article", now=LATER)
    assert found and (found.kid, found.signed) == (signature["kid"], NOW)
    assert verify({"version": 3, "headline": "Ein Brief aus Wien"}, signature, keys, purpose="article", now=LATER)


@pytest.mark.parametrize(
    "change, outcome",
    [
        ({"alg": "none"}, Outcome.MALFORMED),
        ({"alg": "HS256"}, Outcome.MALFORMED),
        ({"alg": "ed25519"}, Outcome.MALFORMED),
        ({"kid": "other"}, Outcome.UNKNOWN_KEY),
        ({"purpose": "grant"}, Outcome.OTHER_PURPOSE),
        ({"signed": "2026-05-01T12:00:01Z"}, Outcome.NOT_THIS_DOCUMENT),
        ({"signed": "2026-05-01T12:00:00+00:00"}, Outcome.MALFORMED),
        ({"value": "A" * 86}, Outcome.NOT_THIS_DOCUMENT),
        ({"value": "A" * 87}, Outcome.MALFORMED),
        ({"value": ""}, Outcome.MALFORMED),
        ({"value": None}, Outcome.MALFORMED),
        ({"more": "x"}, Outcome.MALFORMED),
    ],
)
def test_a_changed_signature_is_not_good(ring: Keyring, change: dict[str, Any], outcome: Outcome) -> None:
    signature, keys = signed(ring)
    assert verify(DOCUMENT, signature | change, keys, purpose="article", now=LATER).outcome is outcome


@pytest.mark.parametrize("document", [{}, DOCUMENT | {"version": 4}, [DOCUMENT], None, "x"])
def test_another_document_is_not_signed(ring: Keyring, document: object) -> None:
    signature, keys = signed(ring)
    found = verify(document, signature, keys, purpose="article", now=LATER)
    assert found.outcome is Outcome.NOT_THIS_DOCUMENT and found.why.endswith(".")


@pytest.mark.parametrize("signature", [None, [], "x", {}, {"alg": "Ed25519"}, 5])
def test_what_is_no_signature_is_malformed_and_raises_nothing(ring: Keyring, signature: object) -> None:
    _, keys = signed(ring)
    assert verify(DOCUMENT, signature, keys, purpose="article", now=LATER).outcome is Outcome.MALFORMED
    assert verify({"a": 0.5}, signed(ring)[0], keys, purpose="article", now=LATER).outcome is Outcome.MALFORMED


def test_a_signature_from_another_outlet_or_from_tomorrow_is_not_good(ring: Keyring, tmp_path: Path) -> None:
    signature, keys = signed(ring)
    other = Keyring(tmp_path / "other")
    other.create(now=NOW)
    assert verify(DOCUMENT, signature, other.public(OUTLET), purpose="article", now=NOW).outcome is Outcome.UNKNOWN_KEY
    yesterday = NOW - timedelta(days=1)
    assert verify(DOCUMENT, signature, keys, purpose="article", now=yesterday).outcome is Outcome.FROM_THE_FUTURE


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "EC"},
        {"crv": "X25519"},
        {"alg": "RS256"},
        {"kid": "chosen"},
        {"x": "AAAA"},
        {"x": None},
        {"created": "yesterday"},
        {"not_after": None},
        {"revoked": True},
    ],
)
def test_a_key_set_with_one_wrong_key_is_refused_whole(ring: Keyring, change: dict[str, Any]) -> None:
    ring.create(now=NOW)
    document = ring.public(OUTLET).as_document()
    document["keys"][0] |= change
    with pytest.raises(KeyTrouble, match="cannot be used"):
        read_key_set(json.dumps(document).encode())


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"null", b"{}", b'{"coranto":2,"outlet":"x","keys":[]}', b'{"coranto":1,"outlet":"x","keys":{}}'],
)
def test_what_is_no_key_set_is_refused(data: bytes) -> None:
    with pytest.raises(KeyTrouble):
        read_key_set(data)


def test_one_key_twice_in_a_set_is_refused(ring: Keyring) -> None:
    ring.create(now=NOW)
    document = ring.public(OUTLET).as_document()
    document["keys"] *= 2
    with pytest.raises(KeyTrouble, match="twice"):
        read_key_set(json.dumps(document).encode())


def test_a_damaged_key_file_says_what_to_do(ring: Keyring, tmp_path: Path) -> None:
    ring.create(now=NOW)
    (file,) = (tmp_path / "keys").iterdir()
    file.write_text(file.read_text().replace('"d": "', '"d": "A'))
    with pytest.raises(KeyTrouble, match="Restore it from a backup"):
        ring.current(now=NOW)
