"""What is built and changed while it is measured."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, connections, transaction

from coranto.delivery.building import IN_LINE, BuildReport, build
from coranto.delivery.marking import mark
from coranto.delivery.models import Read
from coranto.delivery.paths import below
from coranto.delivery.storages.folder import FolderStorage
from coranto.delivery.verifying import verify

TRIES = 7
WARMING, TURNS = 4, 25  # publications in each archive before and while it is measured
Make = Callable[..., Any]


def make_tables() -> None:
    """Delivery's own tables, where nobody has made them."""
    if "delivery_output" not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            for model in apps.get_app_config("delivery").get_models():
                editor.create_model(model)


def measure_full(make: Make, folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    """A build of everything, then edits of one article with all its languages."""
    house, storage = make(order["articles"], order["languages"]), FolderStorage(folder / "public")
    report = build(house, storage, full=True, workers=2)
    figures = {
        "pages": report.written, "seconds": report.seconds, "pages_per_second": report.written / report.seconds, "by_kind": dict(report.by_kind),
        "reads": Read.objects.count(), "bytes": sum(len(storage.read(name) or b"") for name in list(storage.names())[:300]) // 300,
    }  # fmt: skip
    again = build(house, storage, full=True, workers=2)
    body, headline = _edits(house, storage, house.edit_body), _edits(house, storage, house.edit_headline)
    return {**figures, "full_again": {"seconds": again.seconds, "written": again.written}, "body": body, "headline": headline, "verified": verify(storage).is_clean}


def _edits(house: Any, storage: FolderStorage, edit: Callable[[int], set[str]]) -> dict[str, Any]:
    """Change one article, mark, build: from the saving to the last file, in one warm process as the worker is."""
    seconds, report = [], BuildReport()
    for number in range(TRIES):
        started = time.perf_counter()
        with transaction.atomic():
            mark(edit(number + 1), why="bench")
        report = build(house, storage)
        seconds.append(time.perf_counter() - started)
    return {"seconds": statistics.median(seconds), "least": min(seconds), "rendered": dict(report.by_kind), "written": report.written}


def measure_site(make: Make, folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    """A build of everything and edits of one body, as an editor meets them: until it is saved, until its pages can be read, until all is done."""
    house, storage = make(order["articles"], order["languages"]), FolderStorage(folder / "public")
    report = build(house, storage, full=True, workers=2)
    again = build(house, storage, full=True, workers=2)
    spent: list[tuple[float, float, float]] = []
    for number in range(TRIES):
        started = time.perf_counter()
        with transaction.atomic():
            mark(house.edit_body(number + 1), why="bench")
        saved = time.perf_counter()
        pages = build(house, storage, max_priority=IN_LINE)
        readable = time.perf_counter()
        rest = build(house, storage)
        spent.append((saved - started, readable - started, time.perf_counter() - started))
    saving, reading, all_done = (statistics.median(times) for times in zip(*spent, strict=True))
    return {
        "pages": report.written, "seconds": report.seconds, "pages_per_second": report.written / report.seconds, "by_kind": dict(report.by_kind),
        "written_by_a_second_full_build": again.written, "verified": verify(storage).is_clean,
        "body": {
            "saved_seconds": saving, "readable_in_every_language_seconds": reading, "all_done_seconds": all_done, "first": dict(pages.by_kind),
            "then": dict(rest.by_kind),
        },
    }  # fmt: skip


def measure_publish(make: Make, folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    """What one article more costs in each of `archives`, a database and a folder of its own for each.

    They take turns in one warm process, so that whatever else the machine does meanwhile burdens all alike.
    """
    archives = [_Archive(make, below(folder, str(articles)), articles, order["languages"]) for articles in order["archives"]]
    for turn in range(WARMING + TURNS):
        for archive in archives if turn % 2 else archives[::-1]:
            archive.publish(counts=turn >= WARMING)
    return {"turns": TURNS, "archives": [archive.figures() for archive in archives]}


class _Archive:
    """A publication that is built once and then gets one article after another."""

    def __init__(self, make: Make, folder: Path, articles: int, codes: list[str]) -> None:
        folder.mkdir()
        self._articles, self._house, self._storage = articles, make(articles, codes), FolderStorage(folder / "public")
        connections.settings["default"]["NAME"] = str(folder / "bench.sqlite3")
        self._connection = connections["default"] = connections.create_connection("default")
        self._seconds: list[float] = []
        self._work: list[float] = []  # seconds of the processor
        self._report = BuildReport()
        make_tables()
        build(self._house, self._storage, full=True, workers=2)

    def publish(self, *, counts: bool) -> None:
        """From the saving of one article to the last file."""
        connections["default"] = self._connection
        started, begun = time.perf_counter(), time.process_time()
        with transaction.atomic():
            mark(self._house.publish(), why="bench")
        self._report = build(self._house, self._storage)
        if counts:
            self._seconds.append(time.perf_counter() - started)
            self._work.append(time.process_time() - begun)

    def figures(self) -> dict[str, Any]:
        """Medians, in seconds."""
        return {
            "articles": self._articles, "seconds": statistics.median(self._seconds), "least": min(self._seconds), "processor": statistics.median(self._work),
            "rendered": dict(self._report.by_kind), "written": self._report.written,
        }  # fmt: skip
