"""Adding to counters that are rows: one statement for many, whether the rows are there yet or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection, models

Counts = Mapping[tuple[str | date, ...], Sequence[int]]
AT_ONCE = 200  # rows a statement


def add_up(model: type[models.Model], keys: Sequence[str], counters: Sequence[str], counts: Counts) -> None:
    """Add to the `counters` of the rows that `keys` name, in the order of both; `keys` must be unique together in the model."""
    names = [_column(model, name) for name in (*keys, *counters)]
    table = connection.ops.quote_name(model._meta.db_table)
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names[len(keys) :])
    rows: list[list[str | date | int]] = [[*key, *values] for key, values in sorted(counts.items(), key=lambda item: [str(part) for part in item[0]])]  # one order, so that two never wait for each other
    for begin in range(0, len(rows), AT_ONCE):
        chunk = rows[begin : begin + AT_ONCE]
        places = ", ".join(f"({', '.join(['%s'] * len(names))})" for _row in chunk)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES {places} ON CONFLICT ({', '.join(names[: len(keys)])}) DO UPDATE SET {added}",  # noqa: S608
                [value for row in chunk for value in row],
            )


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(str(model._meta.get_field(name).column))  # type: ignore[union-attr]
