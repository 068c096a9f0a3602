"""The first editor's way in, invitations and new passwords: each link does one thing, once, for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import html
from lxml.html import HtmlElement, tostring

from coranto import languages
from coranto.languages import catalogs
from coranto.members.models import User
from coranto.newsroom import words
from coranto.newsroom.founding import found_publication
from coranto.newsroom.inviting import invitation_link, reset_link
from coranto.newsroom.setting_up import set_up_path
from tests.site.english import english_in, told

pytestmark = pytest.mark.django_db

FACTS = {"first_name": "Ada", "last_name": "Editor", "email": "ada@example.org", "password": "a road of forty leagues"}


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()


def test_the_set_up_link_makes_the_first_editor_and_then_never_works_again() -> None:
    path, client = set_up_path(now=timezone.now()), Client()
    assert client.get(path).status_code == 200
    answer = client.post(path, FACTS)
    assert answer.status_code == 302
    user = User.objects.get()
    assert user.is_superuser
    assert user.groups.filter(name="Administrators").exists()
    assert client.get("/desk/").status_code == 200  # signed in
    assert Client().get(path).status_code == 403
    assert Client().get(set_up_path(now=timezone.now())).status_code == 403  # a fresh one neither


@pytest.mark.parametrize(
    "headers",
    [{"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}, {"REMOTE_ADDR": "nonsense"}],
)
def test_the_set_up_link_works_from_this_machine_alone(headers: dict[str, str]) -> None:
    path = set_up_path(now=timezone.now())
    assert Client().post(path, FACTS, **headers).status_code == 403
    assert not User.objects.exists()


def test_the_set_up_link_ends_after_half_an_hour() -> None:
    path = set_up_path(now=timezone.now() - timedelta(minutes=31))
    assert Client().post(path, FACTS).status_code == 403
    assert not User.objects.exists()


def test_a_weak_password_makes_no_account() -> None:
    answer = Client().post(set_up_path(now=timezone.now()), {**FACTS, "password": "password1234"})
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_an_invited_colleague_gets_the_role_and_nothing_more() -> None:
    link = invitation_link("ben@example.org", "Authors", now=timezone.now()).split("8000")[1]
    client = Client()
    assert client.post(link, {"first_name": "Ben", "password": "another long road home"}).status_code == 302
    user = User.objects.get(email="ben@example.org")
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == ["Authors"]
    assert Client().post(link, {"first_name": "Eve", "password": "another long road home"}).status_code == 403


def main(answer: HttpResponse) -> tuple[HtmlElement, list[tuple[str, str]]]:
    """What stands on a page of the desk before anybody is signed in, and every text on it."""
    [found] = html.fromstring(answer.content).xpath("//main")
    return found, list(told(tostring(found), found.get("lang", "en")))


@pytest.mark.parametrize("code", languages.CODES)
def test_an_invitation_is_answered_in_the_language_that_it_was_written_in(code: str) -> None:
    path = invitation_link("ben@example.org", "Authors", now=timezone.now(), language=code).split("8000")[1]
    client, say = Client(), catalogs.translator(code).gettext
    for answer in (client.get(path), client.post(path, {"first_name": "Ben", "password": "password1234"})):
        shown, texts = main(answer)
        assert (shown.get("lang"), shown.get("dir")) == (code, languages.get(code).direction)
        assert say(words.WELCOME) in shown.text_content()
        assert [text for _place, text in texts if code != "en" and english_in(text, code)] == []
    assert say(words.PASSWORD_BETTER) in shown.text_content()
    assert client.post(path, {"first_name": "Ben", "password": "another long road home"}).status_code == 302
    for address, said in ((path, words.WAS_USED), (path[:-9] + "/", words.HAS_ENDED)):
        answer = Client().get(address, headers={"accept-language": code})
        assert answer.status_code == 403
        assert say(said) in main(answer)[0].text_content()


def test_a_link_for_a_new_password_dies_with_its_use() -> None:
    user = User.objects.create_user("cem@example.org", "the first long password")
    link = reset_link(user, now=timezone.now()).split("8000")[1]
    assert Client().post(link, {"password": "the second long password"}).status_code == 302
    user.refresh_from_db()
    assert user.check_password("the second long password")
    assert Client().post(link, {"password": "a third one by a thief"}).status_code == 403


def test_only_administrators_may_invite() -> None:
    editor = User.objects.create_user("ed@example.org", "the first long password")
    editor.groups.set([])
    client = Client()
    client.force_login(editor)
    assert client.get("/desk/coranto/invite/").status_code in {302, 403}
