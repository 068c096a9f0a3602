"""Where models come from: the public registry, a mirror of one's own, or a folder on a stick.

A registry's files are fetched in pieces by HTTP ranges into a partial file that outlives a cut connection, a stopped
command and a restart; what came is never fetched twice unless it proves to be damaged.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from coranto.outbound.http import (
    BadAnswer,
    Fetched,
    Fetcher,
    OperatorEndpoint,
    OperatorFetcher,
    OutboundError,
    TooLarge,
)
from coranto.translation.model_store.errors import CannotFetch, DamagedFile
from coranto.translation.model_store.records import FORMAT, Offer, OfferedFile, parse_records
from coranto.translation.model_store.store import MANIFEST, Model, Store, digest

PUBLIC_REGISTRY = "https://firefox.settings.services.mozilla.com/v1/buckets/main/collections/translations-models-v2/records"
PUBLIC_ATTACHMENTS = "https://firefox-settings-attachments.cdn.mozilla.net/"
OVERRIDE = "FXTRANSLATE_RECORDS_URL"

_PIECE = 4 * 1024 * 1024
_SMALLEST_PIECE = 64 * 1024
_TRIES_WITHOUT_PROGRESS = 5
_PIECE_SECONDS = 120.0
_RECORDS_BYTES = 32 * 1024 * 1024
_KINDS_BY_PREFIX = ("srcvocab", "trgvocab", "vocab", "model", "lex")

# Told the bytes of one file that are here now, and all of its bytes.
Progress = Callable[[int, int], None]


class Source(Protocol):
    """A place that offers models."""

    @property
    def name(self) -> str:
        """The URL or folder, for the manifest and for messages."""
        ...

    def offers(self) -> list[Offer]:
        """What there is; raises StoreError."""
        ...

    def fetch(self, file: OfferedFile, into: Path, progress: Progress) -> None:
        """Bring the packed bytes of one file; what is already in `into` may be used. Raises StoreError."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on a stick: another store's folder with its manifest, or plain folders such as `en-es/` of model files.

    Plain folders promise no SHA-256 and no version: what is read is what is proven later; the version is "3.x".
    """

    folder: Path

    @property
    def name(self) -> str:
        return str(self.folder)

    def offers(self) -> list[Offer]:
        """Read the manifest when there is one, else the names of the files."""
        if not self.folder.is_dir():
            raise CannotFetch(f"{self.folder} is not a folder.")
        if (self.folder / MANIFEST).exists():
            return [_offer_of(model) for model in Store(self.folder).models()]
        found = [self._of_names(place) for place in sorted(self.folder.iterdir()) if place.is_dir()]
        return [offer for offer in found if offer is not None and offer.complete]

    def fetch(self, file: OfferedFile, into: Path, progress: Progress) -> None:
        """Copy a file; raises CannotFetch when it cannot be read."""
        origin = self.folder / file.location
        if not origin.resolve().is_relative_to(self.folder.resolve()):
            raise CannotFetch(f"{file.location} lies outside {self.folder}.")
        try:
            shutil.copyfile(origin, into)
        except OSError as error:
            raise CannotFetch(f"{origin} cannot be read ({error.strerror}).") from error
        progress(file.packed_size, file.packed_size)

    def _of_names(self, place: Path) -> Offer | None:
        source, dash, target = place.name.partition("-")
        if not dash:
            return None
        files = []
        for path in sorted(place.iterdir()):
            kind = next((kind for kind in _KINDS_BY_PREFIX if path.name.startswith(kind)), None)
            if kind and path.is_file():
                size, found = path.stat().st_size, digest(path)
                files.append(OfferedFile(path.name, kind, f"{place.name}/{path.name}", size, found, size, found))
        return Offer(source, target, f"{FORMAT}.x", "", tuple(files))


class Registry:
    """A registry over HTTP. An address of one's own may be private; where it points to otherwise must be public."""

    def __init__(
        self,
        records_url: str = PUBLIC_REGISTRY,
        *,
        fetcher: Fetcher | None = None,
        endpoints: Iterable[OperatorEndpoint] = (),
        sleep: Callable[[float], None] = time.sleep,
        piece: int = _PIECE,
    ) -> None:
        self.name = records_url
        own = [*endpoints] or ([] if records_url == PUBLIC_REGISTRY else [OperatorEndpoint.parse(records_url)])
        self._public = fetcher or Fetcher()
        self._own = None if fetcher else OperatorFetcher(own)
        self._endpoints = own
        self._sleep = sleep
        self._piece = piece
        self._base: str | None = None

    def offers(self) -> list[Offer]:
        """Ask for the records; raises CannotFetch."""
        return parse_records(self._get(self.name, max_bytes=_RECORDS_BYTES, seconds=60.0).body)

    def fetch(self, file: OfferedFile, into: Path, progress: Progress) -> None:
        """Fetch what `into` lacks of a file, a piece at a time, waiting longer after each try that brought nothing."""
        url = urljoin(self._attachments(), file.location)
        tries, piece = 0, self._piece
        have = into.stat().st_size if into.exists() else 0
        if have > file.packed_size:
            into.unlink()
            have = 0
        progress(have, file.packed_size)
        while have < file.packed_size:
            try:
                have = self._fetch_piece(url, file, into, have, piece)
                tries = 0
                progress(have, file.packed_size)
            except CannotFetch as error:
                tries += 1
                if not error.retry or tries >= _TRIES_WITHOUT_PROGRESS:
                    raise
                piece = max(_SMALLEST_PIECE, piece // 4)
                self._sleep(0.5 * 2**tries)

    def _fetch_piece(self, url: str, file: OfferedFile, into: Path, have: int, piece: int) -> int:
        """Fetch one piece and keep it; gives the bytes now there."""
        last = min(have + piece, file.packed_size) - 1
        # A server without ranges sends the whole file, so that much is allowed; more is another file.
        try:
            got = self._get(url, headers={"range": f"bytes={have}-{last}"}, max_bytes=file.packed_size)
        except TooLarge as error:
            raise DamagedFile(f"{file.name}: the source sends more than the {file.packed_size} bytes promised.") from error
        start = _start_of(got, have)
        if start is None or (got.status == 206 and len(got.body) > last - have + 1):
            raise CannotFetch(f"{file.name}: the source answered with another part than was asked for.")
        if got.status != 206 and len(got.body) != file.packed_size:
            raise DamagedFile(f"{file.name}: the source sends {len(got.body)} bytes where {file.packed_size} were promised.")
        _keep(into, start, got.body)
        return start + len(got.body)

    def _get(self, url: str, *, max_bytes: int, seconds: float = _PIECE_SECONDS, headers: dict[str, str] | None = None) -> Fetched:
        fetcher = self._own if self._own is not None and self._is_own(url) else self._public
        try:
            return fetcher.get(url, headers=headers, max_bytes=max_bytes, seconds=seconds)
        except TooLarge:
            raise
        except OutboundError as error:
            problem = CannotFetch(str(error))
            # A server that does not have the file will not have it in a second either.
            problem.retry = error.retry or (isinstance(error, BadAnswer) and error.status is None)
            raise problem from error

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return any(endpoint.serves(parts.scheme, parts.hostname or "", port) for endpoint in self._endpoints)

    def _attachments(self) -> str:
        """Ask the registry's root once where its attachments are; a mirror that does not say has them beside itself."""
        if self._base is None:
            self._base = PUBLIC_ATTACHMENTS if self.name == PUBLIC_REGISTRY else urljoin(self.name, "/")
            root, found, _ = self.name.partition("/buckets/")
            if found:
                with suppress(CannotFetch, TooLarge):  # then the address known beforehand is used
                    self._base = _base_url(self._get(f"{root}/", max_bytes=1 << 20, seconds=30.0).body) or self._base
        return self._base


def _offer_of(model: Model) -> Offer:
    """Read a stored model as an offer of plain files."""
    files = tuple(OfferedFile(file.name, file.kind, f"{model.name}/{file.name}", file.size, file.sha256, file.size, file.sha256) for file in model.files)
    return Offer(model.source, model.target, model.version, model.variant, files)


def source(place: str | None) -> Source:
    """Give the source that a person named: a folder, a URL, or None for the environment's or the public registry."""
    if place and not place.startswith(("http://", "https://")):
        return Folder(Path(place))
    return Registry(place or os.environ.get(OVERRIDE) or PUBLIC_REGISTRY)


def _start_of(got: Fetched, asked: int) -> int | None:
    """Give where in the file an answer's bytes begin; None when it is not what was asked for."""
    if got.status != 206:
        return 0
    unit, _, rest = got.headers.get("content-range", "").partition(" ")
    first = rest.partition("-")[0]
    return asked if unit == "bytes" and first == str(asked) and "content-encoding" not in got.headers else None


def _keep(into: Path, start: int, body: bytes) -> None:
    with into.open("r+b" if into.exists() else "wb") as stream:
        stream.seek(start)
        stream.truncate()
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())


def _base_url(body: bytes) -> str | None:
    """Read `capabilities.attachments.base_url` of a registry's root; None when it is not there."""
    try:
        base = json.loads(body)["capabilities"]["attachments"]["base_url"]
    except (ValueError, KeyError, TypeError):
        return None
    return base if isinstance(base, str) and base.startswith(("http://", "https://")) else None
