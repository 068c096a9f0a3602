"""What is said while a build is at work, by this process or another, wins over the build."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.utils import timezone

from coranto.delivery.building import build
from coranto.delivery.errors import BuildBusy, LostLease, StorageError
from coranto.delivery.house import Rendered, Target
from coranto.delivery.keys import note
from coranto.delivery.leasing import give_up, hold, take_lease
from coranto.delivery.marking import mark
from coranto.delivery.models import Counter, Output, Stale
from coranto.delivery.storages.folder import FolderStorage
from coranto.delivery.storages.memory import MemoryStorage
from coranto.delivery.verifying import verify
from tests.delivery.toy import TableHouse, ToyHouse

pytestmark = pytest.mark.database
HTML = "text/html; charset=utf-8"


class FileHouse:
    """Pages that say what stands in one file, which other processes can change; slow, so that there is time to."""

    def __init__(self, file: Path, pages: int) -> None:
        self.file, self.pages = file, pages

    def targets(self, keys: frozenset[str] | None) -> Iterable[Target]:
        return [Target(f"/{n}/", "en", "article", str(n), 0) for n in range(self.pages)] if keys is None else []

    def render(self, target: Target) -> Rendered:
        note("article")
        text = self.file.read_text()
        time.sleep(0.005)
        return Rendered(b"gone", HTML, 410) if text == "withdrawn" else Rendered(f"{text} {target.subject}".encode() * 20, HTML)


def _build_elsewhere(file: Path, root: Path) -> None:
    connections.close_all()
    build(FileHouse(file, 100), FolderStorage(root), full=True, workers=1)


def test_a_withdrawal_beats_a_build_in_flight_in_another_process(shared: dict[str, str], storage: FolderStorage, tmp_path: Path) -> None:
    file = tmp_path / "text"
    file.write_text("secret")
    connections.close_all()
    builder = multiprocessing.get_context("fork").Process(target=_build_elsewhere, args=(file, storage.root))
    builder.start()
    until = time.monotonic() + 10
    while not list(storage.staging.iterdir()):
        assert time.monotonic() < until
        time.sleep(0.002)
    with transaction.atomic():
        file.write_text("withdrawn")
        mark(["article"], why="withdrawn")
    builder.join(30)
    assert builder.exitcode == 0
    assert not [name for name in storage.names() if b"secret" in (storage.read(name) or b"")]
    build(FileHouse(file, 100), storage)
    assert set(Output.objects.values_list("status", flat=True)) == {410}
    assert storage.read("0/index.html") is None
    assert verify(storage).is_clean


@pytest.mark.django_db
def test_a_change_between_two_batches_is_not_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house remembers what it has read; a mark after that must count although the second batch began later."""
    monkeypatch.setattr("coranto.delivery.building.BATCH", 1)
    house, storage = ToyHouse({1: ["one", "red"], 2: ["two", "red"]}), MemoryStorage()
    remembered = {number: list(texts) for number, texts in house.notes.items()}
    render = house.render

    def from_memory(target: Target) -> Rendered | None:
        now, house.notes = house.notes, remembered
        answer = render(target)
        house.notes = now
        if target.path == "/note/1/" and not Stale.objects.exists():
            house.notes[2][0] = "corrected"
            mark(["note:2"])
        return answer

    house.render = from_memory  # type: ignore[method-assign]
    report = build(house, storage, full=True)
    assert report.discarded == 2  # the note and the front page
    assert "note/2/index.html" not in storage.files
    house.render = render  # type: ignore[method-assign]
    build(house, storage)
    assert b"corrected" in storage.files["note/2/index.html"]
    assert b"corrected" in storage.files["index.html"]


@pytest.mark.django_db
def test_only_one_builds_at_a_time() -> None:
    lease = take_lease(now=timezone.now())
    mark(["x"])
    with pytest.raises(BuildBusy, match="Wait until it has finished"):
        build(ToyHouse(), MemoryStorage())
    give_up(lease)
    build(ToyHouse(), MemoryStorage())


