"""Articles are given to translators: who may have them, who is told, how far they are, and what stands on whose desk."""

from __future__ import annotations

import email
from datetime import UTC, date, datetime, timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail.users.models import UserProfile

from coranto.articles.models import Article
from coranto.languages import catalogs, formatting
from coranto.members.models import User
from coranto.newsroom import flow, inviting, mailing, words
from coranto.newsroom.founding import found_publication
from coranto.newsroom.translating import telling
from coranto.newsroom.translating.matrix import Wanted, read_matrix
from coranto.outbound.errors import BadAnswer
from coranto.outbound.mailers.folder import FolderMailer
from coranto.publication.models import LanguagePolicy
from coranto.translation.assigning import AssignError, assign, finish, held_by, take_back
from coranto.translation.models import Assignment, TranslatorLanguage
from coranto.translation.sources import read_source
from tests.site import making
from tests.site.english import english_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
TEXT = "The road is old. The mayor opened the bridge."


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "ar", "es", "ja"]).delete()


class ServerMailer(FolderMailer):
    """The folder, said to be a server: letters count as sent. `fails` makes it refuse."""

    leaves_the_machine = True

    def __init__(self, folder: Path, *, fails: bool = False) -> None:
        super().__init__(folder)
        self.folder, self.fails = folder, fails

    def send(self, message: Any, *, sender: str, recipients: list[str]) -> None:
        if self.fails:
            raise BadAnswer("smtp://mail.example.org", "the server is full", status=452, retry=True)
        super().send(message, sender=sender, recipients=recipients)

    def letters(self) -> list[Any]:
        return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(self.folder.glob("*.eml"))]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ServerMailer:
    mailer = ServerMailer(tmp_path / "sent")
    for module in (telling, mailing):
        monkeypatch.setattr(module, "mailer_of_instance", lambda: mailer)
    return mailer


def said(letter: Any) -> str:
    """The plain text of a letter."""
    return str(letter.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def make_colleague(role: str, first: str, last: str = "") -> User:
    person = User.objects.create_user(f"{first.lower()}@example.org", "a long enough password", first_name=first, last_name=last)
    person.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=person.pk)


def desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def first_key(article: Article) -> str:
    return read_source(article.public.version).segments[0].key


def test_a_volunteer_is_given_languages_and_sees_them_on_the_first_screen() -> None:
    ada, ben = make_colleague("Editors", "Ada"), make_colleague("Translators", "Ben", "Okri")
    address = reverse("coranto_translator", args=[ben.pk])
    assert desk(ada).post(address, {"languages": ["es", "ja"], "byline": ""}).status_code == 302
    assert sorted(ben.translator_languages.values_list("language", flat=True)) == ["es", "ja"]
    first = desk(ben).get("/desk/").content.decode()
    assert "\u2068Español\u2069, \u2068日本語\u2069" in first, "each name keeps its own direction"
    assert reverse("coranto_mine") in first
    assert desk(ben).get(address).status_code == 302, "a translator gives nobody languages"
    assert "Ben Okri" in desk(ada).get(reverse("coranto_translators")).content.decode()
    desk(ada).post(address, {"languages": ["es"], "byline": ""})
    assert list(ben.translator_languages.values_list("language", flat=True)) == ["es"]


def test_an_article_is_given_by_the_desk_told_by_letter_begun_and_done(server: ServerMailer) -> None:
    ada, ben = make_colleague("Editors", "Ada", "Lovelace"), make_colleague("Translators", "Ben", "Okri")
    road = making.make_article("The old road", text=TEXT)
    answer = desk(ada).post(
        reverse("coranto_give", args=[road.pk]), {"languages": ["es", "ar"], "person": ben.pk, "due": "2099-03-09", "note": "The names stay Latin."}
    )
    assert answer.status_code == 302
    assert server.letters() == [], "nothing is sent while the desk writes"
    assert telling.tell_due(now=NOW) == 0, "not before its moment"
    now = Assignment.objects.order_by("-tell_at")[0].tell_at
    assert now is not None
    assert telling.tell_due(now=now) == 2
    assert telling.tell_due(now=now) == 0, "nobody is told twice"
    letter = server.letters()[0]
    text = said(letter)
    assert letter["To"] == "ben@example.org"
    assert letter["Content-Language"] == "es", "nobody has chosen a language for the desk: the one that is translated into"
    assert str(letter["Subject"]) == "Le pedimos que traduzca: The old road"
    assert "\u2068Ada Lovelace\u2069 le pide que traduzca un artículo." in text
    assert "Idioma de la traducción: \u2068Español\u2069\nFecha de entrega: 9 de marzo de 2099" in text
    assert "The names stay Latin." in text
    assert f"{settings.INSTANCE.public_url}/desk/coranto/translations/mine/" in text
    assert {cell.held_by for cell in read_matrix(Wanted(), page=1).rows[0].cells} == {"", "Ben Okri"}
    page = desk(ben).get(reverse("coranto_mine")).content.decode()
    assert page.count("The old road") == 2
    flow.sentence_accepted(road, "es", first_key(road), text="La carretera vieja", by=ben, now=NOW)
    assert sorted(row.state for row in held_by(ben)) == ["begun", "open"]
    begun = Assignment.objects.get(state="begun")
    assert desk(ada).post(reverse("coranto_mine"), {"assignment": begun.pk, "act": "done"}).status_code == 404, "it is not hers"
    desk(ben).post(reverse("coranto_mine"), {"assignment": begun.pk, "act": "done"})
    begun.refresh_from_db()
    assert begun.state == "done"
    assert [row.language for row in held_by(ben)] == ["ar"]


