"""The `coranto` command: parses, hands to one function, and ends in one line.

Every command is a module of `coranto.project.commands` with `SUMMARY`, `add_arguments(parser)` and
`run(options) -> int` (the exit code). Only the module that is asked for is imported, so that `coranto read` does not
wait for Django.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import coranto

# name → (module, summary); kept here so that `coranto --help` imports nothing.
COMMANDS = {
    "new": ("new", "Make an instance: its folder, secrets and database."),
    "run": ("run", "Run server and worker together, with everything they need made first."),
    "serve": ("serve", "Serve the public pages and the desk."),
    "work": ("work", "Do what is due: build pages, publish what is scheduled, translate."),
    "build": ("build", "Render what is stale, or everything with --full."),
    "read": ("read", "Read pages, feeds or documents and print what they say; stores nothing."),
    "take-in": ("take_in", "Take articles in as drafts with their provenance."),
    "verify": ("verify", "Compare the public folder with the record of what was delivered."),
    "verify-article": ("verify_article", "Say whether an article is what its outlet signed."),
    "verify-grant": ("verify_grant", "Say whether a permission is what its outlet signed, and whether it stands."),
    "keys": ("keys", "List, rotate or revoke the keys that articles are signed with."),
    "doctor": ("doctor", "Say what is right, missing or dangerous, and how to mend it."),
    "backup": ("backup", "Write database, media and keys into one file."),
    "restore": ("restore", "Bring a backup back into an empty instance."),
    "bench": ("bench", "Measure, and print JSON."),
    "messages": ("messages", "Collect and check the texts of the interface in every language."),
    "translations": ("translations", "Write or take in translations: the memory as TMX, an article as XLIFF."),
    "models": ("models", "List, add, verify or serve the offline translation models."),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in {"-h", "--help"}:
        print(_overview())
        return 0 if given else 2
    if given[0] == "--version":
        print(f"coranto {coranto.__version__}")
        return 0
    if given[0] not in COMMANDS:
        print(f"Unknown command {given[0]!r}. Use one of: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    return _run(given[0], given[1:])


def _run(name: str, arguments: list[str]) -> int:
    module = _module(name)
    parser = argparse.ArgumentParser(prog=f"coranto {name}", description=COMMANDS[name][1])
    parser.add_argument("--instance", type=Path, help="the folder of the instance (default: CORANTO_INSTANCE, or ./instance)")
    module.add_arguments(parser)
    options = parser.parse_args(arguments)
    if options.instance is not None:
        os.environ["CORANTO_INSTANCE"] = str(options.instance.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coranto.project.settings")
    try:
        return int(module.run(options))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"coranto.project.commands.{COMMANDS[name][0]}")


def _overview() -> str:
    width = max(len(name) for name in COMMANDS)
    lines = [f"  {name:<{width}}  {summary}" for name, (_module_name, summary) in COMMANDS.items()]
    return "\n".join(["usage: coranto COMMAND [OPTIONS]", "", *lines, "", "`coranto COMMAND --help` explains one command."])


if __name__ == "__main__":
    sys.exit(main())
