"""What other systems fetch and verify: a package, or that there is one no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from coranto.site import addresses
from coranto.site.facts.page_shapes import GonePage
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import Store
from coranto.site.ninjs.items import item_of
from coranto.site.ninjs.stories import given_now
from coranto.site.provenance import chain_address
from coranto.site.republishing.page import FILES, path_of, retraction_of
from coranto.site.terms.facts import StatedTerms
from coranto.syndication.keyring import signing_key
from coranto.syndication.packages.shape import Package
from coranto.syndication.packages.signed_form import to_document, to_signed, to_tombstone


def document_of(store: Store, shown: ArticlePage, terms: StatedTerms, package: Package) -> dict[str, Any]:
    """The package of an article that is offered."""
    path, state = path_of(shown), store.state(shown.number)
    forms = {ending: addresses.absolute(f"{path}article.{ending}") for ending in FILES}
    return to_document(
        package, identity=shown.share_address, version=shown.version, terms=terms.places.statement, provenance=chain_address(store, shown.number, shown.language),
        forms=forms, item=item_of(store, state, shown.language, text_goes=given_now) if state else None,
    )  # fmt: skip


def taken_back(shown: ArticlePage | GonePage) -> dict[str, Any] | None:
    """What is left where an article was withdrawn, taken off or retracted; None of one that stands."""
    if isinstance(shown, GonePage):
        at = shown.at.at if shown.at is not None else None
        return to_tombstone(identity=addresses.absolute(shown.path), reason=shown.reason.text, at=at)
    retraction = retraction_of(shown)
    return to_tombstone(identity=shown.share_address, reason=retraction.text, at=retraction.at.at) if retraction else None


def signed(document: dict[str, Any], *, now: datetime) -> bytes:
    """A document with the outlet's signature, while it has a key."""
    found = signing_key(now)
    return to_signed(document, found[0] if found else None, now=found[1] if found else now)
