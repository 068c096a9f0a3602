"""What is said round an article on its page: region and theme, source, copyright, terms, notes, biography.

The passages at the ends of the body and those outside that speak of the article are written down as a print-out would
show them, and the reader of print-outs shares their sentences out among the fields. Its rules are not repeated here.
"""

from __future__ import annotations

import re
from html import unescape

from coranto.reading.body import Body
from coranto.reading.declared import key
from coranto.reading.labels import languages
from coranto.reading.passages import Passage
from coranto.reading.printout.gathering import REASONS
from coranto.reading.printout.marks import Marks
from coranto.reading.printout.reading import read_in_language
from coranto.reading.printout.slicing import cut_html
from coranto.reading.shape import Block, Language, Reading
from coranto.reading.typed import inline_html

_ELSEWHERE = frozenset(
    [
        "nav",
        "form",
        "menu",
        "comments",
        "comment",
        "respond",
        "related",
        "share",
        "sharing",
        "sharedaddy",
        "recommended",
        "trending",
        "popular",
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "breadcrumb",
        "breadcrumbs",
        "sidebar",
        "aside",
    ]
)
_LABELS = frozenset(("region", "theme", "report", "source", "translated_by"))
_JOBS = frozenset(
    ("note", "original_source", "first_published", "copyright", "permission", "fair_use", "disclaimer", "contact", "featured_image", "articles_by", "bio")
)
_NOTICES = frozenset(REASONS[name] for name in ("articles_by", "caption", "site_copyright"))
_LONGEST = 3000  # characters of a passage that is looked at
_LISTS = ("regions", "reports", "notes", "disclaimers", "contacts")
_TEXTS = ("author_bio", "usage_terms", "fair_use_notice")


def read_surroundings(reading: Reading, body: Body, base: str | None) -> None:
    """Fill the fields that are printed round the article and cut those words out of its blocks; changes `reading`."""
    marks = _marks(reading, body)
    around = _around(body, marks)
    kept = {id(passage) for passage in body.kept}
    within = any(marks.job(passage.text) in _JOBS or _label(marks, passage) for passage in body.kept if passage.role != "heading")
    lines = [passage.text for passage in body.all if id(passage) in around]
    if not within and len(lines) <= 1 and all(marks.job(line) == "copyright" and len(line) < 200 for line in lines):
        # Half of all pages: a footer with the site's copyright line and nothing else (saves 25 ms).
        reading.copyright_notice = reading.copyright_notice or next(iter(lines), None)
        return
    lines = [f"# {_escaped(reading.headline or 'Untitled')}", f"By {_escaped(', '.join(reading.byline))}" if reading.byline else ""]
    lines += [_printed(passage, base) for passage in body.all if id(passage) in kept or id(passage) in around]
    said = read_in_language(
        "\n\n".join(line for line in lines if line),
        source=reading.source,
        markdown=True,
        language=Language(reading.language.code or reading.language.declared, 1.0),
    )
    _take(reading, said)
    _cut(reading, said)


def _marks(reading: Reading, body: Body) -> Marks:
    code = (reading.language.code or reading.language.declared or "").split("-")[0]
    spoken = [name for name in dict.fromkeys((code, "en")) if name in languages()]
    return Marks(spoken, "\n".join(passage.text for passage in body.all if len(passage.text) < _LONGEST))


def _around(body: Body, marks: Marks) -> set[int]:
    """Passages outside the body that are printed for the article: labelled lines and notices."""
    kept = {id(passage) for passage in body.kept}
    found: set[int] = set()
    waiting = False
    for passage in body.all:
        if id(passage) in kept or not passage.text or passage.role in ("image", "embed", "table", "code") or len(passage.text) > _LONGEST:
            waiting = False
            continue
        elsewhere = bool(passage.zones & _ELSEWHERE)
        label = None if elsewhere or passage.zones & {"footer"} else _label(marks, passage)
        job = marks.job(passage.text) or (
            next((job for part in re.split(r"(?<=[.!?]) ", passage.text) if (job := marks.job(part)) in _JOBS), None) if len(passage.text) > 120 else None
        )
        biography = {"author", "bio"} <= passage.zones and len(passage.text) > 60 and not elsewhere
        if (waiting and not elsewhere) or label or biography or (job in _JOBS and not (elsewhere and job in ("bio", "note", "articles_by"))):
            found.add(id(passage))
        waiting = bool(label) and not re.search(r"[:：]\s*\S", passage.text)
    return found


