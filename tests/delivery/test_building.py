"""Building: only what read a changed key is rendered, and an increment gives the bytes of a full build."""

from __future__ import annotations

import gzip

import brotli
import pytest

from coranto.delivery.building import build
from coranto.delivery.marking import mark
from coranto.delivery.models import Output, Read, Stale
from coranto.delivery.storages.memory import MemoryStorage
from tests.delivery.toy import ToyHouse

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def house() -> ToyHouse:
    return ToyHouse({1: ["one", "red"], 2: ["two", "blue"]})


def test_a_full_build_renders_everything_once_and_a_second_build_nothing(house: ToyHouse) -> None:
    storage = MemoryStorage()
    report = build(house, storage, full=True)
    assert (report.rendered, report.written) == (5, 5)
    assert set(storage.files) >= {"index.html", "note/1/index.html", "tag/red/index.html"}
    assert build(house, storage).rendered == 0


def test_siblings_hold_the_same_bytes(house: ToyHouse) -> None:
    house.notes[1][0] = "long enough to be worth compressing " * 10
    storage = MemoryStorage()
    build(house, storage, full=True)
    page = storage.files["note/1/index.html"]
    assert gzip.decompress(storage.files["note/1/index.html.gz"]) == page
    assert brotli.decompress(storage.files["note/1/index.html.br"]) == page


def test_a_change_renders_exactly_what_read_it(house: ToyHouse) -> None:
    storage = MemoryStorage()
    build(house, storage, full=True)
    house.rendered.clear()
    house.notes[1][0] = "uno"
    mark(["note:1"])
    report = build(house, storage)
    assert sorted(house.rendered) == ["/", "/note/1/"]
    assert house.rendered[0] == "/note/1/"  # the article itself first
    assert report.written == 2
    assert not Stale.objects.exists()


def test_a_new_note_reaches_a_list_that_never_saw_it(house: ToyHouse) -> None:
    storage = MemoryStorage()
    build(house, storage, full=True)
    house.notes[3] = ["three", "red"]
    mark(["note:3", "list", "tag:red"])
    build(house, storage)
    assert b"[1, 3]" in storage.files["tag/red/index.html"]
    assert b"3=three" in storage.files["index.html"]
    assert "note/3/index.html" in storage.files


def test_what_nothing_is_served_at_any_more_leaves_no_file_and_no_record(house: ToyHouse) -> None:
    storage = MemoryStorage()
    build(house, storage, full=True)
    del house.notes[2]
    mark(["note:2", "list", "tag:blue"])
    report = build(house, storage)
    assert report.removed == 2
    assert "note/2/index.html" not in storage.files
    assert not Output.objects.filter(path__in=["/note/2/", "/tag/blue/"]).exists()
    assert not Read.objects.filter(output__path="/tag/blue/").exists()


def test_a_mark_that_arrives_while_a_page_is_rendered_keeps_it_due(house: ToyHouse) -> None:
    storage = MemoryStorage()
    build(house, storage, full=True)
    render = house.render

    def overtaken(target: object) -> object:
        answer = render(target)  # type: ignore[arg-type]
        if target.path == "/note/1/" and 1 not in house.gone:  # type: ignore[attr-defined]
            house.gone.add(1)  # somebody withdraws it just now
            mark(["note:1"])
        return answer

    house.render = overtaken  # type: ignore[method-assign, assignment]
    house.notes[1][0] = "uno"
    mark(["note:1"])
    before = storage.files["note/1/index.html"]
    report = build(house, storage)
    assert report.discarded >= 1
    assert storage.files["note/1/index.html"] == before  # the overtaken bytes were never written
    build(house, storage)
    assert storage.files["note/1/index.html.410"] == b"gone"
    assert "note/1/index.html" not in storage.files  # no server can answer 200 with it
    assert Output.objects.get(path="/note/1/").status == 410


def test_marking_nothing_costs_nothing() -> None:
    assert mark([]) == 0
