"""Reading in a real browser: by keyboard, without scripts, from right to left, on a narrow screen, in the dark."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # the site is built in the tests' database
ARTICLE = "/en/2024/03/road/"
PAGES = ["/en/", ARTICLE, "/ar/2024/03/حمام/", "/ja/2024/03/瓦版/", "/en/theme/roads/", "/he/author/ada-reporter/", "/fr/archive/", "/en/corrections/", "/ar/about/", "/en/2024/03/road/republish/", "/ar/2024/03/حمام/republish/"]


def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, viewport={"width": 1280, "height": 900})


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, viewport={"width": 320, "height": 640})


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, java_script_enabled=False)


@pytest.fixture
def dark(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, color_scheme="dark")


def test_no_page_is_wider_than_a_narrow_phone(narrow: Page, address: str) -> None:
    for path in PAGES:
        narrow.goto(address + path)
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 320, path
    narrow.evaluate("document.body.insertAdjacentHTML('beforeend', '<div style=\"inline-size:400px\">x</div>')")
    narrow.evaluate("document.body.lastElementChild.style.inlineSize = '400px'; document.body.lastElementChild.style.maxInlineSize = 'none'")
    assert narrow.evaluate("document.documentElement.scrollWidth") > 320  # what is too wide would be seen


def test_the_keyboard_reaches_the_text_first_and_always_shows_where_it_is(page: Page, address: str) -> None:
    page.goto(address + ARTICLE)
    page.keyboard.press("Tab")
    skip = page.evaluate("({text: document.activeElement.textContent, top: document.activeElement.getBoundingClientRect().top})")
    assert skip == {"text": "Skip to the text", "top": 0}
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = set()
    for _press in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.tagName, e.textContent.trim().slice(0, 30), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2] })()"
        )
        if found[0] == "BODY":
            break
        reached.add(found[1])
        assert found[2], f"the focus on {found} cannot be seen"
    assert {"Ada Reporter", "The long way", "Roads", "Copy the link", "WhatsApp"} <= reached


def test_everything_is_there_without_scripts(scriptless: Page, address: str) -> None:
    scriptless.goto(address + ARTICLE)
    assert scriptless.locator("h1").inner_text() == "A road is built"
    assert scriptless.locator(".share a").count() >= 8
    assert scriptless.locator(".share button:visible").count() == 0  # what needs a script is not offered
    scriptless.locator(".genre-label summary").click()
    assert scriptless.locator(".genre-label p").is_visible()
    scriptless.locator(".languages-menu summary").click()
    scriptless.get_by_role("link", name="العربية").first.click()
    assert scriptless.locator("html").get_attribute("dir") == "rtl"


def test_an_arabic_page_is_mirrored(page: Page, address: str) -> None:
    page.goto(address + "/ar/2024/03/حمام/")
    places = page.evaluate(
        "[...document.querySelectorAll('.ear-link, .languages-menu summary, .story-main, .rail, h1')].map(e => [e.className || e.tagName, e.getBoundingClientRect().left, e.getBoundingClientRect().right])"
    )
    place = {name.split()[0]: (left, right) for name, left, right in places}
    assert place["ear-link"][0] > place["SUMMARY"][0]  # search stands to the right of the languages
    assert place["rail"][1] < place["story-main"][0] + 1  # the rail to the left of the text
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") in {"normal", "0px"}
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).textAlign") in {"start", "right"}


def test_the_dark_page_is_dark_and_legible(dark: Page, address: str) -> None:
    dark.goto(address + ARTICLE)
    assert contrast(dark, "body", "html") > 10
    assert luminance(dark.evaluate("getComputedStyle(document.documentElement).backgroundColor")) < 0.05
    for selector in (".overline", ".when", ".standfirst", ".copyright", ".kicker a"):
        if dark.locator(selector).count():
            assert contrast(dark, selector, "html") >= 4.5, selector


def test_the_light_page_is_legible_too(page: Page, address: str) -> None:
    page.goto(address + ARTICLE)
    for selector in (".overline", ".when", ".standfirst", ".copyright", ".how", ".legal", ".imprint h2"):
        assert contrast(page, selector, "html") >= 4.5, selector


def test_the_strict_policy_has_nothing_to_refuse(page: Page, address: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    for path in PAGES:
        page.goto(address + path)
    assert refused == []
    assert asked == {address.removeprefix("http://")}
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.wait_for_timeout(200)
    assert refused  # the policy does refuse
    assert page.evaluate("window.ran") is None


def test_copying_the_link_says_so(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + ARTICLE)
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_text("The link is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(ARTICLE)
    context.close()


def test_a_package_is_copied_with_a_button_and_by_hand(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + ARTICLE)
    page.get_by_role("link", name="Republish this article").click()
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_role("textbox", name="To paste into your page").input_value()
    context.close()


def test_without_scripts_a_package_can_be_selected(scriptless: Page, address: str) -> None:
    scriptless.goto(address + ARTICLE + "republish/")
    assert scriptless.locator(".republish-sheet button:visible").count() == 0
    package = scriptless.get_by_role("textbox", name="To paste into your page")
    package.focus()
    scriptless.keyboard.press("Control+a")
    assert package.is_visible() and package.input_value().startswith('<article lang="en" dir="ltr">')


def test_the_page_to_republish_from_is_legible_in_the_light_and_in_the_dark(page: Page, dark: Page, address: str) -> None:
    for shown in (page, dark):
        shown.goto(address + ARTICLE + "republish/")
        for selector in (".republish-terms li", ".republish-terms dt", ".terms-more", ".republish-files a"):
            if shown.locator(selector).count():
                assert contrast(shown, selector, "html") >= 4.5, selector
        assert contrast(shown, ".copied textarea", ".copied textarea") >= 4.5
        assert contrast(shown, ".copied button", ".copied button") >= 4.5


def test_on_paper_stands_the_address_and_no_navigation(page: Page, address: str) -> None:
    page.goto(address + ARTICLE)
    page.emulate_media(media="print")
    assert page.locator(".share-address").is_visible()
    for selector in (".sections", ".share ul", ".join", ".related", ".ear"):
        assert page.locator(f"{selector}:visible").count() == 0, selector
    assert page.evaluate("getComputedStyle(document.querySelector('.story-body')).columnCount") == "2"


def test_headings_and_landmarks_tell_the_page(page: Page, address: str) -> None:
    for path in PAGES:
        page.goto(address + path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == page.locator("body > header").count() == page.locator("body > footer").count() == 1, path
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => +e.tagName[1])")
        assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels)), (path, levels)
        assert page.evaluate("[...document.querySelectorAll('nav')].every(e => e.ariaLabel || e.getAttribute('aria-labelledby'))"), path
        assert page.evaluate("[...document.images].every(e => e.hasAttribute('alt') && e.width && e.height)"), path
        identities = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(identities) == len(set(identities)), path


def luminance(colour: str) -> float:
    """Relative luminance of an rgb(…) or color(srgb …) as browsers write computed colours."""
    numbers = [float(part) for part in colour.replace("/", " ").replace(",", " ").split("(")[1].rstrip(")").split() if part not in {"srgb", "oklab"}][:3]
    parts = [value / 255 if colour.startswith("rgb") else value for value in numbers]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(page: Page, selector: str, ground: str) -> float:
    """Contrast of an element's text on the ground, as WCAG computes it. The canvas turns any colour into sRGB."""
    pair = page.evaluate(
        """([s, g]) => { const c = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const rgb = (colour) => { c.fillStyle = colour; c.fillRect(0, 0, 1, 1); const d = c.getImageData(0, 0, 1, 1).data; return `rgb(${d[0]}, ${d[1]}, ${d[2]})` };
        return [rgb(getComputedStyle(document.querySelector(s)).color), rgb(getComputedStyle(document.querySelector(g)).backgroundColor)] }""",
        [selector, ground],
    )
    high, low = sorted((luminance(colour) for colour in pair), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("wished", "sentence", "leads_to"), [("fr-CA", "Lire cette page en français.", "/fr/"), ("he-IL", "לקריאת העמוד הזה בעברית.", "/he/"), ("en-GB", "", ""), ("sw", "", "")]
)
def test_a_page_is_offered_in_the_browsers_language_and_nobody_is_sent_there(browser: Browser, address: str, wished: str, sentence: str, leads_to: str) -> None:
    context = browser.new_context(locale=wished, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(address + "/en/")
    offer = page.locator(".language-offer")
    if not sentence:
        page.wait_for_timeout(300)
        assert offer.count() == 0
    else:
        offer.wait_for()
        assert offer.locator("a").inner_text() == sentence
        assert page.url.endswith("/en/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        offer.locator("button").click()
        assert offer.count() == 0
        page.reload()
        offer.wait_for()
        offer.locator("a").click()
        page.wait_for_url(f"**{leads_to}")
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    context.close()
