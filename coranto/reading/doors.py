"""The door to hostile bytes: they are read in a child process with little memory, little time and no network.

Children stay warm and serve one source after another; one that dies or is late is replaced. They answer in JSON, never in
anything that could run here. Limits: MEMORY over what a child needs to start, SECONDS on the clock and of processor time.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from coranto.reading import errors
from coranto.reading.errors import ReadingError, TooLarge, TooSlow, Unreadable

SECONDS = 8.0
STARTING_SECONDS = 20.0
MEMORY = 100_000_000  # bytes of address space over what the child holds when it starts; with the command that asks it stays under 300 MB
MOST_SOURCES = 200  # a child serves so many and is then replaced
PROGRAM = "coranto.reading.doorkeeper"  # the module that the child runs
_IDLE = 2


class Child:
    """One process that reads; not for two threads at once."""

    def __init__(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG", "SYSTEMROOT", "VIRTUAL_ENV")}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [*sys.path]))
        command = [sys.executable, "-m", PROGRAM, str(MEMORY), str(int(SECONDS) + 1)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, close_fds=True)
        self.served = 0
        self.full = False  # it met the end of its memory once
        self._answer(time.monotonic() + STARTING_SECONDS)

    def ask(self, question: dict[str, Any], data: bytes) -> Any:
        """Send one source and wait. Raises TimeoutError when late, EOFError when the child died."""
        assert self.process.stdin is not None
        deadline = time.monotonic() + SECONDS
        header = json.dumps(question).encode()
        try:
            self.process.stdin.write(len(header).to_bytes(8, "big") + len(data).to_bytes(8, "big") + header + data)
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise EOFError from error
        self.served += 1
        return self._answer(deadline)

    def _answer(self, deadline: float) -> Any:
        length = int.from_bytes(self._read(8, deadline), "big")
        if length > 400_000_000:
            raise EOFError
        return json.loads(self._read(length, deadline))

    def _read(self, wanted: int, deadline: float) -> bytes:
        assert self.process.stdout is not None
        number, parts = self.process.stdout.fileno(), []
        while wanted:
            ready, _, _ = select.select([number], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            part = os.read(number, min(wanted, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def end(self) -> None:
        """Stop the process at once and clear it away."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        self.process.wait()


_idle: list[Child] = []
_lock = threading.Lock()
_owner = os.getpid()


@contextmanager
def _borrowed() -> Iterator[Child]:
    """A warm child, or a new one; it goes back only when it answered."""
    global _owner
    with _lock:
        if _owner != os.getpid():  # after a fork the pipes belong to the parent
            _idle.clear()
            _owner = os.getpid()
        child = _idle.pop() if _idle else None
    child = child or Child()
    try:
        yield child
    except BaseException:
        child.end()
        raise
    with _lock:
        keep = not child.full and len(_idle) < _IDLE and child.served < MOST_SOURCES
        if keep:
            _idle.append(child)
    if not keep:
        child.end()


def through(data: bytes, *, source: str, content_type: str | None, url: str | None, limit: int | None) -> list[dict[str, Any]]:
    """Read bytes in a child. Raises the ReadingError that the child met, TooSlow, TooLarge (memory), Unreadable (it died)."""
    question = {"source": source, "content_type": content_type, "url": url, "limit": limit}
    try:
        with _borrowed() as child:
            answer = child.ask(question, data)
            child.full = bool(answer.get("full"))
    except TimeoutError as error:
        raise TooSlow(f"'{source}' was not read within {SECONDS:.0f} seconds and was given up. It may be broken, or made to stop a reader.") from error
    except (EOFError, ValueError) as error:
        raise Unreadable(f"'{source}' made its reader break down; nothing was taken from it. It may be broken, or made to break readers.") from error
    if "error" in answer:
        family = getattr(errors, answer["error"], ReadingError)
        raise (family if isinstance(family, type) and issubclass(family, ReadingError) else TooLarge)(answer["text"])
    readings: list[dict[str, Any]] = answer["readings"]
    return readings


def close() -> None:
    """Stop every idle child."""
    with _lock:
        while _idle:
            _idle.pop().end()


atexit.register(close)
