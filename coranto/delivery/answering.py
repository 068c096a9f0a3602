"""What to answer at a path: read from the record, kept in a bounded memory, dropped when the record moves on."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import close_old_connections, connection
from django.db.models import Max

from coranto.delivery.models import Output, Removed
from coranto.delivery.paths import joined
from coranto.delivery.storage import SIBLINGS

logger = logging.getLogger("coranto.serve")

FOLLOW_SECONDS = 0.25  # how soon a server sees what a build has changed
MOST_ANSWERS = 20_000
MOST_BYTES = 64 * 1024 * 1024
LARGEST_IN_MEMORY = 256 * 1024  # larger files are sent by path

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "public, max-age=60, stale-while-revalidate=600"
IMMUTABLE_PATHS = ("/assets/", "/media/")


@dataclass(frozen=True, slots=True)
class Answer:
    """One representation of one path. `body` is None when the file is sent by its path instead."""

    status: int
    headers: list[tuple[bytes, bytes]]
    headers_304: list[tuple[bytes, bytes]]
    etag: bytes
    body: bytes | None
    file: str


class Answers:
    """Answers by path and Accept-Encoding, for a folder of public files."""

    def __init__(self, root: Path, *, languages: frozenset[str] = frozenset(), default_language: str = "en") -> None:
        self._root, self._languages, self._default = root, languages, default_language
        self._kept: dict[tuple[str, bytes], Answer] = {}
        self._bytes = 0
        self._sequence = -1
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def get(self, path: str, encodings: bytes) -> Answer | None:
        """The answer, or None when the record knows nothing at the path."""
        answer = self._kept.get((path, encodings))
        return answer if answer is not None else self._find(path, encodings)

    def missing(self, path: str, encodings: bytes) -> Answer | None:
        """The 404 page in the language the path begins with, else in the default language."""
        first = path[1:].partition("/")[0]
        language = first if first in self._languages else self._default
        return self.get(f"/{language}/404.html", encodings)

    def _find(self, path: str, encodings: bytes) -> Answer | None:
        row = Output.objects.filter(path=path).exclude(digest="").first() if len(path) < 1200 and "\x00" not in path else None
        if row is None:
            return None
        try:
            answer = self._answer(row, encodings)
        except FileNotFoundError:
            return None  # removed since the record was read
        self._keep((path, encodings), answer)
        return answer

    def _answer(self, row: Output, encodings: bytes) -> Answer:
        if 300 <= row.status < 400:
            headers = [*_as_bytes(row.headers), (b"content-length", b"0"), (b"cache-control", b"public, max-age=60")]
            return Answer(row.status, headers, [], b"", b"", "")
        file, coding = self._variant(row.path, encodings)
        size = file.stat().st_size
        etag = f'"{row.digest[:20]}{"-" + coding if coding else ""}"'.encode()
        cache = IMMUTABLE if row.path.startswith(IMMUTABLE_PATHS) and row.status == 200 else REVALIDATE
        shared = [
            (b"etag", etag), (b"vary", b"Accept-Encoding"), (b"cache-control", cache.encode()), *_security(), *_as_bytes(row.headers),
        ]  # fmt: skip
        headers = [(b"content-type", row.content_type.encode()), (b"content-length", str(size).encode()), *shared]
        if coding:
            headers.append((b"content-encoding", coding.encode()))
        return Answer(row.status, headers, shared, etag, file.read_bytes() if size <= LARGEST_IN_MEMORY else None, str(file))

    def _variant(self, path: str, encodings: bytes) -> tuple[Path, str]:
        file = joined(self._root, path)
        for suffix, coding in sorted(SIBLINGS.items(), key=lambda pair: -accepted(encodings, pair[1])):
            if accepted(encodings, coding) > 0 and (sibling := file.with_name(file.name + suffix)).exists():
                return sibling, coding
        return file, ""

    def _keep(self, key: tuple[str, bytes], answer: Answer) -> None:
        if len(self._kept) >= MOST_ANSWERS or self._bytes > MOST_BYTES:
            self._kept.clear()
            self._bytes = 0
        self._kept[key] = answer
        self._bytes += len(answer.body or b"")

    def follow(self) -> None:
        """Begin to follow the record, in a thread of its own."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._follow, name="follow-record", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop following."""
        self._stop.set()

    def _follow(self) -> None:
        while not self._stop.wait(FOLLOW_SECONDS):
            try:
                close_old_connections()
                self.catch_up()
            except Exception:
                logger.exception("the record could not be read; pages are served as they were")
        connection.close()

    def catch_up(self) -> None:
        """Forget the answers of what has changed since the last look."""
        newest = max(Output.objects.aggregate(n=Max("sequence"))["n"] or 0, Removed.objects.aggregate(n=Max("sequence"))["n"] or 0)
        if newest == self._sequence:
            return
        changed = {*Output.objects.filter(sequence__gt=self._sequence).values_list("path", flat=True)}
        changed |= {*Removed.objects.filter(sequence__gt=self._sequence).values_list("path", flat=True)}
        for key in [key for key in self._kept if key[0] in changed]:
            answer = self._kept.pop(key, None)
            self._bytes -= len(answer.body or b"") if answer is not None else 0
        self._sequence = newest


_QUALITY = re.compile(rb"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+|\*)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*")


def accepted(encodings: bytes, coding: str) -> float:
    """The quality an Accept-Encoding header gives to a coding, brotli a little before gzip; 0 when it is not accepted."""
    best = any_coding = None
    for part in encodings.split(b",")[:20]:
        found = _QUALITY.fullmatch(part)
        if found is None:
            continue
        quality = _number(found[2])
        if found[1].lower() == coding.encode():
            best = quality
        elif found[1] == b"*":
            any_coding = quality
    quality = best if best is not None else any_coding or 0.0
    return quality + 0.0001 if quality and coding == "br" else quality


def _number(text: bytes | None) -> float:
    try:
        return min(float(text), 1.0) if text else 1.0
    except ValueError:
        return 0.0


def _as_bytes(headers: list[list[str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), _header_value(name, value)) for name, value in headers]


def _header_value(name: str, value: str) -> bytes:
    return quote(value, safe="/:?#[]@!$&'()*+,;=%~-._").encode() if name.lower() == "location" else value.encode("latin-1", "replace")


def _security() -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]



