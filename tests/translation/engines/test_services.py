"""DeepL, Google and LibreTranslate: real clients against local servers that answer as the services do, well and badly."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from coranto.translation.engine import Engine, Made, NotMade, NotSetUp, Outcome, Pair, Reason, Sentence
from coranto.translation.engines.deepl import DeepL
from coranto.translation.engines.google import Google
from coranto.translation.engines.libretranslate import LibreTranslate
from coranto.translation.engines.remote import retry_after
from tests.translation.engines.local_servers import Answer, Request, serving

SECRET = "sentinel-key-4711"
LANGUAGES = [{"code": code, "name": code, "targets": ["en", "es", "zh-Hans", "pb"]} for code in ("en", "es", "pb", "zh-Hans")]
ENGINES: dict[str, Callable[[str], Engine]] = {
    "deepl": lambda url: DeepL(key=SECRET, url=url, seconds=1.5),
    "google": lambda url: Google(key=SECRET, url=url, seconds=1.5),
    "libretranslate": lambda url: LibreTranslate(url, key=SECRET, seconds=1.5),
}


def asked_texts(request: Request) -> list[str]:
    body = request.json
    return list(body["text"] if "text" in body else body["q"])


def answered(request: Request, texts: Sequence[str]) -> Answer:
    """The service's own form of an answer."""
    if request.path == "/v2/translate":
        return Answer({"translations": [{"detected_source_language": "EN", "text": text} for text in texts]})
    if request.path == "/language/translate/v2":
        return Answer({"data": {"translations": [{"translatedText": text} for text in texts]}})
    return Answer({"translatedText": list(texts)})


def service(translate: Callable[[Request], Answer]) -> Callable[[Request], Answer]:
    """A server that knows its languages and is asked to translate."""
    return lambda request: Answer(LANGUAGES) if request.path == "/languages" else translate(request)


def good(request: Request) -> Answer:
    return answered(request, [f"«{text}»" for text in asked_texts(request)])


def ask(engine: Engine, *texts: str, may_leave: bool = True, **more: object) -> list[Outcome]:
    sentences = [Sentence(text, may_leave=may_leave) for text in texts]
    return engine.translate(sentences, source="en", target="es", **more)  # type: ignore[arg-type]


def reasons(outcomes: Sequence[Outcome]) -> list[Reason | None]:
    return [one.reason if isinstance(one, NotMade) else None for one in outcomes]


@pytest.fixture(params=sorted(ENGINES))
def make(request: pytest.FixtureRequest) -> Callable[[str], Engine]:
    return ENGINES[request.param]


def test_sentences_come_back_in_order_in_few_requests(make: Callable[[str], Engine]) -> None:
    with serving(service(good)) as server:
        made = ask(make(server.url), *[f"Sentence number {n}." for n in range(120)], "", "  ")
        posts = [request for request in server.requests if request.method == "POST"]
    assert [one.text for one in made if isinstance(one, Made)][:120] == [f"«Sentence number {n}.»" for n in range(120)]
    assert [one.text for one in made[120:] if isinstance(one, Made)] == ["", "  "]
    assert 2 <= len(posts) <= 4


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Answer({"message": "Too many requests"}, 429, {"Retry-After": "17"}), Reason.QUOTA),
        (Answer({"error": "busy"}, 503, {"Retry-After": "17"}), Reason.QUOTA),
        (Answer({"message": "Quota exceeded"}, 456), Reason.QUOTA),
        (Answer({"message": "Forbidden"}, 403), Reason.REFUSED),
        (Answer({"message": "Payload too large"}, 413), Reason.TOO_LONG),
        (Answer({"message": "oops"}, 500), Reason.FAILED),
        (Answer(b"<html>It works!</html>"), Reason.GARBAGE),
        (Answer({"surprise": True}), Reason.GARBAGE),
        (Answer([[[[[]]]]]), Reason.GARBAGE),
        (Answer(b"[" * 200_000), Reason.GARBAGE),
        (Answer(b'{"translations": [{"text": "half', cut=20), Reason.FAILED),
        (Answer({}, 302, {"Location": "http://127.0.0.1:9/"}), Reason.FAILED),
        (Answer({}, wait=20.0), Reason.TIMED_OUT),
        (Answer(flood=1 << 30), Reason.GARBAGE),
    ],
    ids=["429", "503", "456", "403", "413", "500", "html", "surprise", "nested", "deep", "cut", "redirect", "hang", "1GB"],
)
def test_what_goes_wrong_outside_is_said_in_the_ports_words(make: Callable[[str], Engine], fault: Answer, reason: Reason) -> None:
    with serving(service(lambda request: fault)) as server:
        outcomes = ask(make(server.url), "One.", "Two.")  # who waited for what hangs would be told something else in the end
        server.stopped.set()
    assert reasons(outcomes) == [reason, reason]
    waits = [one.retry_after for one in outcomes if isinstance(one, NotMade)]
    assert waits == ([17.0, 17.0] if "Retry-After" in fault.headers else [None, None])


