"""`coranto bench ROOM`: measure, and print JSON."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

# room → the modules that may measure it, the first that is there counts; each has `measure(**options) -> dict`.
ROOMS = {
    "delivery": ("coranto.delivery.bench",),
    "reading": ("coranto.reading.bench",),
    "translation": ("coranto.project.bench_translation",),
    "desk": ("coranto.project.bench_desk",),
    "checks": ("coranto.translation.checks.bench_checks",),
    "intake": ("coranto.intake.bench",),
    "search": ("coranto.project.bench_search",),
    "syndication": ("coranto.syndication.bench",),
}
REAL = "coranto.project.bench_house:RealHouse"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("room", nargs="?", default="delivery", choices=sorted(ROOMS), help="what to measure (default: delivery)")
    parser.add_argument("--articles", type=int, help="articles of the made-up publication (default: 200; of desk 20,000)")
    parser.add_argument("--languages", type=int, default=51, help="its languages (default: 51)")
    parser.add_argument("--archives", type=int, nargs=2, default=(1_000, 20_000), metavar=("SMALL", "LARGE"), help="archives to publish into")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each server is asked (default: 4)")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="one measurement by its name; may be given again")
    parser.add_argument("--no-bars", action="store_true", help="end well even where a bar is missed")
    parser.add_argument("--house", metavar="MODULE:FUNCTION", help="whose pages to build (default: a made-up publication)")


def run(options: argparse.Namespace) -> int:
    if options.room == "delivery":
        return _say(lambda: _delivery(options), has_bars=not options.no_bars)
    module = next((name for name in ROOMS[options.room] if _exists(name)), None)
    measure = getattr(importlib.import_module(module), "measure", None) if module else None
    if measure is None:
        print(f"Nothing measures {options.room} yet.", file=sys.stderr)
        return 1
    sized = partial(measure, articles=options.articles) if options.room == "desk" and options.articles else measure
    return _say(sized, has_bars=not options.no_bars)


def _exists(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _delivery(options: argparse.Namespace) -> dict[str, Any]:
    bench = importlib.import_module("coranto.delivery.bench")  # measures with processes of its own; others need not load it
    sizes = bench.Sizes(options.articles or 200, options.languages, tuple(options.archives), seconds=options.seconds, site_house=REAL)
    house = {"house": options.house} if options.house else {}
    figures: dict[str, Any] = bench.measure(sizes=sizes, only=options.only, say=lambda text: print(text, file=sys.stderr), **house)
    return figures


def _say(measure: Callable[[], dict[str, Any]], *, has_bars: bool = True) -> int:
    """Print what was measured. 1 where a room says that it missed a bar of its own, 2 where nothing was measured."""
    try:
        figures = measure()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(figures, indent=2))
    missed = figures.get("missed")
    if missed and has_bars:
        print(f"Missed: {', '.join(missed)}.", file=sys.stderr)
        return 1
    return 0
