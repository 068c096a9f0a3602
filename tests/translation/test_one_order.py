"""Whoever writes at the same moment as others waits for them, never in a circle. Stories for a database that lets many write at once.

Each brings two writers to the very point where they would wait for each other: a third transaction, the gate, holds a row
that one of them needs, and is ended when the database says that the others wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Page

from coranto.articles.models import Article, Version
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.newsroom.translating.returning import take_returned
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.coverage import LanguageCoverage
from coranto.translation.exchange import Job, Unit
from coranto.translation.exchange.xliff import read_xliff
from coranto.translation.exchanging import export_article
from coranto.translation.memory import Imported, remember_imported
from coranto.translation.models import Kind, RequestState, Translation, TranslationOrder, TranslationRequest
from coranto.translation.requesting import ask_anew, cancel_order, fill_order, pause_order, request_translations, resume_order
from coranto.translation.segments import digest
from coranto.translation.taking import give_back, take
from coranto.translation.working import translate_batch
from tests.site import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.writers]
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
PATIENCE = 60.0  # until something that never happens is called a failure


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en"]).delete()


@pytest.fixture
def others() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def begin(pool: ThreadPoolExecutor, job: Callable[[], object]) -> Future[object]:
    def run() -> object:
        try:
            return job()
        finally:
            connection.close()

    return pool.submit(run)


def until_waiting(count: int, *jobs: Future[object]) -> None:
    """Go on when so many transactions of this database wait for a lock, or when one of the jobs has ended, which is for the test to judge."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not any(job.done() for job in jobs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0")
            if cursor.fetchone()[0] >= count:
                return
    assert any(job.done() for job in jobs), "nobody waits"


@contextmanager
def gate(statement: str, *values: object) -> Iterator[psycopg.Connection]:
    """A transaction of its own that holds what a statement locks, until the block ends or it is rolled back."""
    parameters = {**connection.get_connection_params()}
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters) as held:
        held.execute(statement, values)
        yield held
        held.rollback()


REQUEST = "SELECT id FROM translation_translationrequest WHERE id = %s FOR UPDATE"
TRANSLATION = "SELECT id FROM translation_translation WHERE article_id = %s AND language = %s FOR UPDATE"


def asked(article: Article, language: str, kind: str, order: TranslationOrder | None, **more: object) -> TranslationRequest:
    version = Version.objects.filter(article=article).latest("number")
    return TranslationRequest.objects.create(article=article, language=language, kind=kind, version=version, order=order, **{"requested_at": NOW, "due_at": NOW, **more})


def es(article: Article) -> None:
    """Let a translation stand whose row can be locked."""
    person = User.objects.get_or_create(email="ada@example.org", defaults={"first_name": "Ada", "last_name": "T"})[0]
    flow.sentence_accepted(article, "es", "headline#1", text="El camino", by=person, now=NOW)


def order_of_one(article: Article) -> tuple[TranslationOrder, list[TranslationRequest]]:
    """An order for Spanish of one article that is asked for in Catalan too; rows in the order of their numbers, on the disk in another."""
    order = TranslationOrder.objects.create(language="es", made_at=NOW, filled_at=NOW)
    LanguagePolicy.objects.bulk_create([LanguagePolicy(language="es"), LanguagePolicy(language="ca")])
    rows = [
        asked(article, "es", Kind.WHOLE, order, state=RequestState.PAUSED), asked(article, "ca", Kind.WHOLE, None), asked(article, "es", Kind.HEAD, order, state=RequestState.PAUSED),
    ]  # fmt: skip
    TranslationRequest.objects.filter(pk=rows[0].pk).update(problem="moved behind the others")
    return order, rows


@pytest.mark.parametrize("what", ["pause", "resume", "cancel"])
def test_an_order_is_changed_while_its_article_is_published_again(others: ThreadPoolExecutor, what: str) -> None:
    article = making.make_article("The road")
    order, rows = order_of_one(article)
    if what == "pause":
        TranslationRequest.objects.update(state=RequestState.WAITING)
    change = {"pause": lambda: pause_order(order), "resume": lambda: resume_order(order, now=NOW), "cancel": lambda: cancel_order(order, now=NOW)}[what]
    later = NOW.replace(hour=10)
    with gate(REQUEST, rows[1].pk):
        version = Version.objects.get(article=article)
        publishing = begin(others, lambda: request_translations(article, version, now=later))
        until_waiting(1, publishing)
        changing = begin(others, change)
        until_waiting(2, publishing, changing)
    assert publishing.result(PATIENCE) == 2
    changing.result(PATIENCE)
    state = {"pause": RequestState.PAUSED, "resume": RequestState.WAITING, "cancel": None}[what]
    assert {row.state for row in TranslationRequest.objects.filter(language="es")} == ({state} if state else set())


