"""What a render read: keys noted by the house's reading layer while one output is being rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MAX_KEY = 200  # characters, the width of its column

_notes: ContextVar[set[str] | None] = ContextVar("coranto_delivery_notes", default=None)


def note(key: str) -> None:
    """Say that what is being rendered depends on `key`. Outside a recording it does nothing."""
    notes = _notes.get()
    if notes is not None:
        notes.add(key if len(key) <= MAX_KEY else fitted(key))


def fitted(key: str) -> str:
    """The key as it is recorded: one too long for its column keeps its beginning and gets a digest."""
    return key if len(key) <= MAX_KEY else f"{key[:150]}#{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def note_all(keys: Iterator[str] | set[str] | frozenset[str] | list[str] | tuple[str, ...]) -> None:
    """Note several keys at once, as a cached reading does with what it read the first time."""
    notes = _notes.get()
    if notes is not None:
        notes.update(key if len(key) <= MAX_KEY else fitted(key) for key in keys)


@contextmanager
def recording() -> Iterator[set[str]]:
    """Collect the keys noted inside. A recording inside another also counts for the outer one."""
    notes: set[str] = set()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)
        note_all(notes)
