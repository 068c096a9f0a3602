"""A page under a thumb: what can be hit, fifty languages in little room, and where lines may end in each script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # the site is built in the tests' database
ARTICLE = "/en/2024/03/road/"
TOO_SMALL = """() => [...document.querySelectorAll('a, button, summary, select, input')].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width > 1 && box.height < 24 && !e.closest('.skip, p:not(.kicker, .overline), h1, h2, h3, .caption, .prose, .story-body');
}).map((e) => [e.textContent.trim(), (e.closest('[class]') || e).className, e.getBoundingClientRect().height])"""
FIFTY = """() => { const list = document.querySelector('.article-languages ul'), one = list.firstElementChild;
  for (let i = list.children.length; i < 51; i++) { const copy = one.cloneNode(true); copy.firstElementChild.removeAttribute('aria-current'); list.append(copy); } }"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.mark.parametrize("path", ["/en/", ARTICLE, "/ja/2024/03/瓦版/", "/ar/theme/roads/", "/fr/archive/", "/en/corrections/", "/en/2024/03/road/provenance/", "/en/2024/03/road/republish/"])
def test_what_stands_alone_can_be_hit_with_a_thumb(phone: Page, address: str, path: str) -> None:
    phone.goto(address + path)
    assert phone.evaluate(TOO_SMALL) == []


def test_fifty_languages_take_few_lines_until_they_are_asked_for(phone: Page, address: str) -> None:
    phone.goto(address + ARTICLE)
    phone.evaluate(FIFTY)
    choice = phone.locator(".article-languages")
    button = choice.get_by_role("button")
    assert choice.bounding_box()["height"] < 200  # type: ignore[index]
    assert button.get_attribute("aria-expanded") == "false"
    assert phone.evaluate("getComputedStyle(document.querySelector('.article-languages ul')).overflowY") == "hidden"  # nothing scrolls within the page
    button.tap()
    assert button.get_attribute("aria-expanded") == "true"
    sizes = phone.evaluate("[...document.querySelectorAll('.article-languages a')].map(e => e.getBoundingClientRect().height)")
    assert len(sizes) == 51
    assert min(sizes) >= 44
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    button.tap()
    assert choice.bounding_box()["height"] < 200  # type: ignore[index]


def test_the_keyboard_unfolds_the_languages_that_it_reaches(phone: Page, address: str) -> None:
    phone.goto(address + ARTICLE)
    phone.evaluate(FIFTY)
    phone.locator(".byline a").last.focus()
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('.article-languages') !== null")
    assert phone.locator(".article-languages").get_attribute("data-folds") == "no"


def test_without_scripts_the_languages_scroll_and_no_button_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + ARTICLE)
    assert page.locator(".article-languages button").count() == 0
    assert page.locator(".article-languages a").count() == 2
    context.close()


def test_how_a_text_was_translated_is_said_before_the_languages_are_offered(phone: Page, address: str) -> None:
    phone.goto(address + "/fr/2024/03/road/")
    order = phone.evaluate("[...document.querySelectorAll('.byline, .made, .article-languages')].map(e => e.className)")
    assert order == ["byline", "made", "article-languages"]


def test_lines_end_where_each_script_lets_them(phone: Page, address: str) -> None:
    def style(selector: str, name: str) -> str:
        return str(phone.evaluate("([s, n]) => getComputedStyle(document.querySelector(s)).getPropertyValue(n)", [selector, name]))

    phone.goto(address + "/ja/2024/03/瓦版/")
    assert style(".story-body p", "line-break") == "strict"
    assert style("h1", "word-break") == "auto-phrase"
    assert style(".languages-menu [lang=en]", "line-break") == "auto"  # a passage in another language keeps its own rules
    phone.evaluate("document.documentElement.lang = 'ko'")
    assert style(".story-body p", "word-break") == "keep-all"  # Korean breaks between words
    phone.goto(address + ARTICLE)
    assert style(".story-body p", "hyphens") == "auto"
    assert style(".story-body code", "hyphens") == "manual"
    assert style(".story-body p", "word-break") == "normal"
