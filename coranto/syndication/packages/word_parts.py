"""The parts of a DOCX file that are the same for every article: styles by the names every word processor knows, and what joins them.

Written by hand and not with python-docx, whose template weighs 36 KB, takes 50 ms an article and cannot hold a JPEG with
a copyright of three letters.
"""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)  # fmt: skip
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BULLET, NUMBERED = 1, 2
SIZES = {1: 40, 2: 30, 3: 26, 4: 24}  # of headings, in half points

TYPES = (
    f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpg" ContentType="image/jpeg"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)  # fmt: skip
RELATIONS = (
    f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
)  # fmt: skip


def _style(identity: str, name: str, paragraph: str = "", run: str = "", *, kind: str = "paragraph") -> str:
    based = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" and identity != "Normal" else ""
    default = ' w:default="1"' if identity == "Normal" else ""
    properties = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "")
    return f'<w:style w:type="{kind}"{default} w:styleId="{identity}"><w:name w:val="{name}"/>{based}<w:qFormat/>{properties}</w:style>'


def _heading(level: int, size: int) -> str:
    paragraph = f'<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>'
    return _style(f"Heading{level}", f"heading {level}", paragraph, f'<w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')


STYLES = (
    f'{XML}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("Normal", "Normal", '<w:spacing w:after="160" w:line="276" w:lineRule="auto"/>')
    + "".join(_heading(level, size) for level, size in SIZES.items())
    + _style("Quote", "Quote", '<w:ind w:left="567" w:right="567"/>')
    + _style("ListParagraph", "List Paragraph", '<w:ind w:left="567"/>')
    + _style("Caption", "caption", "", '<w:sz w:val="18"/><w:szCs w:val="18"/>')
    + _style("Hyperlink", "Hyperlink", "", '<w:color w:val="0B4F8A"/><w:u w:val="single"/>', kind="character")
    + "</w:styles>"
)


def _level(kind: str, text: str) -> str:
    return f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr></w:lvl>'


def numbering(lists: int) -> str:
    """Bullets, and as many numbered lists as there are, each beginning with one."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>{level}</w:abstractNum>'
        for number, level in ((BULLET, _level("bullet", "•")), (NUMBERED, _level("decimal", "%1.")))
    )
    restarted = "".join(
        f'<w:num w:numId="{NUMBERED + number}"><w:abstractNumId w:val="{NUMBERED}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number in range(lists)
    )
    return f'{XML}<w:numbering xmlns:w="{W}">{abstract}<w:num w:numId="{BULLET}"><w:abstractNumId w:val="{BULLET}"/></w:num>{restarted}</w:numbering>'
