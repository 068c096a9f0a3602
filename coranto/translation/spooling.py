"""Sentences of a memory that comes in, sorted by sentence in a file without a name: however many there are, few are in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from coranto.translation.targets import MACHINE

CACHE_KB = 8_000
Name = tuple[str, str]  # language and digest of a sentence


@dataclass(frozen=True, slots=True)
class Imported:
    """A sentence from outside with its translation, both in written form; `digest` as cutting gives it."""

    digest: str
    source: str
    target: str
    source_language: str
    target_language: str
    state: str = MACHINE
    engine: str = ""
    model: str = ""
    via: str = ""
    by: str = ""
    made_at: str = ""
    extras: dict[str, Any] = field(default_factory=dict)  # as `held` names them: context, key, notes, codes, properties


@dataclass(frozen=True, slots=True)
class Packed:
    """A row to be written: the source that it keeps, what is packed, and how many of the new sentences are in it."""

    source: str
    packed: bytes
    kept: int


class Spool:
    """Takes sentences in any order and gives them back by sentence; then holds what is to be written of each. Of one thread."""

    def __init__(self) -> None:
        self._held = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode = OFF", f"PRAGMA cache_size = -{CACHE_KB}", "CREATE TABLE given (language TEXT, digest TEXT, place INTEGER, unit TEXT, PRIMARY KEY (language, digest, place)) WITHOUT ROWID",
            "CREATE TABLE packed (language TEXT, digest TEXT, source TEXT, packed BLOB, kept INTEGER, mark TEXT, PRIMARY KEY (language, digest)) WITHOUT ROWID", "BEGIN",
        ):  # fmt: skip
            self._held.execute(statement)
        self._count = 0

    def add(self, unit: Imported) -> None:
        """Take a sentence."""
        self._count += 1
        self._held.execute("INSERT INTO given VALUES (?, ?, ?, ?)", [unit.source_language, unit.digest, self._count, json.dumps(asdict(unit), ensure_ascii=False)])

    def batches(self, size: int) -> Iterator[list[tuple[Name, list[Imported]]]]:
        """What was taken, so many sentences at once, each with its translations in the order in which they came."""
        rows = self._held.execute("SELECT language, digest, unit FROM given ORDER BY language, digest, place")
        batch: list[tuple[Name, list[Imported]]] = []
        for name, mine in groupby(rows, key=lambda row: (row[0], row[1])):
            batch.append((name, [_read(row[2]) for row in mine]))
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch

    def given(self, name: Name) -> list[Imported]:
        """The translations of one sentence."""
        return [_read(text) for (text,) in self._held.execute("SELECT unit FROM given WHERE language = ? AND digest = ? ORDER BY place", name)]

    def keep(self, rows: Sequence[tuple[Name, Packed, str]]) -> None:
        """Hold what is to be written, each with a mark of what it was made from."""
        self._held.executemany("INSERT INTO packed VALUES (?, ?, ?, ?, ?, ?)", [(*name, one.source, one.packed, one.kept, mark) for name, one, mark in rows])

    def packed(self, size: int) -> Iterator[list[tuple[Name, Packed, str]]]:
        """What is held, so many rows at once."""
        rows = self._held.execute("SELECT language, digest, source, packed, kept, mark FROM packed ORDER BY language, digest")
        while chunk := rows.fetchmany(size):
            yield [((language, digest), Packed(source, packed, kept), mark) for language, digest, source, packed, kept, mark in chunk]

    def close(self) -> None:
        """Forget everything."""
        self._held.close()


def _read(text: str) -> Imported:
    return Imported(**json.loads(text))
