"""Comparing files with the record, putting right, and packing better in idle hours."""

from __future__ import annotations

import gzip

import brotli
import pytest

from coranto.delivery.building import build
from coranto.delivery.deepening import deepen
from coranto.delivery.house import Rendered
from coranto.delivery.marking import mark
from coranto.delivery.models import Output
from coranto.delivery.storages.folder import FolderStorage
from coranto.delivery.verifying import repair, verify
from tests.delivery.toy import TableHouse

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HTML = "text/html; charset=utf-8"


@pytest.fixture
def house(storage: FolderStorage) -> TableHouse:
    table = {f"/{n}/": Rendered(b"".join(b"<p>page %d of the edition, line %d</p>" % (n, line * line) for line in range(300)), HTML) for n in range(6)}
    house = TableHouse({**table, "/moved/": Rendered(b"", HTML, 301, (("Location", "/1/"),)), "/gone/": Rendered(b"withdrawn", HTML, 410)})
    build(house, storage, full=True)
    return house


def test_what_was_built_is_clean(house: TableHouse, storage: FolderStorage) -> None:
    report = verify(storage)
    assert report.is_clean, report
    assert report.checked == 8
    assert str(report) == "8 outputs stand as recorded."


def test_every_kind_of_damage_is_found_and_mended(house: TableHouse, storage: FolderStorage) -> None:
    root = storage.root
    before = {name: storage.read(name) for name in storage.names()}
    (root / "0/index.html").unlink()
    (root / "1/index.html").write_bytes(b"defaced")
    (root / "2/index.html.gz").write_bytes(gzip.compress(b"another page"))
    (root / "3/index.html.br").write_bytes((root / "3/index.html.br").read_bytes()[:-4])
    (root / "4/index.html.gz").write_bytes((root / "4/index.html.gz").read_bytes() + b"more")
    (root / "shell.php").write_bytes(b"<?php")
    (root / "moved").mkdir()
    (root / "moved/index.html").write_bytes(b"nobody's")
    (storage.staging / "left").write_bytes(b"half")
    report = verify(storage)
    assert report.missing == ["0/index.html"]
    assert sorted(report.differing) == ["1/index.html", "2/index.html.gz", "3/index.html.br", "4/index.html.gz"]
    assert sorted(report.extra) == ["moved/index.html", "shell.php"]
    assert report.staged == [".staging/left"]
    assert "1 missing, 4 differing, 2 extra, 1 left over from a build" in str(report)
    assert report.as_json()["is_clean"] is False
    assert repair(storage, report) == 5
    assert build(house, storage).written == 5
    assert verify(storage).is_clean
    assert {name: storage.read(name) for name in storage.names()} == before


def test_idle_hours_make_siblings_smaller_and_nothing_else(house: TableHouse, storage: FolderStorage) -> None:
    pages = {name: storage.read(name) for name in storage.names() if name.endswith(".html")}
    before = sum(len(storage.read(name) or b"") for name in storage.names() if name.endswith(".br"))
    report = deepen(storage, 30)
    assert report.deepened == 6
    assert report.saved > 0
    assert sum(len(storage.read(name) or b"") for name in storage.names() if name.endswith(".br")) < before
    assert {name: storage.read(name) for name in storage.names() if name.endswith(".html")} == pages
    assert verify(storage).is_clean
    assert deepen(storage, 30).deepened == 0
    assert build(house, storage, full=True).written == 0  # what is the same stays as small as it is
    assert Output.objects.filter(is_deepened=True).count() == 7


def test_a_change_is_packed_quickly_and_better_when_there_is_time(house: TableHouse, storage: FolderStorage) -> None:
    deepen(storage, 30)
    house.table["/1/"] = Rendered(b"<p>corrected and longer than before</p>" * 50, HTML)
    mark(["/1/"])
    build(house, storage)
    assert brotli.decompress(storage.read("1/index.html.br")) == house.table["/1/"].body
    assert deepen(storage, 30).deepened == 1
    assert verify(storage).is_clean


def test_no_time_is_no_more_than_a_start(house: TableHouse, storage: FolderStorage) -> None:
    assert deepen(storage, 0).deepened == 0
    assert deepen(storage, 30, stop=lambda: True).deepened == 0
