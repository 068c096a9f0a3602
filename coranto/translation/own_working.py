"""Translating texts of the publication itself: memory first, then engines, as articles are, and a person's word is kept as there."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from coranto.delivery.living import is_dead, new_holder
from coranto.publication.offered import is_offered
from coranto.translation.asking import Asking, Trouble
from coranto.translation.carrying import carry
from coranto.translation.choosing import Order
from coranto.translation.engine import Engine
from coranto.translation.glossary import Glossary, read_glossary
from coranto.translation.keeping_sentences import Fresh
from coranto.translation.memory import Wanted, recall
from coranto.translation.models import State
from coranto.translation.own_texts import OwnText, OwnTranslation
from coranto.translation.segments import compose, cut
from coranto.translation.settling import Held, merge, row_of
from coranto.translation.sources import Source
from coranto.translation.taking import BACKOFF, FAR, LEASE, MOST_TRIES
from coranto.translation.targets import pack
from coranto.translation.working import ENGINE_SECONDS, Report

logger = logging.getLogger("coranto.translation")
LIMIT = 64  # rows taken at once: a text in every language
LACKING = timedelta(hours=1)  # after which it is looked again for an engine
Told = Callable[[str, Sequence[str]], None]


@dataclass(eq=False)
class _Piece:
    """A row in this worker's hands."""

    row: OwnTranslation
    source: Source
    fresh: Fresh


def translate_own(engines: Mapping[str, Engine], order: Order, *, told: Told, now: datetime) -> Report | None:
    """One batch of what is due; None when nothing is. `told` hears in the same transaction which text was kept in which languages."""
    rows = _take(now)
    if not rows:
        return None
    report = Report(requests=len(rows))
    _work_or_put_off(rows, engines, order, told, now, report)
    return report


def _work_or_put_off(rows: Sequence[OwnTranslation], engines: Mapping[str, Engine], order: Order, told: Told, now: datetime, report: Report) -> None:
    """After a fault of ours each text is tried alone; the one with the fault waits and is counted, and does not hold up the others."""
    try:
        _work(rows, engines, order, told, now, report)
    except Exception as error:
        names = dict.fromkeys(row.text.name for row in rows)
        if len(names) == 1:
            logger.exception("translating a text of the publication failed", extra={"text": next(iter(names))})
            _put_off(rows, error, now)
            return
        for name in names:
            _work_or_put_off([row for row in rows if row.text.name == name], engines, order, told, now, report)


@transaction.atomic
def _put_off(rows: Sequence[OwnTranslation], error: Exception, now: datetime) -> None:
    fences = {row.pk: row.fence for row in rows}
    for row in OwnTranslation.objects.select_for_update(of=("self",)).filter(pk__in=fences).order_by("pk"):
        if row.fence == fences[row.pk]:
            row.until, row.problem = None, f"Translating failed ({type(error).__name__}); the worker's log says more."
            _wait(row, now)
            row.save(update_fields=["until", "problem", "due_at", "tries"])


def _wait(row: OwnTranslation, now: datetime) -> None:
    """Once more later, and at last not at all."""
    row.tries += 1
    wait = timedelta(seconds=BACKOFF[min(row.tries, len(BACKOFF)) - 1])
    row.due_at = now + wait if row.tries < MOST_TRIES else None


def _work(rows: Sequence[OwnTranslation], engines: Mapping[str, Engine], order: Order, told: Told, now: datetime, report: Report) -> None:
    glossaries: dict[str, Glossary] = {}
    sources = {row.text_id: source_of(row.text, glossaries) for row in rows}
    pieces = [_Piece(row, sources[row.text_id], Fresh(sources[row.text_id], row.language, held_of(row, sources[row.text_id], now))) for row in rows]
    _recall(pieces, report)
    asking = Asking(engines, order, now=now)
    for piece in pieces:
        asking.add(piece.source, piece.row.language, piece.fresh.missing(is_head=False))
    answers = asking.ask(deadline=time.monotonic() + ENGINE_SECONDS)
    for piece in pieces:
        direction = (piece.source.language, piece.row.language)
        piece.fresh.add(answers.made.get(direction, {}))
        piece.fresh.problems.update(answers.problems.get(direction, {}))
    report.asked, report.translated, report.words = report.asked + answers.asked, report.translated + answers.sentences, report.words + answers.words
    by_text: dict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        by_text[piece.row.text.name].append(piece)
    for name, mine in by_text.items():
        report.kept += _keep(name, mine, told, now)


@transaction.atomic
def _take(now: datetime) -> list[OwnTranslation]:
    asked = OwnTranslation.objects.filter(Q(due_at__lte=now) | Q(due_at__gt=now, due_at=F("text__changed_at")), is_offered())
    dead = [holder for holder in set(asked.filter(until__gte=now).values_list("holder", flat=True)) if is_dead(holder)]
    due = asked.filter(Q(until=None) | Q(until__lt=now) | Q(until__gt=now + FAR) | Q(holder__in=dead)).order_by("due_at", "text_id", "language")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    numbers = list(due.values_list("pk", flat=True)[:LIMIT])
    OwnTranslation.objects.filter(pk__in=numbers).update(until=now + LEASE, fence=F("fence") + 1, holder=new_holder())
    return list(OwnTranslation.objects.select_related("text").filter(pk__in=numbers).order_by("text_id", "language"))


