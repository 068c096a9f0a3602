"""`coranto doctor`: one line for each thing that is right, missing or dangerous, and how to mend it."""

from __future__ import annotations

import argparse
import json

from coranto.project.starting import NotReady, after_setup, complain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--print", choices=["nginx", "caddy"], help="print the configuration of a server in front instead")


def run(options: argparse.Namespace) -> int:
    try:
        examining = after_setup("coranto.project.examining")
    except NotReady as error:
        return complain(error)
    if options.print:
        print(examining.server_configuration(options.print))
        return 0
    findings = examining.examine()
    if options.json:
        print(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(finding)
    return 1 if any(finding.state == "dangerous" for finding in findings) else 0
