"""What happens to translations in a newsroom's day: edits, people, races, engines that fail, languages that come."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coranto.articles.models import Article, PublicState
from coranto.delivery.building import build
from coranto.delivery.models import Output
from coranto.delivery.storages.memory import MemoryStorage
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.site.house import SiteHouse
from coranto.translation.accepting import AcceptError, Changed, Refused
from coranto.translation.choosing import Order
from coranto.translation.engine import Engine
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.engines.firefox import Firefox
from coranto.translation.engines.libretranslate import LibreTranslate
from coranto.translation.glossary import GlossaryError, set_term
from coranto.translation.linking import LinkError, editions_of, link
from coranto.translation.memory import Imported, remember_imported
from coranto.translation.model_store.adding import add
from coranto.translation.model_store.fetching import Folder
from coranto.translation.model_store.store import Store
from coranto.translation.models import GlossaryTerm, HumanText, RequestState, State, Translation, TranslationRequest
from coranto.translation.remembering import history
from coranto.translation.requesting import order_translations, progress
from coranto.translation.segments import digest
from coranto.translation.sources import read_source
from coranto.translation.taking import LEASE, take
from coranto.translation.targets import Target
from coranto.translation.working import Report, translate_batch, translate_due
from tests.site import making
from tests.translation.engines.local_servers import TINY, Answer, Request, serving
from tests.translation.working_engines import Counted

pytestmark = [
    pytest.mark.django_db, pytest.mark.database, pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed"),
]  # fmt: skip

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
LANGUAGES = ("ca", "es", "fr", "gl", "it", "pt")
TEXT = "The road is old. The houses are new, and the river is deep.\n\nThe mayor opened the bridge."


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", *LANGUAGES]).delete()


@pytest.fixture
def engine() -> Iterator[Counted]:
    counted = Counted()
    yield counted
    counted.close()


def work(*engines: Engine, now: datetime = NOW) -> Report:
    return translate_due({one.name: one for one in engines}, Order(default=tuple(one.name for one in engines)), told=flow.translations_kept, clock=lambda: now)


def make_translator(email: str = "ada@example.org", first: str = "Ada", last: str = "Translator") -> User:
    return User.objects.create_user(email, "a long enough password", first_name=first, last_name=last)


def publish_again(article: Article, text: str, *, now: datetime = LATER) -> None:
    paragraphs = "".join(f'<p data-block-key="k{number}">{part}</p>' for number, part in enumerate(text.split("\n\n")))
    article.body = json.dumps([{"type": "rich_text", "value": paragraphs, "id": article.body[0].id}])
    article.save()
    flow.article_published(article, by=None, now=now)


def row(article: Article, language: str) -> Translation:
    return Translation.objects.get(article=article, language=language)


def key_of(article: Article, words: str) -> str:
    source = read_source(PublicState.objects.get(pk=article.pk).version)
    return next(one.key for one in source.segments if words in one.plain)


def built(storage: MemoryStorage) -> tuple[dict[str, str], dict[str, int]]:
    """The pages of articles by path with their digests, and how many outputs of each kind were rendered for it."""
    report = build(SiteHouse(), storage, now=NOW, workers=1)
    return dict(Output.objects.filter(kind="article").values_list("path", "digest")), dict(report.by_kind)


def test_a_comma_costs_one_sentence_in_each_language_and_no_persons_word(engine: Counted) -> None:
    other = making.make_article("Another matter", text="The judge praised the library.")
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    ada = make_translator()
    key = key_of(article, "The houses are new")
    flow.sentence_accepted(article, "es", key, text="Las casas son nuevas, y hondo es el río.", by=ada, now=NOW)
    storage = MemoryStorage()
    before, _work = built(storage)
    engine.asked.clear()
    publish_again(article, TEXT.replace("new, and", "new and"))
    report = work(engine, now=LATER)
    assert sorted(engine.asked) == [(language, "The houses are new and the river is deep.") for language in LANGUAGES]
    assert report.translated == 6
    spanish = row(article, "es")
    kept = spanish.targets[key]
    assert (kept.text, kept.by, kept.state, kept.is_outdated) == ("Las casas son nuevas, y hondo es el río.", "Ada Translator", "edited", True)
    assert spanish.outdated == 1
    assert spanish.outdated_at == spanish.version.published_at.replace(microsecond=0), "since its original was changed, whenever a worker came to it"
    assert "hondo es el río" in str(spanish.document["body"])
    assert "nuevas y el río" in next(iter(spanish.proposals.values())).text
    assert row(article, "fr").outdated == 0
    assert HumanText.objects.count() == 1
    after, rendered = built(storage)
    changed = {path for path in after if after[path] != before.get(path)}
    assert {path.split("/")[1] for path in changed} == {"en", *LANGUAGES}
    assert rendered["article"] == len(changed) == 7, "no page was made anew that is the same"
    assert not {"home", "list", "archive"} & rendered.keys(), "lists show nothing of a body"
    assert not any(other.slug in path for path in changed)
    engine.asked.clear()
    assert work(engine, now=LATER).translated == 0, "nothing is repeated"
    assert engine.asked == []
    flow.sentence_accepted(article, "es", key, text="Las casas son nuevas y hondo es el río.", by=ada, now=LATER)
    assert built(storage)[1]["article"] == 1, "what a person accepts in Spanish is told on the Spanish page alone"


def test_a_paragraph_put_before_another_renames_nothing(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    ada = make_translator()
    flow.sentence_accepted(article, "fr", key_of(article, "The mayor"), text="Le maire a inauguré le pont.", by=ada, now=NOW)
    engine.asked.clear()
    publish_again(article, f"The judge is tall. {TEXT}")
    work(engine, now=LATER)
    assert sorted(engine.asked) == [(language, "The judge is tall.") for language in LANGUAGES]
    french = row(article, "fr")
    assert french.outdated == 0
    assert french.document["body"][-1]["html"] == "Le maire a inauguré le pont."


def test_the_same_sentence_in_two_articles_is_translated_once(engine: Counted) -> None:
    making.make_article("The old road", text="The mayor opened the bridge.")
    work(engine)
    engine.asked.clear()
    second = making.make_article("The new road", text="The mayor opened the bridge. The river is deep.")
    report = work(engine)
    assert not [text for _language, text in engine.asked if text == "The mayor opened the bridge."]
    assert ("es", "The river is deep.") in engine.asked
    assert report.recalled == 6
    assert "El alcalde" in str(row(second, "es").document["body"])


def test_two_articles_of_one_batch_share_a_sentence_too(engine: Counted) -> None:
    for name in ("The old road", "The new road"):
        making.make_article(name, text="The mayor opened the bridge.")
    work(engine)
    assert engine.asked.count(("es", "The mayor opened the bridge.")) == 1
    assert Translation.objects.filter(language="es", is_whole=True).count() == 2


def test_a_persons_sentence_goes_before_a_machines_wherever_it_stands(engine: Counted) -> None:
    first = making.make_article("The old road", text="The mayor opened the bridge.")
    work(engine)
    flow.sentence_accepted(first, "es", key_of(first, "The mayor"), text="La alcaldesa abrió el puente.", by=make_translator(), now=NOW)
    second = making.make_article("The new road", text="The mayor opened the bridge.")
    work(engine)
    target = row(second, "es").targets[key_of(second, "The mayor")]
    assert (target.text, target.by, target.state) == ("La alcaldesa abrió el puente.", "Ada Translator", "edited")


def test_a_translator_and_a_machine_race_for_one_sentence_and_the_person_wins(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    ada = make_translator()
    publish_again(article, TEXT.replace("The mayor", "The good mayor"))
    key = key_of(article, "The good mayor")
    engine.during = lambda: flow.sentence_accepted(article, "es", key, text="El buen alcalde inauguró el puente.", by=ada, now=LATER)
    work(engine, now=LATER)
    target = row(article, "es").targets[key]
    assert (target.text, target.is_human, target.is_outdated) == ("El buen alcalde inauguró el puente.", True, False)
    assert row(article, "fr").targets[key].text.startswith("Le maire bon"), "the others are the machine's"


def test_a_state_changes_only_by_somebodys_act_and_history_keeps_every_word(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    ada, key = make_translator(), key_of(article, "The mayor")
    machine = row(article, "fr").targets[key]
    assert machine.state == State.MACHINE
    assert row(article, "fr").state == State.MACHINE
    flow.sentence_accepted(article, "fr", key, text=machine.text, by=ada, now=NOW)
    assert row(article, "fr").targets[key].state == State.CHECKED
    flow.sentence_accepted(article, "fr", key, text="Le maire a inauguré le pont.", by=ada, now=LATER)
    assert row(article, "fr").targets[key].state == State.EDITED
    assert [one.target for one in history(article.pk, key, "fr")] == ["Le maire a inauguré le pont.", machine.text]
    assert row(article, "fr").state == State.MACHINE, "one sentence makes no article"
    for other in read_source(PublicState.objects.get(pk=article.pk).version).segments:
        flow.sentence_accepted(article, "fr", other.key, text=row(article, "fr").targets[other.key].text, by=ada, now=LATER)
    whole = row(article, "fr")
    assert whole.state == State.CHECKED, "the least that a person did is what the article is"
    assert whole.by == "Ada Translator"
    assert whole.reviewed == whole.sentences


def test_what_would_break_the_page_is_refused_and_what_was_seen_must_be_what_stands(engine: Counted) -> None:
    article = making.make_article("The old road", text='The <a href="https://example.org/a">mayor</a> opened the bridge.')
    work(engine)
    ada, key = make_translator(), key_of(article, "The mayor")
    with pytest.raises(Refused):
        flow.sentence_accepted(article, "fr", key, text="Le <1>maire a inauguré le pont.", by=ada, now=NOW)
    with pytest.raises(AcceptError):
        flow.sentence_accepted(article, "fr", key, text="Le maire a inauguré le pont.", by=ada, now=NOW)  # the link is lost
    with pytest.raises(Changed):
        flow.sentence_accepted(article, "fr", key, text="Le <1>maire</1> a inauguré le pont.", by=ada, now=NOW, digest="0" * 32)
    assert not HumanText.objects.exists()
    flow.sentence_accepted(article, "fr", key, text="Le <1>maire</1> a inauguré le pont.", by=ada, now=NOW)
    assert '<a href="https://example.org/a">maire</a>' in row(article, "fr").document["body"][0]["html"]


def answering(body: Any = None, **how: Any) -> Any:
    def answer(request: Request) -> Answer:
        if request.path == "/languages":
            return Answer([{"code": "en", "targets": ["es"]}])
        if body is None:
            return Answer(**how)
        return Answer({"translatedText": [body(text) for text in request.json["q"]]}, **how)

    return answer


BAD = {
    "dies": answering(b"", cut=0, status=502),
    "hangs": answering(lambda text: text, wait=30.0),
    "returns garbage": answering(lambda text: "\ufffd\ufffd ����" * 3),
    "returns another language": answering(lambda text: "Der Bürgermeister eröffnete gestern die alte Brücke über den Fluss."),
    "returns the prompt": answering(lambda text: text),
    "returns a gigabyte": answering(b"", flood=1 << 30),
    "returns a bill": answering(b'{"error": "Slowdown"}', status=429),
}


@pytest.mark.parametrize("how", BAD)
def test_an_engine_fails_and_the_next_one_makes_the_sentence(how: str, engine: Counted) -> None:
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
    article = making.make_article("The old road", text=TEXT)
    with serving(BAD[how]) as server:
        report = work(LibreTranslate(server.url, seconds=1.0), engine)
        assert [request for request in server.requests if request.path == "/translate"], "it was asked"
    spanish = row(article, "es")
    assert spanish.is_whole
    assert {one.engine for one in spanish.targets.values()} == {"apertium"}
    assert report.by_engine == {"apertium": report.translated}


def test_what_no_engine_can_do_now_is_tried_again_and_what_was_made_is_kept() -> None:
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
    article = making.make_article("The old road", text=TEXT)
    with serving(answering(b"", status=503)) as server:
        work(LibreTranslate(server.url, seconds=1.0))
    waiting = TranslationRequest.objects.filter(article=article)
    assert {one.state for one in waiting} == {RequestState.WAITING}
    assert all(one.due_at > NOW and one.problem for one in waiting)
    assert not Translation.objects.exists()
    engine = Counted()
    assert work(engine).requests == 0, "not before it is due"
    work(engine, now=NOW + timedelta(days=1))
    engine.close()
    assert row(article, "es").is_whole


def test_text_under_embargo_or_not_public_never_leaves_and_a_control_does() -> None:
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
    draft = making.make_article("Draft sentinel", text="The sentinel sleeps in the draft.", publish=False)
    held = making.make_article("Held sentinel", text="The sentinel waits for the hour.")
    Article.objects.filter(pk=held.pk).update(embargo_until=LATER)
    gone = making.make_article("Gone sentinel", text="The sentinel is gone.")
    flow.article_unpublished(gone, now=NOW)
    making.make_article("The old road", text="The mayor opened the bridge.")
    with serving(answering(lambda text: f"El texto {text.lower()} de ayer.")) as server:
        away = LibreTranslate(server.url, seconds=5.0)
        away.text_leaves_machine = True  # as if it stood elsewhere
        work(away)
        sent = b" ".join(request.body for request in server.requests)
        assert b"mayor opened" in sent
        assert b"sentinel" not in sent.lower()
        after = LATER + timedelta(days=1)
        Article.objects.filter(pk=held.pk).update(embargo_until=None)
        work(away, now=after)
        sent = b" ".join(request.body for request in server.requests)
        assert b"waits for the hour" in sent, "a control: what is published is found"
        assert b"sleeps in the draft" not in sent
        assert b"is gone" not in sent
    assert draft.pk


def test_a_worker_that_died_with_requests_in_hand_loses_nothing(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    taken = take(now=NOW, limit=100)
    assert len(taken) == 6, "heads first"
    assert take(now=NOW, limit=100) == [], "nobody takes what is in somebody's hands"
    TranslationRequest.objects.update(holder="another-machine:1:abcdef12")
    assert take(now=NOW, limit=100) == []
    assert work(engine, now=NOW + LEASE + timedelta(seconds=1)).kept == 12  # heads first, then the rest
    assert Translation.objects.filter(article=article, is_whole=True).count() == 6
    assert not TranslationRequest.objects.exists(), "what is done goes"


def test_one_thought_dead_writes_nothing_more(engine: Counted) -> None:
    making.make_article("The old road", text=TEXT)
    engine.during = lambda: TranslationRequest.objects.filter(state=RequestState.WORKING).update(holder="another-machine:1:abcdef12")
    report = translate_batch({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, now=NOW)
    assert report is not None
    assert report.translated > 0
    assert report.kept == 0
    assert not Translation.objects.exists()


def test_published_again_while_in_work_nothing_is_lost_and_nothing_is_older(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    engine.during = lambda: publish_again(article, f"{TEXT} The judge is tall.")
    work(engine, now=LATER)
    work(engine, now=LATER)
    for language in LANGUAGES:
        one = row(article, language)
        assert one.is_whole
        assert one.version_id == PublicState.objects.get(pk=article.pk).version_id
    assert engine.asked.count(("es", "The mayor opened the bridge.")) == 1


def test_an_order_for_a_language_that_is_not_offered_yet_waits_for_it(engine: Counted) -> None:
    LanguagePolicy.objects.exclude(language__in=["en"]).delete()
    report = making.make_report("The long way")
    making.make_article("Inside", reports=[report])
    making.make_article("Outside")
    order = order_translations("es", facet="report", value=report.pk, by=None, now=NOW)
    assert order.filled_at is None
    LanguagePolicy.objects.create(language="es")
    assert progress(order).asked == 1
    work(engine, now=NOW + timedelta(days=400))
    assert Translation.objects.get().document["headline"] == "Interior"


def test_a_language_that_nothing_can_make_is_said_to_lack_and_wakes_when_something_can(engine: Counted) -> None:
    LanguagePolicy.objects.get_or_create(language="ja")
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    assert set(TranslationRequest.objects.filter(language="ja").values_list("state", flat=True)) == {RequestState.LACKING}
    assert not Translation.objects.filter(language="ja").exists(), "never an empty page"
    assert Translation.objects.filter(article=article).count() == 6


def test_a_withdrawn_article_asks_for_nothing_and_lends_its_sentences_to_nobody(engine: Counted) -> None:
    article = making.make_article("The old road", text="The mayor opened the bridge.")
    work(engine)
    flow.article_withdrawn(article, reason="Forged.", by=None, now=NOW)
    assert not TranslationRequest.objects.filter(article=article).exists()
    engine.asked.clear()
    making.make_article("The new road", text="The mayor opened the bridge.")
    work(engine)
    assert ("es", "The mayor opened the bridge.") in engine.asked


def test_what_is_packed_comes_out_as_it_was() -> None:
    article = making.make_article("The old road", text=TEXT)
    version = PublicState.objects.get(pk=article.pk).version
    assert Translation(article=article, version=version, language="fr", packed=b"").language == "fr"
    assert Target("d", "t", "machine").outdate("2026").outdate("2027").outdated_at == "2026"


def test_a_word_in_bold_stays_that_word_where_the_memory_taught_it(engine: Counted) -> None:
    taught = [("The old road", "La carretera vieja"), ("An old house", "Una casa vieja"), ("The old bridge", "La puente vieja"), ("An old river", "Un agua vieja")]
    remember_imported(Imported(digest(source), source, target, "en", "es") for source, target in taught * 3)
    making.make_article("The road", text="The road is <b>old</b> and the river is deep.")
    work(engine)
    html = Translation.objects.get(language="es").document["body"][0]["html"]
    assert html.startswith("La carretera es <strong>vieja</strong>"), html


def test_a_repost_that_is_a_translation_of_ours_is_linked_and_not_translated_again(engine: Counted) -> None:
    ours = making.make_article("The old road", text=TEXT)
    theirs = making.make_article("La carretera vieja", text="La carretera es vieja.", language="es")
    link(ours, theirs, by=None, now=NOW)
    assert editions_of(ours.pk) == {"es": theirs.pk}
    work(engine)
    assert not [text for language, text in engine.asked if language == "es"]
    publish_again(ours, TEXT)
    assert not TranslationRequest.objects.filter(article=ours, language="es").exists()
    with pytest.raises(LinkError):
        link(theirs, ours, by=None, now=NOW)
    with pytest.raises(LinkError):
        link(ours, ours, by=None, now=NOW)


def test_a_model_damaged_on_disk_fails_only_what_it_makes_and_is_tried_when_it_is_mended(tmp_path: Path) -> None:
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
    stick = tmp_path / "stick" / "en-es"
    stick.mkdir(parents=True)
    for path in TINY.glob("*.enes.*"):
        shutil.copy(path, stick)
    store = Store(tmp_path / "models")
    add(store, ["en-es"], source=Folder(tmp_path / "stick"), now=NOW, show=lambda *step: None)
    model = next((tmp_path / "models").rglob("model*"))
    whole = model.read_bytes()
    model.write_bytes(whole[:1000])
    article = making.make_article("The famous reporter described the factory.", text="The judge praised the library in Geneva.", standfirst="")
    firefox = Firefox(store)
    work(firefox)
    waiting = TranslationRequest.objects.filter(article=article)
    assert {one.state for one in waiting} == {RequestState.WAITING}
    assert "coranto models verify" in waiting[0].problem
    assert not Translation.objects.exists()
    model.write_bytes(whole)
    work(firefox, now=LATER)
    firefox.close()
    assert row(article, "es").is_whole
    assert row(article, "es").by == "Firefox Translations"


def test_two_sentences_are_said_in_one_and_divided_again(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    ada, first, second = make_translator(), key_of(article, "The road is old"), key_of(article, "The houses")
    flow.sentences_joined(article, "fr", [first, second], text="La route est vieille, mais les maisons sont neuves et la rivière profonde.", by=ada, now=NOW)
    french = row(article, "fr")
    assert french.document["body"][0]["html"] == "La route est vieille, mais les maisons sont neuves et la rivière profonde."
    assert french.is_whole
    making.make_article("The new road", text="The road is old.")
    work(engine)
    assert "maisons" not in str(Translation.objects.exclude(article=article).get(language="fr").document), "it fits no other place"
    flow.sentence_accepted(article, "fr", first, text="La route est vieille.", by=ada, now=LATER)
    flow.sentence_accepted(article, "fr", second, text="Les maisons sont neuves et la rivière est profonde.", by=ada, now=LATER)
    assert row(article, "fr").document["body"][0]["html"] == "La route est vieille. Les maisons sont neuves et la rivière est profonde."
    assert [one.target for one in history(article.pk, second, "fr")] == ["Les maisons sont neuves et la rivière est profonde.", ""]
    with pytest.raises(AcceptError, match="follow one another"):
        flow.sentences_joined(article, "fr", [first, key_of(article, "The mayor")], text="Rien.", by=ada, now=LATER)


def test_a_whole_article_is_accepted_at_once_but_for_what_is_outdated(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    flow.translation_accepted(article, "fr", by=make_translator(), now=NOW)
    french = row(article, "fr")
    assert (french.state, french.reviewed, french.by) == (State.CHECKED, french.sentences, "Ada Translator")
    assert HumanText.objects.filter(target_language="fr").count() == french.sentences


def test_the_glossary_keeps_names_by_itself_and_words_as_agreed(engine: Counted) -> None:
    making.make_person("Mark Brown")
    ada = make_translator()
    set_term("river", source_language="en", language="es", rule="translate", target="ría", by=ada, now=NOW)
    set_term("river", source_language="en", language="es", rule="translate", target="arroyo", by=ada, now=LATER)
    making.make_article("The old road", text="Mark Brown opened the bridge. The river is deep.")
    work(engine)
    spanish = str(Translation.objects.get(language="es").document["body"])
    assert "Mark Brown" in spanish
    assert "arroyo" in spanish
    assert [(one.version, one.target, one.is_current) for one in GlossaryTerm.objects.order_by("version")] == [(1, "ría", False), (2, "arroyo", True)]
    with pytest.raises(GlossaryError):
        set_term("river", source_language="en", language="es", rule="translate", by=ada, now=NOW)
