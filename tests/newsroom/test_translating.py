"""The translators' matrix: which article stands in which language, how old, and who may look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from coranto.articles.models import Article, Version
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.newsroom.translating.matrix import MACHINE, MISSING, OUTDATED, REVIEWED_ONES, SHOWN, Matrix, Wanted, read_matrix
from coranto.newsroom.translating.reports import coverage
from coranto.publication.models import LanguagePolicy, Policy
from coranto.translation.keeping import keep_translation
from coranto.translation.models import State, Translation, TranslatorLanguage
from coranto.translation.recounting import recount
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
ADDRESS = "/desk/coranto/translations/"


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "ar", "ja"]).delete()


def translate(article: Article, language: str, *, state: str = State.MACHINE, headline: str = "", by: str = "an engine") -> None:
    version = Version.objects.filter(article=article).first()
    assert version is not None
    document: dict[str, Any] = {**version.document, "headline": headline or f"{language} headline"}
    keep_translation(version, document, language=language, state=state, by=by, now=NOW)


def signed_in(role: str) -> Client:
    user = User.objects.create_user(f"{role.split()[0].lower()}@example.org", "a long enough password")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def states(held: Matrix, article: Article) -> dict[str, str]:
    row = next(row for row in held.rows if row.number == article.pk)
    return {cell.language: cell.state for cell in row.cells}


def headlines(**wanted: Any) -> list[str]:
    return [row.headline for row in read_matrix(Wanted(**wanted), page=1).rows]


def test_every_article_says_in_which_languages_it_stands() -> None:
    road, bridge = making.make_article("The road"), making.make_article("الجسر", language="ar")
    translate(road, "ar", state=State.TRANSLATED, by="Ada Translator")
    making.make_article("A draft", publish=False)
    held = read_matrix(Wanted(), page=1)
    assert len(held.rows) == 2
    assert states(held, road) == {"ar": "translated", "en": "original", "ja": "missing"}
    assert states(held, bridge) == {"ar": "original", "en": "missing", "ja": "missing"}
    assert {column.language.code: (column.present, column.wanted, column.reviewed) for column in held.columns} == {
        "ar": (1, 1, 1),
        "en": (0, 1, 0),
        "ja": (0, 2, 0),
    }


def test_an_edit_makes_translations_older_than_the_original() -> None:
    road = making.make_article("The road")
    translate(road, "ar")
    assert headlines(state=OUTDATED) == []
    road.title = "The road is closed"
    making.publish_article(road)
    assert headlines(state=OUTDATED) == ["The road is closed"]
    assert [column.outdated for column in read_matrix(Wanted(), page=1).columns] == [1, 0, 0]


def test_a_persons_sentence_that_is_outdated_is_found_though_the_rest_follows_the_newest_version() -> None:
    road = making.make_article("The road")
    translate(road, "ar", state=State.TRANSLATED, by="Ada Translator")
    assert headlines(state=OUTDATED) == []
    Translation.objects.update(outdated=1)
    recount([road.pk])
    assert headlines(state=OUTDATED) == ["The road"]
    held = read_matrix(Wanted(), page=1)
    assert [cell.language for cell in held.rows[0].cells if cell.is_outdated] == ["ar"]
    assert [column.outdated for column in held.columns] == [1, 0, 0]


def test_articles_that_are_linked_stand_for_one_another() -> None:
    road, theirs = making.make_article("The road"), making.make_article("الطريق", language="ar")
    translate(road, "ja")
    assert set(headlines(state=MISSING)) == {"The road", "الطريق"}
    flow.editions_linked(road, theirs, by=None, now=NOW)
    held = read_matrix(Wanted(), page=1, permitted={"ar", "ja"}, desk=lambda number, language: f"/{number}/{language}")
    assert states(held, road) == {"ar": "linked", "en": "original", "ja": "machine"}
    assert states(held, theirs) == {"ar": "original", "en": "linked", "ja": "linked"}
    cells = {(row.number, cell.language): (cell.path, cell.desk) for row in held.rows for cell in row.cells}
    assert "/ar/" in cells[road.pk, "ar"][0]
    assert f"/{road.slug}/" in cells[theirs.pk, "ja"][0], "the original is what is translated"
    assert cells[theirs.pk, "ja"][1] == ""
    assert headlines(state=MISSING) == []
    assert {column.language.code: (column.present, column.wanted) for column in held.columns} == {"ar": (1, 1), "en": (0, 0), "ja": (1, 1)}
    lacking = {str(row[0].language): row[-1].value for row in coverage().rows}
    assert lacking == {"ar": 0, "en": 0, "ja": 0}
    assert "Linked" in signed_in("Editors").get(ADDRESS).content.decode()
    flow.article_withdrawn(theirs, reason="Forged.", by=None, now=NOW)
    assert headlines(state=MISSING) == ["The road"]


def test_filters_find_what_waits_for_somebody() -> None:
    report = making.make_report("The long way")
    whole, half, bare = making.make_article("Whole", reports=[report]), making.make_article("Half"), making.make_article("Bare")
    for language in ("ar", "ja"):
        translate(whole, language, state=State.CHECKED, by="Ada Translator")
    translate(half, "ar")
    assert set(headlines()) == {"Whole", "Half", "Bare"}
    assert set(headlines(state=MISSING)) == {"Half", "Bare"}
    assert headlines(state=MISSING, language="ar") == [bare.title]
    assert headlines(state=MISSING, language="en") == []
    assert headlines(state=MACHINE) == ["Half"]
    assert headlines(state=REVIEWED_ONES) == ["Whole"]
    assert headlines(report=report.pk) == ["Whole"]
    assert headlines(words="hal") == ["Half"]


def test_a_cell_links_only_to_what_readers_get() -> None:
    translate(making.make_article("The road"), "ar")
    cell = read_matrix(Wanted(language="ar"), page=1).rows[0].cells[0]
    assert cell.path.startswith("/ar/")
    LanguagePolicy.objects.filter(language="ar").update(policy=Policy.REVIEWED)
    assert read_matrix(Wanted(language="ar"), page=1).rows[0].cells[0].path == ""


def test_cells_lead_to_the_desk_in_the_languages_that_somebody_may_translate() -> None:
    road = making.make_article("The road")
    translate(road, "ar")
    volunteer = User.objects.create_user("vera@example.org", "a long enough password")
    volunteer.groups.add(Group.objects.get(name="Translators"))
    TranslatorLanguage.objects.create(person=volunteer, language="ar")
    client = Client()
    client.force_login(volunteer)
    html = client.get(ADDRESS).content.decode()
    assert f'href="{ADDRESS}{road.pk}/ar/"' in html
    assert f'href="{ADDRESS}{road.pk}/ja/"' not in html
    assert f'href="{ADDRESS}{road.pk}/ja/"' in signed_in("Editors").get(ADDRESS).content.decode()


def test_a_volunteer_begins_with_their_own_languages_and_may_look_at_all() -> None:
    translate(making.make_article("The road"), "ar", headline="الطريق")
    client = signed_in("Translators")
    volunteer = User.objects.get(email="translators@example.org")
    TranslatorLanguage.objects.create(person=volunteer, language="ar")
    html = client.get(ADDRESS).content.decode()
    assert '<option value="ar" selected>' in html
    assert "الطريق" in html, "with one language its headlines are shown"
    assert "日本語</span>" not in html
    assert "日本語</span>" in client.get(ADDRESS, {"language": ""}).content.decode()
    TranslatorLanguage.objects.create(person=volunteer, language="en")
    both = client.get(ADDRESS).content.decode()
    assert "日本語</span>" not in both
    assert "English</span>" in both
    assert "العربية</span>" in both


def test_a_full_page_costs_as_few_queries_as_one_row(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    translate(making.make_article("Number 0"), "ar")
    with CaptureQueriesContext(connection) as few:
        read_matrix(Wanted(), page=1)
    for number in range(1, SHOWN + 2):
        translate(making.make_article(f"Number {number}"), "ar")
    with django_assert_max_num_queries(min(len(few), 9)):
        held = read_matrix(Wanted(), page=1)
    assert len(held.rows) == SHOWN
    assert len(read_matrix(Wanted(), page=2).rows) == 2


def test_every_passage_says_its_language_and_hostile_words_stay_words() -> None:
    translate(making.make_article("The road"), "ar", headline="الطريق <script>alert(1)</script>", by="<img src=x>")
    html = signed_in("Translators").get(ADDRESS, {"language": "ar", "state": "no such state", "p": "x"}).content.decode()
    assert '<span class="coranto-matrix__headline" lang="ar" dir="auto">الطريق' in html
    assert 'lang="en" dir="ltr">The road' in html
    assert 'lang="ar" dir="rtl">العربية' in html
    assert "<script>alert(1)" not in html
    assert "<img src=x>" not in html


@pytest.mark.parametrize(("role", "status"), [("Translators", 200), ("Editors", 200), ("Administrators", 200), ("Authors", 302), ("Rights desk", 302)])
def test_those_who_translate_or_publish_may_look(role: str, status: int) -> None:
    client = signed_in(role)
    assert client.get(ADDRESS).status_code == status
    assert (ADDRESS in client.get("/desk/").content.decode()) == (status == 200)
