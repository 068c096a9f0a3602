"""The kinds of pages the site has. Each kind lists its targets and renders one; other modules register more.

A kind's `targets(store, keys)` gives every target (`keys` None) or those that a change of these keys may concern,
including ones that were never rendered. Targets that have read a stale key before are known to `delivery` anyway, so
only what is new or gone needs to be named. `render(store, target)` gives None where there is nothing (any more).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coranto.delivery.house import Rendered, Target
from coranto.site.facts.store import Store

Keys = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of output."""

    name: str
    targets: Callable[[Store, Keys], Iterable[Target]]
    render: Callable[[Store, Target], Rendered | None]


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; its name is the `kind` of its targets."""
    kinds[kind.name] = kind
