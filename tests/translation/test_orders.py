"""Translations ordered in bulk: a language is added to a publication of five hundred articles; orders by list, day and language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coranto.articles.models import PublicState
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.linking import link
from coranto.translation.models import RequestState, Translation, TranslationOrder, TranslationRequest
from coranto.translation.requesting import OrderError, Wanted, articles_of, cancel_order, order_translations, pause_order, progress, resume_order
from coranto.translation.working import translate_batch, translate_due
from tests.site import making
from tests.translation.many import make_many
from tests.translation.working_engines import Counted

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
FAR = NOW + timedelta(days=1000)
ADDRESS = "/desk/coranto/translations/orders/"


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en"]).delete()


@pytest.fixture
def engine() -> Iterator[Counted]:
    counted = Counted()
    yield counted
    counted.close()


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ada@example.org", "a long enough password", first_name="Ada"))
    return client


@pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed")
def test_a_language_is_added_to_five_hundred_articles_paused_and_resumed(engine: Counted, desk: Client) -> None:
    make_many(500)
    assert not TranslationRequest.objects.exists()
    LanguagePolicy.objects.create(language="es")
    order = TranslationOrder.objects.get()
    assert progress(order).asked == 500
    engines, choice = {"apertium": engine}, Order(default=("apertium",))
    translate_batch(engines, choice, told=flow.translations_kept, now=FAR)
    assert desk.post(ADDRESS, {"act": "pause", "order": order.pk}).status_code == 302
    done = Translation.objects.count()
    assert 0 < done < 500
    assert f'max="500" value="{done}"' in desk.get(ADDRESS).content.decode()
    assert translate_batch(engines, choice, told=flow.translations_kept, now=FAR) is None, "paused is paused"
    assert progress(order).paused == 500 - done
    desk.post(ADDRESS, {"act": "resume", "order": order.pk})
    translate_due(engines, choice, told=flow.translations_kept, clock=lambda: FAR)
    assert dataclasses.astuple(progress(order)) == (500, 500, 0, 0, 0, 0, 0)
    assert Translation.objects.filter(language="es", is_whole=True).count() == 500
    assert engine.asked.count(("es", "The road is old.")) == 1, "what stands in all of them is asked for once"
    assert 'data-state="over"' in desk.get(ADDRESS).content.decode()


def test_an_order_is_cancelled_and_what_was_made_stays() -> None:
    making.make_article("One")
    making.make_article("Two")
    order = order_translations("es", by=None, now=NOW)
    LanguagePolicy.objects.create(language="es")
    TranslationRequest.objects.filter(article__title="One").update(state=RequestState.DONE)
    assert cancel_order(order, now=NOW) == 2
    assert dataclasses.astuple(progress(order)) == (1, 1, 0, 0, 0, 0, 0)
    order.refresh_from_db()
    assert order.cancelled_at == NOW


def test_a_cancelled_order_does_not_begin_when_its_language_is_offered_at_last() -> None:
    making.make_article("One")
    cancel_order(order_translations("es", by=None, now=NOW), now=NOW)
    LanguagePolicy.objects.create(language="es")
    assert not TranslationRequest.objects.exists()


def titles(wanted: Wanted, language: str = "es") -> set[str]:
    return {state.headline for state in articles_of(wanted, language)}


def test_articles_are_chosen_by_list_region_language_and_days() -> None:
    report, theme, region = making.make_report("The long way"), making.make_theme("Roads"), making.make_region()
    making.make_article("In the report", reports=[report], at=datetime(2026, 1, 10, 12, tzinfo=UTC))
    making.make_article("Of the theme", themes=[theme], at=datetime(2026, 2, 10, 23, 59, tzinfo=UTC))
    making.make_article("From there", regions=[region], at=datetime(2026, 3, 10, 12, tzinfo=UTC))
    making.make_article("الجسر", language="ar", at=datetime(2026, 4, 10, 12, tzinfo=UTC))
    making.make_article("La carretera", language="es", at=datetime(2026, 4, 11, 12, tzinfo=UTC))
    making.make_article("A draft", publish=False)
    assert titles(Wanted()) == {"In the report", "Of the theme", "From there", "الجسر"}
    assert titles(Wanted("report", report.pk)) == {"In the report"}
    assert titles(Wanted("theme", theme.pk)) == {"Of the theme"}
    assert titles(Wanted("region", region.pk)) == {"From there"}
    assert titles(Wanted(written_in="ar")) == {"الجسر"}
    assert titles(Wanted(since=date(2026, 2, 10), until=date(2026, 2, 10))) == {"Of the theme"}
    assert titles(Wanted(until=date(2026, 2, 9))) == {"In the report"}
    with pytest.raises(OrderError, match="after the last"):
        order_translations("es", by=None, now=NOW, wanted=Wanted(since=date(2026, 2, 2), until=date(2026, 2, 1)))
    with pytest.raises(OrderError, match="Unknown list"):
        order_translations("es", facet="colour", by=None, now=NOW)


def test_what_is_linked_to_an_edition_of_ours_is_not_ordered() -> None:
    ours, theirs = making.make_article("The road"), making.make_article("La carretera", language="es")
    link(ours, theirs, by=None, now=NOW)
    assert titles(Wanted()) == set()
    assert titles(Wanted(), "ar") == {"The road"}


def test_an_order_hastens_what_waits_and_takes_up_what_was_over() -> None:
    road = making.make_article("The road")
    LanguagePolicy.objects.create(language="es")
    first = TranslationOrder.objects.get()
    TranslationRequest.objects.update(state=RequestState.LACKING)
    second = order_translations("es", by=None, now=FAR, priority=3)
    rows = TranslationRequest.objects.filter(article=road)
    assert set(rows.values_list("state", "order")) == {(RequestState.WAITING, second.pk)}
    assert progress(first).asked == 0
    pause_order(second)
    assert set(rows.values_list("state", flat=True)) == {RequestState.PAUSED}
    resume_order(second, now=FAR)
    assert set(rows.values_list("state", flat=True)) == {RequestState.WAITING}


def test_the_desk_counts_before_it_orders(desk: Client) -> None:
    report = making.make_report("The long way")
    making.make_article("Inside", reports=[report])
    making.make_article("Outside")
    given = {"language": "sw", "articles": f"report:{report.pk}", "written_in": "", "since": "", "until": "", "priority": "3"}
    assert "sw" not in desk.post(ADDRESS, {**given, "act": "count"}).context["form"].cleaned_data, "Swahili is no language that can be chosen"
    given["language"] = "es"
    page = desk.post(ADDRESS, {**given, "act": "count"}).content.decode()
    assert "1 article is chosen." in page
    assert not TranslationOrder.objects.exists()
    desk.post(ADDRESS, {**given, "act": "order"})
    order = TranslationOrder.objects.get()
    assert (order.language, order.facet, order.value, order.priority, str(order.made_by)) == ("es", "report", report.pk, 3, "Ada")
    page = desk.get(ADDRESS).content.decode()
    assert "Waits until the language is offered" in page
    assert "The long way" in page
    LanguagePolicy.objects.create(language="es")
    assert "0 of 1" in desk.get(ADDRESS).content.decode()
    assert PublicState.objects.count() == 2
    assert TranslationRequest.objects.filter(due_at__lte=timezone.now()).count() == 2
    desk.post(ADDRESS, {"act": "cancel", "order": order.pk})
    assert "Cancelled" in desk.get(ADDRESS).content.decode()
    assert desk.post(ADDRESS, {"act": "resume", "order": order.pk}).status_code == 404, "what was cancelled stays so"