@pytest.mark.django_db
def test_a_builder_thought_dead_can_write_nothing_more() -> None:
    house, storage = TableHouse({"/a/": Rendered(b"old", HTML)}), MemoryStorage()
    build(house, storage, full=True)
    house.table["/a/"] = Rendered(b"by the dead", HTML)
    mark(["/a/"])
    render = house.render

    def taken_over(target: Target) -> Rendered | None:
        Counter.objects.update(holder="elsewhere:1:x", fence=99)
        return render(target)

    house.render = taken_over  # type: ignore[method-assign]
    with pytest.raises(LostLease):
        build(house, storage)
    assert storage.files["a/index.html"] == b"old"
    assert not [name for name in storage.names() if name.startswith(".staging")]
    assert Output.objects.get().due  # it is still to be done, by the other
    assert Counter.objects.get().holder == "elsewhere:1:x"


@pytest.mark.django_db
def test_a_turn_of_a_process_that_is_gone_ends_at_once_and_its_files_are_doubted() -> None:
    house, storage = TableHouse({"/a/": Rendered(b"a page", HTML)}), MemoryStorage()
    build(house, storage, full=True)
    mark(["/a/"])
    Output.objects.update(due=1)
    storage.files["a/index.html"] = b"moved here just before the crash"
    mine = take_lease(now=timezone.now())
    host, number, machine, file, _byte, turn = mine.holder.split(":")
    Counter.objects.update(holder=":".join((host, number, machine, file, "abc", turn)))  # a byte that nobody has locked, by the number of a process that lives
    with pytest.raises(LostLease):
        hold(mine, now=timezone.now())
    build(house, storage)
    assert storage.files["a/index.html"] == b"a page"  # although the record had this digest already
    assert verify(storage).is_clean


@pytest.mark.django_db
def test_when_the_disk_fails_while_files_move_nothing_stays_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    house, storage = TableHouse({f"/{n}/": Rendered(b"old", HTML) for n in range(5)}), MemoryStorage()
    build(house, storage, full=True)
    before = dict(house.table)
    house.table = {path: Rendered(b"new", HTML) for path in house.table}
    mark(house.table)
    publish = storage.publish

    def break_in_the_middle(staged: Iterable[tuple[str, str]]) -> None:
        publish(list(staged)[:3])
        raise StorageError("the disk is full")

    monkeypatch.setattr(storage, "publish", break_in_the_middle)
    with pytest.raises(StorageError):
        build(house, storage)
    monkeypatch.undo()
    house.table = before  # the edit is taken back, so the bytes are what the record says, but not what stands there
    build(house, storage)
    assert set(storage.files.values()) == {b"old"}


@pytest.mark.django_db
def test_a_page_that_cannot_be_rendered_keeps_nobody_else_waiting(caplog: pytest.LogCaptureFixture) -> None:
    house, storage = ToyHouse({1: ["one", "red"], 2: ["two", "blue"]}), MemoryStorage()
    build(house, storage, full=True)
    old, render = storage.files["note/1/index.html"], house.render

    def breaks(target: Target) -> Rendered | None:
        answer = render(target)
        if target.path == "/note/1/":
            raise KeyError("byline")
        return answer

    house.render = breaks  # type: ignore[method-assign]
    house.notes = {1: ["uno", "red"], 2: ["dos", "blue"]}
    mark(["note:1", "note:2"])
    reports = [build(house, storage) for _try in range(4)]
    assert [report.failed for report in reports] == [1, 1, 1, 0]  # three times, then it waits for a change
    assert b"dos" in storage.files["note/2/index.html"]
    assert storage.files["note/1/index.html"] == old
    assert verify(storage).problems == [("/note/1/", "KeyError: 'byline'")]
    house.render = render  # type: ignore[method-assign]
    mark(["note:1"])
    build(house, storage)
    assert b"uno" in storage.files["note/1/index.html"]
    assert verify(storage).is_clean


@pytest.mark.django_db
def test_a_path_that_must_not_become_a_file_is_refused_and_the_rest_is_built() -> None:
    page = Rendered(b"x", HTML)
    house = TableHouse(dict.fromkeys(("/../../etc/cron.d/x", "/a/./b/", "/.git/config", "/x/index.html", "/x.html.gz", "/good/", "/a\\b/"), page))
    storage = MemoryStorage()
    report = build(house, storage, full=True)
    assert sorted(storage.files) == ["good/index.html"]
    assert len(report.refused) == 6
