"""The page of terms in every language, the formats beside it, and what articles and feeds say of their terms."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lxml import etree, html

from coranto import languages
from coranto.articles.models import Version
from coranto.languages.formatting import format_number
from coranto.newsroom.founding import found_publication
from coranto.rights.models import Terms, TermsVersion
from coranto.rights.presets import PRESETS
from coranto.rights.recording import from_document
from coranto.rights.stating import make_default, state_terms
from coranto.rights.terms import Leave, Party, TermsRecord, Use, Verdict, may, rule_clauses
from coranto.site import templating
from coranto.site.terms.statement import because_text, state
from tests.rights.making import NOW, preset, records
from tests.rights.reading_forms import Question, ask_odrl, ask_rsl
from tests.rights.reading_pages import read_statement
from tests.site import making
from tests.site.conftest import Built

UTC_ZONE = ZoneInfo("UTC")


def printed(record: TermsRecord, language: str) -> str:
    """The statement as the page prints it."""
    found = state(record, language, outlet="The Paper & Sons", link="https://paper.example/…", day=date(2026, 11, 24), zone=UTC_ZONE)
    return templating.environment().get_template("parts/statement.html").render(**templating.wording(language), language=language, statement=found)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(records(), some.sampled_from(languages.CODES))
def test_the_page_says_of_every_use_what_the_record_answers(record: TermsRecord, language: str) -> None:
    read = read_statement(printed(record, language), language)
    assert set(read.uses) == {use.value for use in Use}
    assert read.others_ask == (Party.ANYONE not in record.who)
    limits = {name for name, holds in (("expires", record.expires is not None), ("reserved-languages", bool(record.reserved_languages))) if holds}
    for use in Use:
        for by in Party:
            answer = may(replace(record, expires=None, reserved_languages=()), use, by=by, when=NOW, language="en")
            said, conditions = read.uses[use.value]
            served = by.value in read.who or "anyone" in read.who
            assert ("no" if said == "no" else said if served else "ask") == answer.verdict.value
            assert conditions == {clause.kind for clause in rule_clauses(use, record.rules[use])}
            if answer.verdict is Verdict.YES:
                owed = {clause.kind for clause in answer.because if clause.use is None}
                assert read.owed == owed | limits
    if record.delay_hours and not record.is_others_text:
        assert read.values["delay"] == format_number(record.delay_hours, language)
    if (words := record.rules[Use.EXCERPT].most_words):
        assert read.values["most-words"] == format_number(words, language)


@pytest.mark.parametrize("language", languages.CODES)
def test_every_language_says_everything_there_is_to_say(language: str) -> None:
    for slug in PRESETS:
        assert len(read_statement(printed(preset(slug), language), language).uses) == 13


@pytest.mark.parametrize("language", ["en", "fr", "ar", "ja", "zh-Hans"])
def test_every_clause_of_every_answer_can_be_said(language: str) -> None:
    limited = replace(preset("after-48-hours"), expires=NOW, reserved_languages=("fr",))
    said = set()
    for record in (*(preset(slug) for slug in PRESETS), limited):
        for use in Use:
            for clause in may(record, use, by=Party.COMMUNITY, when=NOW, language="fr", published=NOW).because:
                said.add((clause.kind, because_text(clause, language, UTC_ZONE, line="X")))
    assert {kind for kind, _text in said} > {"yes", "ask", "no", "others-text", "expires", "reserved-languages", "delay", "attribution"}
    assert all(text and "%(" not in text for _kind, text in said)


def test_a_page_that_lies_is_found_out() -> None:
    """The control: a use moved to another heading, and a sentence that nobody knows."""
    honest = printed(preset("community"), "fr")
    assert read_statement(honest, "fr").uses["print"][0] == "ask"
    assert read_statement(honest.replace("Uniquement sur demande", "Interdit!").replace("Interdit<", "Uniquement sur demande<").replace("Interdit!", "Interdit"), "fr").uses["print"][0] == "no"
    with pytest.raises(KeyError):
        read_statement(honest.replace("Mentionnez le nom de la personne qui a traduit l’article.", "Faites ce que vous voulez."), "fr")


# In the site


def headers(site: Built, path: str) -> dict[str, str]:
    """The headers of a path."""
    return dict(site.output(path).headers)


@pytest.fixture
def published(site: Built) -> Built:
    found_publication()
    making.make_publication("fr", "ar", full_text_feeds=True)
    terms = Terms.objects.create(name="Community <sites>", slug="community")
    state_terms(terms, preset("community"), notice="Name us & link to us.")
    make_default(terms)
    making.make_article("Under these terms", authors=[making.make_person()])
    site.build()
    return site


def test_an_article_leads_to_its_terms_in_its_own_language_and_in_every_format(published: Built) -> None:
    page = html.fromstring(published.text("/en/2024/03/under-these-terms/"))
    [address] = page.xpath("//section[@class='reuse']//a[@class='terms']/@href")
    assert address == "/en/terms/community/1/"
    statement = html.fromstring(published.text(address))
    assert "Name us & link to us." in statement.text_content()
    assert statement.xpath("//h1")[0].text_content() == "Community <sites>"
    assert set(statement.xpath("//link[@rel='alternate'][@hreflang]/@hreflang")) >= {"en", "fr", "ar", "x-default"}
    [odrl, rsl, record] = statement.xpath("//p[@class='terms-forms']/a/@href")
    assert from_document(json.loads(published.text(record))["terms"]) == preset("community")
    question = Question("print", "urn:coranto:terms:community", "en", NOW, NOW)
    assert ask_odrl(json.loads(published.text(odrl)), question)[0] == "ask"
    assert ask_rsl(published.text(rsl), "ai-train") == "no"
    [data, work] = [json.loads(script.text) for script in page.xpath("//script[@type='application/ld+json']")]
    assert data["usageInfo"] == "http://127.0.0.1:8000/en/terms/community/1/"
    assert data["acquireLicensePage"].startswith("http://127.0.0.1:8000/en/")
    assert work["cc:useGuidelines"]["@id"] == data["usageInfo"]
    sent = headers(published, "/en/2024/03/under-these-terms/")
    assert sent["tdm-reservation"] == "1"
    assert sent["tdm-policy"] == f"http://127.0.0.1:8000{odrl}"
    assert f'<http://127.0.0.1:8000{rsl}>; rel="license"; type="application/rsl+xml"' in sent["Link"]


def test_a_translated_page_of_terms_says_which_text_prevails(published: Built) -> None:
    arabic = published.text("/ar/terms/community/1/")
    assert "هذه الصفحة ترجمة. النص المعتمد هو النص بهذه اللغة: الإنجليزية." in arabic
    assert 'dir="rtl"' in arabic
    assert read_statement(arabic, "ar").uses["repost"] == ("yes", frozenset())
    assert "prevails" not in published.text("/en/terms/community/1/")


def test_new_terms_reach_the_newest_address_and_the_old_version_stays(published: Built) -> None:
    terms = Terms.objects.get(slug="community")
    state_terms(terms, preset("by-changes"))
    published.build()
    assert headers(published, "/en/terms/community/")["Location"] == "/en/terms/community/2/"
    old = published.text("/en/terms/community/1/")
    assert "There is a newer version of these terms." in old
    assert read_statement(old, "en").uses["print"][0] == "ask"
    assert read_statement(published.text("/en/terms/community/2/"), "en").uses["print"][0] == "yes"
    assert json.loads(published.text("/.well-known/tdmrep.json")) == [{"location": "/*", "tdm-reservation": 0}]
    assert ask_rsl(published.text("/license.xml"), "ai-train") == "yes"
    assert Version.objects.values_list("terms__number", flat=True).get() == 1
    assert "/en/terms/community/1/" in published.text("/en/2024/03/under-these-terms/")


def test_robots_and_feeds_name_the_licence(published: Built) -> None:
    assert "License: http://127.0.0.1:8000/license.xml" in published.text("/robots.txt").splitlines()
    assert ask_rsl(published.text("/license.xml"), "ai-train") == "no"
    feed = feedparser.parse(published.text("/en/feed.atom"))
    statement = "http://127.0.0.1:8000/en/terms/community/1/"
    assert [link.href for link in feed.entries[0].links if link.rel == "license"] == [statement]
    root = etree.fromstring(published.text("/en/feed.xml").encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    [content] = root.iter("{https://rslstandard.org/rsl}content")
    assert content.get("url") == "http://127.0.0.1:8000/en/2024/03/under-these-terms/"
    assert content.findtext("{https://rslstandard.org/rsl}terms") == statement
    [item] = json.loads(published.text("/en/feed.json"))["items"]
    assert item["_coranto"]["terms"] == statement


def test_what_is_reprinted_as_fair_use_says_so_and_gives_nothing_away(published: Built) -> None:
    making.make_article(
        "A quotation", provenance={"outlet": making.make_outlet(), "url": "https://other.example/a", "basis": "fair-use", "evidence": "Criticism of <what> was said."},
    )  # fmt: skip
    published.build()
    written = published.text("/en/2024/03/a-quotation/")
    page = html.fromstring(written)
    [said] = page.xpath("//p[@class='legal fair-use']")
    assert "reprinted here as fair use. Purpose: Criticism of <what> was said." in " ".join(said.text_content().split())
    assert "We cannot pass on the right to use it." in said.text_content()
    assert not page.xpath("//a[@class='terms']")  # the usual terms would allow others to repost it
    assert "license" not in headers(published, "/en/2024/03/a-quotation/")["Link"]
    assert "fair use" not in published.text("/en/2024/03/under-these-terms/")


def test_terms_for_text_of_others_are_shown_with_it_and_allow_nothing(published: Built) -> None:
    terms = Terms.objects.create(name="Quoted", slug="quoted")
    version = state_terms(terms, preset("others-text"))
    making.make_article("A quotation", terms=version, provenance={"outlet": making.make_outlet(), "url": "https://other.example/a", "basis": "fair-use", "evidence": "News."})
    published.build()
    assert html.fromstring(published.text("/en/2024/03/a-quotation/")).xpath("//a[@class='terms']/@href") == ["/en/terms/quoted/1/"]
    read = read_statement(published.text("/fr/terms/quoted/1/"), "fr")
    assert {leave for leave, _conditions in read.uses.values()} == {"no"}
    assert {rule.leave for rule in TermsVersion.objects.get(pk=version.pk).said.rules.values()} == {Leave.NO}
