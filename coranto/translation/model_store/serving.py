"""Being a mirror: one's own models, served to other machines as the registry serves them.

    GET /v1/                                                                   the root, saying where attachments are
    GET /v1/buckets/main/collections/translations-models-v2/records            one record for each file
    GET /attachments/{pair}/{file}.zst                                         a file, whole or by range

Other machines set FXTRANSLATE_RECORDS_URL to the records address, or say `coranto models add --from URL`.
Files are packed without compression as they are asked for; a mirror has disk to save, and its network is near.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from coranto.translation.model_store.packing import pack
from coranto.translation.model_store.store import Model, Store, StoredFile, digest

RECORDS_PATH = "/v1/buckets/main/collections/translations-models-v2/records"
_RANGE = re.compile(r"^bytes=(\d+)-(\d*)$")
_ATTACHMENT = re.compile(r"^/attachments/(?P<pair>[A-Za-z0-9-]+)/(?P<file>[A-Za-z0-9._-]+)\.zst$")


class Mirror(ThreadingHTTPServer):
    """Serves a store. `address` is ("127.0.0.1", 0) or where others can reach it; `url` what they are told."""

    daemon_threads = True

    def __init__(self, store: Store, address: tuple[str, int]) -> None:
        super().__init__(address, _Handler)
        self.store = store
        self.packed = lru_cache(maxsize=8)(self._packed)

    @property
    def records_url(self) -> str:
        """The value for FXTRANSLATE_RECORDS_URL on this machine's own network."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}{RECORDS_PATH}"

    def records(self) -> list[dict[str, Any]]:
        """Describe every file of every whole model."""
        return [self._record(model, file) for model in self.store.models() for file in model.files]

    def _record(self, model: Model, file: StoredFile) -> dict[str, Any]:
        packed = self.packed(str(self.store.path(model, file)), file.sha256)
        return {
            "id": hashlib.sha256(f"{model.label} {file.name}".encode()).hexdigest()[:32],
            "name": file.name,
            "fileType": file.kind,
            "sourceLanguage": model.source,
            "targetLanguage": model.target,
            "version": model.version,
            "architecture": model.variant,
            "decompressedHash": file.sha256,
            "decompressedSize": file.size,
            "attachment": {
                "filename": f"{file.name}.zst",
                "location": f"attachments/{model.name}/{file.name}.zst",
                "size": len(packed),
                "hash": hashlib.sha256(packed).hexdigest(),
                "mimetype": "application/zstd",
            },
        }

    def attachment(self, path: str) -> bytes | None:
        """Give a packed file, or None when there is none, or when the stored one is damaged."""
        found = _ATTACHMENT.match(path)
        model = next((one for one in self.store.models() if found and one.name == found["pair"]), None)
        file = next((one for one in model.files if found and one.name == found["file"]), None) if model else None
        if model is None or file is None:
            return None
        place = self.store.path(model, file)
        return self.packed(str(place), file.sha256) if place.exists() and digest(place) == file.sha256 else None

    @staticmethod
    def _packed(path: str, sha256: str) -> bytes:
        return pack(Path(path).read_bytes())


class _Handler(BaseHTTPRequestHandler):
    server: Mirror
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer one request."""
        if self.path == "/v1/":
            self._send(_json(self._root()), "application/json")
        elif self.path == RECORDS_PATH:
            self._send(_json({"data": self.server.records()}), "application/json")
        elif (body := self.server.attachment(self.path)) is not None:
            self._send(body, "application/zstd")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _root(self) -> dict[str, Any]:
        # The name that the other machine knows us by, as its own request says it.
        host = re.sub(r"[^A-Za-z0-9.:\[\]-]", "", self.headers.get("Host", ""))
        return {
            "project_name": "Coranto model mirror",
            "capabilities": {"attachments": {"base_url": f"http://{host}/"}},
        }

    def _send(self, body: bytes, kind: str) -> None:
        wanted = _RANGE.match(self.headers.get("Range", ""))
        start = int(wanted[1]) if wanted else 0
        end = min(int(wanted[2]) if wanted and wanted[2] else len(body) - 1, len(body) - 1)
        if wanted and (start > end):
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{len(body)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK)
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{end}/{len(body)}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(end - start + 1))
        self.end_headers()
        self.wfile.write(memoryview(body)[start : end + 1])

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing; a mirror's log is its operator's reverse proxy's."""


def _json(value: object) -> bytes:
    return json.dumps(value).encode("utf-8")
