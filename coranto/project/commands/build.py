"""`coranto build`: render what is stale, or everything."""

from __future__ import annotations

import argparse
import json

from coranto.project.starting import NotReady, after_setup, complain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--full", action="store_true", help="render every page; what has not changed is not written")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(options: argparse.Namespace) -> int:
    try:
        building = after_setup("coranto.project.site_building")
    except NotReady as error:
        return complain(error)
    try:
        figures = building.build_site(full=options.full, quiet=options.json)
    except building.BuildBusy as error:
        return complain(error)
    if options.json:
        print(json.dumps(figures))
    else:
        print(f"Rendered {figures['rendered']} pages in {figures['languages']} languages, wrote {figures['written']}, {figures['seconds']:.1f} s.")
    return 0
