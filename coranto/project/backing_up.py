"""Backing up an instance into one file, and bringing it back: database, media, keys and settings.

The file is a gzipped tar with `manifest.json` first: the version of Coranto and the SHA-256 of every file. The public
folder is not in it: it is built again from the rest. A backup is complete or not there at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import coranto
from coranto.project.instance import Instance, read_instance

FOLDERS = ("media", "keys", "models")
DATABASE = "database.sqlite3"
DUMP = "database.dump"


class BackupError(Exception):
    """The backup cannot be made or brought back; the text says why and that nothing was changed."""


def back_up(instance: Instance, target: Path, *, now: datetime) -> int:
    """Write a backup with mode 0600; its size in bytes. The site may go on running meanwhile."""
    if target.exists():
        raise BackupError(f"{target} is there already. Choose a new name; a backup never overwrites another.")
    partial = target.with_name(f".{target.name}.part")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with tempfile.TemporaryDirectory() as folder, os.fdopen(handle, "wb") as file:
            database = _copy_database(instance, Path(folder))
            _write_tar(file, instance, database, now)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def _copy_database(instance: Instance, folder: Path) -> Path:
    """A consistent copy while others write: SQLite's own backup, or pg_dump."""
    parts = urlsplit(instance.database)
    if parts.scheme == "sqlite":
        source, copy = sqlite3.connect(f"file:{parts.path.removeprefix('/')}?mode=ro", uri=True), folder / DATABASE
        with sqlite3.connect(copy) as target:
            source.backup(target)
        target.close()
        source.close()
        return copy
    copy = folder / DUMP
    done = subprocess.run(["pg_dump", "--format=custom", f"--file={copy}", instance.database], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"pg_dump could not copy the database ({done.stderr.strip()[:300]}).")
    return copy


def _write_tar(file: io.BufferedWriter, instance: Instance, database: Path, now: datetime) -> None:
    members = {database.name: database, **dict(_members(instance))}
    manifest = {
        "format": 1, "version": coranto.__version__, "made": now.isoformat(timespec="seconds"),
        "files": {name: _digest(path) for name, path in sorted(members.items())},
    }  # fmt: skip
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
        data = json.dumps(manifest, indent=1).encode()
        head = tarfile.TarInfo("manifest.json")
        head.size = len(data)
        tar.addfile(head, io.BytesIO(data))
        for name, path in sorted(members.items()):
            tar.add(path, arcname=name, recursive=False)


def _members(instance: Instance) -> Iterator[tuple[str, Path]]:
    settings_file = instance.folder / "coranto.toml"
    if settings_file.exists():
        yield "coranto.toml", settings_file
    for name in FOLDERS:
        for path in sorted((instance.folder / name).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield str(path.relative_to(instance.folder)), path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(source: Path, folder: Path) -> int:
    """Bring a backup back into an empty or missing folder; the number of files. Everything is checked before it counts."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty. Restore into a new folder, look at it, then let it take the old one's place.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restoring-") as name:
        work = Path(name) / "instance"
        work.mkdir(mode=0o700)
        count = _unpack(source, work)
        _place_database(work)
        if folder.exists():
            folder.rmdir()
        work.rename(folder)
    return count


def _unpack(source: Path, work: Path) -> int:
    try:
        with tarfile.open(source, mode="r:gz") as tar:
            first = tar.next()
            head = tar.extractfile(first) if first is not None and first.name == "manifest.json" else None
            if head is None:
                raise BackupError(f"{source} is no backup of Coranto: it does not begin with a manifest. Nothing was changed.")
            expected: dict[str, str] = json.loads(head.read(16_000_000))["files"]
            tar.extractall(work, filter="data")
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as error:
        raise BackupError(f"{source} cannot be read as a backup ({error}). Nothing was changed.") from error
    (work / "manifest.json").unlink(missing_ok=True)
    found = {str(path.relative_to(work)): _digest(path) for path in work.rglob("*") if path.is_file()}
    if found != expected:
        odd = sorted(set(found.items()) ^ set(expected.items()))[0][0]
        raise BackupError(f"{source} is damaged: {odd} is not as its manifest says. Nothing was changed.")
    for path in (work / "keys").rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return len(found)


def _place_database(work: Path) -> None:
    if (work / DATABASE).exists():
        (work / DATABASE).rename(work / "coranto.sqlite3")
        return
    instance = read_instance(work)
    done = subprocess.run(["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={instance.database}", str(work / DUMP)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"pg_restore could not bring the database back ({done.stderr.strip()[:300]}).")
    (work / DUMP).unlink()
