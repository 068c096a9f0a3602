"""Every forgery that we could think of, each beside the same thing unforged: that is verified, the forgery never.

No database and no site: outlets with keys of their own, and an internet that is a table of addresses.
"""

from __future__ import annotations

import base64
import copy
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coranto.signing.canonical import NotCanonical, canonical
from coranto.signing.chains import ChainOutcome, Seen, verify_chain
from coranto.signing.digests import digest_document
from coranto.signing.keys import Keyring, PrivateKey
from coranto.signing.manifests import PURPOSE, Content, make_manifest, make_statement
from coranto.signing.signatures import sign
from coranto.syndication.checking import LINK_TYPE, CheckError, Finding, Verdict, verify_article

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOME, THIEF = "https://courant.example", "https://thief.example"
CHAIN, PAGE, KEYS = f"{HOME}/en/a/provenance.json", f"{HOME}/en/a/", f"{HOME}/.well-known/coranto.json"
ORDER = 2**252 + 27742317777372353535851937790883648493  # of the group of Ed25519 (RFC 8032)
Chain = dict[str, Any]


@dataclass
class World:
    """What stands where. `chain` and `keys` are written out when somebody asks, unless `raw` says otherwise."""

    chain: Chain
    keys: dict[str, Any]
    others: dict[str, Chain]
    raw: dict[str, bytes] = field(default_factory=dict)
    page: str = ""
    ring: Keyring | None = None
    thief: PrivateKey | None = None

    def fetch(self, url: str) -> bytes:
        if url in self.raw:
            return self.raw[url]
        if url == CHAIN:
            return written(self.chain)
        if url == KEYS:
            return written(self.keys)
        if url in self.others:
            return written(self.others[url])
        raise CheckError(f"Nothing stands at {url}.")

    @property
    def key(self) -> PrivateKey:
        assert self.ring is not None
        key = self.ring.current(now=NOW)
        assert key is not None
        return key


def written(document: Any) -> bytes:
    """JSON as anybody might write it, also what has no canonical form."""
    try:
        return canonical(document)
    except NotCanonical:
        return json.dumps(document, ensure_ascii=True).encode()


def content(language: str = "en", words: str = "six") -> Content:
    said = {"en": (f"A café’s stone weighs {words} tonnes", "A stone."), "fr": ("La pierre d’un café", "Une pierre.")}[language]
    blocks = [("b0", "The first stone was laid ﬁrmly."), ("b1", f"It weighs {words} tonnes."), ("b2", "Nobody was hurt.")] if language == "en" else [("b0", "Elle fut posée.")]
    return Content(*said, tuple((identity, {"id": identity, "type": "paragraph", "html": text}) for identity, text in blocks))


def chain_of(key: PrivateKey, texts: list[Content], *, identity: str = PAGE, language: str = "en", retracted: bool = False, home: str = HOME) -> Chain:
    """A chain with one statement for each text, the last a correction, or a retraction without text."""
    statements: list[dict[str, Any]] = []
    previous = None
    for number, text in enumerate(texts, start=1):
        issued = NOW - timedelta(days=10 - number)
        kind = {"kind": "retraction" if retracted else "correction", "text": "Not five.", "at": "2026-11-17T11:00:00Z"}
        previous = make_manifest(
            text, id=identity, version=number, language=language, outlet={"name": "The Courant", "url": home}, authors=[{"name": "Ada", "role": "author"}],
            published=NOW - timedelta(days=9), issued=issued, terms={"id": "ours", "version": 1, "digest": digest_document({})}, previous=previous,
            correction=kind if number == 3 else None,
        )  # fmt: skip
        statements.append(make_statement(previous, key, now=issued))
    newest = texts[-1]
    shown = {"headline": newest.headline, "standfirst": newest.standfirst, "blocks": [dict(block) for _id, block in newest.blocks]}
    return {"coranto": 1, "type": "chain", "statements": statements, "content": None if retracted else shown}


