"""Read the print-outs beside this file and compare them with what is expected of them, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coranto.reading.printout import read_text
from coranto.reading.shape import Reading

FOLDER = Path(__file__).parent / "printouts"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def printed(name: str) -> str:
    """The text of a print-out as it lies on the disk, line ends kept."""
    path = next(path for path in (FOLDER / f"{name}.txt", FOLDER / f"{name}.md") if path.exists())
    return path.read_bytes().decode("utf-8")


def expected(name: str) -> dict[str, Any]:
    """The fields that the print-out must give."""
    return dict(json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def read(text: str, markdown: bool | None = None) -> Reading:
    """Read a print-out under a fixed name."""
    return read_text(text, source="print-out", markdown=markdown)


def field(reading: Reading, name: str) -> Any:
    """One field of the public shape; of the language its code."""
    value = reading.as_json()[name]
    return value["code"] if name == "language" else value
