"""The card image that stands for an article where it is shared: headline, label and name on the publication's colours."""

from __future__ import annotations

import html
import json
from functools import cache
from typing import Literal

import typst
from django.http import Http404, HttpRequest, HttpResponse

from coranto.languages import bidi
from coranto.site import addresses, templating
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import Store
from coranto.site.making import answer, fingerprint, kept, public_article
from coranto.site.printing.fonts import families
from coranto.site.words import GENRES, MACHINE

WIDTH, HEIGHT = 1200, 630
SOURCE = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 600pt, height: 315pt, margin: (x: 36pt, top: 30pt, bottom: 26pt), fill: rgb(data.paper))
#set text(font: data.fonts, fill: rgb(data.ink), lang: data.lang, dir: if data.rtl { rtl } else { ltr }, fallback: true)
#set par(leading: 0.5em)
#grid(rows: (auto, 1fr, auto), row-gutter: 0pt,
  grid(columns: (1fr, auto), text(size: 15pt, weight: "bold", data.name), text(size: 12pt, fill: rgb(data.accent), data.label)),
  align(horizon, text(size: data.size * 1pt, weight: "bold", data.headline)),
  stack(spacing: 8pt, line(length: 100%, stroke: 1.5pt + rgb(data.accent)), grid(columns: (1fr, auto), text(size: 13pt, data.byline), text(size: 11pt, fill: rgb(data.accent), data.made))))
"""


def card_address(store: Store, page: ArticlePage) -> str:
    """The whole address of an article's card, which changes with what it shows."""
    return addresses.base_url() + f"/made/card/{page.number}/{page.language}/{_print_of(store, page)}.png"


def _print_of(store: Store, page: ArticlePage) -> str:
    look = store.publication
    return fingerprint(page.headline, page.genre, [name.name for name in page.authors], page.outlet.name, page.state, look.name, look.paper, look.ink, look.accent)


def show_card(request: HttpRequest, number: int, language: str, digest: str) -> HttpResponse:
    """A card, made at the first request. 404 for what is not public or looks different by now."""
    store, page = public_article(number, language)
    if digest != _print_of(store, page):
        raise Http404
    return answer(request, kept(f"cards/{number}-{language}-{digest}.png", lambda: draw(store, page)), "image/png")


def draw(store: Store, page: ArticlePage) -> bytes:
    """The PNG, 1200 × 630. Closed to the network and to files; system fonts only."""
    return compiled(words_of(store, page))


def words_of(store: Store, page: ArticlePage) -> dict[str, object]:
    """All that a card shows and how it is set, as its source reads it."""
    look, headline = store.publication, html.unescape(page.headline)
    size = 36 if len(headline) < 60 else 28 if len(headline) < 110 else 21
    return {
        "paper": look.paper, "ink": look.ink, "accent": look.accent, "fonts": families(page.script), "lang": page.language.split("-")[0],
        "rtl": page.direction == "rtl", "name": look.name, "label": _label(page), "headline": bidi.isolated(headline[:220], page.direction), "size": size,
        "byline": ", ".join(name.name for name in page.authors)[:120] or page.outlet.name, "made": _made(page),
    }  # fmt: skip


def _label(page: ArticlePage) -> str:
    word = GENRES.get(page.genre)
    return templating.translations(page.language).gettext(word.label) if word else ""


def _made(page: ArticlePage) -> str:
    """The mark of a headline that a machine translated."""
    return templating.translations(page.language).gettext(MACHINE) if page.state == "machine" else ""


@cache
def _source() -> bytes:
    return SOURCE.encode()


def compiled(words: dict[str, object], form: Literal["png", "pdf"] = "png") -> bytes:
    """A card of these words, as the picture or, to look into it, as PDF."""
    made = typst.compile(_source(), format=form, ppi=144.0, sys_inputs={"data": json.dumps(words, ensure_ascii=False)})
    assert isinstance(made, bytes)
    return made
