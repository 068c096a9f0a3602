"""An article page (html) → a Reading: its body as typed blocks, and every fact with the place where it was found."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from coranto.reading import sanitising
from coranto.reading.body import Body, Known, find_body
from coranto.reading.declared import Declared, declared, key
from coranto.reading.detecting import detect
from coranto.reading.errors import Empty
from coranto.reading.markup import decode, tree
from coranto.reading.passages import Passage
from coranto.reading.printout.dates import find_dates
from coranto.reading.printout.quoting import find_quotations
from coranto.reading.shape import Block, Kind, LeadImage, LeftOut, Quotation, Reading
from coranto.reading.surroundings import read_surroundings
from coranto.reading.typed import blocks_of

_SEPARATOR = re.compile(r"\s+[|–—•·»]\s+|\s+-\s+")
_MOST_LEFT_OUT = 60
_NO_PICTURES = frozenset({"related", "sidebar", "author", "avatar", "nav", "footer", "byline"})
_NOT_THE_DATE = frozenset({"related", "comments", "comment", "sidebar", "nav", "footer", "aside", "trending", "popular", "recommended"})


def read_page(data: bytes, *, source: str, content_type: str | None = None, url: str | None = None) -> Reading:
    """Read one article page. Raises Empty when it holds no article, TooLarge when it holds too much."""
    return read_html(decode(data, content_type=content_type), source=source, url=url)


def read_html(text: str, *, source: str, url: str | None = None, kind: Kind = "page") -> Reading:
    """Read the text of an article page; `url` is the address it came from, for links and images."""
    root = tree(text, source=source)
    said = declared(root, url)
    said.base = said.base or said.canonical_url
    said.headline = _headline(said)
    body = find_body(root, Known(said.headline, said.standfirst, said.byline, said.article_text, said.language))
    if not body.kept:
        raise Empty(f"'{source}' holds no article that could be found. Give the address of one article, not of a list or a page that loads its text by script.")
    if not said.published:
        said.say("published", _shown_date(body, said.language), "the line with the date")
    reading = _reading(said, source, kind)
    _fill_body(reading, body, said)
    read_surroundings(reading, body, said.base)
    _finish(reading)
    _list_left_out(reading, body)
    return reading


def _headline(said: Declared) -> str | None:
    """The headline without the outlet's name at its end."""
    headline = said.headline
    if headline and said.found_in.get("headline") in ("title", "og:title", "twitter:title", "json-ld"):
        parts = _SEPARATOR.split(headline)
        names = {key(name).replace(" ", "") for name in (said.outlet, _host(said)) if name}
        if len(parts) > 1 and (key(parts[-1]).replace(" ", "") in names or said.found_in["headline"] == "title"):
            headline = headline[: headline.rfind(parts[-1])].rstrip(" |–—•·»-")
    return headline


def _shown_date(body: Body, language: str | None) -> str | None:
    """The first date that a short line shows between the headline and the text; a few lines round the headline without one.

    A line that says when the page was changed gives the first of its dates: pages print the day of publication first.
    """
    first = next(index for index, passage in enumerate(body.all) if passage is body.kept[0])
    title = max((index for index in range(first + 1) if body.all[index].level == 1), default=max(0, first - 8))
    order = [*range(title, min(first + 3, len(body.all))), *range(title - 1, max(-1, title - 4), -1)]
    for index in order:
        passage = body.all[index]
        if len(passage.text) > 120 or passage.zones & _NOT_THE_DATE or passage.role not in ("paragraph", "item"):
            continue
        dates = [dated.iso for dated in find_dates(passage.text, language) if not dated.unsure and len(dated.iso) >= 10]
        if dates:
            return dates[0]
    return None


def _host(said: Declared) -> str | None:
    host = urlsplit(said.canonical_url or said.base or "").hostname
    return host.removeprefix("www.") if host else None


def _reading(said: Declared, source: str, kind: Kind) -> Reading:
    reading = Reading(source=source, kind=kind, headline=said.headline, byline=said.byline, outlet=said.outlet, published=said.published)
    reading.canonical_url, reading.themes, reading.licence_url = said.canonical_url, said.themes, said.licence_url
    reading.copyright_notice, reading.statement_url = said.copyright_notice, said.statement_url
    reading.found_in = dict(said.found_in)
    if said.image_url:
        reading.image = LeadImage(said.image_url, said.image_caption, said.image_credit)
    return reading


def _fill_body(reading: Reading, body: Body, said: Declared) -> None:
    kept = _with_images(body)
    reading.blocks = blocks_of(kept, said.base)
    _lead_image(reading)
    reading.standfirst = _standfirst(said, reading.blocks)
    reading.language = detect(text_of_blocks(reading.standfirst, reading.blocks), said.language)


