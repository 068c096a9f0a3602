"""Texts of the publication itself as a page of one language prints them: translated where they are, else in their own, said so."""

from __future__ import annotations

from coranto.languages import catalogs
from coranto.rights.models import TermsVersion
from coranto.rights.presets import FIRST_NAME, RESERVED
from coranto.site.editions import Edition
from coranto.site.facts import wording
from coranto.site.facts.shapes import Link, Said
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import sanitised
from coranto.site.terms.words import ALL_RIGHTS_RESERVED, ASK_FIRST


def part(store: Store, name: str, language: str, otherwise: str) -> Said:
    """A part of the publication's own words, such as `disclaimer` or `tagline`; html where it was html that has passed the sanitiser."""
    return field(store, "publication", name, language, otherwise=otherwise, written=store.publication.default_language)


def label(store: Store, name: str, language: str, otherwise: str, url: str, key: str = "") -> Link:
    """A link with words of the publication's own."""
    said = part(store, name, language, otherwise)
    return Link(said.text, url, said.language, said.direction, key, said.state)


def field(store: Store, name: str, place: str, language: str, *, otherwise: str, written: str) -> Said:
    """One part (`title`, `text` …) of the text of a name such as `report:3`, `otherwise` in the language it was written in."""
    edition = store.own(name, language) if language != written else None
    block = next((one for one in edition.document["body"] if one["id"] == place), None) if edition is not None else None
    if edition is not None and block is not None and not block.get("language"):
        return Said(sanitised(block["html"]) if "html" in block else block["text"], state=edition.state)
    return said(otherwise, written, language)


def said(words: str, written: str, language: str) -> Said:
    """Words in the language they were written in, on a page of a language."""
    return Said(words) if language == written or not words else Said(words, written, wording.direction(written))


def terms_name(store: Store, row: TermsVersion, language: str) -> Said:
    """What terms of reuse are called; those that a publication begins with have a name in every language."""
    if row.terms.name == FIRST_NAME:
        return Said(catalogs.translator(language).gettext(ALL_RIGHTS_RESERVED))
    return field(store, f"terms:{row.terms_id}", "title", language, otherwise=row.terms.name, written=store.publication.default_language)


def terms_notice(store: Store, row: TermsVersion, language: str) -> Said:
    """What a version of terms adds in the publication's own words."""
    return field(store, f"terms:{row.terms_id}", f"notice-{row.number}", language, otherwise=row.notice, written=store.publication.default_language)


def terms_below(store: Store, row: TermsVersion, language: str) -> Said:
    """What an article says of its terms: their notice, or of terms that reserve everything and add nothing, that one asks first."""
    if not row.notice and row.said == RESERVED:
        return Said(catalogs.translator(language).gettext(ASK_FIRST))
    return terms_notice(store, row, language)


def whole(store: Store, name: str, language: str, written: str) -> Edition | None:
    """A text in a language other than its own, where nothing of it is missing."""
    edition = store.own(name, language) if language != written else None
    return edition if edition is not None and not any(block.get("language") for block in edition.document["body"]) else None
