"""A grant is believed when its outlet signed it and it stands; nothing that was forged, altered, moved, replayed or taken back is."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coranto.licensing.checking import verify_published
from coranto.signing.canonical import canonical
from coranto.signing.grants import GRANT, REVOCATION, Standing, envelope, make_revocation, path_of, verify_grant
from coranto.signing.keys import Keyring, KeySet, PrivateKey
from coranto.signing.signatures import sign

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
OUTLET, OTHER = "https://post.example", "https://other.example"
NAME = "0123456789abcdef0123456789abcdef"
Grant = dict[str, Any]


def make_statement(**changed: Any) -> Grant:
    """What an outlet would sign."""
    return {
        "coranto": 1, "kind": "grant", "grant": NAME, "address": OUTLET + path_of(NAME), "outlet": OUTLET,
        "article": {"url": f"{OUTLET}/en/2026/03/road/", "version": 2, "digest": "sha256:00", "headline": "A road"}, "terms": {"name": "Community", "version": 1},
        "to": "The Valley Sheet", "use": "print", "territory": "Peru", "circulation": "900", "language": "es", "publication_date": "2026-04-01",
        "conditions": "Whole and unchanged.", "granted": "2026-03-04T09:00:00Z", "expires": "2026-06-01T00:00:00Z", **changed,
    }  # fmt: skip


class House:
    """An outlet with its keys; `grant` signs, `keys` is what it publishes."""

    def __init__(self, folder: Path, outlet: str = OUTLET) -> None:
        self.ring, self.outlet = Keyring(folder), outlet
        self.key = self.ring.create(now=NOW - timedelta(days=1))

    @property
    def keys(self) -> KeySet:
        return self.ring.public(self.outlet)

    def grant(self, *, key: PrivateKey | None = None, purpose: str = GRANT, at: datetime = NOW, **changed: Any) -> Grant:
        statement = make_statement(**changed)
        return envelope(statement, sign(statement, key or self.key, purpose=purpose, now=at), None)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "ours")


@pytest.fixture
def stranger(tmp_path: Path) -> House:
    return House(tmp_path / "theirs", OTHER)


def test_what_was_signed_and_stands_is_good(house: House) -> None:
    found = verify_grant(house.grant(), house.keys, now=LATER)
    assert (found.standing, found.statement["to"]) == (Standing.GOOD, "The Valley Sheet")
    assert verify_grant(house.grant(expires=None), house.keys, now=NOW + timedelta(days=900))
    house.ring.rotate(now=LATER)
    assert verify_grant(house.grant(), house.keys, now=LATER + timedelta(days=1))  # signed before the change of keys


@pytest.mark.parametrize("field", sorted(make_statement()))
def test_no_field_can_be_changed_left_out_or_repeated_with_another_value(house: House, field: str) -> None:
    changed, without = house.grant(), house.grant()
    changed["statement"][field] = "something else" if field not in {"article", "terms"} else {"url": "https://other.example/"}
    del without["statement"][field]
    nothing = house.grant()
    nothing["statement"][field] = None
    for forged in (changed, without, nothing):
        assert verify_grant(forged, house.keys, now=LATER).standing is Standing.FALSE
    assert verify_grant(house.grant(), house.keys, now=LATER)  # the control


def _part(grant: Grant, path: str, value: Any) -> Grant:
    """The grant with one part replaced; `path` is like signature.kid."""
    held: Any = copy.deepcopy(grant)
    *way, last = path.split(".")
    place = held
    for name in way:
        place = place[name]
    place[last] = value
    return held  # type: ignore[no-any-return]


FORGERIES: dict[str, Callable[[House, House], Any]] = {
    "signed by another outlet": lambda house, other: envelope(make_statement(), sign(make_statement(), other.key, purpose=GRANT, now=NOW), None),
    "another outlet's whole grant": lambda house, other: other.grant(outlet=OTHER, address=OTHER + path_of(NAME)),
    "signed for another purpose": lambda house, other: house.grant(purpose="manifest"),
    "signed as a revocation": lambda house, other: house.grant(purpose=REVOCATION),
    "signed in the future": lambda house, other: house.grant(at=NOW + timedelta(days=2)),
    "the signature of another grant": lambda house, other: _part(house.grant(), "signature", house.grant(to="Somebody else")["signature"]),
    "a signature without a field": lambda house, other: _part(house.grant(), "signature", {"alg": "Ed25519"}),
    "no signature": lambda house, other: _part(house.grant(), "signature", None),
    "a signature of zeros": lambda house, other: _part(house.grant(), "signature.value", "A" * 86),
    "a signature cut short": lambda house, other: _part(house.grant(), "signature.value", house.grant()["signature"]["value"][:-2]),
    "another algorithm": lambda house, other: _part(house.grant(), "signature.alg", "none"),
    "a key that nobody published": lambda house, other: _part(house.grant(), "signature.kid", other.key.public.kid),
    "an earlier time of signing": lambda house, other: _part(house.grant(), "signature.signed", "2026-03-04T08:00:00Z"),
    "a later end": lambda house, other: _part(house.grant(), "statement.expires", "2036-01-01T00:00:00Z"),
    "another outlet named": lambda house, other: _part(house.grant(), "statement.outlet", OTHER),
    "an address elsewhere, signed": lambda house, other: house.grant(address="https://evil.example/grant/x.json"),
    "an address of a longer name, signed": lambda house, other: house.grant(address=OUTLET + ".evil.example" + path_of(NAME)),
    "a name that can be guessed, signed": lambda house, other: house.grant(grant="1", address=OUTLET + path_of("1")),
    "one field more, signed": lambda house, other: house.grant(sublicence="yes"),
    "another kind, signed": lambda house, other: house.grant(kind="manifest"),
    "another version of the format": lambda house, other: {**house.grant(), "coranto": 2},
    "one part more": lambda house, other: {**house.grant(), "note": "It is good."},
    "the revocation left out": lambda house, other: {name: part for name, part in house.grant().items() if name != "revocation"},
    "a time that is none, signed": lambda house, other: house.grant(expires="for ever"),
    "a list": lambda house, other: [house.grant()],
    "a text": lambda house, other: "grant",
    "nothing": lambda house, other: None,
}


@pytest.mark.parametrize("kind", sorted(FORGERIES))
def test_no_forgery_is_believed(house: House, stranger: House, kind: str) -> None:
    forged = FORGERIES[kind](house, stranger)
    assert verify_grant(forged, house.keys, now=LATER).standing is Standing.FALSE, kind
    assert verify_grant(house.grant(), house.keys, now=LATER)  # the control
    assert len(FORGERIES) >= 15


def test_a_revoked_key_takes_its_grants_with_it(house: House) -> None:
    held = house.grant()
    house.ring.revoke(house.key.public.kid, because="It was stolen.", now=LATER)
    assert verify_grant(held, house.keys, now=LATER).standing is Standing.FALSE


def test_a_grant_ends_on_its_day(house: House) -> None:
    ends = datetime(2026, 6, 1, tzinfo=UTC)
    assert verify_grant(house.grant(), house.keys, now=ends - timedelta(seconds=1))
    assert verify_grant(house.grant(), house.keys, now=ends).standing is Standing.ENDED


def revoked(house: House, grant: Grant, *, key: PrivateKey | None = None) -> Grant:
    return {**grant, "revocation": make_revocation(grant["statement"], key or house.key, because="Not ours to give.", now=LATER)}


def test_what_was_taken_back_is_never_good_and_only_the_outlet_can_take_it_back(house: House, stranger: House) -> None:
    found = verify_grant(revoked(house, house.grant()), house.keys, now=LATER)
    assert (found.standing, found.why) == (Standing.REVOKED, "It was taken back at 2026-03-04T10:00:00Z: Not ours to give.")
    other = house.grant(to="Somebody else", grant="f" * 32, address=OUTLET + path_of("f" * 32))
    forged = (
        revoked(house, house.grant(), key=stranger.key),
        {**house.grant(), "revocation": revoked(house, other)["revocation"]},
        _part(revoked(house, house.grant()), "revocation.statement.because", "It was a pleasure."),
        {**house.grant(), "revocation": "yes"},
        {**house.grant(), "revocation": {"statement": None, "signature": None}},
        {**house.grant(), "revocation": False},
    )
    for grant in forged:
        assert verify_grant(grant, house.keys, now=LATER).standing is Standing.FALSE


class Web:
    """What stands where; an address that is not there raises."""

    def __init__(self, house: House, *grants: Grant) -> None:
        self.pages = {OUTLET + "/.well-known/coranto.json": canonical(house.keys.as_document())}
        self.pages |= {grant["statement"]["address"]: canonical(grant) for grant in grants}
        self.asked: list[str] = []

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        return self.pages[url]


def test_an_old_copy_of_a_grant_that_was_taken_back_is_found_out(house: House) -> None:
    old = house.grant()
    web = Web(house, revoked(house, old))
    found = verify_published(canonical(old), url="", fetch=web.fetch, now=LATER)
    assert found.standing is Standing.REVOKED
    web = Web(house, old)
    assert verify_published(canonical(old), url="https://mirror.example/x.json", fetch=web.fetch, now=LATER)
    assert web.asked == [OUTLET + "/.well-known/coranto.json", OUTLET + path_of(NAME)]
    assert verify_published(canonical(old), url=OUTLET + path_of(NAME), fetch=Web(house).fetch, now=LATER)  # read there: asked once


@pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b"[1]", b'{"a": 1, "a": 2}', b"\xff", b"[" * 9000, b'{"coranto": 1.5}', b" " * 300_000])
def test_what_is_no_grant_is_not_verified(house: House, data: bytes) -> None:
    assert verify_published(data, url="", fetch=Web(house).fetch, now=LATER).standing is Standing.FALSE


def test_another_grant_at_its_address_is_not_taken_for_it(house: House) -> None:
    there = house.grant(to="Somebody else")
    found = verify_published(canonical(house.grant()), url="", fetch=Web(house, there).fetch, now=LATER)
    assert found.standing is Standing.FALSE
    web = Web(house, house.grant())
    web.pages[OUTLET + "/.well-known/coranto.json"] = b'{"coranto": 1, "keys": []}'
    assert verify_published(canonical(house.grant()), url="", fetch=web.fetch, now=LATER).standing is Standing.FALSE
    assert json.loads(canonical(there))["statement"]["to"] == "Somebody else"
