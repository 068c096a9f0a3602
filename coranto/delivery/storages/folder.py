"""Public files in a folder, which the built-in server, nginx or Caddy serve."""

from __future__ import annotations

import contextlib
import ctypes
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from coranto.delivery.errors import StorageError
from coranto.delivery.paths import STAGING, below, place_below

IN_SUBFOLDER = 64  # staged files that share a subfolder
_libc = ctypes.CDLL(None, use_errno=True)


class FolderStorage:
    """A folder on a local disk. Safe to use from forked render workers.

    Staged files lie in subfolders of the staging folder, 64 in each: ext4 looks for the number of a new file near its
    folder, and one folder that takes thousands makes that search two to four times dearer than the writing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = root / STAGING
        self.staging.mkdir(parents=True, exist_ok=True)
        self._root, self._staging = str(root), str(self.staging)
        self._made: set[str] = set()
        self._own, self._owner, self._number = "", 0, 0  # the subfolder in use, whose process it is, how many files it was given

    def stage(self, name: str, data: bytes) -> str:
        """Also makes the folder where the file will stand: render workers do it side by side, the recording process would do it alone."""
        with contextlib.suppress(OSError):  # said when the file is to take its place
            self._make_folder(place_below(self._root, name).rpartition("/")[0])
        try:
            ticket = self._ticket(name)
            try:
                _write(f"{self._staging}/{ticket}", data)
            except FileNotFoundError:  # emptied and taken away when a batch was published
                ticket = self._ticket(name, fresh=True)
                _write(f"{self._staging}/{ticket}", data)
        except OSError as error:
            raise StorageError(f"{name} could not be written below {self.root} ({error.strerror}). Free some space or mend the folder's rights.") from error
        return ticket

    def _ticket(self, name: str, *, fresh: bool = False) -> str:
        if fresh or self._owner != os.getpid() or self._number >= IN_SUBFOLDER:
            self._own, self._owner, self._number = uuid.uuid4().hex, os.getpid(), 0
            os.mkdir(f"{self._staging}/{self._own}")
        self._number += 1
        return f"{self._own}/{self._number}{os.path.splitext(name)[1]}"

    def settle(self) -> None:
        """One syncfs for the whole batch instead of an fsync for each file."""
        handle = os.open(self._staging, os.O_RDONLY)
        try:
            if _libc.syncfs(handle) != 0:
                raise StorageError(f"{self.root} could not be made safe on the disk ({os.strerror(ctypes.get_errno())}).")
        finally:
            os.close(handle)

    def publish(self, staged: Iterable[tuple[str, str]]) -> None:
        left: set[str] = set()
        for ticket, name in staged:
            left.add(ticket.partition("/")[0])
            place = place_below(self._root, name)
            try:
                self._move(f"{self._staging}/{ticket}", place)
            except OSError as error:
                raise StorageError(f"{name} could not take its place below {self.root} ({error.strerror}).") from error
        self._drop_subfolders(left)

    def _move(self, source: str, place: str) -> None:
        try:
            os.replace(source, place)
        except FileNotFoundError:  # the folder was taken away since the file was staged
            folder = place.rpartition("/")[0]
            self._made.discard(folder)
            self._make_folder(folder)
            os.replace(source, place)

    def _make_folder(self, folder: str) -> None:
        if folder not in self._made:
            try:
                os.mkdir(folder)
            except OSError:  # it is there, or its parent is not
                os.makedirs(folder, exist_ok=True)
            self._made.add(folder)

    def _drop_subfolders(self, names: Iterable[str]) -> None:
        for name in names:
            with contextlib.suppress(OSError):  # others have files in it
                os.rmdir(f"{self._staging}/{name}")

    def discard(self, tickets: Iterable[str]) -> None:
        left: set[str] = set()
        for ticket in tickets:
            left.add(ticket.partition("/")[0])
            with contextlib.suppress(FileNotFoundError):
                (self.staging / ticket).unlink()
        self._drop_subfolders(left)

    def clear_staged(self) -> int:
        left = [os.path.relpath(f"{folder}/{file}", self._staging) for folder, _folders, files in os.walk(self._staging) for file in files]
        self.discard(left)
        self._drop_subfolders(entry.name for entry in os.scandir(self._staging))
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
            self._made.discard(str(folder))
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


def _write(file: str, data: bytes) -> None:
    """Make a new file of these bytes, with as few calls as can be: a build makes 45,000."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        written = os.write(handle, data)
        while written < len(data):
            written += os.write(handle, data[written:])
    finally:
        os.close(handle)
