"""`coranto read SOURCE…`: what pages, feeds, documents and print-outs say; stores nothing and needs no instance."""

from __future__ import annotations

import argparse

from coranto.outbound.addresses import Peers
from coranto.outbound.http import Fetcher
from coranto.project.instance import InstanceError, read_instance
from coranto.project.starting import complain
from coranto.reading.command import read_sources


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="an address, a file, or - for what is piped in")
    parser.add_argument("--json", action="store_true", help="print one JSON object for each article")
    parser.add_argument("--jsonl", action="store_true", help="the same on one line each; an unreadable source is a line with its error")
    parser.add_argument("--limit", type=int, help="at most so many items of each feed")


def run(options: argparse.Namespace) -> int:
    try:
        fetcher = fetcher_of(read_instance().trusted_peers)
    except InstanceError as error:
        return complain(error)

    def fetch(url: str) -> tuple[bytes, str | None, str]:
        fetched = fetcher.get(url)
        kind = f"{fetched.content_type}; charset={fetched.charset}" if fetched.charset else fetched.content_type or None
        return fetched.body, kind, fetched.url

    return read_sources(options.sources, fetch=fetch, as_json=options.json, as_jsonl=options.jsonl, limit=options.limit)


def fetcher_of(trusted_peers: tuple[str, ...]) -> Fetcher:
    """The one fetcher, with the hosts that this instance's operator trusts although they are not public."""
    return Fetcher(peers=Peers.parse(trusted_peers))
