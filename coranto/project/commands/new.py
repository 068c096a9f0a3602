"""`coranto new FOLDER`: an instance with its secrets, settings file and tables."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from coranto.project.instance import make_instance
from coranto.project.starting import after_setup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", help="the folder to make (default: ./instance)")
    parser.add_argument("--public-url", help="the address readers will use, for example https://www.example.org")
    parser.add_argument("--demonstration", action="store_true", help="load the demonstration publication")


def run(options: argparse.Namespace) -> int:
    folder = (options.folder or options.instance or Path(os.environ.get("CORANTO_INSTANCE", "instance"))).resolve()
    os.environ["CORANTO_INSTANCE"] = str(folder)
    make_instance(folder, public_url=options.public_url)
    opened = after_setup("coranto.project.opening").open_publication(demonstration=options.demonstration)
    kind = " with the demonstration publication" if opened.demonstration else ""
    print(f"Made the instance {folder}{kind}. Next: coranto run --instance {folder}")
    return 0
