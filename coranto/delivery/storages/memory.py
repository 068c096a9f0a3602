"""Public files in memory, for tests and for looking at what a build would give."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from coranto.delivery.paths import STAGING


class MemoryStorage:
    """A dictionary of names. Not shared between processes, so builds with it render in one process."""

    is_shared = False

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._staged: dict[str, bytes] = {}
        self._numbers = itertools.count(1)

    def stage(self, name: str, data: bytes) -> str:
        ticket = str(next(self._numbers))
        self._staged[ticket] = data
        return ticket

    def settle(self) -> None:
        """Memory is as safe as it gets."""

    def publish(self, staged: Iterable[tuple[str, str]]) -> None:
        for ticket, name in staged:
            self.files[name] = self._staged.pop(ticket)

    def discard(self, tickets: Iterable[str]) -> None:
        for ticket in tickets:
            self._staged.pop(ticket, None)

    def clear_staged(self) -> int:
        number = len(self._staged)
        self._staged.clear()
        return number

    def remove(self, names: Sequence[str]) -> None:
        for name in names:
            self.files.pop(name, None)

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def names(self) -> Iterator[str]:
        yield from self.files
        yield from (f"{STAGING}/{ticket}" for ticket in self._staged)