def _label(marks: Marks, passage: Passage) -> str | None:
    if len(passage.text) > 300:
        return None
    found = marks.label(passage.text)
    name = found[0] if found else marks.bare_label(passage.text)
    return name if name in _LABELS else None


def _printed(passage: Passage, base: str | None) -> str:
    """One passage as a print-out in Markdown shows it."""
    html = inline_html(passage.nodes, base) if passage.role not in ("table", "code", "embed", "image") else ""
    text = _markdown(html)
    if not text or passage.role == "heading":
        return f"## {_escaped(passage.text)}" if text else ""
    if passage.role == "quotation":
        return "> " + text.replace("\n", "\n> ")
    return text


def _markdown(html: str) -> str:
    pieces: list[str] = []
    address = ""
    for part in re.split(r"(<[^>]+>)", html):
        if part.startswith("<a "):
            address = unescape((re.search(r'href="([^"]*)"', part) or ["", ""])[1])
            pieces.append("[" if address else "")
        elif part == "</a>":
            pieces.append(f"]({address})" if address else "")
            address = ""
        elif part == "<br>":
            pieces.append("  \n")
        elif part.startswith("<"):
            pieces.append(part if re.fullmatch(r"</?(?:em|strong)>", part) else "")
        else:
            pieces.append(_escaped(unescape(part)))
    return "".join(pieces).strip()


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]])", r"\\\1", text)


def _take(reading: Reading, said: Reading) -> None:
    """Merge what the print-out reader found; what the page declares of the article itself stays, but for its site-wide copyright line."""
    for name in _LISTS:
        target = getattr(reading, name)
        target.extend(value for value in getattr(said, name) if value not in target)
    for name in _TEXTS:
        setattr(reading, name, getattr(reading, name) or getattr(said, name))
    reading.themes = said.themes or reading.themes
    sitewide = any("covers several years" in warning for warning in said.warnings)
    if said.copyright_notice and (not reading.copyright_notice or not sitewide):
        reading.copyright_notice = said.copyright_notice
        reading.found_in["copyright_notice"] = "a line of the page"
    reading.warnings.extend(warning for warning in said.warnings if "covers several years" in warning and reading.copyright_notice == said.copyright_notice)
    if said.original_source.name or said.original_source.url:
        reading.original_source = said.original_source
    reading.licence_url = reading.licence_url or said.licence_url
    if not reading.byline and said.found_in.get("byline") == "articles by":
        reading.byline, reading.found_in["byline"] = list(said.byline), "articles by"
    if said.image and said.image.credit:
        if reading.image is None:
            reading.image = said.image
        else:
            reading.image.credit, reading.image.caption = reading.image.credit or said.image.credit, reading.image.caption or said.image.caption
    for name in (*_LISTS, *_TEXTS, "themes", "original_source"):
        if getattr(said, name):
            reading.found_in.setdefault(name, "a line of the page")


def _cut(reading: Reading, said: Reading) -> None:
    """Take out of the blocks what went to a field; a paragraph that did several jobs keeps the author's sentences."""
    own = f" {key(said.text)} "
    fields = [*said.notes, *said.disclaimers, *said.contacts, said.author_bio, said.copyright_notice, said.usage_terms, said.fair_use_notice]
    fields += [f"{name}" for name in (*said.regions, *said.themes, *said.reports, said.original_source.name)]
    gone = " ".join(key(text) for text in fields if text)
    blocks: list[Block] = []
    for block in reading.blocks:
        if block["type"] not in ("paragraph", "note"):
            blocks.append(block)
            continue
        plain = unescape(re.sub(r"<[^>]+>", "", block["html"].replace("<br>", "\n")))
        if plain.strip() and not key(plain):  # a line of stars between two parts
            blocks.append({"type": "divider"})
            continue
        if f" {key(plain)} " in own:
            blocks.append(block)
            continue
        sentences = [part for part in re.split(r"(?<=[.!?。！？]) +|\n", plain) if key(part)]
        stay = [part for part in sentences if f" {key(part)} " in own or (key(part) not in gone and not _left(said, part))]
        if len(stay) == len(sentences):
            blocks.append(block)
        elif stay:
            blocks.append({**block, "html": cut_html(block["html"], stay)})
    while blocks and blocks[-1]["type"] == "divider":
        blocks.pop()
    reading.blocks = blocks


def _left(said: Reading, sentence: str) -> bool:
    """Whether the print-out reader knew the words as a notice that has no field of its own."""
    wanted = key(sentence)
    return any(left.reason in _NOTICES and wanted in key(left.text) for left in said.left_out) or bool(
        said.original_source.name and key(said.original_source.name) in wanted and len(wanted) < 160
    )
