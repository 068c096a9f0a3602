"""The page from which an article is republished: where it stands, what it gives, and when there is none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from coranto.articles.models import Article
from coranto.newsroom import flow
from coranto.pictures.models import Picture
from coranto.project.delivering import is_inner
from coranto.rights.models import Terms, TermsVersion
from coranto.rights.stating import state_terms
from coranto.rights.terms import ASK, NO, Images, TermsRecord
from coranto.site.words import MADE
from coranto.syndication.keyring import public_keys, ring
from coranto.syndication.packages.signed_form import read_signed
from coranto.translation.models import State
from tests.rights.making import preset
from tests.site.conftest import Built
from tests.site.making import START, make_article, make_outlet, make_person, make_picture, publish_article, rich
from tests.site.test_translations import make_translation, said

pytestmark = pytest.mark.django_db
PAGE = "/en/2024/03/road/republish/"
FILES = ("article.md", "article.txt", "article.html", "article.docx", "article.json")


def terms(record: TermsRecord) -> TermsVersion:
    """A version of terms that says what a record says."""
    return state_terms(Terms.objects.create(name=f"Terms {Terms.objects.count()}"), record)


def make_road(record: TermsRecord | None = None, **fields: Any) -> Article:
    """An article that anyone may republish unless told otherwise."""
    return make_article("A road is built", slug="road", terms=terms(record or preset("by-changes")), authors=[make_person()], at=START, **fields)


def shown_in(picture: Picture) -> dict[str, Any]:
    """A picture in a body, with everything as the picture itself says."""
    return {"picture": picture, "alt_text": "", "caption": rich(""), "credit": "", "copyright_notice": "", "redistributable": ""}


def fetched(path: str) -> Any:
    """What Django answers."""
    return Client().get(path)


def pasted(page: str) -> Any:
    """The html to be copied, read."""
    return html.fragment_fromstring(html.document_fromstring(page).get_element_by_id("package-html").text_content())


def statuses(*, page: str = PAGE) -> set[int]:
    """What the page and each of its files answer."""
    return {fetched(page + name).status_code for name in ("", *FILES)}


def test_an_article_that_may_be_republished_says_so_and_leads_to_its_page(site: Built) -> None:
    make_road()
    site.build()
    link = html.document_fromstring(site.text("/en/2024/03/road/")).xpath("//a[@class='button']")[0]
    assert (link.text, link.get("href")) == ("Republish this article", PAGE)
    page = html.document_fromstring(site.text(PAGE))
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//form | //input")  # nothing is asked
    assert statuses() == {200}


def test_what_is_pasted_begins_with_the_line_that_credits_it(site: Built) -> None:
    make_road()
    site.build()
    article = pasted(site.text(PAGE))
    assert article[0].text_content().startswith("By Ada Reporter. First published by The Example on March 4, 2024: http")
    assert urlsplit(article[0].xpath(".//a/@href")[0]).path == "/en/2024/03/road/"
    assert article.xpath(".//a[@href='https://creativecommons.org/licenses/by/4.0/']")
    assert "The first stone was laid." in article.text_content()


def test_an_arabic_package_is_arabic_and_runs_from_the_right(site: Built) -> None:
    article = make_road()
    make_translation(article, "ar", state=State.TRANSLATED, by="ليلى", headline="شُقّ الطريق")
    site.build()
    read = pasted(site.text("/ar/2024/03/road/republish/"))
    assert (read.get("lang"), read.get("dir")) == ("ar", "rtl")
    assert "شُقّ الطريق" in read.text_content()
    assert urlsplit(read[0].xpath(".//a/@href")[0]).path == "/ar/2024/03/road/"


def test_a_machine_translation_is_labelled_and_its_page_is_made_when_asked_for(site: Built) -> None:
    make_translation(make_road(), "fr")
    site.build()
    assert PAGE in site.outputs()
    assert "/fr/2024/03/road/republish/" not in site.outputs()
    read = pasted(fetched("/fr/2024/03/road/republish/").content.decode())
    assert said(MADE["machine"].label, "fr") in read.text_content()
    for name in ("article.md", "article.txt", "article.json"):
        assert said(MADE["machine"].label, "fr").partition(".")[0] in fetched(f"/fr/2024/03/road/republish/{name}").content.decode()


def test_what_may_not_be_republished_has_neither_button_nor_page(site: Built) -> None:
    make_road(preset("by-changes").with_rules(repost=NO))
    site.build()
    assert "republish/" not in site.text("/en/2024/03/road/")
    assert PAGE not in site.outputs()
    assert statuses() == {404}


def test_what_has_to_be_asked_for_leads_to_asking(site: Built) -> None:
    article = make_road(preset("by-changes").with_rules(repost=ASK))
    site.build()
    assert html.document_fromstring(site.text("/en/2024/03/road/")).xpath("//a[@class='ask']/@href")[0].endswith(f"/en/permission/?article={article.pk}")
    assert statuses() == {404}


def test_a_reprint_that_may_not_be_passed_on_has_no_page(site: Built) -> None:
    make_road(preset("others-text"), provenance={"outlet": make_outlet(), "url": "https://other.example/1", "basis": "permission"})
    site.build()
    assert statuses() == {404}
    assert not html.document_fromstring(site.text("/en/2024/03/road/")).xpath("//a[@class='button' or @class='ask']")


def test_a_reprint_that_may_be_passed_on_credits_its_source(site: Built) -> None:
    make_road(provenance={"outlet": make_outlet(), "url": "https://other.example/1", "first_published": "2023-12-31", "basis": "licence"})
    site.build()
    first = pasted(site.text(PAGE))[0]
    assert "First published by The Other Paper on December 31, 2023" in first.text_content()
    assert first.xpath(".//a/@href") == ["https://other.example/1"]


def test_drafts_withdrawn_articles_and_unknown_files_have_nothing(site: Built) -> None:
    article = make_road()
    make_article("A draft", slug="draft", terms=terms(preset("by-changes")), publish=False)
    site.build()
    assert statuses(page="/en/2024/03/draft/republish/") == {404}
    assert fetched(PAGE + "article.exe").status_code == fetched(PAGE + "other.md").status_code == fetched("/xx" + PAGE[3:]).status_code == 404
    flow.article_withdrawn(article, reason="It was wrong.", by=None, now=START)
    site.build()
    assert PAGE not in site.outputs()
    assert statuses() == {410}
    left = fetched(PAGE + "article.json").json()["package"]
    assert (left["type"], left["reason"], left["id"].endswith("/en/2024/03/road/")) == ("withdrawn package", "It was wrong.", True)


def test_what_was_retracted_but_still_stands_is_given_to_nobody(site: Built) -> None:
    article = make_road()
    site.build()
    flow.article_corrected(article, kind="retraction", text="It never happened.", by=None, now=START)
    site.build()
    assert PAGE not in site.outputs()
    assert "republish/" not in site.text("/en/2024/03/road/")
    assert {name: fetched(PAGE + name).status_code for name in ("", *FILES)} == {**dict.fromkeys(("", *FILES), 404), "article.json": 410}
    assert fetched(PAGE + "article.json").json()["package"]["reason"] == "It never happened."


def test_a_delay_and_an_end_are_kept_to_the_hour(site: Built) -> None:
    record = replace(preset("by-changes"), delay_hours=48)
    article = make_road(record)
    site.build()
    assert PAGE not in site.outputs()
    assert statuses() == {200}  # published long ago
    fresh = make_article("Fresh", slug="fresh", terms=terms(record), at=timezone.now() - timedelta(hours=47))
    page = f"/en/{fresh.first_public_at:%Y/%m}/fresh/republish/"
    waiting = fetched(page)
    assert (waiting.status_code, "You may republish this article from" in waiting.content.decode(), "package-html" in waiting.content.decode()) == (200, True, False)
    assert {fetched(page + name).status_code for name in FILES} == {404}
    site.build()
    whole, waits = (json.loads(site.text(path.removesuffix("republish/") + "item.json")) for path in (PAGE, page))
    assert "The first stone was laid." not in json.dumps([whole, waits])  # a file cannot say when it may be read: it has no text
    assert "The first stone was laid." in json.dumps(fetched(PAGE + "article.json").json()["package"]["item"])
    article.terms = terms(replace(preset("by-changes"), expires=datetime(2025, 1, 1, tzinfo=UTC)))
    article.save()
    publish_article(article)
    assert "These terms end on" in fetched(PAGE).content.decode()
    assert {fetched(PAGE + name).status_code for name in FILES} == {404}


def test_the_print_edition_is_offered_only_where_all_its_pictures_may_go_along(site: Built) -> None:
    free, closed = make_picture("Free", redistributable=True, credit="Ada"), make_picture("Closed", redistributable=False, credit="Agency")
    make_road(picture=free)
    make_article("A bridge", slug="bridge", terms=terms(preset("by-changes")), at=START, body=[("gallery", [shown_in(free), shown_in(closed)])])
    site.build()
    assert "/made/pdf/" in site.text(PAGE)
    assert "/made/pdf/" not in site.text("/en/2024/03/bridge/republish/")
    assert "/made/pdf/" in site.text("/en/2024/03/bridge/")  # readers have it as before


def test_a_correction_reaches_the_package(site: Built) -> None:
    article = make_road()
    site.build()
    flow.article_corrected(article, kind="correction", text="The road is longer.", by=None, now=START + timedelta(days=1))
    site.build()
    assert "Correction · March 5, 2024" in pasted(site.text(PAGE)).text_content()
    for name in ("article.md", "article.txt", "article.json"):
        assert "The road is longer." in fetched(PAGE + name).content.decode()


def test_pictures_go_along_only_where_they_are_marked_and_the_terms_say_so(site: Built) -> None:
    free, closed = make_picture("Free", redistributable=True, credit="Ada"), make_picture("Closed", size=(1500, 1000), credit="Agency", redistributable=False)
    article = make_road(picture=closed, body=[("picture", shown_in(free)), ("gallery", [shown_in(closed), shown_in(free)])])
    site.build()
    shown = site.text("/en/2024/03/road/")
    assert closed.digest[:16] in shown  # the page itself shows it
    read = pasted(site.text(PAGE))
    assert len(read.xpath(".//img")) == 2
    everything = [site.text(PAGE), *(fetched(PAGE + name).content.decode(errors="replace") for name in FILES)]
    assert not [one for one in everything if closed.digest[:16] in one or "Agency" in one]
    free.redistributable = False  # its photographer has changed her mind
    free.save()
    flow.picture_changed(free)
    site.build()
    assert not pasted(site.text(PAGE)).xpath(".//img")
    Picture.objects.filter(pk=free.pk).update(redistributable=True)
    article.terms = terms(replace(preset("by-changes"), images=Images.NONE))
    article.save()
    publish_article(article)
    site.build()
    assert not pasted(site.text(PAGE)).xpath(".//img")


def test_what_a_copy_should_say_to_search_engines_stands_beside_it(site: Built) -> None:
    make_road(preset("community"))
    site.build()
    head = html.document_fromstring(site.text(PAGE)).get_element_by_id("package-head").text_content()
    assert head.startswith('<link rel="canonical" href="http') and head.endswith('/en/2024/03/road/">')


def test_the_package_that_systems_fetch_is_signed(site: Built) -> None:
    now = timezone.now()
    ring().create(now=now)
    make_road()
    data = fetched(PAGE + "article.json").content
    package, found = read_signed(data, public_keys(), now=timezone.now())
    assert found
    assert package["attribution"]["text"] in package["text"]
    forged = json.loads(data)
    forged["package"]["html"] = forged["package"]["html"].replace("first stone", "last stone")
    assert not read_signed(json.dumps(forged).encode(), public_keys(), now=timezone.now())[1]


def test_the_server_hands_these_addresses_to_the_application(site: Built) -> None:
    for name in ("", *FILES):
        assert is_inner(PAGE + name) and is_inner("/ar/2025/04/حمام-القلعة/republish/" + name)
    assert is_inner("/live/count/7/en.gif")
    for path in ("/en/2024/03/road/republish/../../x", "/en/2024/03/road/republish/a/b", "/en/road/republish/", "/en/2024/03/road/other/"):
        assert not is_inner(path)
