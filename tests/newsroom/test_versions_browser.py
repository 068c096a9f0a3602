"""What agencies send and what partners get, in a real browser: on a phone, without scripts, and nothing runs off the side."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from coranto.intake.models import Arrival
from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.reading.ninjs import read_ninjs
from coranto.syndication.models import PartnerFeed
from tests.hostile.watching import chromium
from tests.intake.test_newer_versions import item, public, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("CORANTO_TEST_PICTURES", "")  # name a folder to look at the pictures
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG = "<p>The courier left Prague at dawn and rode along the river until the bridge came into sight.</p><p>Two guards asked for his letters; he had none.</p>"


@pytest.fixture
def cookie(live_server: LiveServer) -> dict[str, Any]:
    """A published article whose source has canceled it, a draft with a newer version, and a partner feed."""
    found_publication()
    public(take(item("1", body=LONG)).article)
    take(item("2", status="canceled", edNote="It did not happen, and nobody was hurt.", body=LONG))
    other = {"uri": "tag:agency.example,2026:43", "headlines": [{"value": "السفينة وصلت إلى الميناء"}], "language": "ar", "body": "<p>وصلت السفينة إلى الميناء عند الفجر بعد رحلة طويلة.</p>"}
    take({**item("1", body=other.pop("body")), **other})
    take({**item("2", edNote="Puts the hour right."), **other})
    PartnerFeed.objects.create(name="The Lake Post")
    assert read_ninjs(json.dumps(item()).encode(), source="x")
    client = Client()
    client.force_login(User.objects.create_superuser("ada@example.org", "a long enough password"))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


def addresses() -> dict[str, str]:
    canceled = Arrival.objects.get(answer="", status="canceled")
    newer = Arrival.objects.get(answer="", status="usable")
    feed = PartnerFeed.objects.get()
    return {
        "list": reverse("coranto_arrivals"), "canceled": reverse("coranto_arrival", args=[canceled.pk]), "newer": reverse("coranto_arrival", args=[newer.pk]),
        "edit": reverse("wagtailadmin_pages:edit", args=[canceled.item.article.pk]), "feed": f"/desk/snippets/syndication/partnerfeed/edit/{feed.pk}/",
        "new-key": reverse("coranto_new_key", args=[feed.pk]), "feeds": "/desk/snippets/syndication/partnerfeed/",
    }  # fmt: skip


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


def opened(browser: Browser, cookie: dict[str, Any], **options: Any) -> Page:
    context = browser.new_context(**options)
    context.add_cookies([cookie])  # type: ignore[list-item]
    return context.new_page()


def test_the_screens_fit_a_phone_and_a_desk(cookie: dict[str, Any], live_server: LiveServer) -> None:
    with chromium() as browser:
        for size, scheme in (((1280, 900), "light"), ((390, 844), "light"), ((1280, 900), "dark")):
            page = opened(browser, cookie, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
            for name, address in addresses().items():
                page.goto(live_server.url + address)
                picture(page, f"{name}-{size[0]}-{scheme}")
                if name != "edit":  # Wagtail's own editor
                    assert page.evaluate(SIDEWAYS) <= 0, (name, size)


def test_a_kill_is_answered_with_one_press_and_no_script(cookie: dict[str, Any], live_server: LiveServer) -> None:
    with chromium() as browser:
        page = opened(browser, cookie, java_script_enabled=False)
        page.goto(live_server.url + addresses()["canceled"])
        page.get_by_role("button", name="Withdraw it now").click()
        assert page.url.endswith(reverse("coranto_arrivals"))
    assert Arrival.objects.get(status="canceled").answer == "withdrawn"