def test_a_server_that_is_not_there_fails_the_sentences(make: Callable[[str], Engine]) -> None:
    with serving(good) as server:
        gone = server.url
    assert reasons(ask(make(gone), "One.")) == [Reason.FAILED]


def test_a_spent_quota_ends_the_asking_and_keeps_what_was_made(make: Callable[[str], Engine]) -> None:
    count = 0

    def spent_after_one(request: Request) -> Answer:
        nonlocal count
        count += 1
        return good(request) if count == 1 else Answer({"message": "Quota exceeded"}, 429)

    with serving(service(spent_after_one)) as server:
        outcomes = ask(make(server.url), *[f"Sentence number {n} of many, many more. " * 4 for n in range(250)])
    made = [one for one in outcomes if isinstance(one, Made)]
    assert 0 < len(made) < 250 and count == 2
    assert set(reasons(outcomes)) == {None, Reason.QUOTA}


def test_a_half_answer_is_not_guessed_at_but_asked_again_one_by_one(make: Callable[[str], Engine]) -> None:
    def half(request: Request) -> Answer:
        texts = asked_texts(request)
        return answered(request, [f"«{text}»" for text in texts[1:]] if len(texts) > 1 else [f"«{texts[0]}»"])

    with serving(service(half)) as server:
        outcomes = ask(make(server.url), "One.", "Two.", "Three.")
    assert [one.text for one in outcomes if isinstance(one, Made)] == ["«One.»", "«Two.»", "«Three.»"]


def test_a_service_that_always_answers_for_the_wrong_number_is_given_up(make: Callable[[str], Engine]) -> None:
    with serving(service(lambda request: answered(request, ["a", "b"]))) as server:
        outcomes = ask(make(server.url), *[f"Number {n}." for n in range(30)])
        posts = [request for request in server.requests if request.method == "POST"]
    assert set(reasons(outcomes)) == {Reason.GARBAGE} and len(posts) <= 4


@pytest.mark.parametrize("brought", ["<script>alert(1)</script>", "<b>Hola</b>", "<1>Hola</1>", "<!-- x -->", "Hola\U000e0041\U000e0042"])
def test_markup_and_letters_that_nobody_sees_are_no_translation(make: Callable[[str], Engine], brought: str) -> None:
    with serving(service(lambda request: answered(request, [f"{brought} {text}" for text in asked_texts(request)]))) as server:
        outcomes = ask(make(server.url), "The road is closed.", f"He wrote {brought} on it.")
    assert reasons(outcomes) == [Reason.GARBAGE, None]


def test_garbage_fails_its_own_sentence_only(make: Callable[[str], Engine]) -> None:
    answers = {"One.": "Uno.", "Two.": "", "Three.": "T\x07res.", "Four.": "cuatro " * 60, "Five.": "Cinco�.", "Six.": "Seis."}
    with serving(service(lambda request: answered(request, [answers[text] for text in asked_texts(request)]))) as server:
        outcomes = ask(make(server.url), *answers)
    garbage = Reason.GARBAGE
    assert reasons(outcomes) == [None, garbage, garbage, garbage, garbage, None]


def test_a_sentence_too_long_is_not_sent(make: Callable[[str], Engine]) -> None:
    with serving(service(good)) as server:
        outcomes = ask(make(server.url), "word " * 4000, "Short.")
        assert "word word" not in " ".join(request.body.decode() for request in server.requests)
    assert reasons(outcomes) == [Reason.TOO_LONG, None]


