"""The port to wherever the public files are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

# Siblings of a file: the same bytes compressed, by the suffix behind its name and the content coding.
SIBLINGS = {".gz": "gzip", ".br": "br"}


class Storage(Protocol):
    """A place for public files. Names are relative, as the path joiner gives them.

    A file appears whole or not at all: `stage` puts bytes where no reader sees them, `settle` makes all of them safe
    on the medium, `publish` lets them take their places, and a second `settle` makes that safe.
    """

    def stage(self, name: str, data: bytes) -> str:
        """Put bytes aside for `name`; gives the ticket to publish or discard them by. Raises StorageError."""
        ...

    def settle(self) -> None:
        """Make everything staged, published and removed by any process safe against a power cut. Raises StorageError."""
        ...

    def publish(self, staged: Iterable[tuple[str, str]]) -> None:
        """Let staged files take their places, in order: pairs of (ticket, name). Raises StorageError."""
        ...

    def discard(self, tickets: Iterable[str]) -> None:
        """Throw staged files away."""
        ...

    def clear_staged(self) -> int:
        """Throw away whatever is staged; only while nobody else builds. How many files there were."""
        ...

    def remove(self, names: Sequence[str]) -> None:
        """Take files away; one that is not there is no error."""
        ...

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or None when it is not there."""
        ...

    def names(self) -> Iterator[str]:
        """All names, staged ones included (they begin with the staging folder)."""
        ...
