"""What happens while a worker has an article in hand: edits, withdrawals, languages switched off, clocks put back, a wish to stop."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coranto.articles.models import PublicState
from coranto.delivery.living import new_holder
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy, Policy
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.keeping import readable
from coranto.translation.memory import Wanted, recall
from coranto.translation.models import RequestState, Translation, TranslationRequest
from coranto.translation.own_requesting import document_of, own_text_changed
from coranto.translation.own_texts import OwnText, OwnTranslation
from coranto.translation.own_working import translate_own
from coranto.translation.requesting import cancel_what_is_gone, request_translations
from coranto.translation.sources import read_source
from coranto.translation.taking import LEASE, take
from coranto.translation.working import Report, translate_batch, translate_due
from tests.site import making
from tests.translation.test_two_workers import LOOK, PREPARE, Instance, lines
from tests.translation.working_engines import Counted

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed")]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TEXT = "The house is old. The road is long."


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es", "ca"]).delete()


@pytest.fixture
def engine() -> Iterator[Counted]:
    counted = Counted()
    yield counted
    counted.close()


def batch(engine: Counted, *, now: datetime = NOW) -> Report | None:
    return translate_batch({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, now=now)


def work(engine: Counted, *, now: datetime = NOW) -> Report:
    return translate_due({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, clock=lambda: now)


def texts(language: str) -> set[str]:
    return {one.text for row in Translation.objects.filter(language=language).select_related("outline") for one in row.targets.values()}


def test_a_person_writes_the_sentence_that_the_worker_has(engine: Counted) -> None:
    article = making.make_article("The old road", standfirst="", text=TEXT)
    ada = User.objects.create_user("ada@example.org", "a long enough password", first_name="Ada", last_name="T")
    key = next(one.key for one in read_source(PublicState.objects.get(pk=article.pk).version).segments if "house" in one.plain)
    engine.during = lambda: flow.sentence_accepted(article, "es", key, text="Vieja es la casa.", by=ada, now=NOW)
    work(engine)
    assert Translation.objects.get(article=article, language="es").targets[key].text == "Vieja es la casa."
    assert not TranslationRequest.objects.exists()


def test_a_language_is_switched_off_while_a_worker_has_it_and_on_again(engine: Counted) -> None:
    road = making.make_article("The old road", text=TEXT)
    policy = LanguagePolicy.objects.get(language="es")

    def off() -> None:
        policy.policy = Policy.OFF
        policy.save()

    engine.during = off
    work(engine)
    assert readable([road.pk], "es") == []
    bridge = making.make_article("The old bridge", text="The bridge is old.")
    engine.asked.clear()
    flow.article_published(road, by=None, now=LATER)
    work(engine, now=LATER)
    assert {language for language, _text in engine.asked} == {"ca"}, "no engine is asked for what nobody reads"
    policy.policy = Policy.MACHINE
    policy.save()
    work(engine, now=LATER)
    for article in (road, bridge):
        [row] = readable([article.pk], "es")
        assert row.is_whole, "what came out meanwhile is asked for as well"
    assert engine.asked.count(("es", "The bridge is old.")) == 1
    off()
    tower = making.make_article("The old tower", text="The tower is old.")
    work(engine, now=LATER)
    policy.policy = Policy.MACHINE
    policy.save()
    engine.asked.clear()
    work(engine, now=LATER)
    assert readable([tower.pk], "es")[0].is_whole, "a second time as well"
    assert {language for language, text in engine.asked} == {"es"}
    assert not any("bridge" in text for _language, text in engine.asked), "and nothing else"
    policy.policy = Policy.REVIEWED
    policy.save()
    assert work(engine, now=LATER).asked == 0, "another policy asks for nothing again"


def test_a_language_becomes_reviewed_only_while_a_worker_has_it(engine: Counted) -> None:
    road = making.make_article("The old road", text=TEXT)
    engine.during = lambda: LanguagePolicy.objects.get(language="es").__class__.objects.filter(language="es").update(policy=Policy.REVIEWED)
    work(engine)
    assert Translation.objects.get(article=road, language="es").is_whole, "people review what a machine made"
    assert readable([road.pk], "es") == []
    assert len(readable([road.pk], "ca")) == 1


def test_an_article_is_withdrawn_while_an_engine_has_it(engine: Counted) -> None:
    road = making.make_article("The old road", text=TEXT)
    engine.during = lambda: flow.article_withdrawn(road, reason="It was wrong.", by=None, now=NOW)
    work(engine)
    assert not Translation.objects.exists()
    assert not TranslationRequest.objects.exists()
    source = read_source(PublicState.objects.get(pk=road.pk).version)
    known = recall([Wanted(one.digest, source.contexts[one.key]) for one in source.segments], source_language="en", languages={"es"})
    assert known["es"] == {}, "it lends nothing to others"


def test_an_article_that_comes_back_while_a_worker_finds_it_gone_is_asked_for() -> None:
    road = making.make_article("The old road", text=TEXT)
    flow.article_unpublished(road, now=NOW)
    request_translations(road, PublicState.objects.get(pk=road.pk).version, now=NOW)  # as a worker holds it that took it before
    flow.article_published(road, by=None, now=LATER)
    cancel_what_is_gone(road.pk)  # what the worker does that looked when it was gone
    assert TranslationRequest.objects.filter(article=road).count() == 4


def test_the_clock_is_put_back_by_a_day_and_nothing_waits_for_it(engine: Counted) -> None:
    road, tomorrow = making.make_article("The old road", text=TEXT), NOW + timedelta(days=1)
    flow.article_published(road, by=None, now=tomorrow)
    taken = take(now=tomorrow, limit=100)
    assert taken
    TranslationRequest.objects.filter(state=RequestState.WORKING).update(holder="elsewhere:1:a:b:c:d")
    work(engine)
    assert Translation.objects.filter(is_whole=True).count() == 2
    assert not TranslationRequest.objects.exists()
    OwnTranslation.objects.update(due_at=None)
    pub = making.make_report("The long road", introduction="<p>It is long.</p>")
    OwnTranslation.objects.filter(text__name=f"report:{pub.pk}").update(due_at=None)
    OwnText.objects.filter(name=f"report:{pub.pk}").update(changed_at=tomorrow)
    OwnTranslation.objects.filter(text__name=f"report:{pub.pk}", language="es").update(due_at=tomorrow)
    assert translate_own({"apertium": engine}, Order(default=("apertium",)), told=flow.own_text_kept, now=NOW) is not None


def test_what_is_put_off_waits_though_the_clock_was_put_back(engine: Counted) -> None:
    making.make_article("The old road", text=TEXT)
    tomorrow = NOW + timedelta(days=1)
    TranslationRequest.objects.update(requested_at=tomorrow, due_at=tomorrow)
    taken = take(now=NOW, limit=100)
    assert taken
    TranslationRequest.objects.update(state=RequestState.WAITING, holder="", until=None, due_at=NOW + timedelta(seconds=300))
    assert take(now=NOW, limit=100) == []


def test_what_a_dead_worker_held_is_taken_up_at_once_and_what_a_living_one_holds_is_not(engine: Counted) -> None:
    making.make_article("The old road", text=TEXT)
    own_text_changed("publication", document_of("en", [("tagline", "News takes its time.", False)]), now=NOW)
    mine = new_holder()
    host, number, machine, file, _byte, turn = mine.split(":")
    gone = ":".join((host, number, machine, file, "abc", turn))  # of a process with the number of one that lives
    for holder, is_free in ((mine, False), ("elsewhere:1:a:b:c:d", False), (gone, True)):
        TranslationRequest.objects.update(state=RequestState.WORKING, holder=holder, until=NOW + LEASE)
        OwnTranslation.objects.update(due_at=NOW, until=NOW + LEASE, holder=holder)
        assert bool(take(now=NOW, limit=1)) == is_free
        assert (translate_own({"apertium": engine}, Order(default=("apertium",)), told=flow.own_text_kept, now=NOW) is not None) == is_free


STOPPED = """
import json, os, sys, time
import coranto.project.translating as translating
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium import Apertium
from coranto.project import working
from coranto.project.commands.work import Stop
asked = open(sys.argv[1], "a")
class Noted(Apertium):
    def translate(self, sentences, **more):
        asked.write("".join(json.dumps([more["target"], one.text]) + "\\n" for one in sentences)); asked.flush()
        print("asked", flush=True)
        while not os.path.exists(sys.argv[2]):
            time.sleep(0.005)
        return super().translate(sentences, **more)
