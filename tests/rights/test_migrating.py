"""Terms of before there was a record: what they said in words they keep, and say no more than that."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from coranto.rights.models import TermsVersion
from coranto.rights.terms import Condition, Leave, Use

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
BEFORE = [("rights", "0001_rights_begin")]
ROWS = [
    ("Ask us!", "Ask first.", "", ""),
    ("Ask us?", "Ask first, please.", "", ""),
    ("Freely", "Take it.", "http://creativecommons.org/licenses/by-sa/4.0", "CC BY-SA 4.0"),
    ("Unchanged", "Take it.", "https://creativecommons.org/licenses/by-nc-nd/3.0/", "CC"),
    ("Ours", "Read it.", "https://terms.example/", "House licence"),
    ("漢字", "", "", ""),
]


def test_terms_of_before_become_records_with_addresses() -> None:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    for name, notice, url, licence in ROWS:
        terms = old.get_model("rights", "Terms").objects.create(name=name)
        old.get_model("rights", "TermsVersion").objects.create(terms=terms, number=1, notice=notice, licence_url=url, licence_name=licence)
    executor = MigrationExecutor(connection)
    executor.migrate(leaves)
    found = {version.terms.name: version for version in TermsVersion.objects.select_related("terms")}
    assert [found[name].terms.slug for name, *_rest in ROWS] == ["ask-us", "ask-us-2", "freely", "unchanged", "ours", "terms"]
    assert [found[name].notice for name, *_rest in ROWS] == [notice for _name, notice, *_rest in ROWS]
    assert {rule.leave for rule in found["Ask us!"].said.rules.values()} == {Leave.ASK}
    freely, unchanged = found["Freely"].said, found["Unchanged"].said
    assert freely.licence == "CC-BY-SA-4.0"
    assert freely.rules[Use.TRANSLATE].conditions == (Condition.SAY_CHANGES, Condition.SAME_LICENCE)
    assert (freely.rules[Use.COMMERCIAL].leave, freely.rules[Use.AI_TRAINING].leave) == (Leave.YES, Leave.ASK)
    assert (unchanged.licence, unchanged.rules[Use.REPOST].leave, unchanged.rules[Use.TRANSLATE].leave, unchanged.rules[Use.SELL].leave) == ("CC-BY-NC-ND-3.0", Leave.YES, Leave.ASK, Leave.ASK)
    assert (found["Ours"].said.licence, found["Ours"].said.licence_url) == ("custom", "https://terms.example/")
