"""`coranto work`: do what is due until told to stop."""

from __future__ import annotations

import argparse
import signal
from types import FrameType

from coranto.project.starting import NotReady, after_setup, complain


class Stop:
    """Becomes true at SIGTERM or SIGINT; what is being done is finished first."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True

    def __call__(self) -> bool:
        return self.asked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="stop when nothing is due")


def run(options: argparse.Namespace) -> int:
    stop = Stop()
    try:
        working = after_setup("coranto.project.working")
    except NotReady as error:
        return complain(error)
    rendered = working.work(stop=stop, once=options.once)
    if options.once:
        print(f"Rendered {rendered} pages; nothing is due.")
    return 0
