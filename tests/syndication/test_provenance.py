"""What is published is signed, and whoever lies about it is found out: from the files that readers get, not from rows."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from coranto.articles.models import Article, PublicState
from coranto.newsroom import flow
from coranto.signing.canonical import canonical
from coranto.signing.keys import Keyring
from coranto.signing.manifests import PURPOSE
from coranto.signing.signatures import sign
from coranto.site import addresses
from coranto.syndication.checking import CheckError, Finding, Verdict, verify_article
from coranto.syndication.models import Statement
from coranto.syndication.stating import sign_again
from tests.site.making import make_article, make_outlet, make_person, publish_article, rich
from tests.syndication.conftest import Built

KEYS = "/.well-known/coranto.json"


def chain_path(article: Article) -> str:
    state = PublicState.objects.get(article=article)
    return f"/{state.language}/{state.first_public_at:%Y}/{state.first_public_at:%m}/{state.slug}/provenance.json"


def look(site: Built, data: bytes, *, url: str = "") -> Finding:
    """Verify bytes, with the built site as the only network there is."""

    def fetch(address: str) -> bytes:
        path = address.removeprefix(addresses.base_url())
        if path not in site.outputs():
            raise CheckError(f"Nothing stands at {address}.")
        return site.text(path).encode()

    return verify_article(data, url=url, fetch=fetch, now=timezone.now())


def corrected_article(site: Built) -> Article:
    """Three statements: published, published again, corrected; and built."""
    article = make_article("A road is built", text="The first stone was laid.\n\nIt weighs five tonnes.", authors=[make_person()])
    article.body = [("rich_text", rich('<p data-block-key="k0">The first stone was laid.</p><p data-block-key="k1">It weighs six tonnes.</p>'))]
    article.save()
    publish_article(article)
    flow.article_corrected(article, kind="correction", text="The stone weighs six tonnes, not five.", by=None, now=timezone.now())
    site.build()
    return article


def test_a_published_corrected_article_is_verified_from_its_page_and_from_its_chain(site: Built, ring: Keyring) -> None:
    article = corrected_article(site)
    path = chain_path(article)
    for name in (path, path.removesuffix("provenance.json")):
        found = look(site, site.text(name).encode(), url=addresses.absolute(name))
        assert found.verdict is Verdict.VERIFIED, found
        assert found.chain[0].startswith("2024-03-04: published by The Example, by Ada Reporter")
        assert "version 2" in found.chain[1]
        assert "six tonnes, not five" in found.chain[2]


def test_a_signed_page_leads_to_its_chain_and_one_that_is_not_signed_leads_nowhere(site: Built) -> None:
    unsigned = make_article("Before there was a key")
    site.build()
    page = chain_path(unsigned).removesuffix("provenance.json")
    assert "describedby" not in site.text(page) + str(site.output(page).headers)
    folder = settings.INSTANCE.keys / "signing"
    try:
        Keyring(folder).create(now=timezone.now() - timedelta(days=1))
        publish_article(unsigned)
        site.build()
    finally:
        shutil.rmtree(folder)
    address = addresses.absolute(chain_path(unsigned))
    assert f'href="{address}"' in site.text(page)
    assert f'<{address}>; rel="describedby"' in dict(site.output(page).headers)["Link"]


def test_a_page_that_says_something_else_is_told_passage_by_passage(site: Built, ring: Keyring) -> None:
    path = chain_path(corrected_article(site)).removesuffix("provenance.json")
    changed = site.text(path).replace("It weighs six tonnes.", "It weighs nine tonnes.")
    found = look(site, changed.encode(), url="https://copy.example/stone")
    assert found.verdict is Verdict.DIFFERS
    assert found.lacking == ("It weighs six tonnes.",)
    assert look(site, site.text(path).encode(), url="https://copy.example/stone").why.startswith("This copy")


def test_a_page_without_a_chain_is_not_signed(site: Built, ring: Keyring) -> None:
    assert look(site, b"<html lang=en><p>Something</p></html>").verdict is Verdict.UNSIGNED


def test_a_withdrawn_article_keeps_its_chain_without_its_text_and_says_so(site: Built, ring: Keyring) -> None:
    article = corrected_article(site)
    path = chain_path(article)
    flow.article_withdrawn(article, reason="There never was a stone.", by=None, now=timezone.now())
    site.build()
    text = site.text(path)
    assert "six tonnes." not in text.partition('"statements"')[0]
    found = look(site, text.encode())
    assert (found.verdict, "never was a stone" in found.why) == (Verdict.WITHDRAWN, True)


def test_an_article_taken_off_has_no_chain_and_a_draft_never_had_one(site: Built, ring: Keyring) -> None:
    article = corrected_article(site)
    make_article("A secret", publish=False)
    assert chain_path(article) in site.outputs()
    flow.article_unpublished(article, now=timezone.now())
    site.build()
    assert not [path for path in site.outputs() if path.endswith("provenance.json")]


def test_a_repost_names_its_source_and_stays_under_its_first_address_when_its_own_changes(site: Built, ring: Keyring) -> None:
    source = {"outlet": make_outlet(), "url": "https://other.example/a#top", "authors": "Bo Lens", "language": "fr", "basis": "licence"}
    article = make_article("A bridge", provenance=source)
    article.slug = "another-bridge"
    article.save()
    publish_article(article)
    site.build()
    found = look(site, site.text(chain_path(article)).encode())
    assert found.verdict is Verdict.VERIFIED
    assert "by Bo Lens, translated from The Other Paper" in found.chain[0]
    assert str(found.facts["id"]).endswith("/a-bridge/")


def test_a_rotated_key_still_verifies_and_a_revoked_one_does_not_until_all_is_signed_again(site: Built, ring: Keyring) -> None:
    article = corrected_article(site)
    old = Statement.objects.values_list("kid", flat=True).distinct().get()
    ring.rotate(now=timezone.now())
    flow.signing_keys_changed(now=timezone.now())
    site.build()
    assert look(site, site.text(chain_path(article)).encode()).verdict is Verdict.VERIFIED
    ring.revoke(old, because="A disk was lost.", now=timezone.now())
    before = site.text(chain_path(article)).encode()
    flow.signing_keys_changed(now=timezone.now())
    site.build()
    assert look(site, before).verdict is Verdict.FALSE
    assert look(site, site.text(chain_path(article)).encode()).verdict is Verdict.VERIFIED
    assert sign_again(ring.public(addresses.base_url()), now=timezone.now()) == []


def test_without_a_key_publishing_goes_on(site: Built) -> None:
    make_article("A road is built")
    site.build()
    assert not Statement.objects.exists()
    assert KEYS not in site.outputs()


# Forgeries of the published file


def _leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield way
        return
    for name, part in items:
        yield from _leaves(part, (*way, name))


def _other(value: Any) -> Any:
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] != "1" else "2")
    return {None: "x", 1: 2}.get(value, 1)


def changed_fields(chain: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The published chain, each time with one value changed."""
    for way in list(_leaves(chain)):
        forged = copy.deepcopy(chain)
        place = forged
        for name in way[:-1]:
            place = place[name]
        place[way[-1]] = _other(place[way[-1]])
        if way[0] in {"statements", "content"}:
            yield "/".join(map(str, way)), forged


