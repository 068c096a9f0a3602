"""Building the instance's site from the command line, with progress."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rich.progress import Progress

from coranto.delivery.building import build
from coranto.delivery.errors import BuildBusy
from coranto.delivery.models import Output
from coranto.delivery.storage import Storage
from coranto.delivery.verifying import repair, verify
from coranto.project.delivering import storage_of_instance
from coranto.publication.offered import languages_offered
from coranto.site.house import SiteHouse

__all__ = ["BuildBusy", "build_site"]


def build_site(*, full: bool, quiet: bool) -> dict[str, Any]:
    """Build and give the figures. Raises BuildBusy."""
    storage = storage_of_instance()
    _fill_if_emptied(storage)
    with Progress(transient=True, disable=quiet) as bar:
        task = bar.add_task("Rendering", total=None)
        report = build(
            SiteHouse(), storage, now=timezone.now(), full=full,
            progress=lambda done, due: bar.update(task, completed=done, total=due),
        )  # fmt: skip
    return {
        "rendered": report.rendered, "written": report.written, "unchanged": report.unchanged, "removed": report.removed,
        "by_kind": dict(report.by_kind), "languages": len(languages_offered()), "seconds": report.seconds,
    }  # fmt: skip


def _fill_if_emptied(storage: Storage) -> None:
    """After a restore the record says what stood there and nothing stands there: make all of it due."""
    if next(iter(storage.names()), None) is None and Output.objects.exclude(digest="").exists():
        repair(storage, verify(storage))


def sentence() -> str:
    """Build what is due and say so in one line."""
    figures = build_site(full=False, quiet=False)
    return f"Rendered {figures['rendered']} pages in {figures['languages']} languages, {figures['seconds']:.1f} s."
