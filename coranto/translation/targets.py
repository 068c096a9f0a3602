"""Sentences of a translation as they are packed: who made them stands once for many.

    {"document": …, "makers": [[state, engine, model, via, by, made_at, person]],
     "targets": {key: [digest of the source, written target, number of the maker, since when outdated or absent]},
     "proposals": the same, for what a machine proposes where a person's sentence is outdated}
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Target:
    """A sentence in the language of a translation.

    `digest` is of the source that it translates: where the source has changed since, `outdated_at` says when (ISO 8601).
    `text` is the written form, with numbered tags; "" when it was merged with the sentence before it. `made_at` is ISO 8601.
    """

    digest: str
    text: str
    state: str
    engine: str = ""
    model: str = ""
    via: str = ""
    by: str = ""
    made_at: str = ""
    person: int | None = None
    outdated_at: str = ""

    @property
    def is_human(self) -> bool:
        """Whether a person answers for it."""
        return self.state != MACHINE

    @property
    def is_outdated(self) -> bool:
        """Whether its source has changed since."""
        return bool(self.outdated_at)

    def outdate(self, at: str) -> Target:
        """The same sentence, outdated since a moment unless it is already."""
        return self if self.outdated_at else replace(self, outdated_at=at)


def pack(document: Mapping[str, Any], targets: Mapping[str, Target], proposals: Mapping[str, Target] | None = None) -> bytes:
    """Pack a document and its sentences."""
    makers: dict[tuple[object, ...], int] = {}
    value: dict[str, Any] = {"document": document, "targets": _rows(targets, makers)}
    if proposals:
        value["proposals"] = _rows(proposals, makers)
    value["makers"] = [list(maker) for maker in makers]
    return zlib.compress(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(), 9)


def _rows(targets: Mapping[str, Target], makers: dict[tuple[object, ...], int]) -> dict[str, list[object]]:
    rows: dict[str, list[object]] = {}
    for key, one in targets.items():
        number = makers.setdefault((one.state, one.engine, one.model, one.via, one.by, one.made_at, one.person), len(makers))
        rows[key] = [one.digest, one.text, number, one.outdated_at] if one.outdated_at else [one.digest, one.text, number]
    return rows


def read_targets(value: Mapping[str, Any]) -> dict[str, Target]:
    """Give the sentences of what was packed."""
    return _read(value, "targets")


def read_proposals(value: Mapping[str, Any]) -> dict[str, Target]:
    """Give the sentences that a machine proposes beside people's outdated ones."""
    return _read(value, "proposals")


def _read(value: Mapping[str, Any], name: str) -> dict[str, Target]:
    makers = value.get("makers", [])
    found = {}
    for key, (digest, text, number, *outdated) in value.get(name, {}).items():
        state, engine, model, via, by, made_at, person = makers[number]
        found[key] = Target(digest, text, state, engine, model, via, by, made_at, person, outdated[0] if outdated else "")
    return found
