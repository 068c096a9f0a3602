"""What 500 random articles give to take along, read back by readers that know nothing of how it was written."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import mammoth
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from coranto.languages import catalogs, formatting
from coranto.rights.terms import Images, LinkTo, Place
from coranto.site import addresses
from coranto.site.republishing.facts import package_of
from coranto.site.terms.statement import attribution_line
from coranto.site.terms.words import ALL_RIGHTS_RESERVED
from coranto.syndication.packages.html_form import to_html
from coranto.syndication.packages.markdown_form import to_markdown
from coranto.syndication.packages.shape import Kind, Package, plain
from coranto.syndication.packages.signed_form import to_document, to_signed
from coranto.syndication.packages.text_form import to_text
from coranto.syndication.packages.word_form import to_docx
from tests.site.random_articles import START, Made, made

ARTICLES = 500
FORMS = ("html", "markdown", "text", "docx", "json")


@dataclass(frozen=True)
class Read:
    """What a reader found: the words in order, and the addresses that are linked to or named."""

    words: str
    addresses: frozenset[str]


def bare(text: str) -> str:
    """Words without white space and marks of direction, which no reader keeps alike."""
    return "".join(char for char in text if not char.isspace() and not 0x2066 <= ord(char) <= 0x2069)


@cache
def written(package: Package, form: str) -> bytes:
    """The package in a form."""
    if form == "docx":
        return to_docx(package, {})
    if form == "json":
        return to_signed(to_document(package, identity=package.url, version=1, terms="", provenance="", forms={}), None, now=START)
    makers: dict[str, Callable[[Package], str]] = {"html": to_html, "markdown": to_markdown, "text": to_text}
    return makers[form](package).encode()


def read(data: bytes, form: str) -> Read:
    """Read it back."""
    if form == "docx":
        return _read_docx(data)
    if form == "json":
        return _read_html(json.loads(data)["package"]["html"])
    text = data.decode()
    if form == "markdown":
        return _read_html(MarkdownIt("commonmark").enable("table").render(text))
    return Read(bare(text), frozenset(re.findall(r"https?://[^\s)\u2068\u2069]+(?:\([^\s)]*\)[^\s)]*)?", text))) if form == "text" else _read_html(text)


def _read_html(source: str) -> Read:
    tree = html.document_fromstring(f"<html><body>{source}</body></html>")
    return Read(bare(tree.text_content()), frozenset(tree.xpath("//a/@href")))


def _read_docx(data: bytes) -> Read:
    """By the standard's names alone: the words of the document, and where its hyperlinks lead."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        document, relations = (etree.fromstring(parts.read(f"word/{name}")) for name in ("document.xml", "_rels/document.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    linked = document.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}hyperlink")
    found = frozenset(targets[link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")] for link in linked)
    return Read(bare("".join(document.itertext())), found)


def told(article: Made, found: Read) -> set[str]:
    """Which of attribution, link and licence a reading holds, where the terms want them."""
    page, record = article.page, article.terms.record
    source = page.source.url if page.source and page.source.url else page.share_address
    link = addresses.base_url() + "/" if record.link is LinkTo.HOME else source
    names = [name.name for name in page.authors] or list(page.source.authors if page.source else ())
    values = {
        "author": formatting.list_join(names, page.language) if names else page.outlet.name, "outlet": page.outlet.name, "link": link,
        "date": (page.source.first_published if page.source else "") or page.published.text,
    }  # fmt: skip
    line, headline = bare(attribution_line(record, page.language, values)), bare(page.headline)
    place = found.words.find(line) if record.place is Place.TOP else found.words.rfind(line)
    is_placed = place == 0 if record.place is Place.TOP else place > found.words.find(headline)
    licence = article.terms.licence
    reserved = bare(catalogs.translator(page.language).gettext(ALL_RIGHTS_RESERVED))
    is_licensed = licence in found.addresses if licence else reserved in found.words
    return {
        name
        for name, holds in (
            ("attribution", place >= 0 and is_placed), ("link", link in found.addresses), ("licence", is_licensed), ("terms", article.terms.places.statement in found.addresses),
        )
        if holds
    }  # fmt: skip


@cache
def articles() -> tuple[tuple[Made, Package], ...]:
    """Five hundred articles with their packages."""
    return tuple((article, package_of(article.page, article.terms)) for article in map(made, range(ARTICLES)))


@pytest.mark.parametrize("form", FORMS)
def test_attribution_link_and_licence_are_in_every_package(form: str) -> None:
    lacking = {}
    for article, package in articles():
        found = told(article, read(written(package, form), form))
        if found != {"attribution", "link", "licence", "terms"}:
            lacking[article.page.number] = found
    assert lacking == {}
    assert len(articles()) == ARTICLES


@pytest.mark.parametrize("form", FORMS)
def test_the_check_sees_what_is_taken_out(form: str) -> None:
    for article, package in articles()[:20]:
        stripped = replace(package, attribution=(), imprint=(), byline=(), counter="")
        assert told(article, read(written(stripped, form), form)) <= {"link"}  # the headline's own words may not stand in for any of it
        moved = replace(package, is_attributed_first=not package.is_attributed_first)
        assert "attribution" not in told(article, read(written(moved, form), form))
        unlinked = tuple(replace(run, href="") if run.href == run.text else run for run in package.attribution)
        if form != "text":  # in which an address is its own link
            own = {run.href for line in package.imprint for run in line}
            assert package.attribution[-1].href in own or "link" not in told(article, read(written(replace(package, attribution=unlinked), form), form))


@pytest.mark.parametrize("form", FORMS)
def test_every_word_of_the_article_is_read_back_in_its_order(form: str) -> None:
    for article, package in articles():
        found = read(written(package, form), form).words
        place = 0
        for passage in package.body:
            cells = [cell for row in ((passage.header, *passage.rows) if passage.header else passage.rows) for cell in row]
            for line in (*passage.lines, *cells) if passage.kind is not Kind.PICTURE else ():
                text = bare(plain(line))
                if form == "text":  # where addresses stand between the words
                    text = bare(line[0].text)
                here = found.find(text, place)
                assert here >= 0, (article.page.number, passage.kind, plain(line), found[place : place + 200])
                place = here + len(text)


@pytest.mark.parametrize("form", FORMS)
def test_pictures_that_may_not_go_along_are_in_none(form: str) -> None:
    free = closed = 0
    for article, package in articles():
        data = written(package, form)
        if form == "docx":
            data = b"".join(zipfile.ZipFile(io.BytesIO(data)).read(name) for name in zipfile.ZipFile(io.BytesIO(data)).namelist())
        shown = [article.page.image, *(one.get("image") for one in article.page.body), *(image for one in article.page.body for image in one.get("images", ()))]
        for image in filter(None, shown):
            may_go = image.is_redistributable and article.terms.record.images is Images.MARKED
            closed, free = closed + (not may_go), free + may_go
            told_of = [word for word in (image.src, image.alt.split()[0], image.credit, image.copyright) if word.encode() in data]
            assert may_go or not told_of, (article.page.number, told_of)
            if may_go and form in {"html", "markdown", "text", "json"}:
                assert len(told_of) == 4, (article.page.number, told_of)
    assert free > 100 and closed > 100


def test_every_document_is_well_formed_and_the_same_each_time() -> None:
    for article, package in articles()[:40]:
        data = to_docx(package, {})
        assert data == to_docx(package_of(article.page, article.terms), {})
        if article.page.number < 3:  # a second reader, slower than the first
            second = _read_html(mammoth.convert_to_html(io.BytesIO(data)).value)
            assert told(article, second) == told(article, read(data, "docx"))
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(parts.read(name))
