"""Batches: how much a worker takes at once, and what one article that cannot be kept does to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest

from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.models import RequestState, Translation, TranslationRequest
from coranto.translation.taking import take
from coranto.translation.working import LEAST_AT_ONCE, Pace, Report, translate_batch
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
    pace.learn(Report(asked=400), seconds=40.0)
    assert pace.sentences == LEAST_AT_ONCE, "a slow engine keeps no headline waiting"
    pace.learn(Report(asked=400), seconds=0.8)
    assert pace.sentences == 1000
    pace.learn(Report(asked=1), seconds=40.0)
    assert pace.sentences == 1000, "one sentence says nothing"


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
