"""A package as a DOCX file: headings, lists and quotations as styles, languages and directions marked, pictures within it.

The same package gives the same bytes: the times inside are those of the article.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC
from html import escape

from coranto.syndication.packages.shape import Kind, Line, Package, Passage, Picture, Run, plain
from coranto.syndication.packages.word_parts import BULLET, NAMESPACES, NUMBERED, PACKAGE, RELATIONS, STYLES, TYPES, XML, R, numbering

EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP can say
EMU_A_PIXEL = 9525
WIDEST = 15 * 360_000  # 15 cm
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
_MARKS = {"strong": "<w:b/><w:bCs/>", "em": "<w:i/><w:iCs/>"}
_RAISED = {"sup": "superscript", "sub": "subscript"}
Spoken = tuple[str, str]  # language and direction, "" for the package's own


def to_docx(package: Package, files: Mapping[str, bytes]) -> bytes:
    """The article as DOCX. `files` are the bytes of its pictures by their address; one that is missing is left out."""
    writer = _Writer(package, files)
    body = "".join(writer.parts())
    direction = "<w:bidi/>" if package.direction == "rtl" else ""
    section = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>{direction}</w:sectPr>'
    parts: dict[str, bytes] = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": RELATIONS.encode(),
        "docProps/core.xml": _properties(package).encode(),
        "word/document.xml": f"{XML}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>".encode(),
        "word/styles.xml": STYLES.encode(),
        "word/numbering.xml": numbering(writer.numbered).encode(),
        "word/_rels/document.xml.rels": writer.relations().encode(),
        **writer.media,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(zipfile.ZipInfo(name, EARLIEST), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _properties(package: Package) -> str:
    at = package.modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{_text(package.headline)}</dc:title><dc:description>{_text(package.url)}</dc:description>'
        f'<dc:language>{_text(package.language)}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>'
    )  # fmt: skip


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


class _Writer:
    """Writes paragraphs, and remembers what they point to."""

    def __init__(self, package: Package, files: Mapping[str, bytes]) -> None:
        self.package, self.files = package, files
        self.media: dict[str, bytes] = {}
        self.numbered = 0
        self._targets: dict[str, str] = {}  # address or part → id

    def relations(self) -> str:
        """What the document points to."""
        fixed = f'<Relationship Id="rIdS" Type="{R}/styles" Target="styles.xml"/><Relationship Id="rIdN" Type="{R}/numbering" Target="numbering.xml"/>'
        return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{fixed}{"".join(self._relations())}</Relationships>'

    def _relations(self) -> Iterator[str]:
        for target, identity in self._targets.items():
            if target.startswith("media/"):
                yield f'<Relationship Id="{identity}" Type="{R}/image" Target="{target}"/>'
            else:
                yield f'<Relationship Id="{identity}" Type="{R}/hyperlink" Target="{_text(target)}" TargetMode="External"/>'

    def parts(self) -> Iterator[str]:
        """The whole article."""
        package, slanted = self.package, ("em",)
        if package.is_attributed_first:
            yield self.paragraph(package.attribution, marks=slanted)
        yield self.paragraph((Run(package.headline),), style="Heading1")
        if package.standfirst:
            yield self.paragraph((Run(package.standfirst, marks=("strong",)),))
        yield from map(self.paragraph, package.byline)
        for label in package.labels:
            yield self.paragraph((Run(label),), marks=slanted)
        yield from self.picture(package.picture)
        for passage in package.body:
            yield from self.passage(passage)
        if package.corrections:
            yield self.paragraph((Run(package.corrections_title),), style="Heading2")
            for one in package.corrections:
                yield self.paragraph((Run(one.head, marks=("strong",)),))
                yield self.paragraph((Run(one.text),), spoken=(one.language, one.direction))
        for line in package.imprint:
            yield self.paragraph(line, style="Caption")
        if not package.is_attributed_first:
            yield self.paragraph(package.attribution, marks=slanted)

    def passage(self, passage: Passage) -> Iterator[str]:
        """One block."""
        spoken = passage.language, passage.direction
        if passage.kind is Kind.PICTURE:
            yield from self.picture(passage.picture)
        elif passage.kind is Kind.RULE:
            yield self.paragraph((Run("* * *"),))
        elif passage.kind is Kind.HEADING:
            yield self.paragraph(passage.lines[0], style=f"Heading{min(4, max(2, passage.level))}", spoken=spoken)
        elif passage.kind is Kind.LIST:
            self.numbered += passage.is_ordered
            number = NUMBERED - 1 + self.numbered if passage.is_ordered else BULLET
            for line in passage.lines:
                yield self.paragraph(line, style="ListParagraph", number=number, spoken=spoken)
        elif passage.kind is Kind.TABLE:
            yield from self.table(passage)
        elif passage.kind is Kind.CODE:
            for line in passage.lines:
                yield self.paragraph((Run(plain(line), marks=("code",)),), spoken=spoken)
        else:
            style = "Quote" if passage.kind in {Kind.QUOTATION, Kind.PULLQUOTE} else "Normal"
            for line in (*passage.lines, *(((Run(f"— {passage.speaker}"),),) if passage.speaker else ())):
                yield self.paragraph(line, style=style, spoken=spoken)

    def paragraph(self, line: Line, *, style: str = "Normal", number: int = 0, marks: tuple[str, ...] = (), spoken: Spoken = ("", "")) -> str:
        """One paragraph; `marks` hold for all of it, `number` is that of its list."""
        language, direction = spoken
        is_rtl = (direction if direction in {"ltr", "rtl"} else self.package.direction) == "rtl"
        listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        properties = f'<w:pPr><w:pStyle w:val="{style}"/>{listed}{"<w:bidi/>" if is_rtl else ""}</w:pPr>'
        runs = "".join(self.run(run, marks, language or self.package.language, is_rtl=is_rtl) for run in line)
        return f"<w:p>{properties}{runs}</w:p>"

    def run(self, run: Run, marks: tuple[str, ...], language: str, *, is_rtl: bool) -> str:
        """Some words, in a hyperlink where they lead somewhere."""
        if run.text == "\n":
            return "<w:r><w:br/></w:r>"
        held = {*marks, *run.marks}
        raised = next((f'<w:vertAlign w:val="{_RAISED[mark]}"/>' for mark in _RAISED if mark in held), "")
        code = _text(language)
        properties = (
            ('<w:rStyle w:val="Hyperlink"/>' if run.href else "")
            + ('<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>' if "code" in held else "")
            + "".join(sign for mark, sign in _MARKS.items() if mark in held)
            + raised
            + ("<w:rtl/>" if is_rtl else "")
            + f'<w:lang w:val="{code}" w:eastAsia="{code}" w:bidi="{code}"/>'
        )
        written = f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{_text(run.text)}</w:t></w:r>'
        return f'<w:hyperlink r:id="{self._target(run.href)}">{written}</w:hyperlink>' if run.href else written

    def _target(self, target: str) -> str:
        return self._targets.setdefault(target, f"rId{len(self._targets) + 1}")

    def table(self, passage: Passage) -> Iterator[str]:
        """A table, with a heading row where it has one."""
        if passage.caption:
            yield self.paragraph((Run(passage.caption, marks=("strong",)),))
        spoken = passage.language, passage.direction
        rows = [(passage.header, True)] if passage.header else []
        rows += [(row, False) for row in passage.rows]
        columns = max(len(row) for row, _is_header in rows)
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        visual = "<w:bidiVisual/>" if (passage.direction or self.package.direction) == "rtl" else ""
        yield f'<w:tbl><w:tblPr>{visual}<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{"<w:gridCol/>" * columns}</w:tblGrid>'
        for row, is_header in rows:
            cells = (*row, *(() for _missing in range(columns - len(row))))
            written = "".join(f"<w:tc><w:tcPr/>{self.paragraph(cell, marks=('strong',) if is_header else (), spoken=spoken)}</w:tc>" for cell in cells)
            yield f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if is_header else ''}{written}</w:tr>"
        yield "</w:tbl>"
        yield "<w:p/>"  # two tables without a paragraph between them would be one

    def picture(self, picture: Picture | None) -> Iterator[str]:
        """A picture with its caption and credit."""
        data = self.files.get(picture.src) if picture is not None else None
        if picture is None or data is None:
            return
        number = len(self.media) + 1
        ending = "png" if data.startswith(b"\x89PNG") else "jpg"
        name = f"media/image{number}.{ending}"
        self.media[f"word/{name}"] = data
        yield f"<w:p><w:r>{_drawing(picture, self._target(name), number)}</w:r></w:p>"
        caption = (*picture.caption, *((Run(" "),) if picture.caption and picture.credit else ()), *((Run(picture.credit),) if picture.credit else ()))
        if caption:
            yield self.paragraph(caption, style="Caption")


def _drawing(picture: Picture, identity: str, number: int) -> str:
    width = min(WIDEST, picture.width * EMU_A_PIXEL)
    height = max(1, round(width * picture.height / picture.width))
    extent = f'cx="{width}" cy="{height}"'
    return (
        f'<w:drawing><wp:inline><wp:extent {extent}/><wp:docPr id="{number}" name="Picture {number}" descr="{_text(picture.alt)}"/><a:graphic>'
        f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{identity}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )  # fmt: skip
