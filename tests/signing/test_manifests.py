"""Manifests and their chains: the honest ones all verified, and every way of lying that we could think of not one."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coranto.signing.canonical import canonical
from coranto.signing.chains import ChainOutcome, Seen, verify_chain
from coranto.signing.digests import digest_document, digest_text
from coranto.signing.keys import Keyring, KeySet, PrivateKey
from coranto.signing.manifests import (
    PURPOSE,
    BadManifest,
    Content,
    comes_from,
    differences,
    make_manifest,
    make_statement,
    read_statement,
)
from coranto.signing.signatures import sign
from coranto.signing.writing import write_time

OUTLET = {"name": "The Courant", "url": "https://courant.example"}
THIEF = {"name": "The Thief", "url": "https://thief.example"}
BORN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TERMS = {"id": "community", "version": 2, "digest": digest_text("the terms")}


def make_content(version: int, *, title: str = "Ein Brief aus Wien") -> Content:
    blocks = tuple(
        (f"b{number}", {"type": "paragraph", "html": f"Absatz {number}, Fassung {version if number == 2 else 1}."})
        for number in range(1, 5)
    )
    return Content(title, "Was die Post trug.", blocks)


def make_chain(key: PrivateKey, *, versions: int = 4, slug: str = "brief", **changed: Any) -> list[dict[str, Any]]:
    """An honest chain: a first version, and each later one with a correction, a day after the other."""
    statements: list[dict[str, Any]] = []
    for version in range(1, versions + 1):
        issued = BORN + DAY * (version - 1)
        correction = {"kind": "correction", "text": f"Absatz 2, zum {version}.", "at": write_time(issued)}
        facts: dict[str, Any] = {
            "id": f"{OUTLET['url']}/de/2026/03/{slug}/",
            "version": version,
            "language": "de",
            "outlet": OUTLET,
            "authors": [{"name": "Ida Kern", "role": "author"}],
            "published": BORN,
            "issued": issued,
            "terms": TERMS,
            "previous": statements[-1]["manifest"] if statements else None,
            "correction": correction if version > 1 else None,
        }
        manifest = make_manifest(make_content(version), **(facts | changed))
        statements.append(make_statement(manifest, key, now=issued))
    return statements


@dataclass
class Case:
    """What a reader holds; a forger changes it."""

    statements: list[Any]
    keys: KeySet
    ring: Keyring
    key: PrivateKey
    thief: PrivateKey
    thief_keys: KeySet
    content: Content | None = None
    seen: Seen | None = None
    now: datetime = NOW

    def verify(self) -> Any:
        return verify_chain(self.statements, self.keys, now=self.now, content=self.content, seen=self.seen)

    def change(self, number: int, **changed: Any) -> None:
        self.statements[number]["manifest"].update(changed)

    def sign_again(self, number: int, key: PrivateKey, *, purpose: str = PURPOSE, now: datetime = NOW) -> None:
        """Put a signature of this key over whatever the manifest says now."""
        statement = self.statements[number]
        statement["signature"] = sign(statement["manifest"], key, purpose=purpose, now=now)

    def link_again(self) -> None:
        """Make every previous digest fit, as a forger would."""
        for number in range(1, len(self.statements)):
            before = self.statements[number - 1]["manifest"]
            self.statements[number]["manifest"]["previous"] = digest_document(before)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    ring, other = Keyring(tmp_path / "courant"), Keyring(tmp_path / "thief")
    key, thief = ring.create(now=BORN - DAY), other.create(now=BORN - DAY)
    statements = make_chain(key)
    return Case(statements, ring.public(OUTLET["url"]), ring, key, thief, other.public(THIEF["url"]))


@pytest.mark.parametrize("versions", [1, 2, 4, 30])
def test_an_honest_chain_is_verified_with_its_content_and_after_a_journey_as_json(case: Case, versions: int) -> None:
    case.statements = [read_statement(json.dumps(item).encode()) for item in make_chain(case.key, versions=versions)]
    case.content = make_content(versions)
    found = case.verify()
    assert found and found.version == versions and found.seen is not None
    case.seen = found.seen
    assert case.verify(), "nothing new is no roll-back"


def test_a_chain_that_grew_since_it_was_seen_is_verified(case: Case) -> None:
    full = case.statements
    case.statements = full[:2]
    case.seen = case.verify().seen
    case.statements = full
    assert case.verify()


def test_a_chain_over_a_change_of_keys_and_after_a_revocation_signed_again_is_verified(case: Case) -> None:
    new = case.ring.rotate(now=BORN + DAY * 2)
    for number in (2, 3):
        case.sign_again(number, new, now=BORN + DAY * 3)
    case.keys = case.ring.public(OUTLET["url"])
    assert case.verify()
    case.ring.revoke(case.key.public.kid, because="stolen", now=NOW)
    case.keys = case.ring.public(OUTLET["url"])
    assert case.verify().outcome is ChainOutcome.BAD_SIGNATURE
    for number in (0, 1):
        case.sign_again(number, new)
    assert case.verify()


def test_a_repost_and_a_translation_name_exactly_their_source(case: Case) -> None:
    source = case.statements[-1]["manifest"]
    origin = {
        "relation": "translation",
        "outlet": OUTLET["name"],
        "url": source["id"],
        "language": "de",
        "id": source["id"],
        "version": 4,
        "manifest": digest_document(source),
    }
    (statement,) = make_chain(case.key, versions=1, slug="letter", language="en", origin=origin)
    case.statements = [statement]
    assert case.verify() and comes_from(statement["manifest"], source)
    assert not comes_from(statement["manifest"], case.statements[0]["manifest"])
    assert not comes_from(source, source)
    for name, value in (("version", 3), ("language", "fr"), ("manifest", digest_text("x")), ("outlet", "The Thief")):
        (other,) = make_chain(case.key, versions=1, slug="letter", language="en", origin=origin | {name: value})
        assert not comes_from(other["manifest"], source)


def test_a_copy_that_differs_is_told_block_by_block(case: Case) -> None:
    newest = case.statements[-1]["manifest"]
    honest = make_content(4)
    assert not differences(newest, honest)
    blocks = list(honest.blocks)
    changed = [*blocks[1:], ("b9", {"type": "divider"})]
    changed[0] = ("b2", {"type": "paragraph", "html": "Anders."})
    found = differences(newest, replace(honest, blocks=tuple(changed)))
    assert (found.changed, found.missing, found.added, found.is_in_order) == (("b2",), ("b1",), ("b9",), True)
    swapped = differences(newest, replace(honest, blocks=(blocks[1], blocks[0], *blocks[2:])))
    assert swapped and not swapped.is_in_order and not swapped.changed
    headline = differences(newest, replace(honest, headline="Anders"))
    assert headline and not headline.is_whole and not headline.changed


# Each of these gets an honest case and makes a lie of it.
Forgery = Callable[[Case], None]
FORGERIES: dict[str, Forgery] = {}


def forgery(make: Forgery) -> Forgery:
    FORGERIES[make.__name__] = make
    return make


CHANGES: dict[str, Any] = {
    "id": f"{OUTLET['url']}/de/2026/03/other/",
    "version": 9,
    "language": "fr",
    "outlet": {"name": "The Courant", "url": "https://courant.example.evil"},
    "authors": [{"name": "Someone Else", "role": "author"}],
    "published": "2026-02-01T08:00:00Z",
    "issued": "2026-03-20T08:00:00Z",
    "blocks": [],
    "digest": digest_text("other"),
    "origin": dict.fromkeys(("outlet", "url", "language", "id", "version", "manifest")) | {"relation": "repost"},
    "terms": TERMS | {"version": 3},
    "previous": digest_text("other"),
    "correction": None,
}


def changed_without_signing(field: str, number: int) -> Forgery:
    return lambda case: case.change(number, **{field: CHANGES[field]})


def changed_and_signed_by_a_thief(field: str) -> Forgery:
    def forge(case: Case) -> None:
        case.change(3, **{field: CHANGES[field]})
        case.sign_again(3, case.thief)

    return forge


for _field in CHANGES:
    FORGERIES[f"{_field} changed in the newest"] = changed_without_signing(_field, 3)
    if _field != "correction":
        FORGERIES[f"{_field} changed in the first"] = changed_without_signing(_field, 0)
    FORGERIES[f"{_field} changed and signed by a thief"] = changed_and_signed_by_a_thief(_field)


def signed_by_the_outlet_itself(**changed: Any) -> Forgery:
    """A lie with a good signature: only the chain can show it."""

    def forge(case: Case) -> None:
        case.change(2, **changed)
        case.link_again()
        for number in range(4):
            case.sign_again(number, case.key)

    return forge


FORGERIES |= {
    "another article in the middle": signed_by_the_outlet_itself(id=f"{OUTLET['url']}/de/2026/03/other/"),
    "another language in the middle": signed_by_the_outlet_itself(language="fr"),
    "a number left out": signed_by_the_outlet_itself(version=5),
    "a number twice": signed_by_the_outlet_itself(version=2),
    "an earlier publication": signed_by_the_outlet_itself(published="2026-02-01T08:00:00Z"),
    "issued before the one before": signed_by_the_outlet_itself(issued="2026-03-01T08:00:00Z", correction=None),
    "issued after it was signed": signed_by_the_outlet_itself(issued="2026-06-01T08:00:00Z"),
    "issued before it was published": signed_by_the_outlet_itself(issued="2026-02-01T08:00:00Z", correction=None),
    "a correction from later": signed_by_the_outlet_itself(
        correction={"kind": "correction", "text": "x", "at": "2026-04-30T08:00:00Z"}
    ),
    "a correction of no kind": signed_by_the_outlet_itself(
        correction={"kind": "praise", "text": "x", "at": "2026-03-02T08:00:00Z"}
    ),
    "another outlet's id": signed_by_the_outlet_itself(id="https://other.example/de/2026/03/brief/"),
    "an id that climbs out": signed_by_the_outlet_itself(id=f"{OUTLET['url']}/../brief/"),
    "an id that only looks alike": signed_by_the_outlet_itself(id=f"{OUTLET['url']}.evil/brief/"),
    "an id with a user name": signed_by_the_outlet_itself(id="https://courant.example@evil.example/"),
    "a block twice": signed_by_the_outlet_itself(blocks=[{"id": "b1", "digest": digest_text("a")}] * 2),
    "a version that is true": signed_by_the_outlet_itself(version=True),
    "a version that is text": signed_by_the_outlet_itself(version="3"),
    "a version below one": signed_by_the_outlet_itself(version=0),
    "a format of tomorrow": signed_by_the_outlet_itself(coranto=2),
    "a format that is true": signed_by_the_outlet_itself(coranto=True),
    "a field too many": signed_by_the_outlet_itself(note="x"),
    "a digest in capitals": signed_by_the_outlet_itself(digest=digest_text("x").upper()),
    "a time with an offset": signed_by_the_outlet_itself(issued="2026-03-03T08:00:00+00:00"),
    "no outlet": signed_by_the_outlet_itself(outlet=None),
    "an author without a role": signed_by_the_outlet_itself(authors=[{"name": "x"}]),
}


@forgery
def nothing_at_all(case: Case) -> None:
    case.statements = []


@forgery
def the_first_version_left_out(case: Case) -> None:
    del case.statements[0]


@forgery
def a_version_in_the_middle_left_out(case: Case) -> None:
    del case.statements[1]


@forgery
def a_version_left_out_and_the_rest_signed_again_by_a_thief(case: Case) -> None:
    del case.statements[1]
    case.link_again()
    for number in range(3):
        case.sign_again(number, case.thief)


@forgery
def two_versions_change_places(case: Case) -> None:
    case.statements[1], case.statements[2] = case.statements[2], case.statements[1]


@forgery
def newest_first(case: Case) -> None:
    case.statements.reverse()


@forgery
def a_version_twice(case: Case) -> None:
    case.statements.insert(1, copy.deepcopy(case.statements[0]))


@forgery
def signatures_change_places(case: Case) -> None:
    one, other = case.statements[1], case.statements[2]
    one["signature"], other["signature"] = other["signature"], one["signature"]


@forgery
def a_version_of_another_article_spliced_in(case: Case) -> None:
    case.statements[2] = make_chain(case.key, slug="other")[2]


@forgery
def the_newest_taken_back(case: Case) -> None:
    case.seen = case.verify().seen
    case.statements = case.statements[:3]


@forgery
def taken_back_to_the_first(case: Case) -> None:
    case.seen = case.verify().seen
    case.statements = case.statements[:1]


@forgery
def history_written_anew_by_the_outlet(case: Case) -> None:
    case.seen = case.verify().seen
    case.statements = make_chain(case.key, authors=[{"name": "Someone Else", "role": "author"}])


@forgery
def history_written_anew_and_longer(case: Case) -> None:
    case.seen = case.verify().seen
    case.statements = make_chain(case.key, versions=6, terms=TERMS | {"version": 1})


@forgery
def another_article_than_was_seen(case: Case) -> None:
    case.seen = case.verify().seen
    case.statements = make_chain(case.key, slug="other")


@forgery
def the_whole_chain_by_a_thief(case: Case) -> None:
    case.statements = make_chain(case.thief)


@forgery
def a_thief_with_its_own_key_set_for_our_outlet(case: Case) -> None:
    case.statements = make_chain(case.thief)
    case.keys = case.thief_keys


@forgery
def our_chain_under_the_keys_of_a_thief(case: Case) -> None:
    case.keys = case.thief_keys


@forgery
def a_thief_says_it_is_his_with_our_keys(case: Case) -> None:
    case.statements = make_chain(case.thief, outlet=THIEF, id=f"{THIEF['url']}/brief/")


@forgery
def the_kid_of_the_outlet_under_a_thief_s_signature(case: Case) -> None:
    case.sign_again(3, case.thief)
    case.statements[3]["signature"]["kid"] = case.key.public.kid


@forgery
def a_key_set_where_the_thief_s_key_has_our_kid(case: Case) -> None:
    false = replace(case.thief.public, kid=case.key.public.kid)
    case.statements = make_chain(case.key)
    case.keys = KeySet(OUTLET["url"], (false,))


@forgery
def a_revoked_key(case: Case) -> None:
    case.ring.revoke(case.key.public.kid, because="stolen", now=NOW)
    case.keys = case.ring.public(OUTLET["url"])


@forgery
def a_revoked_key_that_dates_back(case: Case) -> None:
    case.ring.revoke(case.key.public.kid, because="stolen", now=NOW)
    case.keys = case.ring.public(OUTLET["url"])
    case.sign_again(3, case.key, now=BORN + DAY * 3)


@forgery
def a_key_that_is_not_published(case: Case) -> None:
    case.keys = KeySet(OUTLET["url"], ())


@forgery
def a_key_after_its_end(case: Case) -> None:
    case.keys = KeySet(OUTLET["url"], (replace(case.key.public, not_after=BORN + DAY),))


@forgery
def a_key_before_its_making(case: Case) -> None:
    case.keys = KeySet(OUTLET["url"], (replace(case.key.public, created=BORN + DAY),))


@forgery
def signed_tomorrow(case: Case) -> None:
    case.sign_again(3, case.key, now=NOW + DAY)


@forgery
def read_before_it_was_signed(case: Case) -> None:
    case.now = BORN - timedelta(hours=1)


@forgery
def signed_before_it_was_issued(case: Case) -> None:
    case.sign_again(3, case.key, now=BORN)


@forgery
def a_signature_for_another_purpose(case: Case) -> None:
    case.sign_again(3, case.key, purpose="grant")


@forgery
def another_purpose_renamed(case: Case) -> None:
    case.sign_again(3, case.key, purpose="grant")
    case.statements[3]["signature"]["purpose"] = PURPOSE


@forgery
def the_time_of_signing_moved(case: Case) -> None:
    case.statements[3]["signature"]["signed"] = "2026-03-05T08:00:00Z"


@forgery
def no_algorithm(case: Case) -> None:
    case.statements[3]["signature"]["alg"] = "none"


@forgery
def no_signature(case: Case) -> None:
    del case.statements[3]["signature"]


@forgery
def an_empty_signature(case: Case) -> None:
    case.statements[3]["signature"] = {}


@forgery
def a_signature_of_noughts(case: Case) -> None:
    case.statements[3]["signature"]["value"] = "A" * 86


@forgery
def something_beside_manifest_and_signature(case: Case) -> None:
    case.statements[3]["more"] = 1


@forgery
def no_statement_but_text(case: Case) -> None:
    case.statements[3] = "verified"


@forgery
def no_statement_but_null(case: Case) -> None:
    case.statements[3] = None


@forgery
def a_fraction_in_the_manifest(case: Case) -> None:
    case.change(3, version=4.0)


@forgery
def a_copy_with_another_sentence(case: Case) -> None:
    case.content = make_content(3)


@forgery
def a_copy_with_another_headline(case: Case) -> None:
    case.content = make_content(4, title="Ein Brief aus Prag")


@forgery
def a_copy_without_its_end(case: Case) -> None:
    honest = make_content(4)
    case.content = replace(honest, blocks=honest.blocks[:-1])


@forgery
def a_copy_in_another_order(case: Case) -> None:
    honest = make_content(4)
    case.content = replace(honest, blocks=honest.blocks[::-1])


@forgery
def a_copy_with_a_fraction(case: Case) -> None:
    honest = make_content(4)
    case.content = replace(honest, blocks=(*honest.blocks, ("b9", {"type": "image", "width": 0.5})))


@pytest.mark.parametrize("name", FORGERIES)
def test_no_forgery_is_verified(case: Case, name: str) -> None:
    assert case.verify(), "the control: before it is forged, the chain is good"
    FORGERIES[name](case)
    found = case.verify()
    assert not found and found.seen is None
    assert found.why.endswith((".", "!")) and len(found.why) > 20


def test_there_are_enough_forgeries_and_they_fail_for_every_reason(case: Case) -> None:
    assert len(FORGERIES) >= 60
    outcomes = set()
    for forge in FORGERIES.values():
        trial = copy.deepcopy(case)
        forge(trial)
        outcomes.add(trial.verify().outcome)
    assert outcomes == set(ChainOutcome) - {ChainOutcome.VERIFIED}


@pytest.mark.parametrize(
    "find, put",
    [
        (b'"version":4', b'"version":4,"version":1'),
        (b'"version":4', b'"version":1,"version":4'),
        (b'"manifest":', b'"manifest":{},"manifest":'),
        (b'"kid":', b'"kid":"x","kid":'),
        (b'"version":4', b'"version":4.0'),
        (b'"version":4', b'"version":4e0'),
        (b'"version":4', b'"version":NaN'),
        (b'"language":"de"', b'"language":"\xff"'),
        (b'"language":"de"', b'"language":"de","languag\\u0065":"fr"'),
        (b'"type":"article"', b'"type":"grant"'),
        (b'"coranto":1', b'"coranto":true'),
        (b'"coranto":1,', b""),
    ],
)
def test_json_that_two_readers_could_read_differently_is_no_statement(case: Case, find: bytes, put: bytes) -> None:
    data = canonical(case.statements[-1])
    assert read_statement(data) == case.statements[-1] and find in data
    with pytest.raises(BadManifest):
        read_statement(data.replace(find, put, 1))
