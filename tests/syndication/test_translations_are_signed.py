"""What is read in other languages is signed too: a chain for each, whose origin is the manifest of the original."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from coranto.articles.models import Article, PublicState
from coranto.newsroom import flow
from coranto.newsroom.signing_missing import sign_missing
from coranto.publication.models import LanguagePolicy, Policy
from coranto.signing.digests import digest_document
from coranto.signing.keys import Keyring
from coranto.signing.manifests import comes_from
from coranto.site import addresses
from coranto.syndication.checking import Verdict
from coranto.syndication.models import Statement
from coranto.translation.keeping import keep_translation
from coranto.translation.models import LinkedEdition, Translation
from tests.site.making import make_article, make_person, publish_article, rich
from tests.syndication.conftest import Built
from tests.syndication.test_provenance import look


def translate(article: Article, language: str = "fr", *, state: str = "translated", by: str = "Zoé Traduit", words: str = "La première pierre fut posée.") -> Translation:
    """Keep a translation of an article's public version and let it follow through the house."""
    version = PublicState.objects.select_related("version").get(article=article).version
    document = {**version.document, "headline": "Une route", "standfirst": "Chapeau.", "body": [{**block, "html": words} for block in version.document["body"]]}
    row = keep_translation(version, document, language=language, state=state, by=by, now=timezone.now())
    flow.translation_changed(article, language, row.document, is_seen_elsewhere=True)
    return row


def path_of(article: Article, language: str) -> str:
    state = PublicState.objects.get(article=article)
    return f"/{language}/{state.first_public_at:%Y}/{state.first_public_at:%m}/{state.slug}/"


def chain(site: Built, article: Article, language: str) -> list[dict[str, Any]]:
    """The manifests of a language's chain, as readers get them."""
    return [statement["manifest"] for statement in json.loads(site.text(path_of(article, language) + "provenance.json"))["statements"]]


def test_a_translation_has_its_own_chain_that_names_its_maker_and_the_manifest_of_the_original(site: Built, ring: Keyring) -> None:
    article = make_article("A road is built", authors=[make_person()])
    translate(article)
    translate(article, "ar", state="machine", by="Firefox", words="وُضع الحجر الأول.")
    site.build()
    [original] = chain(site, article, "en")
    for language, maker in (("fr", {"name": "Zoé Traduit", "role": "translator"}), ("ar", {"name": "Firefox", "role": "translation engine"})):
        [manifest] = chain(site, article, language)
        assert comes_from(manifest, original)
        assert manifest["authors"] == [{"name": "Ada Reporter", "role": "author"}, maker]
        assert (manifest["language"], manifest["id"]) == (language, addresses.absolute(path_of(article, language)))


def test_a_translated_page_is_verified_and_a_changed_one_is_not(site: Built, ring: Keyring) -> None:
    article = make_article("A road is built")
    translate(article)
    site.build()
    page = site.text(path_of(article, "fr"))
    found = look(site, page.encode(), url=addresses.absolute(path_of(article, "fr")))
    assert found.verdict is Verdict.VERIFIED, found
    assert found.facts["language"] == "fr"
    assert found.facts["origin"]["state"] == "verified"
    assert any("translation by Zoé Traduit" in line for line in found.chain)
    changed = look(site, page.replace("La première pierre", "La dernière pierre").encode(), url="https://copy.example/")
    assert (changed.verdict, changed.lacking) == (Verdict.DIFFERS, ("La première pierre fut posée.",))


def test_every_change_of_the_words_makes_a_statement_and_the_same_words_make_none(site: Built, ring: Keyring) -> None:
    article = make_article("A road is built")
    translate(article)
    translate(article)
    assert Statement.objects.filter(language="fr").count() == 1
    translate(article, words="La toute première pierre fut posée.")
    site.build()
    first, second = chain(site, article, "fr")
    assert second["previous"] == digest_document(first)
    assert second["digest"] != first["digest"]
    assert look(site, site.text(path_of(article, "fr")).encode()).verdict is Verdict.VERIFIED