def other_tricks(chain: dict[str, Any], thief: Keyring) -> Iterator[tuple[str, Any]]:
    """Re-ordered, shortened, doubled, signed by another, other text."""
    tricks: dict[str, Callable[[dict[str, Any]], Any]] = {
        "first missing": lambda one: one["statements"].pop(0),
        "middle missing": lambda one: one["statements"].pop(1),
        "re-ordered": lambda one: one["statements"].reverse(),
        "doubled": lambda one: one["statements"].append(one["statements"][-1]),
        "rolled back to the first text": lambda one: one["statements"].__delitem__(slice(1, None)),
        "no statements": lambda one: one["statements"].clear(),
        "blocks re-ordered": lambda one: one["content"]["blocks"].reverse(),
        "a block missing": lambda one: one["content"]["blocks"].pop(),
        "a block doubled": lambda one: one["content"]["blocks"].append(one["content"]["blocks"][0]),
        "text withheld": lambda one: one.update(content=None),
        "signatures swapped": lambda one: one["statements"][0].update(signature=one["statements"][1]["signature"]),
        "signature missing": lambda one: one["statements"][2].pop("signature"),
    }
    for name, trick in tricks.items():
        forged = copy.deepcopy(chain)
        trick(forged)
        yield name, forged
    key = thief.current(now=timezone.now())
    assert key is not None
    for number in range(3):
        forged = copy.deepcopy(chain)
        manifest = forged["statements"][number]["manifest"]
        forged["statements"][number]["signature"] = sign(manifest, key, purpose=PURPOSE, now=timezone.now())
        yield f"signed by a thief {number}", forged


def test_no_forgery_of_a_published_chain_is_verified(site: Built, ring: Keyring, tmp_path: Any) -> None:
    thief = Keyring(tmp_path / "thief")
    thief.create(now=timezone.now())
    chain = json.loads(site.text(chain_path(corrected_article(site))))
    tried = [*changed_fields(chain), *other_tricks(chain, thief)]
    verified = [name for name, forged in tried if look(site, canonical(forged)).verdict in {Verdict.VERIFIED, Verdict.WITHDRAWN}]
    assert look(site, canonical(chain)).verdict is Verdict.VERIFIED
    assert len(tried) >= 60
    assert verified == []


def test_keys_of_a_thief_do_not_speak_for_the_outlet(site: Built, ring: Keyring) -> None:
    chain = site.text(chain_path(corrected_article(site)))

    def theirs(address: str) -> bytes:
        return site.text(KEYS).replace(addresses.base_url(), "https://thief.example").encode()

    assert verify_article(chain.encode(), url="", fetch=theirs, now=timezone.now()).verdict is Verdict.FALSE


@pytest.mark.parametrize("data", [b"", b"{", b"{}", b'{"type":"chain","statements":[]}', b'{"type":"chain","statements":[1]}', b"\xff\xfe\x00"])
def test_bytes_that_are_no_chain_are_refused_and_never_break(site: Built, data: bytes) -> None:
    try:
        assert look(site, data).verdict is not Verdict.VERIFIED
    except CheckError as error:
        assert str(error)
