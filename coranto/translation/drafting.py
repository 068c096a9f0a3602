"""What translators have typed and not accepted yet: kept on every stop of their hands, and lost to nothing.

A draft belongs to a person and a sentence. It is found again by what the sentence says, then by its place, so that it
survives an edit of the original. Two windows of one person cannot overwrite each other's words unseen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from coranto.members.models import User
from coranto.translation.models import SentenceDraft
from coranto.translation.segments import Segment

MOST_SIGNS = 20_000  # of one sentence
MOST_ASIDES = 5


class DraftError(ValueError):
    """The draft cannot be kept; the text says why."""


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody works at: an article in a language, or the text of the publication that `own` names."""

    language: str
    article: int | None = None
    own: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """What rows of drafts say of it."""
        return {"language": self.language, "article_id": self.article, "own": self.own}

    @property
    def drafts(self) -> QuerySet[SentenceDraft]:
        """Everybody's drafts of it."""
        return SentenceDraft.objects.filter(**self.columns)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it stands now. `was_elsewhere`: words from another window were set aside for it."""

    draft: SentenceDraft
    was_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Drafts:
    """A person's drafts of a translation by their sentences' keys, and those whose sentence is gone."""

    by_key: dict[str, SentenceDraft]
    stray: tuple[SentenceDraft, ...] = ()


def match(drafts: Collection[SentenceDraft], segments: Sequence[Segment]) -> Drafts:
    """Give each sentence its draft: one of the same place and words, else of the same words, else of the same place."""
    left = sorted(drafts, key=lambda one: one.saved_at)
    found: dict[str, SentenceDraft] = {}

    def take(rows: dict[tuple[str, str], list[SentenceDraft]], segment: Segment, name: tuple[str, str]) -> None:
        if segment.key not in found and rows[name]:
            found[segment.key] = rows[name].pop()
            left.remove(found[segment.key])

    for fields in (("key", "digest"), ("digest", "digest"), ("key", "key")):
        rows: dict[tuple[str, str], list[SentenceDraft]] = defaultdict(list)
        for one in left:
            rows[getattr(one, fields[0]), getattr(one, fields[1])].append(one)
        for segment in segments:
            take(rows, segment, (getattr(segment, fields[0]), getattr(segment, fields[1])))
    return Drafts(found, tuple(left))


def drafts_of(work: Work) -> list[SentenceDraft]:
    """Everybody's drafts of a translation, with their persons. One query."""
    return list(work.drafts.select_related("person").order_by("-saved_at"))


@transaction.atomic
def keep_draft(
    person: User, work: Work, segment: Segment, *, held: SentenceDraft | None, text: str, seen: str, number: int, now: datetime, joins: int | None = None,
) -> Kept:  # fmt: skip
    """Keep what a person typed, in written form. `held` is their draft of the sentence, `number` the one they saw, 0 for none; `joins` None leaves it.

    Where another window has kept other words since, these are set aside and not lost. Raises DraftError for a text too long.
    """
    if len(text) > MOST_SIGNS:
        raise DraftError(f"A sentence may have {MOST_SIGNS} signs, and this has {len(text)}. It is not kept.")
    row = SentenceDraft.objects.select_for_update().filter(pk=held.pk).first() if held is not None else None
    if row is None:  # none yet, or another window has just accepted it
        row, is_new = SentenceDraft.objects.select_for_update().get_or_create(
            **work.columns, person=person, key=segment.key, digest=segment.digest,
            defaults={"source": segment.text, "seen": seen, "text": text, "joins": joins, "saved_at": now},
        )  # fmt: skip
        if is_new:
            return Kept(row)
    was_elsewhere = row.number != number and row.text != text
    if was_elsewhere:
        row.asides = [row.text, *(one for one in row.asides if one not in (row.text, text))][:MOST_ASIDES]
    if row.text != text or (joins is not None and joins != row.joins):
        row.text, row.number, row.saved_at = text, row.number + 1, now
        row.joins = row.joins if joins is None else joins
        row.save(update_fields=["text", "number", "saved_at", "asides", "joins"])
    return Kept(row, was_elsewhere)


def drop_drafts(person: User, work: Work, drafts: Collection[int]) -> None:
    """Let drafts go: their words were accepted, or the person does not want them."""
    work.drafts.filter(pk__in=drafts, person=person).delete()