@pytest.mark.parametrize("what", ["pause", "cancel"])
def test_an_order_is_changed_while_a_worker_keeps_a_head(others: ThreadPoolExecutor, what: str) -> None:
    """The worker has the head in hand and ends the whole with it; who pauses has the whole in hand and looks at the head."""
    other, article = making.make_article("The bridge"), making.make_article("The road", standfirst="", text="")
    es(article)
    order = TranslationOrder.objects.create(language="es", made_at=NOW, filled_at=NOW)
    first, whole, head = asked(other, "es", Kind.WHOLE, order, priority=9), asked(article, "es", Kind.WHOLE, order), asked(article, "es", Kind.HEAD, order, priority=1)
    LanguagePolicy.objects.bulk_create([LanguagePolicy(language="es")])
    with gate(TRANSLATION, article.pk, "es") as keeping:
        with gate(REQUEST, first.pk):
            changing = begin(others, lambda: pause_order(order) if what == "pause" else cancel_order(order, now=NOW))
            until_waiting(1, changing)
            working = begin(others, lambda: translate_batch({}, Order(), told=flow.translations_kept, now=NOW))
            until_waiting(2, changing, working)
        until_waiting(2, changing, working)
        keeping.rollback()
        assert working.result(PATIENCE) is not None
        changing.result(PATIENCE)
    assert set(TranslationRequest.objects.filter(pk__in=[whole.pk, head.pk]).values_list("state", flat=True)) == {RequestState.DONE}, "one wrote, then the other"
    assert TranslationRequest.objects.filter(pk=first.pk, state=RequestState.PAUSED).exists() == (what == "pause")


def test_an_order_is_filled_while_an_article_of_it_is_published_again(others: ThreadPoolExecutor) -> None:
    """New requests point to the article that the publisher holds, and are looked at only at the end."""
    article = making.make_article("The road")
    LanguagePolicy.objects.bulk_create([LanguagePolicy(language="es"), LanguagePolicy(language="ca")])
    catalan = asked(article, "ca", Kind.WHOLE, None)
    order = TranslationOrder.objects.create(language="es", made_at=NOW)
    with gate(REQUEST, catalan.pk):
        publishing = begin(others, lambda: flow.article_published(article, by=None, now=NOW.replace(hour=10)))
        until_waiting(1, publishing)  # has written its requests, and waits to change the one that is held
        filling = begin(others, lambda: fill_order(order, now=NOW))
        until_waiting(2, publishing, filling)
    publishing.result(PATIENCE)
    filling.result(PATIENCE)
    assert TranslationRequest.objects.filter(language="es", order=order).count() == 2


def test_an_order_is_filled_while_an_article_of_it_is_about_to_be_published_again(others: ThreadPoolExecutor) -> None:
    article, other = making.make_article("The road"), making.make_article("The bridge")
    LanguagePolicy.objects.bulk_create([LanguagePolicy(language="es")])
    earlier = TranslationOrder.objects.create(language="es", made_at=NOW, filled_at=NOW)
    held = asked(other, "es", Kind.WHOLE, earlier, state=RequestState.LACKING)
    order = TranslationOrder.objects.create(language="es", made_at=NOW)
    with gate(REQUEST, held.pk):
        filling = begin(others, lambda: fill_order(order, now=NOW))
        until_waiting(1, filling)  # has written new requests for the article, and waits for one that is held
        publishing = begin(others, lambda: flow.article_published(article, by=None, now=NOW.replace(hour=10)))
        until_waiting(2, publishing, filling)  # has locked the article, and waits for the new requests
    filling.result(PATIENCE)
    publishing.result(PATIENCE)
    assert TranslationRequest.objects.filter(article=article, language="es").count() == 2


def test_the_glossary_asks_again_while_an_order_is_paused(others: ThreadPoolExecutor) -> None:
    article, other = making.make_article("The road"), making.make_article("The bridge")
    order = TranslationOrder.objects.create(language="es", made_at=NOW, filled_at=NOW)
    rows = [asked(article, "es", Kind.WHOLE, order), asked(making.make_article("Between"), "es", Kind.WHOLE, None), asked(other, "es", Kind.WHOLE, order)]
    TranslationRequest.objects.filter(pk=rows[0].pk).update(problem="moved behind the others")
    with gate(REQUEST, rows[1].pk):
        asking = begin(others, lambda: ask_anew([(row.article_id, "es", row.version_id) for row in rows], now=NOW, priority=8))
        until_waiting(1, asking)
        pausing = begin(others, lambda: pause_order(order))
        until_waiting(2, asking, pausing)
    asking.result(PATIENCE)
    pausing.result(PATIENCE)
    assert set(TranslationRequest.objects.filter(order=order).values_list("state", "is_anew")) == {(RequestState.PAUSED, True)}


def job_for(article: Article) -> Job:
    """What a translator sends back of an article, with the headline in Spanish."""
    text = export_article(article.slug, "es", now=NOW).decode()
    [job] = read_xliff(text.encode())
    return replace(job, units=[_said(unit) for unit in job.units])


def _said(unit: Unit) -> Unit:
    return replace(unit, target=f"Dice {unit.source}", state="translated")


