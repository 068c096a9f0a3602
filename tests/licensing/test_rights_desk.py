"""Somebody asks, the rights desk writes back and decides, and what it grants can be verified by anyone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from coranto.articles.models import Article
from coranto.licensing import deciding
from coranto.licensing.asking import MOST_COPIES, AskingError, NotPublic, TooMany, Wish, ask, declare_copy, take_back, write_back
from coranto.licensing.deciding import Answer, DecidingError
from coranto.licensing.models import Copy, Grant, Kind, Letter, Request, State
from coranto.licensing.sending import MOST_TRIES, send_due
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.outbound.errors import Refused, Unreachable
from coranto.signing.keys import Keyring, PrivateKey
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
OUTLET, PAGE = "https://post.example", "https://post.example/en/2026/03/a-road-is-built/"


@pytest.fixture
def article() -> Article:
    found_publication()
    return making.make_article("A road is built")


@pytest.fixture
def key(tmp_path: Path) -> PrivateKey:
    return Keyring(tmp_path).create(now=NOW)


def make_wish(**fields: str) -> Wish:
    return Wish(**{"use": "print", "by": "news outlet", "name": "Mara Quill", "email": "mara@valley.example", "outlet": "The Valley Sheet", **fields})  # type: ignore[arg-type]


def make_request(article: Article, form: str = "form-1", **fields: str) -> Request:
    return ask(article, make_wish(**fields), form=form, language="fr", now=NOW, receipt="Received", notice=("A request", "Look at the desk."))


def make_grant(request: Request, key: PrivateKey, **fields: datetime) -> Grant:
    return deciding.grant(
        request, Answer("Yes", "Print away."), conditions="Name the author.", expires_at=fields.get("expires_at"), outlet=OUTLET, page=PAGE,
        key=key, by=None, now=fields.get("now", NOW),
    )  # fmt: skip


def test_the_same_form_sent_twice_is_one_request_and_one_letter_to_the_desk(article: Article) -> None:
    first, second = make_request(article), make_request(article)
    assert first.pk == second.pk
    assert list(Letter.objects.values_list("direction", flat=True)) == ["in", "out", "desk"]
    assert make_request(article, "form-2").pk != first.pk


def test_nothing_may_be_asked_about_an_article_that_is_not_public(article: Article) -> None:
    draft = making.make_article("Not yet", publish=False)
    with pytest.raises(NotPublic):
        make_request(draft)
    make_request(article)
    flow.article_withdrawn(article, reason="It was invented.", by=None, now=NOW)
    with pytest.raises(NotPublic):
        make_request(article, "form-2")
    assert Request.objects.count() == 1


def test_one_address_cannot_flood_the_desk_and_tomorrow_it_may_ask_again(article: Article) -> None:
    for number in range(5):
        make_request(article, f"form-{number}")
    with pytest.raises(TooMany):
        make_request(article, "form-5", email="MARA@valley.example")
    make_request(article, "form-6", email="other@valley.example")
    Request.objects.update(received_at=NOW - timedelta(days=2))
    assert make_request(article, "form-7")


def test_a_request_goes_back_and_forth_until_it_is_granted(article: Article, key: PrivateKey) -> None:
    request = make_request(article)
    deciding.write_to(request, Answer("A question", "How many copies?"), by=None, now=NOW)
    request.refresh_from_db()
    assert request.state == State.ASKED_BACK
    write_back(request, text="Two hundred.", now=NOW)
    request.refresh_from_db()
    assert request.state == State.OPEN
    deciding.name_price(request, price=Decimal("40.00"), currency="eur", note="per issue")
    given = make_grant(request, key)
    request.refresh_from_db()
    assert (request.state, request.currency) == (State.GRANTED, "EUR")
    assert given.as_document()["statement"]["grant"] == given.name
    assert [letter.kind for letter in request.letters.all()] == ["asked", "received", "notice", "written", "answered", "granted"]
    with pytest.raises(AskingError):
        write_back(request, text="More?", now=NOW)


def test_a_grant_says_what_was_granted_and_no_word_of_it_can_be_changed(article: Article, key: PrivateKey, tmp_path: Path) -> None:
    request = make_request(article, territory="Peru")
    deciding.name_price(request, price=Decimal("40.00"), currency="EUR", note="")
    given, keys = make_grant(request, key), Keyring(tmp_path).public(OUTLET)
    statement = json.loads(given.statement)
    assert (statement["to"], statement["use"], statement["territory"], statement["conditions"]) == ("The Valley Sheet", "print", "Peru", "Name the author.")
    assert not [word for word in ("mara@valley.example", "Mara Quill", "40.00") if word in given.statement]
    assert deciding.verify_grant(given, keys, now=NOW)
    for name in statement:
        forged = {**statement, name: "anything else"}
        given.statement = json.dumps(forged)
        assert not deciding.verify_grant(given, keys, now=NOW), name


def test_what_is_over_stays_over(article: Article, key: PrivateKey) -> None:
    request = make_request(article)
    take_back(request, now=NOW)
    with pytest.raises(DecidingError):
        make_grant(request, key)
    other = make_request(article, "form-2")
    with pytest.raises(DecidingError):
        make_grant(other, key, expires_at=NOW - timedelta(days=1))
    deciding.decline(other, Answer("No", "We cannot."), by=None, now=NOW)
    take_back(other, now=NOW)
    other.refresh_from_db()
    assert other.state == State.DECLINED
    assert Grant.objects.count() == 0


def test_a_grant_that_is_taken_back_says_why_and_keeps_what_was_signed(article: Article, key: PrivateKey) -> None:
    given = make_grant(make_request(article), key)
    with pytest.raises(DecidingError):
        deciding.revoke(given, because=" ", answer=Answer("Ended", "…"), key=key, by=None, now=NOW)
    before = given.statement
    deciding.revoke(given, because="The picture was not ours to give.", answer=Answer("Ended", "The picture was not ours."), key=key, by=None, now=NOW)
    given.refresh_from_db()
    assert (given.revoked_because, given.statement) == ("The picture was not ours to give.", before)


def test_a_copy_is_declared_once_and_stands_under_its_grant(article: Article, key: PrivateKey) -> None:
    request = make_request(article)
    url = "https://valley.example/road"
    declare_copy(article, url=url, by="mara@valley.example", now=NOW)
    given = make_grant(request, key)
    request.refresh_from_db()
    declare_copy(article, url=url, by="mara@valley.example", now=NOW, request=request)
    assert [(copy.url, copy.grant) for copy in Copy.objects.all()] == [(url, given)]


def test_letters_are_sent_once_and_tried_again_when_the_server_fails(article: Article) -> None:
    request = make_request(article)
    deciding.write_to(request, Answer("A question", "How many?"), by=None, now=NOW)
    sent: list[tuple[str, str, str]] = []

    def send(letter: Letter, to: Sequence[str]) -> None:
        sent.extend((one, letter.subject, letter.request.language) for one in to)

    def fail(*_letter: object) -> None:
        raise Unreachable("mail.example", "the connection was cut")

    desk = ["rights@post.example"]
    assert send_due(fail, desk=desk, now=NOW) == 0
    assert send_due(send, desk=desk, now=NOW) == 0  # not before ten minutes have passed
    assert send_due(send, desk=desk, now=NOW + timedelta(minutes=11)) == 3
    assert send_due(send, desk=desk, now=NOW + timedelta(days=9)) == 0
    assert sorted(sent) == [("mara@valley.example", "A question", "fr"), ("mara@valley.example", "Received", "fr"), ("rights@post.example", "A request", "fr")]


def test_a_letter_that_nobody_takes_is_kept_with_its_trouble(article: Article) -> None:
    deciding.write_to(make_request(article), Answer("A question", "How many?"), by=None, now=NOW)

    def fail(*_letter: object) -> None:
        raise Unreachable("mail.example", "the connection was cut")

    for day in range(MOST_TRIES + 2):
        send_due(fail, desk=[], now=NOW + timedelta(days=day))
    letter = Letter.objects.get(kind=Kind.WRITTEN)
    assert (letter.tries, letter.due_at, letter.trouble) == (MOST_TRIES, None, "mail.example: the connection was cut.")
    assert "Nobody works at the rights desk" in Letter.objects.get(direction="desk").trouble


def test_a_letter_that_will_never_be_taken_is_tried_once(article: Article) -> None:
    deciding.write_to(make_request(article), Answer("A question", "How many?"), by=None, now=NOW)

    def refuse(*_letter: object) -> None:
        raise Refused("mail.example", "it takes no letters for this address")

    send_due(refuse, desk=["rights@post.example"], now=NOW)
    assert set(Letter.objects.exclude(direction="in").values_list("tries", "due_at")) == {(1, None)}


def test_a_worker_that_dies_while_sending_leaves_the_letter_to_the_next(article: Article) -> None:
    deciding.write_to(make_request(article), Answer("A question", "How many?"), by=None, now=NOW)
    sent: list[str] = []

    def die(*_letter: object) -> None:
        raise SystemExit(1)

    def send(letter: Letter, _to: Sequence[str]) -> None:
        sent.append(letter.kind)

    with pytest.raises(SystemExit):
        send_due(die, desk=["rights@post.example"], now=NOW)
    assert send_due(send, desk=["rights@post.example"], now=NOW + timedelta(minutes=1)) == 2  # those that nobody had taken
    assert send_due(send, desk=["rights@post.example"], now=NOW + timedelta(minutes=11)) == 1
    assert sorted(sent) == ["notice", "received", "written"]


def test_one_person_cannot_tell_of_copies_without_end(article: Article) -> None:
    for number in range(MOST_COPIES):
        declare_copy(article, url=f"https://valley.example/{number}", by="mara@valley.example", now=NOW)
    with pytest.raises(TooMany):
        declare_copy(article, url="https://valley.example/more", by="mara@valley.example", now=NOW)
    declare_copy(article, url="https://valley.example/7", by="mara@valley.example", now=NOW)  # told again: nothing new
    declare_copy(article, url="https://valley.example/more", by="other@valley.example", now=NOW)
    assert Copy.objects.count() == MOST_COPIES + 1
