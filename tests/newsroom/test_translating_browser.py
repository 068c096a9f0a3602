"""The matrix of translations in a real browser: by keyboard alone, without scripts, on a phone, from right to left."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from wagtail.users.models import UserProfile

from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.models import State
from tests.hostile.watching import chromium
from tests.newsroom.test_translating import ADDRESS, translate
from tests.site import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Name a folder to look at the pictures.
PICTURES = os.environ.get("CORANTO_TEST_PICTURES", "")
ACTIVE = "() => ({name: document.activeElement.name || '', tag: document.activeElement.tagName, cls: document.activeElement.className, href: document.activeElement.getAttribute('href') || ''})"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cookie(live_server: LiveServer) -> dict[str, Any]:
    """A publication in six languages with articles in English, Arabic and Japanese, and somebody signed in."""
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "ar", "de", "fr", "ja", "zh-Hans"]).delete()
    road = making.make_article("The road over the pass is closed until spring")
    making.make_article("الجسر فوق النهر", language="ar")
    making.make_article("峠の道は春まで閉ざされる", language="ja")
    translate(road, "ar", headline="الطريق فوق الممر مغلق حتى الربيع", by="Firefox 2.1")
    translate(road, "ja", headline="峠越えの道は春まで閉鎖", state=State.TRANSLATED, by="山田花子")
    road.title = "The road over the pass is closed until summer"
    making.publish_article(road)
    client = Client()
    client.force_login(User.objects.create_superuser("ada@example.org", "a long enough password"))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


def tab_to(page: Page, **wanted: str) -> None:
    for _press in range(120):
        page.keyboard.press("Tab")
        active = page.evaluate(ACTIVE)
        if all(value in active[name] for name, value in wanted.items()):
            return
    raise AssertionError(f"The keyboard never came to {wanted}.")


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


def test_the_matrix_is_used_by_keyboard_alone(live_server: LiveServer, cookie: dict[str, Any]) -> None:
    errors: list[str] = []
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(live_server.url + ADDRESS)
        picture(page, "matrix-desktop")
        tab_to(page, name="state")
        page.keyboard.type("Older")
        tab_to(page, tag="BUTTON", cls="button")
        page.keyboard.press("Enter")
        page.wait_for_url("**state=outdated**")
        assert page.locator(".coranto-matrix tbody tr").count() == 1
        assert page.locator(".coranto-matrix td[data-outdated]").count() == 2
        tab_to(page, cls="coranto-matrix")
        tab_to(page, tag="A", href="/ar/")
    assert errors == []


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_one_language_fits_a_phone_and_needs_no_scripts(live_server: LiveServer, cookie: dict[str, Any], language: str) -> None:
    UserProfile.objects.create(user=User.objects.get(), preferred_language=language)
    with chromium() as browser:
        for scripts in (True, False):
            context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts, color_scheme="dark" if scripts else "light")
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            page.set_default_timeout(60_000)
            page.goto(f"{live_server.url}{ADDRESS}?language={language}")
            picture(page, f"matrix-{language}-{'scripts' if scripts else 'plain'}")
            assert page.locator(".coranto-matrix tbody tr").count() == 3
            cells = page.locator(".coranto-matrix td")
            assert cells.first.is_visible()
            if scripts:
                assert page.evaluate(SIDEWAYS) <= 0
            page.select_option("select[name=state]", "missing")
            page.click(".coranto-narrow button")
            page.wait_for_url("**state=missing**")
            assert page.locator(".coranto-matrix tbody tr").count() == {"en": 2, "ar": 1, "ja": 1}[language]
            context.close()
