"""Terms as the TDM Reservation Protocol says them: whether mining is reserved, and where the policy stands."""

from __future__ import annotations

from typing import Any

from coranto.rights.projections.crawling import crawler_may
from coranto.rights.projections.places import Places
from coranto.rights.terms import TermsRecord, Use, Verdict


def is_reserved(record: TermsRecord) -> bool:
    """Mining is reserved unless anyone may train with the text and take it systematically."""
    return any(crawler_may(record, use) is not Verdict.YES for use in (Use.AI_TRAINING, Use.BULK))


def tdm_rule(record: TermsRecord, places: Places, location: str) -> dict[str, Any]:
    """One entry of /.well-known/tdmrep.json."""
    reserved = is_reserved(record)
    return {"location": location, "tdm-reservation": int(reserved), **({"tdm-policy": places.policy} if reserved else {})}


def tdm_headers(record: TermsRecord, places: Places) -> tuple[tuple[str, str], ...]:
    """The same as headers of one answer."""
    rule = tdm_rule(record, places, "")
    return tuple((name, str(rule[name])) for name in ("tdm-reservation", "tdm-policy") if name in rule)
