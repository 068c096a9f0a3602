"""The translator's round: takes requests, asks the memory, then the engines, and keeps what comes of it.

Headlines and standfirsts come first, in every language. What the memory has costs no engine. Of what is left, every
engine gets everything at once, so that it loads each model once; each sentence is checked before it is kept. Only
public versions are read, and no text of one under embargo leaves the machine.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from coranto.translation.asking import Answers, Asking
from coranto.translation.choosing import Order
from coranto.translation.counted import MEMORY, Work, words_in
from coranto.translation.engine import Engine
from coranto.translation.keeping_sentences import Fresh, Told, Worked, keep
from coranto.translation.memory import Wanted, recall
from coranto.translation.models import RequestState, Translation
from coranto.translation.obeying import disobedient
from coranto.translation.pacing import Pace
from coranto.translation.requesting import cancel_what_is_gone, lacking_pairs, wake_lacking
from coranto.translation.segments import Segment
from coranto.translation.settling import read_held
from coranto.translation.sources import Source, may_leave, read_sources
from coranto.translation.taking import Ending, Taken, end, give_back, held_still, is_divided, take

logger = logging.getLogger("coranto.translation")

LIMIT = 64  # requests taken at once: an article's head in every language
LIMIT_ENGINES = 16  # requests of these that go to engines at once; the others wait for this worker or another
ENGINE_SECONDS = 120.0  # for all sentences of a batch; far below the lease of a request
EMBARGO_SECONDS = 300.0  # after which it is looked again whether a text may leave the machine by now


@dataclass
class Report:
    """What was done: requests ended, (article, language) rows kept, sentences from the memory, asked of engines and made by them, and how many had no answer."""

    requests: int = 0
    kept: int = 0
    recalled: int = 0
    asked: int = 0
    translated: int = 0
    words: int = 0
    failed: int = 0
    by_engine: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, other: Report) -> None:
        """Add what another round did."""
        for name in ("requests", "kept", "recalled", "asked", "translated", "words", "failed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for engine, number in other.by_engine.items():
            self.by_engine[engine] += number


@dataclass(eq=False)
class _Piece:
    """One request with its source and what is known of its sentences."""

    taken: Taken
    source: Source
    fresh: Fresh
    is_head: bool = False  # only headline and standfirst now
    recalled: set[str] = field(default_factory=set)  # digests that the memory had

    def missing(self) -> list[Segment]:
        """What engines are to be asked for now."""
        return self.fresh.missing(self.is_head)


def translate_due(
    engines: Mapping[str, Engine], order: Order, *, told: Told, seconds: float = 60.0, stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = timezone.now, pace: Pace | None = None,
) -> Report:  # fmt: skip
    """Work at what is due, for so many seconds at most, a batch being finished first. `told` hears in the same transaction what was kept."""
    until, report, pace = time.monotonic() + seconds, Report(), pace or Pace()
    while not stop():
        done = translate_batch(engines, order, told=told, now=clock(), pace=pace)
        if done is None:
            break
        report.add(done)
        if time.monotonic() >= until:
            break
    return report


def translate_batch(engines: Mapping[str, Engine], order: Order, *, told: Told, now: datetime, pace: Pace | None = None) -> Report | None:
    """One batch; None when nothing is due."""
    pace = pace or Pace()
    taken = take(now=now, limit=LIMIT, whole=pace.worth_taking)
    if not taken:
        return None
    report, started = Report(), time.monotonic()
    try:
        _work(taken, engines, order, told, now, report, pace)
        pace.learn(report.asked, time.monotonic() - started)
    except Exception as error:
        # A fault of ours: these requests wait and are counted, so that one that always fails does not hold up the others.
        logger.exception("translating failed", extra={"requests": len(taken)})
        _put_off(taken, error, now)
    logger.info("translated", extra={"requests": report.requests, "sentences": report.translated, "recalled": report.recalled, "without_text": report.failed})
    return report


def _work(taken: Sequence[Taken], engines: Mapping[str, Engine], order: Order, told: Told, now: datetime, report: Report, pace: Pace) -> None:
    pieces, later = _for_now(_read(taken, now), pace)
    _recall(pieces)
    waiting = [piece for piece in pieces if piece.missing()]
    mine = _for_engines(waiting)
    give_back([*(piece.taken for piece in later), *(piece.taken for piece in waiting if piece not in mine)])
    _keep([piece for piece in pieces if piece not in waiting], Work(), told, now, report)
    if mine:
        _keep(mine, _translate(mine, engines, order, now, report), told, now, report)


def _put_off(taken: Sequence[Taken], error: Exception, now: datetime) -> None:
    with transaction.atomic():
        problem = f"Translating failed ({type(error).__name__}); the worker's log says more."
        end([(one, Ending(RequestState.WAITING, problem)) for one in taken], held_still(taken), now=now)


def wake(engines: Mapping[str, Engine], order: Order, *, now: datetime) -> int:
    """Let requests wait again whose direction an engine offers now. How many."""
    pairs = lacking_pairs()
    return wake_lacking([pair for pair in pairs if any(one.pair(*pair) is not None for one in order.engines(pair[1], engines))], now=now) if pairs else 0


def _read(taken: Sequence[Taken], now: datetime) -> list[_Piece]:
    """Read sources and what is held of them, for all requests together; those of articles that are gone end."""
    sources = read_sources({one.article for one in taken}, now=now)
    for number in {one.article for one in taken} - sources.keys():
        cancel_what_is_gone(number)
    taken = [one for one in taken if one.article in sources]
    rows = Translation.objects.filter(article_id__in=sources, language__in={one.language for one in taken}).select_related("outline")
    held = {(row.article_id, row.language): row for row in rows}
    pieces = []
    for one in taken:
        source = sources[one.article]
        fresh = Fresh(source, one.language, read_held(held.get((one.article, one.language)), source, one.language, at=now.isoformat(timespec="seconds")))
        if one.is_anew:
            fresh.again = frozenset(segment.digest for segment, target in disobedient(source, fresh.held, one.language) if not target.is_human)
        pieces.append(_Piece(one, source, fresh, one.is_head))
    return pieces


def _for_now(pieces: list[_Piece], pace: Pace) -> tuple[list[_Piece], list[_Piece]]:
    """What is worked at now, and what waits for this worker or another.

    Where heads are waited for in few languages, articles are translated whole at once, so many that a batch takes
    seconds: it reads and writes each article once instead of twice.
    """
    if not pieces or is_divided((piece.taken.kind, piece.taken.language) for piece in pieces):
        return pieces, []
    heads = [piece for piece in pieces if piece.taken.is_head] or pieces
    mine = heads[: pace.fitting([len(piece.fresh.missing(is_head=False)) for piece in heads])]
    for piece in mine:
        piece.is_head = False
    return mine, [piece for piece in pieces if piece not in mine]


def _recall(pieces: Sequence[_Piece]) -> None:
    """Ask the memory once for each language written in, for all languages asked for, and for whole articles even where heads are asked for."""
    written: dict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        written[piece.source.language].append(piece)
    for language, mine in written.items():
        wanted = {Wanted(one.digest, piece.source.contexts[one.key]) for piece in mine for one in piece.fresh.missing(is_head=False)}
        known = recall(list(wanted), source_language=language, languages={piece.taken.language for piece in mine})
        for piece in mine:
            piece.recalled = piece.fresh.add(known[piece.taken.language])


def _for_engines(waiting: Sequence[_Piece]) -> list[_Piece]:
    """The first of what is left, those of one direction together."""
    heads = [piece for piece in waiting if piece.taken.is_head] or waiting
    is_part = is_divided((piece.taken.kind, piece.taken.language) for piece in heads)
    return sorted(heads[:LIMIT_ENGINES] if is_part else heads, key=lambda piece: (piece.source.language, piece.taken.language))


def _translate(pieces: Sequence[_Piece], engines: Mapping[str, Engine], order: Order, now: datetime, report: Report) -> Work:
    """Ask the engines; a sentence that stands in several articles is asked for once. What they made, added up."""
    open_now = may_leave({piece.taken.article for piece in pieces}, now=now)
    asking = Asking(engines, order, now=now)
    for piece in pieces:
        piece.source.may_leave = piece.taken.article in open_now
    for piece in sorted(pieces, key=lambda one: not one.source.may_leave):  # what an open article says as well is no secret of a closed one
        asking.add(piece.source, piece.taken.language, piece.missing())
    answers = asking.ask(deadline=time.monotonic() + ENGINE_SECONDS)
    work = _made(pieces, answers)
    for piece in pieces:
        direction = (piece.source.language, piece.taken.language)
        piece.fresh.take(answers.made.get(direction, {}))
        piece.fresh.problems.update(answers.problems.get(direction, {}))
    report.asked += answers.asked
    report.translated += answers.sentences
    report.words += answers.words
    for engine, number in answers.by_engine.items():
        report.by_engine[engine] += number
    return work


def _made(pieces: Sequence[_Piece], answers: Answers) -> Work:
    """Add up what engines made, each sentence once."""
    work, words = Work(), {(piece.source.language, one.digest): one.plain for piece in pieces for one in piece.missing()}
    for (written_in, language), made in answers.made.items():
        for digest, target in made.items():
            work.add(language, target.engine, words_in(words.get((written_in, digest), ""), written_in))
    return work


def _count_recalled(pieces: Sequence[_Piece], work: Work, report: Report) -> None:
    """Add what the memory had, each sentence once in a language; of what was given back it is asked again, and counted then."""
    found: dict[tuple[str, str], int] = {}
    for piece in pieces:
        if piece.recalled:
            found |= {(piece.taken.language, one.digest): words_in(one.plain, piece.source.language) for one in piece.source.segments if one.digest in piece.recalled}
    for (language, _digest), words in found.items():
        work.add(language, MEMORY, words)
    report.recalled += len(found)


def _keep(pieces: Sequence[_Piece], work: Work, told: Told, now: datetime, report: Report) -> None:
    """Keep everything in one transaction, with the sums of what was done for it.

    Where that fails, each article in its own, so that one that cannot be kept harms no other; what was made is added up whatever becomes of it.
    """
    if not pieces:
        return
    _count_recalled(pieces, work, report)
    by_article: dict[int, list[Worked]] = defaultdict(list)
    for piece in pieces:
        by_article[piece.taken.article].append(Worked(piece.fresh, piece.taken, _ending(piece)))
    try:
        with transaction.atomic():
            work.write(now)
            report.kept += keep([one for mine in by_article.values() for one in mine], told=told, now=now)
    except Exception as error:
        logger.warning("kept one by one", extra={"articles": len(by_article), "why": type(error).__name__})
        for mine in by_article.values():
            report.kept += _kept_alone(mine, told, now)
        work.write(now)
    report.requests += len(pieces)
    report.failed += sum(len(piece.fresh.missing(piece.taken.is_head)) for piece in pieces)


def _kept_alone(mine: Sequence[Worked], told: Told, now: datetime) -> int:
    try:
        return keep(mine, told=told, now=now)
    except Exception as error:
        logger.exception("keeping failed", extra={"article": mine[0].taken.article})
        _put_off([one.taken for one in mine], error, now)
        return 0


def _ending(piece: _Piece) -> Ending:
    """What is to become of a request: done, tried again, or left to somebody."""
    left = piece.fresh.missing(piece.taken.is_head)
    if not left:
        return Ending(RequestState.DONE)
    problems = [piece.fresh.problems[one.digest] for one in left if one.digest in piece.fresh.problems]
    again = [problem for problem in problems if problem.may_help_later]
    if again or not problems:
        wait = min((problem.retry_after for problem in again if problem.retry_after is not None), default=0.0)
        return Ending(RequestState.WAITING, again[0].why if again else "The engines gave no answer.", wait)
    if any(problem.may_not_leave for problem in problems):
        return Ending(RequestState.WAITING, wait=EMBARGO_SECONDS)
    if all(problem.is_lacking for problem in problems):
        return Ending(RequestState.LACKING, problems[0].why)
    worst = next(problem for problem in problems if not problem.is_lacking)
    return Ending(RequestState.PARTIAL, f"{len(left)} sentences: {worst.why}" if len(left) > 1 else worst.why)


