"""Texts of the publication itself as a page of one language prints them: translated where they are, else in their own, said so."""

from __future__ import annotations

from typing import Any

from coranto.site.editions import Edition
from coranto.site.facts import wording
from coranto.site.facts.shapes import Link, Said
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import sanitised


def part(store: Store, name: str, language: str, otherwise: str) -> Said:
    """A part of the publication's own words, such as `disclaimer` or `tagline`; html where it was html that has passed the sanitiser."""
    written = store.publication.default_language
    edition = edition_of(store, "publication", language, written)
    block: dict[str, Any] = next((one for one in edition.document["body"] if one["id"] == name), {}) if edition is not None else {}
    text = sanitised(block["html"]) if block.get("html") else block.get("text")
    return _said(text, edition, otherwise, written, language)


def label(store: Store, name: str, language: str, otherwise: str, url: str, key: str = "") -> Link:
    """A link with words of the publication's own."""
    said = part(store, name, language, otherwise)
    return Link(said.text, url, said.language, said.direction, key, said.state)


def field(store: Store, name: str, place: str, language: str, *, otherwise: str, written: str) -> Said:
    """One field (`headline`, `standfirst`, `note`) of the text of a name such as `report:3`."""
    edition = edition_of(store, name, language, written)
    text = edition.document[place] if edition is not None else None
    return _said(sanitised(text) if text and place == "note" else text, edition, otherwise, written, language)


def edition_of(store: Store, name: str, language: str, written: str) -> Edition | None:
    """A text in a language other than its own, or None where there is none in it."""
    return store.own(name, language) if language != written else None


def _said(text: str | None, edition: Edition | None, otherwise: str, written: str, language: str) -> Said:
    if edition is not None and text:
        return Said(text, state=edition.state)
    if language == written or not otherwise:
        return Said(otherwise)
    return Said(otherwise, written, wording.direction(written))
