"""From what the desk keeps to the document that is published: plain JSON of typed blocks, made once per version.

The document is all that readers' pages know of an article. Its body is a list of the blocks that
`reading/shape.py` describes, each with an `id` of its own that an inserted paragraph does not change. People, outlets,
regions, themes, reports, terms and pictures stand in it as row numbers: their names are read when a page is rendered.

    schema, article, language, headline, standfirst, genre, dateline, credits [{person, role, note}], regions, themes,
    reports, image {picture, alt, caption, credit, copyright, redistributable} | null, note, standing_note, disclaimer,
    copyright {holders, year}, provenance {outlet, url, authors, first_published, language, copyright_notice,
    usage_terms, licence_url, basis, evidence, taken_at, origin (see `origins.py`) | null} | null, terms, body
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import lxml.html
from wagtail.rich_text import expand_db_html

from coranto.articles.blocks import embed_provider
from coranto.articles.models import Article, Provenance
from coranto.articles.origins import public_origin
from coranto.pictures.models import Picture
from coranto.reading import sanitising
from coranto.signing.digests import digest_document

SCHEMA = 1
Block = dict[str, Any]


def document_of(article: Article) -> dict[str, Any]:
    """The document of an article as its row and blocks stand now. Reads only; every html in it is sanitised."""
    provenance = article.provenances.first()
    return {
        "schema": SCHEMA,
        "article": article.pk,
        "language": article.language,
        "headline": article.title.strip(),
        "standfirst": article.standfirst.strip(),
        "genre": article.genre,
        "dateline": article.dateline.strip(),
        "credits": [{"person": credit.person_id, "role": credit.role, "note": credit.note} for credit in article.credits.all()],
        "regions": [region.pk for region in article.regions.all()],
        "themes": [theme.pk for theme in article.themes.all()],
        "reports": [report.pk for report in article.reports.all()],
        "image": _featured(article),
        "note": inline_html(article.note_to_readers),
        "standing_note": article.show_standing_note,
        "disclaimer": article.show_disclaimer,
        "copyright": {"holders": [holder.name for holder in article.copyright_holders.all()], "year": article.copyright_year},
        "provenance": _provenance(provenance) if provenance else None,
        "terms": article.terms_id,
        "body": body_of(article),
    }


def body_of(article: Article) -> list[Block]:
    """The typed blocks of an article's body, in order; a run of rich text gives one block a paragraph or list."""
    blocks: list[Block] = []
    for child in article.body:
        blocks.extend(MAKERS[child.block_type](child.id, child.value))
    return blocks


def block_digests(document: dict[str, Any]) -> dict[str, str]:
    """The digest of every block of a document by its id."""
    return {block["id"]: digest_document(block) for block in document["body"]}


def inline_html(source: str | None) -> str:
    """Rich text of the desk as sanitised html: links written out, only the closed list of tags."""
    return sanitising.block(expand_db_html(source)) if source else ""


def _featured(article: Article) -> dict[str, Any] | None:
    if article.picture is None:
        return None
    return _image(
        article.picture, alt=article.picture_alt, caption=inline_html(article.picture_caption), credit=article.picture_credit, copyright_notice="",
        redistributable=None,
    )  # fmt: skip


