"""The worker process of the firefox engine: `python -m coranto.translation.engines.firefox_worker BUDGET_MB`.

It reads one JSON object a line and writes one a line, one answer for each request and in the same order:

    {"load": "en-es", "files": {"model": PATH, "source_vocab": PATH, "target_vocab": PATH, "shortlist": PATH or null}}
        → {"loaded": "en-es", "new": true, "rss": BYTES, "dropped": ["en-fr"]}  or  {"error": TEXT}
    {"with": "en-es", "text": TEXT} → {"text": TEXT, "ms": 1.7}  or  {"error": TEXT}
    {"rss": true} → {"rss": BYTES}

A Translator must stay on the thread that made it, and a fault inside it is an exception that is no Exception; so there
is one thread, one sentence a call, and every fault ends up as an answer.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

from fxtranslate import Translator

_MB = 1024 * 1024
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class Shelf:
    """The models in memory, least recently used first; `budget` is the bytes that the whole process may hold."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._models: OrderedDict[str, Translator] = OrderedDict()

    def load(self, name: str, files: dict[str, Any]) -> list[str] | None:
        """Load a model, dropping the longest unused ones to make room; gives the dropped names, None when it was there.

        Building a Translator holds the file and its unpacked form at once, so room for three times the file is made.
        """
        if name in self._models:
            self._models.move_to_end(name)
            return None
        need = 3 * sum(Path(path).stat().st_size for path in files.values() if path)
        dropped = []
        while self._models and resident() + need > self._budget:
            dropped.append(self._models.popitem(last=False)[0])
        source, target = _read(files["source_vocab"]), _read(files["target_vocab"])
        shortlist = _read(files["shortlist"]) if files.get("shortlist") else None
        self._models[name] = Translator(_read(files["model"]), source, target, shortlist)
        return dropped

    def translate(self, name: str, text: str) -> str:
        """Translate one sentence; raises KeyError when the model is not loaded."""
        return self._models[name].translate(text)


def resident() -> int:
    """The bytes that this process holds in memory (0 where the system does not tell)."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def answer(shelf: Shelf, asked: dict[str, Any]) -> dict[str, Any]:
    """Do what one line asks for."""
    if "with" in asked:
        started = time.perf_counter()
        text = shelf.translate(asked["with"], asked["text"])
        return {"text": text, "ms": round((time.perf_counter() - started) * 1000, 3)}
    if "load" in asked:
        dropped = shelf.load(asked["load"], asked["files"])
        return {"loaded": asked["load"], "new": dropped is not None, "rss": resident(), "dropped": dropped or []}
    return {"rss": resident()}


def serve(budget: int) -> None:
    """Answer lines from standard input until it ends."""
    shelf = Shelf(budget)
    write = sys.stdout.buffer.write
    flush = sys.stdout.buffer.flush
    for line in sys.stdin.buffer:
        try:
            told = answer(shelf, json.loads(line))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            told = {"error": f"{type(error).__name__}: {str(error)[:300]}"}
        write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        flush()


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


if __name__ == "__main__":
    serve(int(sys.argv[1]) * _MB)
