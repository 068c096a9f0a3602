"""The reader behind the door with its sanitiser off: what a control of the tests starts in place of `coranto.reading.doorkeeper`."""

from __future__ import annotations

import sys

from coranto.reading import doorkeeper, sanitising


def as_it_is(source: str) -> str:
    """What came, unchanged."""
    return source


if __name__ == "__main__":
    for name in ("inline", "block", "link", "text_of"):
        setattr(sanitising, name, as_it_is)
    doorkeeper.main(int(sys.argv[1]), int(sys.argv[2]))