def source_of(text: OwnText, glossaries: dict[str, Glossary]) -> Source:
    """A text as an article is translated; it is public as soon as it stands, so that it may leave the machine."""
    if text.language not in glossaries:
        glossaries[text.language] = read_glossary(text.language)
    segments = cut(text.document)
    words = "\n".join(one.plain for one in segments)
    within = glossaries[text.language].within(words)
    if names := within.names(words):
        segments = cut(text.document, names=names)
    return Source(0, 0, text.document, segments, within, may_leave=True)


def held_of(row: OwnTranslation, source: Source, now: datetime) -> Held:
    """What a row holds for a text as it stands now; what has changed since is outdated."""
    segments = source.for_language(row.language)
    digests = {one.digest: one for one in row.proposals.values()}
    proposals = {one.key: digests[one.digest] for one in segments if one.digest in digests}
    return Held(carry(row.targets, segments, at=now.isoformat(timespec="seconds")), proposals)


def _recall(pieces: Sequence[_Piece], report: Report) -> None:
    written: dict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        written[piece.source.language].append(piece)
    for language, mine in written.items():
        wanted = {Wanted(one.digest, piece.source.contexts[one.key]) for piece in mine for one in piece.fresh.missing(is_head=False)}
        known = recall(list(wanted), source_language=language, languages={piece.row.language for piece in mine})
        report.recalled += sum(len(piece.fresh.add(known[piece.row.language])) for piece in mine)


@transaction.atomic
def _keep(name: str, pieces: Sequence[_Piece], told: Told, now: datetime) -> int:
    """Keep a text in several languages; what another worker has taken meanwhile is left to it."""
    fences = {piece.row.pk: piece.row.fence for piece in pieces}
    held = {row.pk: row for row in OwnTranslation.objects.select_for_update(of=("self",)).select_related("text").filter(pk__in=fences).order_by("pk")}
    kept = []
    for piece in pieces:
        row = held.get(piece.row.pk)
        if row is None or row.fence != fences[row.pk]:
            continue
        is_same = row.text.digest == piece.row.text.digest
        if is_same and _settled(row, piece, now):
            kept.append(row.language)
        _end(row, piece, now, is_same=is_same)
        row.save()
    if kept:
        told(name, kept)
    return len(kept)


def _settled(row: OwnTranslation, piece: _Piece, now: datetime) -> bool:
    held_now = held_of(row, piece.source, now)
    merge(held_now, piece.fresh.new, piece.source.for_language(row.language))
    return settle_own(row, piece.source, held_now, now)


def settle_own(row: OwnTranslation, source: Source, held: Held, now: datetime) -> bool:
    """Put sentences into a row, which fits its text from then on; whether readers would notice."""
    segments = source.for_language(row.language)
    held.targets = {key: one for key, one in held.targets.items() if one.is_human or not one.is_outdated}  # a machine's old promise is nobody's
    before = _shown(row)
    row.fits = True
    if not held.targets:
        row.packed, row.state, row.by, row.via, row.made_at, row.is_whole, row.outdated = b"", State.MACHINE, "", "", None, False, 0
        return before is not None
    document = compose(source.document, language=row.language, targets={key: one.text for key, one in held.targets.items()}, segments=segments)
    facts = row_of(held, source, segments, row.language, now)
    row.packed = pack(document, held.targets, held.proposals)
    row.state, row.by, row.via, row.made_at = facts.state, facts.by, facts.via, facts.made_at
    row.is_whole, row.outdated = facts.is_whole, facts.outdated
    return before != _shown(row)


def _shown(row: OwnTranslation) -> tuple[object, ...] | None:
    """What readers may have of a row; None before there is anything, and while it does not fit."""
    return (row.unpacked.get("document"), row.state, row.by, row.outdated, row.is_whole) if row.fits and row.made_at is not None else None


def _end(row: OwnTranslation, piece: _Piece, now: datetime, *, is_same: bool) -> None:
    """Say whether a row waits again, and until when."""
    row.until = None
    left = [piece.fresh.problems.get(one.digest) for one in piece.fresh.missing(is_head=False)]
    if not is_same:
        row.due_at = now
    elif not left:
        row.due_at, row.tries, row.problem = None, 0, ""
    elif all(one is not None and one.is_lacking for one in left):
        row.due_at, row.problem = now + LACKING, _why(left)
    else:
        row.problem = _why(left)
        _wait(row, now)


def _why(problems: Sequence[Trouble | None]) -> str:
    return next((one.why for one in problems if one is not None), "The engines gave no answer.")[:300]
