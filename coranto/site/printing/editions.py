"""From an article's page to the sheet of its print edition, and the view that hands it out."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, unquote

import segno
from django.http import Http404, HttpRequest, HttpResponse

from coranto.languages import bidi, formatting
from coranto.pictures.variants import make_variant
from coranto.site import addresses, extras, templating
from coranto.site.facts.isolating import isolated
from coranto.site.facts.shapes import ArticlePage, Image, Link, Said
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import sanitised
from coranto.site.making import answer, fingerprint, kept, public_article
from coranto.site.printing.fonts import families, prints
from coranto.site.printing.printer import Printer, Sheet
from coranto.site.printing.typst_printer import TypstPrinter
from coranto.site.words import BASES, CORRECTIONS, FAIR_USE_FOR, GENRES, MACHINE, OF_OTHERS, ROLES, TRANSLATION_OF

RAGGED = {"Jpan", "Hans", "Hant", "Thai", "Arab"}  # scripts that gain nothing from stretched spaces
TALL = RAGGED | {"Kore", "Deva", "Beng", "Gujr", "Knda", "Mlym", "Taml", "Telu"}  # scripts whose signs fill the line, or stand over and under it: more room between lines
PICTURE_WIDTH = 1200
FROM_LEFT, FROM_RIGHT, END = "\u2066", "\u2067", "\u2069"
MADE_LIKE = 2  # grows when the same article is printed otherwise than before, so that kept editions are made anew


def print_links(store: Store, page: ArticlePage) -> tuple[Link, ...]:
    """The link to a print edition; none where this machine has no font for the script."""
    if not prints(page.script):
        return ()
    slug = page.path.rstrip("/").rpartition("/")[2]
    return (Link("PDF", f"/made/pdf/{page.number}/{page.language}/{print_of(store, page)}/{slug}.pdf", key="pdf"),)


def print_of(store: Store, page: ArticlePage) -> str:
    """What changes when a print edition must be made anew."""
    look = store.publication
    return fingerprint(
        MADE_LIKE, page.headline, page.standfirst, page.body, page.copyright_line, page.terms, page.source, page.path, page.authors, page.others, page.regions, page.themes,
        page.reports, page.corrections, page.grave_corrections, page.note, page.standing_note, page.disclaimer, page.fair_use_notice, look.name, look.accent, page.state, page.made,
    )  # fmt: skip


def show_edition(request: HttpRequest, number: int, language: str, digest: str, slug: str) -> HttpResponse:
    """A print edition, made at the first request. 404 for what is not public or says something else by now."""
    store, page = public_article(number, language)
    if digest != print_of(store, page) or not prints(page.script):
        raise Http404
    data = kept(f"print/{number}-{language}-{digest}.pdf", lambda: make_edition(store, page, TypstPrinter()))
    return answer(request, data, "application/pdf", name=quote(f"{slug}.pdf"))


def make_edition(store: Store, page: ArticlePage, printer: Printer) -> bytes:
    """The PDF of an article as it is public now."""
    pictures: dict[str, bytes] = {"qr.svg": _qr(page.share_address)}
    body = [made for block in page.body if (made := _passage(page, block, pictures)) is not None]
    data = {**_facts(store, page), "image": _picture(page.image, pictures, page.direction) if page.image else None, "body": body}
    return printer.print_sheet(Sheet(data, pictures, (page.modified or page.published).at))


def _qr(url: str) -> bytes:
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=1, scale=4)
    return out.getvalue()


def _facts(store: Store, page: ArticlePage) -> dict[str, Any]:
    look, gettext, way = store.publication, templating.translations(page.language).gettext, page.direction
    return {
        "publication": look.name, "digits": formatting.numerals("0123456789", page.language), "accent": look.accent, "fonts": families(page.script), "lang": page.language.split("-")[0],
        "region": {"zh-Hans": "CN", "zh-Hant": "TW"}.get(page.language), "rtl": page.direction == "rtl", "ragged": page.script in RAGGED, "tall": page.script in TALL, "headline": bidi.isolated(page.headline, way), "title": page.headline,
        "standfirst": bidi.isolated(page.standfirst, way), "genre": gettext(GENRES[page.genre].label) if page.genre in GENRES else "", "outlet": page.outlet.name,
        "authors": [name.name for name in page.authors], "keywords": [link.label for link in (*page.themes, *page.regions)], "url": _readable(page.share_address),
        "lines": _lines(page, gettext), "made": " ".join(page.made), "imprint": imprint_of(page, gettext),
        "corrections": [{"head": f"{gettext(CORRECTIONS[one.kind].label)} · {one.at.text}", "text": bidi.isolated(one.text, one.text_direction or way)} for one in (*page.grave_corrections, *page.corrections)],
    }  # fmt: skip


def _readable(url: str) -> str:
    """An address as a person would type it, kept left to right inside any text."""
    return f"\u2066{unquote(url)}\u2069"


def _isolated(text: str) -> str:
    """A name or date that keeps its own direction among words of another."""
    return f"\u2068{text}\u2069" if text else ""


def _lines(page: ArticlePage, gettext: Any) -> list[str]:
    """Byline, outlet and date, original source."""
    by_role: dict[str, list[str]] = {}
    for name in (*page.authors, *page.others):
        by_role.setdefault(name.role, []).append(name.name)
    lines = [gettext(ROLES[role].label) % {"names": ", ".join(map(_isolated, names))} for role, names in by_role.items() if role in ROLES]
    lines.append(f"{_isolated(page.outlet.name)} · {_isolated(page.published.text)}")
    if page.source is not None and page.source.url:
        lines.append(" · ".join(filter(None, (_isolated(page.source.outlet or ""), _isolated(page.source.first_published), _readable(page.source.url)))))
    if page.source is not None and page.source.basis in BASES:
        lines.append(gettext(BASES[page.source.basis].label))
    return lines


def imprint_of(page: ArticlePage, gettext: Any) -> list[dict[str, str]]:
    """Copyright, terms, notices and the permanent address; `made` marks words of the publication that a machine translated."""
    found = [
        ("", _isolated(page.copyright_line), ()), _terms(page),
        ("", _isolated(page.source.copyright_notice) if page.source and page.source.copyright_notice != page.copyright_line else "", ()),
        ("", _said(page.note, page), ()),
        *(("", _said(notice, page), (notice,)) for notice in (page.standing_note, page.disclaimer, page.fair_use_notice)),
        *(("", sentence, ()) for sentence in _prevailing(page, gettext)), ("", _readable(page.share_address), ()),
    ]  # fmt: skip
    return [{"head": head, "text": text, "made": gettext(MACHINE) if any(part.state == "machine" for part in parts) else ""} for head, text, parts in found if text]


def _terms(page: ArticlePage) -> tuple[str, str, tuple[Said, ...]]:
    """What the terms of reuse are called, and what they say besides."""
    if page.terms is None:
        return "", "", ()
    name, notice = page.terms.name, page.terms.notice
    return name.text, f"{_said(notice, page)} {page.terms.licence_url}".strip(), (name, notice)


def _prevailing(page: ArticlePage, gettext: Any) -> list[str]:
    """On what ground text of others is printed, and which text prevails over a translation."""
    said = []
    if page.source is not None and page.source.basis == "fair-use":
        if page.source.evidence:
            said.append(gettext(FAIR_USE_FOR) % {"purpose": _isolated(page.source.evidence)})
        said.append(gettext(OF_OTHERS))
    if page.original is not None and page.state != "original":
        said.append(gettext(TRANSLATION_OF) % {"language": _isolated(page.original.label)})
    return [*said, page.notice_prevails] if page.notice_prevails else said


def _said(words: Said, page: ArticlePage) -> str:
    """The words of html, with what runs the other way isolated, and as a whole where they run the other way themselves."""
    way = words.direction or page.direction
    text = bidi.isolated(words.html.striptags(), way)
    return text if way == page.direction or not text else f"{FROM_RIGHT if way == 'rtl' else FROM_LEFT}{text}{END}"


def _picture(image: Image, pictures: dict[str, bytes], way: str) -> dict[str, Any] | None:
    """A picture as JPEG or PNG among the sheet's files."""
    name = image.src.rpartition("/")[2]
    if name not in pictures:
        try:
            pictures[name] = make_variant(name)[0]
        except LookupError:
            return None
    return {
        "kind": "image", "file": name, "alt": image.alt, "caption": spans(image.caption, image.direction or way), "credit": " ".join(filter(None, (image.credit, image.copyright))),
    }  # fmt: skip


