"""Real HTTP servers on loopback that answer as the services and registries of the world do, well and badly."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from coranto.translation.model_store.packing import pack

TINY = Path(__file__).resolve().parents[2] / "fixtures" / "tiny-enes"
RECORDS = "/v1/buckets/main/collections/translations-models-v2/records"


@dataclass
class Request:
    """What came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    """What goes out. `cut` sends only so many bytes of the body that was announced; `wait` is in seconds."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    wait: float = 0.0
    flood: int = 0


@dataclass
class Service:
    """A running server: its address and what it was asked."""

    url: str
    requests: list[Request]
    stopped: threading.Event


@contextmanager
def serving(answer: Callable[[Request], Answer]) -> Iterator[Service]:
    """Serve until the block ends."""
    requests: list[Request] = []
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, self.rfile.read(length))
            requests.append(request)
            with suppress(BrokenPipeError, ConnectionResetError):  # the client had enough
                self.give(answer(request))
            self.close_connection = True

        do_POST = do_GET  # noqa: N815 the standard library's name

        def give(self, told: Answer) -> None:
            if told.wait:
                stopped.wait(told.wait)
            body = told.body if isinstance(told.body, bytes) else json.dumps(told.body, ensure_ascii=False).encode()
            self.send_response(told.status)
            for name, value in {"Content-Type": "application/json", **told.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(told.flood or len(body)))
            self.end_headers()
            for _ in range(told.flood // (1 << 20)):
                self.wfile.write(b" " * (1 << 20))
            self.wfile.write(body if told.cut is None else body[: told.cut])

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Service(f"http://127.0.0.1:{server.server_port}", requests, stopped)
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()


class TinyRegistry:
    """The public registry in small: the records of the tiny model, and its attachments by range.

    `faults` is asked before each attachment is sent, with the number of attachment requests so far and the answer.
    """

    def __init__(self, *, version: str = "3.0", faults: Callable[[int, Request, Answer], Answer] | None = None) -> None:
        self.version = version
        self.faults = faults
        self.asked = 0
        self.base: str | None = None
        self.files = {path.name: path.read_bytes() for path in sorted(TINY.glob("*.enes.*"))}
        self.packed = {name: pack(plain) for name, plain in self.files.items()}
        self.promised: dict[str, dict[str, Any]] = {}

    def __call__(self, request: Request) -> Answer:
        if request.path == "/v1/":
            base = self.base or f"http://{request.headers['host']}/"
            return Answer({"project_name": "Remote Settings", "capabilities": {"attachments": {"base_url": base}}})
        if request.path == RECORDS:
            return Answer({"data": [self.record(name) for name in self.files]})
        name = request.path.rpartition("/")[2].removesuffix(".zst")
        if name not in self.packed:
            return Answer({"error": "not found"}, 404)
        self.asked += 1
        answer = by_range(request, self.packed[name])
        return self.faults(self.asked, request, answer) if self.faults else answer

    def record(self, name: str) -> dict[str, Any]:
        """One record as Remote Settings gives it."""
        packed = self.packed[name]
        record: dict[str, Any] = {
            "name": name,
            "schema": 1700000000000,
            "fileType": "model" if name.startswith("model") else "vocab",
            "sourceLanguage": "en",
            "targetLanguage": "es",
            "version": self.version,
            "architecture": "tiny",
            "decompressedHash": hashlib.sha256(self.files[name]).hexdigest(),
            "decompressedSize": len(self.files[name]),
            "filter_expression": "",
            "attachment": {
                "hash": hashlib.sha256(packed).hexdigest(),
                "size": len(packed),
                "filename": f"{name}.zst",
                "location": f"main-workspace/translations-models-v2/{name}.zst",
                "mimetype": "application/zstd",
            },
            "id": hashlib.sha256(name.encode()).hexdigest()[:32],
            "last_modified": 1700000000001,
        }
        for key, value in self.promised.get(name, {}).items():
            (record["attachment"] if key in record["attachment"] else record)[key] = value
        return record


def by_range(request: Request, body: bytes) -> Answer:
    """Answer for one range as a static server does, or with the whole."""
    found = re.match(r"^bytes=(\d+)-(\d*)$", request.headers.get("range", ""))
    if not found:
        return Answer(body)
    start, end = int(found[1]), min(int(found[2] or len(body) - 1), len(body) - 1)
    if start > end:
        return Answer(b"", 416, {"Content-Range": f"bytes */{len(body)}"})
    return Answer(body[start : end + 1], 206, {"Content-Range": f"bytes {start}-{end}/{len(body)}"})


def wait_until(true: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait for something that another process does."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)
