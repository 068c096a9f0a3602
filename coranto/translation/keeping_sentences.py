"""Keeping sentences: the row of each language is read again under a lock, so that nobody's work in the meantime is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from coranto.articles.models import PublicState
from coranto.translation.asking import Trouble
from coranto.translation.locking import lock_translations
from coranto.translation.memory import place
from coranto.translation.models import RequestState, Translation, TranslationRequest
from coranto.translation.recounting import recount
from coranto.translation.segments import Segment
from coranto.translation.settling import Held, Settled, merge, read_held, settle
from coranto.translation.sources import Source, forget_outlines, outlines_for, read_source
from coranto.translation.taking import Ending, Taken, end, held_with_wholes
from coranto.translation.targets import Target

FIELDS = [
    "version", "packed", "outline", "state", "by", "via", "made_at", "is_whole", "has_head", "sentences", "reviewed", "outdated", "outdated_at", "problems",
]  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A translation that was kept. `is_seen_elsewhere`: it appeared, or became or ceased to be reviewed, which other languages' pages tell.

    `is_card_changed`: lists show something else of it, its headline, introduction, picture or state.
    """

    language: str
    document: dict[str, Any]
    is_seen_elsewhere: bool
    is_card_changed: bool = True


Told = Callable[[Mapping[int, Sequence[Change]]], None]


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


@dataclass(frozen=True)
class Worked:
    """What a worker made for one request, and what is to become of the request."""

    fresh: Fresh
    taken: Taken
    ending: Ending


@transaction.atomic
def keep(worked: Sequence[Worked], *, told: Told, now: datetime) -> int:
    """Keep sentences of articles in several languages and say what became of their requests; the number of rows written.

    A request that another worker has taken meanwhile is left to it. An article that is no longer public keeps nothing.
    Twenty statements and what `told` does, however many articles.
    """
    lock_translations(*(one.taken.article for one in worked))
    wishes, wholes = held_with_wholes([one.taken for one in worked], heads=[one.taken for one in worked if one.taken.is_head])
    public = dict(PublicState.objects.filter(pk__in={one.taken.article for one in worked}, status=200).values_list("pk", "version_id")) if wishes else {}
    mine = [one for one in worked if one.taken.pk in wishes and one.taken.article in public]
    if not mine:
        return 0
    by_article: dict[int, list[Fresh]] = defaultdict(list)
    for one in mine:
        by_article[one.taken.article].append(one.fresh)
    settled = _settled(by_article, public, now)
    write_rows([done.row for done in settled])
    end([(one.taken, one.ending) for one in mine], wishes, now=now)
    _end_wholes([one.fresh for one in mine if wishes[one.taken.pk] == one.taken.wish], wholes, public, now)
    changes: dict[int, list[Change]] = defaultdict(list)
    for done in settled:
        if done.row.has_head and done.is_changed:
            changes[done.row.article_id].append(Change(done.row.language, done.document, done.is_seen_elsewhere, done.is_card_changed))
    if changes:
        told(changes)
    return len(settled)


def _settled(by_article: Mapping[int, Sequence[Fresh]], public: Mapping[int, int], now: datetime) -> list[Settled]:
    """What is to be written of each article and language, put together from its row as it is now, which is locked."""
    asked = {one.language for mine in by_article.values() for one in mine}
    held_rows = Translation.objects.select_for_update(of=("self",)).select_related("outline").filter(article_id__in=by_article, language__in=asked)
    rows = {(row.article_id, row.language): row for row in held_rows}
    sources = {number: _current(mine[0].source, public[number]) for number, mine in by_article.items()}
    new = outlines_for(sources.values())
    at = now.isoformat(timespec="seconds")
    settled: list[Settled] = []
    for number, mine in by_article.items():
        source = sources[number]
        for language, (sentences, again) in _by_language(mine).items():
            row = rows.get((number, language))
            held = read_held(row, source, language, at=at)
            merge(held, sentences, source.for_language(language), again=again)
            if (done := settle(row, held, source, language, now=now)) is not None and done.is_written:
                settled.append(done)
    if new:
        forget_outlines([source.article for source in new])
        place({source.article: (source.language, [one.digest for one in source.segments]) for source in new})
    return settled


def _current(source: Source, version: int) -> Source:
    """The source, or that of the version that was published meanwhile: what was made fits whatever has not changed."""
    return source if source.version == version else read_source(PublicState.objects.select_related("version").get(pk=source.article).version)


def _by_language(mine: Sequence[Fresh]) -> dict[str, tuple[dict[str, Target], set[str]]]:
    """What is new in each language, and what of it was asked for again."""
    found: dict[str, tuple[dict[str, Target], set[str]]] = defaultdict(lambda: ({}, set()))
    for one in mine:
        found[one.language][0].update(one.new)
        found[one.language][1].update(one.again)
    return found


def write_rows(rows: Sequence[Translation]) -> None:
    """Write rows of translations, new and held ones, and what is counted of them."""
    for row in rows:
        row.pk = None  # the pair of article and language tells which row it is
    Translation.objects.bulk_create(rows, batch_size=100, update_conflicts=True, unique_fields=["article", "language"], update_fields=FIELDS)
    recount({row.article_id for row in rows}, languages={row.language for row in rows})


def _end_wholes(fresh: Sequence[Fresh], wholes: Sequence[int], public: Mapping[int, int], now: datetime) -> None:
    """Where a head's request found everything, the request of the whole has nothing left to do. `wholes` are those that wait, locked."""
    whole = {
        (one.source.article, one.language) for one in fresh if one.source.version == public[one.source.article] and not one.missing(is_head=False)
    }  # fmt: skip
    if not whole or not wholes:
        return
    rows = TranslationRequest.objects.filter(pk__in=wholes, is_anew=False)
    asked = [row for row in rows.values_list("pk", "article_id", "language", "version_id", "order_id") if row[1:3] in whole and row[3] == public[row[1]]]
    still = TranslationRequest.objects.filter(state=RequestState.WAITING)
    if of_nobody := [row[0] for row in asked if row[4] is None]:
        still.filter(pk__in=of_nobody).delete()
    if of_orders := [row[0] for row in asked if row[4] is not None]:
        still.filter(pk__in=of_orders).update(state=RequestState.DONE, finished_at=now, problem="")