def test_two_files_with_the_same_articles_in_another_order(others: ThreadPoolExecutor) -> None:
    road, bridge = making.make_article("The road", standfirst="", text=""), making.make_article("The bridge", standfirst="", text="")
    for article in (road, bridge):
        es(article)
    LanguagePolicy.objects.bulk_create([LanguagePolicy(language="es")])
    ada, bea = (User.objects.create_superuser(f"{name}@example.net", "a long enough password", first_name=name, last_name="T") for name in ("Ada", "Bea"))
    jobs = [job_for(road), job_for(bridge)]
    with gate(TRANSLATION, road.pk, "es") as of_road, gate(TRANSLATION, bridge.pk, "es") as of_bridge:
        forth = begin(others, lambda: take_returned(jobs, by=ada, now=NOW))
        until_waiting(1, forth)  # has locked the road, and waits to read it
        back = begin(others, lambda: take_returned(jobs[::-1], by=bea, now=NOW))
        until_waiting(2, forth, back)
        of_road.rollback()
        until_waiting(2, forth, back)
        of_bridge.rollback()
        assert len(forth.result(PATIENCE)) == len(back.result(PATIENCE)) == 2  # type: ignore[arg-type]
    assert {row.targets["headline#1"].text for row in Translation.objects.all()} == {"Dice The road", "Dice The bridge"}


def test_articles_published_together_in_the_desk_wait_for_a_worker_at_one_of_them(others: ThreadPoolExecutor) -> None:
    """Publishing the first marks what is stale, which the worker at the second wants as its last."""
    road, bridge = making.make_article("The road", standfirst="", text=""), making.make_article("The bridge", standfirst="", text="It is long.")
    es(bridge)
    remember_imported([Imported(digest("It is long."), "It is long.", "Es largo.", "en", "es")])
    LanguagePolicy.objects.bulk_create([LanguagePolicy(language="es")])
    asked(bridge, "es", Kind.WHOLE, None)
    for article in (road, bridge):
        article.save_revision()
        Page.objects.filter(pk=article.pk).update(live=False)
    editor = User.objects.create_superuser("ada@example.net", "a long enough password", first_name="Ada")

    def together() -> int:
        desk = Client()
        desk.force_login(editor)
        return desk.post(f"/desk/bulk/wagtailcore/page/publish/?id={road.pk}&id={bridge.pk}&next=/desk/", {}).status_code

    with gate(TRANSLATION, bridge.pk, "es") as keeping:
        working = begin(others, lambda: translate_batch({}, Order(), told=flow.translations_kept, now=NOW))
        until_waiting(1, working)  # has the article, and waits for its translation
        publishing = begin(others, together)
        until_waiting(2, working, publishing)
        keeping.rollback()
        assert working.result(PATIENCE) is not None
        assert publishing.result(PATIENCE) == 302
    assert not Page.objects.filter(pk__in=[road.pk, bridge.pk], live=False).exists()
    assert "Es largo." in {one.text for one in Translation.objects.get(article=bridge, language="es").targets.values()}


def test_publishing_and_a_worker_at_another_article_count_one_after_the_other(others: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture) -> None:
    """Publishing marks what is stale before it counts what each language has; the worker counts, and marks as its last."""
    road, bridge = making.make_article("The road", standfirst="", text=""), making.make_article("The bridge", standfirst="", text="It is long.")
    es(road)
    remember_imported([Imported(digest(text), text, f"Dice {text}", "en", "es") for text in ("The bridge", "It is long.")])
    LanguagePolicy.objects.bulk_create([LanguagePolicy(language="es")])
    asked(bridge, "es", Kind.WHOLE, None)
    road.title = "The old road"
    with gate("SELECT article_id FROM translation_articlecoverage WHERE article_id = %s FOR UPDATE", road.pk) as counting:
        publishing = begin(others, lambda: flow.article_published(road, by=None, now=NOW))
        until_waiting(1, publishing)  # has marked, and wants to count
        working = begin(others, lambda: translate_batch({}, Order(), told=flow.translations_kept, now=NOW))
        until_waiting(2, publishing, working)
        counting.rollback()
        assert working.result(PATIENCE) is not None
        publishing.result(PATIENCE)
    assert "one by one" not in caplog.text, "a worker that is ended by the database keeps article by article, and says so"
    sums = LanguageCoverage.objects.get(language="es")
    assert (sums.translated, sums.whole, sums.late) == (2, 2, 1)


def test_what_a_worker_gives_back_of_a_paused_order_is_paused() -> None:
    article, other = making.make_article("The road"), making.make_article("The bridge")
    order = TranslationOrder.objects.create(language="es", made_at=NOW, filled_at=NOW)
    LanguagePolicy.objects.bulk_create([LanguagePolicy(language="es")])
    asked(article, "es", Kind.WHOLE, order)
    asked(other, "es", Kind.WHOLE, order)
    taken = take(now=NOW, limit=10)
    pause_order(order)
    give_back(taken)
    assert set(TranslationRequest.objects.values_list("state", flat=True)) == {RequestState.PAUSED}
    resume_order(order, now=NOW)
    taken = take(now=NOW, limit=10)
    cancel_order(order, now=NOW)
    with transaction.atomic():
        give_back(taken[:1])
    assert TranslationRequest.objects.count() == 1, "what is in work is finished, what is given back is gone"
