"""The translators' desk in a real browser: by keyboard alone, kept while typing, from right to left, on a phone, without scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from coranto.articles.models import Article
from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.models import SentenceDraft
from tests.hostile.watching import chromium
from tests.newsroom.translating import address, client_of, machine_translates, make_translator, public_text, sentences_of
from tests.site import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Name a folder to look at the pictures.
PICTURES = os.environ.get("CORANTO_TEST_PICTURES", "")
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FIELD = "() => document.activeElement.name === 'text' ? document.activeElement.value : null"
TEXT = "The road is closed. The bus to <b>the town</b> runs twice a day.\n\nThe mayor opened the bridge."
ARABIC = ["الطريق مغلق", "قرية تنتظر.", "الطريق مغلق.", "تسير الحافلة إلى <1>البلدة</1> مرتين في اليوم.", "افتتحت رئيسة البلدية الجسر."]
JAPANESE = ["道は閉鎖", "村は待つ。", "道は閉鎖されている。", "<1>町</1>行きのバスは1日2本。", "町長は橋を開通させた。"]


@pytest.fixture
def ada() -> User:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["ar", "en", "ja"]).delete()
    return make_translator()


@pytest.fixture
def road(ada: User) -> Article:
    article = making.make_article("The road is closed", text=TEXT, standfirst="A village waits.")
    for language, texts in (("ar", ARABIC), ("ja", JAPANESE)):
        machine_translates(article, language, dict(zip(sentences_of(article), texts, strict=True)))
    return article


@contextmanager
def desk(live_server: LiveServer, person: User, path: str, **context: Any) -> Iterator[Page]:
    """The page of a person in a browser of their own, watched for errors."""
    errors: list[str] = []
    with chromium() as browser:
        page = opened(browser, live_server, person, path, **context)
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    assert errors == []


def opened(browser: Browser, live_server: LiveServer, person: User, path: str, **context: Any) -> Page:
    """The page of a person in a window with nothing of anybody else's."""
    around = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
    around.add_cookies([{"name": "sessionid", "value": client_of(person).cookies["sessionid"].value, "url": live_server.url}])
    page = around.new_page()
    page.set_default_timeout(60_000)
    page.goto(live_server.url + path)
    return page


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


def tab_to_field(page: Page) -> None:
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(FIELD) is not None:
            return
    raise AssertionError("The keyboard never came to a sentence.")


def wait_for_field(page: Page, words: str) -> None:
    page.wait_for_function("(words) => document.activeElement.name === 'text' && document.activeElement.value.includes(words)", arg=words)


def wait_for_words(page: Page, words: str) -> None:
    page.wait_for_function("(words) => document.activeElement.closest('form')?.querySelector('[role=status]').textContent.includes(words)", arg=words)


def wait_for_about(page: Page) -> None:
    """The tests' database lets nobody write while somebody reads, so what is asked for comes first."""
    page.wait_for_function("() => document.activeElement.closest('form').querySelector('.coranto-about') !== null")


