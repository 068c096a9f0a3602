"""`coranto verify-article URL|FILE`: whether an article is what its outlet signed; needs no instance."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from coranto.outbound.http import Fetcher, OutboundError
from coranto.project.commands.read import fetcher_of
from coranto.project.instance import InstanceError, read_instance
from coranto.project.starting import complain
from coranto.syndication.checking import EXIT_CODES, CheckError, Finding, verify_article

UNREADABLE = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="URL|FILE", help="the page of an article, or its provenance.json")
    parser.add_argument("--json", action="store_true", help="print the finding as JSON")


def run(options: argparse.Namespace) -> int:
    try:
        finding = look(options.source, fetcher_of(read_instance().trusted_peers))
    except (CheckError, OutboundError, InstanceError, OSError) as error:
        complain(error)
        return UNREADABLE
    print(json.dumps(finding.as_json(), ensure_ascii=False) if options.json else _in_words(finding))
    return EXIT_CODES[finding.verdict]


def look(source: str, fetcher: Fetcher) -> Finding:
    """Read the page or file and verify it. Raises CheckError, OutboundError, OSError."""
    def fetch(url: str) -> bytes:
        return fetcher.get(url).body

    if not source.startswith(("https://", "http://")):
        return verify_article(Path(source).read_bytes(), url="", fetch=fetch, now=datetime.now(UTC))
    fetched = fetcher.get(source)
    return verify_article(fetched.body, url=fetched.url, fetch=fetch, now=datetime.now(UTC))


def _in_words(finding: Finding) -> str:
    head = f"{finding.verdict.value.capitalize()}. {finding.why}"
    return "\n".join([head, *(f"  {line}" for line in finding.chain), *(f"  Not on this page: {text[:200]}" for text in finding.lacking)])
