"""After any sequence of edits the files are byte for byte those of a full build."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coranto.delivery.building import build
from coranto.delivery.deepening import deepen
from coranto.delivery.marking import mark
from coranto.delivery.models import Key, Output, Read, Removed, Stale
from coranto.delivery.storages.memory import MemoryStorage
from coranto.delivery.verifying import verify
from tests.delivery.toy import ToyHouse

NUMBERS, TAGS = st.integers(1, 5), st.sampled_from(["red", "blue", "green"])
EDITS = st.one_of(
    st.tuples(st.just("publish"), NUMBERS, TAGS),
    st.tuples(st.just("correct"), NUMBERS, st.text(st.characters(codec="utf-8"), max_size=8)),
    st.tuples(st.just("re-tag"), NUMBERS, TAGS),
    st.tuples(st.just("withdraw"), NUMBERS, st.none()),
    st.tuples(st.just("forget"), NUMBERS, st.none()),
    st.tuples(st.just("rename the site"), st.none(), st.text(st.characters(codec="utf-8"), max_size=8)),
    st.tuples(st.just("build"), st.none(), st.none()),
    st.tuples(st.just("build what comes first"), st.none(), st.none()),
    st.tuples(st.just("build a little"), NUMBERS, st.none()),
    st.tuples(st.just("deepen"), st.none(), st.none()),
)


def edit(house: ToyHouse, storage: MemoryStorage, what: str, number: int, value: str) -> None:
    """Do one thing as the rooms above would: change, and mark what the change touches."""
    tags = {house.notes[number][1]} if number in house.notes else set()
    if what == "publish" and number not in house.notes:
        house.notes[number], tags = ["text", value], {value}
        house.gone.discard(number)
    elif what == "correct" and number in house.notes:
        house.notes[number][0] = value
    elif what == "re-tag" and number in house.notes:
        house.notes[number][1] = value
        tags |= {value}
    elif what in {"withdraw", "forget"} and number in house.notes:
        del house.notes[number]
        house.gone |= {number} if what == "withdraw" else set()
    elif what == "rename the site":
        house.title = value
        mark(["title"])
        return
    elif what == "build":
        build(house, storage)
        return
    elif what == "build what comes first":
        build(house, storage, max_priority=0)
        return
    elif what == "build a little":
        build(house, storage, limit=number)
        return
    elif what == "deepen":
        deepen(storage, 5)
        return
    mark([f"note:{number}", "list", *(f"tag:{tag}" for tag in tags)])


@pytest.mark.django_db
@pytest.mark.database
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDITS, max_size=14))
def test_any_sequence_of_edits_gives_the_bytes_of_a_full_build(edits: list[tuple[str, int, str]]) -> None:
    with transaction.atomic():
        house, storage = ToyHouse({1: ["one", "red"], 2: ["two", "blue"]}), MemoryStorage()
        build(house, storage, full=True)
        for what, number, value in edits:
            edit(house, storage, what, number, value)
        build(house, storage)
        deepen(storage, 30)
        assert verify(storage).is_clean
        grown, record = dict(storage.files), facts()
        assert build(house, storage, full=True).written == 0
        for model in (Read, Output, Key, Removed, Stale):
            model.objects.all().delete()
        fresh = MemoryStorage()
        build(house, fresh, full=True)
        deepen(fresh, 30)
        assert grown == fresh.files
        assert record == facts()
        transaction.set_rollback(True)
    assert connection.vendor


def facts() -> dict[str, tuple[object, ...]]:
    """What the record says of each output that servers and later builds go by."""
    reads: dict[int, set[str]] = {}
    for output, key in Read.objects.values_list("output_id", "key__name"):
        reads.setdefault(output, set()).add(key)
    return {
        row.path: (row.status, row.digest, row.size, row.content_type, tuple(map(tuple, row.headers)), row.due, frozenset(reads.get(row.pk, ())))
        for row in Output.objects.all()
    }
