"""`coranto verify-grant` over a real connection: good, changed on the way, taken back since."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from coranto.signing.canonical import canonical
from coranto.signing.grants import GRANT, envelope, make_revocation, path_of
from coranto.signing.keys import Keyring
from coranto.signing.signatures import sign
from tests.signing.test_grants import NAME, make_statement


@dataclass
class Outlet:
    """An outlet that answers on loopback."""

    origin: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    found = Outlet()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = found.pages.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.origin = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def verified(source: str, folder: Path, origin: str) -> tuple[int, dict[str, Any]]:
    """What the command says where this peer is trusted; there is no instance."""
    command = [sys.executable, "-m", "coranto.project.cli", "verify-grant", "--json", source]
    environment = {**os.environ, "CORANTO_INSTANCE": str(folder), "CORANTO_TRUSTED_PEERS": origin.removeprefix("http://")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout or "{}")


def test_a_permission_is_verified_until_it_is_taken_back(outlet: Outlet, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    ring = Keyring(tmp_path / "ring")
    key = ring.create(now=now - timedelta(days=1))
    statement = make_statement(outlet=outlet.origin, address=outlet.origin + path_of(NAME), expires=None)
    good = envelope(statement, sign(statement, key, purpose=GRANT, now=now), None)
    outlet.pages["/.well-known/coranto.json"] = canonical(ring.public(outlet.origin).as_document())
    outlet.pages[path_of(NAME)] = canonical(good)
    copy = tmp_path / "grant.json"
    copy.write_bytes(canonical(good))
    for source in (outlet.origin + path_of(NAME), str(copy)):
        code, found = verified(source, tmp_path / "instance", outlet.origin)
        assert (code, found["standing"], found["statement"]["to"]) == (0, "good", "The Valley Sheet")
    changed = tmp_path / "changed.json"
    changed.write_bytes(canonical(good).replace(b"Peru", b"Chile"))
    assert verified(str(changed), tmp_path / "instance", outlet.origin)[0] == 1
    outlet.pages[path_of(NAME)] = canonical({**good, "revocation": make_revocation(statement, key, because="Not ours to give.", now=now)})
    code, found = verified(str(copy), tmp_path / "instance", outlet.origin)
    assert (code, found["standing"]) == (1, "taken back")
    del outlet.pages["/.well-known/coranto.json"]
    assert verified(str(copy), tmp_path / "instance", outlet.origin)[0] == 4
