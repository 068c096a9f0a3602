"""A translation of a translation: programs are told every text it came through, and who translated each."""

from __future__ import annotations

import json
from typing import Any

import lxml.etree
import pytest

from coranto.articles.models import Article
from coranto.articles.models.article import Credit
from coranto.newsroom import flow
from coranto.translation.models import State, Translation
from tests.site.conftest import Built
from tests.site.making import START, make_article, make_person, make_publication
from tests.site.test_linked_editions import OURS, THEIRS, data_of, pair
from tests.site.test_translations import make_translation

pytestmark = pytest.mark.django_db
SPACE = {"c": "urn:coranto:feed"}
SOURCE = "https://elsewhere.example/der-weg/"


def make_repost() -> Article:
    """Our English of a German article, translated by a person, and a machine's Arabic of that by way of Spanish."""
    make_publication("ar", "fr", "es")
    article = make_article("A road is built", at=START, publish=False, provenance={"url": SOURCE, "language": "de", "basis": "licence"})
    article.credits.add(Credit(person=make_person("Max Bauer"), role="translator"))
    article.save()
    flow.article_published(article, by=None, now=START)
    make_translation(article, "ar")
    make_translation(article, "fr", state=State.TRANSLATED, by="Ada")
    Translation.objects.filter(article_id=article.pk, language="ar").update(via="es")
    return article


def works(value: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each text that a page says it was translated from: its language, the end of its address, and who translated it."""
    out = []
    while (value := value.get("translationOfWork", {})):
        out.append((value["inLanguage"], value.get("@id", "")[-24:], value.get("translator", {}).get("name", "")))
    return out


def test_a_page_names_every_text_it_came_through_and_who_made_each(site: Built) -> None:
    make_repost()
    site.build()
    arabic, french, english = (data_of(site.text(f"/{code}{OURS}")) for code in ("ar", "fr", "en"))
    ours, theirs = f"/en{OURS}"[-24:], SOURCE[-24:]
    assert works(arabic) == [("es", "", "a machine"), ("en", ours, "Max Bauer"), ("de", theirs, "")]
    assert arabic["translationOfWork"]["@type"] == "CreativeWork"  # it stands nowhere
    assert arabic["translationOfWork"]["translator"]["@type"] == "SoftwareApplication"
    assert arabic["translationOfWork"]["translationOfWork"]["translator"]["@type"] == "Person"
    assert works(french) == [("en", ours, "Max Bauer"), ("de", theirs, "")]
    assert works(english) == [("de", theirs, "")]
    assert english["translator"]["name"] == "Max Bauer"
    assert english["isBasedOn"]["url"] == SOURCE


def test_every_feed_says_the_same(site: Built) -> None:
    make_repost()
    site.build()
    for name in ("feed.xml", "feed.atom"):
        found = lxml.etree.fromstring(site.text(f"/ar/{name}").encode()).xpath("//c:translated-from", namespaces=SPACE)
        assert [(one.get("language"), one.get("by"), [person.get("name") for person in one]) for one in found] == [("es", "a machine", []), ("en", None, ["Max Bauer"]), ("de", None, [])]
        assert found[0].get("href") is None
        assert [one.get("href") for one in lxml.etree.fromstring(site.text(f"/en/{name}").encode()).xpath("//c:translated-from", namespaces=SPACE)] == [SOURCE]
    told = json.loads(site.text("/ar/feed.json"))["items"][0]["_coranto"]["translated_from"]
    assert [one["language"] for one in told] == ["es", "en", "de"]
    assert told[1]["people"][0]["url"].endswith("/author/max-bauer/")


def test_a_repost_in_its_own_language_and_an_original_say_nothing(site: Built) -> None:
    make_article("A road is built", at=START)
    make_article("A bridge falls", at=START, provenance={"url": SOURCE, "language": "en", "basis": "licence"})
    make_article("A wall stands", at=START, provenance={"url": SOURCE, "language": "de", "basis": "fair-use"})
    site.build()
    for slug in ("a-road-is-built", "a-bridge-falls", "a-wall-stands"):
        data = data_of(site.text(f"/en/2024/03/{slug}/"))
        assert "translationOfWork" not in data
        assert "translator" not in data
    assert "translated_from" not in site.text("/en/feed.json")


def test_a_machines_text_of_a_linked_edition_leads_back_to_the_first(site: Built) -> None:
    ours, theirs = pair()
    flow.editions_linked(ours, theirs, by=None, now=START)
    site.build()
    assert works(data_of(site.text(f"/fr{THEIRS}"))) == [("en", f"/en{OURS}"[-24:], "")]
    assert works(data_of(site.text(f"/ar{OURS}"))) == [("en", f"/en{OURS}"[-24:], "")]
