"""`coranto messages collect|check`: the texts of the interface, for those who work on Coranto itself."""

from __future__ import annotations

import argparse
import sys

from coranto.languages import catalogs
from coranto.project.collecting import check, collect


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["collect", "check"], help="write the template and update the catalogs, or check them")


def run(options: argparse.Namespace) -> int:
    if options.action == "collect":
        print(f"Collected {collect()} texts for {len(catalogs.available())} languages.")
        return 0
    problems = check()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"Checked {len(catalogs.available())} languages: {len(problems)} problems.")
    return 1 if problems else 0
