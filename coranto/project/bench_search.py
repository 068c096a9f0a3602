"""`coranto bench search`: the index of search beside SQLite's full text as it comes, over the same made-up archive."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from coranto.delivery.bench_bars import Promise, judge
from coranto.project.instance import make_instance
from coranto.project.starting import after_setup

BARS: tuple[Promise, ...] = (
    ("bytes_over_plain", "most", 0.3),
    ("slowest_question_ms", "most", 250),
    ("wrong_first", "most", 0),
)


def measure() -> dict[str, Any]:
    """Measure and say of each bar whether it is held; takes a minute or two and leaves nothing behind."""
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        os.environ["CORANTO_INSTANCE"] = str(instance)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coranto.project.settings")
        make_instance(instance)
        found: dict[str, Any] = after_setup("coranto.project.measuring_search").measure()
    return {**found, **judge(found, BARS)}
