"""Text that runs from the right as pages, feeds and print editions carry it: what runs the other way isolated, what is stored untouched."""

from __future__ import annotations

import html as html_entities
import json
import random
import re
import subprocess
import time
from typing import Any

import lxml.html
import pytest
from django.test import Client
from markupsafe import Markup

from coranto.articles.models import PublicState
from coranto.newsroom import flow
from coranto.reading import sanitising
from coranto.site.facts.articles import article_page
from coranto.site.facts.isolating import isolated
from coranto.site.facts.store import Store
from coranto.site.printing.editions import make_edition, paragraphs, spans
from coranto.site.printing.fonts import prints
from coranto.site.printing.typst_printer import TypstPrinter
from coranto.translation.keeping import keep_translation
from coranto.translation.models import State
from tests.site.conftest import Built
from tests.site.making import START, make_article, make_person, make_picture, make_report, rich

HEADLINE, STANDFIRST = "قال @tidings إن السعر 50%", "وكالات BBC، CNN، Reuters في 24 ديسمبر 1814."
BODY = '<p data-block-key="k0">هاتف +49 30 1234567، ثم <a href="https://x.example/?a=1&amp;b=20%25">بلغت 20 °C</a> و<b>AT&amp;T</b>، IBM.</p>'


@pytest.fixture
def arabic(site: Built) -> Any:
    return make_article(HEADLINE, language="ar", standfirst=STANDFIRST, body=[("rich_text", rich(BODY))], at=START, slug="prices", authors=[make_person()])


@pytest.mark.django_db
def test_a_page_isolates_what_runs_the_other_way_and_touches_neither_tags_nor_what_is_stored(site: Built, arabic: Any) -> None:
    site.build()
    html = site.text("/ar/2024/03/prices/")
    page = lxml.html.fromstring(html)
    story = page.find_class("story")[0]
    assert [bdi.text_content() for bdi in story.find_class("story-body")[0].iter("bdi")] == ["+49 30 1234567", "20 °C", "AT&T", "IBM"]
    assert [bdi.text for bdi in page.xpath("//h1/bdi[@dir='ltr']")] == ["@tidings", "50%"]
    assert [bdi.text for bdi in page.find_class("standfirst")[0].iter("bdi")] == ["BBC", "CNN", "Reuters"]
    assert page.xpath("//h1")[0].text_content() == HEADLINE
    assert page.find_class("story-body")[0].xpath(".//a/@href") == ["https://x.example/?a=1&b=20%25"]
    assert page.xpath("//title")[0].text.startswith(HEADLINE)
    assert json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["headline"] == HEADLINE
    assert page.xpath("//meta[@property='og:title']/@content") == [HEADLINE]
    assert "bdi" not in json.dumps(PublicState.objects.get(pk=arabic.pk).version.document)
    listed = lxml.html.fromstring(site.text("/ar/")).find_class("lead-headline")[0]
    assert [bdi.text for bdi in listed.iter("bdi")] == ["@tidings", "50%"]


@pytest.mark.django_db
def test_an_english_page_is_not_a_byte_heavier(site: Built) -> None:
    make_article("Call +49 30 1234567, @tidings", text="It was 20 °C, said BBC, CNN.", at=START, slug="prices")
    site.build()
    page = lxml.html.fromstring(site.text("/en/2024/03/prices/"))
    assert page.xpath("//h1//bdi | //div[contains(@class, 'story-body')]//bdi") == []


@pytest.mark.django_db
def test_feeds_isolate_in_their_html_and_leave_titles_alone(site: Built, arabic: Any) -> None:
    site.build()
    item = json.loads(site.text("/ar/feed.json"))["items"][0]
    assert item["title"] == HEADLINE
    assert '<bdi dir="ltr">+49 30 1234567</bdi>' in item["content_html"]
    assert lxml.html.fromstring(item["content_html"]).xpath("//a/@href") == ["https://x.example/?a=1&b=20%25"]