def page_of(text: Content, *, chain: str = CHAIN, language: str = "en") -> str:
    body = "".join(f"<p>{block['html']}</p>" for _id, block in text.blocks)
    link = f'<link rel="describedby" type="{LINK_TYPE}" href="{chain}">'
    return f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{link}</head><body><h1>{text.headline}</h1><p>{text.standfirst}</p>{body}</body></html>'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("keys")
    ring, thieves = Keyring(folder / "courant"), Keyring(folder / "thief")
    key = ring.create(now=NOW - timedelta(days=30), lifetime=timedelta(days=60))
    thief = thieves.create(now=NOW - timedelta(days=30))
    versions = [content(words="five"), content(words="5"), content()]
    others = {
        f"{HOME}/fr/a/provenance.json": chain_of(key, [content("fr")], identity=f"{HOME}/fr/a/", language="fr"),
        f"{HOME}/en/b/provenance.json": chain_of(key, [content(words="nine")], identity=f"{HOME}/en/b/"),
        f"{THIEF}/.well-known/coranto.json": thieves.public(THIEF).as_document(),
    }  # fmt: skip
    return World(chain_of(key, versions), ring.public(HOME).as_document(), others, page=page_of(content()), ring=ring, thief=thief)


@pytest.fixture
def world(made: World) -> World:
    return World(copy.deepcopy(made.chain), copy.deepcopy(made.keys), copy.deepcopy(made.others), page=made.page, ring=made.ring, thief=made.thief)


def look(world: World, *, page: bool) -> Finding:
    return verify_article(world.page.encode() if page else world.fetch(CHAIN), url=PAGE if page else CHAIN, fetch=world.fetch, now=NOW)


# Tools for forging


