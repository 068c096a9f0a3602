"""What delivery is handed: a house that knows which outputs there are and renders each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Target:
    """One output that should exist. `path` is its URL path; `subject` says to the house what to render there.

    `kind` is what it is counted as ("article", "list", "feed" …), `language` BCP 47 or "" where it has none,
    `priority` 0 for what is rendered in line with the change, larger for what may follow behind it.
    """

    path: str
    language: str
    kind: str
    subject: str
    priority: int = 5


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is served at a path: the bytes, and how. A redirect has status 301, no body, and a Location header."""

    body: bytes
    content_type: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class House(Protocol):
    """Whoever owns the pages. Rendering reads; it never writes a row.

    Every build asks for targets before it renders anything, even when no key is stale: a house that remembers what it
    has read forgets it then. What changes afterwards is marked stale, and what was rendered of it is thrown away.
    """

    def targets(self, keys: frozenset[str] | None) -> Iterable[Target]:
        """All targets that should exist (None), or at least those that the named stale keys may have brought about."""
        ...

    def render(self, target: Target) -> Rendered | None:
        """Render one target; None when nothing is to be served there any more."""
        ...
