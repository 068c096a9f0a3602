"""Reports: what was translated by whom, what readers can have, and what they read and lack, counted without knowing anybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from coranto.articles.models import Article, PublicState
from coranto.delivery.adding_up import add_up
from coranto.delivery.models import PageCount
from coranto.delivery.tallying import MOST, Tally, is_program, of_process
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.newsroom.translating import reports
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.counted import words_in
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.models import State, WorkDone
from coranto.translation.sources import read_source
from coranto.translation.working import translate_due
from tests.newsroom.test_translating import translate
from tests.site import making
from tests.translation.working_engines import Counted

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
FAR = NOW + timedelta(days=1000)
READER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ADDRESS = "/desk/coranto/translations/reports/"


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "ar", "es"]).delete()


@pytest.fixture
def engine() -> Iterator[Counted]:
    counted = Counted()
    yield counted
    counted.close()


def desk() -> Client:
    person = User.objects.create_user("ben@example.org", "a long enough password")
    person.groups.add(Group.objects.get(name="Translators"))
    client = Client()
    client.force_login(person)
    return client


def rows(table: reports.Table) -> list[list[str | int]]:
    return [[cell.language or cell.value for cell in row] for row in table.rows]


def accept(article: Article, words: str, text: str, by: User) -> None:
    key = next(one.key for one in read_source(PublicState.objects.get(pk=article.pk).version).segments if words in one.plain)
    flow.sentence_accepted(article, "es", key, text=text, by=by, now=NOW)


@pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed")
def test_words_are_counted_by_engine_memory_and_person(engine: Counted) -> None:
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
    road = making.make_article("The road", text="The river is deep. The bridge is old.")
    translate_due({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, clock=lambda: FAR)
    making.make_article("The bridge", text="The river is deep.")
    translate_due({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, clock=lambda: FAR)
    ada = User.objects.create_user("ada@example.org", "a long enough password", first_name="Ada", last_name="Lovelace")
    accept(road, "river", "El río es hondo.", ada)
    accept(road, "river", "El río es muy hondo.", ada)
    month = f"{FAR:%Y-%m}"
    made = {(row.engine): (row.sentences, row.words) for row in WorkDone.objects.all()}
    assert made == {"apertium": (6, 2 + 4 + 4 + 4 + 2 + 4), "memory": (1, 4)}
    assert rows(reports.work()) == [
        [month, "es", "Engine", "Apertium", 6, 20],
        [month, "es", "Memory", "Known already", 1, 4],
        ["2026-03", "es", "Person, editing", "Ada Lovelace", 1, 4],
    ]


def test_words_of_languages_that_nothing_stands_between() -> None:
    assert words_in("The river is deep.", "en") == 4
    assert words_in("川は深い、そして冷たい。", "ja") == 6


def test_coverage_tells_whole_part_linked_reviewed_and_missing() -> None:
    one, other, third = (making.make_article(headline) for headline in ("One", "Two", "Three"))
    theirs = making.make_article("Tres", language="es")
    translate(one, "es")
    translate(other, "ar", state=State.TRANSLATED)
    flow.editions_linked(third, theirs, by=None, now=NOW)
    assert rows(reports.coverage()) == [
        ["ar", 0, 3, 1, 0, 0, 1, 0, 2],
        ["en", 3, 0, 0, 0, 0, 0, 0, 0],
        ["es", 1, 3, 1, 1, 0, 0, 0, 1],
    ]


def test_reading_is_counted_in_sums_and_nothing_of_a_reader_is_kept() -> None:
    tally = Tally()
    for path, times in (("/es/2026/03/the-road/", 3), ("/ar/", 2), ("/es/theme/roads/", 1), ("/assets/site.css", 9)):
        for _time in range(times):
            tally.read(path)
    tally.lacked("/ar/2026/03/the-road/")
    assert tally.write(NOW) == 16
    assert tally.write(NOW) == 0, "nothing is counted twice"
    tally.read("/es/2026/03/the-road/")
    tally.write(NOW + timedelta(days=1))
    found = {(row.day, row.language, row.kind, row.subject): row.number for row in PageCount.objects.all()}
    assert found == {
        (date(2026, 3, 4), "es", "pages", ""): 4, (date(2026, 3, 4), "ar", "pages", ""): 2, (date(2026, 3, 4), "es", "read", ""): 3,
        (date(2026, 3, 1), "es", "read", "2026/03/the-road"): 4, (date(2026, 3, 4), "ar", "lacked", ""): 1,
        (date(2026, 3, 1), "ar", "lacked", "2026/03/the-road"): 1, (date(2026, 3, 5), "es", "pages", ""): 1, (date(2026, 3, 5), "es", "read", ""): 1,
    }  # fmt: skip
    assert {field.name for field in PageCount._meta.get_fields()} == {"id", "day", "language", "kind", "subject", "number"}


def test_what_cannot_be_written_is_kept_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    tally = Tally()
    for number in range(MOST + 10):
        tally.read(f"/es/2026/03/{number}/")
    tally.read("/es/2026/03/1/")
    with monkeypatch.context() as broken:
        broken.setattr(PageCount._meta, "db_table", "nothing_of_the_kind")
        assert tally.write(NOW) == 0
    assert tally.write(NOW) == MOST + 1
    assert PageCount.objects.get(kind="pages").number == MOST + 1


@pytest.mark.parametrize(("agent", "counts"), [(READER, True), ("Googlebot/2.1", False), ("curl/8.5.0", False), ("python-requests/2.32", False), ("", False)])
def test_programs_are_left_out(agent: str, counts: bool) -> None:
    assert is_program(agent.encode()) is not counts


def test_an_article_asked_for_in_a_language_it_lacks_is_counted_by_the_page_that_offers_another(client: Client) -> None:
    road = making.make_article("The road", at=NOW)
    of_process.write(NOW)
    PageCount.objects.all().delete()
    assert client.get("/ar/2026/03/the-road/", headers={"User-Agent": READER}).status_code == 200
    client.get("/ar/2026/03/the-road/", headers={"User-Agent": "Googlebot/2.1"})
    client.get("/ar/2026/03/nothing/", headers={"User-Agent": READER})
    of_process.write(NOW)
    assert rows(reports.readers()) == [["2026-03", "ar", 0, 0, 1]]
    lacked = reports.lacks().rows
    assert [[cell.value for cell in row] for row in lacked] == [["العربية", "The road", 1, 0]]
    assert lacked[0][1].url == f"/desk/coranto/translations/give/{road.pk}/?language=ar"


def test_every_report_is_a_page_and_a_table_for_spreadsheets() -> None:
    road = making.make_article("=cmd|' /C calc'!A0", slug="the-road", at=NOW)
    translate(road, "es")
    add_up(WorkDone, ("month", "language", "engine"), ("sentences", "words"), {(date(2026, 3, 1), "es", "deepl"): (1200, 20000)})
    tally = Tally()
    tally.read("/es/2026/03/the-road/")
    tally.lacked("/ar/2026/03/the-road/")
    tally.write(NOW)
    client = desk()
    for name in reports.REPORTS:
        page = client.get(f"{ADDRESS}{name}/").content.decode()
        assert "<tbody>" in page
        answer = client.get(f"{ADDRESS}{name}/", {"format": "csv"})
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(table) >= 2
        assert len({len(row) for row in table}) == 1
    assert "20,000" in client.get(ADDRESS).content.decode()
    assert ["2026-03", "es", "Engine", "DeepL", "1200", "20000"] in list(csv.reader(io.StringIO(client.get(f"{ADDRESS}work/?format=csv").content.decode("utf-8-sig"))))
    lacks = client.get(f"{ADDRESS}lacks/?format=csv").content.decode()
    assert "'=cmd" in lacks, "no spreadsheet takes a headline for a formula"
    assert client.get(f"{ADDRESS}nothing/").status_code == 404
    assert Client().get(ADDRESS).status_code == 302
