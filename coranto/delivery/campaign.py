"""Killing builds at random points: `python -m coranto.delivery.bench_kills [ROUNDS]` does it five hundred times.

Each round a process edits and builds and is killed (SIGKILL) at its n-th act on the storage, n at random. Meanwhile every
file that can be seen is read: each must be one whole page, the text with its own digest. Then the next build runs to its
end, and the files must be what the record says and what the last edit wanted.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connections, transaction

from coranto.delivery.building import build
from coranto.delivery.house import Rendered, Target
from coranto.delivery.keys import note
from coranto.delivery.marking import mark
from coranto.delivery.storages.folder import FolderStorage
from coranto.delivery.verifying import unpacked, verify

PAGES = 24
MOST_ACTS = 110  # a build has about this many, so that some rounds end well


class EditionHouse:
    """Pages that say in which edition they were rendered, with their own digest; the edition stands in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def targets(self, keys: frozenset[str] | None) -> Iterable[Target]:
        return [Target(f"/{number}/", "en", "article", str(number), number % 3) for number in range(PAGES)] if keys is None else []

    def render(self, target: Target) -> Rendered | None:
        note("edition")
        edition = int(self.file.read_text())
        if (edition + int(target.subject)) % 11 == 0:
            return None
        status = 410 if (edition + int(target.subject)) % 7 == 0 else 200
        return Rendered(whole_page(f"{edition} {target.subject} " * 50), "text/html", status)


def whole_page(text: str) -> bytes:
    """A page that can be seen to be whole."""
    return f"{text}\n{hashlib.sha256(text.encode()).hexdigest()}".encode()


def is_whole(page: bytes) -> bool:
    """Whether nothing of a page is missing."""
    text, _, digest = page.decode("utf-8", "replace").rpartition("\n")
    return hashlib.sha256(text.encode()).hexdigest() == digest


class DeadlyStorage(FolderStorage):
    """A folder that kills its process at the n-th act, half a file written where the act is a writing."""

    def __init__(self, root: Path, acts: int) -> None:
        super().__init__(root)
        self.acts = acts

    def _act(self, half_done: Callable[[], object] = lambda: None) -> None:
        self.acts -= 1
        if self.acts <= 0:
            half_done()
            os.kill(os.getpid(), signal.SIGKILL)

    def stage(self, name: str, data: bytes) -> str:
        self._act(lambda: super(DeadlyStorage, self).stage(name, data[: len(data) // 2]))
        return super().stage(name, data)

    def settle(self) -> None:
        self._act()
        super().settle()

    def publish(self, staged: Iterable[tuple[str, str]]) -> None:
        for pair in staged:
            self._act()
            super().publish([pair])

    def remove(self, names: Sequence[str]) -> None:
        for name in names:
            self._act()
            super().remove([name])


@dataclass
class CampaignReport:
    """How many rounds there were, how many ended in a kill, and what was wrong."""

    rounds: int
    killed: int
    seen: int
    wrong: list[str]


def campaign(folder: Path, *, rounds: int, seed: int) -> CampaignReport:
    """Kill and mend `rounds` times in a folder; the default database must be a file or a server that forked processes can open."""
    dice, report = random.Random(seed), CampaignReport(rounds, 0, 0, [])  # noqa: S311 - chance, not secrecy
    file, root = folder / "edition", folder / "public"
    house, storage = EditionHouse(file), FolderStorage(root)
    file.write_text("0")
    build(house, storage, full=True)
    for number in range(1, rounds + 1):
        connections.close_all()
        acts, edition = dice.randint(1, MOST_ACTS), dice.randint(0, 40)  # drawn before the fork, so that each round has its own
        child = os.fork()
        if child == 0:
            _edit_and_build(house, DeadlyStorage(root, acts), edition)
        _pid, status = os.waitpid(child, 0)
        report.killed += os.WIFSIGNALED(status)
        _look(storage, report, f"round {number}, after the kill")
        build(house, storage, full=True)
        found = verify(storage)
        if not found.is_clean:
            report.wrong.append(f"round {number}: {found}")
        _compare(house, storage, report, number)
    return report


def _edit_and_build(house: EditionHouse, storage: FolderStorage, edition: int) -> None:
    """What the process that will be killed does."""
    code = 1
    try:
        connections.close_all()
        with transaction.atomic():
            house.file.write_text(str(edition))
            mark(["edition"])
        build(house, storage)
        code = 0
    finally:
        os._exit(code)


def _look(storage: FolderStorage, report: CampaignReport, when: str) -> None:
    """Read all that a reader could see, siblings unpacked."""
    for name in storage.names():
        if not name.startswith(".staging/"):
            page = unpacked(name, storage.read(name) or b"")
            report.seen += 1
            if page is None or not is_whole(page):
                report.wrong.append(f"{when}: {name} is not whole")


def _compare(house: EditionHouse, storage: FolderStorage, report: CampaignReport, number: int) -> None:
    for target in house.targets(None):
        wanted = house.render(target)
        page = storage.read(f"{target.subject}/index.html")
        if page != (wanted.body if wanted is not None and wanted.status == 200 else None):
            report.wrong.append(f"round {number}: {target.path} is not what the last edit wanted")
