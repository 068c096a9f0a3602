"""The long form of killing builds: `python -m coranto.delivery.bench_kills [ROUNDS]` prints JSON; 1 when anything was found wrong."""

from __future__ import annotations

import importlib
import json
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import django


def main(arguments: Sequence[str]) -> int:
    """Run it in a folder of its own and print the report."""
    with tempfile.TemporaryDirectory(prefix="coranto-campaign-") as name:
        os.environ |= {"CORANTO_INSTANCE": name, "CORANTO_DATABASE": f"sqlite:///{name}/campaign.sqlite3"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coranto.project.settings")
        django.setup()
        importlib.import_module("coranto.delivery.bench_steps").make_tables()  # models can be imported only after setup
        campaign = importlib.import_module("coranto.delivery.campaign").campaign
        report = campaign(Path(name), rounds=int(arguments[0]) if arguments else 500, seed=random.randrange(1 << 30))  # noqa: S311
    print(json.dumps(report.__dict__))
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
