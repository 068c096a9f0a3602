"""How fast pages are made: facts and templates, without writing. `python -m coranto.site.bench` on an instance prints JSON.

Renders everything the instance's site has on one core, in the order a build would, and says milliseconds a page by kind.
"""

from __future__ import annotations

import importlib
import json
import os
import time
from collections import defaultdict

import django


def measure() -> dict[str, object]:
    """Render every target once; seconds of CPU by kind, and the bytes made."""
    house = importlib.import_module("coranto.site.house").SiteHouse()  # Django must be set up before models can be imported
    targets = sorted(house.targets(None), key=lambda target: target.priority)
    spent: dict[str, float] = defaultdict(float)
    made: dict[str, int] = defaultdict(int)
    size = 0
    began = time.process_time()
    for target in targets:
        start = time.process_time()
        rendered = house.render(target)
        spent[target.kind] += time.process_time() - start
        made[target.kind] += 1
        size += len(rendered.body) if rendered else 0
    seconds = time.process_time() - began
    return {
        "pages": len(targets),
        "cpu_seconds": round(seconds, 3),
        "ms_a_page": round(1000 * seconds / max(1, len(targets)), 3),
        "pages_a_second_on_two_cores": round(2 * len(targets) / seconds) if seconds else None,
        "ms_by_kind": {kind: round(1000 * spent[kind] / made[kind], 3) for kind in sorted(made)},
        "bytes_a_page": size // max(1, len(targets)),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coranto.project.settings")
    django.setup()
    print(json.dumps(measure(), indent=2))