@pytest.mark.django_db
def test_a_passage_left_in_english_keeps_its_own_direction(site: Built) -> None:
    article = make_article("A road is built", text="It was 20 °C, said BBC, CNN.\n\nTwo.", at=START)
    version = PublicState.objects.get(pk=article.pk).version
    one, two = version.document["body"]
    document = {**version.document, "body": [{**one, "language": "en"}, {**two, "html": "عند 20 °C."}]}
    row = keep_translation(version, document, language="ar", state=State.MACHINE, by="a machine", now=START)
    flow.translation_changed(article, "ar", row.document, is_seen_elsewhere=True)
    site.build()
    first, second = lxml.html.fromstring(site.text("/ar/2024/03/a-road-is-built/")).find_class("story-body")[0].iter("p")
    assert (first.get("dir"), list(first.iter("bdi"))) == ("ltr", [])
    assert [bdi.text for bdi in second.iter("bdi")] == ["20 °C"]


@pytest.mark.django_db
def test_words_of_a_picture_say_language_and_direction_where_they_are_not_the_pages(site: Built) -> None:
    picture = make_picture("A road between hills.")
    make_article("A road is built", at=START, authors=[make_person(portrait=picture)], reports=[make_report()])
    site.build()
    for code, said in (("en", (None, None)), ("ar", ("en", "ltr"))):
        portrait = lxml.html.fromstring(site.text(f"/{code}/author/ada-reporter/")).xpath("//div[@class='portrait']//img")[0]
        assert (portrait.get("alt"), portrait.get("lang"), portrait.get("dir")) == ("A road between hills.", *said)


def test_html_is_isolated_in_its_text_alone_and_once() -> None:
    html = Markup('<p>قال <a href="https://x.example/@a?b=1&amp;c=2" hreflang="ar">@a</a>، 4 <em>km</em>&nbsp;و10 m<sup>2</sup>، <code>git --help</code></p><p>BBC</p><p>1 ا</p>')
    once = isolated(html, "rtl")
    assert once == Markup(
        '<p>قال <a href="https://x.example/@a?b=1&amp;c=2" hreflang="ar"><bdi dir="ltr">@a</bdi></a>، <bdi dir="ltr">4 <em>km</em></bdi>&nbsp;و<bdi dir="ltr">10 m<sup>2</sup></bdi>، '
        '<bdi dir="ltr"><code>git --help</code></bdi></p><p>BBC</p><p>1 ا</p>'
    )
    assert isolated(once, "rtl") == once
    assert isolated("5 < 6 & ا، C++ <i>", "rtl") == Markup('5 &lt; 6 &amp; ا، <bdi dir="ltr">C++</bdi> &lt;<bdi dir="ltr">i</bdi>&gt;')


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("那艘船名叫<em>Nova Scotian</em>。", '那艘船名叫<em class="latin">Nova Scotian</em>。'),
        ("배의 이름은 <em>Nova Scotian</em>이었다.", '배의 이름은 <em class="latin">Nova Scotian</em>이었다.'),
        ("<em>瓦版</em>と<em>飛脚 Hikyaku</em>", "<em>瓦版</em>と<em>飛脚 Hikyaku</em>"),
        ("The <em>Nova Scotian</em>.", "The <em>Nova Scotian</em>."),
    ],
)
def test_dots_of_emphasis_do_not_stand_over_letters(html: str, marked: str) -> None:
    once = isolated(Markup(html), "ltr")
    assert once == Markup(marked)
    assert isolated(once, "ltr") == once


def test_marks_that_do_not_nest_stay_as_they_are() -> None:
    html = Markup("<a><em>5</em> km</a> ا")
    assert lxml.html.fromstring(str(isolated(html, "rtl"))).text_content() == "5 km ا"
    assert isolated(html, "rtl").count("<em>5</em> km") == 1


def test_a_sheet_isolates_with_signs_that_nobody_sees() -> None:
    assert "".join(span["text"] for span in spans("بلغت <em>20 °C</em> ظهرًا", "rtl")) == "بلغت \u206620 °C\u2069 ظهرًا"
    assert [span.get("em", False) for span in spans("بلغت <em>20 °C</em> ظهرًا", "rtl") if span["text"] == "20 °C"] == [True]
    assert len(paragraphs("<p>ا</p><p>BBC، CNN</p>", "rtl")) == 2


