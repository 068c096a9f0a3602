"""Which content coding a reader's Accept-Encoding asks for (RFC 9110, section 12.5.3)."""

from __future__ import annotations

import re

CODINGS = ("br", "gzip")  # brotli before gzip where the reader likes both as well
MOST_REMEMBERED = 2000  # browsers send a handful; whoever invents headers gets no memory for it
MOST_PARTS = 20
_PART = re.compile(rb"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*[qQ]\s*=\s*([0-9.]+))?\s*")
_remembered: dict[bytes, tuple[str, ...]] = {}


def preference(encodings: bytes) -> tuple[str, ...]:
    """The codings that a header accepts, best first; those it likes less than the plain bytes are left out."""
    found = _remembered.get(encodings)
    if found is None:
        qualities = {coding: accepted(encodings, coding) for coding in CODINGS}
        identity = accepted(encodings, "identity") if b"identity" in encodings else 0.0
        wanted = [coding for coding in CODINGS if qualities[coding] > 0 and qualities[coding] >= identity]
        found = tuple(sorted(wanted, key=lambda coding: -qualities[coding]))
        if len(_remembered) < MOST_REMEMBERED:
            _remembered[encodings] = found
    return found


def accepted(encodings: bytes, coding: str) -> float:
    """The quality an Accept-Encoding header gives to a coding; 0 when it is not accepted."""
    best: float | None = None
    of_any: float | None = None
    for part in encodings.split(b",")[:MOST_PARTS]:
        found = _PART.fullmatch(part)
        if found is None:
            continue
        if found[1].lower() == coding.encode():
            best = _number(found[2])
        elif found[1] == b"*":
            of_any = _number(found[2])
    return best if best is not None else of_any or 0.0


def _number(text: bytes | None) -> float:
    try:
        return min(float(text), 1.0) if text else 1.0
    except ValueError:
        return 0.0
