"""What a bench promises: bounds of figures, by their places in what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

# A figure's place ("full.memory_ratio"), whether the bound is a least or a most, and the bound.
Promise = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bound and what was measured, None where it could not be: a peer is not installed, or it was not asked for."""

    figure: str
    kind: str
    bound: float
    measured: float | None

    @property
    def is_held(self) -> bool:
        """Whether the promise was kept, as far as it was measured."""
        if self.measured is None:
            return True
        return self.measured >= self.bound if self.kind == "least" else self.measured <= self.bound


def judge(figures: Mapping[str, Any], promises: Iterable[Promise]) -> dict[str, Any]:
    """The bars of figures, those that are missed, and those that could not be measured, to stand beside the figures."""
    bars = [Bar(figure, kind, bound, _at(figures, figure)) for figure, kind, bound in promises]
    return {
        "bars": [{**asdict(bar), "is_held": bar.is_held} for bar in bars if bar.measured is not None],
        "missed": sorted({bar.figure for bar in bars if not bar.is_held}),
        "not_measured": sorted({bar.figure for bar in bars if bar.measured is None}),
    }


def _at(figures: Mapping[str, Any], place: str) -> float | None:
    found: Any = figures
    for name in place.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return None if found is None else float(found)
