"""Real servers on loopback for tests: Granian with the front, and nginx in front of it."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def granian(environment: dict[str, str], *, factory: str = "tests.delivery.front:front") -> Iterator[int]:
    """The front in a process of its own; gives the port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--no-ws", "--port", str(port), "--workers-kill-timeout", "3", factory],
        env={**os.environ, **environment}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


@contextlib.contextmanager
def nginx(text: str, folder: Path, port: int) -> Iterator[int]:
    """nginx with a configuration for its http block; its own files lie in `folder`."""
    file = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    file.write_text(f"{user} worker_processes 1; daemon off; pid {folder}/pid; error_log stderr crit; events {{}} http {{ access_log off; {temporary}\n{text} }}")
    process = subprocess.Popen(["nginx", "-c", str(file), "-e", "stderr"])
    try:
        wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended at once"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not begin to listen")


class Reply:
    """An answer as it came over the socket."""

    def __init__(self, answer: http.client.HTTPResponse, body: bytes) -> None:
        self.status, self.body = answer.status, body
        self.headers = {name.lower(): value for name, value in answer.getheaders()}


def ask(port: int, target: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
    """One request; `target` goes out as it is. Header names have underscores here."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return Reply(answer, answer.read())
    finally:
        connection.close()