@pytest.mark.parametrize(("chosen", "written"), [("ar", "ar"), ("pt-br", "pt"), ("zh-hant", "zh-Hant"), ("en", "en"), ("", "ja"), ("xx", "ja")])
def test_a_letter_is_written_in_the_language_of_the_colleagues_desk_else_in_the_one_they_translate_into(server: ServerMailer, chosen: str, written: str) -> None:
    ben = make_colleague("Translators", "Ben", "Okri")
    UserProfile.objects.create(user=ben, preferred_language=chosen)
    assign(ben, making.make_article("The old road").pk, "ja", by=None, now=NOW, due=date(2099, 3, 9))
    assert telling.tell_due(now=NOW) == 1
    letter, say = server.letters()[0], catalogs.translator(written).gettext
    assert letter["Content-Language"] == written
    assert str(letter["Subject"]) == say(words.TO_TRANSLATE) % {"headline": "The old road"}
    assert formatting.format_date(date(2099, 3, 9), written) in said(letter)
    assert english_in(said(letter), written, known=("The old road", "The Example", "日本語")) == "" or written == "en"


def test_a_letter_in_arabic_runs_to_the_left_and_its_address_stays_whole(server: ServerMailer) -> None:
    ben = make_colleague("Translators", "Ben", "Okri")
    assign(ben, making.make_article("The old road").pk, "ar", by=None, now=NOW, note="<b>Mind</b> the names.")
    telling.tell_due(now=NOW)
    letter, address = server.letters()[0], f"{settings.INSTANCE.public_url}/desk/coranto/translations/mine/"
    assert f"\n{address}\n" in said(letter), "on a line of its own, where no word runs to the left"
    page = html.fromstring(letter.get_body(("html",)).get_content())
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert page.xpath("//a/@href") == [address]
    assert "<b>Mind</b> the names." in page.text_content()


def test_an_invitation_is_written_in_the_language_that_was_chosen_for_it(server: ServerMailer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "mailer_of_instance", lambda: server)
    client = desk(make_colleague("Administrators", "Ada"))
    for address, language in (("eva@example.org", "fa"), ("ben@example.org", "")):
        client.post(reverse("coranto_invite"), {"email": address, "role": "Translators", "language": language})
    persian, plain = sorted(server.letters(), key=lambda one: str(one["To"]), reverse=True)
    assert (persian["Content-Language"], plain["Content-Language"]) == ("fa", "en")
    assert "ظرف هفت روز" in said(persian)
    assert "/desk/invitation/" in said(persian)
    assert "within seven days" in said(plain)


def test_only_one_has_it_and_the_other_is_told(server: ServerMailer) -> None:
    ben, eva = make_colleague("Translators", "Ben"), make_colleague("Translators", "Eva")
    road = making.make_article("The old road", text=TEXT)
    given = assign(ben, road.pk, "es", by=None, now=NOW)
    telling.tell_due(now=NOW)
    assign(eva, road.pk, "es", by=None, now=NOW)
    given.refresh_from_db()
    assert given.state == "taken"
    assert telling.tell_due(now=NOW) == 2
    assert sorted((str(letter["To"]), "Ya no hace falta" in said(letter)) for letter in server.letters()[1:]) == [("ben@example.org", True), ("eva@example.org", False)]
    assert not held_by(ben)
    untold = assign(ben, road.pk, "ja", by=None, now=NOW)
    take_back(untold, now=NOW)
    assert telling.tell_due(now=NOW) == 0, "whoever heard nothing is told nothing"
    again = assign(ben, road.pk, "ja", by=None, now=NOW)
    assert (again.pk, again.state) == (untold.pk, "open")


