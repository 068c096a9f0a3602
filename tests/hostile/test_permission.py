"""What attackers type into the form for permission: nothing becomes a header, a second recipient, a script or a second request."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.utils import timezone

from coranto.articles.models import Article
from coranto.licensing.links import letters_token
from coranto.licensing.models import Letter, Request
from coranto.newsroom.rights_desk.sending import send_letters
from tests.hostile.payloads import canary
from tests.hostile.watching import Shelf, chromium, served, watch
from tests.newsroom.test_rights_desk import LIST, Post, act, article, keys, post, signed_in  # noqa: F401 - fixtures
from tests.site.test_permission import WISH, ask_for, filled_in, look

pytestmark = [pytest.mark.django_db]

ADDRESS = "/en/permission/"
BREAKS = ("\r\nBcc: all@valley.example", "\nBcc: all@valley.example", "\r\n\r\nHello", "\x00", "\x0b", "\u2028Bcc: x", "\x85Bcc: x", "%0d%0aBcc: x")
ADDRESSES = (
    "mara@valley.example\r\nBcc: all@valley.example", "mara@valley.example,all@valley.example", "mara@valley.example;all@valley.example", "Mara <mara@valley.example>",
    '"mara all"@valley.example', "mara@[127.0.0.1]", "mara@localhost", "mara", "@", "", "mara@valley.example\x00", "=?utf-8?q?mara?=@valley.example", "m" * 250 + "@valley.example",
    "mara@valley..example", "<script>@valley.example", "mara@valley.example\u202e", "mailto:mara@valley.example",
)  # fmt: skip


def test_an_address_that_is_none_asks_for_nothing(article: Article) -> None:  # noqa: F811
    for evil in ADDRESSES:
        answer = ask_for(article, email=evil)
        assert (answer.status_code, "Please check: E-mail" in answer.content.decode()) == (400, True), evil
    assert Request.objects.count() == 0
    assert ask_for(article).status_code == 303  # the control


def test_no_line_break_becomes_a_header_or_a_recipient(article: Article, post: Post) -> None:  # noqa: F811
    signed_in("Rights desk")
    for number, evil in enumerate(BREAKS):
        for field in ("name", "outlet", "territory", "circulation", "message"):
            ask_for(article, **{field: f"Mara{evil}", "email": f"mara@{field}{number}.example"})
    assert Request.objects.count() > 30
    while send_letters(now=timezone.now()):
        pass
    assert {tuple(to) for to, _letter in post.got} == {("rights@post.example",), *((email,) for email in Request.objects.values_list("email", flat=True))}
    for _to, letter in post.got:
        assert letter["Bcc"] is None
        assert len(letter.get_all("Subject", [])) == len(letter.get_all("To", [])) == 1
    assert all(request.name == " ".join(request.name.split()) for request in Request.objects.all())
    assert len(post.got) == 2 * Request.objects.count()


def test_a_headline_with_line_breaks_and_encoded_words_stays_one_subject(article: Article, post: Post) -> None:  # noqa: F811
    ask_for(article)
    Letter.objects.filter(direction="out").update(subject="A road\r\nBcc: all@valley.example")
    send_letters(now=timezone.now())
    [(to, letter)] = [(to, letter) for to, letter in post.got if "Bcc" in letter["Subject"]]
    assert (to, letter["Bcc"], letter["Subject"]) == (["mara@valley.example"], None, "A road Bcc: all@valley.example")


def test_a_megabyte_is_answered_and_not_kept(article: Article) -> None:  # noqa: F811
    answer = ask_for(article, message="x" * 1_000_000)
    assert answer.status_code == 413
    assert len(answer.content) < 60_000
    answer = ask_for(article, message="x" * 100_000)
    assert answer.status_code == 400
    assert "Please check: Message" in answer.content.decode()
    assert len(answer.content) < 60_000
    for field in ("name", "outlet", "territory", "circulation"):
        assert ask_for(article, **{field: "x" * 10_000}).status_code == 400
    assert Request.objects.count() == 0
    assert Client().get(ADDRESS, {"article": "x" * 100_000}).status_code == 200
    assert ask_for(article, message="x" * 4000).status_code == 303  # the control


def test_a_field_that_no_person_sees_is_filled_in_by_programs_alone(article: Article) -> None:  # noqa: F811
    assert ask_for(article, website="https://buy.example/").status_code == 303
    assert Request.objects.count() == 0
    page = look(ADDRESS, article=article.pk, use="print", by="outlet")
    [trap] = page.xpath("//input[@name='website']")
    assert trap.getparent().get("hidden") is not None


def test_a_form_without_its_token_or_with_another_s_asks_for_nothing(article: Article) -> None:  # noqa: F811
    page = look(ADDRESS, article=article.pk, use="print", by="outlet")
    sent = filled_in(page, **WISH)
    for token in ("", "x", sent["form"][:-2], sent["form"][:-1] + ("A" if sent["form"][-1] != "A" else "B"), letters_token(Request(pk=1), now=timezone.now())):
        answer = Client().post(ADDRESS, {**sent, "form": token})
        assert (answer.status_code, "Please send the form once more." in answer.content.decode()) == (400, True)
        assert 'value="Mara Quill"' in answer.content.decode()  # nothing typed is lost
    assert Request.objects.count() == 0
    assert Client().post(ADDRESS, sent).status_code == 303


def test_nobody_asks_without_end(article: Article) -> None:  # noqa: F811
    answers = [ask_for(article).status_code for _number in range(6)]
    assert answers == [303] * 5 + [429]
    assert Request.objects.count() == 5


def test_what_is_asked_cannot_be_changed_into_what_the_terms_answer_at_once(article: Article) -> None:  # noqa: F811
    page = look(ADDRESS, article=article.pk, use="print", by="outlet")
    for changed in ({"use": "ai-training"}, {"use": "repost", "by": "community"}, {"use": "everything"}, {"by": "the king"}, {"article": "0"}, {"article": "9" * 40}, {"article": "http://[::1"}, {"article": "a\0b"}, {"article": "/en/2024/03/a%00b/"}, {"article": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")}):
        assert Client().post(ADDRESS, filled_in(page, **WISH, **changed)).status_code in {200, 400}
    assert Request.objects.count() == 0
    for odd in ({"on": "2026-99-99"}, {"on": "x" * 500}, {"wanted_language": "xx-evil"}):
        assert Client().get(ADDRESS, {"article": article.pk, "use": "print", "by": "outlet", **odd}).status_code == 200


@pytest.mark.parametrize("address", ["/xx/permission/", "/en/grant/x/", "/en/grant/%00/", "/grant/%00.json", "/en/grant/%F0%9F%98%80/", "/grant/x.json", "/grant/../x.json", "/en/permission/letters/x/", "/en/permission/letters/" + "A" * 5000 + "/"])
def test_addresses_that_are_none_are_not_there(article: Article, address: str) -> None:  # noqa: F811
    assert Client().get(address).status_code == 404


@pytest.fixture
def pages(article: Article, keys: Any) -> Shelf:  # noqa: F811
    """Every page on which what somebody typed is shown, with a canary in every field."""
    typed = {name: canary(name, longest) for name, longest in (("name", 120), ("outlet", 200), ("territory", 200), ("circulation", 200), ("message", 4000))}
    shelf, desk = Shelf(), signed_in("Rights desk")
    shelf.put("/again", ask_for(article, **typed, email="none").content)
    ask_for(article, **typed)
    request = Request.objects.get()
    door = f"/en/permission/letters/{letters_token(request, now=timezone.now())}/"
    Client().post(door, {"action": "write", "text": canary("answer")})
    act(desk, request, "grant", conditions=canary("conditions"), text=canary("letter"))
    Client().post(door, {"action": "declare", "url": "https://valley.example/?" + canary("copy", 400)})
    Client().post(door, {"action": "declare", "url": "https://valley.example/?%22%3E%3Cimg%20onerror=hostile('copy')%3E"})
    shelf.put("/letters", Client().get(door).content)
    shelf.put("/grant", Client().get(f"/en/grant/{request.grant.name}/").content)
    act(desk, request, "revoke", because=canary("because"))
    shelf.put("/revoked", Client().get(f"/en/grant/{request.grant.name}/").content)
    shelf.put("/asked", Client().get(ADDRESS, {"article": canary("article")}).content)
    for name, path in (("list", LIST), ("one", f"{LIST}{request.pk}/"), ("copies", f"/desk/coranto/copies/{article.pk}/")):
        shelf.put(f"/desk/{name}", desk.get(path).content)
    return shelf


@pytest.mark.browser
def test_nothing_that_was_typed_runs_anywhere(pages: Shelf) -> None:
    public = [path for path in pages.pages if not path.startswith("/desk/")]
    with chromium() as browser, served(pages, policy=False) as origin:
        assert watch(browser, origin, public) == {}
    for path in (path for path in pages.pages if path.startswith("/desk/")):
        page = lxml.html.fromstring(pages.pages[path][2])
        assert not page.xpath("//*[@onerror] | //img[@src='/x']"), path
    shown = "".join(body.decode() for _status, _kind, body in pages.pages.values())
    assert len(re.findall(r"hostile\((?:&#39;|&#x27;)", shown)) > 15  # the control: what was typed is shown, as text


@pytest.mark.browser
def test_without_escaping_the_same_texts_do_run() -> None:
    shelf = Shelf()
    shelf.put("/bare", f"<!doctype html><title>x</title><p>{canary('name')}</p>".encode())
    with chromium() as browser, served(shelf, policy=False) as origin:
        assert any("ran name" in finding for finding in watch(browser, origin, ["/bare"])["/bare"])
