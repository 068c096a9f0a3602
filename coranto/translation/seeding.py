"""Finding the sentences of a translation that came as a whole document, where they stand opposite those of the original."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from coranto.translation.segments import Segment, cut, is_usable
from coranto.translation.targets import Target


def seed(original: dict[str, Any], translated: dict[str, Any], *, state: str, by: str, made_at: str) -> dict[str, Target]:
    """The sentences of a translated document by the keys of the original; {} unless every one has its counterpart.

    Fields are compared one by one; where one has more sentences than the other, nobody can say which is which.
    """
    language = str(translated["language"])
    wanted = _by_path(cut(original, language=language))
    given = _by_path(cut(translated))
    found: dict[str, Target] = {}
    for path, sources in wanted.items():
        targets = given.get(path, [])
        if len(targets) != len(sources):
            return {}
        for source, target in zip(sources, targets, strict=True):
            if not is_usable(source, target.text) or [tag.name for tag in source.tags] != [tag.name for tag in target.tags]:
                return {}
            found[source.key] = Target(source.digest, target.text, state, by=by, made_at=made_at)
    return found


def _by_path(segments: list[Segment]) -> dict[str, list[Segment]]:
    found: dict[str, list[Segment]] = defaultdict(list)
    for one in segments:
        found[one.path].append(one)
    return found
