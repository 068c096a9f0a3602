"""The rights desk from end to end: a form, letters over a real mail server, a signed permission, and its end."""

from __future__ import annotations

import email
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from coranto.articles.models import Article
from coranto.licensing.asking import declare_copy
from coranto.licensing.models import Copy, Grant, Letter, Request, State
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.newsroom.rights_desk.sending import send_letters
from coranto.rights.models import Terms
from coranto.rights.presets import PRESETS
from coranto.rights.stating import make_default, state_terms
from coranto.signing.grants import Standing, verify_grant
from coranto.syndication.keyring import public_keys, ring
from tests.site import making
from tests.site.test_permission import WISH, ask_for, look

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = "/desk/coranto/permission/"


class Post:
    """A mail server on loopback, and the letters that it has got."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], EmailMessage]] = []
        self.is_full = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.is_full:
            return "452 Later"
        found = email.message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        assert isinstance(found, EmailMessage)
        self.got.append((list(envelope.rcpt_tos), found))
        return "250 OK"

    def text_to(self, address: str) -> str:
        """The newest letter to somebody."""
        letter = next(letter for to, letter in reversed(self.got) if to == [address])
        return str(letter.get_body(("plain",)).get_content())


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    handler = Post()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.INSTANCE = replace(settings.INSTANCE, mail_url=f"smtp://127.0.0.1:{port}")
    yield handler
    controller.stop()


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> None:
    settings.INSTANCE = replace(settings.INSTANCE, folder=tmp_path)
    ring().create(now=timezone.now())


@pytest.fixture
def article(keys: None) -> Article:
    found_publication()
    making.make_publication("fr", "ar")
    terms = Terms.objects.create(name="Community", slug="community")
    state_terms(terms, PRESETS["community"].record, notice="")
    make_default(terms)
    return making.make_article("A road is built", authors=[making.make_person()])


def signed_in(role: str) -> Client:
    user = User.objects.create_user(f"{role.split()[0].lower()}@post.example", "a long enough password")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def act(desk: Client, request: Request, action: str, **said: str) -> Any:
    """Press one of the buttons of a request."""
    return desk.post(f"{LIST}{request.pk}/", {"action": action, **{f"{action}-{name}": value for name, value in said.items()}})


def link_in(text: str) -> str:
    """The path of the address that a letter ends with."""
    found = re.findall(r"https?://[^/\s]+(/[a-zA-Z-]+/permission/letters/\S+)", text)
    return str(found[-1])


def test_from_a_question_in_french_to_a_permission_that_anyone_can_verify(article: Article, post: Post) -> None:
    desk = signed_in("Rights desk")
    ask_for(article, language="fr")
    assert send_letters(now=timezone.now()) == 2
    assert send_letters(now=timezone.now()) == 0
    request = Request.objects.get()
    receipt, notice = post.text_to("mara@valley.example"), post.text_to("rights@post.example")
    assert "Nous avons reçu votre demande." in receipt
    assert not [word for word in (WISH["name"], WISH["message"], WISH["outlet"]) if word in receipt]  # nobody knows yet whose address it is
    assert "Mara Quill" in notice
    assert f"/desk/coranto/permission/{request.pk}/" in notice
    assert "The Valley Sheet" in desk.get(LIST).content.decode()
    page = desk.get(f"{LIST}{request.pk}/").content.decode()
    assert "For this you need our permission." in page
    assert "We print on Fridays." in page

    assert act(desk, request, "write", text="Combien d’exemplaires ?").status_code == 302
    send_letters(now=timezone.now())
    letter = post.text_to("mara@valley.example")
    assert "Combien d’exemplaires ?" in letter
    door = link_in(letter)
    shown = look(door)
    assert "Nous attendons votre réponse." in shown.text_content()
    assert Client().post(door, {"action": "write", "text": "Neuf cents."}).status_code == 303
    assert Client().post(door, {"action": "write", "text": "Neuf cents."}).status_code == 303  # sent twice, kept once
    request.refresh_from_db()
    assert (request.state, request.letters.filter(kind="answered").count()) == (State.OPEN, 1)

    assert act(desk, request, "price", price="40", currency="eur", price_note="per issue").status_code == 302
    assert act(desk, request, "grant", conditions="Whole and unchanged.", text="Volontiers.").status_code == 302
    send_letters(now=timezone.now())
    letter = post.text_to("mara@valley.example")
    given = Grant.objects.get()
    assert "Nous vous donnons cette autorisation.\n\nVolontiers." in letter.replace("\r\n", "\n")
    assert f"/fr/grant/{given.name}/" in letter
    document = json.loads(Client().get(f"/grant/{given.name}.json").content)
    assert verify_grant(document, public_keys(), now=timezone.now())
    words = look(f"/fr/grant/{given.name}/").text_content()
    assert all(part in words for part in ("The Valley Sheet", "Whole and unchanged.", "La signature a été vérifiée"))
    assert not [word for word in ("mara@valley.example", "Mara Quill", "40.00", "EUR") if word in words + json.dumps(document)]


def test_a_permission_that_is_taken_back_says_so_everywhere(article: Article, post: Post) -> None:
    desk = signed_in("Rights desk")
    ask_for(article)
    request = Request.objects.get()
    act(desk, request, "grant", conditions="", text="")
    given = Grant.objects.get()
    assert act(desk, request, "revoke", because=" ").status_code == 200  # a reason is needed
    assert act(desk, request, "revoke", because="The picture was not ours to give.").status_code == 302
    words = look(f"/en/grant/{given.name}/").text_content()
    assert "This permission is no longer valid." in words
    assert "The picture was not ours to give." in words
    document = json.loads(Client().get(f"/grant/{given.name}.json").content)
    assert verify_grant(document, public_keys(), now=timezone.now()).standing is Standing.REVOKED
    send_letters(now=timezone.now())
    send_letters(now=timezone.now())
    assert "The picture was not ours to give." in post.text_to("mara@valley.example")
    history = desk.get(f"{LIST}{request.pk}/").content.decode()
    assert history.index("was taken back") < history.index("was given")
    named = PageLogEntry.objects.filter(page=article.pk, action__startswith="coranto.permission").order_by("timestamp")
    assert list(named.values_list("action", flat=True)) == ["coranto.permission_grant", "coranto.permission_revoke"]


def test_a_copy_is_declared_by_who_has_the_link_and_listed_at_the_article(article: Article, post: Post) -> None:
    desk = signed_in("Rights desk")
    ask_for(article)
    act(desk, Request.objects.get(), "grant", conditions="", text="")
    for _ in range(2):
        send_letters(now=timezone.now())
    door = link_in(post.text_to("mara@valley.example"))
    for bad in ("javascript:alert(1)", "valley", "https://valley.example/" + "x" * 600, "ftp://valley.example/"):
        assert "Please check" in Client().post(door, {"action": "declare", "url": bad}).content.decode()
    assert Client().post(door, {"action": "declare", "url": "https://valley.example/road"}).status_code == 303
    [copy] = Copy.objects.all()
    assert (copy.url, copy.outlet, copy.grant, copy.version.number) == ("https://valley.example/road", "The Valley Sheet", Grant.objects.get(), 1)
    assert "https://valley.example/road" in look(door).text_content()
    listed = desk.get(f"/desk/coranto/copies/{article.pk}/").content.decode()
    assert 'href="https://valley.example/road"' in listed
    assert desk.post(f"/desk/coranto/copies/{article.pk}/", {"url": "https://other.example/road", "outlet": "Other"}).status_code == 302
    assert Copy.objects.count() == 2
    editor = signed_in("Editors").get(f"/desk/coranto/copies/{article.pk}/").content.decode()
    assert "https://other.example/road" in editor
    assert "Mara Quill" not in editor  # who asked is for those who decide


def test_declining_and_taking_back_end_a_request(article: Article, post: Post) -> None:
    desk = signed_in("Administrators")
    ask_for(article)
    first = Request.objects.get()
    assert act(desk, first, "decline", text="Not this year.").status_code == 302
    assert act(desk, first, "write", text="Wait.").status_code == 200  # it is over: the form says so
    assert "This request is over" in act(desk, first, "write", text="Wait.").content.decode()
    for _ in range(2):
        send_letters(now=timezone.now())
    assert "We cannot give you this permission." in post.text_to("mara@valley.example")
    ask_for(article, email="other@valley.example")
    second = Request.objects.latest("pk")
    send_letters(now=timezone.now())
    door = link_in(post.text_to("other@valley.example"))
    assert Client().post(door, {"action": "take back"}).status_code == 303
    second.refresh_from_db()
    assert second.state == State.TAKEN_BACK
    assert "You have taken your request back." in look(door).text_content()
    assert not [form for form in look(door).forms if form.form_values() == [("action", "take back")]]


def test_a_letter_that_the_server_puts_off_goes_later_and_the_desk_sees_why(article: Article, post: Post) -> None:
    desk = signed_in("Rights desk")
    post.is_full = True
    ask_for(article)
    now = timezone.now()
    assert send_letters(now=now) == 0
    assert "452" in desk.get(f"{LIST}{Request.objects.get().pk}/").content.decode()
    post.is_full = False
    assert send_letters(now=now + timedelta(minutes=11)) == 2


def test_without_a_mail_server_letters_wait_and_the_desk_has_the_address_to_hand_over(article: Article) -> None:
    desk = signed_in("Rights desk")
    ask_for(article)
    assert send_letters(now=timezone.now()) == 0
    assert Letter.objects.filter(due_at=None).exclude(direction="in").count() == 0
    page = desk.get(f"{LIST}{Request.objects.get().pk}/").content.decode()
    assert "No mail server is set up" in page
    assert "We have received your request." in look(link_in(page.replace('"', " "))).text_content()


def test_old_letters_do_not_go_out_when_a_mail_server_comes_at_last(article: Article, post: Post) -> None:
    ask_for(article)
    Letter.objects.update(at=timezone.now() - timedelta(days=20))
    assert send_letters(now=timezone.now()) == 0
    assert post.got == []
    assert Letter.objects.exclude(trouble="").count() == 2


def test_the_letters_open_for_nobody_without_the_signed_address(article: Article, post: Post) -> None:
    ask_for(article)
    send_letters(now=timezone.now())
    door = link_in(post.text_to("mara@valley.example"))
    assert Client().get(door).status_code == 200  # the control
    way, _, token = door.rstrip("/").rpartition("/")
    forged = [token[:-1], token[:-2] + "AA", token + "A", "x", token.swapcase(), form_token_of(article)]
    for bad in forged:
        assert Client().get(f"{way}/{bad}/").status_code == 404, bad
        assert Client().post(f"{way}/{bad}/", {"action": "take back"}).status_code == 404
    assert Request.objects.get().state == State.NEW


def form_token_of(article: Article) -> str:
    """A good token, for another purpose."""
    page = look("/en/permission/", article=article.pk, use="print", by="outlet")
    return str(page.xpath("//input[@name='form']/@value")[0])


def test_what_a_revoked_key_had_signed_is_signed_again(article: Article) -> None:
    desk = signed_in("Rights desk")
    ask_for(article)
    act(desk, Request.objects.get(), "grant", conditions="", text="")
    given = Grant.objects.get()
    before = given.statement
    ring().revoke(given.signature["kid"], because="It was stolen.", now=timezone.now())
    assert "no longer valid" in look(f"/en/grant/{given.name}/").text_content()
    ring().create(now=timezone.now())
    flow.signing_keys_changed(now=timezone.now())
    given.refresh_from_db()
    assert given.statement == before
    assert verify_grant(given.as_document(), public_keys(), now=timezone.now())


def test_without_a_key_nothing_is_granted_and_the_desk_learns_why(article: Article) -> None:
    desk = signed_in("Rights desk")
    ask_for(article)
    for key in public_keys():
        ring().revoke(key.kid, because="It was stolen.", now=timezone.now())
    answer = act(desk, Request.objects.get(), "grant", conditions="", text="")
    assert "coranto keys rotate" in answer.content.decode()
    assert Grant.objects.count() == 0


def test_the_last_day_of_a_permission_counts_whole(article: Article) -> None:
    desk = signed_in("Rights desk")
    ask_for(article)
    request = Request.objects.get()
    assert act(desk, request, "grant", conditions="", text="", expires_on="2001-01-01").status_code == 200
    assert act(desk, request, "grant", conditions="", text="", expires_on="2099-12-31").status_code == 302
    assert json.loads(Grant.objects.get().statement)["expires"] == "2100-01-01T00:00:00Z"


@pytest.mark.parametrize("role", ["Contributors", "Authors", "Editors", "Translators"])
def test_only_the_rights_desk_and_administrators_see_who_asks(article: Article, role: str) -> None:
    ask_for(article)
    client, number = signed_in(role), Request.objects.get().pk
    for path in (LIST, f"{LIST}{number}/"):
        answer = client.get(path, follow=True)
        assert "Mara Quill" not in answer.content.decode()
    assert act(client, Request.objects.get(), "decline", text="No.").status_code in {302, 403}
    assert Request.objects.get().state == State.NEW
    assert "Mara Quill" in signed_in("Rights desk").get(f"{LIST}{number}/").content.decode()  # the control


def test_the_list_is_narrowed_by_state_use_and_words(article: Article) -> None:
    desk = signed_in("Rights desk")
    ask_for(article)
    ask_for(article, use="commercial", email="b@valley.example", outlet="Other Sheet", name="Bo")
    act(desk, Request.objects.get(use="commercial"), "note", text="They rang.")

    def names(**asked: str) -> list[str]:
        page = lxml.html.fromstring(desk.get(LIST, asked).content)
        return sorted(page.xpath("//table//td[@class='title']//a//bdi/text()"))

    assert names() == ["Other Sheet", "The Valley Sheet"]
    assert names(state="new") == ["The Valley Sheet"]
    assert names(state="open") == ["Other Sheet"]
    assert names(state="waiting") == ["Other Sheet", "The Valley Sheet"]
    assert names(use="commercial") == ["Other Sheet"]
    assert names(words="valley") == ["The Valley Sheet"]
    assert names(words="nobody") == []
    menu = desk.get("/desk/").content.decode()
    assert "Requests for permission (2)" in menu


def test_the_desk_reads_a_long_list_with_a_bounded_number_of_queries(article: Article, django_assert_max_num_queries: Any) -> None:
    desk = signed_in("Rights desk")
    for number in range(12):
        ask_for(article, email=f"reader{number}@valley.example")
    desk.get(LIST)
    with django_assert_max_num_queries(25):
        desk.get(LIST)


def test_a_day_of_publication_is_asked_of_the_terms(article: Article) -> None:
    terms = Terms.objects.get(slug="community")
    ends = datetime(2031, 1, 1, tzinfo=timezone.get_default_timezone())
    state_terms(terms, replace(PRESETS["community"].record, expires=ends), notice="")
    late = making.make_article("Under terms that end", slug="ends")

    def verdict(on: str) -> str:
        page = look("/en/permission/", article=late.pk, use="repost", by="community", on=on)
        return str(page.xpath("//section[@class='asking-answer']/@data-verdict")[0])

    assert [verdict(on) for on in ("2030-12-31", "2031-01-01", "", "yesterday")] == ["yes", "ask", "yes", "yes"]




def test_the_permission_of_a_withdrawn_article_says_so(article: Article) -> None:
    desk = signed_in("Rights desk")
    ask_for(article)
    act(desk, Request.objects.get(), "grant", conditions="", text="")
    address = f"/en/grant/{Grant.objects.get().name}/"
    assert "withdrawn" not in look(address).text_content()
    flow.article_withdrawn(article, reason="It was invented.", by=None, now=timezone.now())
    assert "The publication no longer stands by it." in look(address).text_content()
    assert not look(address).xpath("//h1/a")
    shown = desk.get(f"{LIST}{Request.objects.get().pk}/").content.decode()
    assert "The article is not public any more." in shown


def test_who_asked_is_deleted_when_it_is_over_and_the_permission_stays(article: Article) -> None:
    desk = signed_in("Rights desk")
    ask_for(article)
    request = Request.objects.get()
    act(desk, request, "forget", meant="on")
    request.refresh_from_db()
    assert request.email == WISH["email"]  # not before it is over
    act(desk, request, "grant", conditions="", text="Gladly, Mara Quill.")
    declare_copy(article, url="https://valley.example/road", by=WISH["email"], now=timezone.now(), request=request)
    assert act(desk, request, "forget").status_code == 200  # it has to be meant
    assert act(desk, request, "forget", meant="on").status_code == 302
    kept = [json.dumps(list(model.objects.values()), default=str) for model in (Request, Letter, Grant, Copy, ModelLogEntry, PageLogEntry)]
    assert not [word for word in (WISH["name"], WISH["email"], WISH["message"]) if word in "".join(kept)]
    assert verify_grant(Grant.objects.get().as_document(), public_keys(), now=timezone.now())
    assert Copy.objects.get().grant == Grant.objects.get()
    assert act(desk, request, "revoke", because="It was not ours.").status_code == 302
    assert desk.get(f"{LIST}{request.pk}/").status_code == desk.get(LIST).status_code == 200
