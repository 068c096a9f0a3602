"""From a source to bytes and what they say: an address through the one fetcher, a file, or text that was pasted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from coranto.outbound.addresses import Peers
from coranto.outbound.errors import OutboundError
from coranto.outbound.http import Fetcher
from coranto.reading.errors import ReadingError
from coranto.reading.opening import MAX_BYTES, read_bytes
from coranto.reading.shape import Reading


@dataclass(frozen=True, slots=True)
class Opened:
    """The bytes of a source and the articles in them; `origins` holds for each what came of looking for its signature, when it was looked for."""

    data: bytes
    readings: list[Reading]
    origins: Sequence[Any] = ()

    def origin(self, number: int) -> Any:
        """What came of looking for the signature of one article, or None."""
        return self.origins[number] if number < len(self.origins) else None


def fetcher() -> Fetcher:
    """The one fetcher, with the peers that this instance's operator trusts although they are not public."""
    return Fetcher(peers=Peers.parse(settings.INSTANCE.trusted_peers))


def fetch_bytes(url: str) -> bytes:
    """The bytes of an address that a source names. Raises OutboundError."""
    return fetcher().get(url, max_bytes=MAX_BYTES).body


def open_url(url: str, *, limit: int | None = None) -> Opened:
    """Fetch and read an address. Raises ReadingError with one sentence, for what fetching met as well."""
    try:
        fetched = fetcher().get(url, max_bytes=MAX_BYTES)
    except OutboundError as error:
        raise ReadingError(str(error)) from error
    kind = f"{fetched.content_type}; charset={fetched.charset}" if fetched.charset else fetched.content_type or None
    return open_bytes(fetched.body, source=url, content_type=kind, url=fetched.url, limit=limit)


def open_bytes(data: bytes, *, source: str, content_type: str | None = None, url: str | None = None, limit: int | None = None) -> Opened:
    """Read bytes. Raises ReadingError."""
    return Opened(data, read_bytes(data, source=source, content_type=content_type, url=url, limit=limit))


def open_source(source: str, *, limit: int | None = None) -> Opened:
    """Open an address or a file. Raises ReadingError."""
    if source.lower().startswith(("http://", "https://")):
        return open_url(source, limit=limit)
    try:
        path = Path(source)
        if path.stat().st_size > MAX_BYTES:
            raise ReadingError(f"'{source}' has {path.stat().st_size / 1e6:,.0f} MB; at most {MAX_BYTES // 1_000_000} MB are read.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ReadingError(f"'{source}' cannot be opened: {getattr(error, 'strerror', None) or error}.") from error
    return open_bytes(data, source=source, limit=limit)