def _passage(page: ArticlePage, block: dict[str, Any], pictures: dict[str, bytes]) -> dict[str, Any] | None:
    """A block with the language and direction of its text where those are not the sheet's: a passage that was not translated."""
    spoken = block.get("language") or page.body_language
    way = block.get("direction") or page.body_direction or page.direction
    made = _block(block, pictures, way)
    return {"lang": _lang(spoken), "rtl": way == "rtl", **made} if made is not None and spoken else made


def _block(block: dict[str, Any], pictures: dict[str, bytes], way: str) -> dict[str, Any] | None:
    kind = block["type"]
    if kind == "paragraph":
        return {"kind": "p", "spans": spans(block["html"], way)}
    if kind == "heading":
        return {"kind": "h", "level": max(1, block["level"] - 1), "text": bidi.isolated(block["text"], way)}
    if kind == "quotation":
        return _quotation(block, way)
    if kind == "pullquote":
        return {"kind": "pull", "text": bidi.isolated(block["text"], way)}
    if kind == "list":
        return {"kind": "list", "ordered": block["ordered"], "items": [spans(item, way) for item in block["items"]]}
    if kind == "table":
        return _table(block, way)
    if kind == "image":
        return _picture(block["image"], pictures, way)
    if kind == "gallery":
        return _picture(block["images"][0], pictures, way)
    if kind == "embed":
        return {"kind": "p", "spans": [{"text": block.get("caption") or block["url"], "href": block["url"]}]}
    if kind == "note":
        return {"kind": "note", "paragraphs": paragraphs(block["html"], way)}
    if kind == "code":
        return {"kind": "code", "text": block["text"]}
    return {"kind": "rule"} if kind == "divider" else None


