"""Whatever terms say, every machine-readable form of them says the same: read back, it answers as the record does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from coranto.rights.licences import LICENCES, url_of
from coranto.rights.presets import PRESETS
from coranto.rights.projections.cc_rel import expressed, to_cc_rel, to_work
from coranto.rights.projections.ninjs import rights_info
from coranto.rights.projections.odrl import ACTIONS, DUTIES, to_odrl
from coranto.rights.projections.places import Places
from coranto.rights.projections.rsl import USAGES, document, to_rsl
from coranto.rights.projections.schema_org import to_schema_org
from coranto.rights.projections.tdm import tdm_headers, tdm_rule
from coranto.rights.terms import NO, YES, Party, TermsRecord, Use, Verdict, may
from tests.rights.making import NOW, preset, records
from tests.rights.reading_forms import Question, ask_ninjs, ask_odrl, ask_rsl

PLACES = Places(
    statement="https://paper.example/en/terms/ours/1/", policy="https://paper.example/terms/ours/1/odrl.json", ask="https://paper.example/ask?a=1&b=<2>",
    target="https://paper.example/*", outlet="https://paper.example/", holder='The Paper & "Sons"',
)  # fmt: skip
languages = some.sampled_from(["en", "fr", "ar", "ja"])
ages = some.timedeltas(timedelta(0), timedelta(hours=24 * 400))
shifts = some.timedeltas(timedelta(days=-9_000), timedelta(days=9_000))


@settings(max_examples=150)
@given(records(), some.sampled_from(Use), some.sampled_from(Party), languages, shifts, ages)
def test_odrl_and_ninjs_answer_as_the_record_does(record: TermsRecord, use: Use, by: Party, language: str, shift: timedelta, age: timedelta) -> None:
    when = NOW + shift
    answer = may(record, use, by=by, when=when, language=language, published=when - age)
    question = Question(ACTIONS[use], f"urn:coranto:terms:{by.value}", language, when, when - age)
    verdict, duties = ask_odrl(json.loads(json.dumps(to_odrl(record, PLACES))), question)
    assert verdict == answer.verdict.value
    assert ask_ninjs(rights_info(record, PLACES), question) == (verdict, duties)
    if answer.verdict is Verdict.YES:
        owed = {DUTIES.get(clause.kind, f"coranto:{clause.kind}") for clause in answer.because if clause.kind not in {"yes", "delay"}}
        assert duties == owed


@settings(max_examples=150)
@given(records(), some.sampled_from(list(USAGES)), languages, shifts, ages)
def test_rsl_never_permits_what_the_record_does_not_and_forbids_what_it_forbids(record: TermsRecord, use: Use, language: str, shift: timedelta, age: timedelta) -> None:
    when = NOW + shift
    verdict = may(record, use, by=Party.ANYONE, when=when, language=language, published=when - age).verdict.value
    for usage in USAGES[use]:
        said = ask_rsl(document(to_rsl(record, PLACES)), usage)
        assert (said == "no") == (verdict == "no")
        assert said != "yes" or verdict == "yes"
        if not (record.expires or record.reserved_languages or record.delay_hours):
            assert said == verdict


@given(records())
def test_mining_is_reserved_unless_anyone_may_train_and_take_everything(record: TermsRecord) -> None:
    rule, headers = tdm_rule(record, PLACES, "/*"), dict(tdm_headers(record, PLACES))
    assert headers["tdm-reservation"] == str(rule["tdm-reservation"])
    assert ("tdm-policy" in headers) == ("tdm-policy" in rule) == (rule["tdm-reservation"] == 1)
    if rule["tdm-reservation"] == 0:
        for use in (Use.AI_TRAINING, Use.BULK):
            assert may(record, use, by=Party.ANYONE, when=NOW + timedelta(days=99_999), language="fr").verdict is Verdict.YES
    else:
        offer = to_odrl(record, PLACES)
        assert offer["uid"] == rule["tdm-policy"]
        assert any(found["action"] == "tdm:mine" for found in (*offer["permission"], *offer["prohibition"]))


@given(records())
def test_creative_commons_words_permit_only_what_anyone_may_do(record: TermsRecord) -> None:
    said = expressed(record)
    verdicts = {use: may(record, use, by=Party.ANYONE, when=NOW, language="en").verdict for use in Use}
    if "Distribution" in said.permits:
        assert verdicts[Use.REPOST] is Verdict.YES
    if "DerivativeWorks" in said.permits:
        assert {verdicts[use] for use in (Use.TRANSLATE, Use.HEADLINE, Use.HOUSE_STYLE, Use.SHORTEN)} == {Verdict.YES}
    if "CommercialUse" not in said.prohibits:
        assert verdicts[Use.COMMERCIAL] is Verdict.YES
    written = to_cc_rel(record, PLACES)
    assert [one["@id"] for one in written.get("cc:permits", [])] == [f"cc:{name}" for name in said.permits]
    assert to_work(record, PLACES, name="Ada", url="https://paper.example/a/")["cc:license"]["@id"] == (url_of(record.licence, record.licence_url) or PLACES.statement)


@given(records())
def test_schema_org_names_the_licence_and_offers_to_ask_where_asking_may_help(record: TermsRecord) -> None:
    said = to_schema_org(record, PLACES)
    assert said.get("license", "") == url_of(record.licence, record.licence_url)
    assert said["usageInfo"] == PLACES.statement
    verdicts = {may(record, use, by=by, when=NOW, language="en").verdict for use in Use for by in Party}
    assert ("acquireLicensePage" in said) == (verdicts != {Verdict.NO})


def test_a_form_that_lies_is_found_out() -> None:
    """The control: the reader must notice when a form says something else than its record."""
    honest, question = preset("community"), Question("print", "urn:coranto:terms:community", "en", NOW, NOW)
    assert ask_odrl(to_odrl(honest, PLACES), question)[0] == "ask"
    assert ask_odrl(to_odrl(honest.with_rules(print=YES), PLACES), question)[0] == "yes"
    assert ask_odrl(to_odrl(honest.with_rules(print=NO), PLACES), question)[0] == "no"
    assert ask_rsl(document(to_rsl(honest, PLACES)), "ai-train") == "no"
    assert ask_rsl(document(to_rsl(preset("by-changes"), PLACES)), "ai-train") == "yes"
    assert ask_rsl(document(to_rsl(replace(preset("by-changes"), expires=NOW), PLACES)), "ai-train") == "ask"


@pytest.mark.parametrize("slug", list(PRESETS))
def test_the_licences_of_presets_have_the_addresses_of_their_stewards(slug: str) -> None:
    licence = preset(slug).licence
    if licence in LICENCES:
        assert url_of(licence).startswith("https://creativecommons.org/")
