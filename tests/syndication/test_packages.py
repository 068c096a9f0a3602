"""What goes into a package and what never does: pictures in every disguise, harm, addresses, and the terms' own advice."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import docx
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from PIL import Image as Pixels

from coranto.rights.terms import ASK, NO, Images, Indexing, Party, TermsRecord
from coranto.syndication.packages.gathering import Gatherer
from coranto.syndication.packages.html_form import to_head, to_html
from coranto.syndication.packages.markdown_form import to_markdown
from coranto.syndication.packages.offering import Offer, advice_of, ever_offered, is_timeless, offered
from coranto.syndication.packages.shape import Correction, Kind, Package, Passage, Picture, Run, plain
from coranto.syndication.packages.signed_form import to_document
from coranto.syndication.packages.text_form import to_text
from coranto.syndication.packages.word_form import to_docx
from tests.rights.making import preset

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOME = "https://paper.example"
CLOSED = "/media/0123456789abcdef-1200.jpg"
FREE = "/media/fedcba9876543210-1200.jpg"


@dataclass(frozen=True)
class Shown:
    """A picture as a page shows it."""

    src: str
    is_redistributable: bool
    width: int = 1200
    height: int = 800
    alt: str = "What it shows"
    caption: str = "A <em>caption</em>"
    credit: str = "By Ada"
    copyright: str = "© Ada"


def gatherer(**terms: Any) -> Gatherer:
    """A reader under terms that let marked pictures go."""
    return Gatherer(replace(preset("by-changes"), **terms), HOME)


def package(*body: Passage, **fields: Any) -> Package:
    """A package with a body."""
    values: dict[str, Any] = {
        "language": "en", "direction": "ltr", "url": f"{HOME}/en/2024/03/road/", "headline": "A road", "standfirst": "", "byline": (), "labels": (),
        "attribution": (Run("First published by The Paper: "), Run(f"{HOME}/", f"{HOME}/")), "is_attributed_first": True, "picture": None, "body": body,
        "corrections_title": "Corrections", "corrections": (), "imprint": ((Run("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),),),
        "licence_url": "https://creativecommons.org/licenses/by/4.0/", "modified": NOW,
    }  # fmt: skip
    return Package(**{**values, **fields})


def every_form(made: Package) -> dict[str, bytes]:
    """All forms, of the DOCX what stands in its parts."""
    word = zipfile.ZipFile(io.BytesIO(to_docx(made, {picture.src: b"\xff\xd8jpeg" for picture in made.pictures})))
    document = to_document(made, identity=made.url, version=1, terms="", provenance="", forms={})
    return {
        "html": to_html(made).encode(), "markdown": to_markdown(made).encode(), "text": to_text(made).encode(), "json": repr(document).encode(),
        "docx": b"".join(word.read(name) for name in word.namelist()),
    }  # fmt: skip


DISGUISES = {
    "figure": {"type": "image", "image": Shown(CLOSED, False, alt="closed", credit="closed")},
    "figure nobody has marked": {"type": "image", "image": Shown(CLOSED, False, caption="closed")},
    "gallery": {"type": "gallery", "images": [Shown(CLOSED, False, alt="closed"), Shown(CLOSED, False, copyright="closed")]},
    "inline image": {"type": "paragraph", "html": f'x <img class="wp-image" src="{CLOSED}" alt="closed"> y'},
    "figure in raw html": {"type": "paragraph", "html": f'x <figure class="alignright"><img src="{HOME}{CLOSED}" alt="closed"></figure> y'},
    "srcset": {"type": "paragraph", "html": f'x <img srcset="{CLOSED} 1200w, {CLOSED} 2x" alt="closed"> y'},
    "picture element": {"type": "paragraph", "html": f'x <picture><source srcset="{CLOSED}"><img src="{CLOSED}" alt="closed"></picture> y'},
    "background": {"type": "paragraph", "html": f'x <span style="background:url({CLOSED})" class="closed">w</span> y'},
    "lazy image": {"type": "note", "html": f'<p>x <img data-src="{CLOSED}" class="lazyload closed"> y</p>'},
    "link": {"type": "paragraph", "html": f'x <a href="{CLOSED}">the words</a> and <a href="{HOME}{CLOSED}?x=1">more</a> y'},
    "link to an original": {"type": "paragraph", "html": 'x <a href="/desk-media/0123456789abcdef-1200.jpg">words</a> y'},
    "object": {"type": "quotation", "html": f'<p>x <object data="{CLOSED}">closed</object> y</p>', "speaker": f"x {CLOSED}", "original": {"text": CLOSED, "language": "fr"}},
    "code": {"type": "code", "text": f'x <img src="{CLOSED}">\ny'},
    "address in words": {"type": "paragraph", "html": f"x {HOME}{CLOSED} y"},
    "list": {"type": "list", "items": [f'x <img src="{CLOSED}" alt="closed">', "y"], "ordered": False},
    "table": {"type": "table", "header": [f'x <img src="{CLOSED}" alt="closed">'], "rows": [["y"]], "caption": CLOSED},
    "heading": {"type": "heading", "text": f"x {CLOSED} y", "level": 2},
    "pull quote": {"type": "pullquote", "text": f"x {CLOSED} y", "speaker": ""},
    "embed": {"type": "embed", "url": f"{HOME}{CLOSED}", "caption": "closed"},
    "embed with its address as caption": {"type": "embed", "url": "https://vimeo.com/1", "caption": CLOSED},
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_picture_that_may_not_go_along_is_in_no_form(disguise: str) -> None:
    block = DISGUISES[disguise]
    made = package(*gatherer().passages([block]), picture=gatherer().picture(Shown(CLOSED, False, alt="closed")))
    for form, data in every_form(made).items():
        assert b"0123456789abcdef" not in data and b"closed" not in data and (disguise == "code" or b"<img" not in data), form
    words = "".join(plain(line) for passage in made.body for line in (*passage.lines, *passage.header, *(cell for row in passage.rows for cell in row)))
    assert block["type"] in {"image", "gallery", "embed"} or ("x" in words and ("y" in words or "y" in block.get("html", "")[-6:]))  # the words stay


def test_one_that_may_go_along_is_in_every_form_with_its_credit() -> None:
    made = package(*gatherer().passages([{"type": "image", "image": Shown(FREE, True)}]))
    for form, data in every_form(made).items():
        assert b"By Ada" in data and b"\xc2\xa9 Ada" in data, form
        assert form == "docx" or f"{HOME}{FREE}".encode() in data, form
    assert not gatherer(images=Images.NONE).passages([{"type": "image", "image": Shown(FREE, True)}])


@pytest.mark.parametrize("harm", ["<script>alert(1)</script>", '<a href="javascript:alert(1)">x</a>', '<a href="x" onclick="alert(1)">x</a>', "<iframe src=//evil.example></iframe>", '"><svg onload=alert(1)>', "</article><style>*{}</style>"])
def test_nothing_that_runs_goes_into_the_html(harm: str) -> None:
    body = gatherer().passages([{"type": "paragraph", "html": f"a {harm} b"}, {"type": "heading", "text": harm, "level": 2}, {"type": "code", "text": harm}])
    made = package(*body, headline=harm, standfirst=harm, labels=(harm,), byline=((Run(harm),),), corrections=(Correction(harm, harm),))
    tree = html.fragment_fromstring(to_html(made))
    assert {element.tag for element in tree.iter()} <= {"article", "p", "em", "a", "h1", "h2", "strong", "small", "span", "pre", "code"}
    assert {name for element in tree.iter() for name in element.attrib} <= {"lang", "dir", "href"}
    assert all(link.startswith("https://") for link in tree.xpath("//a/@href"))
    rendered = html.fragment_fromstring(MarkdownIt("commonmark").render(to_markdown(made)), create_parent="div")
    assert not rendered.xpath("//script | //iframe | //svg | //style | //*[@onclick] | //*[@onload] | //a[starts-with(@href, 'javascript')]")


def test_every_address_is_whole() -> None:
    body = gatherer().passages([{"type": "paragraph", "html": '<a href="/en/2024/01/other/">one</a> <a href="https://else.example/">two</a> <a href="mailto:a@b.example">three</a>'}])
    found = html.fragment_fromstring(to_html(package(*body, attribution=(), imprint=()))).xpath("//a/@href")
    assert found == [f"{HOME}/en/2024/01/other/", "https://else.example/", "mailto:a@b.example"]


def test_a_frame_of_others_becomes_a_link() -> None:
    (passage,) = gatherer().passages([{"type": "embed", "url": "https://vimeo.com/1", "caption": "A film"}])
    assert passage == Passage(Kind.PARAGRAPH, ((Run("A film", "https://vimeo.com/1"),),))


def test_corrections_attribution_and_imprint_stand_in_their_places() -> None:
    made = package(Passage(Kind.PARAGRAPH, ((Run("Text."),),)), corrections=(Correction("Correction · 1 May 2026", "It was two."),))
    first, last = to_text(made), to_text(replace(made, is_attributed_first=False))
    assert first.split("\n\n")[0].startswith("First published by") and last.split("\n\n")[-1].startswith("First published by")
    assert first.index("Text.") < first.index("Correction · 1 May 2026") < first.index("CC BY")


def test_a_word_processor_reads_the_document(tmp_path: Any) -> None:
    pixels = io.BytesIO()
    exif = Pixels.Exif()
    exif[0x8298] = "Ada"
    Pixels.new("RGB", (600, 400), "red").save(pixels, "JPEG", exif=exif)
    picture = Picture(f"{HOME}{FREE}", 600, 400, "A red field", (Run("Red"),), "By Ada")
    body = (
        Passage(Kind.HEADING, ((Run("Part"),),), level=2), Passage(Kind.LIST, ((Run("one"),), (Run("two"),)), is_ordered=True), Passage(Kind.LIST, ((Run("three"),),), is_ordered=True),
        Passage(Kind.TABLE, header=((Run("Year"),), (Run("Days"),)), rows=(((Run("1865"),), (Run("11"),)),)), Passage(Kind.QUOTATION, ((Run("قال", marks=("em",)),),), language="ar", direction="rtl"),
        Passage(Kind.PARAGRAPH, ((Run("vertical tab \x0b and null \x00"),),)),
    )  # fmt: skip
    data = to_docx(package(*body, picture=picture), {picture.src: pixels.getvalue()})
    found = docx.Document(io.BytesIO(data))
    assert [(one.style.name, one.text) for one in found.paragraphs if one.style and one.style.name.startswith("Heading")] == [("Heading 1", "A road"), ("Heading 2", "Part")]
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows] == [["Year", "Days"], ["1865", "11"]]
    assert len(found.inline_shapes) == 1
    arabic = next(one for one in found.paragraphs if "قال" in one.text)
    assert arabic._p.xpath("./w:pPr/w:bidi") and arabic._p.xpath("./w:r/w:rPr/w:rtl") and arabic._p.xpath("./w:r/w:rPr/w:lang/@w:bidi") == ["ar"]
    numbers = [one._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")[0] for one in found.paragraphs if one.text in {"one", "three"}]
    assert numbers[0] != numbers[1]  # each list begins with one
    assert len(data) < 12_000 + len(pixels.getvalue())
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def test_an_arabic_package_runs_from_the_right_and_says_so() -> None:
    made = package(Passage(Kind.PARAGRAPH, ((Run("نص"),),)), language="ar", direction="rtl")
    assert to_html(made).startswith('<article lang="ar" dir="rtl">')
    foreign = package(Passage(Kind.PARAGRAPH, ((Run("English words"),),), language="en", direction="ltr"), language="ar", direction="rtl")
    assert '<p lang="en" dir="ltr">English words</p>' in to_html(foreign)


@pytest.mark.parametrize(
    ("indexing", "head"),
    [
        (Indexing.CANONICAL, f'<link rel="canonical" href="{HOME}/a/">'), (Indexing.NOINDEX_ALL, '<meta name="robots" content="noindex">'),
        (Indexing.NOINDEX_NEWS, '<meta name="googlebot-news" content="noindex">'), (Indexing.FREE, ""),
    ],
)  # fmt: skip
def test_the_head_of_a_copy_says_what_the_terms_say(indexing: Indexing, head: str) -> None:
    assert to_head(advice_of(replace(preset("by-changes"), indexing=indexing), f"{HOME}/a/")) == head


AN_HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("record", "age", "offer"),
    [
        (preset("by-changes"), AN_HOUR, Offer.NOW), (preset("community"), AN_HOUR, Offer.NOW), (preset("reserved"), AN_HOUR, Offer.ASK), (preset("others-text"), AN_HOUR, Offer.NONE),
        (preset("by-changes").with_rules(repost=NO), AN_HOUR, Offer.NONE), (preset("by-changes").with_rules(repost=ASK), AN_HOUR, Offer.ASK), (None, AN_HOUR, Offer.ASK),
        (preset("after-48-hours"), 47 * AN_HOUR, Offer.LATER), (preset("after-48-hours"), 48 * AN_HOUR, Offer.NOW),
        (replace(preset("by-changes"), expires=NOW), AN_HOUR, Offer.ENDED), (replace(preset("by-changes"), expires=NOW + AN_HOUR), AN_HOUR, Offer.NOW),
        (replace(preset("after-48-hours"), expires=NOW), AN_HOUR, Offer.ENDED), (replace(preset("by-changes"), reserved_languages=("fr",)), AN_HOUR, Offer.ASK),
        (replace(preset("after-48-hours"), reserved_languages=("fr",)), AN_HOUR, Offer.ASK), (replace(preset("by-changes"), reserved_languages=("de",)), AN_HOUR, Offer.NOW),
        (replace(preset("by-changes"), who=frozenset({Party.OUTLET})), AN_HOUR, Offer.NOW),
    ],
)  # fmt: skip
def test_the_offer_is_what_the_terms_answer_those_they_are_for(record: TermsRecord | None, age: timedelta, offer: Offer) -> None:
    found = offered(record, language="fr", published=NOW - age, now=NOW)
    assert found.offer is offer
    assert (found.begins == NOW - age + timedelta(hours=48)) if offer is Offer.LATER else found.begins is None
    ever = ever_offered(record, language="fr", published=NOW - age)
    assert ever is offer or (record is not None and not is_timeless(record))
