"""The desk's first screen: everybody finds what they may do, and nothing that they may not."""

from __future__ import annotations

import lxml.html
import pytest
from django.test import Client

from coranto.newsroom.founding import found_publication
from coranto.publication.models import Publication
from tests.hostile.desk_forms import signed_in
from tests.site.making import make_picture

pytestmark = pytest.mark.django_db

ALL = {"Write an article", "Take in an article", "Arrange the front page", "See the translations", "Make it look like your own", "Invite a colleague"}


def offered(client: Client) -> dict[str, str]:
    """What the first screen offers, with its addresses."""
    page = lxml.html.fromstring(client.get("/desk/").content)
    return {link.text_content().strip(): link.get("href") for link in page.cssselect(".coranto-welcome a")}


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        ("Administrators", ALL),
        ("Editors", ALL - {"Make it look like your own", "Invite a colleague"}),
        ("Contributors", {"Write an article", "Take in an article"}),
        ("Translators", {"See the translations"}),
    ],
)
def test_everybody_is_offered_what_they_may_do_and_can_open_it(role: str, steps: set[str]) -> None:
    found_publication()
    client = signed_in(role)
    found = offered(client)
    assert set(found) == steps
    assert {client.get(address).status_code for address in found.values()} == {200}


def test_the_first_screen_stands_under_the_name_of_the_publication() -> None:
    found_publication()
    Publication.objects.update(name="The Post Road")
    page = lxml.html.fromstring(signed_in().get("/desk/").content)
    assert page.cssselect("h1")[0].text_content().strip() == "The Post Road"
    assert page.cssselect("title")[0].text_content().endswith("- The Post Road")
    assert page.cssselect(".coranto-logo--words")[0].text_content() == "The Post Road"
    door = lxml.html.fromstring(Client().get("/desk/login/").content)
    assert door.cssselect("h1")[0].text_content().strip() == "Sign in to The Post Road"


def test_the_publications_logo_stands_above_the_menu() -> None:
    found_publication()
    Publication.objects.update(logo=make_picture("Our horn"))
    page = lxml.html.fromstring(signed_in().get("/desk/").content)
    (logo,) = page.cssselect("img.coranto-logo")
    assert logo.get("alt") == ""
    assert not page.cssselect(".coranto-logo--words")
