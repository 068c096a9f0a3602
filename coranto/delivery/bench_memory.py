"""How much memory a process and its children take together."""

from __future__ import annotations

import contextlib
import subprocess
import time
from pathlib import Path

EVERY = 0.1  # seconds between two looks


def watched(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process; the most bytes it and its children had at one time (proportional set size: shared pages count once)."""
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(_proportional(number) for number in _family(process.pid)))
        time.sleep(EVERY)
    return peak


def _family(number: int) -> list[int]:
    found = [number]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{number}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += _family(int(child))
    return found


def _proportional(number: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
