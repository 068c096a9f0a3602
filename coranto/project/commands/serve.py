"""`coranto serve`: the public pages from their files, the desk behind them."""

from __future__ import annotations

import argparse

from coranto.project.running import CannotRun, port_to_take
from coranto.project.starting import NotReady, complain, open_instance


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on; 0 takes one that is free and says which (default: 8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes that answer (default: 1)")


def run(options: argparse.Namespace) -> int:
    try:
        open_instance()
        if options.port == 0:
            options.port = port_to_take(options.address, 0)
            print(f"Listening at http://{options.address}:{options.port}/", flush=True)
    except (NotReady, CannotRun) as error:
        return complain(error)
    from granian import Granian  # takes a tenth of a second that no other command needs

    server = Granian(
        "coranto.project.asgi:front", address=options.address, port=options.port, interface="asgi", workers=options.workers,  # type: ignore[arg-type]
        factory=True, websockets=False, log_level="warning", respawn_failed_workers=True, workers_kill_timeout=5,  # type: ignore[arg-type]
    )  # fmt: skip
    server.serve()
    return 0
