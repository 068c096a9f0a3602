"""Terms in the formats of programs: each version as its record, as ODRL and as RSL; for the whole site RSL and TDMRep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from coranto.articles import keys
from coranto.delivery.house import Rendered, Target
from coranto.rights.projections.cc_rel import to_cc_rel
from coranto.rights.projections.odrl import to_odrl
from coranto.rights.projections.rsl import document, to_rsl
from coranto.rights.projections.tdm import tdm_rule
from coranto.rights.recording import to_document
from coranto.site import addresses
from coranto.site.facts.store import Store
from coranto.site.kinds import Keys, Kind, register
from coranto.site.targets import wants_all
from coranto.site.terms.facts import ODRL, RECORD, RSL, StatedTerms, known_terms, site_terms, stated

TDMREP = "/.well-known/tdmrep.json"
OPEN = (("Access-Control-Allow-Origin", "*"),)


def targets(store: Store, wanted: Keys) -> Iterator[Target]:
    """The files of every version, and those of the site."""
    if not wants_all(wanted) and keys.TERMS_LIST not in (wanted or ()):
        return
    for (slug, number), row in known_terms(store).versions.items():
        for name in WRITERS:
            yield Target(addresses.terms_file(slug, number, name), "", "terms-file", f"{row}:{name}", 4)
    for path in SITE_WRITERS:
        yield Target(path, "", "terms-file", f"site:{path}", 4)


def render(store: Store, target: Target) -> Rendered | None:
    """One file."""
    subject, _, name = target.subject.partition(":")
    store.note(keys.PUBLICATION)
    if subject == "site":
        return SITE_WRITERS[name](store)
    row = store.terms(int(subject))
    if row is None or addresses.terms_file(row.terms.slug, row.number, name) != target.path:
        return None
    return WRITERS[name](stated(store, row.pk, store.languages[0], addresses.base_url() + "/"))


def _record(terms: StatedTerms) -> Rendered:
    cc = to_cc_rel(terms.record, terms.places)
    return _json({"name": terms.row.terms.name, "version": terms.row.number, "statement": terms.places.statement, "notice": terms.row.notice, "terms": to_document(terms.record), "ccrel": cc})


def _odrl(terms: StatedTerms) -> Rendered:
    return _json(to_odrl(terms.record, terms.places), "application/ld+json")


def _rsl(terms: StatedTerms) -> Rendered:
    return _xml(document(to_rsl(terms.record, terms.places)))


def _site_rsl(store: Store) -> Rendered:
    return _xml(document(to_rsl(*site_terms(store))))


def _site_tdm(store: Store) -> Rendered:
    return _json([tdm_rule(*site_terms(store), "/*")])


def _json(value: Any, media: str = "application/json") -> Rendered:
    return Rendered((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(), f"{media}; charset=utf-8", headers=OPEN)


def _xml(written: str) -> Rendered:
    return Rendered(written.encode(), "application/rsl+xml; charset=utf-8", headers=OPEN)


WRITERS = {RECORD: _record, ODRL: _odrl, RSL: _rsl}
SITE_WRITERS = {addresses.SITE_LICENCE: _site_rsl, TDMREP: _site_tdm}
register(Kind("terms-file", targets, render))
