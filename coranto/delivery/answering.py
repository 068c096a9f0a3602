"""What to answer at a path: read from the record, kept in a bounded memory, dropped when the record moves on."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.models import Max

from coranto.delivery.models import Output, Removed
from coranto.delivery.negotiating import preference
from coranto.delivery.paths import below
from coranto.delivery.rendering import names_of

logger = logging.getLogger("coranto.serve")

FOLLOW_SECONDS = 0.25  # how soon a server sees what a build has changed
PATIENCE = 3.0  # seconds that a page whose file is being moved is waited for
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
SAFE_IN_ADDRESS = "/:@!$&'()*+,;=~-._"

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One representation of one path. `body` is None when the file is sent by its path instead."""

    status: int
    headers: Headers
    headers_304: Headers
    etag: bytes
    body: bytes | None
    file: str
    page: str = ""  # its path, where it is a page that people read


class Answers:
    """Answers by path and content coding, for a folder of public files.

    What is in memory is answered at once by `kept`; the record and the folder are read by `find`, in a thread with a
    database connection of its own, because an event loop must not wait for either.
    """

    def __init__(self, root: Path, *, languages: frozenset[str] = frozenset(), default_language: str = "en") -> None:
        self._root, self._languages, self._default = root, languages, default_language
        self._kept: dict[tuple[str, ...], dict[str, Answer]] = {}
        self._number, self._bytes, self._sequence = 0, 0, -1
        self._lost: set[tuple[str, int]] = set()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.reader = ThreadPoolExecutor(1, "read-record")

    def kept(self, path: str, codings: tuple[str, ...]) -> Answer | None:
        """The answer in memory; `codings` as `preference` gives them."""
        found = self._kept.get(codings)
        return found.get(path) if found is not None else None

    def get(self, path: str, encodings: bytes) -> Answer | None:
        """The answer at a path, or None when the record knows nothing at it."""
        codings = preference(encodings)
        return self.kept(path, codings) or self._find(path, codings)

    def find(self, path: str, codings: tuple[str, ...]) -> tuple[Answer | None, Answer]:
        """What the record knows at a path, and what to say if nobody knows the path: a redirect to it with a slash, or 404."""
        try:
            return self._look(path, codings)
        except (InterfaceError, OperationalError):
            connection.close()  # a database that was away while nobody asked leaves a dead connection behind
            return self._look(path, codings)

    def _look(self, path: str, codings: tuple[str, ...]) -> tuple[Answer | None, Answer]:
        answer = self.kept(path, codings) or self._find(path, codings)
        if answer is not None:
            return answer, answer
        if not path.endswith("/") and self._find(path + "/", codings) is not None:
            return None, _redirect(quote(path + "/", safe=SAFE_IN_ADDRESS))
        first = path[1:].partition("/")[0]
        page = f"/{first if first in self._languages else self._default}/404.html"
        return None, self.kept(page, codings) or self._find(page, codings) or _PLAIN_MISSING

    def _find(self, path: str, codings: tuple[str, ...]) -> Answer | None:
        if not path.startswith("/") or len(path) > 1200 or (not path.isprintable() and _is_hostile(path)):
            return None
        sequence = self._sequence
        row = Output.objects.filter(path=path).exclude(digest="").first()
        if row is None:
            return None
        try:
            answer = self._answer(row, codings)
        except FileNotFoundError:
            return self._when_recorded(row, codings)
        with self._lock:
            if sequence == self._sequence:  # else it may be what has just been replaced; the next request reads it anew
                self._keep(path, codings, answer)
        return answer

    def _when_recorded(self, row: Output, codings: tuple[str, ...]) -> Answer | None:
        """The answer once the record has caught up with the folder, or None when it does not within PATIENCE.

        A build moves files while it records them: an article that moves has lost its file a moment (a sync of the
        medium) before the record says where it is now. A file that stays away is waited for once.
        """
        ended = time.monotonic() + PATIENCE
        lost = (row.path, row.sequence)
        while lost not in self._lost and time.monotonic() < ended and not self._stop.wait(0.05):
            now = Output.objects.filter(path=row.path).exclude(digest="").first()
            if now is None:
                return None
            with suppress(FileNotFoundError):
                return self._answer(now, codings)
        if len(self._lost) < MOST_ANSWERS:
            self._lost.add(lost)
        return None

    def _answer(self, row: Output, codings: tuple[str, ...]) -> Answer:
        own = _as_bytes(row.headers)
        if 300 <= row.status < 400:
            headers = [*own, (b"content-length", b"0"), *_unless(own, (b"cache-control", b"public, max-age=60")), *SECURITY]
            return Answer(row.status, headers, [], b"", b"", "")
        file, coding = self._variant(row, codings)
        size = file.stat().st_size
        body = file.read_bytes() if size <= LARGEST_IN_MEMORY else None
        # Of the bytes that are sent, not of the record: so it is never wrong, not even while a build is between the two.
        etag = hashlib.sha256(body).hexdigest()[:20] if body is not None else f"{row.digest[:20]}-{size:x}{coding}"
        cache = IMMUTABLE if row.path.startswith(IMMUTABLE_PATHS) and row.status == 200 else REVALIDATE
        shared = [
            (b"etag", f'"{etag}"'.encode()), (b"vary", b"Accept-Encoding"), *_unless(own, (b"cache-control", cache.encode())), *own, *SECURITY,
        ]  # fmt: skip
        length = len(body) if body is not None else size
        headers = [(b"content-type", row.content_type.encode()), (b"content-length", str(length).encode()), *shared]
        if coding:
            headers.append((b"content-encoding", coding.encode()))
        return Answer(row.status, headers, shared, f'"{etag}"'.encode() if row.status == 200 else b"", body, str(file), _page_of(row))

    def _variant(self, row: Output, codings: tuple[str, ...]) -> tuple[Path, str]:
        names = names_of(row.path, row.status, row.content_type, row.size)
        by_coding = {"gzip": names[0], "br": names[1]} if len(names) > 1 else {}
        for coding in codings:
            if coding in by_coding and (sibling := below(self._root, by_coding[coding])).exists():
                return sibling, coding
        return below(self._root, names[-1]), ""

    def _keep(self, path: str, codings: tuple[str, ...], answer: Answer) -> None:
        if self._number >= MOST_ANSWERS or self._bytes > MOST_BYTES:
            self._kept.clear()
            self._number = self._bytes = 0
        before = self._kept.setdefault(codings, {}).get(path)
        self._kept[codings][path] = answer
        self._number += before is None
        self._bytes += len(answer.body or b"") - (len(before.body or b"") if before is not None else 0)

    def follow(self) -> None:
        """Begin to follow the record, in a thread of its own."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._follow, name="follow-record", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop following and close what was opened."""
        self._stop.set()
        self.reader.submit(connection.close)
        self.reader.shutdown()
        if self._thread is not None:
            self._thread.join()

    def _follow(self) -> None:
        while not self._stop.wait(FOLLOW_SECONDS):
            try:
                close_old_connections()
                self.catch_up()
            except Exception:  # a database that is away for a while must not end the thread
                logger.exception("the record could not be read; pages are served as they were")
        connection.close()

    def catch_up(self) -> None:
        """Forget the answers of what has changed since the last look."""
        newest = max(Output.objects.aggregate(n=Max("sequence"))["n"] or 0, Removed.objects.aggregate(n=Max("sequence"))["n"] or 0)
        if newest == self._sequence:
            return
        changed = {*Output.objects.filter(sequence__gt=self._sequence).values_list("path", flat=True)} if self._number else set()
        changed |= {*Removed.objects.filter(sequence__gt=self._sequence).values_list("path", flat=True)} if self._number else set()
        with self._lock:
            self._sequence = newest
            for answers in self._kept.values():
                for path in changed & answers.keys():
                    self._bytes -= len(answers.pop(path).body or b"")
                    self._number -= 1


