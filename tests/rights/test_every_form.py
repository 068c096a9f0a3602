"""The page of terms and every machine-readable form of them, asked the same: none may say anything else than the page.

Each form is read by a reader that knows its format and nothing of the record, and gives facts. What a form says of
anyone, in every language and at any time, must be what the page says; a form speaks of few things, the page of all.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lxml import html

from coranto import languages
from coranto.rights import projections
from coranto.rights.presets import PRESETS
from coranto.rights.projections.cc_rel import to_cc_rel
from coranto.rights.projections.ninjs import rights_info
from coranto.rights.projections.odrl import ACTIONS, to_odrl
from coranto.rights.projections.rsl import USAGES, document, to_rsl
from coranto.rights.projections.schema_org import to_schema_org
from coranto.rights.projections.tdm import tdm_headers, tdm_rule
from coranto.rights.recording import to_document
from coranto.rights.terms import ASK, NO, YES, Condition, Images, Party, TermsRecord, Use, bound
from coranto.site import templating
from coranto.site.terms.statement import state
from tests.rights.making import NOW, preset, records
from tests.rights.reading_forms import ask_rsl
from tests.rights.reading_pages import read_statement
from tests.rights.test_forms_agree import PLACES

Facts = dict[str, str]
ADAPTING = ("translate", "headline", "house-style", "shorten")


@dataclass(frozen=True)
class Form:
    """How a form is written, and how somebody who knows only the format reads it; `module` is where it is made, "" outside of the projections."""

    module: str
    write: Callable[[TermsRecord], Any]
    read: Callable[[Any], Facts]


def page_of(record: TermsRecord, language: str) -> str:
    found = state(record, language, outlet="The Paper & Sons", link="https://paper.example/…", day=date(2026, 11, 24), zone=ZoneInfo("UTC"))
    return templating.environment().get_template("parts/statement.html").render(**templating.wording(language), language=language, statement=found)


def facts_of_page(written: str, language: str) -> Facts:
    """Everything the page says of anyone, in every language, at any time."""
    read = read_statement(written, language)
    has_limits = read.others_ask or bool({"expires", "reserved-languages"} & read.owed) or "delay" in read.values
    facts = {use: "ask" if said == "yes" and (has_limits or "approval" in conditions) else said for use, (said, conditions) in read.uses.items()}
    shared = any("same-licence" in conditions for _said, conditions in read.uses.values())
    free = facts["ai-training"] == facts["bulk"] == "yes"
    licence = html.fromstring(written).xpath("//a[@rel='license']/@href")
    return facts | {
        "mining": "free" if free else "reserved", "adapting": "yes" if all(facts[use] == "yes" for use in ADAPTING) else "not yes", "same licence": str(shared),
        "licence": licence[0] if licence else "", "may be asked": str(any(said != "no" for said, _conditions in read.uses.values())),
    }  # fmt: skip


def facts_of_record(document_: dict[str, Any]) -> Facts:
    """The record as the file beside the page holds it."""
    said = {"no": "no", "on request": "ask"}
    return {name: said[rule["leave"]] for name, rule in document_["rules"].items() if rule["leave"] in said}


def facts_of_odrl(offer: dict[str, Any]) -> Facts:
    names = {action: use.value for use, action in ACTIONS.items()}
    facts = {names[rule["action"]]: "no" for rule in offer["prohibition"]}
    for rule in offer["permission"]:
        asks = any(duty["action"] == "obtainConsent" for duty in rule.get("duty", ())) or bool(rule.get("constraint"))
        name = names[rule["action"]]
        facts[name] = "ask" if asks or facts.get(name) == "ask" else "yes"
    return facts | {"licence": offer.get("dct:license", "")}


def facts_of_ninjs(rights: dict[str, Any]) -> Facts:
    return facts_of_odrl(json.loads(rights["encodedRights"]))


def facts_of_rsl(written: str) -> Facts:
    return {use.value: ask_rsl(written, usage) for use, usages in USAGES.items() for usage in usages}


def facts_of_rsl_in_rss(written: str) -> Facts:
    return facts_of_rsl(f'<rss xmlns:rsl="https://rslstandard.org/rsl">{written}</rss>')


def facts_of_tdm(found: dict[str, Any]) -> Facts:
    assert ("tdm-policy" in found) == (str(found["tdm-reservation"]) == "1")
    return {"mining": "reserved" if str(found["tdm-reservation"]) == "1" else "free"}


def facts_of_cc(found: dict[str, Any]) -> Facts:
    permits, requires, prohibits = ({one["@id"].removeprefix("cc:") for one in found.get(f"cc:{name}", ())} for name in ("permits", "requires", "prohibits"))
    legal = found["cc:legalcode"]["@id"]
    return {
        "adapting": "yes" if "DerivativeWorks" in permits else "not yes", "same licence": str("ShareAlike" in requires), "licence": legal if legal != PLACES.statement else "",
        **({"repost": "yes"} if "Reproduction" in permits else {}), **({"commercial": "yes"} if "CommercialUse" not in prohibits else {}),
    }  # fmt: skip


def facts_of_schema_org(found: dict[str, Any]) -> Facts:
    return {"licence": found.get("license", ""), "may be asked": str("acquireLicensePage" in found)}


FORMS = {
    "terms.json": Form("", to_document, facts_of_record),
    "ODRL": Form("odrl", lambda record: json.loads(json.dumps(to_odrl(record, PLACES))), facts_of_odrl),
    "ninjs": Form("ninjs", lambda record: rights_info(record, PLACES), facts_of_ninjs),
    "RSL": Form("rsl", lambda record: document(to_rsl(record, PLACES)), facts_of_rsl),
    "RSL in RSS": Form("rsl", lambda record: to_rsl(record, PLACES, "rsl"), facts_of_rsl_in_rss),
    "TDMRep": Form("tdm", lambda record: tdm_rule(record, PLACES, "/*"), facts_of_tdm),
    "TDMRep headers": Form("tdm", lambda record: dict(tdm_headers(record, PLACES)), facts_of_tdm),
    "CC REL": Form("cc_rel", lambda record: to_cc_rel(record, PLACES), facts_of_cc),
    "schema.org": Form("schema_org", lambda record: to_schema_org(record, PLACES), facts_of_schema_org),
}
NO_FORMS = {"crawling", "places"}  # what forms are made with


def disagreements(page: Facts, form: Facts) -> list[str]:
    """What a form says otherwise than the page."""
    return [f"{name}: the page says {page.get(name)!r}, the form {said!r}" for name, said in form.items() if page.get(name) != said]


def test_every_projection_that_there_is_stands_in_the_table() -> None:
    assert {module.name for module in pkgutil.iter_modules(projections.__path__)} - NO_FORMS == {form.module for form in FORMS.values() if form.module}


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(records(), some.sampled_from(languages.CODES))
def test_no_form_says_anything_else_than_the_page(record: TermsRecord, language: str) -> None:
    page = facts_of_page(page_of(record, language), language)
    assert {name: found for name, form in FORMS.items() if (found := disagreements(page, form.read(form.write(record))))} == {}


def lies(honest: TermsRecord) -> Iterator[TermsRecord]:
    """The same terms, each time with one thing another; text of others can have none but a no, so it becomes other terms."""
    if honest.is_others_text:
        yield from (preset("by-changes"), preset("community"))
        return
    for use in Use:
        yield from (honest.with_rules(**{use.value.replace("-", "_"): rule}) for rule in (YES, ASK, NO) if rule != honest.rules[use])
    yield honest.with_rules(translate=bound(Condition.SAME_LICENCE))
    yield replace(honest, expires=NOW)
    yield replace(honest, delay_hours=48)
    yield replace(honest, reserved_languages=("fr",))
    yield replace(honest, who=frozenset({Party.COMMUNITY}))
    yield replace(honest, licence="CC0-1.0")
    yield replace(honest, images=Images.NONE)


@pytest.mark.parametrize("name", FORMS)
def test_a_lie_in_any_form_is_found(name: str) -> None:
    """The control: a form of other terms beside an honest page. Of everything that a form speaks of, a lie is found."""
    form, found = FORMS[name], set()
    for honest in (preset("by-changes"), preset("community"), preset("others-text")):
        page = facts_of_page(page_of(honest, "en"), "en")
        assert disagreements(page, form.read(form.write(honest))) == []
        for lie in lies(honest):
            found |= {one.partition(":")[0] for one in disagreements(page, form.read(form.write(lie)))}
    spoken = {fact for slug in PRESETS for fact in form.read(form.write(preset(slug)))}
    assert spoken - found == set()
