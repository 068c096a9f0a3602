"""The built-in server beside nginx and Granian's own static files: requests per second of processor on one page of 30 KB."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE_BYTES = 30_000
CONNECTIONS = 64
TURNS = 3
PATH = "/en/page/"
TICKS = os.sysconf("SC_CLK_TCK")


def measure_servers(seconds: float) -> dict[str, Any]:
    """Ask each server for the same page for some seconds. Needs wrk; nginx is left out where it is not installed."""
    if shutil.which("wrk") is None:
        return {"missing": "wrk is not installed; on Debian: apt-get install wrk"}
    with tempfile.TemporaryDirectory(prefix="coranto-bench-serve-") as name:
        folder = Path(name)
        _make_site(folder)
        figures: dict[str, Any] = {"page_bytes": PAGE_BYTES, "connections": CONNECTIONS, **_in_turns(folder, seconds)}
        if "nginx" in figures:
            figures["ratio_to_nginx"] = figures["coranto"]["per_cpu_second"] / figures["nginx"]["per_cpu_second"]
        return figures


def _in_turns(folder: Path, seconds: float) -> dict[str, Any]:
    """Ask the servers one after the other, TURNS times; of each the best turn, which the fewest others disturbed."""
    files = ("--static-path-route", "/static", "--static-path-mount", str(folder / "public"))
    with contextlib.ExitStack() as running:
        asked = {
            "coranto": (*running.enter_context(_granian(folder, "coranto.delivery.bench_front:front")), PATH),
            "granian_static": (*running.enter_context(_granian(folder, "coranto.delivery.bench_front:nothing", *files)), f"/static{PATH}index.html"),
        }
        if shutil.which("nginx") is not None:
            asked["nginx"] = (*running.enter_context(_nginx(folder)), PATH)
        turns = [{name: _ask(port, process, path, seconds) for name, (port, process, path) in asked.items()} for _turn in range(TURNS)]
    return {name: max((turn[name] for turn in turns), key=lambda found: found["per_cpu_second"]) for name in asked}


def _make_site(folder: Path) -> None:
    command = [sys.executable, "-m", "coranto.delivery.bench_front", str(PAGE_BYTES)]
    subprocess.run(command, env=_environment(folder), check=True)


def _environment(folder: Path) -> dict[str, str]:
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "coranto.project.settings")
    return {**os.environ, "CORANTO_INSTANCE": str(folder), "CORANTO_DATABASE": f"sqlite:///{folder}/bench.sqlite3", "DJANGO_SETTINGS_MODULE": settings}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Served = tuple[int, subprocess.Popen[bytes]]


@contextlib.contextmanager
def _granian(folder: Path, front: str, *more: str) -> Iterator[Served]:
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--no-ws", "--port", str(port), *more, front]
    yield from _running(command, port, _environment(folder))


@contextlib.contextmanager
def _nginx(folder: Path) -> Iterator[Served]:
    port = _free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{user} worker_processes 1; daemon off; pid {folder}/pid; error_log stderr crit; events {{}} http {{ access_log off; {temporary} sendfile on; "
        f"open_file_cache max=1000; types {{ text/html html; }} server {{ listen 127.0.0.1:{port}; root {folder}/public; gzip_static on; gzip_vary on; "
        "keepalive_requests 1000000; } }"
    )
    yield from _running(["nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")], port, dict(os.environ))


def _running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[Served]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _ask(port: int, process: subprocess.Popen[bytes], path: str, seconds: float) -> dict[str, float]:
    """Requests answered per second, and per second of processor that the server took with all its processes."""
    address = f"http://127.0.0.1:{port}{path}"
    _wrk(address, 1.0)
    before = _processor_seconds(process.pid)
    text = _wrk(address, seconds)
    used = _processor_seconds(process.pid) - before
    requests = int(re.search(r"(\d+) requests in", text)[1])  # type: ignore[index]
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if failed:
        raise RuntimeError(f"{failed[1]} of {requests} answers of {address} were no pages.")
    return {"requests": requests, "per_second": requests / seconds, "cpu_seconds": used, "per_cpu_second": requests / used}


def _wrk(address: str, seconds: float) -> str:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-H", "Accept-Encoding: identity", address]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _processor_seconds(number: int) -> float:
    total = 0.0
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS
        for task in Path(f"/proc/{number}/task").iterdir():
            total += sum(_processor_seconds(int(child)) for child in (task / "children").read_text().split())
    return total
