"""What a render read: keys noted by the house's reading layer while one output is being rendered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_notes: ContextVar[set[str] | None] = ContextVar("coranto_delivery_notes", default=None)


def note(key: str) -> None:
    """Say that what is being rendered depends on `key`. Outside a recording it does nothing."""
    notes = _notes.get()
    if notes is not None:
        notes.add(key)


def note_all(keys: Iterator[str] | set[str] | frozenset[str] | list[str] | tuple[str, ...]) -> None:
    """Note several keys at once, as a cached reading does with what it read the first time."""
    notes = _notes.get()
    if notes is not None:
        notes.update(keys)


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
