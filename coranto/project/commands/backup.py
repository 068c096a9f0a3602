"""`coranto backup FILE`: one file that holds everything a publication owns."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from coranto.project.backing_up import BackupError, back_up
from coranto.project.instance import folder_from_environment, read_instance
from coranto.project.starting import complain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the file to write, for example coranto-2026-11-24.tar.gz")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(options: argparse.Namespace) -> int:
    instance = read_instance()
    if not instance.secret:
        return complain(BackupError(f"There is no instance in {folder_from_environment()}, so there is nothing to back up. Name it with --instance."))
    try:
        size = back_up(instance, options.file.resolve(), now=datetime.now(UTC))
    except (BackupError, OSError) as error:
        return complain(error)
    if options.json:
        print(json.dumps({"file": str(options.file), "bytes": size}))
    else:
        print(f"Wrote {options.file}, {size / 1_000_000:.1f} MB. It holds secrets; keep it where only you can read it.")
    return 0