def test_a_letter_that_fails_is_tried_again_and_given_up_at_last(server: ServerMailer) -> None:
    ben, road = make_colleague("Translators", "Ben"), making.make_article("The old road", text=TEXT)
    row, now = assign(ben, road.pk, "es", by=None, now=NOW), NOW
    server.fails = True
    for tries in range(1, 6):
        telling.tell_due(now=now)
        row.refresh_from_db()
        assert row.tries == tries
        now = row.tell_at or now
    assert row.tell_at is None
    assert "the server is full" in row.problem
    page = desk(make_colleague("Editors", "Ada")).get(reverse("coranto_assignments")).content.decode()
    assert "Not sent" in page
    server.fails = False
    assert telling.tell_due(now=now + timedelta(days=1)) == 0


def test_a_letter_that_a_dead_worker_claimed_is_written_after_its_lease(server: ServerMailer) -> None:
    ben, road = make_colleague("Translators", "Ben"), making.make_article("The old road", text=TEXT)
    row = assign(ben, road.pk, "es", by=None, now=NOW)
    Assignment.objects.filter(pk=row.pk).update(tell_at=NOW + telling.LEASE, tries=1)
    assert telling.tell_due(now=NOW) == 0
    assert telling.tell_due(now=NOW + telling.LEASE) == 1


def test_without_a_mail_server_the_desk_says_so_and_it_stands_on_the_list() -> None:
    ada, ben = make_colleague("Editors", "Ada"), make_colleague("Translators", "Ben")
    road, client = making.make_article("The old road", text=TEXT), desk(ada)
    page = client.get(reverse("coranto_give", args=[road.pk])).content.decode()
    assert "No mail server is set up" in page
    answer = client.post(reverse("coranto_give", args=[road.pk]), {"languages": ["es"], "person": ben.pk}, follow=True)
    assert "No mail server is set up, so no letter is sent" in answer.content.decode()
    assert telling.tell_due(now=NOW + timedelta(days=9999)) == 0
    assert len(held_by(ben)) == 1


def test_what_was_given_long_ago_is_not_told_when_a_server_comes_at_last(server: ServerMailer) -> None:
    ben, road = make_colleague("Translators", "Ben"), making.make_article("The old road", text=TEXT)
    assign(ben, road.pk, "es", by=None, now=NOW)
    assert telling.tell_due(now=NOW + timedelta(days=4)) == 0
    assert server.letters() == []
    assert "too late" in Assignment.objects.get().problem


def test_nobody_is_asked_for_what_they_do_not_do_or_nobody_may_read() -> None:
    ben, writer = make_colleague("Translators", "Ben"), make_colleague("Authors", "Wu")
    TranslatorLanguage.objects.create(person=ben, language="es")
    road, draft = making.make_article("The old road", text=TEXT), making.make_article("A draft", publish=False)
    with pytest.raises(AssignError, match=r"Ben does not translate into Arabic \(ar\)"):
        assign(ben, road.pk, "ar", by=None, now=NOW)
    with pytest.raises(AssignError, match="does not translate into"):
        assign(writer, road.pk, "es", by=None, now=NOW)
    with pytest.raises(AssignError, match="written in English"):
        assign(ben, road.pk, "en", by=None, now=NOW)
    with pytest.raises(AssignError, match="not public"):
        assign(ben, draft.pk, "es", by=None, now=NOW)
    ada = desk(make_colleague("Editors", "Ada"))
    said = ada.post(reverse("coranto_give", args=[road.pk]), {"languages": ["es", "ar"], "person": ben.pk}).content.decode()
    assert "does not translate into Arabic" in said
    assert not Assignment.objects.exists(), "all or nothing"
    assert ada.get(reverse("coranto_give", args=[draft.pk])).status_code == 404
    row = assign(ben, road.pk, "es", by=None, now=NOW)
    with pytest.raises(AssignError):
        finish(row, state="open", now=NOW)


def test_those_who_direct_take_back_and_others_may_not() -> None:
    ada, ben, road = make_colleague("Editors", "Ada"), make_colleague("Translators", "Ben"), making.make_article("The old road", text=TEXT)
    row = assign(ben, road.pk, "es", by=ada, now=NOW)
    assert desk(ben).post(reverse("coranto_assignments"), {"assignment": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.state == "open"
    desk(ada).post(reverse("coranto_assignments"), {"assignment": row.pk})
    row.refresh_from_db()
    assert row.state == "taken"
