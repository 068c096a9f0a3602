"""People's sentences when a newer splitter cuts the same words elsewhere: laid on the new sentences, not made outdated by it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from coranto.translation.carrying import order, path_of
from coranto.translation.segments import UNSPACED, Segment
from coranto.translation.segments.composing import JOINED
from coranto.translation.targets import Target

STATES = ("machine", "machine-checked", "edited", "translated")  # from the least to the most that a person did
Targets = dict[str, Target]


def needs_recutting(held: Mapping[str, Target], segments: Sequence[Segment]) -> bool:
    """Whether a person's sentence has no place any more, so that its source must be looked for."""
    digests = {one.digest for one in segments}
    return any(target.is_human and not target.is_outdated and target.digest not in digests for target in held.values())


def recut(held: Mapping[str, Target], segments: Sequence[Segment], sources: Mapping[str, str], *, language: str) -> Targets:
    """The sentences by the keys of a new cutting. `sources` are the plain texts that digests stand for.

    Two that are one now are joined, with the state of the one a person did least for; one that is several now stands in
    the place of the first. Where marks or links stand in them, or a source is not known, nothing is changed.
    """
    new: dict[str, list[Segment]] = defaultdict(list)
    for one in segments:
        new[one.path].append(one)
    found = dict(held)
    for path, mine in new.items():
        keys = sorted((key for key in held if path_of(key) == path), key=order)
        if (laid := _laid([held[key] for key in keys], mine, sources, language)) is not None:
            for key in keys:
                del found[key]
            found.update(laid)
    return found


def _laid(old: Sequence[Target], new: Sequence[Segment], sources: Mapping[str, str], language: str) -> Targets | None:
    """The targets of one place for its new sentences; None where they do not say the same words all through."""
    found: Targets = {}
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i].digest == new[j].digest:
            found[new[j].key] = old[i]
            i, j = i + 1, j + 1
            continue
        counted = _same_words(old[i:], new[j:], sources)
        if counted is None or any(one.tags for one in new[j : j + counted[1]]):
            return None
        before, after = old[i : i + counted[0]], new[j : j + counted[1]]
        found[after[0].key] = replace(_joined(before, language), digest=after[0].digest)
        found.update({one.key: replace(found[after[0].key], digest=one.digest, text=JOINED) for one in after[1:]})
        i, j = i + counted[0], j + counted[1]
    return found if i == len(old) and j == len(new) else None


def _same_words(old: Sequence[Target], new: Sequence[Segment], sources: Mapping[str, str]) -> tuple[int, int] | None:
    """How many of the old sentences say what how many of the new ones say."""
    ours = theirs = ""
    i = j = 0
    while not ours or ours != theirs:
        if len(ours) <= len(theirs):
            if i == len(old) or old[i].digest not in sources:
                return None
            ours, i = ours + _bare(sources[old[i].digest]), i + 1
        else:
            if j == len(new):
                return None
            theirs, j = theirs + _bare(new[j].plain), j + 1
    return i, j


def _bare(text: str) -> str:
    return "".join(text.split())


def _joined(parts: Sequence[Target], language: str) -> Target:
    least = min(parts, key=lambda one: STATES.index(one.state))
    text = ("" if language in UNSPACED else " ").join(one.text for one in parts if one.text != JOINED)
    return replace(least, text=text, outdated_at=min((one.outdated_at for one in parts if one.outdated_at), default=""))
