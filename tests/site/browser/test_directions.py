"""Numbers and names in text that runs from the right, as a browser really sets them: where each letter stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from coranto.site.facts.isolating import isolated

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # the browser of this folder comes with a site
SENTENCES = {
    "ar": ["هاتف «+49 30 1234567» في برلين", "قال «@tidings» على الشبكة", "بلغت الحرارة «20 °C» ظهرًا", "انظر «https://example.org/a/» ثم", "صدر «2026-11-30» في القاهرة", "لغة «C++» قديمة", "كلّف «$5» فقط", "السرعة «120 km/h» هنا"],
    "he": ["טלפון «+972 3 123 4567» בתל אביב", "אמר «@tidings» ברשת", "הטמפרטורה «−5 °C» בצהריים", "ראו «example.org/a/» כאן", "חברת «Apple Inc.» הודיעה", "גודל «21 × 29.7 cm» בלבד", "בתקציב «1 000 000» אז"],
    "fa": ["تلفن «+۹۸ ۲۱ ۱۲۳۴» در تهران", "نشانی «@tidings» در شبکه", "دما «20 °C» بود", "ببینید «https://example.org/a/» را", "کشور «U.S.» گفت"],
}  # fmt: skip
# What stands between two names has to stand between them for the reader, who comes from the right.
LISTS = {"ar": "وكالات BBC، CNN، Reuters قالت", "he": "סוכנויות BBC; CNN; Reuters אמרו", "fa": "خبرگزاری‌های BBC، CNN، Reuters گفتند"}
PLACES = """([words, text]) => { const walk = document.createTreeWalker(document.querySelector('p'), NodeFilter.SHOW_TEXT), at = []; let node;
  while (node = walk.nextNode()) for (let i = 0; i < node.length; i++) at.push([node, i]);
  const begin = text.indexOf(words), range = document.createRange();
  return [...words].map((char, i) => { const [n, k] = at[begin + i]; range.setStart(n, k); range.setEnd(n, k + 1); return [char, range.getBoundingClientRect().left] }) }"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def lefts(page: Page, html: str, language: str, words: str) -> list[float]:
    """Where the letters of some words in a paragraph stand, from the left edge."""
    page.set_content(f'<p lang="{language}" dir="rtl" style="white-space:nowrap">{html}</p>')
    text = re.sub("<[^>]*>", "", html)
    return [left for char, left in page.evaluate(PLACES, [words, text]) if char != " "]


def stands_in_order(places: list[float]) -> bool:
    return all(one < other for one, other in itertools.pairwise(places))


@pytest.mark.parametrize("language", SENTENCES)
def test_what_is_isolated_reads_from_the_left_and_would_not_by_itself(page: Page, language: str) -> None:
    for marked in SENTENCES[language]:
        words, text = re.findall("«(.*)»", marked)[0], marked.replace("«", "").replace("»", "")
        assert stands_in_order(lefts(page, isolated(text, "rtl"), language, words)), text
        assert not stands_in_order(lefts(page, text, language, words)), f"{text} needs no help"


@pytest.mark.parametrize("language", LISTS)
def test_names_in_a_row_are_read_in_their_order(page: Page, language: str) -> None:
    text = LISTS[language]
    for html, is_right in ((isolated(text, "rtl"), True), (text, False)):
        first, second, third = (lefts(page, html, language, name)[0] for name in ("BBC", "CNN", "Reuters"))
        assert (first > second > third) is is_right


@pytest.mark.parametrize(("path", "edge"), [("/en/", "left"), ("/ar/", "right")])
def test_names_of_languages_begin_at_one_edge_whatever_their_direction(page: Page, address: str, path: str, edge: str) -> None:
    page.goto(address + path)
    page.locator(".languages-menu summary").click()
    found = page.evaluate(
        "(edge) => [...document.querySelectorAll('.languages-menu li a')].map(a => { const range = document.createRange(); range.selectNodeContents(a);"
        " return [getComputedStyle(a).direction, Math.abs(range.getBoundingClientRect()[edge] - a.getBoundingClientRect()[edge])] })",
        edge,
    )
    assert {direction for direction, _away in found} == {"ltr", "rtl"}
    assert max(away for _direction, away in found) < 2


def test_the_nameplate_looks_the_same_in_every_language(page: Page, address: str) -> None:
    faces = set()
    for code in ("en", "ar", "he", "ja"):
        page.goto(f"{address}/{code}/")
        for selector in (".nameplate bdi", ".imprint-name bdi"):
            faces.add(page.evaluate("(s) => getComputedStyle(document.querySelector(s)).fontFamily", selector))
    assert len(faces) == 1


def test_on_paper_no_language_is_offered_and_the_mark_keeps_its_distance(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{address}/en/2024/03/road/")
    page.locator(".language-offer").wait_for()
    page.evaluate("document.querySelector('.nameplate a').insertAdjacentHTML('afterbegin', '<img class=\"mark\" width=\"40\" height=\"40\" alt=\"\">')")
    page.emulate_media(media="print")
    assert not page.locator(".language-offer").is_visible()
    mark, name = (page.locator(selector).bounding_box() for selector in (".nameplate .mark", ".nameplate bdi"))
    assert mark is not None and name is not None
    assert name["x"] - (mark["x"] + mark["width"]) > 3
    context.close()
