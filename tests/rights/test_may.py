"""“May I …?” answered from the record, by tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coranto.rights.licences import CUSTOM, by_url
from coranto.rights.presets import ORDER, PRESETS
from coranto.rights.recording import from_document, to_document
from coranto.rights.terms import ASK, NO, YES, Condition, Leave, Party, Rule, TermsError, TermsRecord, Use, Verdict, bound, may
from tests.rights.making import NOW, preset, records

USES = ["repost", "excerpt", "translate", "headline", "house-style", "shorten", "print", "commercial", "broadcast", "sell", "bulk", "ai-training", "ai-search"]

# One letter for each use in that order: y yes, a ask, n no; then the kinds of the clauses that forbid or ask.
TABLE = [
    ("community", Party.COMMUNITY, "yyyyyyaaanana"),
    ("community", Party.OUTLET, "aaaaaaaaanana"),
    ("community", Party.ANYONE, "aaaaaaaaanana"),
    ("community-unchanged", Party.COMMUNITY, "yyynnnaaanana"),
    ("by-nd-counter", Party.ANYONE, "yyaanayyynaay"),
    ("by-nc-nd", Party.OUTLET, "yyannnyaannny"),
    ("by-changes", Party.ANYONE, "yyyyyyyyyyyyy"),
    ("after-48-hours", Party.OUTLET, "yyyyyyyaynana"),
    ("after-48-hours", Party.ANYONE, "aaaaaaaaanana"),
    ("reserved", Party.COMMUNITY, "aaaaaaaaanana"),
    ("others-text", Party.COMMUNITY, "nnnnnnnnnnnnn"),
]


@pytest.mark.parametrize(("name", "by", "expected"), TABLE)
def test_a_preset_answers_every_use_as_its_name_says(name: str, by: Party, expected: str) -> None:
    found = "".join(may(preset(name), use, by=by, when=NOW, language="en").verdict.value[0] for use in Use)
    assert [use.value for use in Use] == USES
    assert found == expected


CLAUSES: list[tuple[TermsRecord, Use, dict[str, Any], Verdict, list[str]]] = [
    (preset("community"), Use.PRINT, {}, Verdict.ASK, ["ask"]),
    (preset("community"), Use.PRINT, {"by": Party.OUTLET}, Verdict.ASK, ["who", "ask"]),
    (preset("community"), Use.SELL, {"by": Party.OUTLET}, Verdict.NO, ["no"]),  # a no is not softened by another reason to ask
    (preset("others-text"), Use.REPOST, {}, Verdict.NO, ["others-text"]),
    (replace(preset("community"), expires=NOW), Use.REPOST, {}, Verdict.ASK, ["expires"]),
    (replace(preset("community"), reserved_languages=("fr",)), Use.TRANSLATE, {"language": "fr"}, Verdict.ASK, ["reserved-languages"]),
    (preset("community").with_rules(translate=bound(Condition.APPROVAL)), Use.TRANSLATE, {}, Verdict.ASK, ["approval"]),
    (preset("after-48-hours"), Use.REPOST, {"published": NOW - timedelta(hours=47)}, Verdict.ASK, ["delay"]),
]


@pytest.mark.parametrize(("record", "use", "facts", "verdict", "kinds"), CLAUSES)
def test_the_answer_names_every_clause_that_stands_in_the_way(record: TermsRecord, use: Use, facts: dict[str, Any], verdict: Verdict, kinds: list[str]) -> None:
    answer = may(record, use, **{"by": Party.COMMUNITY, "when": NOW, "language": "en", **facts})
    assert (answer.verdict, [clause.kind for clause in answer.because]) == (verdict, kinds)


def test_the_same_questions_without_what_stood_in_the_way_are_answered_yes() -> None:
    until_later = replace(preset("community"), expires=NOW + timedelta(seconds=1))
    assert may(until_later, Use.REPOST, by=Party.COMMUNITY, when=NOW, language="en").verdict is Verdict.YES
    reserved = replace(preset("community"), reserved_languages=("fr",))
    assert may(reserved, Use.TRANSLATE, by=Party.COMMUNITY, when=NOW, language="de").verdict is Verdict.YES
    late = may(preset("after-48-hours"), Use.REPOST, by=Party.OUTLET, when=NOW, language="en", published=NOW - timedelta(hours=48))
    assert late.verdict is Verdict.YES


def test_a_yes_says_what_is_owed() -> None:
    answer = may(preset("after-48-hours"), Use.SHORTEN, by=Party.OUTLET, when=NOW, language="en")
    kinds = [clause.kind for clause in answer.because]
    assert kinds == [
        "yes", "say-changes", "attribution", "place-top", "link-article", "images-marked", "delay", "canonical", "ads-yes", "paywall-no", "tell-us", "report-reach",
    ]  # fmt: skip
    excerpt = preset("community").with_rules(excerpt=bound(most_words=300))
    assert may(excerpt, Use.EXCERPT, by=Party.COMMUNITY, when=NOW, language="en").because[1].number == 300


WRONG: list[dict[str, Any]] = [
    {"rules": {Use.REPOST: YES}},
    {"who": frozenset()},
    {"licence": "CC-BY-5.0"},
    {"licence": CUSTOM},
    {"licence_url": "https://terms.example/"},
    {"licence": CUSTOM, "licence_url": "javascript:alert(1)"},
    {"expires": NOW.replace(tzinfo=None)},
    {"delay_hours": -1},
    {"attribution": "{author.__class__}"},
    {"attribution": "{author!r}"},
    {"attribution": "{outlet"},
    {"attribution": "one\ntwo"},
    {"attribution": "x" * 301},
    {"rules": {**dict.fromkeys(Use, YES), Use.PRINT: bound(Condition.TRANSLATOR_CREDIT)}},
    {"rules": {**dict.fromkeys(Use, YES), Use.PRINT: bound(most_words=3)}},
    {"rules": {**dict.fromkeys(Use, YES), Use.PRINT: Rule(Leave.CONDITIONS)}},
    {"rules": {**dict.fromkeys(Use, NO), Use.EXCERPT: ASK}, "is_others_text": True},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_record_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(TermsError):
        replace(TermsRecord(), **wrong)


@given(records())
def test_every_record_survives_being_written_and_read(record: TermsRecord) -> None:
    assert from_document(to_document(record)) == record


@given(records(), some.sampled_from(Use), some.sampled_from(Party))
def test_text_of_others_is_never_passed_on_and_a_no_is_a_no_for_everybody(record: TermsRecord, use: Use, by: Party) -> None:
    verdict = may(record, use, by=by, when=NOW, language="en").verdict
    assert (verdict is Verdict.NO) == (record.rules[use].leave is Leave.NO)
    assert not (record.is_others_text and verdict is not Verdict.NO)


@pytest.mark.parametrize("name", ["coranto_terms", "who", "rules", "expires", "ads", "place"])
def test_a_document_that_lacks_something_is_refused(name: str) -> None:
    document = to_document(preset("community"))
    for broken in ({key: value for key, value in document.items() if key != name}, {**document, name: "something else"}, {**document, name: 2}):
        with pytest.raises(TermsError):
            from_document(broken)


def test_presets_stand_in_their_order_and_licences_are_known_by_their_addresses() -> None:
    assert tuple(PRESETS) == ORDER
    for url in ("https://creativecommons.org/licenses/by-nc-nd/4.0/", "http://www.creativecommons.org/licenses/by-nc-nd/4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/deed.fr"):
        assert by_url(url) == "CC-BY-NC-ND-4.0"
    assert by_url("https://creativecommons.org/licenses/by/9.0/") == by_url("") == ""
