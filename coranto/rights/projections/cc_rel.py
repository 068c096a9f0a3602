"""Terms in Creative Commons' rights expression language: what a licence permits, requires and prohibits, in its few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coranto.rights.licences import url_of
from coranto.rights.projections.crawling import crawler_may
from coranto.rights.projections.places import Places
from coranto.rights.terms import ADAPTING, Condition, TermsRecord, Use, Verdict

CONTEXT = {"cc": "http://creativecommons.org/ns#", "dct": "http://purl.org/dc/terms/"}


@dataclass(frozen=True, slots=True)
class Expression:
    """Names without their prefix."""

    permits: tuple[str, ...]
    requires: tuple[str, ...]
    prohibits: tuple[str, ...]


def expressed(record: TermsRecord) -> Expression:
    """What the record says of anyone; what has to be asked is not permitted."""

    def allows(*uses: Use) -> bool:
        return all(crawler_may(record, use) is Verdict.YES for use in uses)

    permits = (("Reproduction", allows(Use.REPOST)), ("Distribution", allows(Use.REPOST)), ("DerivativeWorks", allows(*ADAPTING)))
    shares_alike = any(Condition.SAME_LICENCE in rule.conditions for rule in record.rules.values())
    return Expression(
        tuple(name for name, is_so in permits if is_so),
        tuple(name for name, is_so in (("Attribution", True), ("Notice", bool(url_of(record.licence, record.licence_url))), ("ShareAlike", shares_alike)) if is_so),
        () if allows(Use.COMMERCIAL) else ("CommercialUse",),
    )


def to_cc_rel(record: TermsRecord, places: Places) -> dict[str, Any]:
    """The terms as a cc:License in JSON-LD; a licence they name has its own address, more can be asked for at `morePermissions`."""
    found = expressed(record)
    value: dict[str, Any] = {
        "@context": CONTEXT, "@id": places.statement, "@type": "cc:License", "cc:permits": _names(found.permits), "cc:requires": _names(found.requires),
        "cc:prohibits": _names(found.prohibits), "cc:legalcode": {"@id": url_of(record.licence, record.licence_url) or places.statement},
    }  # fmt: skip
    return {name: part for name, part in value.items() if part}


def to_work(record: TermsRecord, places: Places, *, name: str, url: str) -> dict[str, Any]:
    """What is said of one work: its licence, whom to name and link to, where to ask for more."""
    return {
        "@context": CONTEXT, "@id": places.target, "@type": "cc:Work", "cc:license": {"@id": url_of(record.licence, record.licence_url) or places.statement},
        "cc:attributionName": name, "cc:attributionURL": {"@id": url}, "cc:morePermissions": {"@id": places.ask}, "cc:useGuidelines": {"@id": places.statement},
    }  # fmt: skip


def _names(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"@id": f"cc:{name}"} for name in names]
