"""What an imported memory says of a sentence in one language: a row for each place it was given for, with what came beside it. Pure.

A row is [written target, state, engine, model, by, via, made_at] and, where there is more, a table as the eighth: `context`, `key`,
`notes`, `codes`, `props`, `target_props`, `outdated`, `source` where its white space differs, and in the first row `more`, the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coranto.translation.targets import MACHINE

MOST_PLACES = 50  # of one sentence in one language
Row = Sequence[Any]


def rows_of(packed: Row) -> list[Row]:
    """The rows of a sentence in a language, the one that is recalled first."""
    return [packed, *extras_of(packed).get("more", ())]


def extras_of(row: Row) -> dict[str, Any]:
    """What came beside a row."""
    return dict(row[7]) if len(row) > 7 else {}


def added(packed: Row | None, new: Row) -> list[Any] | None:
    """The rows of a sentence with another: in place of the one for the same place, else beside them; None where a person's stays."""
    rows = rows_of(packed) if packed is not None else []
    same = next((number for number, row in enumerate(rows) if _place(row) == _place(new)), None)
    if same is not None and new[1] == MACHINE and rows[same][1] != MACHINE:
        return None
    if same is not None:
        rows[same] = new
    elif len(rows) < MOST_PLACES:
        rows.append(new)
    return _together(sorted(rows, key=lambda row: row[1] == MACHINE))


def best(packed: Row, contexts: frozenset[str] | set[str]) -> Row:
    """The row that fits best: a person's, then one for the same context, then the first."""
    return min(rows_of(packed), key=lambda row: (row[1] == MACHINE, extras_of(row).get("context", "") not in contexts))


def _place(row: Row) -> tuple[str, str]:
    extras = extras_of(row)
    return extras.get("context", ""), extras.get("key", "")


def _together(rows: Sequence[Row]) -> list[Any]:
    alone = [_row(row, {name: value for name, value in extras_of(row).items() if name != "more"}) for row in rows]
    first, more = alone[0], alone[1:]
    return _row(first, {**extras_of(first), "more": more}) if more else first


def _row(row: Row, extras: Mapping[str, Any]) -> list[Any]:
    return [*row[:7], *([dict(extras)] if extras else [])]
