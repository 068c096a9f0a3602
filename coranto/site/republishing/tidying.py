"""Marks of direction that nobody needs are left out of what people paste."""

from __future__ import annotations

import unicodedata

_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


def tidy(text: str, direction: str) -> str:
    """A text without isolates where everything in it runs from the left."""
    if direction != "ltr" or any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in text):
        return text
    return text.translate(_ISOLATES)