def test_keys_stand_in_no_message_and_no_log(make: Callable[[str], Engine], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(service(lambda request: Answer({"error": f"bad key {SECRET}"}, 403))) as server:
        engine = make(server.url)
        outcomes = ask(engine, "One.")
        sent = " ".join(f"{request.headers} {request.body.decode()}" for request in server.requests)
    said = " ".join([repr(outcomes), repr(vars(engine)), *(str(vars(record)) for record in caplog.records)])
    assert SECRET in sent, "the key is really sent"
    assert SECRET not in said and "Sentence" not in caplog.text


def test_after_the_deadline_nothing_is_asked(make: Callable[[str], Engine]) -> None:
    with serving(service(good)) as server:
        engine = make(server.url)
        engine.pair("en", "es")
        before = len(server.requests)
        outcomes = ask(engine, "One.", deadline=time.monotonic() - 1)
        assert len(server.requests) == before
    assert reasons(outcomes) == [Reason.TIMED_OUT]


def test_text_that_may_not_leave_is_refused_by_the_driver_itself() -> None:
    engine = DeepL(key=SECRET)
    assert engine.text_leaves_machine
    assert reasons(ask(engine, "An embargoed sentence.", may_leave=False)) == [Reason.MAY_NOT_LEAVE]
    assert LibreTranslate("http://127.0.0.1:5000").text_leaves_machine is False
    assert LibreTranslate("http://192.168.1.7:5000").text_leaves_machine is True


def test_portuguese_is_asked_for_as_the_interface_writes_it() -> None:
    with serving(service(good)) as server:
        DeepL(key=SECRET, url=server.url).translate([Sentence("One.", may_leave=True)], source="en", target="pt")
    assert [request.json["target_lang"] for request in server.requests] == ["PT-BR"]


def test_each_service_is_asked_in_its_own_words() -> None:
    with serving(service(good)) as server:
        for engine in (make(server.url) for make in ENGINES.values()):
            engine.translate([Sentence("One.", may_leave=True)], source="en", target="zh-Hans", context="Before.")
    deepl, google, languages, libre = server.requests
    assert (deepl.path, deepl.headers["authorization"]) == ("/v2/translate", f"DeepL-Auth-Key {SECRET}")
    assert deepl.json == {
        "text": ["One."],
        "source_lang": "EN",
        "target_lang": "ZH-HANS",
        "split_sentences": "0",
        "preserve_formatting": True,
        "context": "Before.",
    }
    assert (google.path, google.headers["x-goog-api-key"]) == ("/language/translate/v2", SECRET)
    assert google.json == {"q": ["One."], "source": "en", "target": "zh-CN", "format": "text"}
    assert (languages.method, languages.path, libre.path) == ("GET", "/languages", "/translate")
    assert libre.json == {"q": ["One."], "source": "en", "target": "zh-Hans", "format": "text", "api_key": SECRET}


def test_google_tells_a_spent_quota_from_a_refused_key() -> None:
    def over(request: Request) -> Answer:
        reason = "dailyLimitExceeded" if "One." in asked_texts(request) else "forbidden"
        return Answer({"error": {"code": 403, "message": "No", "errors": [{"reason": reason}]}}, 403)

    with serving(over) as server:
        engine = Google(key=SECRET, url=server.url)
        assert reasons(ask(engine, "One.")) == [Reason.QUOTA]
        assert reasons(ask(engine, "Two.")) == [Reason.REFUSED]


def test_libretranslate_offers_what_its_server_lists_in_our_codes() -> None:
    with serving(service(good)) as server:
        pairs = set(LibreTranslate(server.url).pairs())
    assert {Pair("en", "pt-BR"), Pair("pt-BR", "zh-Hans"), Pair("es", "en")} <= pairs
    assert Pair("en", "fr") not in pairs


def test_keys_and_addresses_are_looked_at_before_anything_is_sent() -> None:
    with pytest.raises(NotSetUp, match="needs a key"):
        DeepL(key="")
    with pytest.raises(NotSetUp, match="unencrypted"):
        LibreTranslate("http://translate.example.org", key=SECRET)
    with pytest.raises(NotSetUp, match="cannot be used"):
        LibreTranslate("translate.example.org")
    assert DeepL(key="abc:fx").version == "api-free.deepl.com"
    assert DeepL(key="abc").version == "api.deepl.com"


def test_retry_after_is_read_as_seconds_or_as_a_date() -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert retry_after({"retry-after": "120"}) == 120.0
    assert retry_after({"retry-after": "Tue, 24 Nov 2026 12:00:30 GMT"}, now=now) == 30.0
    assert retry_after({"retry-after": "Tue, 24 Nov 2020 12:00:30 GMT"}, now=now) == 0.0
    assert retry_after({"retry-after": "99999999999"}) == 86_400.0
    assert retry_after({"retry-after": "soon"}) is retry_after({}) is None