def last(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.chain["statements"][-1]
    return found


def replaced(old: str, new: str, *, times: int = 1) -> Callable[[World], None]:
    """The chain's bytes with some of them others."""

    def forge(world: World) -> None:
        before = canonical(world.chain)
        assert old.encode() in before, old
        world.raw[CHAIN] = before.replace(old.encode(), new.encode(), times)

    return forge


def with_bytes(change: Callable[[bytes], bytes]) -> Callable[[World], None]:
    def forge(world: World) -> None:
        world.raw[CHAIN] = change(canonical(world.chain))

    return forge


def in_manifest(**values: Any) -> Callable[[World], None]:
    return lambda world: last(world)["manifest"].update(values)


def in_signature(**values: Any) -> Callable[[World], None]:
    return lambda world: last(world)["signature"].update(values)


def in_content(**values: Any) -> Callable[[World], None]:
    return lambda world: world.chain["content"].update(values)


def in_block(number: int, **values: Any) -> Callable[[World], None]:
    return lambda world: world.chain["content"]["blocks"][number].update(values)


def in_key(**values: Any) -> Callable[[World], None]:
    return lambda world: world.keys["keys"][0].update(values)


def on_statements(change: Callable[[list[Any]], Any]) -> Callable[[World], None]:
    return lambda world: change(world.chain["statements"])


def signed_again(world: World, *, key: PrivateKey | None = None, purpose: str = PURPOSE, at: datetime = NOW) -> None:
    """The newest manifest as it stands now, signed."""
    last(world)["signature"] = sign(last(world)["manifest"], key or world.key, purpose=purpose, now=at)


def by_the_thief(world: World) -> None:
    signed_again(world, key=world.thief)


def by_the_thief_under_the_outlets_kid(world: World) -> None:
    by_the_thief(world)
    last(world)["signature"]["kid"] = world.key.public.kid


def for_another_purpose_and_renamed(world: World) -> None:
    signed_again(world, purpose="rights grant")
    last(world)["signature"]["purpose"] = PURPOSE


def by_the_thief_in_the_outlets_name(world: World) -> None:
    assert world.thief is not None
    world.chain = chain_of(world.thief, [content()])


def thief_as_subdomain(world: World) -> None:
    assert world.thief is not None
    home = f"{HOME}.thief.example"
    world.chain = chain_of(world.thief, [content()], identity=f"{home}/en/a/", home=home)
    world.others[f"{home}/.well-known/coranto.json"] = world.keys


def key_of_the_thief_under_the_outlets_kid(world: World) -> None:
    world.keys["keys"][0]["x"] = world.others[f"{THIEF}/.well-known/coranto.json"]["keys"][0]["x"]
    by_the_thief(world)
    last(world)["signature"]["kid"] = world.keys["keys"][0]["kid"]


def malleable(world: World) -> None:
    """The same signature with its scalar beyond the order of the group: lax verifiers take it."""
    value = last(world)["signature"]["value"]
    data = base64.urlsafe_b64decode(value + "==")
    scalar = int.from_bytes(data[32:], "little") + ORDER
    last(world)["signature"]["value"] = base64.urlsafe_b64encode(data[:32] + scalar.to_bytes(32, "little")).rstrip(b"=").decode()


def stray_bits(world: World) -> None:
    value = last(world)["signature"]["value"]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last(world)["signature"]["value"] = value[:-1] + alphabet[alphabet.index(value[-1]) + 1]


def forked(world: World) -> None:
    """Another second version, signed by the outlet itself: the third does not follow it."""
    second = world.chain["statements"][1]
    second["manifest"]["digest"] = content(words="seven").digest()
    second["signature"] = sign(second["manifest"], world.key, purpose=PURPOSE, now=NOW)


def after_the_end_of_the_key(world: World) -> None:
    world.keys["keys"][0]["not_after"] = "2026-11-16T00:00:00Z"


def other_language_in_the_chain(world: World) -> None:
    world.chain["statements"][1] = world.others[f"{HOME}/fr/a/provenance.json"]["statements"][0]


def manifest_of_another_article(world: World) -> None:
    world.chain["statements"][0] = world.others[f"{HOME}/en/b/provenance.json"]["statements"][0]


def text_of_another_article(world: World) -> None:
    world.chain["content"] = world.others[f"{HOME}/en/b/provenance.json"]["content"]


def signatures_swapped(world: World) -> None:
    one, two = world.chain["statements"][:2]
    one["signature"], two["signature"] = two["signature"], one["signature"]


def deep(world: World) -> None:
    world.chain["content"]["blocks"][0]["html"] = json.loads("[" * 70 + "]" * 70)


HEADLINE = content().headline
FORGED: dict[str, Callable[[World], None]] = {
    # JSON that two readers could read as two documents
    "a key twice in a manifest": replaced('"language":"en"', '"language":"en","language":"en"'),
    "a key twice, once escaped": replaced('"headline":', '"h\\u0065adline":"A lie","headline":'),
    "a key twice in a signature": replaced('"alg":"Ed25519"', '"alg":"Ed25519","alg":"Ed25519"'),
    "the text twice": replaced('"content":', '"content":null,"content":'),
    "the statements twice": replaced('"statements":', '"statements":[],"statements":'),
    "a version with a fraction": replaced('"version":3', '"version":3.0'),
    "a version with an exponent": replaced('"version":3', '"version":3e0'),
    "a version as text": in_manifest(version="3"),
    "a version that is true": in_manifest(version=True),
    "a version below one": in_manifest(version=0),
    "a version that is too large": replaced('"version":3', '"version":90071992547409930'),
    "a version of thousands of digits": replaced('"version":3', '"version":' + "3" * 5000),
    "not a number": replaced('"version":3', '"version":NaN'),
    "cut in the middle": with_bytes(lambda data: data[: len(data) // 2]),
    "cut by one byte": with_bytes(lambda data: data[:-1]),
    "two documents": with_bytes(lambda data: data + data),
    "a byte order mark": with_bytes(lambda data: b"{" + b"\xef\xbb\xbf" + data[1:]),
    "bytes that are not UTF-8": with_bytes(lambda data: data.replace(b"Nobody", b"Nob\xffdy")),
    "half a character": replaced("Nobody", "Nob\\ud800dy"),
    "overlong UTF-8": with_bytes(lambda data: data.replace(b"Nobody", b"Nob\xc1\xafdy")),
    "too deep": deep,
    "another type": lambda world: world.chain.update(type="article"),
    "no type": lambda world: world.chain.pop("type"),
    # Text that looks the same
    "decomposed letters": in_content(headline=unicodedata.normalize("NFD", HEADLINE)),
    "compatible letters": in_block(0, html=unicodedata.normalize("NFKC", "The first stone was laid ﬁrmly.")),
    "decomposed letters in a manifest": lambda world: last(world)["manifest"]["authors"][0].update(name="A\u0301da"),
    "a space of no width": in_content(headline=HEADLINE.replace("six", "s\u200bix")),
    "a letter of another script": in_content(headline=HEADLINE.replace("o", "\u043e", 1)),
    "a direction turned round": in_content(headline=HEADLINE.replace("six", "\u202exis\u202c")),
    "a space that does not break": in_content(headline=HEADLINE.replace(" ", "\u00a0", 1)),
    "a zero character": in_content(headline=HEADLINE + "\x00"),
    # Signatures
    "no algorithm": in_signature(alg="none"),
    "another algorithm": in_signature(alg="HS256"),
    "the algorithm in small letters": in_signature(alg="ed25519"),
    "a padded value": lambda world: last(world)["signature"].update(value=last(world)["signature"]["value"] + "=="),
    "stray bits in the value": stray_bits,
    "a value of zeros": in_signature(value="A" * 86),
    "an empty value": in_signature(value=""),
    "a malleable value": malleable,
    "no kid": lambda world: last(world)["signature"].pop("kid"),
    "one field too many": in_signature(note="x"),
    "no signature": lambda world: last(world).pop("signature"),
    "a signature that is null": lambda world: last(world).update(signature=None),
    "signatures swapped": signatures_swapped,
    "another purpose": lambda world: signed_again(world, purpose="rights grant"),
    "a purpose put right afterwards": for_another_purpose_and_renamed,
    "another time of signing": in_signature(signed="2026-11-18T12:00:00Z"),
    "signed in the future": lambda world: signed_again(world, at=NOW + timedelta(days=1)),
    "signed before it was issued": lambda world: signed_again(world, at=NOW - timedelta(days=9)),
    "a time of another form": in_signature(signed="2026-11-17T12:00:00+00:00"),
    # Keys
    "signed by a thief": by_the_thief,
    "signed by a thief under the outlet's kid": by_the_thief_under_the_outlets_kid,
    "all of it made by a thief": by_the_thief_in_the_outlets_name,
    "the thief's key under the outlet's kid": key_of_the_thief_under_the_outlets_kid,
    "a revoked key": in_key(revoked="2026-11-20T00:00:00Z", revoked_because="Stolen."),
    "a key that had ended": after_the_end_of_the_key,
    "a key that had not begun": in_key(created="2026-11-23T00:00:00Z"),
    "a key that is gone": lambda world: world.keys.update(keys=[]),
    "a key twice": lambda world: world.keys["keys"].append(world.keys["keys"][0]),
    "a key of another kind": in_key(crv="X25519"),
    "keys of another outlet": lambda world: world.keys.update(outlet=THIEF),
    "keys of another version": lambda world: world.keys.update(coranto=2),
    "keys that are no JSON": lambda world: world.raw.update({KEYS: b"<html>"}),
    # Owners and addresses
    "another owner": in_manifest(outlet={"name": "The Courant", "url": THIEF}),
    "another name": in_manifest(outlet={"name": "The Thief", "url": HOME}),
    "an id elsewhere": in_manifest(id=f"{THIEF}/en/a/"),
    "an id that climbs": in_manifest(id=f"{HOME}/en/../../a/"),
    "an owner that only begins alike": thief_as_subdomain,
    "an owner with a user name": in_manifest(outlet={"name": "The Courant", "url": "https://courant.example@thief.example"}),
    "an owner without TLS": in_manifest(outlet={"name": "The Courant", "url": "http://courant.example"}),
    "an owner at another port": in_manifest(outlet={"name": "The Courant", "url": "https://courant.example:8443"}),
    # Chains
    "the first missing": on_statements(lambda all_: all_.pop(0)),
    "the middle missing": on_statements(lambda all_: all_.pop(1)),
    "turned round": on_statements(lambda all_: all_.reverse()),
    "two exchanged": on_statements(lambda all_: all_.__setitem__(slice(0, 2), [all_[1], all_[0]])),
    "the last twice": on_statements(lambda all_: all_.append(all_[-1])),
    "none": on_statements(lambda all_: all_.clear()),
    "the correction cut off": on_statements(lambda all_: all_.pop()),
    "back to the first": on_statements(lambda all_: all_.__delitem__(slice(1, None))),
    "a statement too many": on_statements(lambda all_: all_.append(1)),
    "nothing before it": in_manifest(previous=None),
    "something else before it": in_manifest(previous=digest_document({"x": 1})),
    "a fork": forked,
    "a statement of another language": other_language_in_the_chain,
    "a statement of another article": manifest_of_another_article,
    "another language": in_manifest(language="fr"),
    "another first publication": in_manifest(published="2026-11-14T12:00:00Z"),
    "issued before it was published": in_manifest(issued="2020-01-01T00:00:00Z"),
    "another author": in_manifest(authors=[{"name": "Eve", "role": "author"}]),
    "other terms": in_manifest(terms={"id": "free", "version": 1, "digest": digest_document({})}),
    "an origin made up": in_manifest(origin={"relation": "repost", "outlet": "X", "url": None, "language": None, "id": None, "version": None, "manifest": None}),
    "a correction made up": in_manifest(correction={"kind": "correction", "text": "All was right.", "at": "2026-11-17T11:00:00Z"}),
    "a correction taken out": in_manifest(correction=None),
    "a field too many": in_manifest(note="x"),
    # Texts
    "no text": in_content(blocks=[]),
    "the text withheld": lambda world: world.chain.update(content=None),
    "the text of another article": text_of_another_article,
    "blocks exchanged": lambda world: world.chain["content"]["blocks"].reverse(),
    "a block missing": lambda world: world.chain["content"]["blocks"].pop(),
    "a block twice": lambda world: world.chain["content"]["blocks"].append(world.chain["content"]["blocks"][0]),
    "a block added": lambda world: world.chain["content"]["blocks"].append({"id": "b9", "type": "paragraph", "html": "And more."}),
    "a block of another kind": in_block(0, type="quotation"),
    "a block of another id": in_block(0, id="b7"),
    "other words": in_block(1, html="It weighs nine tonnes."),
    "a standfirst in the headline": in_content(headline=f"{HEADLINE} A stone.", standfirst=""),
}  # fmt: skip
PAGES: dict[str, Callable[[World], None]] = {
    "a passage changed": lambda world: setattr(world, "page", world.page.replace("It weighs six", "It weighs nine")),
    "a passage missing": lambda world: setattr(world, "page", world.page.replace("<p>Nobody was hurt.</p>", "")),
    "a passage in a remark": lambda world: setattr(world, "page", world.page.replace("<p>Nobody was hurt.</p>", "<!-- Nobody was hurt. -->")),
    "a passage in a script": lambda world: setattr(world, "page", world.page.replace("<p>Nobody was hurt.</p>", "<script>Nobody was hurt.</script>")),
    "a passage in an attribute": lambda world: setattr(world, "page", world.page.replace("<p>Nobody was hurt.</p>", '<p title="Nobody was hurt."></p>')),
    "another headline": lambda world: setattr(world, "page", world.page.replace("six tonnes</h1>", "no tonnes</h1>")),
    "the chain of another article": lambda world: setattr(world, "page", page_of(content(), chain=f"{HOME}/en/b/provenance.json")),
    "the chain of another language": lambda world: setattr(world, "page", page_of(content(), chain=f"{HOME}/fr/a/provenance.json")),
    "a page that says it is in another language": lambda world: setattr(world, "page", page_of(content(words="nine"), language="fr")),
    "a page without a language": lambda world: setattr(world, "page", page_of(content(words="nine")).replace(' lang="en"', "")),
    "no chain": lambda world: setattr(world, "page", world.page.replace("describedby", "other")),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_no_forged_chain_is_verified_and_the_same_unforged_is(world: World, name: str) -> None:
    assert look(world, page=False).verdict is Verdict.VERIFIED
    assert look(world, page=True).verdict is Verdict.VERIFIED
    FORGED[name](world)
    for page in (False, True):
        try:
            assert look(world, page=page).verdict not in {Verdict.VERIFIED, Verdict.WITHDRAWN}, name
        except CheckError as error:
            assert str(error)


@pytest.mark.parametrize("name", PAGES)
def test_no_forged_page_is_verified_and_the_same_unforged_is(world: World, name: str) -> None:
    assert look(world, page=True).verdict is Verdict.VERIFIED
    PAGES[name](world)
    assert look(world, page=True).verdict in {Verdict.DIFFERS, Verdict.UNSIGNED, Verdict.FALSE}


def test_there_are_enough_of_them() -> None:
    assert len(FORGED) + len(PAGES) >= 110


# What only those can notice who have seen it before


def replays(world: World) -> dict[str, tuple[Chain, ChainOutcome]]:
    """Genuine statements of the outlet that are not what was seen last: older ones, others under the same number, a retraction left out."""
    key, texts = world.key, [content(words="five"), content(words="5"), content()]
    return {
        "an older version": (chain_of(key, texts[:2]), ChainOutcome.ROLLED_BACK),
        "the first version": (chain_of(key, texts[:1]), ChainOutcome.ROLLED_BACK),
        "history written anew": (chain_of(key, [*texts[:2], content(words="ten")]), ChainOutcome.ROLLED_BACK),
        "history written anew and longer": (chain_of(key, [content(words="one"), *texts[1:], content(words="eleven")]), ChainOutcome.ROLLED_BACK),
        "another article": (chain_of(key, texts, identity=f"{HOME}/en/b/"), ChainOutcome.BROKEN),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["an older version", "the first version", "history written anew", "history written anew and longer", "another article"])
def test_what_was_seen_is_not_replayed_taken_back_or_written_anew(world: World, name: str) -> None:
    assert world.ring is not None
    keys, known = world.ring.public(HOME), verify_chain(world.chain["statements"], world.ring.public(HOME), now=NOW)
    assert known
    assert verify_chain(world.chain["statements"], keys, now=NOW, seen=known.seen)  # the control
    chain, outcome = replays(world)[name]
    assert verify_chain(chain["statements"], keys, now=NOW)  # genuine by itself
    assert verify_chain(chain["statements"], keys, now=NOW, seen=known.seen).outcome is outcome


def test_a_retraction_is_not_forgotten(world: World) -> None:
    assert world.ring is not None
    keys = world.ring.public(HOME)
    retracted = chain_of(world.key, [content(words="five"), content(words="5"), content()], retracted=True)
    seen = verify_chain(retracted["statements"], keys, now=NOW).seen
    assert isinstance(seen, Seen)
    assert verify_chain(retracted["statements"][:2], keys, now=NOW, seen=seen).outcome is ChainOutcome.ROLLED_BACK
    world.chain = retracted
    assert look(world, page=False).verdict is Verdict.WITHDRAWN


# Origins


@pytest.mark.parametrize(("digest", "state"), [("the first", "verified"), ("made up", "not found"), ("of another article", "not found")])
def test_an_origin_that_is_claimed_is_looked_up(world: World, digest: str, state: str) -> None:
    source = world.chain["statements"][0]["manifest"]
    other = world.others[f"{HOME}/en/b/provenance.json"]["statements"][0]["manifest"]
    claimed = {"the first": digest_document(source), "made up": digest_document({}), "of another article": digest_document(other)}[digest]
    origin = {"relation": "repost", "outlet": "The Courant", "url": PAGE, "language": "en", "id": PAGE, "version": 1, "manifest": claimed}
    world.raw[PAGE] = world.page.encode()
    repost = chain_of(world.key, [content()], identity=f"{HOME}/en/c/")
    manifest = repost["statements"][0]["manifest"] | {"origin": origin}
    repost["statements"] = [make_statement(manifest, world.key, now=NOW)]
    found = verify_article(canonical(repost), url="", fetch=world.fetch, now=NOW)
    assert (found.verdict, found.facts["origin"]["state"]) == (Verdict.VERIFIED, state)