def _quotation(block: dict[str, Any], way: str) -> dict[str, Any]:
    original = block["original"]
    said = {"text": bidi.isolated(original["text"], original["direction"]), "lang": _lang(original["language"]), "rtl": original["direction"] == "rtl"} if original else None
    return {"kind": "quote", "paragraphs": paragraphs(block["html"], way), "speaker": block["speaker"] or "", "original": said}


def _lang(code: str | None) -> str | None:
    return code.split("-")[0] if code else None


def _table(block: dict[str, Any], way: str) -> dict[str, Any]:
    columns = max([len(block["header"]), *(len(row) for row in block["rows"])])
    padded = [[*row, *[""] * (columns - len(row))] for row in block["rows"]]
    header = [*block["header"], *[""] * (columns - len(block["header"]))] if block["header"] else []
    return {
        "kind": "table", "columns": columns, "caption": block["caption"] or "", "header": [spans(cell, way) for cell in header],
        "cells": [spans(cell, way) for row in padded for cell in row],
    }  # fmt: skip


class _Spans(HTMLParser):
    """Reads sanitised inline html as a list of spans: text, and how it is set."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[list[dict[str, Any]]] = [[]]
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.paragraphs[-1].append({"text": "", "break": True})
        elif tag in {"p", "li", "h2", "h3", "h4", "blockquote"}:
            self.paragraphs.append([])
        elif tag == "bdi":
            self.paragraphs[-1].append({"text": "\u2066" if ("dir", "ltr") in attrs else "\u2067"})
        else:
            self._open.append((tag, dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "bdi":
            self.paragraphs[-1].append({"text": "\u2069"})
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place]
                return

    def handle_data(self, data: str) -> None:
        span: dict[str, Any] = {"text": data}
        for tag, href in self._open:
            if tag == "a":
                if href.startswith(("http://", "https://", "mailto:", "/")):
                    span["href"] = addresses.base_url() + href if href.startswith("/") else href
            elif tag in {"strong", "em", "code", "sup", "sub"}:
                span[tag] = True
        self.paragraphs[-1].append(span)


def spans(html: str, way: str) -> list[dict[str, Any]]:
    """Inline html of a direction as spans, with what runs the other way between signs that isolate it."""
    return [span for paragraph in _read(html, way) for span in paragraph]


def paragraphs(html: str, way: str) -> list[list[dict[str, Any]]]:
    """Html of paragraphs as lists of spans, empty ones left out."""
    return [paragraph for paragraph in _read(html, way) if any(span["text"].strip() for span in paragraph)]


def _read(html: str, way: str) -> list[list[dict[str, Any]]]:
    reader = _Spans()
    reader.feed(isolated(sanitised(html), way))
    return reader.paragraphs


extras.print_links.append(print_links)
