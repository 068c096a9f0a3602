"""The ninjs item beside every article: what it says, whom it lets do what, and what is left when the article is taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coranto.articles.models import Article, PublicState
from coranto.newsroom import flow
from coranto.rights.models import Terms, TermsVersion
from coranto.rights.presets import PRESETS
from coranto.rights.stating import state_terms
from coranto.rights.terms import Images, TermsRecord
from coranto.signing.keys import Keyring
from tests.site.making import START, make_article, make_outlet, make_person, make_picture, make_region, make_standing, make_theme, publish_article, rich
from tests.site.test_translations import make_translation
from tests.syndication.conftest import Built
from tests.syndication.ninjs_schema import faults

pytestmark = pytest.mark.django_db
PATH = "/2024/03/a-road-is-built/"
BY = PRESETS["by-changes"].record


def terms_of(record: TermsRecord = BY, name: str = "open") -> TermsVersion:
    return state_terms(Terms.objects.create(name=name, slug=name), record)


def item(site: Built, language: str = "en", path: str = PATH) -> dict[str, Any]:
    """The item as it is served, which is always valid."""
    found: dict[str, Any] = json.loads(site.text(f"/{language}{path}item.json"))
    assert not faults(found)
    return found


def shown(picture: Any, alt: str = "") -> dict[str, Any]:
    return {"picture": picture, "alt_text": alt, "caption": "", "credit": "", "copyright_notice": "", "redistributable": ""}


def gallery(*pictures: Any) -> Any:
    return [shown(picture) for picture in pictures]


def test_an_item_says_who_wrote_it_where_it_belongs_and_under_what_terms(site: Built, ring: Keyring) -> None:
    make_standing()
    make_article(
        "A road is built", at=START, authors=[make_person()], regions=[make_region()], themes=[make_theme(media_topic="medtop:20000046"), make_theme("Bridges")],
        terms=terms_of(), genre="interview", dateline="NAIROBI",
    )  # fmt: skip
    site.build()
    found = item(site)
    assert found["headlines"][0]["value"] == "A road is built"
    assert (found["by"], found["located"], found["pubStatus"], found["representationType"], found["version"]) == ("Ada Reporter", "NAIROBI", "usable", "full", "1")
    assert [body["contentType"] for body in found["bodies"]] == ["text/html", "text/plain"]
    assert found["bodies"][1]["value"] == "The first stone was laid."
    assert found["places"] == [{"name": "Africa", "rel": "about", "literal": "m49:002"}]
    assert {subject["name"]: subject.get("uri") for subject in found["subjects"]} == {"Roads": "http://cv.iptc.org/newscodes/mediatopic/20000046", "Bridges": None}
    assert found["genres"][0]["uri"] == "http://cv.iptc.org/newscodes/genre/Interview"
    assert json.loads(found["rightsInfo"]["encodedRights"])["uid"].endswith("/terms/open/1/odrl.json")
    assert "Ada Reporter" in found["usageTerms"]
    assert "/en/terms/open/1/" in found["usageTerms"]
    assert {indicator["role"].rpartition("/")[2] for indicator in found["trustIndicators"]} == {"journalistInfo", "partyInfo", "pieceOfWorkInfo"}
    assert [one["role"] for one in found["altIds"]] == ["web", "provenance"]
    assert f'type="application/json" title="ninjs 3.1" href="/en{PATH}item.json"' in site.text(f"/en{PATH}")


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_the_text_goes_along_only_where_the_terms_let_others_republish_it(site: Built, name: str) -> None:
    make_article("A road is built", at=START, terms=terms_of(PRESETS[name].record))
    site.build()
    is_free = name not in {"reserved", "others-text", "after-48-hours"}  # a file cannot say when its text may be read
    found = item(site)
    assert ("bodies" in found) is is_free
    assert found["representationType"] == ("full" if is_free else "partial")
    assert "rightsInfo" in found


def test_without_terms_and_in_a_reserved_language_the_item_is_partial(site: Built) -> None:
    make_article("Nothing is said", at=START)
    article = make_article("A road is built", at=START, terms=terms_of(replace(BY, reserved_languages=("fr",))))
    make_translation(article, "fr")
    make_translation(article, "ar")
    site.build()
    assert "bodies" not in item(site, path="/2024/03/nothing-is-said/")
    assert item(site, path="/2024/03/nothing-is-said/")["usageTerms"] == "All rights reserved."
    assert "bodies" not in item(site, "fr")
    assert "bodies" in item(site, "ar")


def test_only_pictures_that_others_may_use_are_in_an_item(site: Built) -> None:
    free, kept, hill = make_picture("A free road", redistributable=True), make_picture("A kept road", redistributable=False), make_picture("A free hill", redistributable=True)
    body = [
        ("rich_text", rich("<p>Look at it.</p>")), ("picture", shown(kept, "kept")), ("gallery", gallery(kept, hill)), ("picture", shown(free, "free")),
    ]  # fmt: skip
    article = make_article("A road is built", at=START, body=body, picture=kept, terms=terms_of())
    make_article("No pictures", at=START, body=body, picture=free, terms=terms_of(replace(BY, images=Images.NONE), "no pictures"))
    site.build()
    found = item(site)
    html = found["bodies"][0]["value"]
    assert [one["descriptions"][-1]["value"] for one in found["associations"]] == ["A free hill", "free"]
    assert html.count("<img") == 2
    assert "kept" not in json.dumps(found).lower()
    assert "kept" in site.text(f"/en{PATH}")
    for one in found["associations"]:
        assert one["renditions"][0]["width"] >= one["renditions"][-1]["width"]
        assert one["renditions"][0]["href"].startswith("http")
        assert one["by"] == "Ada Reporter"
    bare = item(site, path="/2024/03/no-pictures/")
    assert "associations" not in bare
    assert "<img" not in bare["bodies"][0]["value"]
    assert article.pk


def test_a_translation_names_its_original_and_how_it_was_made(site: Built) -> None:
    article = make_article("A road is built", at=START, terms=terms_of())
    make_translation(article, "fr")
    make_translation(article, "ar", state="translated", by="Layla Haddad")
    site.build()
    english, french, arabic = (item(site, language) for language in ("en", "fr", "ar"))
    assert french["associations"][0] | {"rel": "translatedFrom", "uri": english["uri"], "language": "en"} == french["associations"][0]
    assert french["uri"] != english["uri"]
    assert french["digitalSourceType"]["literal"] == "machine-translation"
    assert [one["value"] for one in french["descriptions"] if one["role"] == "translation"]
    assert "digitalSourceType" not in arabic
    assert {"name": "Layla Haddad", "rel": "translator"} in arabic["people"]
    assert french["version"].startswith("1.")


def test_a_translation_of_the_head_alone_has_no_text_of_another_language(site: Built) -> None:
    article = make_article("A road is built", at=START, terms=terms_of())
    make_translation(article, "fr", is_whole=False)
    site.build()
    assert item(site, "fr")["representationType"] == "partial"
    assert "stone" not in json.dumps(item(site, "fr"))


def test_a_repost_names_its_source_and_fair_use_is_not_passed_on(site: Built) -> None:
    source = {
        "outlet": make_outlet(url="https://other.example/"), "url": "https://other.example/über/1", "authors": "Kofi Mensah", "first_published": "2024-02-01",
        "language": "de", "copyright_notice": "© The Other Paper", "usage_terms": "Ask us first.",
    }  # fmt: skip
    make_article("A road is built", at=START, terms=terms_of(), provenance={**source, "basis": "permission"})
    make_article("Quoted at length", at=START, terms=terms_of(name="quoted"), provenance={**source, "basis": "fair-use"})
    site.build()
    found = item(site)
    assert found["associations"][0]["uri"] == "https://other.example/%C3%BCber/1"
    assert found["associations"][0]["rel"] == "derivedFrom"
    assert found["contentCreated"] == "2024-02-01T00:00:00Z"
    assert (found["by"], found["copyrightHolder"], found["copyrightNotice"]) == ("Kofi Mensah", "The Other Paper", "© The Other Paper")
    assert [source["role"] for source in found["infoSources"]] == ["originator", "publisher"]
    quoted = item(site, path="/2024/03/quoted-at-length/")
    assert "bodies" not in quoted
    assert "rightsInfo" not in quoted
    assert quoted["usageTerms"].startswith("Ask us first.")


def put_right(article: Article, kind: str) -> None:
    flow.article_corrected(article, kind=kind, text=f"{kind}: it was a hill.", by=None, now=START + timedelta(days=2))


def test_each_correction_makes_a_newer_item_that_says_what_was_wrong(site: Built) -> None:
    article = make_article("A road is built", at=START, terms=terms_of())
    site.build()
    versions = [item(site)["version"]]
    for kind in ("update", "clarification", "correction"):
        put_right(article, kind)
        site.build()
        found = item(site)
        versions.append(found["version"])
        assert found["pubStatus"] == "usable"
        assert found["versionCreated"] == "2024-03-06T09:00:00Z"
        assert found["descriptions"][-1] == {"role": kind, "contentType": "text/plain", "value": f"{kind}: it was a hill."}
        assert f"{kind}: it was a hill." in found["edNote"]
    publish_article(article, at=START + timedelta(days=3))
    site.build()
    versions.append(item(site)["version"])
    assert versions == sorted(set(versions), key=int)


def test_what_was_retracted_is_canceled_and_has_no_text(site: Built) -> None:
    article = make_article("A road is built", at=START, terms=terms_of())
    put_right(article, "retraction")
    site.build()
    found = item(site)
    assert (site.output(f"/en{PATH}item.json").status, found["pubStatus"]) == (200, "canceled")
    assert "stone" not in json.dumps(found)
    assert "Standfirst" not in json.dumps(found)


@pytest.mark.parametrize("how", ["withdrawn", "unpublished"])
def test_what_was_taken_back_leaves_an_item_that_is_canceled(site: Built, how: str) -> None:
    article = make_article("A road is built", at=START, terms=terms_of(), authors=[make_person()])
    make_translation(article, "fr")
    site.build()
    before = item(site)
    if how == "withdrawn":
        flow.article_withdrawn(article, reason="It was not ours.", by=None, now=START + timedelta(days=1))
    else:
        article.unpublish()
        flow.article_unpublished(article, now=START + timedelta(days=1))
    site.build()
    for language in ("en", "fr"):
        assert site.output(f"/{language}{PATH}item.json").status == 410
        found = item(site, language)
        assert found["pubStatus"] == "canceled"
        assert int(found["version"]) > int(before["version"])
        assert not {"headlines", "bodies", "descriptions", "people", "by"} & set(found)
        assert found.get("edNote", "") == ("It was not ours." if how == "withdrawn" else "")
    assert item(site)["uri"] == before["uri"]


def test_a_draft_and_a_language_that_it_cannot_be_read_in_have_no_item(site: Built) -> None:
    draft = make_article("Not yet", at=START, publish=False)
    make_article("A road is built", at=START)
    site.build()
    assert f"/en{PATH}item.json" in site.outputs()
    assert not [path for path in site.outputs() if path.endswith("item.json") and (draft.slug in path or not path.startswith("/en/"))]
    assert not PublicState.objects.filter(pk=draft.pk).exists()