translating.build = lambda *_given, **_more: (Order(default=("apertium",)), {"apertium": Noted()})
working.work(stop=Stop(), once=len(sys.argv) > 3)
"""


@pytest.mark.django_db(transaction=False)
def test_a_worker_told_to_stop_keeps_what_it_has_asked_for(tmp_path: Path) -> None:
    instance, go = Instance(tmp_path), tmp_path / "go"
    instance.run(PREPARE)
    worker = instance.start(STOPPED, str(tmp_path / "first"), str(go))
    assert worker.stdout is not None
    assert worker.stdout.readline() == "asked\n"
    worker.send_signal(signal.SIGTERM)
    go.touch()
    worker.communicate(timeout=120)
    assert worker.returncode == 0
    _whole, waiting, rows = json.loads(instance.run(LOOK))
    assert rows > 0
    assert waiting > 0, "it stopped in the middle"
    first = {tuple(one) for one in lines(tmp_path / "first")}
    instance.run(STOPPED, str(tmp_path / "second"), str(go), "once")
    assert json.loads(instance.run(LOOK)) == [24, 0, 24]
    assert not first & {tuple(one) for one in lines(tmp_path / "second")}, "nothing is asked for twice"


SAVE = """
import json, sys, time
from django.utils import timezone
from coranto.articles.models import Article, PublicState
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.translation.models import TranslationRequest
person = User.objects.create_superuser(f"{sys.argv[1]}@example.org", "a long enough password", first_name=sys.argv[1], last_name="T")
saved = 0
while True:
    for article in Article.objects.filter(slug__in=["road-0", "road-1", "road-2"]):
        article.save_revision(user=person)
        flow.article_published(article, by=person, now=timezone.now())
        flow.sentence_accepted(article, "es", "headline#1", text=f"El camino {saved} de {person.first_name}", by=person, now=timezone.now())
        saved += 1
    if not TranslationRequest.objects.exists() or saved >= 60:
        break
print(json.dumps(saved))
"""


@pytest.mark.django_db(transaction=False)
def test_two_workers_and_two_people_on_one_file_never_find_it_locked(tmp_path: Path) -> None:
    instance, go = Instance(tmp_path), tmp_path / "go"
    instance.run(PREPARE)
    go.touch()
    environment = instance.environment
    workers = [
        subprocess.Popen([sys.executable, "-c", f"import django\ndjango.setup()\n{STOPPED}", str(tmp_path / name), str(go), "once"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for name in ("first", "second")
    ]  # fmt: skip
    people = [instance.start(SAVE, name) for name in ("ada", "bea")]
    assert all(int(one.communicate(timeout=300)[0]) > 0 for one in people)
    said = [one.communicate(timeout=300)[1] for one in workers]
    assert [one.returncode for one in (*workers, *people)] == [0] * 4
    assert not any("locked" in text or "failed" in text for text in said), said
    instance.run(STOPPED, str(tmp_path / "rest"), str(go), "once")
    assert json.loads(instance.run(LOOK)) == [24, 0, 24]
