"""An independent reader of the machine-readable forms: it knows the formats and nothing of the record they were made of."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

RSL = "{https://rslstandard.org/rsl}"


@dataclass(frozen=True)
class Question:
    """Who wants to do what, when, in which language, with an article of what age."""

    action: str
    recipient: str
    language: str
    when: datetime
    published: datetime


def ask_odrl(offer: Mapping[str, Any], question: Question) -> tuple[str, frozenset[str]]:
    """yes, ask or no as ODRL says it, with the actions that are duties of a yes."""
    if any(rule["action"] == question.action for rule in offer["prohibition"]):
        assert not any(rule["action"] == question.action for rule in offer["permission"]), "permitted and prohibited at once"
        return "no", frozenset()
    rules = [rule for rule in offer["permission"] if rule["action"] == question.action]
    assert rules, f"nothing is said about {question.action}"
    met = [rule for rule in rules if all(_is_met(one, question) for one in rule.get("constraint", ()))]
    assert met, "neither allowed nor to be asked for"
    duties = [frozenset(duty["action"] for duty in rule.get("duty", ())) for rule in met]
    free = [found for found in duties if "obtainConsent" not in found]
    return ("yes", free[0]) if free else ("ask", frozenset())


def _is_met(constraint: Mapping[str, Any], question: Question) -> bool:
    right = constraint["rightOperand"]
    match constraint["leftOperand"], constraint["operator"]:
        case "recipient", "isAnyOf":
            return question.recipient in right
        case "language", "isNoneOf":
            return question.language not in right
        case "dateTime", "lt":
            return question.when < datetime.fromisoformat(right["@value"])
        case "delayPeriod", "gteq":
            hours = re.fullmatch(r"PT(\d+)H", right["@value"])
            assert hours is not None
            return question.when - question.published >= timedelta(hours=int(hours[1]))
    raise AssertionError(f"an unknown constraint: {constraint}")


def ask_ninjs(rights: Mapping[str, Any], question: Question) -> tuple[str, frozenset[str]]:
    """The same of a ninjs item."""
    assert rights["langId"] == "http://www.w3.org/ns/odrl/2/"
    return ask_odrl(json.loads(rights["encodedRights"]), question)


def ask_rsl(written: str, usage: str) -> str:
    """yes, ask or no to a usage: permitted, prohibited, or for sale at an address of the outlet's own."""
    root = etree.fromstring(written.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for licence in root.iter(f"{RSL}license"):
        if usage in (licence.findtext(f"{RSL}prohibits") or "").split():
            return "no"
    for licence in root.iter(f"{RSL}license"):
        if usage in (licence.findtext(f"{RSL}permits") or "").split():
            payment = licence.find(f"{RSL}payment")
            assert payment is not None
            return "yes" if payment.get("type") == "attribution" else "ask"
    raise AssertionError(f"nothing is said about {usage}")
