"""`coranto run`: everything made that is missing, then server and worker until Ctrl-C."""

from __future__ import annotations

import argparse
import sys

from coranto.project.instance import folder_from_environment, make_instance
from coranto.project.running import CannotRun, Household, port_to_take, wait_until_served
from coranto.project.starting import NotReady, after_setup, complain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on; 0 takes one that is free (default: 8000)")
    parser.add_argument("--demonstration", action="store_true", help="load the demonstration publication when there are no articles yet")


def run(options: argparse.Namespace) -> int:
    folder = folder_from_environment()
    household = Household()
    household.listen()
    try:
        options.port = port_to_take(options.address, options.port)
        make_instance(folder, public_url=f"http://{options.address}:{options.port}")
        opening = after_setup("coranto.project.opening")
        opened = opening.open_publication(demonstration=options.demonstration)
        if opened.migrations or opened.demonstration or not any((folder / "public").iterdir()):
            print(after_setup("coranto.project.site_building").sentence(), flush=True)
        household.start("server", ["serve", "--address", options.address, "--port", str(options.port)])
        household.start("worker", ["work"])
        wait_until_served(options.address, options.port, gave_up=lambda: household.asked_to_stop or _ended(household))
    except (NotReady, CannotRun) as error:
        household.stop()
        return 0 if household.asked_to_stop else complain(error)
    _say_where(f"http://{options.address}:{options.port}", opening.first_editor_path())
    return household.watch()


def _ended(household: Household) -> bool:
    return any(child.poll() is not None for child in household.children.values())


def _say_where(base: str, first_editor: str | None) -> None:
    print(f"\nThe site:  {base}/\nThe desk:  {base}/desk/")
    if first_editor is not None:
        print(f"Set up the first editor (this machine only, 30 minutes):\n           {base}{first_editor}")
    print("Stop with Ctrl-C.", flush=True)
    sys.stdout.flush()
