"""`coranto restore FILE`: a backup into a new instance folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from coranto.project.backing_up import BackupError, restore
from coranto.project.instance import folder_from_environment
from coranto.project.starting import complain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `coranto backup` wrote")


def run(options: argparse.Namespace) -> int:
    folder = folder_from_environment()
    try:
        count = restore(options.file.resolve(), folder)
    except BackupError as error:
        return complain(error)
    print(f"Restored {count} files into {folder}. Next: coranto run --instance {folder}")
    return 0
