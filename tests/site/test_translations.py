"""An article in other languages as readers and programs meet it: labelled, linked both ways, never an empty page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html
import pytest
from django.test import Client

from coranto import languages
from coranto.articles.models import Article, PublicState
from coranto.delivery.models import Output
from coranto.languages import catalogs
from coranto.newsroom import flow
from coranto.publication.models import LanguagePolicy
from coranto.search.finding import find
from coranto.site import words
from coranto.translation.keeping import keep_translation
from coranto.translation.models import State
from tests.site.alternates import Told, faults, located
from tests.site.alternates import told as told_of
from tests.site.conftest import Built
from tests.site.making import START, make_article, make_outlet, make_person, make_publication, make_region, make_standing, make_theme, rich
from tests.site.test_increments import compare

pytestmark = pytest.mark.django_db
PATH = "/2024/03/a-road-is-built/"


def make_translation(article: Article, language: str, *, state: str = State.MACHINE, by: str = "a machine", is_whole: bool = True, headline: str = "", standfirst: str = "") -> None:
    """Keep and announce a translation; one that is not whole has its body in the original."""
    version = PublicState.objects.get(pk=article.pk).version
    written = version.document["language"]
    body = [{**block, **({} if is_whole else {"language": written})} for block in version.document["body"]]
    document = {**version.document, "headline": headline or f"Headline in {language}", "standfirst": standfirst or f"Standfirst in {language}.", "body": body}
    row = keep_translation(version, document, language=language, state=state, by=by, now=START)
    flow.translation_changed(article, language, row.document, is_seen_elsewhere=True)


def tree(html: str | bytes) -> Any:
    return lxml.html.fromstring(html)


def told(page: Any) -> str:
    return " ".join(page.find_class("made")[0].text_content().replace("\u2068", "").replace("\u2069", "").split())


def said(text: str, language: str, **values: str) -> str:
    """As `told` gives it: spaces that do not break are spaces."""
    return " ".join((catalogs.translator(language).gettext(text) % values).split())


def test_every_page_says_how_its_text_was_made_in_the_readers_language(site: Built) -> None:
    article = make_article("A road is built", at=START)
    make_translation(article, "fr")
    make_translation(article, "ar", state=State.TRANSLATED, by="Layla Haddad")
    site.build()
    french, arabic, english = (tree(site.text(f"/{code}{PATH}")) for code in ("fr", "ar", "en"))
    assert told(french).startswith(said(words.MADE["machine"].label, "fr"))
    assert said(words.MADE_BY, "fr", name="a machine", date="4 mars 2024") in told(french)
    assert told(arabic).startswith(said(words.MADE["translated"].label, "ar", name="Layla Haddad"))
    assert not english.find_class("made")
    assert [page.find_class("story")[0].get("data-text") for page in (french, arabic, english)] == ["machine", "translated", "original"]
    assert [page.xpath("//meta[@name='coranto:text']/@content") for page in (french, arabic, english)] == [["machine"], ["translated"], []]
    data = json.loads(french.xpath("//script[@type='application/ld+json']")[0].text)
    assert data["inLanguage"] == "fr"
    assert data["translator"] == {"@type": "SoftwareApplication", "name": "a machine"}
    assert data["translationOfWork"]["@id"].endswith(f"/en{PATH}")
    assert json.loads(arabic.xpath("//script[@type='application/ld+json']")[0].text)["translator"]["@type"] == "Person"


def test_two_programs_that_made_a_text_are_two_and_one_without_a_name_has_words_in_the_readers_language(site: Built) -> None:
    article = make_article("A road is built", at=START)
    make_translation(article, "fr", by="Apertium, machine translation made for the demonstration")
    site.build()
    page = tree(site.text(f"/fr{PATH}"))
    data = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert [(one["@type"], one["name"]) for one in data["translator"]] == [
        ("SoftwareApplication", "Apertium"), ("SoftwareApplication", "machine translation made for the demonstration"),
    ]  # fmt: skip
    assert f"Apertium et {said(words.OF_THE_DEMONSTRATION, 'fr')}" in told(page)


def test_a_name_in_an_arabic_sentence_keeps_its_own_direction(site: Built) -> None:
    article = make_article("A road is built", at=START)
    make_translation(article, "ar", state=State.EDITED, by="Ada (Desk) 1")
    site.build()
    assert "\u2068Ada (Desk) 1\u2069" in site.text(f"/ar{PATH}")


def test_an_article_of_which_the_head_alone_is_translated_says_so_and_marks_its_body(site: Built) -> None:
    article = make_article("A road is built", text="The first stone was laid.", at=START)
    make_translation(article, "ar", is_whole=False)
    site.build()
    page = tree(site.text(f"/ar{PATH}"))
    body = page.find_class("story-body")[0]
    assert (body.get("lang"), body.get("dir")) == ("en", "ltr")
    assert "The first stone was laid." in body.text_content()
    assert said(words.HEAD_ONLY, "ar") in told(page)
    assert page.xpath("//h1/@lang") == []
    feed = json.loads(site.text("/ar/feed.json"))["items"][0]
    assert '<div lang="en" dir="ltr">' in feed["content_html"]
    make_translation(article, "ar")
    site.build()
    page = tree(site.text(f"/ar{PATH}"))
    assert page.find_class("story-body")[0].get("lang") is None
    assert said(words.HEAD_ONLY, "ar") not in told(page)


def test_a_passage_that_is_not_translated_yet_stands_in_its_own_language(site: Built) -> None:
    article = make_article("A road is built", text="One.\n\nTwo.", at=START)
    version = PublicState.objects.get(pk=article.pk).version
    one, two = version.document["body"]
    document = {**version.document, "headline": "La route", "body": [{**one, "html": "Un."}, {**two, "language": "en"}]}
    row = keep_translation(version, document, language="fr", state=State.MACHINE, by="a machine", now=START)
    flow.translation_changed(article, "fr", row.document, is_seen_elsewhere=True)
    site.build()
    page = tree(site.text(f"/fr{PATH}"))
    assert [(element.text_content(), element.get("lang")) for element in page.find_class("story-body")[0].iter("p")] == [("Un.", None), ("Two.", "en")]
    assert said(words.PARTLY, "fr") in told(page)


def test_what_has_changed_in_the_original_is_shown_beside_the_older_text(site: Built) -> None:
    article = make_article("A road is built", text="The first stone was laid in May. " + "Nobody asked. " * 40, at=START)
    make_translation(article, "fr")
    site.build()
    assert not tree(site.text(f"/fr{PATH}")).find_class("changes")
    article.body = [("rich_text", rich('<p data-block-key="k0">The first stone was laid in June. ' + "Nobody asked. " * 40 + "</p>"))]
    article.save()
    flow.article_published(article, by=None, now=START.replace(day=9))
    site.build()
    page = tree(site.text(f"/fr{PATH}"))
    changes = page.find_class("changes")[0]
    assert [element.text for element in changes.iter("del")] == ["May"]
    assert [element.text for element in changes.iter("ins")] == ["June"]
    assert len(changes.text_content()) < 400  # what stayed the same is left out
    assert changes.find("ul").get("lang") == "en"
    assert page.find_class("made")[0].get("data-outdated") is not None
    assert said(words.OUTDATED_SINCE, "fr", date="9 mars 2024") in told(page)
    assert "Headline in fr" in page.text_content()


def test_feeds_say_how_each_text_was_made_to_people_and_to_programs(site: Built) -> None:
    article = make_article("A road is built", at=START)
    make_translation(article, "fr")
    site.build()
    space = {"c": "urn:coranto:feed"}
    for name in ("feed.xml", "feed.atom"):
        found = lxml.etree.fromstring(site.text(f"/fr/{name}").encode()).xpath("//c:translation", namespaces=space)
        assert [(one.get("state"), one.get("by"), one.get("original-language")) for one in found] == [("machine", "a machine", "en")]
        assert found[0].get("original").endswith(f"/en{PATH}")
        assert not lxml.etree.fromstring(site.text(f"/en/{name}").encode()).xpath("//c:translation", namespaces=space)
    item = json.loads(site.text("/fr/feed.json"))["items"][0]
    assert item["_coranto"]["translation"]["state"] == "machine"
    assert item["content_html"].startswith(f"<p><small>{said(words.MADE['machine'].label, 'fr')}")
    assert "translation" not in json.loads(site.text("/en/feed.json"))["items"][0]["_coranto"]


def test_lists_show_the_best_readable_text_and_give_way_when_a_better_one_comes(site: Built) -> None:
    make_publication("be", "ru", "uk")
    article = make_article("A road is built", at=START, authors=[make_person()], themes=[make_theme()])
    site.build()

    def shown() -> list[tuple[str, str | None]]:
        return [(one.text_content(), one.get("lang")) for one in tree(site.text("/be/theme/roads/")).find_class("card-headline")]

    assert shown() == [("A road is built", "en")]
    for code, expected in (("uk", "uk"), ("ru", "ru"), ("be", None)):
        make_translation(article, code)
        site.build()
        assert shown() == [(f"Headline in {code}", expected)]
        compare(site)
    assert 'data-made="machine"' in site.text("/be/theme/roads/")


def test_an_address_in_a_language_without_the_article_gives_the_best_text_there_is(site: Built, client: Client) -> None:
    make_publication("be", "ru", "he")
    article = make_article("A road is built", at=START)
    make_translation(article, "ru")
    page = client.get(f"/be{PATH}")
    assert page.status_code == 200
    found = tree(page.content)
    assert found.get("lang") == "be"
    assert (found.xpath("//h1")[0].text, found.xpath("//h1/@lang")) == ("Headline in ru", ["ru"])
    assert told(found).startswith(said(words.INSTEAD, "be", name="руская"))
    assert found.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert found.xpath("//link[@rel='canonical']/@href")[0].endswith(f"/ru{PATH}")
    assert found.xpath("//link[@hreflang]") == []
    hebrew = tree(client.get(f"/he{PATH}").content)
    assert (hebrew.get("dir"), hebrew.find_class("story-body")[0].get("dir")) == ("rtl", "ltr")
    for nowhere in (f"/ja{PATH}", "/be/2024/03/nothing/", "/be/2025/03/a-road-is-built/"):
        assert client.get(nowhere).status_code == 404
    assert "data-article" not in client.get("/be/2024/03/nothing/").content.decode()
    flow.article_withdrawn(article, reason="Forged.", by=None, now=START)
    assert client.get(f"/be{PATH}").status_code == 410


def test_search_says_in_which_language_each_result_is(site: Built, client: Client) -> None:
    article = make_article("A road is built", text="The zeppelin came.", at=START)
    version = PublicState.objects.get(pk=article.pk).version
    document = {**version.document, "headline": "La route", "standfirst": "Une route.", "body": [{**block, "html": "Le dirigeable."} for block in version.document["body"]]}
    row = keep_translation(version, document, language="fr", state=State.MACHINE, by="a machine", now=START)
    flow.translation_changed(article, "fr", row.document, is_seen_elsewhere=True)
    for code, question, expected in (("ar", "zeppelin", ["الإنجليزية"]), ("fr", "zeppelin", ["anglais"]), ("fr", "dirigeable", []), ("en", "zeppelin", [])):
        found = tree(client.get(f"/{code}/search/", {"q": question}).content)
        assert len(found.find_class("hit")) == 1, (code, question)
        assert [one.text for one in found.find_class("card-language")] == expected, (code, question)


def alternates(html: str) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in tree(html).xpath("//head/link[@rel='alternate'][@hreflang]")}


def pages_of(site: Built) -> Iterator[tuple[Output, str]]:
    for row in Output.objects.filter(status=200, content_type__startswith="text/html"):
        yield row, site.text(row.path)


def make_many() -> None:
    """Two articles, written and translated by people and machines, with everything that has lists and pages of its own."""
    make_publication("be", "ru", "ja")
    LanguagePolicy.objects.filter(language="ja").update(index_unreviewed=True)
    make_standing()
    one, other = (make_article(headline, at=START, authors=[make_person(headline)], themes=[make_theme(headline)]) for headline in ("A road is built", "A bridge falls"))
    make_article("A wall stands", at=START, provenance={"outlet": make_outlet(), "url": "https://other.example/wall"})
    make_person("Nobody Yet")
    make_translation(one, "fr", state=State.TRANSLATED, by="Ada")
    make_translation(one, "ja")
    make_translation(one, "ar")
    make_translation(other, "ru")


def test_hreflang_is_complete_and_reciprocal_among_the_pages_that_qualify(site: Built) -> None:
    make_many()
    site.build()
    pages = [told_of(html) for _row, html in pages_of(site)]
    assert sum(len(page.alternates) > 1 for page in pages) > 30
    assert faults(pages) == []
    assert set(alternates(site.text(f"/en{PATH}"))) == {"en", "fr", "ja", "x-default"}
    assert alternates(site.text(f"/ar{PATH}")) == {}
    assert alternates(site.text("/en/2024/03/a-bridge-falls/")) == {}


def test_a_page_that_does_not_answer_would_be_seen() -> None:
    both = {"en": "/en/", "fr": "/fr/", "x-default": "/en/"}
    whole = [Told("/en/", "en", False, both), Told("/fr/", "fr", False, both)]
    assert faults(whole) == []
    assert faults([whole[0], Told("/fr/", "fr", False, {})]) == ["/fr/ does not answer /en/"]
    assert faults([whole[0]]) == ["/en/ names /fr/, which does not stand"]
    assert faults([whole[0], Told("/fr/", "fr", True, {})]) == ["/en/ names /fr/, which asks not to be indexed"]
    assert "/fr/ names alternates and asks not to be indexed" in faults([whole[0], Told("/fr/", "fr", True, both)])
    assert "/fr/ does not name itself" in faults([whole[0], Told("/fr/", "fr", False, {**both, "fr": "/en/"})])
    assert "/en/ names no page for everybody else" in faults([Told("/en/", "en", False, {"en": "/en/"})])
    assert "/en/ calls /fr/ fr; it is de" in faults([whole[0], Told("/fr/", "de", False, both)])


def test_sitemaps_name_every_page_that_search_engines_may_show_and_no_other(site: Built) -> None:
    make_many()
    site.build()
    shown = {page.address for _row, html in pages_of(site) if not (page := told_of(html)).is_hidden}
    named: set[str] = set()
    for address in located(site.text("/sitemap.xml")):
        named |= located(site.text("/" + address.rpartition("/")[2]))
    assert len(shown) > 60
    # What has nobody's article is left out of sitemaps, as are older pages of lists.
    assert {address for address in shown - named if "/nobody-yet/" not in address} == set()
    assert named - shown == set()
    assert sorted(re.findall(r"/(\w\w)/2024/03/a-road-is-built/<", site.text("/sitemap-2024-03.xml"))) == ["en", "fr", "ja"]


@pytest.mark.parametrize("code", [code for code in languages.CODES if code != "en"])
def test_the_interface_is_whole_in_every_language(code: str) -> None:
    catalog = catalogs.translator(code)
    every = [word.label for group in (words.MADE, words.GENRES, words.ROLES, words.CORRECTIONS, words.BASES, words.FACETS) for word in group.values()]
    every += [words.MADE_BY, words.VIA_ENGLISH, words.OUTDATED, words.OUTDATED_SINCE, words.HEAD_ONLY, words.PARTLY, words.INSTEAD, words.READ_ORIGINAL, words.OFFER]
    same = [text for text in every if catalog.gettext(text) == text]
    assert len(same) <= 2, same  # a word such as "Interview" is the same in some languages
    assert catalog.gettext("This is in no catalog.") == "This is in no catalog."


@pytest.mark.parametrize("code", [code for code in languages.CODES if code != "en"])
def test_counted_words_take_the_form_that_cldr_says(code: str) -> None:
    """Catalogs may tell fewer forms apart than CLDR (Hebrew's dual), never other ones."""
    chosen: dict[str, set[int]] = {}
    for number in range(201):
        chosen.setdefault(languages.locale(code).plural_form(number), set()).add(catalogs.translator(code).plural(number))  # type: ignore[attr-defined]
    assert all(len(forms) == 1 for forms in chosen.values()), chosen


def test_regions_and_themes_are_named_and_ordered_in_the_readers_language(site: Built) -> None:
    for code, name in (("019", "Americas"), ("150", "Europe"), ("002", "Africa"), ("142", "Asia")):
        make_region(code, name)
    make_theme("Games", media_topic="medtop:15000000")
    make_theme("Roads")
    site.build()
    french, english = (tree(site.text(f"/{code}/archive/")) for code in ("fr", "en"))

    def named(page: Any, facet: str) -> list[str]:
        return [link.text_content() for link in page.xpath(f"//main//a[contains(@href, '/{facet}/')]")]

    assert named(french, "region") == ["Afrique", "Amériques", "Asie", "Europe"]
    assert named(english, "region") == ["Africa", "Americas", "Asia", "Europe"]
    assert named(french, "theme") == ["Roads", "Sport"]
    assert named(english, "theme") == ["Games", "Roads"]
    assert words_of(tree(site.text("/fr/theme/games/")).xpath("//h1")[0]) == "Sport"


def words_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_an_article_that_comes_back_is_found_again_in_every_language(site: Built) -> None:
    article = make_article("A road is built", at=START)
    make_translation(article, "fr", headline="Une chaussée")
    assert [found.language for found in find("chaussée", language="fr").found] == ["fr"]
    flow.article_unpublished(article, now=START)
    assert find("chaussée", language="fr").total == 0
    flow.article_published(article, by=None, now=START)
    assert [found.language for found in find("chaussée", language="fr").found] == ["fr"]
