"""The translators' desk in the hands of a volunteer who means harm: whatever is sent, nothing breaks, nothing is told, nothing runs."""

from __future__ import annotations

import json
import zlib
from typing import Any

import lxml.etree
import lxml.html
import pytest
from django.test import Client

from coranto.articles.models import Article
from coranto.delivery.building import build
from coranto.delivery.storages.memory import MemoryStorage
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.site.house import SiteHouse
from coranto.translation.drafting import MOST_SIGNS
from coranto.translation.models import HumanText, SentenceDraft, Translation
from tests.hostile.payloads import canary
from tests.newsroom.addresses import path_of, routes
from tests.newsroom.translating import NOW, address, client_of, fields, machine_translates, make_translator, public_text, rows
from tests.site import making

DESK = "/desk/coranto/translations/"
NUMBERS = ("9" * 5000, "9" * 25, str(1 << 63), "-1", "x", "\x00", "²", "٣", "")


@pytest.fixture
def road(db: None) -> Article:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["ar", "de", "en", "fr"]).delete()
    article = making.make_article(
        "The road", text="The road is <b>old</b>.\n\nThe mayor opened the bridge.", standfirst="It is long.", note_to_readers="<p>Read on.</p>",
        picture=making.make_picture("A road by night", size=(64, 48)), authors=[making.make_person()], reports=[making.make_report()], themes=[making.make_theme()],
    )  # fmt: skip
    flow.article_corrected(article, kind="correction", text="The road was not new.", by=None, now=NOW)
    machine_translates(article, "fr")
    machine_translates(article, "de")
    return article


@pytest.fixture
def vera(road: Article) -> User:
    """A volunteer for French alone."""
    return make_translator("vera@example.org", "Vera Volunteer", "fr")


def browser(person: User) -> Client:
    client = client_of(person)
    client.raise_request_exception = False
    return client


def row_of(article: Article, person: User, words: str) -> Any:
    return next(row for row in rows(article, "fr", person) if words in "".join(piece.text for source in row.source for piece in source))


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_no_number_and_no_text_breaks_a_screen(road: Article, vera: User) -> None:
    client, boss = browser(vera), browser(User.objects.create_superuser("boss@example.org", "a long enough password"))
    answers: dict[str, int] = {}
    for value in NUMBERS:
        for name in ("number", "digests", "seen", "key", "do", "aside", "after", "show"):
            data = {**fields(row_of(road, vera, "mayor"), "Le maire.", do="keep"), name: value}
            answers[f"{name} {value[:9]!r}"] = client.post(address(road, "fr", "sentence/"), data).status_code
            answers[f"{name} {value[:9]!r} json"] = client.post(address(road, "fr", "sentence/"), data, headers={"Accept": "application/json"}).status_code
        answers[f"stray {value[:9]!r}"] = client.post(address(road, "fr", "stray/"), {"draft": value}).status_code
        answers[f"mine {value[:9]!r}"] = client.post(f"{DESK}mine/", {"assignment": value, "act": "done"}).status_code
        answers[f"assignments {value[:9]!r}"] = boss.post(f"{DESK}assignments/", {"assignment": value}).status_code
        answers[f"editions {value[:9]!r}"] = boss.post(f"{DESK}editions/", {"act": "unlink", "row": value}).status_code
        answers[f"orders {value[:9]!r}"] = boss.post(f"{DESK}orders/", {"act": "pause", "order": value}).status_code
        for part in ("", "about/", "preview/"):
            answers[f"get {part} {value[:9]!r}"] = client.get(address(road, "fr", part), {"key": value, "at": value, "open": value, "p": value, "show": value}).status_code
    assert {name: code for name, code in answers.items() if code >= 500} == {}
    assert answers["mine 'x'"] == 404
    broken = {}
    for route in sorted(route for route in set(routes()) if "<int:" in route):
        for number in (10**25, 1 << 63):
            for answer in (boss.get(path_of(route, number)), boss.post(path_of(route, number))):
                if answer.status_code >= 500:
                    broken[path_of(route, number)] = answer.status_code
    assert broken == {}


@pytest.mark.database
def test_what_is_too_long_turns_letters_round_or_is_broken_is_refused_and_kept_as_a_draft(road: Article, vera: User) -> None:
    client, before = browser(vera), public_text(road, "fr")
    refused = {"\u202emaire": "bidi", "Le \u2067maire": "bidi", "Le maire \ufffd": "replacement", "\uf8f0Le maire\uf8f1": "replacement", "Le <1>maire</1>": "markup", "\u200b\u2060": "empty"}
    for text in refused:
        answer = client.post(address(road, "fr", "sentence/"), fields(row_of(road, vera, "mayor"), text), headers={"Accept": "application/json"})
        assert answer.status_code == 409, text
        assert SentenceDraft.objects.filter(person=vera).exists()
        assert public_text(road, "fr") == before
    answer = client.post(address(road, "fr", "sentence/"), fields(row_of(road, vera, "mayor"), "a" * (MOST_SIGNS + 1)), headers={"Accept": "application/json"})
    assert (answer.status_code, str(MOST_SIGNS) in answer.json()["trouble"]) == (409, True)
    assert not HumanText.objects.exists()
    client.post(address(road, "fr", "sentence/"), fields(row_of(road, vera, "mayor"), "Le\x00 maire\u2028a \u2067ouvert\u2069\x0b le\u200b pont."))
    assert "Le maire a \u2067ouvert\u2069 le\u200b pont." in public_text(road, "fr"), "the control: what is whole is taken, as one line"