@pytest.mark.django_db
def test_isolating_costs_a_page_next_to_nothing(site: Built) -> None:
    """A body of 1,000 words, with a name or a number in every sentence: less than a tenth of what rendering takes."""
    article = make_article("الطريق", language="ar", text="\n\n".join([BODY.removeprefix('<p data-block-key="k0">').removesuffix("</p>").replace("<b>", "").replace("</b>", "") + " ا ب" * 20] * 40), at=START, slug="long")
    page = article_page(Store(), article.pk, "ar")
    assert page is not None
    blocks = [block["html"] for block in page.body]
    begun = time.process_time()
    for _turn in range(10):
        for html in blocks:
            isolated(html, "rtl")
    assert (time.process_time() - begun) / 10 < 0.05


def letters(pdf: bytes) -> dict[str, tuple[float, float]]:
    """Where each word of a PDF stands: its left edge and that of the page's text, as `pdftotext -bbox` says."""
    out = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return {word: (float(left), float(right)) for left, right, word in re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>', out)}


@pytest.mark.django_db
def test_on_paper_a_passage_left_in_english_begins_at_the_left_and_numbers_are_not_turned_round(site: Built) -> None:
    if not prints("Arab"):
        pytest.skip("This machine has no font for Arab.")
    article = make_article("A road is built", text="Qwerty stands in English.\n\nTwo.", at=START)
    version = PublicState.objects.get(pk=article.pk).version
    one, two = version.document["body"]
    arabic = {**two, "html": "نشر «Asdf» رقم +49 30 1234567 أمس."}
    document = {**version.document, "body": [{**one, "language": "en"}, arabic]}
    row = keep_translation(version, document, language="ar", state=State.MACHINE, by="a machine", now=START)
    flow.translation_changed(article, "ar", row.document, is_seen_elsewhere=True)
    store = Store()
    page = article_page(store, article.pk, "ar")
    assert page is not None
    at = letters(make_edition(store, page, TypstPrinter()))
    middle = 595 / 2  # of a sheet of A4, in points
    assert at["Qwerty"][0] < middle / 2
    assert at["+49"][0] < at["30"][0] < at["1234567"][0]
    assert at["Asdf"][0] > middle  # the passage in Arabic begins at the right
    persian = make_article("راه", language="fa", at=START, slug="rah")
    shown = article_page(store, persian.pk, "fa")
    assert shown is not None
    words = subprocess.run(["pdftotext", "-", "-"], input=make_edition(store, shown, TypstPrinter()), capture_output=True, check=True).stdout.decode()
    assert "۱/۱" in words.replace(" ", "")


@pytest.mark.django_db
def test_what_search_found_runs_in_the_direction_of_its_language(site: Built, arabic: Any, client: Client) -> None:
    make_article("هاتف", language="ar", text="Reuters, هاتف قديم.", at=START, slug="phone")
    site.build()
    found = lxml.html.fromstring(client.get("/ar/search/", {"q": "قديم"}).content).find_class("snippet")
    assert [(one.get("lang"), one.get("dir")) for one in found] == [(None, None)]
    foreign = lxml.html.fromstring(client.get("/en/search/", {"q": "قديم"}).content).find_class("snippet")
    assert [(one.get("lang"), one.get("dir")) for one in foreign] == [("ar", "rtl")]


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_whatever_is_written_stays_words(direction: str) -> None:
    """Plain text comes out as the same words in nothing but isolates; html that was sanitised keeps its words, tags and addresses."""
    pieces = ["<script>", "&", "&amp;", '"', "'", "<", ">", "</bdi>", "<bdi>", "ا", "א", "BBC", "+49 30 1234567", "@a", "، ", "; ", "\n", " ", "1", "(", ")", "\u2066", "\u2069", "\u202e", "<a href=\"@b 5 km\">", "٣", "۵"]
    chance = random.Random(7)
    for _turn in range(3000):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 9)))
        once = isolated(text, direction)
        assert isolated(once, direction) == once, text
        assert {str(tag) for tag in re.findall("<[^>]*>", once)} <= {'<bdi dir="ltr">', '<bdi dir="rtl">', "</bdi>"}, text
        assert html_entities.unescape(re.sub("<[^>]*>", "", once)) == text
        html = sanitising.inline(text)
        marked = isolated(Markup(html), direction)
        assert re.sub("</?bdi[^>]*>", "", marked) == re.sub("</?bdi[^>]*>", "", html), text
        assert isolated(marked, direction) == marked, text
