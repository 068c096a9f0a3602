"""What helps with one sentence: the memory's matches, the glossary's words, and what people wrote there before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from coranto.newsroom.translating.pieces import editable
from coranto.newsroom.translating.sentences import Opened
from coranto.translation.accepting import own_key
from coranto.translation.differing import Stretch, difference
from coranto.translation.glossary import hits
from coranto.translation.memory import Match, Wanted, fuzzy, recall
from coranto.translation.models import Rule
from coranto.translation.remembering import history
from coranto.translation.segments import Segment
from coranto.translation.segments.editable import to_editable
from coranto.translation.settling import label

FEW = 5
EXACT = 100.0


@dataclass(frozen=True, slots=True)
class Remembered:
    """A sentence of the memory: `likeness` in per cent, what its original says otherwise, and its translation as people edit it."""

    likeness: int
    source_changes: tuple[Stretch, ...]
    text: str
    state: str
    by: str
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """A word of the glossary that stands in the sentence. `rule` is keep, translate or never."""

    source: str
    rule: str
    target: str
    note: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a person wrote or accepted here, and what they changed in what stood before."""

    by: str
    made_at: datetime
    state: str
    text: str
    changes: tuple[Stretch, ...]
    is_joined: bool
    can_be_used: bool  # it is another text than stands there


@dataclass(frozen=True, slots=True)
class About:
    """All of it, for one sentence."""

    remembered: tuple[Remembered, ...]
    agreed: tuple[Agreed, ...]
    written: tuple[Written, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of any kind."""
        return not (self.remembered or self.agreed or self.written)


def read_about(opened: Opened, segment: Segment) -> About:
    """Read what helps with a sentence. At most ten queries."""
    language = opened.language.code
    glossary = [
        Agreed(entry.source, entry.rule, entry.target if entry.rule == Rule.NEVER else entry.form(language) or "", entry.note)
        for entry in hits(opened.source.glossary, segment.plain, [language])
    ]
    return About(tuple(_remembered(opened, segment)), tuple(glossary), tuple(_written(opened, segment)))


def _remembered(opened: Opened, segment: Segment) -> Iterable[Remembered]:
    language, written = opened.language.code, opened.source.language
    known = recall([Wanted(segment.digest, opened.source.contexts[segment.key])], source_language=written, languages=[language], article=opened.work.article)
    exact = known[language].get(segment.digest)
    matches = [Match(segment.text, exact, EXACT)] if exact is not None else []
    matches += fuzzy(segment.text, source_language=written, target_language=language, limit=FEW)
    target = opened.held.targets.get(segment.key)
    shown = {target.text} if target is not None else set()
    for match in matches:
        if match.target.text and match.target.text not in shown:
            shown.add(match.target.text)
            yield Remembered(
                round(match.likeness), difference(to_editable(match.source), to_editable(segment.text)) if match.source != segment.text else (),
                editable(match.target.text, is_rtl=opened.language.direction == "rtl"), match.target.state, label(match.target),
                datetime.fromisoformat(match.target.made_at) if match.target.made_at else None,
            )  # fmt: skip


def _written(opened: Opened, segment: Segment) -> Iterable[Written]:
    work = opened.work
    rows = history(work.article, own_key(work.own, segment) if work.own else segment.key, work.language, digest=segment.digest)
    target = opened.held.targets.get(segment.key)
    is_rtl = opened.language.direction == "rtl"
    for number, row in enumerate(rows):
        before = rows[number + 1].target if number + 1 < len(rows) else ""
        changes = difference(to_editable(before), to_editable(row.target)) if before and before != row.target else ()
        can_be_used = bool(row.target) and (target is None or row.target != target.text)
        yield Written(row.by, row.made_at, row.state, editable(row.target, is_rtl=is_rtl), changes, not row.target, can_be_used)