def test_nothing_is_done_from_another_site_for_another_person_or_beside_the_own_language(road: Article, vera: User) -> None:
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.force_login(vera)
    for path in (address(road, "fr", "sentence/"), address(road, "fr", "accept-all/"), address(road, "fr", "stray/"), f"{DESK}mine/"):
        assert elsewhere.post(path, {"key": "headline#1", "text": "x", "do": "accept", "meant": "on"}).status_code == 403, path
    ada, client = make_translator(), browser(vera)
    browser(ada).post(address(road, "fr", "sentence/"), fields(row_of(road, ada, "mayor"), "Un brouillon d’Ada.", do="keep"))
    theirs = SentenceDraft.objects.get()
    client.post(address(road, "fr", "stray/"), {"draft": theirs.pk})
    client.post(address(road, "fr", "sentence/"), {"key": theirs.key, "digests": theirs.digest, "do": "let-go", "text": ""})
    client.post(address(road, "de", "stray/"), {"draft": theirs.pk})
    assert SentenceDraft.objects.get().text == "Un brouillon d’Ada.", "a draft is its person's"
    for path in (address(road, "fr"), address(road, "fr", "preview/"), address(road, "fr", f"about/?key={theirs.key.replace('#', '%23')}")):
        assert "Un brouillon" not in client.get(path).content.decode()
    for path in (address(road, "de"), address(road, "de", "preview/"), f"{DESK}orders/", f"{DESK}translators/", f"{DESK}give/{road.pk}/", f"{DESK}editions/"):
        assert client.get(path).headers.get("Location") == "/desk/", path
    german = public_text(road, "de")
    client.post(address(road, "de", "sentence/"), {"key": "headline#1", "digests": "", "text": "Böse", "do": "accept"})
    client.post(address(road, "de", "accept-all/"), {"meant": "on"})
    assert public_text(road, "de") == german
    assert not Translation.objects.filter(language="ar").exists()


def live(page: str) -> list[str]:
    """What of a page would run, of ours."""
    found = []
    for element in lxml.html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        is_script = element.tag == "script" and not (element.get("type") or "").endswith("json") and "hostile" in (element.text or "")
        if is_script or any(name.startswith("on") for name in element.attrib) or (element.tag == "img" and element.get("src") == "/x"):
            found.append(lxml.html.tostring(element, encoding="unicode")[:200])
    return found


def test_markup_in_an_accepted_sentence_runs_nowhere_and_breaks_no_feed(road: Article, vera: User) -> None:
    client = browser(vera)
    hostile = f"Texte ]]> --> \uffff\u2028{{{{7*7}}}} {canary('accepted')} <script>hostile('accepted')</script>"
    for row in rows(road, "fr", vera):
        answer = client.post(address(road, "fr", "sentence/"), fields(row, f"{hostile} {'<1>x</1>' if row.tags else ''}"), headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.json()["trouble"]
    for path in (address(road, "fr", "?show=all"), address(road, "fr", "preview/"), address(road, "fr", "about/?key=headline%231"), f"{DESK}?language=fr"):
        page = client.get(path).content.decode()
        assert "hostile" in page, "the control: it is there"
        assert live(page) == [], path
    storage, shown = MemoryStorage(), []
    build(SiteHouse(), storage, now=NOW, workers=1, full=True)
    for name in storage.names():
        data = storage.read(name) or b""
        text = (zlib.decompress(data, 31) if data.startswith(b"\x1f\x8b") else data).decode("utf-8", "replace")
        if "hostile" not in text:
            continue
        shown.append(name)
        kind = name.removesuffix(".gz").rpartition(".")[2]
        if kind == "html":
            assert live(text) == [], name
            for script in lxml.html.document_fromstring(text).iter("script"):
                assert "ld+json" not in (script.get("type") or "") or json.loads(script.text or "")
        elif kind in ("xml", "atom"):
            lxml.etree.fromstring(text.encode())
        elif kind == "json":
            json.loads(text)
    assert {name.removesuffix(".gz").rpartition(".")[2] for name in shown} == {"html", "xml", "atom", "json"}
    assert len(shown) > 30
