"""Which engine makes which sentence: the order of the settings, the next one when one does not do, and what never leaves."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from lingua import Language, LanguageDetectorBuilder

from coranto.translation.choosing import Choice, Order, read_order, translate
from coranto.translation.engine import Engine, Made, NotMade, Outcome, Pair, Reason, Sentence, Term, UnknownEngine
from coranto.translation.engines.firefox import Firefox
from coranto.translation.engines.libretranslate import LibreTranslate
from tests.translation.engines.local_servers import Answer, Request, serving
from tests.translation.engines.tiny_models import ENGLISH, SPANISH, stored

KNOWN = ("firefox", "apertium", "llm", "deepl", "google", "libretranslate")


class Rows(Engine):
    """An engine that knows some sentences by heart."""

    batches = True

    def __init__(self, name: str, rows: dict[str, str | NotMade], *, leaves: bool = False, target: str = "es") -> None:
        self.name = name  # type: ignore[misc]
        self.rows = rows
        self.text_leaves_machine = leaves
        self.target = target
        self.seen: list[str] = []
        self.contexts: list[str] = []

    @property
    def version(self) -> str:
        return "1"

    def pairs(self) -> list[Pair]:
        return [Pair("en", self.target)]

    def translate(self, sentences: Sequence[Sentence], **more: object) -> list[Outcome]:
        self.seen += [sentence.text for sentence in sentences]
        self.contexts.append(str(more["context"]))
        return [self._one(sentence.text) for sentence in sentences]

    def _one(self, text: str) -> Outcome:
        row = self.rows.get(text, self.not_made(Reason.FAILED, "Not known."))
        return row if isinstance(row, NotMade) else Made(row, self.name, "1")


class Broken(Rows):
    """An engine that breaks the port's contract."""

    def translate(self, sentences: Sequence[Sentence], **more: object) -> list[Outcome]:
        if self.name == "short":
            return []
        raise RuntimeError("boom")


def choose(texts: Sequence[str], engines: Sequence[Engine], *, may_leave: bool = True, **more: object) -> list[Choice]:
    sentences = [Sentence(text, may_leave=may_leave) for text in texts]
    return translate(sentences, source="en", target="es", engines=engines, **more)  # type: ignore[arg-type]


def made_by(choices: Sequence[Choice]) -> list[str | None]:
    return [one.outcome.engine if isinstance(one.outcome, Made) else None for one in choices]


def test_each_sentence_is_made_by_the_first_engine_that_does_it_and_says_which() -> None:
    first = Rows("first", {"a": "A", "b": NotMade(Reason.TIMED_OUT, "first", "Slow."), "c": NotMade(Reason.QUOTA, "first", "Spent.", 30.0)})
    second = Rows("second", {"b": "B"})
    third = Rows("third", {"c": "C"})
    choices = choose(["a", "b", "c", "d"], [first, second, third])
    assert made_by(choices) == ["first", "second", "third", None]
    assert [tried.reason for tried in choices[2].tried] == [Reason.QUOTA, Reason.FAILED]
    assert (second.seen, third.seen) == (["b", "c", "d"], ["c", "d"]), "what is made is not asked for again"


def test_an_engine_that_lacks_the_pair_is_passed_over_without_being_asked() -> None:
    other = Rows("other", {"a": "A"}, target="fr")
    choices = choose(["a"], [other, Rows("second", {"a": "A"})])
    assert made_by(choices) == ["second"] and other.seen == []
    assert choices[0].tried[0].reason is Reason.LACKS_PAIR


@pytest.mark.parametrize("name", ["short", "raising"])
def test_an_engine_that_breaks_its_contract_loses_nothing(name: str) -> None:
    choices = choose(["a", "b"], [Broken(name, {}), Rows("second", {"a": "A", "b": "B"})])
    assert made_by(choices) == ["second", "second"]
    assert choices[0].tried[0].reason in (Reason.GARBAGE, Reason.FAILED)


def test_a_blocking_check_sends_the_sentence_on_and_the_last_problem_is_told() -> None:
    check = lambda sentence, text: ["The name is missing."] if "Ada" in sentence.text and "Ada" not in text else []  # noqa: E731
    first = Rows("first", {"Ada": "Eda", "x": "X"})
    second = Rows("second", {"Ada": "Ada"})
    choices = choose(["Ada", "x"], [first, second], check=check)
    assert made_by(choices) == ["second", "first"]
    assert (choices[0].tried[0].reason, choices[0].tried[0].why) == (Reason.BLOCKED, "The name is missing.")
    (alone,) = choose(["Ada"], [first], check=check)
    assert isinstance(alone.outcome, NotMade) and alone.outcome.reason is Reason.BLOCKED


def test_another_language_is_caught_by_a_check_and_the_next_engine_is_tried() -> None:
    detector = LanguageDetectorBuilder.from_languages(Language.ENGLISH, Language.SPANISH, Language.FRENCH).build()

    def check(sentence: Sentence, text: str) -> list[str]:
        found = detector.detect_language_of(text)
        return [] if found == Language.SPANISH else [f"This is {found}."]

    french = Rows("french", {ENGLISH: "Le célèbre journaliste a décrit l'usine de Genève dimanche."})
    choices = choose([ENGLISH], [french, Rows("spanish", {ENGLISH: SPANISH})], check=check)
    assert made_by(choices) == ["spanish"]


def test_memory_alone_is_a_valid_setting() -> None:
    order = read_order({"default": ["memory"]}, KNOWN)
    assert order.engines("es", {}) == []
    (choice,) = choose(["a"], [])
    assert isinstance(choice.outcome, NotMade) and choice.outcome.engine == "memory" and choice.tried == ()


