"""Rendering one target: the house's bytes, what they read, and the staged files, in this process or a forked one."""

from __future__ import annotations

import hashlib
import logging
import zlib
from dataclasses import dataclass
from typing import Any

import brotli

from coranto.delivery.house import House, Target
from coranto.delivery.keys import recording
from coranto.delivery.paths import RESERVED, file_name, stored_name
from coranto.delivery.storage import Storage

logger = logging.getLogger("coranto.build")

GZIP_LEVEL = 6  # 0.2 ms for a page of 30 KB
BROTLI_QUALITY = 4  # 0.1 ms; quality 11 takes 31 ms and is for idle hours
SMALLEST_WORTH_COMPRESSING = 256  # bytes
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml", "application/feed+json", "application/ld+json", "image/svg+xml", "application/javascript", "application/manifest+json")


@dataclass(frozen=True, slots=True)
class Job:
    """One due output: its row number, target, the digest and status recorded, and the mark that made it due.

    `digest` is "" where the bytes are to be written whatever they are.
    """

    output: int
    target: Target
    digest: str
    due: int
    recorded_status: int = 200


@dataclass(frozen=True, slots=True)
class Result:
    """What rendering gave. `staged` are (ticket, name) pairs, empty when the recorded bytes are the same.

    `names` are the files the output has now. `problem` says why it could not be rendered; then nothing else counts.
    """

    job: Job
    is_gone: bool
    status: int
    content_type: str
    headers: tuple[tuple[str, str], ...]
    digest: str
    size: int
    keys: frozenset[str]
    staged: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    problem: str = ""


def render_job(house: House, storage: Storage, job: Job) -> Result:
    """Render a job and stage its files when they differ from those recorded.

    One page that cannot be rendered must not keep all others from readers: its error becomes the result's problem.
    Raises StorageError, which concerns every page.
    """
    keys: set[str] = set()
    try:
        with recording() as keys:
            rendered = house.render(job.target)
    except Exception as error:  # the house's templates and data are not ours
        logger.exception("a page could not be rendered", extra={"path": job.target.path, "kind": job.target.kind})
        return Result(job, False, 0, "", (), "", 0, frozenset(keys), (), (), f"{type(error).__name__}: {error}"[:300])
    if rendered is None:
        return Result(job, True, 0, "", (), "", 0, frozenset(keys), (), ())
    digest = hashlib.sha256(rendered.body).hexdigest()
    names = names_of(job.target.path, rendered.status, rendered.content_type, len(rendered.body))
    differs = digest != job.digest or rendered.status != job.recorded_status
    staged = _stage(storage, names, rendered.body) if differs else ()
    return Result(job, False, rendered.status, rendered.content_type, rendered.headers, digest, len(rendered.body), frozenset(keys), staged, names)


def has_file(status: int) -> bool:
    """Redirects are answered from the record alone; everything else has a file."""
    return not 300 <= status < 400


def names_of(path: str, status: int, content_type: str, size: int) -> tuple[str, ...]:
    """The files that an output has: siblings first, so that whoever sees the new file finds its siblings new as well."""
    if not has_file(status):
        return ()
    name = stored_name(path, status)
    compressed = size >= SMALLEST_WORTH_COMPRESSING and content_type.startswith(COMPRESSIBLE)
    return (name + ".gz", name + ".br", name) if compressed else (name,)


def all_names(path: str) -> list[str]:
    """Every name that an output's files may ever have had."""
    name = file_name(path)
    plain = [name, *(name + ending for ending in RESERVED if ending[1:].isdigit())]
    return [one + suffix for one in plain for suffix in (".gz", ".br", "")]


def _stage(storage: Storage, names: tuple[str, ...], body: bytes) -> tuple[tuple[str, str], ...]:
    return tuple((storage.stage(name, compressed(name, body)), name) for name in names)


def compressed(name: str, body: bytes) -> bytes:
    """What stands in the file of this name: the body, or the body compressed as its ending says."""
    if name.endswith(".gz"):
        return compress_gzip(body)
    return brotli.compress(body, quality=BROTLI_QUALITY) if name.endswith(".br") else body


def compress_gzip(body: bytes, level: int = GZIP_LEVEL) -> bytes:
    """The same bytes at every time: no date, no name in the header."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


_inherited: dict[str, Any] = {}


def inherit(house: House, storage: Storage) -> None:
    """Keep what forked render workers will use; called in the parent before it forks."""
    _inherited["house"], _inherited["storage"] = house, storage


def render_inherited(job: Job) -> Result:
    """What a forked worker runs."""
    return render_job(_inherited["house"], _inherited["storage"], job)
