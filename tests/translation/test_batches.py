"""Batches: how much a worker takes at once, and what one article that cannot be kept does to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest

from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.counted import MEMORY, WorkDone
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.models import RequestState, Translation, TranslationRequest
from coranto.translation.pacing import LEAST_AT_ONCE, Pace
from coranto.translation.taking import take
from coranto.translation.working import translate_batch
from tests.site import making
from tests.translation.working_engines import Counted

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine() -> Iterator[Counted]:
    if ("en", "es") not in installed():
        pytest.skip("apertium-eng-spa is not installed")
    one = Counted()
    yield one
    one.close()


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es", "ca", "gl", "pt", "it", "fr"]).delete()


def test_one_worker_leaves_another_half_of_the_last_requests() -> None:
    for number in range(4):
        making.make_article(f"The road {number}", text="The house is old.")
    first = take(now=NOW, limit=4)
    rest = take(now=NOW, limit=100)
    assert len(first) == 4
    assert len(rest) == (4 * 6 - 4) // 2, "of what is left, half"
    assert len(take(now=NOW, limit=100)) == 5
    assert not {one.pk for one in first} & {one.pk for one in rest}


def test_a_batch_is_what_takes_two_seconds() -> None:
    pace = Pace()
    pace.learn(400, seconds=40.0)
    assert pace.sentences == LEAST_AT_ONCE, "a slow engine keeps no headline waiting"
    pace.learn(400, seconds=0.8)
    assert pace.sentences == 1000
    pace.learn(1, seconds=40.0)
    assert pace.sentences == 1000, "one sentence says nothing"


def test_a_worker_takes_no_more_whole_articles_than_make_a_batch() -> None:
    """What it took and gave back again, another worker did not find meanwhile, and waited."""
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
    for number in range(20):
        making.make_article(f"The road {number}", text="The house is old.")
    pace = Pace(sentences=40, a_request=10.0)
    assert len(take(now=NOW, limit=64, whole=pace.worth_taking)) == 4
    assert pace.fitting([10, 10, 10, 10]) == 4
    assert pace.fitting([30, 30, 30, 30]) == 1, "the articles are longer than was known"
    assert pace.worth_taking(19) == 2, "so that fewer are taken the next time"
    assert pace.worth_taking(2) == 2
    assert len(take(now=NOW, limit=64, whole=pace.worth_taking)) == 2, "another finds the rest"


def test_heads_in_many_languages_are_taken_together() -> None:
    making.make_article("The road", text="The house is old.")
    assert len(take(now=NOW, limit=64, whole=Pace(sentences=40).worth_taking)) == 6


def test_what_is_given_back_is_added_up_once(engine: Counted) -> None:
    """What the memory knew of heads that had to wait for another batch was counted each time they were looked at."""
    houses = ["The house is old.", "The house is new.", "The house is small.", "The house is big."]
    making.make_article("The old houses", text=" ".join(houses))
    while translate_batch({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, now=NOW):
        pass
    languages = Translation.objects.filter(is_whole=True).count()
    assert languages >= 4
    for number, house in enumerate(houses):
        making.make_article(f"The small road {number}", text=house)
    recalled = 0
    while (report := translate_batch({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, now=NOW)) is not None:
        recalled += report.recalled
    assert recalled == len(houses) * languages, "each sentence once in each language"
    assert sum(row.sentences for row in WorkDone.objects.filter(engine=MEMORY)) == recalled


def test_an_article_that_cannot_be_kept_harms_no_other(engine: Counted) -> None:
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
    bad, good = making.make_article("The old road", text="The house is old."), making.make_article("The new road", text="The house is new.")

    def told(changes: Mapping[int, object]) -> None:
        if bad.pk in changes:
            raise RuntimeError("planted")
        flow.translations_kept(changes)  # type: ignore[arg-type]

    report = translate_batch({"apertium": engine}, Order(default=("apertium",)), told=told, now=NOW)
    assert report is not None
    assert Translation.objects.filter(article=good, language="es").exists()
    assert not Translation.objects.filter(article=bad).exists()
    assert TranslationRequest.objects.filter(article=bad, state=RequestState.WAITING, tries=1).exists(), "tried again later"
