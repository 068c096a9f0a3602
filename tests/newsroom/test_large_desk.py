"""The desk asks the same however much there is, and what it counts beside the rows is what the rows say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coranto.articles.models import Article
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.coverage import FACTS, ArticleCoverage, LanguageCoverage, codes_of
from coranto.translation.models import LinkedEdition, State
from coranto.translation.recounting import recount
from tests.newsroom.test_translating import translate
from tests.newsroom.translating import client_of, make_translator
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
BEGIN = "/desk/coranto/translations/"
SCREENS = ("", "?language=es", "?state=missing", "?state=outdated", "?state=machine", "?state=reviewed", "reports/", "reports/coverage/", "reports/readers/", "orders/", "assignments/", "mine/", "glossary/", "memory/")


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "ar", "es", "fr"]).delete()


def kept() -> dict[str, dict[str, int]]:
    """The sums as they stand, without what is nothing."""
    return {row.language: {fact: number for fact in FACTS if (number := getattr(row, fact))} for row in LanguageCoverage.objects.all() if any(getattr(row, fact) for fact in FACTS)}


def assert_true(step: str) -> None:
    """What is kept is what comes of counting everything anew, and the sums are those of the articles."""
    before = kept()
    added: dict[str, dict[str, int]] = {}
    for row in ArticleCoverage.objects.all():
        for fact in FACTS:
            for code in codes_of(getattr(row, fact)):
                added.setdefault(code, {}).setdefault(fact, 0)
                added[code][fact] += 1
    assert added == before, step
    ArticleCoverage.objects.all().delete()
    LanguageCoverage.objects.all().delete()
    recount(list(Article.objects.values_list("pk", flat=True)))
    assert kept() == before, step


def test_what_is_counted_is_what_the_rows_say_after_every_step_of_an_articles_life() -> None:
    road, river = making.make_article("The road"), making.make_article("The river")
    assert_true("published")
    assert kept()["en"] == {"written": 2}
    translate(road, "es")
    translate(road, "ar", state=State.TRANSLATED)
    translate(river, "es")
    assert_true("translated")
    assert kept()["es"] == {"translated": 2, "whole": 2}
    assert kept()["ar"] == {"translated": 1, "whole": 1, "reviewed": 1}
    road.title = "The long road"
    road.save()
    flow.article_published(road, by=None, now=timezone.now())
    assert_true("changed")
    assert kept()["es"] == {"translated": 2, "whole": 2, "late": 1}
    rio = making.make_article("El río", language="es")
    flow.editions_linked(river, rio, by=None, now=NOW)
    assert_true("linked")
    assert kept()["es"] == {"edition": 1, "linked": 1, "translated": 1, "whole": 1, "late": 1}
    flow.article_unpublished(rio, now=timezone.now())
    assert_true("the edition is taken off")
    assert kept()["es"] == {"translated": 2, "whole": 2, "late": 1}
    flow.article_published(rio, by=None, now=timezone.now())
    assert_true("and comes back")
    flow.editions_unlinked(LinkedEdition.objects.get(), now=NOW)
    assert_true("unlinked")
    flow.article_withdrawn(road, reason="A mistake.", by=None, now=timezone.now())
    assert_true("withdrawn")
    assert kept()["en"] == {"written": 1} and "ar" not in kept()


def test_every_screen_asks_as_often_in_a_larger_publication() -> None:
    client = client_of(make_translator("ed@example.org", "Ed Itor", role="Editors"))
    asked = []
    for size in (2, 12):
        for number in range(size):
            article = making.make_article(f"Road {size} {number}")
            for language in ("ar", "es", "fr")[: 1 + number % 3]:
                translate(article, language, state=State.TRANSLATED if number % 2 else State.MACHINE)
        asked.append({screen: _queries(client, BEGIN + screen) for screen in SCREENS})
    assert asked[0] == asked[1]
    assert max(asked[1].values()) <= 30


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
