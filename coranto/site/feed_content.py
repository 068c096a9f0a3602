"""An article as feeds carry it: its text as plain html with whole addresses, its credit, source and licence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from coranto.articles import keys
from coranto.rights.projections.rsl import to_rsl
from coranto.site import addresses
from coranto.site.editions import Edition
from coranto.site.facts import articles, blocks, cards, made, names, wording
from coranto.site.facts.images import image_of
from coranto.site.facts.isolating import isolated
from coranto.site.facts.lineage import Work, lineage
from coranto.site.facts.shapes import Image, Said
from coranto.site.facts.store import State, Store
from coranto.site.facts.trusted import sanitised
from coranto.site.provenance import chain_address
from coranto.site.terms.facts import terms_of_document

_ROOT_RELATIVE = re.compile(r'(\s(?:href|src|cite)=")/(?!/)')


@dataclass(frozen=True, slots=True)
class FeedItem:
    """What one entry says; addresses are whole, `html` is sanitised, `identity` stays the same for good."""

    identity: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    published: datetime
    updated: datetime
    authors: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    image: str
    image_credit: str
    source_name: str
    source_url: str
    rights: str
    licence_url: str
    terms_url: str = ""  # the page of the terms
    rsl: str = ""  # the same for crawlers, as elements with the prefix rsl
    translation: Translation | None = None
    provenance: str = ""  # the address of its signed chain
    lineage: tuple[Work, ...] = ()  # the texts it was translated from, the nearest first


@dataclass(frozen=True, slots=True)
class Translation:
    """How the text of an entry was made, when it is not the original; `original` is the address of that."""

    state: str
    by: str
    made_at: str
    via: str
    is_outdated: bool
    original: str
    original_language: str
    said: str  # the same in a sentence for readers
    original_words: str  # of the link to the original
    people: tuple[tuple[str, str], ...] = ()  # those who answer for it: name and whole address, "" without a page


def feed_item(store: Store, number: int, language: str) -> FeedItem | None:
    """An article in a language, or in the best one there is where it does not exist in it; None when it is not public."""
    state = store.state(number)
    store.note(keys.article(number, language))
    if state is None or state.status != 200:
        return None
    read_in = cards.read_in_of(store, state, language)
    if read_in != language:
        store.note(keys.article(number, read_in))
    return store.once(("feed-item", number, read_in), lambda: _item(store, state, read_in))


def _item(store: Store, state: State, language: str) -> FeedItem | None:
    edition = store.edition(state.number, language)
    if edition is None:
        return None
    document = edition.document
    image = image_of(store, document["image"])
    provenance = document["provenance"] or {}
    url = addresses.absolute(cards.path(store, state, language))
    translation = _translation(store, state, edition)
    terms = terms_of_document(store, document, language, url)
    standfirst = f"<p>{escape(document['standfirst'])}</p>"
    html = content_html(store, document, image, language, note=articles.note_of(store, state, edition, language)) if store.publication.full_text_feeds else standfirst
    return FeedItem(
        identity=identity(state, language),
        url=url,
        title=document["headline"],
        summary=document["standfirst"],
        html=f'<p><small>{escape(translation.said)} <a href="{escape(translation.original)}">{escape(translation.original_words)}</a></small></p>\n{html}' if translation else html,
        language=language,
        published=state.first_public_at,
        updated=state.modified_at,
        authors=_authors(store, document, language),
        categories=_categories(store, document, language),
        image=addresses.base_url() + image.src if image else "",
        image_credit=image.credit if image else "",
        source_name=articles.outlet_of(store, document, language).name,
        source_url=provenance.get("url", ""),
        rights=articles.copyright_of(store, state, document),
        licence_url=terms.licence if terms else "",
        terms_url=terms.places.statement if terms else "",
        rsl=to_rsl(terms.record, terms.places, "rsl") if terms else "",
        translation=translation,
        provenance=chain_address(store, state.number, language),
        lineage=lineage(store, state, edition, names.names_of(store, document["credits"], language)),
    )


def _translation(store: Store, state: State, edition: Edition) -> Translation | None:
    """What an entry says of a text that is not the original."""
    if edition.state == "original":
        return None
    people = names.translators_of(store, edition, edition.language)
    return Translation(
        edition.state, edition.by, edition.made_at, edition.via, edition.is_outdated, addresses.absolute(cards.path(store, state, state.language)),
        state.language, " ".join(made.sentences(edition, edition.language, store.publication.zone, people)), made.read_original(state.language, edition.language),
        tuple((name.name, addresses.absolute(name.url) if name.url else "") for name in people),
    )  # fmt: skip


def _authors(store: Store, document: dict[str, Any], language: str) -> tuple[tuple[str, str], ...]:
    credited = names.names_of(store, document["credits"], language)
    return tuple((name.name, addresses.absolute(name.url) if name.url else "") for name in credited if name.role == "author")


def _categories(store: Store, document: dict[str, Any], language: str) -> tuple[str, ...]:
    regions = names.regions_of(store, document["regions"], language)
    themes = names.themes_of(store, document["themes"], language)
    return tuple(link.label for link in (*regions, *themes, *names.reports_of(store, document["reports"], language)))


def identity(state: State, language: str) -> str:
    """A tag URI (RFC 4151) that no change of address or headline changes."""
    host = addresses.base_url().partition("://")[2].partition("/")[0].partition(":")[0]
    return f"tag:{host},{state.first_public_at:%Y-%m-%d}:article:{state.number}:{language}"


def content_html(store: Store, document: dict[str, Any], image: Image | None, language: str, *, note: Said) -> str:
    """The whole text with its picture and source, every address whole."""
    way = wording.direction(language)
    parts = [(_figure(image), way)] if image else []
    parts += [(f"<p><strong>{escape(document['standfirst'])}</strong></p>", way)] if document["standfirst"] else []
    parts += [(html, block["direction"] or way) for block in blocks.resolved(store, document["body"], language) if (html := _block(block))]
    parts += [(_in(note.html, note.language, note.direction), note.direction or way)] if note else []
    return whole_addresses("\n".join(isolated(sanitised(html), turned) for html, turned in parts))


def blocks_html(resolved: Iterable[dict[str, Any]]) -> list[str]:
    """Each block as plain html; what shows nothing is left out."""
    return [html for block in resolved if (html := _block(block))]


def whole_addresses(html: str) -> str:
    """The same with every address of this site whole."""
    base = addresses.base_url()
    return _ROOT_RELATIVE.sub(lambda found: f"{found[1]}{base}/", html)


def _block(block: dict[str, Any]) -> str:
    """A block as plain html; one that was not translated says in which language it is."""
    html = _plain_block(block)
    if not html or not block["language"] or block["type"] == "quotation":
        return html
    return _in(html, block["language"], block["direction"])


def _in(html: str, language: str | None, direction: str | None) -> str:
    """Html that says in which language it is, where that is not the one around it."""
    return f'<div lang="{language}" dir="{direction}">{html}</div>' if language else html


def _plain_block(block: dict[str, Any]) -> str:
    kind = block["type"]
    if kind == "paragraph":
        return f"<p>{block['html']}</p>"
    if kind == "heading":
        return f"<h{block['level']}>{escape(block['text'])}</h{block['level']}>"
    if kind == "quotation":
        return _quotation(block)
    if kind == "pullquote":
        return f"<blockquote><p>{escape(block['text'])}</p></blockquote>"
    if kind == "list":
        tag = "ol" if block["ordered"] else "ul"
        return f"<{tag}>{''.join(f'<li>{item}</li>' for item in block['items'])}</{tag}>"
    if kind == "table":
        return _table(block)
    if kind == "image":
        return _figure(block["image"])
    if kind == "gallery":
        return "".join(_figure(one) for one in block["images"])
    if kind == "embed":
        return f'<p><a href="{escape(block["url"])}">{escape(block.get("caption") or block["url"])}</a></p>'
    if kind == "code":
        return f"<pre><code>{escape(block['text'])}</code></pre>"
    return f"<aside>{block['html']}</aside>" if kind == "note" else "<hr>"


def _quotation(block: dict[str, Any]) -> str:
    speaker = f"<footer>{escape(block['speaker'])}</footer>" if block["speaker"] else ""
    cite = f' cite="{escape(block["url"])}"' if block["url"] else ""
    spoken = f' lang="{block["language"]}" dir="{block["direction"]}"' if block["language"] else ""
    return f"<blockquote{cite}{spoken}>{block['html']}{speaker}</blockquote>"


def _table(block: dict[str, Any]) -> str:
    head = f"<thead><tr>{''.join(f'<th>{cell}</th>' for cell in block['header'])}</tr></thead>" if block["header"] else ""
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in block["rows"])
    caption = f"<caption>{escape(block['caption'])}</caption>" if block["caption"] else ""
    return f"<table>{caption}{head}<tbody>{rows}</tbody></table>"


def _figure(image: Image) -> str:
    credit = " ".join(filter(None, (str(image.caption), escape(image.credit), escape(image.copyright))))
    caption = f"<figcaption>{credit}</figcaption>" if credit else ""
    spoken = f' lang="{image.language}" dir="{image.direction}"' if image.language else ""
    return f'<figure{spoken}><img src="{image.src}" alt="{escape(image.alt)}" width="{image.width}" height="{image.height}">{caption}</figure>'
