"""Public files in a folder, which the built-in server, nginx or Caddy serve."""

from __future__ import annotations

import contextlib
import ctypes
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from coranto.delivery.errors import StorageError
from coranto.delivery.paths import STAGING, below

_libc = ctypes.CDLL(None, use_errno=True)


class FolderStorage:
    """A folder on a local disk. Safe to use from forked render workers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = root / STAGING
        self.staging.mkdir(parents=True, exist_ok=True)
        self._made: set[Path] = set()

    def stage(self, name: str, data: bytes) -> str:
        ticket = f"{uuid.uuid4().hex}{Path(name).suffix}"
        try:
            handle = os.open(self.staging / ticket, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        except OSError as error:
            raise StorageError(f"{name} could not be written below {self.root} ({error.strerror}). Free some space or mend the folder's rights.") from error
        return ticket

    def settle(self) -> None:
        """One syncfs for the whole batch instead of an fsync for each file."""
        handle = os.open(self.staging, os.O_RDONLY)
        try:
            if _libc.syncfs(handle) != 0:
                raise StorageError(f"{self.root} could not be made safe on the disk ({os.strerror(ctypes.get_errno())}).")
        finally:
            os.close(handle)

    def publish(self, staged: Iterable[tuple[str, str]]) -> None:
        for ticket, name in staged:
            place = below(self.root, name)
            try:
                self._move(self.staging / ticket, place)
            except OSError as error:
                raise StorageError(f"{name} could not take its place below {self.root} ({error.strerror}).") from error

    def _move(self, source: Path, place: Path) -> None:
        self._make_folder(place.parent)
        try:
            source.replace(place)
        except FileNotFoundError:
            self._made.discard(place.parent)  # somebody has taken the folder away since it was made
            self._make_folder(place.parent)
            source.replace(place)

    def _make_folder(self, folder: Path) -> None:
        if folder not in self._made:
            folder.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)

    def discard(self, tickets: Iterable[str]) -> None:
        for ticket in tickets:
            with contextlib.suppress(FileNotFoundError):
                (self.staging / ticket).unlink()

    def clear_staged(self) -> int:
        left = [entry.name for entry in os.scandir(self.staging)]
        self.discard(left)
        return len(left)

    def remove(self, names: Sequence[str]) -> None:
        for name in names:
            place = below(self.root, name)
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                place.unlink()
            self._drop_empty(place.parent)

    def _drop_empty(self, folder: Path) -> None:
        while folder != self.root and folder.is_relative_to(self.root):
            try:
                folder.rmdir()
            except OSError:
                return
            self._made.discard(folder)
            folder = folder.parent

    def read(self, name: str) -> bytes | None:
        try:
            return below(self.root, name).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None

    def names(self) -> Iterator[str]:
        for folder, _folders, files in os.walk(self.root):
            below_root = os.path.relpath(folder, self.root)
            for file in files:
                yield file if below_root == "." else f"{below_root}/{file}"
