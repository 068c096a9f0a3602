"""Settling a translation: what was held, what is new, and the document that readers get of both.

A person's sentence is never replaced by a machine's: where its original has changed it stays, outdated, and the
machine's new sentence is kept beside it as a proposal. Pure but for the rows that it is given and gives, and for the sources that are looked up when a newer splitter cut them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from coranto.translation.carrying import carry
from coranto.translation.models import REVIEWED, State, Translation
from coranto.translation.outdating import plain_sources
from coranto.translation.recutting import needs_recutting, recut
from coranto.translation.segments import Segment, compose, is_usable
from coranto.translation.segments.composing import JOINED
from coranto.translation.segments.splitting import SPLITTER_VERSION
from coranto.translation.sources import Source
from coranto.translation.targets import Target, pack, read_proposals, read_targets

LABELS = {
    "firefox": "Firefox Translations", "apertium": "Apertium", "libretranslate": "LibreTranslate", "deepl": "DeepL", "google": "Google Translate",
    "demonstration": "machine translation made for the demonstration",
}  # fmt: skip
CARD = ("headline", "standfirst", "image")  # what lists show of a translation, beside its state
# From the least to the most that a person did; the least of its sentences is what an article is.
_ORDER = (State.MACHINE, State.CHECKED, State.EDITED, State.TRANSLATED)


@dataclass
class Held:
    """The sentences of a translation that fit a source: `targets` with those that are outdated, `proposals` beside people's.

    `is_whole_document`: a person's text came as a whole, and nobody can say which of its sentences is which; it stays as it is.
    """

    targets: dict[str, Target]
    proposals: dict[str, Target]
    is_whole_document: bool = False

    def missing(self, segments: list[Segment], *, again: Container[str] = ()) -> list[Segment]:
        """Sentences that have no text yet, or only one of an older original, or that are asked for again (by digest)."""
        if self.is_whole_document:
            return []
        if not self.targets and not self.proposals:
            return list(segments)
        return [one for one in segments if one.digest in again or not self._has(one)]

    def _has(self, segment: Segment) -> bool:
        return any(target is not None and target.digest == segment.digest for target in (self.targets.get(segment.key), self.proposals.get(segment.key)))


@dataclass(frozen=True)
class Settled:
    """A translation to be kept. `is_written`: the row differs; `is_changed`: readers would notice.

    `is_seen_elsewhere`: it appeared, or became or ceased to be reviewed, which pages in other languages tell as well.
    `is_card_changed`: lists show something else of it.
    """

    row: Translation
    document: dict[str, Any]
    is_written: bool
    is_changed: bool
    is_seen_elsewhere: bool
    is_card_changed: bool


def read_held(row: Translation | None, source: Source, language: str, *, at: str) -> Held:
    """What a translation holds for a source; what has changed is outdated since its version was published, else since `at` (ISO 8601)."""
    if row is None:
        return Held({}, {})
    value, segments = row.unpacked, source.for_language(language)
    if not value.get("targets") and (row.state in REVIEWED or row.version_id == source.version):
        return Held({}, {}, is_whole_document=True)
    digests = {one.key: one.digest for one in segments}
    by_digest = {one.digest: one for one in read_proposals(value).values()}
    proposals = {key: by_digest[digest] for key, digest in digests.items() if digest in by_digest}
    targets = read_targets(value)
    if row.outline is not None and row.outline.splitter != SPLITTER_VERSION and needs_recutting(targets, segments):
        targets = recut(targets, segments, plain_sources([one.digest for one in targets.values()], source.language), language=language)
    return Held(carry(targets, segments, at=source.changed_at or at), proposals)


def merge(held: Held, fresh: Mapping[str, Target], segments: list[Segment], *, again: Container[str] = ()) -> None:
    """Put new sentences, by digest of their source, among those that are held; those of `again` in place of a machine's."""
    for segment in segments:
        new = fresh.get(segment.digest)
        if new is None:
            continue
        if new.digest != segment.digest or new.outdated_at:
            new = replace(new, digest=segment.digest, outdated_at="")
        old = held.targets.get(segment.key)
        if old is None or (old.digest == segment.digest and not old.is_human and (new.is_human or segment.digest in again)):
            held.targets[segment.key] = new
        elif old.digest != segment.digest and old.is_human and not new.is_human:
            held.proposals[segment.key] = new
        elif old.digest != segment.digest:
            held.targets[segment.key] = new
            held.proposals.pop(segment.key, None)


