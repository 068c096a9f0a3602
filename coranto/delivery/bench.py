"""`coranto bench delivery`: builds, edits and servers measured, beside Hugo and nginx in the same run where they are installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coranto.delivery import bench_hugo
from coranto.delivery.bench_bars import Promise, judge
from coranto.delivery.bench_house import CODES, BenchHouse
from coranto.delivery.bench_memory import watched
from coranto.delivery.bench_servers import measure_servers

SYNTHETIC = "coranto.delivery.bench_house:BenchHouse"
ARCHIVES = (1_000, 20_000)  # articles between which the cost of publishing is compared
DIFFERENCES = (
    "Coranto renders the same pages and besides packs each with gzip and brotli, records its digest and the keys it read, and makes it safe on the disk; "
    "Hugo reads Markdown files and writes HTML only, without any of that."
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the made-up publication is. `archive_languages` is for the comparison of archives."""

    articles: int = 200
    languages: int = 51
    archives: tuple[int, int] = ARCHIVES
    archive_languages: int = 1
    seconds: float = 4.0  # that each server is asked for
    site_house: str = ""  # what makes the publication with real rows
    site_articles: int = 40


def measure(
    *, house: str = SYNTHETIC, sizes: Sizes | None = None, only: Iterable[str] = (), say: Callable[[str], None] = lambda _text: None
) -> dict[str, Any]:
    """Measure and give all figures: seconds, bytes, ratios, and which of the bars they hold.

    `house` names the function that makes the house, "module:function"; `only` names some of NAMES. Raises ValueError for another name.
    """
    sizes = sizes or Sizes()
    wanted = list(only) or [name for name in NAMES if name != "site" or sizes.site_house]
    unknown = sorted(set(wanted) - set(NAMES))
    if unknown:
        raise ValueError(f"Unknown measurement {unknown[0]!r}. Use one of: {', '.join(NAMES)}.")
    figures: dict[str, Any] = {"house": house, "processors": os.cpu_count()}
    for name in wanted:
        say(f"Measuring {name}")
        figures[name] = NAMES[name](house, sizes)
    return {**figures, **judge(figures, promises(sizes.languages))}


def promises(languages: int) -> tuple[Promise, ...]:
    """What is promised beside Hugo and nginx in the same run; an edit of a body renders the article once in each language, and nothing else."""
    return (
        ("full.pages_per_second_ratio", "least", 1.0),
        ("full.memory_ratio", "most", 0.25),
        ("full.body_edit_ratio", "most", 0.01),
        ("full.coranto.body.rendered.article", "least", languages),
        ("full.coranto.body.written", "most", languages),
        ("publish.growth", "most", 0.20),
        ("serve.ratio_to_nginx", "least", 0.25),
    )


def _full(house: str, sizes: Sizes) -> dict[str, Any]:
    """Full build and edits, with Hugo on the same content just after."""
    codes = CODES[: sizes.languages]
    ours = _in_process({"what": "full", "house": house, "articles": sizes.articles, "languages": codes})
    if not bench_hugo.is_there():
        return {"coranto": ours, "hugo": None}
    hugo = _hugo(BenchHouse(sizes.articles, codes))
    return {
        "coranto": ours, "hugo": hugo, "differences": DIFFERENCES,
        "pages_per_second_ratio": ours["pages_per_second"] / hugo["pages_per_second"],
        "memory_ratio": ours["peak_bytes"] / hugo["peak_bytes"],
        "body_edit_ratio": ours["body"]["seconds"] / hugo["rebuild_seconds"],
        "headline_edit_ratio": ours["headline"]["seconds"] / hugo["rebuild_seconds"],
    }  # fmt: skip


def _hugo(house: BenchHouse) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="coranto-bench-hugo-") as name:
        folder = Path(name)
        bench_hugo.write_site(house, folder)
        first = bench_hugo.run(folder)
        house.edit_body(1)
        bench_hugo.write_article(house, folder, 1)
        again = bench_hugo.run(folder)
    return {
        "pages": first.pages, "seconds": first.seconds, "pages_per_second": first.pages / first.seconds, "peak_bytes": first.peak,
        "rebuild_seconds": again.seconds,
    }  # fmt: skip


def _publish(house: str, sizes: Sizes) -> dict[str, Any]:
    """The cost of one article more in a small and in a large archive."""
    figures = _in_process({"what": "publish", "house": house, "archives": sizes.archives, "languages": CODES[: sizes.archive_languages]})
    small, large = figures["archives"]
    return {
        "small": small, "large": large, "turns": figures["turns"], "growth": large["seconds"] / small["seconds"] - 1,
        "growth_of_processor_time": large["processor"] / small["processor"] - 1,
    }  # fmt: skip


def _serve(_house: str, sizes: Sizes) -> dict[str, Any]:
    return measure_servers(sizes.seconds)


def _site(house: str, sizes: Sizes) -> dict[str, Any]:
    """Full build and edits of the site itself, with its templates and its rows: what an editor waits for."""
    makes = sizes.site_house if house == SYNTHETIC else house
    if not makes:
        raise ValueError("No house with a site's own rows is named. Name one with --house MODULE:FUNCTION.")
    return _in_process({"what": "site", "house": makes, "articles": sizes.site_articles, "languages": CODES[: sizes.languages]})


NAMES: dict[str, Callable[[str, Sizes], dict[str, Any]]] = {"full": _full, "publish": _publish, "serve": _serve, "site": _site}


def _in_process(order: dict[str, Any]) -> dict[str, Any]:
    """Carry an order out in a process of its own with an empty instance; its figures and its peak memory in bytes."""
    with tempfile.TemporaryDirectory(prefix="coranto-bench-") as folder:
        environment = {
            **os.environ, "CORANTO_INSTANCE": folder, "CORANTO_DATABASE": f"sqlite:///{folder}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "coranto.project.settings"),
        }  # fmt: skip
        command = [sys.executable, "-m", "coranto.delivery.bench_builds", json.dumps(order)]
        started = time.monotonic()
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(command, env=environment, stdout=output)
            peak = watched(process)
            output.seek(0)
            text = output.read()
        if process.returncode:
            raise RuntimeError(f"The measuring of {order['what']} ended with {process.returncode} after {time.monotonic() - started:.0f} s.")
    return {**json.loads(text), "peak_bytes": peak}
