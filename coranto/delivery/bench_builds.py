"""The part of the measuring that builds: run in a process of its own, with a database and a folder that last as long as it.

`python -m coranto.delivery.bench_builds '{"what": "full", …}'` prints JSON. A house is made by the function that
`house` names ("module:function", called with articles and languages after Django is ready); it has `edit_body(number)`,
`edit_headline(number)` and `publish()`, which give the keys they make stale.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def main(order: dict[str, Any]) -> dict[str, Any]:
    """Carry out one order."""
    django.setup()
    steps = importlib.import_module("coranto.delivery.bench_steps")  # models can be imported only after setup
    module, _, function = str(order["house"]).partition(":")
    make: Callable[..., Any] = getattr(importlib.import_module(module), function)
    folder = Path(os.environ["CORANTO_INSTANCE"])

    def made(articles: int, languages: list[str]) -> Any:
        """The house, which may have made all tables; else those of delivery are made."""
        house = make(articles, languages)
        steps.make_tables()
        return house

    return getattr(steps, f"measure_{order['what']}")(made, folder, order)  # type: ignore[no-any-return]


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