def _image(
    picture: Picture, *, alt: str, caption: str, credit: str, copyright_notice: str, redistributable: bool | None
) -> dict[str, Any]:
    return {
        "picture": picture.pk,
        "alt": alt or picture.description,
        "caption": caption,
        "credit": credit or picture.credit,
        "copyright": copyright_notice or picture.copyright_notice,
        "redistributable": picture.redistributable if redistributable is None else redistributable,
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    return {
        "outlet": provenance.outlet_id,
        "url": provenance.url,
        "authors": [name.strip() for name in provenance.authors.splitlines() if name.strip()],
        "first_published": provenance.first_published,
        "language": provenance.language,
        "copyright_notice": provenance.copyright_notice,
        "usage_terms": provenance.usage_terms,
        "licence_url": provenance.licence_url,
        "basis": provenance.basis,
        "evidence": provenance.evidence,
        "taken_at": provenance.fetched_at.isoformat(timespec="seconds") if provenance.fetched_at else "",
        "origin": public_origin(provenance),
    }


def _rich_text(identity: str, value: Any) -> Iterator[Block]:
    """Split a run of rich text at its paragraphs and lists; the editor's own key of each makes its id stable."""
    source = expand_db_html(value.source)
    if not source.strip():
        return
    whole: Any = lxml.html.fragments_fromstring(f"<div>{source}</div>")[0]
    for number, element in enumerate(whole):
        key = element.get("data-block-key") or _first_key(element) or str(number)
        yield from _element_block(f"{identity}-{key}", element)


def _first_key(element: Any) -> str | None:
    found = element.xpath(".//@data-block-key")
    return str(found[0]) if found else None


def _element_block(identity: str, element: Any) -> Iterator[Block]:
    if element.tag in {"ul", "ol"}:
        items = [sanitising.inline(_inner(item)) for item in element.iterchildren("li")]
        yield {"id": identity, "type": "list", "ordered": element.tag == "ol", "items": items}
    elif isinstance(element.tag, str):
        html = sanitising.inline(_inner(element))
        if sanitising.text_of(html).strip():
            yield {"id": identity, "type": "paragraph", "html": html}


def _inner(element: Any) -> str:
    return escape(element.text or "", quote=False) + "".join(lxml.html.tostring(child, encoding="unicode") for child in element)


def _heading(identity: str, value: Any) -> Iterator[Block]:
    yield {"id": identity, "type": "heading", "level": int(value["level"]), "text": value["text"].strip()}


def _quotation(identity: str, value: Any) -> Iterator[Block]:
    original = value["original_text"].strip()
    yield {
        "id": identity,
        "type": "quotation",
        "html": inline_html(value["text"].source),
        "speaker": value["speaker"] or None,
        "url": sanitising.link(value["source_url"]) if value["source_url"] else None,
        "language": value["language"] or None,
        "original": {"text": original, "language": value["original_language"] or None} if original else None,
    }


def _pull_quote(identity: str, value: Any) -> Iterator[Block]:
    yield {"id": identity, "type": "pullquote", "text": value["text"].strip(), "speaker": value["speaker"] or None}


def _list(identity: str, value: Any) -> Iterator[Block]:
    items = [_unwrapped(item.source) for item in value["items"]]
    yield {"id": identity, "type": "list", "ordered": bool(value["ordered"]), "items": [item for item in items if item]}


def _unwrapped(source: str) -> str:
    """Rich text of one list item as inline html: its paragraphs joined by a line break."""
    parts = [part["html"] for part in _rich_text("", _Source(source)) if part["type"] == "paragraph"]
    return "<br>".join(parts)


class _Source:
    """A run of rich text as `_rich_text` takes it."""

    def __init__(self, source: str) -> None:
        self.source = source


def _table(identity: str, value: Any) -> Iterator[Block]:
    rows = [[escape(str(cell or ""), quote=False) for cell in row] for row in (value or {}).get("data", [])]
    if not rows:
        return
    header = rows.pop(0) if value.get("first_row_is_table_header") or value.get("table_header_choice") in {"row", "both"} else []
    yield {"id": identity, "type": "table", "header": header, "rows": rows, "caption": value.get("table_caption") or None}


def _picture(identity: str, value: Any) -> Iterator[Block]:
    if value["picture"] is not None:
        yield {"id": identity, "type": "image", **_block_image(value)}


def _block_image(value: Any) -> dict[str, Any]:
    said = {"yes": True, "no": False}.get(value["redistributable"] or "")
    caption = inline_html(value["caption"].source) if value["caption"] else ""
    return _image(
        value["picture"], alt=value["alt_text"], caption=caption, credit=value["credit"], copyright_notice=value["copyright_notice"], redistributable=said
    )


def _gallery(identity: str, value: Any) -> Iterator[Block]:
    images = [_block_image(item) for item in value if item["picture"] is not None]
    if images:
        yield {"id": identity, "type": "gallery", "images": images}


def _embed(identity: str, value: Any) -> Iterator[Block]:
    provider = embed_provider(value["url"])
    if provider is not None:
        yield {"id": identity, "type": "embed", "url": value["url"], "provider": provider, "caption": value["caption"]}


def _note(identity: str, value: Any) -> Iterator[Block]:
    yield {"id": identity, "type": "note", "html": inline_html(value["text"].source)}


def _code(identity: str, value: Any) -> Iterator[Block]:
    yield {"id": identity, "type": "code", "text": value["text"]}


def _divider(identity: str, value: Any) -> Iterator[Block]:
    yield {"id": identity, "type": "divider"}


MAKERS: dict[str, Callable[[str, Any], Iterator[Block]]] = {
    "rich_text": _rich_text, "heading": _heading, "quotation": _quotation, "pull_quote": _pull_quote, "text_list": _list, "table": _table,
    "picture": _picture, "gallery": _gallery, "embed": _embed, "note": _note, "code": _code, "divider": _divider,
}  # fmt: skip
