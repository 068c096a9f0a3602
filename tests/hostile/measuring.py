"""Running `coranto` as a user does, and measuring what it takes: seconds, and memory with all its children."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Between vfork and exec a child has its parent's memory, and a sample taken then would count it twice; after fork it is shared, and counted once.
START = "import subprocess, sys; subprocess._USE_VFORK = False; from coranto.project.cli import main; sys.exit(main())"


@dataclass(frozen=True)
class Outcome:
    """How a command ended.

    `megabytes` is the highest sum of resident memory of it and its children, sampled, and `largest` the highest of one of them;
    `cpu` is what it and they computed, in seconds, which does not grow when others use the machine as `seconds` does.
    """

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float
    largest: float
    cpu: float


def coranto(arguments: Sequence[str], instance: Path, *, data: bytes | None = None, patience: float = 60) -> Outcome:
    """Run one command to its end; it is given up after `patience` seconds."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CORANTO_", "DJANGO_"))}
    command = [sys.executable, "-c", START, *arguments]
    started, before = time.monotonic(), _computed()
    process = subprocess.Popen(
        command, env={**environment, "CORANTO_INSTANCE": str(instance)}, stdin=subprocess.PIPE if data is not None else subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    peaks, ended = [0.0, 0.0], threading.Event()
    watcher = threading.Thread(target=_sample, args=(process.pid, peaks, ended))
    watcher.start()
    try:
        out, err = process.communicate(data, timeout=patience)
    finally:
        ended.set()
        watcher.join()
        if process.poll() is None:
            process.kill()
            process.communicate()
    return Outcome(process.returncode, out.decode(), err.decode(), time.monotonic() - started, peaks[0], peaks[1], _computed() - before)


def _sample(pid: int, peaks: list[float], ended: threading.Event) -> None:
    while not ended.wait(0.02):
        sizes = [_resident(one) for one in _family(pid)]
        peaks[:] = max(peaks[0], sum(sizes)), max(peaks[1], *sizes)


def _computed() -> float:
    """CPU seconds of all children that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> float:
    """Proportional memory in MB, so that pages shared by parent and child count once."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0
