"""The port to whatever makes PDFs: a document of plain data in, bytes out, closed to the network and to files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class PrintingError(Exception):
    """A print edition could not be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed. `data` is what the template reads, `pictures` the files it may read, by the names `data` gives them."""

    data: dict[str, Any]
    pictures: dict[str, bytes]
    dated: datetime


class Printer(Protocol):
    """Makes a PDF of a sheet; the same sheet gives the same bytes. Raises PrintingError."""

    def print_sheet(self, sheet: Sheet) -> bytes: ...
