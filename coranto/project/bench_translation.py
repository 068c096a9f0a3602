"""`coranto bench translation`: the engines, and the whole way from publishing to pages, measured in an instance of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from coranto.project.instance import make_instance
from coranto.project.starting import after_setup
from coranto.translation.engines import bench_engines


def measure() -> dict[str, Any]:
    """Measure everything; takes a few minutes and leaves nothing behind."""
    engines = bench_engines.bench(bench_engines.TINY)
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        os.environ["CORANTO_INSTANCE"] = str(instance)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coranto.project.settings")
        make_instance(instance)
        way: dict[str, Any] = after_setup("coranto.project.measuring_translation").measure(Path(folder))
    return {"engines": engines, **way}
