"""Forms that no browser would send: the desk answers with one sentence and stores nothing; real faults still show."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDictKeyError

from coranto.articles.models import Article, Front, Person
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.newsroom.malformed import MalformedForms, is_malformed
from tests.hostile.desk_forms import fields_of, rows, send, signed_in, stream

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]

SENTENCE = "What was sent is not what the form asks for, so nothing was stored"
CASES: dict[str, dict[str, Any]] = {
    "a picture that is a text": {"picture": "abc"},
    "no count of blocks": {"body-count": None},
    "a count that is a text": {"body-count": "many"},
    "an order that is a text": {**stream("body", [("divider", None)]), "body-0-order": "first"},
    "a block that is none of ours": stream("body", [("program", "x")]),
    "a picture block with a text": stream("body", [("picture", {"picture": "abc", "alt_text": ""})]),
    "a table that is no table": stream("body", [("table", "{{{")]),
    "a table of numbers": stream("body", [("table", "[1]")]),
    "rich text that is no JSON": stream("body", [("rich_text", "{{{")]),
    "a list without a count": stream("body", [("text_list", {"ordered": "on"})]),
    "a gallery with a text for its count": stream("body", [("gallery", {"count": "x"})]),
    "a caption that is null": {"picture_caption": "null"},
    "a person that is a text": rows("credits", {"person": "abc", "role": "author", "note": ""}),
    "a number of rows that is a text": {"credits-TOTAL_FORMS": "x"},
    "a row of another form": rows("credits", {"id": "abc", "person": "1", "role": "author"}),
    "regions that are texts": {"regions": ["abc"]},
    "terms that are a text": {"terms": "abc"},
    "rich text of half a character": stream("body", [("rich_text", '{"blocks": [{"text": "\\ud83d"}], "entityMap": {}}')]),
    "an endless year": {"copyright_year": "9" * 5000},
    "an outlet that is a text": rows("provenances", {"outlet": "abc", "url": "x"}),
}


@pytest.fixture
def client() -> Client:
    found_publication()
    return signed_in()


def test_malformed_articles_are_answered_with_one_sentence_and_not_stored(client: Client) -> None:
    path = f"/desk/pages/add/articles/article/{Front.objects.get().pk}/"
    known = fields_of(client, path)
    whole = {"title": "The river rose", "slug": "river", "language": "en", "genre": "news", **stream("body", [])}
    answers = {}
    for name, values in CASES.items():
        answer = send(client, path, {**whole, **values, "slug": f"river-{len(answers)}"}, known=known)
        answers[name] = answer.status_code
        if answer.status_code == 400:
            assert SENTENCE in answer.content.decode()
            assert not Article.objects.filter(slug=f"river-{len(answers) - 1}").exists()
    assert {name: status for name, status in answers.items() if status not in {200, 302, 400}} == {}
    assert [answers[name] for name in ("a picture that is a text", "no count of blocks", "a count that is a text")] == [400, 400, 400]
    assert send(client, path, whole, known=known).status_code == 302  # the control: the same form, well made, is taken


@pytest.mark.parametrize(("path", "values"), [
    ("/desk/snippets/articles/person/add/", {"name": "Ada", "slug": "ada", "portrait": "abc"}),
    ("/desk/snippets/taxonomy/report/add/", {"title": "Rivers", "slug": "rivers", "picture": "abc"}),
])  # fmt: skip
def test_a_text_for_a_picture_is_answered_in_every_form(path: str, values: dict[str, str], client: Client) -> None:
    answer = send(client, path, values)
    assert answer.status_code == 400
    assert SENTENCE in answer.content.decode()
    assert not Person.objects.exists()


def test_a_fault_of_our_own_code_still_shows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: object, **_options: object) -> None:
        raise ValueError("ours")

    monkeypatch.setattr(flow, "person_changed", fails)
    assert send(client, "/desk/snippets/articles/person/add/", {"name": "Ada", "slug": "ada"}).status_code == 500


def test_a_fault_of_a_strangers_request_is_not_hidden() -> None:
    error = _raised_by_a_form()
    assert is_malformed(error)
    request = RequestFactory().post("/desk/pages/")
    request.user = User()
    assert MalformedForms(lambda _request: None).process_exception(request, error) is not None  # type: ignore[arg-type,return-value]
    for method, path in (("get", "/desk/pages/"), ("post", "/en/search/")):
        other = getattr(RequestFactory(), method)(path)
        other.user = request.user
        assert MalformedForms(lambda _request: None).process_exception(other, error) is None  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("error", [ValueError("a"), KeyError("a"), MultiValueDictKeyError("a"), ValidationError("a"), TypeError("a")])
def test_an_error_from_elsewhere_is_no_malformed_form(error: Exception) -> None:
    try:
        raise error
    except Exception as caught:
        assert not is_malformed(caught)


def _raised_by_a_form() -> Exception:
    """What Wagtail's own stream of blocks raises for a form without its count, met inside a form of Django."""
    from django import forms
    from wagtail.blocks import CharBlock, StreamBlock
    from wagtail.blocks.base import BlockField

    class Form(forms.Form):
        body = BlockField(block=StreamBlock([("text", CharBlock())]))

    try:
        Form({}).is_valid()
    except KeyError as error:
        return error
    raise AssertionError("the form was read")