def _finish(reading: Reading) -> None:
    reading.text = text_of_blocks(reading.standfirst, reading.blocks)
    reading.quotations = quotations_of(reading.blocks)


def _with_images(body: Body) -> list[Passage]:
    """Kept passages, with the images and embeds that stand between the first and the last of them."""
    chosen = {id(passage) for passage in body.kept}
    places = [index for index, passage in enumerate(body.all) if id(passage) in chosen]
    holders = set(body.kept[0].element.iterancestors())
    common = next((above for above in body.kept[-1].element.iterancestors() if above in holders), None)
    whole = next((above for above in body.kept[0].element.iterancestors() if above.tag in ("article", "main")), common)
    result = []
    for index in range(max(0, places[0] - 6), places[-1] + 1):
        passage = body.all[index]
        within = whole if index < places[0] and passage.role == "image" else common
        pictured = passage.role in ("image", "embed") and not passage.hidden and any(above is within for above in passage.element.iterancestors())
        if id(passage) in chosen or (pictured and not passage.zones & _NO_PICTURES):
            result.append(passage)
    return result


def _lead_image(reading: Reading) -> None:
    """The first image above the text is the lead; its caption and credit are its own."""
    first = reading.blocks[0] if reading.blocks else None
    same = next((block for block in reading.blocks if block["type"] == "image" and reading.image and _same_image(block["url"], reading.image.url)), None)
    chosen = same or (first if first and first["type"] == "image" else None)
    if chosen is None:
        return
    lead = reading.image or LeadImage(chosen["url"])
    lead.caption, lead.credit = lead.caption or chosen["caption"], lead.credit or chosen["credit"]
    reading.image = lead
    if chosen is first:
        reading.blocks.remove(chosen)


def _same_image(one: str, other: str | None) -> bool:
    names = [re.sub(r"-\d+x\d+(?=\.)", "", urlsplit(url or "").path.rsplit("/", 1)[-1]) for url in (one, other)]
    return bool(names[0]) and names[0] == names[1]


def _standfirst(said: Declared, blocks: list[Block]) -> str | None:
    """The declared description when it is the author's own line and not the beginning of the text or a cut of it."""
    said_text = said.standfirst
    if not said_text or said_text.endswith(("…", "...", "[…]", "[...]")):
        return None
    beginning = key(" ".join(block_text(block) for block in blocks[:4]))
    return None if key(said_text)[:60] in beginning or len(said_text) > 500 or key(said_text) == key(said.headline or "") else said_text


def _list_left_out(reading: Reading, body: Body) -> None:
    """What was not taken, with its reason, unless it went to a field."""
    fields = [
        reading.author_bio,
        reading.copyright_notice,
        reading.usage_terms,
        reading.fair_use_notice,
        *reading.notes,
        *reading.disclaimers,
        *reading.contacts,
    ]
    taken = " ".join(key(text) for text in fields if text)
    for passage, reason in body.dropped[:_MOST_LEFT_OUT]:
        if key(passage.text) not in taken:
            reading.left_out.append(LeftOut(passage.text[:500], reason))


def block_text(block: Block) -> str:
    """The words of one block as plain text; images and embeds have none in the article's text."""
    kind = block["type"]
    if kind in ("heading", "pullquote", "code"):
        return str(block["text"])
    if kind == "list":
        return "\n".join(sanitising.text_of(item) for item in block["items"])
    if kind == "table":
        return "\n".join("\t".join(sanitising.text_of(cell) for cell in row) for row in ([block["header"]] if block["header"] else []) + block["rows"])
    if kind in ("paragraph", "note", "quotation"):
        text = sanitising.text_of(block["html"].replace("</p><p>", "</p>\n<p>"))
        return f"{text}\n— {block['speaker']}" if block.get("speaker") else text
    return ""


def text_of_blocks(standfirst: str | None, blocks: list[Block]) -> str:
    """The article's own text: standfirst, then body, paragraphs separated by a blank line."""
    return "\n\n".join(text for text in [standfirst or "", *(block_text(block) for block in blocks)] if text)


def quotations_of(blocks: list[Block]) -> list[Quotation]:
    """The quotations that are blocks of their own, and those inside paragraphs whose speaker the sentence names, in order."""
    found: list[Quotation] = []
    for block in blocks:
        if block["type"] == "quotation":
            found.append(Quotation(sanitising.text_of(block["html"]), block["speaker"]))
        elif block["type"] == "pullquote":
            found.append(Quotation(block["text"], block["speaker"]))
        elif block["type"] == "paragraph":
            found += find_quotations(block_text(block))
    return found
