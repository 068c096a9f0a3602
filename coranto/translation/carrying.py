"""Carrying a translation over from one version of its original to the next: by what sentences say, then by where they stand.

A sentence that stands elsewhere now is the same sentence; one that was changed keeps its old translation, outdated,
until there is a new one. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from coranto.translation.segments import Segment
from coranto.translation.targets import Target

Targets = dict[str, Target]


def carry(held: Mapping[str, Target], segments: Sequence[Segment], *, at: str) -> Targets:
    """Give each sentence the target it has already; one whose original has changed is outdated since `at` (ISO 8601)."""
    left = dict(held)
    found: Targets = {}
    for segment in segments:  # the same place first, so that a sentence that stands twice keeps both translations
        target = left.get(segment.key)
        if target is not None and target.digest == segment.digest:
            found[segment.key] = left.pop(segment.key)
    moved: dict[str, list[str]] = defaultdict(list)
    for key in sorted(left, key=order):
        moved[left[key].digest].append(key)
    for segment in segments:
        if segment.key not in found and moved[segment.digest]:
            found[segment.key] = left.pop(moved[segment.digest].pop(0))
    _by_place(found, left, segments, at)
    return found


def _by_place(found: Targets, left: Targets, segments: Sequence[Segment], at: str) -> None:
    """Pair changed sentences with what stood in the same field, in order."""
    old: dict[str, list[str]] = defaultdict(list)
    for key in sorted(left, key=order):
        old[path_of(key)].append(key)
    for segment in segments:
        if segment.key not in found and old[segment.path]:
            same = segment.key if segment.key in old[segment.path] else old[segment.path][0]
            old[segment.path].remove(same)
            found[segment.key] = left[same].outdate(at)


def path_of(key: str) -> str:
    """The field in which the sentence of a key stands."""
    return key.rpartition("#")[0]


def order(key: str) -> tuple[str, int]:
    """By field, and by number in it."""
    path, _, number = key.rpartition("#")
    return path, int(number) if number.isdigit() else 0


def contexts(segments: Sequence[Segment]) -> dict[str, str]:
    """The digest of the sentence before each in its field, by key; "" for the first."""
    found, before = {}, None
    for segment in segments:
        found[segment.key] = before.digest if before is not None and before.path == segment.path else ""
        before = segment
    return found
