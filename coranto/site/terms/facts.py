"""Terms as rows say them, with the addresses that their forms point to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coranto.articles import keys
from coranto.rights.models import TermsVersion, reserved_document
from coranto.rights.projections.places import Places
from coranto.rights.recording import from_document
from coranto.rights.terms import TermsRecord
from coranto.site import addresses
from coranto.site.facts import articles
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import Store

ODRL, RSL, RECORD = "odrl.json", "rsl.xml", "terms.json"


@dataclass(frozen=True, slots=True)
class StatedTerms:
    """One version of terms, about one target. `licence` is its address, "" where all rights are reserved."""

    row: TermsVersion
    record: TermsRecord
    places: Places
    licence: str


@dataclass(frozen=True, slots=True)
class KnownTerms:
    """All terms there are: (slug, number) → row number, the newest number of each slug, and the row of the default."""

    versions: dict[tuple[str, int], int]
    newest: dict[str, int]
    default: int | None


def known_terms(store: Store) -> KnownTerms:
    """Which terms there are, noted."""
    store.note(keys.TERMS_LIST)
    return store.once("known-terms", _known)


def _known() -> KnownTerms:
    rows = list(TermsVersion.objects.order_by("number").values_list("terms__slug", "number", "pk", "terms__is_default"))
    default = [pk for _slug, _number, pk, is_default in rows if is_default]
    return KnownTerms({(slug, number): pk for slug, number, pk, _ in rows}, {slug: number for slug, number, _, _ in rows}, default[-1] if default else None)


def terms_of_document(store: Store, document: dict[str, Any], language: str, url: str) -> StatedTerms | None:
    """The terms of a published document about its page at `url`; None where none are stated or they would give away others' text."""
    shown = articles.terms_of(store, document, language)
    return stated(store, shown.number, language, url) if shown else None


def terms_of_page(store: Store, page: ArticlePage) -> StatedTerms | None:
    """The terms of an article about its page."""
    return stated(store, page.terms.number, page.language, page.share_address, article=page.number) if page.terms else None


def stated(store: Store, number: int, language: str, target: str, *, article: int = 0) -> StatedTerms:
    """One version of terms about a target, in the words of a language; `article` is asked about where one has to ask."""
    row = store.terms(number)
    assert row is not None, "a version of terms is never deleted"
    record = store.once(("terms-record", number), lambda: row.said)
    return StatedTerms(row, record, places(store, row, language, target, article=article), row.licence_url)


def places(store: Store, row: TermsVersion | None, language: str, target: str, *, article: int = 0) -> Places:
    """Where the forms of a version of terms stand."""
    outlet = addresses.base_url() + "/"
    statement = addresses.absolute(addresses.terms(language, row.terms.slug, row.number)) if row else ask_address(language, article)
    policy = addresses.absolute(addresses.terms_file(row.terms.slug, row.number, ODRL)) if row else ""
    return Places(statement, policy, ask_address(language, article), target, outlet, store.publication.name)


def ask_address(language: str, article: int = 0) -> str:
    """Where permission is asked: the form that answers at once or takes a request, about one article if one is named."""
    return addresses.absolute(addresses.permission(language, article))


def site_terms(store: Store) -> tuple[TermsRecord, Places]:
    """The terms that hold for the site as a whole: those used for new articles; while there are none, all rights reserved."""
    number, language, target = known_terms(store).default, store.languages[0], addresses.base_url() + "/*"
    if number is not None:
        found = stated(store, number, language, target)
        return found.record, found.places
    return from_document(reserved_document()), places(store, None, language, target)


