"""A ninjs item of any version as plain values: names without regard to case, one or many, lists or objects by name.

Version 1.x writes `headline`, `body_html`, `person`, `versioncreated` and keeps renditions and associations by name;
2.x writes `headlines`, `bodies`, `people`, `versioncreated` and lists; 3.x the same as 2.x in camel case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coranto.reading.errors import Unreadable

LISTS = ("items", "_items", "newsitems", "results")  # what a list of items is called, where it is not the whole file
MOST_THINGS = 2_000  # people, places, bodies … of one item


@dataclass(frozen=True, slots=True)
class Item:
    """One object of an item, or the item itself; `place` says where in the source it stands, for errors."""

    values: dict[str, Any]
    place: str

    def text(self, *names: str) -> str:
        """The first of these properties that says something. Raises Unreadable where one is no text."""
        for name in names:
            value = self.values.get(name)
            if value is None:
                continue
            if not isinstance(value, str):
                raise Unreadable(f"{self.place} has {_kind(value)} as '{name}', where ninjs has a text. Ask its sender for a valid item.")
            if value.strip():
                return value
        return ""

    def things(self, *names: str) -> list[Item]:
        """The objects under these properties, in a list or by name; of the latter each has the name as `name`."""
        return [thing for name in names for thing in self._things(name)]

    def _things(self, name: str) -> Iterator[Item]:
        value = self.values.get(name)
        if value is None:
            return
        pairs = list(value.items()) if isinstance(value, dict) else [("", one) for one in value] if isinstance(value, list) else None
        if pairs is None or not all(isinstance(one, dict) for _key, one in pairs):
            raise Unreadable(f"{self.place} has something else as '{name}' than the list of objects that ninjs has there. Ask its sender for a valid item.")
        if len(pairs) > MOST_THINGS:
            raise Unreadable(f"{self.place} has {len(pairs):,} '{name}'; at most {MOST_THINGS:,} are read. Ask its sender for a smaller item.")
        for key, one in pairs:
            yield Item({**({"name": key} if key else {}), **lowered(one)}, f"{self.place}: '{name}'")

    def begun(self, prefix: str) -> list[tuple[str, str]]:
        """Properties of version 1.x whose name begins so, as (the rest of the name, text)."""
        return [(name.removeprefix(prefix), self.text(name)) for name in self.values if name.startswith(prefix) and self.text(name)]


def lowered(value: dict[str, Any]) -> dict[str, Any]:
    """An object with its names in small letters."""
    return {name.lower(): part for name, part in value.items()}


def items_of(value: Any, source: str) -> list[Item]:
    """Every item of a file: one, a list, or a list under one of the usual names. Raises Unreadable."""
    found: Any = [value] if isinstance(value, dict) else value
    if isinstance(value, dict) and "uri" not in lowered(value):
        found = next((part for name, part in lowered(value).items() if name in LISTS and isinstance(part, list)), None)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable(f"'{source}' is JSON, but neither a JSON Feed nor a ninjs item or a list of them. Give one of those.")
    several = len(found) > 1
    return [Item(lowered(one), f"'{source}'" + (f", item {number}," if several else "")) for number, one in enumerate(found, 1)]


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    return {dict: "an object", list: "a list", int: "a number", float: "a number"}.get(type(value), "something")
