"""Exchanging translations with others: the memory as TMX, an article or the publication's own texts as XLIFF out to a translator and back.

A file is read to its end before anything is kept, and kept in one transaction: one that is wrong anywhere leaves nothing behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import groupby
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from coranto.articles.models import ArticleAddress, PublicState
from coranto.languages import CODES
from coranto.members.models import User
from coranto.translation.accepting import AcceptError, opened, put, write
from coranto.translation.exchange.seen import Seen
from coranto.translation.exchange.shapes import Code, Job, Unit, WrongLanguage
from coranto.translation.exchange.tmx import each_unit, stream_tmx
from coranto.translation.exchange.xliff import read_xliff, write_xliff
from coranto.translation.exchanging_own import BEGIN, own_machines, take_own
from coranto.translation.exchanging_units import ExchangeRefused as ExchangeRefused
from coranto.translation.exchanging_units import Returned as Returned
from coranto.translation.exchanging_units import machines_units, refuse_broken, refuse_stranger, sort_units, units_of
from coranto.translation.held import Row, extras_of, rows_of
from coranto.translation.locking import OWN, lock_translations
from coranto.translation.memory import Imported, lent, remember_imported
from coranto.translation.models import HeldText, HumanText, State, Translation
from coranto.translation.own_texts import OwnText
from coranto.translation.segments import digest
from coranto.translation.settling import read_held
from coranto.translation.sources import read_source, read_sources

_EARLIEST = datetime(1950, 1, 1, tzinfo=UTC)  # before which nobody kept memories
_SLACK = timedelta(days=1)  # that a clock elsewhere may be ahead
BATCH = 50  # articles whose sentences are in memory at once


# The memory


def export_memory(*, languages: Collection[str] = (), now: datetime) -> bytes:
    """What `stream_memory` gives, in one piece."""
    return b"".join(stream_memory(languages=languages, now=now))


def stream_memory(*, languages: Collection[str] = (), now: datetime) -> Iterator[bytes]:
    """Everything that is remembered, as TMX, piece by piece: imported sentences, and people's and machines' of public articles and of texts of the publication.

    `languages` are targets; none given means all. However much there is, little of it is in memory.
    """
    with closing(Seen()) as told:
        yield from stream_tmx(_memory(set(languages or CODES), now, told), languages=_written_in())


def _written_in() -> set[str]:
    """The languages that something to be translated was written in."""
    tables: tuple[tuple[type[Model], str], ...] = ((HumanText, "source_language"), (HeldText, "source_language"), (PublicState, "language"), (OwnText, "language"))
    return {code for model, column in tables for code in model._default_manager.order_by().values_list(column, flat=True).distinct()}


def _memory(languages: set[str], now: datetime, told: Seen) -> Iterator[Unit]:
    """Units that stand together in a file follow one another."""
    people = HumanText.objects.filter(lent(), is_current=True, target_language__in=languages).exclude(target="")
    for row in people.order_by("source_language", "digest", "source", "key", "context", "pk").iterator(chunk_size=500):
        told.add((row.source_language, row.target_language, row.digest))
        yield Unit(
            row.source_language, row.target_language, row.source, row.target, state=row.state, key=row.key, digest=row.digest, context=row.context,
            person=row.by, engine=row.engine, made_at=row.made_at.isoformat(timespec="seconds"),
        )  # fmt: skip
    for held in HeldText.objects.order_by("pk").iterator(chunk_size=200):
        yield from _sorted(_held_units(held, languages, told))
    yield from _machines(languages, told, now)
    yield from own_machines(languages, told)


def _held_units(held: HeldText, languages: set[str], told: Seen) -> Iterator[Unit]:
    for language, packed in held.texts.items():
        if language in languages and told.add((held.source_language, language, held.digest)):
            yield from (_held_unit(held, language, row) for row in rows_of(packed))


def _sorted(units: Iterable[Unit]) -> list[Unit]:
    """Units of one sentence or article, those of one source and place together."""
    return sorted(units, key=lambda unit: (unit.source, unit.key, unit.context, unit.notes, unit.props))


def _held_unit(held: HeldText, language: str, row: Row) -> Unit:
    """A sentence of an imported memory with everything that came beside it."""
    text, state, engine, model, by, via, made_at = row[:7]
    extras = extras_of(row)
    return Unit(
        held.source_language, language, extras.get("source", held.source), text, state=state, digest=held.digest, person=by, engine=engine, model=model,
        via=tuple(via.split()), made_at=made_at, key=extras.get("key", ""), context=extras.get("context", ""), notes=tuple(extras.get("notes", ())),
        codes=tuple(Code(number, name, tuple((one, other) for one, other in attributes)) for number, name, attributes in extras.get("codes", ())),
        is_outdated=bool(extras.get("outdated")), props=_pairs(extras, "props"), target_props=_pairs(extras, "target_props"),
    )  # fmt: skip


def _pairs(extras: Mapping[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    return tuple((kind, text) for kind, text in extras.get(name, ()))


def _extras(unit: Unit) -> dict[str, Any]:
    """What stands beside a sentence in a file, without what is empty."""
    value = {
        "key": unit.key, "context": unit.context, "notes": unit.notes, "props": unit.props, "target_props": unit.target_props, "outdated": unit.is_outdated,
        "codes": [(code.number, code.name, code.attributes) for code in unit.codes if code.name],
    }  # fmt: skip
    return {name: one for name, one in value.items() if one}


def _machines(languages: set[str], told: Seen, now: datetime) -> Iterator[Unit]:
    """Machines' sentences of public articles whose original still says the same."""
    last = 0
    while numbers := list(PublicState.objects.filter(status=200, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = numbers[-1]
        sources = read_sources(numbers, now=now)
        rows = Translation.objects.filter(article_id__in=sources, language__in=languages).order_by("article_id", "language").select_related("outline")
        for number, mine in groupby(rows.iterator(chunk_size=100), key=lambda row: row.article_id):
            yield from _sorted(unit for row in mine for unit in machines_units(sources[number], row.targets, row.language, told))


@dataclass(frozen=True, slots=True)
class Brought:
    """What a memory has brought: translations kept, those that a person's own kept out, and how many there were in languages that were not wanted."""

    kept: int
    known: int
    others: int


def import_memory(data: bytes, *, languages: Collection[str] = (), are_peoples: bool = False) -> int:
    """Keep a TMX file's sentences as `take_memory` does; how many."""
    return take_memory(BytesIO(data), languages=languages, are_peoples=are_peoples).kept


def take_memory(file: BinaryIO, *, languages: Collection[str] = (), are_peoples: bool = False) -> Brought:
    """Keep the sentences of a TMX file of any size. Raises ExchangeError, after which nothing is kept.

    A sentence keeps the state that the file says; without one it is a machine's, or a person's translation when the caller answers for that
    with `are_peoples`. `languages` are the targets that are taken; none given means all.
    """
    wanted, unsaid = set(languages or CODES), State.TRANSLATED if are_peoples else State.MACHINE
    found: Counter[str] = Counter()

    def each() -> Iterator[Imported]:
        for unit in each_unit(file):
            found[unit.target_language] += 1
            if unit.target_language in wanted:
                yield _imported(unit, unsaid)
        if found and not wanted & found.keys():
            raise WrongLanguage(f"This TMX file has nothing in {', '.join(sorted(wanted))}; it has {', '.join(sorted(found))}.")

    kept = remember_imported(each())
    taken = sum(number for language, number in found.items() if language in wanted)
    return Brought(kept, taken - kept, found.total() - taken)


def _imported(unit: Unit, unsaid: str) -> Imported:
    return Imported(
        digest(unit.source), unit.source, unit.target or "", unit.source_language, unit.target_language, state=unit.state if unit.state in State.values else unsaid,
        engine=unit.engine[:60], model=unit.model, via=" ".join(unit.via), by=unit.person, made_at=_moment(unit.made_at),
        extras=_extras(unit),
    )  # fmt: skip


def _moment(made_at: str) -> str:
    """The moment if it is one that can have been, so that nothing later meets a text where a time should be, and readers no time to come."""
    try:
        when = datetime.fromisoformat(made_at)
    except ValueError:
        return ""
    return when.isoformat(timespec="seconds") if when.tzinfo and _EARLIEST < when < timezone.now() + _SLACK else ""


# An article


def export_article(slug: str, language: str, *, now: datetime) -> bytes:
    """A public article's sentences with what is translated of them, as XLIFF. Raises ExchangeRefused."""
    state = _public(slug)
    if language not in CODES or language == state.language:
        raise ExchangeRefused(f"The article is written in {state.language}; give another of the 51 languages to translate it into, not {language!r}.")
    source = read_source(state.version)
    row = Translation.objects.filter(article_id=state.pk, language=language).first()
    held = read_held(row, source, language, at=now.isoformat(timespec="seconds"))
    job = Job(state.slug, source.language, language, units_of(source, held, language), version=str(state.version.number), title=str(source.document.get("headline") or ""))
    return write_xliff(job)


def _public(slug: str) -> PublicState:
    address = ArticleAddress.objects.filter(slug=slug).first()
    state = PublicState.objects.select_related("version").filter(pk=address.article_number, status=200).first() if address else None
    if state is None:
        raise ExchangeRefused(f"There is no public article at {slug[:80]!r}; give the last part of its address.")
    return state


def import_article(data: bytes, *, by: User, now: datetime, takes_rest: bool = False) -> list[Returned]:
    """Take back an XLIFF file as `take_jobs` does; raises ExchangeError for one that is wrong."""
    return take_jobs(read_xliff(data), by=by, now=now, takes_rest=takes_rest)


@transaction.atomic
def take_jobs(jobs: Sequence[Job], *, by: User, now: datetime, takes_rest: bool = False) -> list[Returned]:
    """Take back what a translator made of articles and texts of the publication: each sentence that they changed or confirmed is theirs from now on.

    A sentence that is as it went out, in the state it went out in, stays as it is. One whose original has changed since, or where somebody else
    has put other words, is not taken, and is named. With `takes_rest` one that would break a page is named as well and the others are taken;
    without, it is Broken. Raises ExchangeError, ExchangeRefused; then nothing of the file is kept.
    """
    _lock_all(jobs)
    returned = [_take(job, by, now) for job in jobs]
    if not takes_rest:
        refuse_broken(returned)
    return returned


def _lock_all(jobs: Sequence[Job]) -> None:
    """Lock everything that a file is for before anything is written, in the order that everybody locks in, whatever the file's own."""
    slugs = {job.article for job in jobs if not job.article.startswith(BEGIN)}
    has_own = any(job.article.startswith(BEGIN) for job in jobs)
    lock_translations(*([OWN] if has_own else []), *ArticleAddress.objects.filter(slug__in=slugs).values_list("article_number", flat=True))


def _take(job: Job, by: User, now: datetime) -> Returned:
    if job.article.startswith(BEGIN):
        return take_own(job, by=by, now=now)
    state = _public(job.article)
    if state.language != job.source_language:
        raise ExchangeRefused(f"The article {job.article!r} is written in {state.language}, and the file is from {job.source_language}.")
    refuse_stranger(by, job.target_language)
    try:
        row, source, held = opened(state.pk, job.target_language, now)
    except AcceptError as error:
        raise ExchangeRefused(str(error)) from error
    found = sort_units(job, source, held, by)
    change = None
    if found.words:
        put(found.words, held, source, job.target_language, by=by, now=now)
        _row, change = write(row, held, source, job.target_language, now)
    return Returned(
        state.pk, job.target_language, len(found.words), found.unchanged, found.changed_since, change, overtaken=found.overtaken, refused=found.refused
    )
