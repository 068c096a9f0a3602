"""The translator's round: takes requests, asks the memory, then the engines, and keeps what comes of it.

Headlines and standfirsts come first, in every language. What the memory has costs no engine. Of what is left, every
engine gets everything at once, so that it loads each model once; each sentence is checked before it is kept. Only
public versions are read, and no text of one under embargo leaves the machine.
"""

from __future__ import annotations

import logging
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate

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
from coranto.translation.requesting import cancel_requests, lacking_pairs, wake_lacking
from coranto.translation.segments import Segment
from coranto.translation.settling import read_held
from coranto.translation.sources import Source, may_leave, read_sources
from coranto.translation.taking import Ending, Taken, end, give_back, held_still, take

logger = logging.getLogger("coranto.translation")

LIMIT = 64  # requests taken at once: an article's head in every language
FEW_LANGUAGES = 2  # up to which articles are not divided into head and whole
MOST_SENTENCES = 400  # of whole articles at once, until it is known how fast the engines are
LAST_BIT = 1.25  # times as many, when nothing is left then
BATCH_SECONDS, LEAST_AT_ONCE, MOST_AT_ONCE = 2.0, 40, 1000  # a headline published meanwhile waits no longer than such a batch
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

    def missing(self) -> list[Segment]:
        """What engines are to be asked for now."""
        return self.fresh.missing(self.is_head)


@dataclass
class Pace:
    """How many sentences make a batch of a few seconds here: learnt from how long the last ones took."""

    sentences: int = MOST_SENTENCES

    def learn(self, report: Report, seconds: float) -> None:
        """Take what a batch took into account."""
        if report.asked >= LEAST_AT_ONCE and seconds > 0:
            self.sentences = min(MOST_AT_ONCE, max(LEAST_AT_ONCE, round(report.asked / seconds * BATCH_SECONDS)))


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
    taken = take(now=now, limit=LIMIT)
    if not taken:
        return None
    report, pace, started = Report(), pace or Pace(), time.monotonic()
    try:
        _work(taken, engines, order, told, now, report, pace.sentences)
        pace.learn(report, time.monotonic() - started)
    except Exception as error:
        # A fault of ours: these requests wait and are counted, so that one that always fails does not hold up the others.
        logger.exception("translating failed", extra={"requests": len(taken)})
        _put_off(taken, error, now)
    logger.info("translated", extra={"requests": report.requests, "sentences": report.translated, "recalled": report.recalled, "without_text": report.failed})
    return report


def _work(taken: Sequence[Taken], engines: Mapping[str, Engine], order: Order, told: Told, now: datetime, report: Report, most: int) -> None:
    pieces, later = _divided(_read(taken, now), most)
    give_back([piece.taken for piece in later])
    _recall(pieces, report, now)
    waiting = [piece for piece in pieces if piece.missing()]
    _keep([piece for piece in pieces if piece not in waiting], told, now, report)
    mine = _for_engines(waiting)
    give_back([piece.taken for piece in waiting if piece not in mine])
    if mine:
        _translate(mine, engines, order, now, report)
        _keep(mine, told, now, report)


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
        cancel_requests(number)
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


def _divided(pieces: list[_Piece], most: int) -> tuple[list[_Piece], list[_Piece]]:
    """What is worked at now, and what waits for this worker or another.

    Where heads are waited for in few languages, articles are translated whole at once, so many that a batch takes
    seconds: it reads and writes each article once instead of twice.
    """
    heads = [piece for piece in pieces if piece.taken.is_head] or pieces
    if not heads or len({piece.taken.language for piece in heads}) > FEW_LANGUAGES:
        return pieces, []
    sums = list(accumulate(len(piece.fresh.missing(is_head=False)) for piece in heads))
    fitting = len(heads) if sums[-1] <= most * LAST_BIT else max(1, bisect_right(sums, most))
    mine = heads[:fitting]
    for piece in mine:
        piece.is_head = False
    return mine, [piece for piece in pieces if piece not in mine]


def _recall(pieces: Sequence[_Piece], report: Report, now: datetime) -> None:
    """Ask the memory once for each language written in, for all languages asked for, and for whole articles even where heads are asked for."""
    written: dict[str, list[_Piece]] = defaultdict(list)
    work = Work()
    for piece in pieces:
        written[piece.source.language].append(piece)
    for language, mine in written.items():
        wanted = {Wanted(one.digest, piece.source.contexts[one.key]) for piece in mine for one in piece.fresh.missing(is_head=False)}
        known = recall(list(wanted), source_language=language, languages={piece.taken.language for piece in mine})
        found = {(piece.taken.language, digest) for piece in mine for digest in piece.fresh.add(known[piece.taken.language])}
        report.recalled += len(found)
        words = {one.digest: words_in(one.plain, language) for piece in mine for one in piece.source.segments}
        for code, digest in found:
            work.add(code, MEMORY, words[digest])
    work.write(now)


def _for_engines(waiting: Sequence[_Piece]) -> list[_Piece]:
    """The first of what is left, those of one direction together."""
    heads = [piece for piece in waiting if piece.taken.is_head] or waiting
    is_divided = len({piece.taken.language for piece in heads}) > FEW_LANGUAGES
    return sorted(heads[:LIMIT_ENGINES] if is_divided else heads, key=lambda piece: (piece.source.language, piece.taken.language))


def _translate(pieces: Sequence[_Piece], engines: Mapping[str, Engine], order: Order, now: datetime, report: Report) -> None:
    """Ask the engines; a sentence that stands in several articles is asked for once."""
    open_now = may_leave({piece.taken.article for piece in pieces}, now=now)
    asking = Asking(engines, order, now=now)
    for piece in pieces:
        piece.source.may_leave = piece.taken.article in open_now
        asking.add(piece.source, piece.taken.language, piece.missing())
    answers = asking.ask(deadline=time.monotonic() + ENGINE_SECONDS)
    _count(pieces, answers, now)
    for piece in pieces:
        direction = (piece.source.language, piece.taken.language)
        piece.fresh.take(answers.made.get(direction, {}))
        piece.fresh.problems.update(answers.problems.get(direction, {}))
    report.asked += answers.asked
    report.translated += answers.sentences
    report.words += answers.words
    for engine, number in answers.by_engine.items():
        report.by_engine[engine] += number


def _count(pieces: Sequence[_Piece], answers: Answers, now: datetime) -> None:
    """Add up what engines made, each sentence once, before it is kept: it was made, whatever becomes of it."""
    work, words = Work(), {(piece.source.language, one.digest): one.plain for piece in pieces for one in piece.missing()}
    for (written_in, language), made in answers.made.items():
        for digest, target in made.items():
            work.add(language, target.engine, words_in(words.get((written_in, digest), ""), written_in))
    if answers.made:
        work.write(now)


def _keep(pieces: Sequence[_Piece], told: Told, now: datetime, report: Report) -> None:
    """Keep everything in one transaction; where that fails, each article in its own, so that one that cannot be kept harms no other."""
    if not pieces:
        return
    by_article: dict[int, list[Worked]] = defaultdict(list)
    for piece in pieces:
        by_article[piece.taken.article].append(Worked(piece.fresh, piece.taken, _ending(piece)))
    try:
        report.kept += keep([one for mine in by_article.values() for one in mine], told=told, now=now)
    except Exception as error:
        logger.warning("kept one by one", extra={"articles": len(by_article), "why": type(error).__name__})
        for mine in by_article.values():
            report.kept += _kept_alone(mine, told, now)
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


