"""A person answers at once for all that nobody has answered for yet.

What they saw is told by marks, one for each sentence, so that what was changed meanwhile is not accepted unseen.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from coranto.articles.models import PublicState
from coranto.members.models import User
from coranto.translation.accepting import AcceptError, Words, opened, put, refuse_what_breaks, standing, write
from coranto.translation.keeping_sentences import Change
from coranto.translation.models import Translation
from coranto.translation.segments import Segment
from coranto.translation.segments import digest as digest_of
from coranto.translation.settling import Held, read_held
from coranto.translation.sources import Source, read_source

MARK_LENGTH = 12
Checked = frozenset[tuple[Segment, str]]  # sentences with texts that would break nothing
NOTHING: Checked = frozenset()


@dataclass(frozen=True, slots=True)
class AcceptedAll:
    """What was accepted; `left` counts sentences that are another now than the person saw, and wait for somebody to look at them."""

    row: Translation
    change: Change | None
    accepted: int
    left: int


def mark_of(segment: Segment, held: Held) -> str:
    """By what a sentence with what stands there is known again."""
    return digest_of(f"{segment.key} {segment.digest} {standing(held.targets.get(segment.key))}")[:MARK_LENGTH]


def acceptable(held: Held, segments: Sequence[Segment]) -> list[Words]:
    """The sentences that are not a person's yet and not outdated, as they stand."""
    found = ((segment, held.targets.get(segment.key)) for segment in segments)
    return [Words(segment, target.text) for segment, target in found if target is not None and target.digest == segment.digest and not target.is_human]


def look_through(article: int, language: str, *, now: datetime) -> Checked:
    """Which sentences of an article break nothing as they stand. Asked before anything is locked: it takes the most time. Raises Refused."""
    state = PublicState.objects.select_related("version").filter(pk=article, status=200).first()
    if state is None:
        return NOTHING
    source = read_source(state.version)
    row = Translation.objects.select_related("outline").filter(article_id=article, language=language).first()
    held = read_held(row, source, language, at=now.isoformat(timespec="seconds"))
    return checked(acceptable(held, source.for_language(language)), source, language)


def checked(words: Sequence[Words], source: Source, language: str, *, known: Checked = NOTHING) -> Checked:
    """The same, of sentences that are at hand, those known already left out."""
    for one in words:
        if (one.segment, one.text) not in known:
            refuse_what_breaks(one.segment, one.text, source, language)
    return frozenset((one.segment, one.text) for one in words)


@transaction.atomic
def accept_all(article: int, language: str, *, by: User, now: datetime, seen: Container[str] | None = None, known: Checked = NOTHING) -> AcceptedAll:
    """Accept every sentence of an article that is not a person's yet and not outdated, as it stands. Locks the translation's row.

    `seen`, when given, are the marks of what the person saw; what is another now is left. `known` is what was looked through.
    """
    row, source, held = opened(article, language, now)
    if not held.targets:
        raise AcceptError("There are no sentences to accept.")
    all_of_them = acceptable(held, source.for_language(language))
    mine = [one for one in all_of_them if seen is None or mark_of(one.segment, held) in seen]
    checked(mine, source, language, known=known)
    put(mine, held, source, language, by=by, now=now)
    kept, change = write(row, held, source, language, now)
    return AcceptedAll(kept, change, len(mine), len(all_of_them) - len(mine))
