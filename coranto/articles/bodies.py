"""From the neutral blocks of `reading/shape.py` to the blocks the editor keeps. The way back is `documents.py`."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from coranto.articles.blocks import embed_provider
from coranto.reading import sanitising

Block = dict[str, Any]
PictureFor = Callable[[Block], int | None]

MAX_SPEAKER = 200
MAX_HEADING = 300


def stream_from(blocks: Iterable[Block], *, picture_for: PictureFor = lambda _block: None) -> list[Block]:
    """The body as raw stream data. A run of paragraphs and lists becomes one run of rich text, with the id of its first block.
    The same blocks with their ids give the same stream again.

    `picture_for` gives the picture's number for an image block; an image without one becomes a note with its address
    and credit, so that the editor is offered it and nothing is fetched. An embed from elsewhere becomes a link.
    """
    stream: list[Block] = []
    run: list[str] = []
    begins: Block = {}
    for block in blocks:
        rich = _rich(block)
        if rich is not None:
            begins = begins if run else block
            run.append(rich)
            continue
        if run:
            stream.append(_run(run, begins))
            run = []
        made = MAKERS[block["type"]](block, picture_for)
        if made is not None:
            stream.append({**made, "id": block.get("id") or made["id"]})
    if run:
        stream.append(_run(run, begins))
    return stream


def _run(run: list[str], begins: Block) -> Block:
    made = _entry("rich_text", "".join(run))
    return {**made, "id": begins.get("id") or made["id"]}


def _entry(kind: str, value: Any) -> Block:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _rich(block: Block) -> str | None:
    """A paragraph or list as the editor's rich text, each with a key that stays with it; None for other blocks."""
    if block["type"] == "paragraph":
        return f'<p data-block-key="{_key(block, 0)}">{_editor_html(block["html"])}</p>'
    if block["type"] == "list":
        tag = "ol" if block.get("ordered") else "ul"
        items = "".join(f'<li data-block-key="{_key(block, number)}">{_editor_html(item)}</li>' for number, item in enumerate(block["items"]))
        return f"<{tag}>{items}</{tag}>"
    return None


def _key(block: Block, number: int) -> str:
    """The editor's key of a paragraph or item: from the block's id, where it has one, so that the same body has the same keys again."""
    return (uuid.uuid5(uuid.NAMESPACE_OID, f"{block['id']}/{number}") if block.get("id") else uuid.uuid4()).hex[:5]


def _editor_html(html: str) -> str:
    """Inline html in the tags the editor itself writes."""
    cleaned = sanitising.inline(html)
    for theirs, ours in (("strong", "b"), ("em", "i")):
        cleaned = cleaned.replace(f"<{theirs}>", f"<{ours}>").replace(f"</{theirs}>", f"</{ours}>")
    return cleaned.replace("<br>", "<br/>")


def _passage(html: str) -> str:
    """Inline or paragraph html as the rich text of a passage."""
    parts = html.split("</p>") if "<p" in html else [html]
    texts = [_editor_html(part) for part in parts]
    return "".join(f'<p data-block-key="{uuid.uuid4().hex[:5]}">{text}</p>' for text in texts if text.strip())


def _heading(block: Block, _picture_for: PictureFor) -> Block:
    return _entry("heading", {"level": str(min(max(int(block.get("level", 2)), 2), 4)), "text": block["text"][:MAX_HEADING]})


def _quotation(block: Block, _picture_for: PictureFor) -> Block:
    original = block.get("original") or {}
    value = {
        "text": _passage(block["html"]), "speaker": (block.get("speaker") or "")[:MAX_SPEAKER], "source_url": block.get("url") or "",
        "language": block.get("language") or "", "original_text": original.get("text") or "", "original_language": original.get("language") or "",
    }  # fmt: skip
    return _entry("quotation", value)


def _pullquote(block: Block, _picture_for: PictureFor) -> Block:
    return _entry("pull_quote", {"text": block["text"][:400], "speaker": (block.get("speaker") or "")[:MAX_SPEAKER]})


def _table(block: Block, _picture_for: PictureFor) -> Block:
    header = [sanitising.text_of(cell) for cell in block.get("header", [])]
    rows = [[sanitising.text_of(cell) for cell in row] for row in block["rows"]]
    value = {
        "data": [*([header] if header else []), *rows], "cell": [], "mergeCells": [], "first_row_is_table_header": bool(header), "first_col_is_header": False,
        "table_header_choice": "row" if header else "neither", "table_caption": block.get("caption") or "",
    }  # fmt: skip
    return _entry("table", value)


def _picture_value(block: Block, number: int) -> Block:
    said = {True: "yes", False: "no"}.get(block.get("redistributable"), "")  # type: ignore[arg-type]
    return {
        "picture": number, "alt_text": (block.get("alt") or "")[:500], "caption": _passage(block.get("caption") or ""), "credit": (block.get("credit") or "")[:300],
        "copyright_notice": (block.get("copyright") or "")[:300], "redistributable": said,
    }  # fmt: skip


def _image(block: Block, picture_for: PictureFor) -> Block | None:
    number = picture_for(block)
    if number is not None:
        return _entry("picture", _picture_value(block, number))
    return _offered(block)


def _offered(block: Block) -> Block | None:
    url = sanitising.link(block.get("url") or "")
    words = " · ".join(filter(None, (sanitising.text_of(block.get("caption") or ""), block.get("alt"), block.get("credit"))))
    if url is None and not words:
        return None
    link = f'<a href="{escape(url)}">{escape(url)}</a> ' if url else ""
    return _entry("note", {"text": f"<p>{link}{escape(words)}</p>"})


def _gallery(block: Block, picture_for: PictureFor) -> Block | None:
    found = [(image, picture_for(image)) for image in block["images"]]
    items = [{"type": "item", "value": _picture_value(image, number), "id": str(uuid.uuid4())} for image, number in found if number is not None]
    return _entry("gallery", items) if items else None


def _embed(block: Block, _picture_for: PictureFor) -> Block | None:
    url = sanitising.link(block["url"])
    if url is None:
        return None
    if embed_provider(url) is not None:
        return _entry("embed", {"url": url, "caption": (block.get("caption") or block.get("provider") or url)[:300]})
    return _entry("rich_text", f'<p><a href="{escape(url)}">{escape(url)}</a></p>')


def _note(block: Block, _picture_for: PictureFor) -> Block:
    return _entry("note", {"text": _passage(block["html"])})


def _code(block: Block, _picture_for: PictureFor) -> Block:
    return _entry("code", {"text": block["text"]})


def _divider(_block: Block, _picture_for: PictureFor) -> Block:
    return _entry("divider", None)


MAKERS: dict[str, Callable[[Block, PictureFor], Block | None]] = {
    "heading": _heading, "quotation": _quotation, "pullquote": _pullquote, "table": _table, "image": _image, "gallery": _gallery, "embed": _embed,
    "note": _note, "code": _code, "divider": _divider,
}  # fmt: skip
