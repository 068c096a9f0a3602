"""`coranto bench desk`: every screen of the translators' desk in a large publication, in an instance of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from coranto.delivery.bench_bars import Promise, judge
from coranto.project.instance import make_instance
from coranto.project.starting import after_setup

ARTICLES = 20_000  # in 51 languages a million translations
BARS: tuple[Promise, ...] = (
    ("slowest_screen_cpu_ms", "most", 300),  # processor time: what one core has to give, whoever else uses the machine
    ("most_queries_of_a_screen", "most", 30),
    ("choosing_cpu_ms", "most", 10),
    ("ordering_a_report_cpu_ms", "most", 500),
    ("memory_grown_mb", "most", 100),
    ("memory_file_grown_mb", "most", 100),
)


def measure(*, articles: int = ARTICLES) -> dict[str, Any]:
    """Measure with about so many articles and say of each bar whether it is held; with 20,000 some ten minutes and 4 GB of disk, of which nothing is left."""
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        os.environ["CORANTO_INSTANCE"] = str(instance)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coranto.project.settings")
        make_instance(instance)
        found: dict[str, Any] = after_setup("coranto.project.measuring_desk").measure(articles)
    return {**found, **judge(found, BARS)}