def _is_hostile(path: str) -> bool:
    return any(ord(char) < 32 or ord(char) == 127 or 0xD800 <= ord(char) < 0xE000 for char in path)


def _page_of(row: Output) -> str:
    return row.path if row.status == 200 and row.content_type.startswith("text/html") else ""


def _as_bytes(headers: Iterable[list[str]]) -> Headers:
    return [(name.lower().encode(), _header_value(name, value)) for name, value in headers]


def _header_value(name: str, value: str) -> bytes:
    return quote(value, safe="?#[]%" + SAFE_IN_ADDRESS).encode() if name.lower() == "location" else value.encode("latin-1", "replace")


def _unless(headers: Headers, header: tuple[bytes, bytes]) -> Headers:
    """The header, unless the output has one of that name itself."""
    return [] if any(name == header[0] for name, _value in headers) else [header]


SECURITY: Headers = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


def plain(status: int, text: bytes, headers: Headers) -> Answer:
    """A short answer that no record knows."""
    length = [(b"content-length", str(len(text)).encode())]
    return Answer(status, [(b"content-type", b"text/plain; charset=utf-8"), *length, *headers, *SECURITY], [], b"", text, "")


def _redirect(location: str) -> Answer:
    return plain(301, b"", [(b"location", location.encode())])


_PLAIN_MISSING = plain(404, b"There is no page at this address.", [])
