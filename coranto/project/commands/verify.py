"""`coranto verify`: whether the public folder holds exactly what the record says."""

from __future__ import annotations

import argparse
import json

from coranto.project.starting import NotReady, after_setup, complain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mend", action="store_true", help="render again what is missing or differs, and take away what is nobody's")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace) -> int:
    try:
        verifying = after_setup("coranto.project.site_verifying")
    except NotReady as error:
        return complain(error)
    report = verifying.verify_site(mend=options.mend)
    print(json.dumps(report.as_json()) if options.json else report)
    return 0 if report.is_clean else 1
