"""Running a publication: one parent that owns the server and the worker, and stops both cleanly."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

START_SECONDS = 60.0
STOP_SECONDS = 10.0
TELL_SECONDS = 3.0  # of waiting in silence
LOOK_SECONDS = 0.1
FINISH_SECONDS = 180.0  # for the worker: what it has asked of an engine, which may take two minutes, is kept and not asked again


class CannotRun(Exception):
    """Server or worker did not start; the text says what to do."""


@dataclass
class Household:
    """The child processes, by name. A child that ends by itself ends the others too."""

    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    asked_to_stop: bool = False
    asked_twice: bool = False

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Start one `coranto` command as a child in a group of its own, so that Ctrl-C reaches the parent alone."""
        self.children[name] = subprocess.Popen([sys.executable, "-m", "coranto.project.cli", *arguments], start_new_session=True)

    def listen(self) -> None:
        """Take Ctrl-C and SIGTERM as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_asked)

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_twice, self.asked_to_stop = self.asked_to_stop, True

    def watch(self) -> int:
        """Wait until asked to stop or until a child ends; then stop all. The exit code."""
        code = 0
        while not self.asked_to_stop:
            ended = {name: child.poll() for name, child in self.children.items() if child.poll() is not None}
            if ended:
                name, status = next(iter(ended.items()))
                print(f"The {name} ended by itself (exit code {status}); everything stops.", file=sys.stderr)
                code = 1
                break
            time.sleep(0.2)
        self.stop()
        return code

    def stop(self) -> None:
        """Ask every child to finish, wait, and end those that do not; all of them at once when asked to stop a second time."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        began = time.monotonic()
        for name, child in self.children.items():
            self._wait_for(name, child, began + (FINISH_SECONDS if name == "worker" else STOP_SECONDS))

    def _wait_for(self, name: str, child: subprocess.Popen[bytes], deadline: float) -> None:
        told = time.monotonic() + TELL_SECONDS
        while child.poll() is None:
            now = time.monotonic()
            if self.asked_twice or now > deadline:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
            elif now > told:
                print(f"The {name} finishes what it has begun. Ctrl-C again stops it at once; what is lost then is done again at the next start.", file=sys.stderr, flush=True)
                told = deadline
            time.sleep(LOOK_SECONDS)


def port_to_take(address: str, port: int) -> int:
    """The port, if nobody listens there; for 0 one that the system says is free. Raises CannotRun."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except (OSError, OverflowError) as error:
            why = "is taken" if isinstance(error, OSError) else "is none"
            raise CannotRun(f"Port {port} on {address} {why} ({getattr(error, 'strerror', error)}). Choose another one with --port, for example --port 8001.") from error
        return int(probe.getsockname()[1])


def wait_until_served(address: str, port: int, *, gave_up: Callable[[], bool]) -> None:
    """Wait until the server answers. Raises CannotRun after 60 seconds or when `gave_up()`."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not gave_up():
        connection = http.client.HTTPConnection(address, port, timeout=2)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise CannotRun(f"The server did not answer at http://{address}:{port}/. Look at the lines above; is the port taken? Try --port 8001.")
