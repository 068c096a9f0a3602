"""Print editions and cards in all 51 languages: every letter is there, and a missing one would be seen."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coranto import languages
from coranto.demonstration import segmenting
from coranto.languages import formatting
from coranto.site import cards
from coranto.site.facts.articles import article_page
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import Store
from coranto.site.printing.editions import make_edition
from coranto.site.printing.fonts import prints
from coranto.site.printing.printer import Sheet
from coranto.site.printing.typst_printer import TypstPrinter
from tests.site.making import START, make_article, make_publication

pytestmark = pytest.mark.django_db
TEXTS = {one.language: list(one.texts.values()) for one in segmenting.translations()}
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_STRING = rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>"
_SHOWN = re.compile(rb"(?:" + _STRING + rb")\s*Tj|\[(?:" + _STRING + rb"|[-\d.\s])*\]\s*TJ", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def glyphs(pdf: bytes) -> list[int]:
    """The numbers of all glyphs that a print edition shows; 0 is the box that stands for a missing one."""
    found: list[int] = []
    for stream in _STREAM.findall(pdf):
        try:
            content = zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue
        for shown in _SHOWN.findall(content) if b"BT" in content else ():
            for text in re.findall(_STRING, shown, re.DOTALL):
                codes = bytes.fromhex(text[1:-1].decode()) if text[:1] == b"<" else _ESCAPE.sub(_unescaped, text[1:-1])
                found += [codes[place] * 256 + codes[place + 1] for place in range(0, len(codes) - 1, 2)]
    return found


def _unescaped(hit: re.Match[bytes]) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return bytes([int(hit[1], 8)]) if hit[1].isdigit() else named.get(hit[1], hit[1])


def make_page(code: str) -> tuple[Store, ArticlePage]:
    """An article of 24 real sentences in a language, its alphabet of own names included."""
    make_publication(code)
    texts = TEXTS[code][-24:] if code != "en" else ["The news had a heartbeat. It ran over the Andes, “twenty-one times” – changed horses… £5."] * 6
    name = languages.get(code).own_name + " " + languages.get(code).digits + " " + formatting.quote(formatting.region_name("002", code) or "", code)
    article = make_article(TEXTS[code][0] if code != "en" else "Eleven Days to London", language=code, standfirst=name, text="\n\n".join(texts), at=START, slug="road")
    store = Store()
    page = article_page(store, article.pk, code)
    assert page is not None
    return store, page


@pytest.mark.parametrize("code", languages.CODES)
def test_no_letter_is_missing_on_paper_or_on_a_card(code: str) -> None:
    if not prints(languages.get(code).script):
        pytest.skip(f"This machine has no font for {languages.get(code).script}.")
    store, page = make_page(code)
    shown = glyphs(make_edition(store, page, TypstPrinter()))
    assert len(shown) > 300
    assert 0 not in shown
    assert page.prints
    card = glyphs(cards.compiled(cards.words_of(store, replace(page, state="machine")), "pdf"))
    assert len(card) > 40
    assert 0 not in card


def test_a_missing_letter_would_be_seen() -> None:
    pictures = {"qr.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'}
    whole, broken = (
        Sheet({**_plain(), "headline": headline, "title": headline}, pictures, datetime(2026, 1, 1, tzinfo=UTC)) for headline in ("A road is built", "A road \U0010fffd is built")
    )
    assert 0 not in glyphs(TypstPrinter().print_sheet(whole))
    assert 0 in glyphs(TypstPrinter().print_sheet(broken))
    words: dict[str, object] = {
        "paper": "#ffffff", "ink": "#000000", "accent": "#8a1c1c", "fonts": ["Libertinus Serif"], "lang": "en", "rtl": False, "name": "The Example", "label": "News",
        "headline": "A road is built", "size": 36, "byline": "Ada", "made": "",
    }  # fmt: skip
    assert 0 not in glyphs(cards.compiled(words, "pdf"))
    for part in ("name", "label", "headline", "byline", "made"):
        assert 0 in glyphs(cards.compiled({**words, part: "\U0010fffd"}, "pdf")), part


def _plain() -> dict[str, object]:
    return {
        "publication": "The Example", "digits": "0123456789", "accent": "#8a1c1c", "fonts": ["Libertinus Serif"], "lang": "en", "region": None, "rtl": False, "ragged": False, "tall": False, "standfirst": "",
        "genre": "News", "outlet": "The Example", "authors": [], "keywords": [], "url": "https://example.org/", "lines": [], "made": "", "imprint": [], "corrections": [],
        "image": None, "body": [],
    }  # fmt: skip


@pytest.mark.parametrize("code", ["en", "ar", "he", "fa", "ja", "zh-Hans", "th", "hi", "el"])
def test_a_card_is_drawn_in_the_script_of_its_language(code: str) -> None:
    if not prints(languages.get(code).script):
        pytest.skip(f"This machine has no font for {languages.get(code).script}.")
    store, page = make_page(code)
    drawn = cards.draw(store, page)
    assert drawn.startswith(b"\x89PNG")
    assert (int.from_bytes(drawn[16:20]), int.from_bytes(drawn[20:24])) == (1200, 630)
