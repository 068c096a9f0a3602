"""`coranto verify-grant URL|FILE`: whether a permission is what its outlet signed, and stands; needs no instance."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from coranto.licensing.checking import verify_published
from coranto.outbound.http import Fetcher, OutboundError
from coranto.project.commands.read import fetcher_of
from coranto.project.instance import InstanceError, read_instance
from coranto.project.starting import complain
from coranto.signing.grants import GrantVerification

UNREADABLE = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="URL|FILE", help="the JSON of a permission")
    parser.add_argument("--json", action="store_true", help="print the finding as JSON")


def run(options: argparse.Namespace) -> int:
    try:
        found = look(options.source, fetcher_of(read_instance().trusted_peers))
    except (OutboundError, InstanceError, OSError) as error:
        complain(error)
        return UNREADABLE
    if options.json:
        print(json.dumps({"standing": found.standing.value, "why": found.why, "statement": found.statement}, ensure_ascii=False))
    else:
        print(f"{found.standing.value.capitalize()}. {found.why}")
    return 0 if found else 1


def look(source: str, fetcher: Fetcher) -> GrantVerification:
    """Read the document and verify it. Raises OutboundError, OSError."""

    def fetch(url: str) -> bytes:
        return fetcher.get(url).body

    if not source.startswith(("https://", "http://")):
        return verify_published(Path(source).read_bytes(), url="", fetch=fetch, now=datetime.now(UTC))
    fetched = fetcher.get(source)
    return verify_published(fetched.body, url=fetched.url, fetch=fetch, now=datetime.now(UTC))