def test_the_order_is_per_language_with_a_default() -> None:
    order = read_order({"default": ["firefox", "apertium"], "gl": ["apertium", "memory", "apertium"], "eu": []}, KNOWN)
    assert order.names("es") == ("firefox", "apertium")
    assert order.names("gl") == ("apertium",)
    assert order.names("eu") == ()
    assert Order().names("es") == ()
    with pytest.raises(UnknownEngine, match=r"Unknown engine 'deepL'\. Use one of: apertium, deepl, firefox"):
        read_order({"default": ["deepL"]}, KNOWN)
    with pytest.raises(UnknownEngine, match="must be a list of names"):
        read_order({"gl": "apertium"}, KNOWN)


def test_the_shortest_wait_is_told_when_nothing_was_made() -> None:
    waits = [Rows(name, {"a": NotMade(Reason.QUOTA, name, "Spent.", wait)}) for name, wait in (("x", 60.0), ("y", 20.0))]
    assert choose(["a"], waits)[0].retry_after == 20.0
    assert choose(["b"], waits)[0].retry_after is None


def test_embargoed_text_never_reaches_an_engine_on_another_machine() -> None:
    away = Rows("away", {"open": "O", "sentinel-embargo": "S"}, leaves=True)
    here = Rows("here", {"sentinel-embargo": "S"})
    sentences = [Sentence("open", may_leave=True), Sentence("sentinel-embargo")]
    choices = translate(sentences, source="en", target="es", engines=[away, here], context="sentinel-context")
    assert made_by(choices) == ["away", "here"]
    assert choices[1].tried[0].reason is Reason.MAY_NOT_LEAVE
    assert "sentinel" not in repr([away.seen, away.contexts]), "nor does the context around it"
    assert here.contexts == ["sentinel-context"]
    choose(["open"], [away], context="a headline")
    assert away.contexts[-1] == "a headline", "a control: what may leave does"


def test_in_every_request_made_the_sentinel_is_looked_for_and_not_found() -> None:
    def answer(request: Request) -> Answer:
        if request.path == "/languages":
            return Answer([{"code": "en", "targets": ["es"]}])
        return Answer({"translatedText": [f"«{text}»" for text in request.json["q"]]})

    with serving(answer) as server:
        engine = LibreTranslate(server.url)
        engine.text_leaves_machine = True  # as if it stood elsewhere
        choose(["sentinel-embargo"], [engine], may_leave=False, context="sentinel-context")
        choose(["published"], [engine])
        sent = " ".join(request.body.decode() for request in server.requests)
    assert "sentinel" not in sent and "published" in sent


def test_firefox_first_and_another_for_what_its_checks_stop(tmp_path: Path) -> None:
    engine = Firefox(stored(tmp_path, "en-es"))
    wild = "The president of the United States refused to negotiate."
    check = lambda sentence, text: [] if ("United" in sentence.text) == ("Unidos" in text) else ["A name is missing."]  # noqa: E731
    right = "El presidente de los Estados Unidos se negó a negociar."
    choices = choose([ENGLISH, wild], [engine, Rows("second", {wild: right})], check=check, deadline=time.monotonic() + 30)
    engine.close()
    assert made_by(choices) == ["firefox", "second"]
    assert [one.outcome.text for one in choices if isinstance(one.outcome, Made)] == [SPANISH, right]


WORDS = {"post": "correo", "road": "camino", "the": "el", "began": "empezó", "today": "hoy"}


def word_by_word(request: Request) -> Answer:
    """A service that translates every word it knows, names as well, and leaves the others as they are."""
    if request.path == "/languages":
        return Answer([{"code": "en", "targets": ["es"]}])
    return Answer({"translatedText": [re.sub(r"\w+", lambda found: WORDS.get(found[0].lower(), found[0]), text) for text in request.json["q"]]})


def test_an_engine_without_glossaries_is_asked_again_with_placeholders_for_names_that_it_lost() -> None:
    def keeps_the_name(sentence: Sentence, text: str) -> list[str]:
        return ["The name is missing."] if "The Post Road" in sentence.text and "The Post Road" not in text else []

    with serving(word_by_word) as server:
        engine = LibreTranslate(server.url)
        choices = choose(["The Post Road began today.", "Today began."], [engine], check=keeps_the_name, glossary=[Term("The Post Road")])
        asked = [text for request in server.requests if request.path != "/languages" for text in request.json["q"]]
    assert [one.outcome.text for one in choices if isinstance(one.outcome, Made)] == ["The Post Road empezó hoy.", "hoy empezó."]
    assert [tried.reason for tried in choices[0].tried] == [Reason.BLOCKED]
    assert asked[:2] == ["The Post Road began today.", "Today began."]
    assert len(asked) == 3 and "Road" not in asked[2], "only what was stopped is asked for again"


def test_a_placeholder_that_an_engine_loses_leaves_the_sentence_stopped() -> None:
    rows = Rows("first", {"The Post Road began.": "El camino del correo empezó."})
    other = Rows("second", {"The Post Road began.": "The Post Road empezó."})
    rows.rows["Xqzvbx began."] = "Empezó."
    stop = lambda sentence, text: [] if "The Post Road" in text else ["The name is missing."]  # noqa: E731
    (choice,) = choose(["The Post Road began."], [rows, other], check=stop, glossary=[Term("The Post Road")])
    assert rows.seen == ["The Post Road began.", "Xqzvbx began."]
    assert isinstance(choice.outcome, Made) and choice.outcome.engine == "second"
