"""The form, its answer, the letters and a permission in a real browser: without scripts, on a phone, in both directions, by keyboard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route
from pytest_django.live_server_helper import LiveServer

from coranto.articles.models import Article
from coranto.licensing.deciding import Answer, grant, revoke
from coranto.licensing.links import letters_token
from coranto.licensing.models import Request
from coranto.newsroom.founding import found_publication
from coranto.publication.models import Publication
from coranto.rights.models import Terms
from coranto.rights.presets import PRESETS
from coranto.rights.stating import make_default, state_terms
from coranto.site import assets
from coranto.syndication.keyring import outlet_address, ring
from tests.hostile.watching import chromium
from tests.site import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Name a folder to look at the pictures.
PICTURES = os.environ.get("CORANTO_TEST_PICTURES", "")
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main textarea')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 40).map((one) => one.name || one.textContent)"""
NAMELESS = """() => [...document.querySelectorAll('main input:not([type=hidden]), main select, main textarea')]
  .filter((one) => one.checkVisibility() && !one.labels.length).map((one) => one.name)"""


@pytest.fixture
def article(live_server: LiveServer) -> Article:
    found_publication()
    making.make_publication("ar", "fr", "ja")
    terms = Terms.objects.create(name="Community", slug="community")
    state_terms(terms, PRESETS["community"].record, notice="")
    make_default(terms)
    return making.make_article("A road is built over the Rindfleischetikettierungsüberwachungsaufgabenübertragungspass", slug="road", authors=[making.make_person()])


def opened(browser: Browser, *, width: int = 360, scheme: Any = "light", scripts: bool = False) -> Page:
    """A page that gets the site's sheets, which are files, from where they lie."""
    sheets = {path: body for path, (body, _kind) in assets.all_assets(Publication.load()).items() if path.endswith(".css")}

    def sheet(route: Route) -> None:
        path = "/" + route.request.url.split("/", 3)[3]
        route.fulfill(body=sheets.get(path, b""), content_type="text/css" if path.endswith(".css") else "text/javascript")

    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=scripts)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.route("**/assets/**", sheet)
    return page


def fits(page: Page, name: str) -> None:
    """Nothing goes sideways, everything can be hit with a thumb, every field has a name."""
    assert page.evaluate(SIDEWAYS) <= 0, name
    assert page.evaluate(SMALL) == [], name
    assert page.evaluate(NAMELESS) == [], name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"permission-{name}.png"), full_page=True)


WORDS = {
    "en": ("See the answer", "Send", "Yes, you may.", "We have received your request.", "ltr"),
    "ar": ("عرض الجواب", "إرسال", "نعم، هذا مسموح لكم.", "وصلنا طلبكم.", "rtl"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_question_is_answered_and_a_request_sent_without_scripts(live_server: LiveServer, article: Article, language: str) -> None:
    see, send, yes, received, direction = WORDS[language]
    with chromium() as browser:
        for scheme in ("light", "dark"):
            page = opened(browser, scheme=scheme)
            page.goto(f"{live_server.url}/{language}/permission/?article={article.pk}")
            assert page.get_attribute("html", "dir") == direction
            fits(page, f"form-{language}-{scheme}")
            page.select_option("#use", "repost")
            page.select_option("#by", "community")
            page.get_by_role("button", name=see).click()
            assert page.inner_text("#answer") == yes
            fits(page, f"yes-{language}-{scheme}")
            page.select_option("#use", "print")
            page.get_by_role("button", name=see).click()
            page.fill("#name", "Mara Quill")
            page.fill("#email", "mara@valley.example" if scheme == "light" else "mara@other.example")
            page.fill("#message", "We print on Fridays.")
            fits(page, f"ask-{language}-{scheme}")
            page.get_by_role("button", name=send).click()
            assert page.inner_text("h1") == received
            fits(page, f"sent-{language}-{scheme}")
            assert page.context.cookies() == []
    assert Request.objects.filter(language=language, message="We print on Fridays.").count() == 2


def test_letters_and_a_permission_fit_a_phone_and_a_desk(live_server: LiveServer, article: Article) -> None:
    request = _asked(live_server, article)
    now = timezone.now()
    key = ring().current(now=now) or ring().create(now=now)
    with chromium() as browser:
        for language in ("en", "ar"):
            for width, scheme in ((320, "light"), (1280, "dark")):
                page = opened(browser, width=width, scheme=scheme)
                page.goto(f"{live_server.url}/{language}/permission/letters/{letters_token(request, now=now)}/")
                fits(page, f"letters-{language}-{width}")
        given = grant(
            request, Answer("Yes", "Gladly."), conditions="Whole and unchanged, " + "https://post.example/" + "x" * 90, expires_at=None, outlet=outlet_address(),
            page="https://post.example/", key=key, by=None, now=timezone.now(),
        )  # fmt: skip
        for state in ("good", "back"):
            for language, width, scheme in (("en", 320, "light"), ("ar", 1280, "dark"), ("ja", 390, "light")):
                page = opened(browser, width=width, scheme=scheme)
                page.goto(f"{live_server.url}/{language}/grant/{given.name}/")
                assert page.get_attribute(".grant", "data-good") == ("yes" if state == "good" else "no")
                fits(page, f"grant-{state}-{language}-{width}")
            revoke(given, because="The picture was not ours to give.", answer=Answer("Ended", "It was not ours."), key=key, by=None, now=timezone.now())


def _asked(live_server: LiveServer, article: Article) -> Request:
    with chromium() as browser:
        page = opened(browser, width=1280, scripts=True)
        page.goto(f"{live_server.url}/en/permission/?article={article.pk}&use=print&by=outlet")
        page.focus("#name")
        page.keyboard.type("Mara Quill")  # by keyboard alone, in the order of the page
        for text in ("mara@valley.example", "The Valley Sheet of " + "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "Peru", "900", "We print on Fridays."):
            page.keyboard.press("Tab")
            page.keyboard.type(text)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/permission/sent/")
    return Request.objects.get()
