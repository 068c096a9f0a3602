"""Keeping sentences: the row of each language is read again under a lock, so that nobody's work in the meantime is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from coranto.articles.models import PublicState
from coranto.translation.asking import Trouble
from coranto.translation.locking import lock_translations
from coranto.translation.memory import place
from coranto.translation.models import Kind, RequestState, Translation, TranslationRequest
from coranto.translation.segments import Segment
from coranto.translation.settling import Held, Settled, merge, read_held, settle
from coranto.translation.sources import Source, forget_outlines, outline_for, read_source
from coranto.translation.taking import Ending, Taken, end, held_still
from coranto.translation.targets import Target

FIELDS = [
    "version", "packed", "outline", "state", "by", "via", "made_at", "is_whole", "has_head", "sentences", "reviewed", "outdated", "outdated_at", "problems",
]  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A translation that was kept. `is_seen_elsewhere`: it appeared, or became or ceased to be reviewed, which other languages' pages tell."""

    language: str
    document: dict[str, Any]
    is_seen_elsewhere: bool


@dataclass
class Fresh:
    """Sentences for one article and language: what is held, what is new by digest, and why others are missing."""

    source: Source
    language: str
    held: Held
    new: dict[str, Target] = field(default_factory=dict)
    problems: dict[str, Trouble] = field(default_factory=dict)
    again: frozenset[str] = frozenset()  # digests of a machine's sentences that are asked for again

    def missing(self, is_head: bool) -> list[Segment]:
        """Sentences without a text, of the head or of all."""
        wanted = self.source.head(self.language) if is_head else self.source.for_language(self.language)
        return [one for one in self.held.missing(wanted, again=self.again) if one.digest not in self.new]

    def take(self, made: Mapping[str, Target]) -> None:
        """Take what engines made."""
        self.new.update({one.digest: made[one.digest] for one in self.missing(is_head=False) if one.digest in made})

    def add(self, known: Mapping[str, Target]) -> set[str]:
        """Take what is known of missing sentences; their digests. What is asked for again is taken from people alone."""
        found = {
            one.digest: known[one.digest]
            for one in self.missing(is_head=False)
            if one.digest in known and (one.digest not in self.again or known[one.digest].is_human)
        }
        self.new.update(found)
        return set(found)


@transaction.atomic
def keep(article: int, fresh: Sequence[Fresh], endings: Sequence[tuple[Taken, Ending]], *, told: Callable[[Sequence[Change]], None], now: datetime) -> int:
    """Keep an article's sentences in several languages and say what became of their requests; the number of rows written.

    A request that another worker has taken meanwhile is left to it. An article that is no longer public keeps nothing.
    """
    wishes = held_still([taken for taken, _ending in endings])
    mine = {taken.language for taken, _ending in endings if taken.pk in wishes}
    as_asked = {taken.language for taken, _ending in endings if wishes.get(taken.pk) == taken.wish}
    state = PublicState.objects.filter(pk=article, status=200).values_list("version_id", flat=True).first()
    if not mine or state is None:
        return 0
    written, changes = _write(article, [one for one in fresh if one.language in mine], state, now)
    end(endings, wishes, now=now)
    _end_wholes(article, [one for one in fresh if one.language in as_asked and one.source.version == state and not one.missing(is_head=False)], state, now)
    if changes:
        told(changes)
    return written


def _write(article: int, fresh: Sequence[Fresh], version: int, now: datetime) -> tuple[int, list[Change]]:
    lock_translations(article)
    held_rows = Translation.objects.select_for_update(of=("self",)).select_related("outline").filter(article_id=article, language__in={one.language for one in fresh})
    rows = {row.language: row for row in held_rows}
    source = fresh[0].source
    if source.version != version:  # published again meanwhile: what was made fits whatever has not changed
        source = read_source(PublicState.objects.select_related("version").get(pk=article).version)
    at = now.isoformat(timespec="seconds")
    new: dict[str, dict[str, Target]] = {}
    again: dict[str, set[str]] = {}
    for one in fresh:
        new.setdefault(one.language, {}).update(one.new)
        again.setdefault(one.language, set()).update(one.again)
    is_new = outline_for(source)
    settled: list[Settled] = []
    for language, sentences in new.items():
        held = read_held(rows.get(language), source, language, at=at)
        merge(held, sentences, source.for_language(language), again=again[language])
        if (one_settled := settle(rows.get(language), held, source, language, now=now)) is not None and one_settled.is_written:
            settled.append(one_settled)
    write_rows([one.row for one in settled])
    if is_new:
        forget_outlines(article)
        place(article, source.language, [one.digest for one in source.segments])
    return len(settled), [Change(one.row.language, one.document, one.is_seen_elsewhere) for one in settled if one.row.has_head and one.is_changed]


def write_rows(rows: Sequence[Translation]) -> None:
    """Write rows of translations, new and held ones, in one statement."""
    for row in rows:
        row.pk = None  # the pair of article and language tells which row it is
    Translation.objects.bulk_create(rows, batch_size=100, update_conflicts=True, unique_fields=["article", "language"], update_fields=FIELDS)


def _end_wholes(article: int, whole: Sequence[Fresh], version: int, now: datetime) -> None:
    """Where a head's request found everything, the request of the whole has nothing left to do."""
    waiting = TranslationRequest.objects.filter(
        article_id=article, version_id=version, kind=Kind.WHOLE, language__in={one.language for one in whole}, state=RequestState.WAITING, is_anew=False
    )
    if whole:
        waiting.filter(order=None).delete()
        waiting.update(state=RequestState.DONE, finished_at=now, problem="")
