"""`coranto bench translation`: the engines, and the whole way from publishing to pages, measured in an instance of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from coranto.delivery.bench_bars import Promise, judge
from coranto.project.instance import make_instance
from coranto.project.starting import after_setup
from coranto.translation.engines import bench_engines

BARS: tuple[Promise, ...] = (
    ("pipeline_over_raw", "least", 0.90),
    ("two_workers_over_one", "least", 1.8),  # where two cores are free: two engines alone reach 2.0 there
    ("two_workers_of_what_two_engines_reach", "least", 0.90),
    ("publish_to_article_pages_seconds", "most", 3.0),
    ("article_pages_on_disk", "least", 51),
    ("queries_a_language", "most", 5.0),
    ("edit_sentences_asked", "least", 50),
    ("edit_sentences_asked", "most", 50),
    ("engine_worker_memory_mb", "most", 600),
    ("own_memory_mb", "most", 600),
    ("translation_mb_a_thousand_words", "most", 0.25),
    ("translation_gb_of_100_000_articles", "most", 25.0),
)


def measure() -> dict[str, Any]:
    """Measure everything and say of each bar whether it is held; takes a few minutes and leaves nothing behind."""
    engines = bench_engines.bench(bench_engines.TINY)
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        os.environ["CORANTO_INSTANCE"] = str(instance)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coranto.project.settings")
        make_instance(instance)
        way: dict[str, Any] = after_setup("coranto.project.measuring_translation").measure(Path(folder))
    return {"engines": engines, **way, **judge(way, BARS)}
