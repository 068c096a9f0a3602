"""Writing in the desk's own forms, as an editor in a hurry fills them: the headline first, the address never."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from coranto.articles.models import Article, Front
from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.newsroom.setting_up import set_up_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    found_publication()
    client = Client()
    client.force_login(User.objects.create_superuser("ada@example.org", "a road of forty leagues", first_name="Ada"))
    return client


def save_draft(desk: Client, headline: str, *, slug: str = "") -> Article:
    """Send the form for a new article with only its headline (and perhaps its address) filled."""
    form = {
        "title": headline, "slug": slug, "standfirst": "", "language": "en", "genre": "news", "dateline": "", "body": streamfield([]),
        "picture_alt": "", "picture_caption": "null", "picture_credit": "", "note_to_readers": "null", "embargo_until": "", "go_live_at": "", "expire_at": "",
        "copyright_year": "", **{f"{name}-{count}": number for name in ("credits", "provenances", "copyright_holders") for count, number in FORMS.items()},
    }  # fmt: skip
    answer = desk.post(f"/desk/pages/add/articles/article/{Front.objects.get().pk}/", nested_form_data(form))
    assert answer.status_code == 302, re.findall(r"error-message.{0,200}", answer.content.decode(), re.S)
    return Article.objects.latest("pk")


FORMS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


@pytest.mark.parametrize(
    ("headline", "address"),
    [("The bridge at Łódź", "the-bridge-at-łódź"), ("طريق البريد", "طريق-البريد"), ("驿路", "驿路"), ("?!", "article")],
)
def test_a_draft_needs_no_address_of_its_own(desk: Client, headline: str, address: str) -> None:
    assert save_draft(desk, headline).slug == address


def test_two_articles_with_one_headline_get_two_addresses(desk: Client) -> None:
    assert [save_draft(desk, "In the rain").slug, save_draft(desk, "In the rain").slug] == ["in-the-rain", "in-the-rain-2"]


def test_an_address_written_by_the_editor_is_kept(desk: Client) -> None:
    assert save_draft(desk, "In the rain", slug="bridge").slug == "bridge"


def test_the_address_follows_the_headline_while_it_is_typed(desk: Client) -> None:
    page = desk.get(f"/desk/pages/add/articles/article/{Front.objects.get().pk}/").content.decode()
    title = re.search(r'<(?:input|textarea)[^>]*name="title"[^>]*>', page)
    assert title is not None
    assert "w-sync" in title[0]
    assert "#id_slug" in title[0]
    assert 'placeholder="Headline"' in title[0]  # the field has neither label nor frame until somebody is in it


def test_the_first_editor_sees_why_a_password_is_refused() -> None:
    """The desk's style hides what fields say inside its own sign-in form (class `login-form`)."""
    found_publication()
    page = Client().post(set_up_path(now=timezone.now()), {"first_name": "Ada", "email": "ada@example.org", "password": "short"}).content.decode()
    assert "too short" in page
    assert "login-form" not in page
