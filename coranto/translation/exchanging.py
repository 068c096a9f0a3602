"""Exchanging translations with others: the memory as TMX, an article or the publication's own texts as XLIFF out to a translator and back.

A file is read whole before anything is kept, and kept in one transaction: one that is wrong anywhere leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from coranto.articles.models import ArticleAddress, PublicState
from coranto.languages import CODES
from coranto.members.models import User
from coranto.translation.accepting import AcceptError, opened, put, write
from coranto.translation.exchange.shapes import Code, Job, TooMuch, Unit, WrongLanguage
from coranto.translation.exchange.tmx import read_tmx, write_tmx
from coranto.translation.exchange.xliff import read_xliff, write_xliff
from coranto.translation.exchanging_own import BEGIN, own_machines, take_own
from coranto.translation.exchanging_units import ExchangeRefused as ExchangeRefused
from coranto.translation.exchanging_units import Returned as Returned
from coranto.translation.exchanging_units import machines_units, refuse_broken, refuse_stranger, sort_units, units_of
from coranto.translation.held import Row, extras_of, rows_of
from coranto.translation.locking import OWN, lock_translations
from coranto.translation.memory import Imported, lent, remember_imported
from coranto.translation.models import HeldText, HumanText, State, Translation
from coranto.translation.segments import digest
from coranto.translation.settling import read_held
from coranto.translation.sources import read_source, read_sources

_EARLIEST = datetime(1950, 1, 1, tzinfo=UTC)  # before which nobody kept memories
_SLACK = timedelta(days=1)  # that a clock elsewhere may be ahead
BATCH = 50  # articles whose sentences are in memory at once


# The memory


def export_memory(*, languages: Collection[str] = (), now: datetime, most: int | None = None) -> bytes:
    """Everything that is remembered, as TMX: imported sentences, and people's and machines' of public articles and of texts of the publication.

    `languages` are targets; none given means all. Raises TooMuch for more translations than `most`.
    """
    units = _memory(set(languages or CODES), now)
    if most is None:
        return write_tmx(units)
    first = list(islice(units, most + 1))
    if len(first) > most:
        raise TooMuch(f"The memory has more than {most} translations.")
    return write_tmx(first)


def _memory(languages: set[str], now: datetime) -> Iterator[Unit]:
    told: set[tuple[str, str, str]] = set()
    for row in HumanText.objects.filter(lent(), is_current=True, target_language__in=languages).exclude(target="").order_by("pk").iterator(chunk_size=500):
        told.add((row.source_language, row.target_language, row.digest))
        yield Unit(
            row.source_language, row.target_language, row.source, row.target, state=row.state, key=row.key, digest=row.digest, context=row.context,
            person=row.by, engine=row.engine, made_at=row.made_at.isoformat(timespec="seconds"),
        )  # fmt: skip
    for held in HeldText.objects.order_by("pk").iterator(chunk_size=500):
        for language, packed in held.texts.items():
            place = (held.source_language, language, held.digest)
            if language in languages and place not in told:
                told.add(place)
                yield from (_held_unit(held, language, row) for row in rows_of(packed))
    yield from _machines(languages, told, now)
    yield from own_machines(languages, told)


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


def _machines(languages: set[str], told: set[tuple[str, str, str]], now: datetime) -> Iterator[Unit]:
    """Machines' sentences of public articles whose original still says the same."""
    numbers = list(Translation.objects.filter(language__in=languages).order_by("article_id").values_list("article_id", flat=True).distinct())
    for start in range(0, len(numbers), BATCH):
        sources = read_sources(numbers[start : start + BATCH], now=now)
        for row in Translation.objects.filter(article_id__in=sources, language__in=languages).order_by("article_id", "language").select_related("outline"):
            yield from machines_units(sources[row.article_id], row.targets, row.language, told)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a memory has brought: translations kept, those that a person's own kept out, and how many there were in languages that were not wanted."""

    kept: int
    known: int
    others: int


def import_memory(data: bytes, *, languages: Collection[str] = (), are_peoples: bool = False) -> int:
    """Keep a TMX file's sentences as `take_memory` does; how many."""
    return take_memory(data, languages=languages, are_peoples=are_peoples).kept


def take_memory(data: bytes, *, languages: Collection[str] = (), are_peoples: bool = False) -> Brought:
    """Keep a TMX file's sentences. Raises ExchangeError, after which nothing is kept.

    A sentence keeps the state that the file says; without one it is a machine's, or a person's translation when the caller answers for that
    with `are_peoples`. `languages` are the targets that are taken; none given means all.
    """
    wanted = set(languages or CODES)
    units = read_tmx(data)
    taken = [unit for unit in units if unit.target_language in wanted]
    if units and not taken:
        raise WrongLanguage(f"This TMX file has nothing in {', '.join(sorted(wanted))}; it has {', '.join(sorted({unit.target_language for unit in units}))}.")
    unsaid = State.TRANSLATED if are_peoples else State.MACHINE
    kept = remember_imported(
        Imported(
            digest(unit.source), unit.source, unit.target or "", unit.source_language, unit.target_language, state=unit.state if unit.state in State.values else unsaid,
            engine=unit.engine[:60], model=unit.model, via=" ".join(unit.via), by=unit.person, made_at=_moment(unit.made_at),
            extras=_extras(unit),
        )
        for unit in taken
    )  # fmt: skip
    return Brought(kept, len(taken) - kept, len(units) - len(taken))


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
