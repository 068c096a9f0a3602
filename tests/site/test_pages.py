"""What readers get: stories of single pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.core.exceptions import ValidationError
from wagtail.contrib.redirects.models import Redirect

from coranto.articles.models import PersonName, PublicState
from coranto.newsroom import flow
from coranto.publication.models import LanguagePolicy, Publication
from coranto.site import previews, searching, templating
from coranto.site.facts import lists
from coranto.site.facts.names import name_of
from coranto.site.house import SiteHouse
from tests.site.conftest import Built
from tests.site.making import (
    START,
    make_article,
    make_outlet,
    make_person,
    make_picture,
    make_region,
    make_report,
    make_standing,
    make_theme,
    publish_article,
    rich,
)  # fmt: skip

pytestmark = pytest.mark.django_db
MARCH = "/en/2024/03/"


def tree(site: Built, path: str) -> Any:
    return lxml.html.fromstring(site.text(path))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_an_article_carries_every_row_a_reader_needs(site: Built) -> None:
    outlet = make_outlet("The Harbour Ledger", url="https://ledger.example/")
    ada = make_person("Ada Reporter", biography="<p>She walks.</p>")
    make_standing("Republish our work", "republish", "republication")
    Publication.objects.update(disclaimer="<p>Articles say what their authors think.</p>", comments_url="https://talk.example/", note_to_readers="<p>Write to us.</p>")
    make_article(
        "A road is built", authors=[ada], regions=[make_region()], themes=[make_theme()], reports=[make_report()], dateline="GENEVA", genre="analysis",
        provenance={"outlet": outlet, "url": "https://ledger.example/road", "first_published": "2024-02", "basis": "licence", "licence_url": "https://licence.example/"},
        picture=make_picture(credit="Bo Lens"), at=START,
    )  # fmt: skip
    site.build()
    page = words(tree(site, f"{MARCH}a-road-is-built/"))
    for said in (
        "Analysis", "How to read this", "A road is built", "By Ada Reporter", "The Harbour Ledger", "March 4, 2024", "GENEVA", "1 minute to read", "Africa", "Roads",
        "The long way", "Original source", "February 2024", "Reprinted under the licence of the original.", "Bo Lens", "She walks.", "Write to us.",
        "Articles say what their authors think.", "How to republish our articles", "© 2024 The Harbour Ledger", "Comment on this article", "Mastodon", "LinkedIn",
    ):  # fmt: skip
        assert said in page, said


def test_a_grave_correction_stands_at_the_top_and_an_update_at_the_end(site: Built) -> None:
    article = make_article("A road is built", at=START)
    for kind in ("correction", "update"):
        flow.article_corrected(article, kind=kind, text=f"This is the {kind}.", by=None, now=START + timedelta(hours=1), old_text="Two.", new_text="Three.")
    site.build()
    text = site.text(f"{MARCH}a-road-is-built/").partition("<body")[2]
    assert text.index("This is the correction.") < text.index("The first stone was laid.") < text.index("This is the update.")
    assert "<del>Two.</del>" in text
    assert "This is the correction." in site.text("/ar/corrections/")


def test_a_withdrawn_article_says_why_at_every_address_it_had(site: Built) -> None:
    article = make_article("A road is built", at=START)
    article.slug = "a-road"
    article.save()
    publish_article(article, at=START + timedelta(days=1))
    site.build()
    moved = site.output(f"{MARCH}a-road-is-built/")
    assert (moved.status, dict(moved.headers)["Location"]) == (301, f"{MARCH}a-road/")
    flow.article_withdrawn(article, reason="The road was never built.", by=None, now=START + timedelta(days=2))
    site.build()
    for path in (f"{MARCH}a-road-is-built/", f"{MARCH}a-road/"):
        assert site.output(path).status == 410
        assert "The road was never built." in site.text(path)
    assert "A road is built" not in site.text("/en/")


def test_an_expired_article_is_gone_without_blame(site: Built) -> None:
    article = make_article("A road is built", at=START)
    flow.article_unpublished(article, now=START + timedelta(days=2))
    site.build()
    assert site.output(f"{MARCH}a-road-is-built/").status == 410
    assert "no longer published" in site.text(f"{MARCH}a-road-is-built/")
    assert "stands by it" not in site.text(f"{MARCH}a-road-is-built/")


def test_lists_show_the_readers_language_first_and_label_the_others(site: Built) -> None:
    region = make_region()
    make_article("خبر من الطريق", language="ar", regions=[region], slug="khabar")
    make_article("News of the road", language="en", regions=[region])
    site.build()
    page = tree(site, "/ar/region/africa/")
    assert page.get("dir") == "rtl"
    own, foreign = page.cssselect(".list-cards")
    assert "خبر من الطريق" in words(own)
    assert "News of the road" not in words(own)
    headline = foreign.cssselect("h3")[0]
    assert (headline.get("lang"), headline.get("dir")) == ("en", "ltr")
    assert "الإنجليزية" in words(foreign)


def test_only_the_newest_page_and_the_one_before_it_change_with_a_new_article(site: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "SIZE", 3)
    theme = make_theme()
    for number in range(13):
        make_article(f"Story {number}", themes=[theme])
    site.build()
    assert [path for path in sorted(site.outputs()) if path.startswith("/en/theme/roads/") and "feed" not in path] == [
        "/en/theme/roads/", "/en/theme/roads/page/1/", "/en/theme/roads/page/2/", "/en/theme/roads/page/3/",
    ]  # fmt: skip
    before = {path: site.text(path) for path in site.outputs() if "/theme/roads/page/" in path}
    make_article("Story 13", themes=[theme])
    assert site.build().by_kind["list"] == 2 * 2 * 3  # theme and month, the newest page and the one before it, in three languages
    assert [path for path, text in before.items() if site.text(path) != text] == []
    make_article("Story 14", themes=[theme])
    assert site.build().by_kind["list"] == 2 * 3 * 3  # and a page that is full now
    assert {path for path, text in before.items() if site.text(path) != text} == {f"/{language}/theme/roads/page/3/" for language in ("en", "fr", "ar")}
    assert [words(card) for card in tree(site, "/en/theme/roads/page/1/").cssselect("h2.card-headline")] == ["Story 2", "Story 1", "Story 0"]
    assert [words(card) for card in tree(site, "/en/theme/roads/").cssselect("h2.card-headline")] == ["Story 14", "Story 13", "Story 12"]
    assert "Story 11" in site.text("/en/theme/roads/page/4/")


def test_publishing_costs_the_same_with_a_larger_archive(site: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "SIZE", 5)
    theme, ada = make_theme(), make_person()
    costs = []
    for size in (21, 61):
        while (count := PublicState.objects.count()) < size:
            make_article(f"Story {count}", themes=[theme], authors=[ada])
        site.build()
        make_article(f"The newest of {size}", themes=[theme], authors=[ada])
        costs.append(site.build().rendered)
    assert costs[0] == costs[1] > 10


def test_related_articles_are_earlier_ones_of_the_same_report_first(site: Built) -> None:
    report, roads, letters = make_report(), make_theme("Roads"), make_theme("Letters")
    make_article("Far away", at=START)
    make_article("Same report, oldest", reports=[report], at=START + timedelta(hours=1))
    make_article("Same report, step back", reports=[report], at=START + timedelta(hours=2))
    make_article("Two themes", themes=[roads, letters], at=START + timedelta(hours=3))
    make_article("One theme", themes=[roads], at=START + timedelta(hours=4))
    make_article("Here", reports=[report], themes=[roads, letters], at=START + timedelta(hours=5))
    make_article("Later", reports=[report], themes=[roads, letters], at=START + timedelta(hours=6))
    site.build()
    page = tree(site, f"{MARCH}here/")
    assert [words(found) for found in page.cssselect(".related h3")] == ["Same report, oldest", "Two themes", "One theme"]
    assert [words(found) for found in page.cssselect(".step-headline")] == ["Same report, step back", "Later"]


def test_a_name_is_written_in_the_script_of_the_page(site: Built) -> None:
    ada = make_person("Ada Reporter")
    PersonName.objects.create(person=ada, script="Arab", name="آدا")
    site.build()
    assert "آدا" in words(tree(site, "/ar/author/ada-reporter/").cssselect("h1")[0])
    assert "Ada Reporter" in words(tree(site, "/fr/author/ada-reporter/").cssselect("h1")[0])


def test_a_language_writes_a_name_in_its_own_way_where_its_script_has_several(site: Built) -> None:
    LanguagePolicy.objects.bulk_create(LanguagePolicy(language=code) for code in ("ru", "sr"))
    ines = make_person("Ines Carrow")
    PersonName.objects.create(person=ines, script="Cyrl", name="Инес Кэрроу")
    PersonName.objects.create(person=ines, script="sr", name="Инес Кароу")
    site.build()
    assert "Инес Кэрроу" in words(tree(site, "/ru/author/ines-carrow/").cssselect("h1")[0])
    assert "Инес Кароу" in words(tree(site, "/sr/author/ines-carrow/").cssselect("h1")[0])
    with pytest.raises(ValidationError, match="Give four letters of a script"):
        PersonName(person=ines, script="Serbian", name="Инес").full_clean()


def test_who_cannot_read_a_name_as_it_is_kept_reads_it_in_latin_letters(site: Built) -> None:
    salma, toko, ada = make_person("سلمى هدّار"), make_person("水野 透子"), make_person("Ada Reporter")
    PersonName.objects.create(person=salma, script="Latn", name="Salma Haddar")
    PersonName.objects.create(person=toko, script="Latn", name="Mizuno Tōko")
    assert [name_of(salma, code) for code in ("ar", "fa", "ta", "ja", "en")] == ["سلمى هدّار", "سلمى هدّار", "Salma Haddar", "Salma Haddar", "Salma Haddar"]
    assert [name_of(toko, code) for code in ("ja", "zh-Hant", "ko", "hi")] == ["水野 透子", "水野 透子", "Mizuno Tōko", "Mizuno Tōko"]
    assert [name_of(ada, code) for code in ("fr", "ar", "th")] == ["Ada Reporter"] * 3


def test_a_merged_author_leads_to_the_one_that_is_kept(site: Built) -> None:
    ada, double = make_person("Ada Reporter"), make_person("A. Reporter")
    double.merged_into = ada
    double.save()
    site.build()
    row = site.output("/en/author/a-reporter/")
    assert (row.status, dict(row.headers)["Location"]) == (301, "/en/author/ada-reporter/")


def test_editors_redirects_lead_on_but_never_over_a_page_of_ours(site: Built) -> None:
    article = make_article("A road is built", at=START)
    Redirect.objects.create(old_path="/old/road.html", redirect_page=article)
    Redirect.objects.create(old_path="/en", redirect_link="https://other.example/")
    site.build()
    assert dict(site.output("/old/road.html").headers)["Location"] == f"{MARCH}a-road-is-built/"
    assert site.output("/en/").status == 200


def test_a_quotation_keeps_its_original_in_its_own_direction(site: Built) -> None:
    value = {
        "text": rich("<p>The road speaks.</p>"), "speaker": "A driver", "source_url": "", "language": "", "original_text": "الطريق يتكلم",
        "original_language": "ar",
    }  # fmt: skip
    make_article("A road is built", body=[("quotation", value)], at=START)
    site.build()
    original = tree(site, f"{MARCH}a-road-is-built/").cssselect("blockquote.original")[0]
    assert (original.get("lang"), original.get("dir"), words(original)) == ("ar", "rtl", "الطريق يتكلم")


def test_the_standing_page_says_in_which_language_it_is(site: Built) -> None:
    make_standing("About us", "about", language="en")
    site.build()
    page = tree(site, "/fr/about/")
    assert templating.translations("fr").gettext("This page is in %(name)s.") % {"name": "anglais"} in words(page)
    assert page.cssselect("main [lang=en]")


def test_text_of_users_is_escaped_everywhere(site: Built) -> None:
    evil = '<script>alert(1)</script>"\'>'
    ada = make_person(f"Ada {evil}", biography="<p>x</p>")
    make_article(f"Road {evil}", standfirst=evil, dateline=evil, authors=[ada], themes=[make_theme(f"Theme {evil}")], reports=[make_report(f"R {evil}")], at=START)
    site.build()
    for path in site.outputs():
        if path.endswith("/") and site.output(path).status == 200:
            assert "<script>alert" not in site.text(path), path


def test_a_page_of_text_weighs_less_than_sixty_kilobytes(site: Built) -> None:
    text = "\n\n".join(["Once the rider had left the town nobody knew what he carried, and nobody asked. " * 5] * 10)
    make_article("A road is built", text=text, authors=[make_person()], themes=[make_theme()], at=START)
    site.build()
    page = site.text(f"{MARCH}a-road-is-built/")
    assets = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)
    assert len(assets) == 4
    assert len(page.encode()) + sum(len(site.text(path).encode()) for path in assets) < 60_000


def test_nothing_is_asked_of_anybody_else_and_no_script_or_style_is_inline(site: Built) -> None:
    make_article("A road is built", authors=[make_person()], picture=make_picture(), at=START)
    site.build()
    for path in ("/en/", f"{MARCH}a-road-is-built/", "/en/404.html"):
        page = tree(site, path)
        assert page.cssselect("script[src], link[rel=stylesheet], img, source")
        for element in page.cssselect("script, link[rel=stylesheet], img, source"):
            address = element.get("src") or element.get("href") or element.get("srcset") or ""
            assert address.startswith("/") or element.get("type") == "application/ld+json", lxml.html.tostring(element)
        assert not page.cssselect("style, [style], [onclick], [onload]")


def test_few_queries_make_a_page(site: Built, django_assert_max_num_queries: Any) -> None:
    theme, ada, report = make_theme(), make_person(), make_report()
    for number in range(12):
        make_article(f"Story {number}", themes=[theme], authors=[ada], reports=[report], at=START + timedelta(days=number))
    house = SiteHouse()
    targets = {target.path: target for target in list(house.targets(None))}
    for language in ("en", "fr"):  # what stands round every page is read once in a build
        house.render(targets[f"/{language}/"])
    with django_assert_max_num_queries(4):
        assert house.render(targets[f"{MARCH}story-7/"]) is not None
    with django_assert_max_num_queries(3):
        assert house.render(targets["/en/theme/roads/"]) is not None
    with django_assert_max_num_queries(0):
        assert house.render(targets["/fr/theme/roads/"]) is not None


def test_a_draft_can_be_seen_before_anything_is_saved(site: Built) -> None:
    article = make_article("A draft", publish=False, authors=[make_person()], regions=[make_region()])
    text = previews.preview_html(article, "en")
    assert "This is a preview of a draft." in text
    assert 'name="robots" content="noindex"' in text
    assert "By <a" in text
    site.build()
    assert "A draft" not in "".join(site.text(path) for path in site.outputs() if path.startswith("/en/") and path.endswith("/"))


def test_search_finds_by_words_in_the_readers_language_first(site: Built) -> None:
    make_article("A road is built", text="The first stone was laid.")
    make_article("A letter arrives", text="It took eleven days.")
    make_article("Onze jours", text="It took eleven days, too.", language="fr")
    text = searching.search_html({"q": "eleven days"}, "fr")
    assert text.index("Onze jours") < text.index("A letter arrives")
    assert "A road is built" not in text
    assert "<mark>eleven</mark>" in text
    region = make_region()
    make_article("Far away", text="It took eleven days there.", regions=[region])
    narrowed = searching.search_html({"q": "eleven days", "region": str(region.pk)}, "en")
    assert "Far away" in narrowed
    assert "A letter arrives" not in narrowed
    assert "Nothing was found." in searching.search_html({"q": "camel"}, "en")
    assert "&lt;script&gt;" in searching.search_html({"q": "<script>", "region": "9", "page": "x", "genre": "\x00"}, "en")
