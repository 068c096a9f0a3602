"""What is built and changed while it is measured."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from coranto.delivery.building import BuildReport, build
from coranto.delivery.marking import mark
from coranto.delivery.models import Read
from coranto.delivery.storages.folder import FolderStorage
from coranto.delivery.verifying import verify

TRIES = 7
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


def measure_publish(make: Make, folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    """What one article more costs in an archive of `articles`."""
    house, storage = make(order["articles"], order["languages"]), FolderStorage(folder / "public")
    build(house, storage, full=True, workers=2)
    figures = _edits(house, storage, lambda _number: house.publish())
    return {"articles": order["articles"], **figures}
