"""`coranto take-in SOURCE…`: articles from pages, feeds, documents and print-outs, as drafts with their provenance."""

from __future__ import annotations

import argparse

from coranto.project.starting import NotReady, after_setup, complain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="an address, a file, or - for what is piped in")
    parser.add_argument("--limit", type=int, help="at most so many items of each feed")
    parser.add_argument("--even-if-similar", action="store_true", help="take in what is nearly the same as an article held already")
    parser.add_argument("--publish", action="store_true", help="publish each at once instead of leaving a draft")
    parser.add_argument("--json", action="store_true", help="print one JSON object for each item, on a line of its own")


def run(options: argparse.Namespace) -> int:
    try:
        taking = after_setup("coranto.project.taking_in")
    except NotReady as error:
        return complain(error)
    return int(
        taking.take_in_sources(
            options.sources, limit=options.limit, even_if_similar=options.even_if_similar, publish=options.publish, as_json=options.json
        )
    )
