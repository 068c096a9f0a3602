"""Terms as an ODRL 2.2 offer in the JSON-LD that RightsML takes over; what ODRL has no word for stands in a profile of our own.

    yes                 a permission, with duties and constraints
    on request          a permission with the duty to obtain consent
    no                  a prohibition

A permission that is constrained (to parties, languages, times) stands beside one that asks for consent, for who does not
meet the constraints may ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from coranto.rights.licences import url_of
from coranto.rights.projections.places import Places
from coranto.rights.terms import Clause, Condition, Leave, Party, TermsRecord, Use, owed, rule_clauses

CONTEXT = ["http://www.w3.org/ns/odrl.jsonld", {"cc": "http://creativecommons.org/ns#", "tdm": "http://www.w3.org/ns/tdmrep#", "coranto": "urn:coranto:terms:"}]
PROFILE = "urn:coranto:terms"
LANG_ID = "http://www.w3.org/ns/odrl/2/"
ACTIONS = {
    Use.REPOST: "distribute", Use.EXCERPT: "extract", Use.TRANSLATE: "translate", Use.HEADLINE: "coranto:headline", Use.HOUSE_STYLE: "modify",
    Use.SHORTEN: "coranto:shorten", Use.PRINT: "print", Use.COMMERCIAL: "cc:CommercialUse", Use.BROADCAST: "coranto:broadcast", Use.SELL: "sell",
    Use.BULK: "coranto:bulk", Use.AI_TRAINING: "tdm:mine", Use.AI_SEARCH: "coranto:ai-search",
}  # fmt: skip
DUTIES = {"attribution": "attribute", "tell-us": "inform", "keep-counter": "acceptTracking", "same-licence": "cc:ShareAlike"}
CONSENT = {"action": "obtainConsent"}


def to_odrl(record: TermsRecord, places: Places) -> dict[str, Any]:
    """The whole of the terms as one offer."""
    offer: dict[str, Any] = {
        "@context": CONTEXT, "@type": "Offer", "uid": places.policy, "profile": PROFILE, "assigner": {"@type": "Party", "uid": places.outlet, "vcard:fn": places.holder},
        "target": places.target, "permission": list(_permissions(record)), "prohibition": [{"action": ACTIONS[use]} for use in Use if record.rules[use].leave is Leave.NO],
        "dct:description": places.statement,
    }  # fmt: skip
    if url := url_of(record.licence, record.licence_url):
        offer["dct:license"] = url
    return offer


def _permissions(record: TermsRecord) -> Iterator[dict[str, Any]]:
    for use, rule in record.rules.items():
        if rule.leave is Leave.NO:
            continue
        asks = rule.leave is Leave.ASK or Condition.APPROVAL in rule.conditions
        constraints = [] if asks else list(_constraints(record))
        if not asks:
            yield _without_empty({"action": ACTIONS[use], "constraint": constraints, "duty": [_duty(clause) for clause in (*rule_clauses(use, rule), *owed(record)) if clause.kind != "delay"]})
        if asks or constraints:
            yield {"action": ACTIONS[use], "duty": [CONSENT]}


def _constraints(record: TermsRecord) -> Iterator[dict[str, Any]]:
    if Party.ANYONE not in record.who:
        yield {"leftOperand": "recipient", "operator": "isAnyOf", "rightOperand": [f"{PROFILE}:{party.value}" for party in Party if party in record.who]}
    if record.reserved_languages:
        yield {"leftOperand": "language", "operator": "isNoneOf", "rightOperand": list(record.reserved_languages)}
    if record.expires is not None:
        yield {"leftOperand": "dateTime", "operator": "lt", "rightOperand": {"@value": _moment(record.expires), "@type": "xsd:dateTime"}}
    if record.delay_hours:
        yield {"leftOperand": "delayPeriod", "operator": "gteq", "rightOperand": {"@value": f"PT{record.delay_hours}H", "@type": "xsd:duration"}}


def _duty(clause: Clause) -> dict[str, Any]:
    duty: dict[str, Any] = {"action": DUTIES.get(clause.kind, f"coranto:{clause.kind}")}
    if clause.kind == "attribution" and clause.words[0]:
        duty["coranto:line"] = clause.words[0]
    if clause.number:
        duty["coranto:number"] = clause.number
    return duty


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="auto").replace("+00:00", "Z")


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if part}
