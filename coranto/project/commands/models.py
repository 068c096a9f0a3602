"""`coranto models list | add LANGUAGE… | verify | remove PAIR… | serve`: the offline translation models of this machine."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable
from datetime import UTC, datetime

from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

from coranto.project.instance import folder_from_environment
from coranto.translation.model_store.fetching import source
from coranto.translation.model_store.reporting import add_models, list_models, models_folder, remove_models, serve_models, verify_models
from coranto.translation.model_store.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    listing = actions.add_parser("list", help="say which models are here")
    listing.add_argument("--offered", action="store_true", help="also say which the source offers")
    adding = actions.add_parser("add", help="fetch models, or go on fetching them")
    adding.add_argument("languages", nargs="+", metavar="LANGUAGE", help="a language such as es (both directions with English), or a pair such as en-es")
    for one in (listing, adding):
        one.add_argument("--from", dest="place", metavar="URL_OR_FOLDER", help="a mirror's records address or a folder (default: FXTRANSLATE_RECORDS_URL)")
    actions.add_parser("verify", help="read every byte and compare")
    removing = actions.add_parser("remove", help="take models off the disk")
    removing.add_argument("pairs", nargs="+", metavar="PAIR")
    serving = actions.add_parser("serve", help="be a mirror for other machines")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8765)


def run(options: argparse.Namespace) -> int:
    store = Store(models_folder(folder_from_environment()))
    does: dict[str, Callable[[], int]] = {
        "list": lambda: list_models(store, print, source=source(options.place) if options.offered else None),
        "add": lambda: _add(store, options),
        "verify": lambda: verify_models(store, print),
        "remove": lambda: remove_models(store, options.pairs, print),
        "serve": lambda: serve_models(store, (options.host, options.port), functools.partial(print, flush=True)),
    }
    return does[options.action]()


def _add(store: Store, options: argparse.Namespace) -> int:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, transient=True) as progress:
        bars: dict[tuple[str, str], TaskID] = {}

        def show(pair: str, name: str, have: int, size: int) -> None:
            bar = bars.setdefault((pair, name), TaskID(-1))
            if bar < 0:
                bar = bars[pair, name] = progress.add_task(f"{pair} {name}", total=size)
            progress.update(bar, completed=have)

        return add_models(store, options.languages, source=source(options.place), now=datetime.now(UTC), show=show, say=progress.console.print)