def settle(row: Translation | None, held: Held, source: Source, language: str, *, now: datetime) -> Settled | None:
    """Make the row of a translation from its sentences; None when there is nothing of it yet."""
    segments = source.for_language(language)
    if not held.targets:
        return None
    document = compose(source.document, language=language, targets={key: one.text for key, one in held.targets.items()}, segments=segments)
    new = row_of(held, source, segments, language, now)
    if not _has_all(held, segments, "standfirst"):
        document["standfirst"] = ""  # better none than one in another language, which nothing on the page would say
    new.outline = source.outline
    new.packed = pack(document, held.targets, held.proposals, outline=source.outline.text if source.outline is not None else b"")
    if row is None:
        return Settled(new, document, True, True, new.has_head, True)
    told = ("version_id", "state", "by", "via", "outdated", "outdated_at", "has_head")
    before = row.document
    is_changed = before != document or any(getattr(row, name) != getattr(new, name) for name in told)
    is_seen_elsewhere = row.has_head != new.has_head or (row.state in REVIEWED) != (new.state in REVIEWED)
    is_card_changed = is_seen_elsewhere or row.state != new.state or any(before.get(name) != document.get(name) for name in CARD)
    return Settled(new, document, is_changed or bytes(row.packed) != new.packed, is_changed, is_seen_elsewhere, is_card_changed)


def _has_all(held: Held, segments: list[Segment], path: str) -> bool:
    return all((target := held.targets.get(one.key)) is not None and (target.text == JOINED or is_usable(one, target.text)) for one in segments if one.path == path)


def row_of(held: Held, source: Source, segments: list[Segment], language: str, now: datetime) -> Translation:
    """The row that says how these sentences were made, not packed yet."""
    present = [(one, target) for one in segments if (target := held.targets.get(one.key)) is not None]
    usable = {one.key for one, target in present if target.text == JOINED or is_usable(one, target.text)}
    outdated = [target.outdated_at for _one, target in present if target.outdated_at]
    state = min((State(target.state) for _one, target in present), key=_ORDER.index, default=State.MACHINE)
    return Translation(
        article_id=source.article, version_id=source.version, language=language, state=state, by=_by(state, [target for _one, target in present]),
        via=next((target.via for _one, target in present if target.via), ""), made_at=_newest([target for _one, target in present], now),
        is_whole=len(usable) == len(segments), has_head=_has_all(held, segments, "headline"), sentences=len(segments),
        reviewed=sum(target.is_human for _one, target in present), outdated=len(outdated),
        outdated_at=datetime.fromisoformat(min(outdated)) if outdated else None, problems=len(segments) - len(usable),
    )  # fmt: skip


def label(target: Target) -> str:
    """Who made a sentence, as readers are told: a person's name, or the engine's, which has no comma in it."""
    if target.by:
        return target.by
    return target.model.replace(",", " ") if target.engine == "llm" and target.model else LABELS.get(target.engine, target.engine)


def _by(state: State, targets: list[Target]) -> str:
    """Those who made most of the text that the state speaks of, three at most."""
    counted = Counter(label(one) for one in targets if one.state == state)
    return ", ".join(name for name, _number in counted.most_common(3) if name)[:200]


def _newest(targets: list[Target], now: datetime) -> datetime:
    return max((datetime.fromisoformat(one.made_at) for one in targets if one.made_at), default=now)