def retype(page: Page, text: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_three_sentences_are_put_into_arabic_with_the_keyboard_alone(live_server: LiveServer, road: Article, ada: User) -> None:
    with desk(live_server, ada, address(road, "ar")) as page:
        tab_to_field(page)
        assert page.evaluate("() => [document.activeElement.lang, getComputedStyle(document.activeElement).direction]") == ["ar", "rtl"]
        assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid", "where one is can be seen"
        wait_for_about(page)
        retype(page, "أُغلق الطريق")
        page.keyboard.press("Control+Enter")
        wait_for_field(page, "قرية")
        wait_for_about(page)
        page.keyboard.press("Control+Enter")  # right as it is
        wait_for_field(page, "الطريق مغلق.")
        page.keyboard.press("Alt+ArrowDown")  # the third can wait
        wait_for_field(page, "الحافلة")
        wait_for_about(page)
        retype(page, "تمضي الحافلة إلى ")
        picture(page, "sentences-ar-typing")
        page.keyboard.press("Control+.")
        assert "<1>" in page.evaluate(FIELD)
        page.keyboard.insert_text("البلدة القديمة")
        page.keyboard.press("Control+End")
        page.keyboard.insert_text(" مرتين كل يوم.")
        page.keyboard.press("Control+Enter")
        wait_for_field(page, "افتتحت")
        picture(page, "sentences-ar-accepted")
        page.keyboard.press("Alt+ArrowUp")
        page.keyboard.press("Alt+ArrowUp")
        wait_for_field(page, "الطريق مغلق.")
    text = public_text(road, "ar")
    assert "أُغلق الطريق" in text
    assert "<1>البلدة القديمة</1>" in text
    assert "\u200e" not in text, "marks of direction stay in the field"
    assert "الطريق مغلق." in text


def test_japanese_is_written_and_survives_a_reload_before_it_is_accepted(live_server: LiveServer, road: Article, ada: User) -> None:
    with desk(live_server, ada, address(road, "ja")) as page:
        tab_to_field(page)
        page.keyboard.press("Alt+ArrowDown")
        wait_for_field(page, "村")
        wait_for_about(page)
        retype(page, "村は雪解けを待っている。")
        wait_for_words(page, "Kept as a draft")
        page.reload()
        page.wait_for_function("() => [...document.querySelectorAll('textarea')].some((one) => one.value.includes('雪解け'))")
        assert "雪解け" not in public_text(road, "ja")
        picture(page, "sentences-ja-draft")


def test_words_typed_while_the_connection_is_gone_survive_a_reload(live_server: LiveServer, road: Article, ada: User) -> None:
    with desk(live_server, ada, address(road, "ja")) as page:
        tab_to_field(page)
        wait_for_about(page)
        page.route("**/sentence/", lambda route: route.abort())
        retype(page, "道は春まで閉ざされている")
        wait_for_words(page, "Not kept: the connection is gone.")
        page.reload()
        page.wait_for_function("() => document.querySelector('textarea').value.includes('春まで')")
        page.unroute("**/sentence/")
        page.wait_for_function("() => document.querySelector('.coranto-sentence__said').textContent.includes('Kept')")
        assert SentenceDraft.objects.get().text == "道は春まで閉ざされている"
        tab_to_field(page)
        wait_for_about(page)
        page.keyboard.press("Control+Shift+Enter")
        wait_for_words(page, "Accepted.")
        assert page.evaluate(FIELD) == "道は春まで閉ざされている"
    assert "道は春まで閉ざされている" in public_text(road, "ja")
    assert not SentenceDraft.objects.exists()


def test_two_people_at_one_sentence_are_told_and_lose_nothing(live_server: LiveServer, road: Article, ada: User) -> None:
    bea = make_translator("bea@example.org", "Bea Bright")
    with desk(live_server, ada, address(road, "ja")) as page:
        tab_to_field(page)
        wait_for_about(page)
        assert page.context.browser is not None
        other = opened(page.context.browser, live_server, bea, address(road, "ja"))
        tab_to_field(other)
        wait_for_about(other)
        retype(other, "道路は通行止め")
        other.keyboard.press("Control+Enter")
        wait_for_field(other, "村")
        retype(page, "道は閉ざされた")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".coranto-note--must:has-text('Bea Bright')")
        picture(page, "sentences-ja-overtaken")
        wait_for_field(page, "道は閉ざされた")
        assert "道路は通行止め" in public_text(road, "ja")
        page.keyboard.press("Control+Enter")
        wait_for_field(page, "村")
    assert "道は閉ざされた" in public_text(road, "ja")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_and_a_browser_without_scripts_do_as_well(live_server: LiveServer, road: Article, ada: User, scheme: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "color_scheme": scheme}
    with desk(live_server, ada, address(road, "ar"), **phone) as page:
        picture(page, f"sentences-ar-phone-{scheme}")
        assert page.evaluate(SIDEWAYS) <= 0
        assert page.evaluate("() => [...document.querySelectorAll('.coranto-sentence__do button')].every((one) => !one.offsetHeight || one.offsetHeight >= 24)")
    with desk(live_server, ada, address(road, "ar"), java_script_enabled=False, **phone) as page:
        page.locator("textarea").first.fill("أُغلق الطريق")
        page.get_by_role("button", name="Accept and next").first.click()
        page.wait_for_url("**at=**")
        assert page.locator("textarea[autofocus]").count() == 1
        page.get_by_role("link", name="Memory, glossary and history").first.click()
        page.wait_for_selector(".coranto-about")
        picture(page, f"sentences-ar-plain-{scheme}")
    assert "أُغلق الطريق" in public_text(road, "ar")


def test_hostile_words_stay_words_whatever_is_pressed(live_server: LiveServer, ada: User) -> None:
    hostile = """"'></textarea><script>window.ran = 1</script><img src=x onerror="window.ran = 1"> <1>x</1>"""
    article = making.make_article(hostile[:150], standfirst=hostile, text="A plain sentence.")
    machine_translates(article, "ar")
    with desk(live_server, ada, address(article, "ar")) as page:
        for place in (0, 1):
            page.locator("textarea").nth(place).focus()
            wait_for_about(page)
            retype(page, f"نص {hostile}")
            wait_for_words(page, "Kept as a draft")
            page.keyboard.press("Control+Shift+Enter")
            page.wait_for_function("() => document.activeElement.closest('form').querySelector('[role=status]').textContent.length > 20")
        page.goto(live_server.url + address(article, "ar", "preview/"))
        assert "نص" in page.locator("h1").inner_text(), "the control: the draft is there"
        assert page.evaluate("() => window.ran") is None
