"""Rendering one target: the house's bytes, what they read, and the staged files, in this process or a forked one."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from typing import Any

import brotli

from coranto.delivery.house import House, Rendered, Target
from coranto.delivery.keys import recording
from coranto.delivery.paths import file_name
from coranto.delivery.storage import Storage

GZIP_LEVEL = 6  # 0.2 ms for a page of 30 KB
BROTLI_QUALITY = 4  # 0.1 ms; quality 11 takes 31 ms and is for idle hours
SMALLEST_WORTH_COMPRESSING = 256  # bytes
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml", "application/feed+json", "application/ld+json", "image/svg+xml", "application/javascript", "application/manifest+json")


@dataclass(frozen=True, slots=True)
class Job:
    """One due output: its row number, target, recorded digest and the mark that made it due."""

    output: int
    target: Target
    digest: str
    due: int


@dataclass(frozen=True, slots=True)
class Result:
    """What rendering gave. `staged` are (ticket, name) pairs, empty when the recorded bytes are the same."""

    job: Job
    is_gone: bool
    status: int
    content_type: str
    headers: tuple[tuple[str, str], ...]
    digest: str
    size: int
    keys: frozenset[str]
    staged: tuple[tuple[str, str], ...]
    is_compressible: bool


def render_job(house: House, storage: Storage, job: Job) -> Result:
    """Render a job and stage its files when the bytes differ from those recorded."""
    with recording() as keys:
        rendered = house.render(job.target)
    if rendered is None:
        return Result(job, True, 0, "", (), "", 0, frozenset(keys), (), False)
    digest = hashlib.sha256(rendered.body).hexdigest()
    compressible = is_compressible(rendered)
    staged = () if digest == job.digest or not has_file(rendered.status) else tuple(_stage(storage, job.target.path, rendered.body, compressible))
    return Result(
        job, False, rendered.status, rendered.content_type, rendered.headers, digest, len(rendered.body), frozenset(keys), staged, compressible
    )


def has_file(status: int) -> bool:
    """Redirects are answered from the record alone; everything else has a file."""
    return not 300 <= status < 400


def is_compressible(rendered: Rendered) -> bool:
    """Whether siblings are kept for it."""
    return len(rendered.body) >= SMALLEST_WORTH_COMPRESSING and rendered.content_type.startswith(COMPRESSIBLE)


def _stage(storage: Storage, path: str, body: bytes, compressible: bool) -> list[tuple[str, str]]:
    name = file_name(path)
    if not compressible:
        return [(storage.stage(name, body), name)]
    # The siblings take their places first: whoever sees the new file finds its siblings new as well.
    return [
        (storage.stage(name + ".gz", compress_gzip(body)), name + ".gz"),
        (storage.stage(name + ".br", brotli.compress(body, quality=BROTLI_QUALITY)), name + ".br"),
        (storage.stage(name, body), name),
    ]


def compress_gzip(body: bytes, level: int = GZIP_LEVEL) -> bytes:
    """The same bytes at every time: no date, no name in the header."""
    return gzip.compress(body, level, mtime=0)


def sibling_names(path: str) -> list[str]:
    """All names that an output's files may have."""
    name = file_name(path)
    return [name + ".gz", name + ".br", name]


_inherited: dict[str, Any] = {}


def inherit(house: House, storage: Storage) -> None:
    """Keep what forked render workers will use; called in the parent before it forks."""
    _inherited["house"], _inherited["storage"] = house, storage


def render_inherited(job: Job) -> Result:
    """What a forked worker runs."""
    return render_job(_inherited["house"], _inherited["storage"], job)
