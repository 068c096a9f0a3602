"""A package as a DOCX file: the styles of every word processor, languages and directions marked, pictures within it.

The same package gives the same bytes: the times inside are those of the article.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from coranto.syndication.packages.shape import Kind, Line, Package, Passage, Picture, Run, plain

EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP can say
WIDEST_CM = 15.0
_HEADINGS = {1: "Heading 1", 2: "Heading 2", 3: "Heading 3", 4: "Heading 4"}


def to_docx(package: Package, files: Mapping[str, bytes]) -> bytes:
    """The article as DOCX. `files` are the bytes of its pictures by their address; one that is missing is left out."""
    writer = _Writer(package, files)
    writer.write()
    return _fixed(writer.document)


class _Writer:
    def __init__(self, package: Package, files: Mapping[str, bytes]) -> None:
        self.package, self.files = package, files
        self.document: Any = Document()
        properties = self.document.core_properties
        at = package.modified.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        properties.created = properties.modified = at
        properties.title, properties.language, properties.author, properties.comments = package.headline[:250], package.language, "", package.url[:250]

    def write(self) -> None:
        package = self.package
        if package.is_attributed_first:
            self.paragraph(package.attribution, is_slanted=True)
        self.paragraph((Run(package.headline),), style="Heading 1")
        if package.standfirst:
            self.paragraph((Run(package.standfirst, marks=("strong",)),))
        for line in package.byline:
            self.paragraph(line)
        for label in package.labels:
            self.paragraph((Run(label),), is_slanted=True)
        self.picture(package.picture)
        for passage in package.body:
            self.passage(passage)
        if package.corrections:
            self.paragraph((Run(package.corrections_title),), style="Heading 2")
            for one in package.corrections:
                self.paragraph((Run(one.head, marks=("strong",)), Run("\n"), Run(one.text)))
        for line in package.imprint:
            self.paragraph(line, size=9)
        if not package.is_attributed_first:
            self.paragraph(package.attribution, is_slanted=True)

    def passage(self, passage: Passage) -> None:
        spoken = passage.language, passage.direction
        if passage.kind is Kind.PICTURE:
            self.picture(passage.picture)
        elif passage.kind is Kind.RULE:
            self.paragraph((Run("* * *"),))
        elif passage.kind is Kind.HEADING:
            self.paragraph(passage.lines[0], style=_HEADINGS.get(passage.level, "Heading 4"), spoken=spoken)
        elif passage.kind is Kind.LIST:
            for line in passage.lines:
                self.paragraph(line, style="List Number" if passage.is_ordered else "List Bullet", spoken=spoken)
        elif passage.kind is Kind.TABLE:
            self.table(passage)
        elif passage.kind is Kind.CODE:
            for line in passage.lines:
                self.paragraph((Run(plain(line), marks=("code",)),), spoken=spoken)
        else:
            style = "Quote" if passage.kind in {Kind.QUOTATION, Kind.PULLQUOTE} else "Normal"
            for line in (*passage.lines, *(((Run(f"— {passage.speaker}"),),) if passage.speaker else ())):
                self.paragraph(line, style=style, spoken=spoken)

    def picture(self, picture: Picture | None) -> None:
        data = self.files.get(picture.src) if picture is not None else None
        if picture is None or data is None:
            return
        paragraph = self.document.add_paragraph()
        width = min(WIDEST_CM, picture.width / 96 * 2.54)
        shape = paragraph.add_run().add_picture(io.BytesIO(without_exif(data)), width=Cm(width))
        self.document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]._blob = data
        shape._inline.docPr.set("descr", picture.alt)
        shape._inline.docPr.set("name", f"Picture {len(self.document.inline_shapes)}")
        caption = (*picture.caption, *((Run(" "),) if picture.caption and picture.credit else ()), *((Run(picture.credit),) if picture.credit else ()))
        if caption:
            self.paragraph(caption, size=9)

    def table(self, passage: Passage) -> None:
        if passage.caption:
            self.paragraph((Run(passage.caption, marks=("strong",)),))
        rows = ([passage.header] if passage.header else []) + list(passage.rows)
        table = self.document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
        for row, cells in zip(rows, table.rows, strict=True):
            for line, cell in zip(row, cells.cells, strict=False):
                self.fill(cell.paragraphs[0], line)
        if (passage.direction or self.package.direction) == "rtl":
            table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))

    def paragraph(self, line: Line, *, style: str = "Normal", is_slanted: bool = False, size: int = 0, spoken: tuple[str, str] = ("", "")) -> None:
        self.fill(self.document.add_paragraph(style=style), line, is_slanted=is_slanted, size=size, spoken=spoken)

    def fill(self, paragraph: Paragraph, line: Line, *, is_slanted: bool = False, size: int = 0, spoken: tuple[str, str] = ("", "")) -> None:
        """Set a line into a paragraph; `spoken` is its language and direction where they are not the package's."""
        language, direction = spoken
        is_rtl = (direction if direction in {"ltr", "rtl"} else self.package.direction) == "rtl"
        if is_rtl:
            properties: Any = paragraph._p.get_or_add_pPr()
            properties.append(OxmlElement("w:bidi"))
        for run in line:
            made = paragraph.add_run()
            if run.text == "\n":
                made.add_break()
                continue
            made.text = run.text
            made.bold = "strong" in run.marks or None
            made.italic = is_slanted or "em" in run.marks or None
            made.font.superscript = "sup" in run.marks or None
            made.font.subscript = "sub" in run.marks or None
            if "code" in run.marks:
                made.font.name = "Courier New"
            if size:
                made.font.size = Pt(size)
            _spoken(made._r.get_or_add_rPr(), language or self.package.language, is_rtl=is_rtl)
            if run.href:
                made.font.underline = True
                _link(paragraph, made._r, run.href)


def without_exif(data: bytes) -> bytes:
    """A JPEG without its APP1 segments: python-docx 1.2 cannot read a copyright of three letters there."""
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] not in {0xDA, 0xD9}:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if data[place + 1] != 0xE1:
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, data[place:]])


def _spoken(properties: Any, language: str, *, is_rtl: bool) -> None:
    """Mark a run with its language, and with its direction where it runs from the right."""
    if is_rtl:
        properties.append(OxmlElement("w:rtl"))
    mark = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        mark.set(qn(name), language)
    properties.append(mark)


def _link(paragraph: Paragraph, run: Any, url: str) -> None:
    """Put a run into a hyperlink."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.addprevious(link)
    link.append(run)


def _fixed(document: Any) -> bytes:
    """The file with its parts in one order and without the time at which it was made."""
    made, fixed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EARLIEST), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
