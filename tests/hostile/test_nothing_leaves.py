"""Words that may not leave this machine: a sentinel in everything that is not public is looked for in every request that engines make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from coranto.articles.models import Article, Front, PublicState, StandingPage
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.engine import Engine
from coranto.translation.engines.libretranslate import LibreTranslate
from coranto.translation.engines.llm import LLM
from coranto.translation.exchange.tmx import read_tmx
from coranto.translation.exchanging import ExchangeRefused, export_article, export_memory
from coranto.translation.glossary import set_term
from coranto.translation.memory import fuzzy
from coranto.translation.models import RequestState, Translation, TranslationRequest
from coranto.translation.own_working import translate_own
from coranto.translation.requesting import order_translations
from coranto.translation.working import EMBARGO_SECONDS, translate_due
from tests.newsroom.translating import address, client_of, fields, machine_translates, make_translator, rows
from tests.site import making
from tests.translation.engines.local_servers import Answer, Request, Service, serving

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)  # after the rows of signals, which are due by the real clock
LATER = NOW + timedelta(hours=2)
SENTINEL = "xyzzysentinel"
SHARED = "Write to the editors of the paper with your questions about it."


def translated(text: str) -> str:
    """What passes the checks as Spanish."""
    return "Escriban a la redacción del periódico con sus preguntas sobre ello." if text == SHARED else f"El texto de ayer dice: {text.lower()}"


def answer(request: Request) -> Answer:
    """As LibreTranslate and as a language model would."""
    if request.path == "/languages":
        return Answer([{"code": "en", "targets": ["es"]}])
    if request.path == "/translate":
        return Answer({"translatedText": [translated(text) for text in request.json["q"]]})
    asked = json.loads(request.json["messages"][1]["content"])
    found = [{"n": one["n"], "text": translated(one["text"])} for one in asked["sentences"]]
    return Answer({"choices": [{"message": {"content": json.dumps({"task": asked["task"], "translations": found})}, "finish_reason": "stop"}]})


@pytest.fixture
def server() -> Iterator[Service]:
    with serving(answer) as running:
        yield running


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()


@pytest.fixture(params=["libretranslate", "llm"])
def away(request: pytest.FixtureRequest, server: Service) -> Engine:
    """An engine that stands elsewhere, as it is told; in truth it is the server of this test."""
    engine: Engine = LibreTranslate(server.url, seconds=10.0) if request.param == "libretranslate" else LLM(server.url, model="m", seconds=10.0)
    engine.text_leaves_machine = True
    return engine


def work(engine: Engine, *, now: datetime = NOW) -> None:
    engines, order = {engine.name: engine}, Order(default=(engine.name,))
    translate_due(engines, order, told=flow.translations_kept, clock=lambda: now)
    while translate_own(engines, order, told=flow.own_text_kept, now=now) is not None:
        pass


def sent(server: Service) -> str:
    """Everything that was asked, addresses and headers too."""
    return " ".join(f"{one.path} {one.headers} {one.body.decode()}".lower() for one in server.requests)


def hold(article: Article, until: datetime | None = LATER) -> None:
    Article.objects.filter(pk=article.pk).update(embargo_until=until)


def test_no_request_of_an_engine_elsewhere_tells_of_what_is_not_public(server: Service, away: Engine) -> None:
    ada = make_translator()
    everywhere: dict[str, Any] = {"standfirst": f"{SENTINEL} standfirst.", "note_to_readers": f"<p>{SENTINEL} note.</p>"}
    making.make_article(f"{SENTINEL} draft", text=f"{SENTINEL} body of a draft. {SHARED}", publish=False, **everywhere)
    held = making.make_article(f"{SENTINEL} held", text=f"{SENTINEL} under embargo. {SHARED}", picture=making.make_picture(f"{SENTINEL} picture", size=(64, 48)), **everywhere)
    hold(held)
    flow.article_corrected(held, kind="correction", text=f"{SENTINEL} was put right.", by=None, now=NOW)
    gone = making.make_article(f"{SENTINEL} gone", text=f"{SENTINEL} taken off.", **everywhere)
    machine_translates(gone, "es")
    flow.translation_accepted(gone, "es", by=ada, now=NOW)
    flow.article_unpublished(gone, now=NOW)
    changed = making.make_article("A road with a later draft", text="The mayor opened the bridge.")
    changed.title, changed.standfirst = f"{SENTINEL} later", f"{SENTINEL} later."
    changed.save_revision()
    page = StandingPage(title=f"{SENTINEL} page", slug="hidden", body=f"<p>{SENTINEL} of a page.</p>", purpose="other", live=False)
    Front.objects.get().add_child(instance=page)
    page.save_revision()
    for word, target in ((SENTINEL, "centinela"), ("nowhere said", SENTINEL)):
        set_term(word, source_language="en", language="es", rule="translate", target=target, note=SENTINEL, by=ada, now=NOW)
    making.make_article("The old road", text=f"The judge praised the library. {SHARED}")
    order_translations("es", by=ada, now=NOW)
    work(away)
    assert "judge praised" in sent(server)
    assert "mayor opened" in sent(server), "a control: what is public is sent"
    assert SENTINEL not in sent(server)
    hold(held, None)
    work(away, now=NOW + timedelta(seconds=EMBARGO_SECONDS + 1))
    assert f"{SENTINEL} under embargo" in sent(server), "a control: the sentinel is found where it may be"
    assert f"{SENTINEL} was put right" in sent(server)
    assert not any(f"{SENTINEL} {word}" in sent(server) for word in ("draft", "body", "gone", "taken", "later", "page", "of a page"))


def test_what_an_open_article_says_as_well_does_not_wait_for_a_closed_one(server: Service) -> None:
    held = making.make_article("Held back", text=SHARED, standfirst="")
    hold(held)
    road = making.make_article("The old road", text=SHARED, standfirst="")
    away = LibreTranslate(server.url, seconds=10.0)
    away.text_leaves_machine = True
    work(away)
    assert Translation.objects.get(article=road).is_whole
    assert "held back" not in sent(server)
    assert {one.state for one in TranslationRequest.objects.filter(article=held)} == {RequestState.WAITING}


def test_an_engine_elsewhere_gets_no_context_of_an_article_that_closes_while_it_waits(server: Service, away: Engine) -> None:
    article = making.make_article(f"{SENTINEL} road", text="The judge praised the library.", standfirst=f"{SENTINEL} is long.")
    hold(article)
    work(away)
    assert SENTINEL not in sent(server)
    assert "judge" not in sent(server)
    assert all(one.due_at == NOW + timedelta(seconds=EMBARGO_SECONDS) for one in TranslationRequest.objects.filter(article=article, kind="head"))


def test_no_file_and_no_suggestion_tells_of_what_is_not_public() -> None:
    ada = make_translator()
    making.make_article(f"{SENTINEL} draft", slug="draft", text=f"{SENTINEL} of a draft.", publish=False)
    gone = making.make_article(f"{SENTINEL} road", slug="gone", text=f"{SENTINEL} opened the bridge.")
    machine_translates(gone, "es")
    flow.translation_accepted(gone, "es", by=ada, now=NOW)
    assert SENTINEL in str([unit.source for unit in read_tmx(export_memory(now=NOW))]), "a control"
    assert fuzzy(f"{SENTINEL} opened the old bridge.", source_language="en", target_language="es")
    flow.article_unpublished(gone, now=NOW)
    for slug in ("draft", "gone"):
        with pytest.raises(ExchangeRefused):
            export_article(slug, "es", now=NOW)
    road = making.make_article("The road", text="The mayor opened the old bridge.")
    machine_translates(road, "es")
    assert SENTINEL not in export_memory(now=NOW).decode()
    assert fuzzy(f"{SENTINEL} opened the old bridge.", source_language="en", target_language="es") == []
    volunteer = client_of(make_translator("vera@example.org", "Vera Volunteer", "es"))
    row = next(one for one in rows(road, "es", User.objects.get(email="vera@example.org")) if one.key.startswith("body."))
    volunteer.post(address(road, "es", "sentence/"), fields(row, "El alcalde abrió el puente viejo."))
    desk = "/desk/coranto/translations/"
    screens = [address(road, "es"), address(road, "es", "preview/"), address(road, "es", f"about/?key={row.key.replace('#', '%23')}"), desk, f"{desk}?language=es&words={SENTINEL[:5]}"]
    screens += [f"{desk}mine/", f"{desk}assignments/", f"{desk}glossary/", f"{desk}engines/"]
    screens += [f"{desk}reports/{name}/{query}" for name in ("work", "coverage", "readers", "lacks", "most-read") for query in ("", "?format=csv")]
    told = {path: SENTINEL in volunteer.get(path).content.decode() for path in screens}
    assert not any(told.values()), told
    assert "The mayor opened" in volunteer.get(address(road, "es")).content.decode() or "El alcalde" in volunteer.get(address(road, "es", "?show=all")).content.decode()
    making.publish_article(gone, at=LATER)
    assert PublicState.objects.get(pk=gone.pk).status == 200
    assert fuzzy(f"{SENTINEL} opened the old bridge.", source_language="en", target_language="es"), "no word was lost"
