"""One Apertium pipeline kept alive: sentences in, sentences out, each ended by a null; killed when it hangs."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from collections import deque
from collections.abc import Sequence

from coranto.translation.engine import Reason
from coranto.translation.engines.apertium_modes import Mode
from coranto.translation.engines.apertium_stream import END

# So much may be on its way at once: the programs of a pipeline then work side by side, and no pipe (64 KiB) fills up.
_AHEAD_BYTES = 16 * 1024
_AHEAD = 8
_MOST_ANSWER = 1 << 20


class Gone(Exception):
    """The pipeline ended, hung, or flooded; `reason` says which."""

    def __init__(self, reason: Reason, why: str) -> None:
        super().__init__(why)
        self.reason = reason
        self.why = why


class Pipe:
    """A running pipeline of one mode."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", mode.command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        self._rest = b""

    @property
    def pid(self) -> int:
        """The pipeline's process group."""
        return self._process.pid

    def ask(self, messages: Sequence[str], *, seconds: float, deadline: float | None) -> tuple[list[str], Gone | None]:
        """Send messages and read their answers, in order.

        Gives the answers that came, and what ended it when not all did: the first message without an answer is the one
        it ended at. `seconds` is the time for one message.
        """
        answers: list[str] = []
        waiting = deque((message + END).encode("utf-8", "replace") + b"\0" for message in messages)
        on_the_way: deque[int] = deque()
        try:
            while len(answers) < len(messages):
                while waiting and self._room(on_the_way, len(waiting[0])):
                    on_the_way.append(len(waiting[0]))
                    self._send(waiting.popleft())
                answers.append(self._receive(seconds, deadline))
                on_the_way.popleft()
        except Gone as gone:
            self.end()
            return answers, gone
        return answers, None

    def end(self) -> None:
        """Kill every program of the pipeline."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()

    @staticmethod
    def _room(on_the_way: Sequence[int], more: int) -> bool:
        return not on_the_way or (len(on_the_way) < _AHEAD and sum(on_the_way) + more <= _AHEAD_BYTES)

    def _send(self, message: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(message)
            self._process.stdin.flush()
        except OSError as error:
            raise Gone(Reason.FAILED, "The pipeline ended.") from error

    def _receive(self, seconds: float, deadline: float | None) -> str:
        assert self._process.stdout is not None
        until = time.monotonic() + seconds
        until = until if deadline is None else min(until, deadline)
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise Gone(Reason.TIMED_OUT, "The pipeline took too long at this sentence and was replaced.")
            piece = os.read(self._process.stdout.fileno(), 1 << 16)
            if not piece:
                raise Gone(Reason.FAILED, "The pipeline ended at this sentence.")
            self._rest += piece
            if len(self._rest) > _MOST_ANSWER:
                raise Gone(Reason.GARBAGE, "The pipeline answered with far more than a sentence.")
        answer, _, self._rest = self._rest.partition(b"\0")
        return answer.decode("utf-8", "replace")