def test_a_translation_of_a_newer_version_names_the_newer_manifest(site: Built, ring: Keyring) -> None:
    article = make_article("A road is built")
    translate(article)
    article.body = [("rich_text", rich('<p data-block-key="k0">The second stone was laid.</p>'))]
    article.save()
    publish_article(article)
    site.build()
    assert chain(site, article, "fr")[-1]["origin"]["version"] == 1  # it follows the first still, and says so
    translate(article, words="La deuxième pierre fut posée.")
    site.build()
    assert chain(site, article, "fr")[-1]["origin"]["version"] == 2
    assert comes_from(chain(site, article, "fr")[-1], chain(site, article, "en")[-1])


def test_a_correction_and_a_withdrawal_stand_in_every_language(site: Built, ring: Keyring) -> None:
    article = make_article("A road is built")
    translate(article)
    flow.article_corrected(article, kind="correction", text="It was the second stone.", by=None, now=timezone.now())
    site.build()
    assert chain(site, article, "fr")[-1]["correction"]["text"] == "It was the second stone."
    assert look(site, site.text(path_of(article, "fr")).encode()).verdict is Verdict.VERIFIED
    flow.article_withdrawn(article, reason="There was no road.", by=None, now=timezone.now())
    site.build()
    found = look(site, site.text(path_of(article, "fr") + "provenance.json").encode())
    assert (found.verdict, "There was no road." in found.why) == (Verdict.WITHDRAWN, True)
    assert "pierre" not in site.text(path_of(article, "fr") + "provenance.json")


def test_what_the_policy_keeps_back_is_neither_signed_nor_served_until_it_lets_it_out(site: Built, ring: Keyring) -> None:
    LanguagePolicy.objects.filter(language="fr").update(policy=Policy.REVIEWED)
    article = make_article("A road is built")
    translate(article, state="machine", by="Firefox")
    site.build()
    assert not Statement.objects.filter(language="fr").exists()
    assert sign_missing(limit=10) == 0
    LanguagePolicy.objects.filter(language="fr").update(policy=Policy.MACHINE)
    flow.publication_changed(now=timezone.now())
    assert sign_missing(limit=10) == 1
    assert sign_missing(limit=10) == 0
    site.build()
    assert look(site, site.text(path_of(article, "fr")).encode()).verdict is Verdict.VERIFIED


def test_what_was_translated_before_there_was_a_key_is_signed_in_a_quiet_hour(site: Built, ring: Keyring) -> None:
    for key in ring.public("x").keys:
        ring.revoke(key.kid, because="Not yet.", now=timezone.now())
    article = make_article("A road is built")
    translate(article)
    assert sign_missing(limit=10) == 0
    ring.create(now=timezone.now())
    assert sign_missing(limit=10) == 1
    site.build()
    found = look(site, site.text(path_of(article, "fr")).encode())
    assert (found.verdict, "origin" in found.facts) == (Verdict.VERIFIED, False)  # the original was published before the key


def test_what_is_read_in_another_article_instead_is_not_waited_for(site: Built, ring: Keyring) -> None:
    article = make_article("A road is built")
    translate(article)
    Statement.objects.filter(language="fr").delete()
    flow.editions_linked(article, make_article("Une route", language="fr"), by=None, now=timezone.now())
    assert sign_missing(limit=10) == 0
    LinkedEdition.objects.all().delete()
    assert sign_missing(limit=10) == 1  # the control


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_language_of_an_article_leads_to_its_own_chain(site: Built, ring: Keyring, language: str) -> None:
    article = make_article("A road is built")
    translate(article)
    site.build()
    address = addresses.absolute(path_of(article, language) + "provenance.json")
    assert f'href="{address}"' in site.text(path_of(article, language))
    assert address in site.text(path_of(article, language) + "provenance/")


def test_a_revoked_key_is_followed_by_a_new_signature_in_every_language(site: Built, ring: Keyring) -> None:
    article = make_article("A road is built")
    translate(article)
    [key] = ring.public("x").keys
    ring.revoke(key.kid, because="A disk was lost.", now=timezone.now())
    ring.create(now=timezone.now())
    flow.signing_keys_changed(now=timezone.now())
    site.build()
    assert look(site, site.text(path_of(article, "fr")).encode()).verdict is Verdict.VERIFIED
