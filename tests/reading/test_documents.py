"""DOCX, PDF and WordPress exports: the words and facts come out, and what is not an article is refused."""

from __future__ import annotations

import io

import docx
import pytest
import typst

from coranto.reading import doors
from coranto.reading.errors import Empty, Scan, Unreadable
from coranto.reading.opening import read_bytes
from coranto.reading.pdf import text_of_pages
from tests.reading.corpora import folder


@pytest.fixture(autouse=True, scope="module")
def _closed_afterwards():
    yield
    doors.close()


def document(*, title: str = "Bread before sunrise", words: bool = True) -> bytes:
    made, file = docx.Document(), io.BytesIO()
    if words:
        made.add_paragraph(title, style="Title")
        made.add_paragraph("By Nora Whitlock")
        paragraph = made.add_paragraph("The bakers loaded ")
        paragraph.add_run("four hundred").bold = True
        paragraph.add_run(" loaves <before> sunrise.")
        made.add_paragraph("We have seen worse water.", style="Quote")
        made.add_paragraph("Flour", style="List Bullet")
        table = made.add_table(rows=2, cols=2)
        for row, texts in zip(table.rows, (("Day", "Loaves"), ("Monday", "400")), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    made.save(file)
    return file.getvalue()


def pdf(source: str) -> bytes:
    return typst.compile(source.encode())


def test_a_docx_gives_headline_byline_and_typed_blocks():
    reading = read_bytes(document(), source="bread.docx")[0]
    assert (reading.kind, reading.headline, reading.byline) == ("docx", "Bread before sunrise", ["Nora Whitlock"])
    assert [block["type"] for block in reading.blocks] == ["paragraph", "quotation", "list", "table"]
    assert reading.blocks[0]["html"] == "The bakers loaded <strong>four hundred</strong> loaves &lt;before&gt; sunrise."
    assert reading.text.startswith("The bakers loaded four hundred loaves <before> sunrise.\n\nWe have seen worse water.")


def test_a_docx_without_words_is_refused():
    with pytest.raises(Empty, match="without words"):
        read_bytes(document(words=False), source="blank.docx")


def test_a_pdf_with_a_text_layer_is_read_without_its_furniture():
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Easter", "Whitsun", "Lammas", "Martinmas", "Advent", "Christmas", "Candlemas"]
    body = "\n\n".join(
        f"On {name} the ferry crossed often although the {name} water stood higher than at any {name} since the harbour was rebuilt, said the {name} crew, and the bakers of {name} loaded bread. "
        f"Paragraph number {number} ends here." for number, name in enumerate(names)
    )  # fmt: skip
    source = f'#set page(width: 12cm, height: 16cm, header: [The Tidewater Post, March edition], numbering: "1")\n#set par(justify: true)\n= Ferrymen keep the river open\n\nBy Nora Whitlock\n\n{body}'
    reading = read_bytes(pdf(source), source="ferry.pdf")[0]
    assert reading.kind == "pdf"
    assert reading.headline == "Ferrymen keep the river open"
    assert reading.byline == ["Nora Whitlock"]
    assert "March edition" not in reading.text
    words = " ".join(reading.text.split())
    assert all(f"Paragraph number {number} ends here." in words for number in range(14))
    assert words.count("since the harbour was rebuilt, said the") == 14


def test_a_scan_is_refused_plainly():
    with pytest.raises(Scan, match=r"^.scan.pdf. is a scan"):
        read_bytes(pdf("#rect(width: 5cm, height: 5cm, fill: gray)"), source="scan.pdf")


def test_a_cut_pdf_is_refused_or_read_but_never_hangs():
    whole = pdf("= A headline\n\n" + "Some words of a sentence. " * 200)
    for part in (200, len(whole) // 2):
        with pytest.raises(Unreadable):
            read_bytes(whole[:part], source="cut.pdf")


def test_a_word_broken_at_the_end_of_a_line_is_whole_again():
    assert text_of_pages(["The harbour was re-\nbuilt after the war and stood for years.\n1", "It stands.\n2"]).startswith("The harbour was rebuilt after")


def test_a_wordpress_export_is_read_item_by_item():
    data = (folder("wxr") / "theme-unit-test.xml").read_bytes()
    readings = read_bytes(data, source="export.xml")
    assert len(readings) > 60
    assert len({reading.outside_id for reading in readings}) == len(readings)
    assert all(reading.kind == "wxr-item" and reading.byline for reading in readings)
    assert sum(bool(reading.text) for reading in readings) > 55
    written = [block["html"] for reading in readings for block in reading.blocks if block["type"] == "paragraph"]
    assert not any("wp:" in html or "[caption" in html for html in written)  # a post may show such marks as code
    assert len(read_bytes(data, source="export.xml", limit=3)) == 3


def test_a_wordpress_export_with_a_document_type_is_refused():
    data = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x "y">]><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>&x;</title></item></channel></rss>'
    with pytest.raises(Unreadable, match="document type"):
        read_bytes(data, source="export.xml")
