"""Comparing the public files with the record, and putting right what differs."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import brotli
from django.db.models import Q
from django.utils import timezone

from coranto.delivery.leasing import give_up, take_lease
from coranto.delivery.marking import next_sequence
from coranto.delivery.models import Output
from coranto.delivery.paths import STAGING
from coranto.delivery.rendering import names_of
from coranto.delivery.storage import Storage

BATCH = 1000
LOOKS = 3  # a build may be at work: what differs is looked at again with what the record says by then


@dataclass
class VerifyReport:
    """What was found: names of files, relative to the storage, except `problems`, which are (path, why it could not be rendered)."""

    checked: int = 0
    missing: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    staged: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)  # of the outputs whose files are missing or differ

    @property
    def is_clean(self) -> bool:
        """Whether every file is what the record says, and no other file is there."""
        return not (self.missing or self.differing or self.extra or self.staged or self.problems)

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        return {"is_clean": self.is_clean, **asdict(self)}

    def __str__(self) -> str:
        if self.is_clean:
            return f"{self.checked} outputs stand as recorded."
        counts = {
            "missing": len(self.missing), "differing": len(self.differing), "extra": len(self.extra), "left over from a build": len(self.staged),
            "that could not be rendered": len(self.problems),
        }  # fmt: skip
        examples = [*self.missing, *self.differing, *self.extra, *(path for path, _why in self.problems)][:3]
        said = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
        return f"{self.checked} outputs; {said}" + (f", for example {', '.join(examples)}" if examples else "") + "."


def verify(storage: Storage) -> VerifyReport:
    """Read every file and compare it with the record; siblings must decompress to the same bytes.

    Safe while a build is at work. An output that waits to be rendered is compared with what it was.
    """
    report, expected = VerifyReport(), set[str]()
    for row in _rows():
        report.checked += 1
        if row.problem:
            report.problems.append((row.path, row.problem))
        wrong = _compare(storage, row)
        expected.update(names_of(row.path, row.status, row.content_type, row.size) if row.digest else ())
        if wrong[0] or wrong[1]:
            wrong, names = _look_again(storage, row.pk)
            expected.update(names)
        report.missing += wrong[0]
        report.differing += wrong[1]
        if wrong[0] or wrong[1]:
            report.paths.append(row.path)
    _strangers(storage, expected, report)
    return report


def _rows() -> Iterator[Output]:
    last = 0
    while rows := list(Output.objects.filter(pk__gt=last).order_by("pk").defer("headers")[:BATCH]):
        yield from rows
        last = rows[-1].pk


Wrong = tuple[list[str], list[str]]


def _compare(storage: Storage, row: Output) -> Wrong:
    """Names of this output's files that are missing, and that differ."""
    missing, differing = [], []
    for name in names_of(row.path, row.status, row.content_type, row.size) if row.digest else ():
        data = storage.read(name)
        if data is None:
            missing.append(name)
        elif _digest(name, data) != row.digest:
            differing.append(name)
    return missing, differing


def _digest(name: str, data: bytes) -> str:
    """Of what a file says; "" when it cannot be read."""
    said = unpacked(name, data)
    return hashlib.sha256(said).hexdigest() if said is not None else ""


def unpacked(name: str, data: bytes) -> bytes | None:
    """What a file says, decompressed as its ending tells; None when it cannot be."""
    try:
        if name.endswith(".gz"):
            unpacker = zlib.decompressobj(31)
            said = unpacker.decompress(data)
            return said if unpacker.eof and not unpacker.unused_data else None
        return brotli.decompress(data) if name.endswith(".br") else data
    except (zlib.error, brotli.error):
        return None


def _look_again(storage: Storage, number: int) -> tuple[Wrong, list[str]]:
    """The row may have moved on since it was read; what is wrong three times with the newest row is wrong."""
    wrong: Wrong = ([], [])
    names: list[str] = []
    for _look in range(LOOKS):
        row = Output.objects.filter(pk=number).first()
        if row is None:
            return ([], []), names
        names += names_of(row.path, row.status, row.content_type, row.size)
        wrong = _compare(storage, row)
        if not (wrong[0] or wrong[1]):
            break
    return wrong, names


def _strangers(storage: Storage, expected: set[str], report: VerifyReport) -> None:
    unknown = []
    for name in storage.names():
        if name.startswith(f"{STAGING}/"):
            report.staged.append(name)
        elif name not in expected:
            unknown.append(name)
    if unknown:  # a build may have brought them while we looked
        newest = {name for row in _rows() if row.digest for name in names_of(row.path, row.status, row.content_type, row.size)}
        report.extra += [name for name in unknown if name not in newest and storage.read(name) is not None]


def repair(storage: Storage, report: VerifyReport) -> int:
    """Take away what is nobody's and make due what is missing or differs; the next build writes it. How many outputs that are.

    Raises BuildBusy while another process builds.
    """
    lease = take_lease(now=timezone.now())
    try:
        storage.clear_staged()
        known = {name for row in _rows() if row.digest for name in names_of(row.path, row.status, row.content_type, row.size)}
        storage.remove([name for name in report.extra if name not in known])
        storage.settle()
        number = 0
        for start in range(0, len(report.paths), BATCH):
            paths = report.paths[start : start + BATCH]
            number += Output.objects.filter(path__in=paths).update(due=next_sequence(), is_doubtful=True, tries=0)
        return number + Output.objects.filter(~Q(problem="")).update(due=next_sequence(), tries=0)
    finally:
        give_up(lease)
