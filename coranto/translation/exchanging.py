"""Exchanging translations with others: the memory as TMX, an article as XLIFF out to a translator and back.

A file is read whole before anything is kept, and kept in one transaction: one that is wrong anywhere leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from coranto.articles.models import ArticleAddress, PublicState
from coranto.languages import CODES
from coranto.members.models import User
from coranto.translation.accepting import AcceptError, accept
from coranto.translation.exchange.shapes import Broken, Code, Job, Unit, WrongLanguage
from coranto.translation.exchange.tmx import read_tmx, write_tmx
from coranto.translation.exchange.xliff import read_xliff, write_xliff
from coranto.translation.held import Row, extras_of, rows_of
from coranto.translation.keeping_sentences import Change
from coranto.translation.memory import Imported, lent, remember_imported
from coranto.translation.models import REVIEWED, HeldText, HumanText, State, Translation, TranslatorLanguage
from coranto.translation.segments import Segment, digest
from coranto.translation.settling import Held, read_held
from coranto.translation.sources import Source, read_source, read_sources
from coranto.translation.targets import Target

BATCH = 50  # articles whose sentences are in memory at once


class ExchangeRefused(ValueError):
    """What came back cannot be kept, or what was asked for is not there; the text says why in one sentence."""


@dataclass(frozen=True)
class Returned:
    """What an article that came back has brought. `changed_since` are keys whose original is another now; nothing of them is kept."""

    article: int
    language: str
    accepted: int
    unchanged: int
    changed_since: tuple[str, ...]
    change: Change | None


# The memory


def export_memory(*, languages: Collection[str] = (), now: datetime) -> bytes:
    """Everything that is remembered, as TMX: imported sentences, and people's and machines' of public articles.

    `languages` are targets; none given means all.
    """
    return write_tmx(_memory(set(languages or CODES), now))


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
            source, targets = sources[row.article_id], row.targets
            for segment in source.segments:
                target, place = targets.get(segment.key), (source.language, row.language, segment.digest)
                if target is not None and target.text and target.digest == segment.digest and place not in told:
                    told.add(place)
                    yield replace(_unit(segment, target, source, row.language), key="", context="")


def import_memory(data: bytes, *, languages: Collection[str] = (), are_peoples: bool = False) -> int:
    """Keep a TMX file's sentences; how many. Raises ExchangeError, after which nothing is kept.

    A sentence keeps the state that the file says; without one it is a machine's, or a person's translation when the caller answers for that
    with `are_peoples`. `languages` are the targets that are taken; none given means all.
    """
    wanted = set(languages or CODES)
    units = read_tmx(data)
    taken = [unit for unit in units if unit.target_language in wanted]
    if units and not taken:
        raise WrongLanguage(f"This TMX file has nothing in {', '.join(sorted(wanted))}; it has {', '.join(sorted({unit.target_language for unit in units}))}.")
    unsaid = State.TRANSLATED if are_peoples else State.MACHINE
    return remember_imported(
        Imported(
            digest(unit.source), unit.source, unit.target or "", unit.source_language, unit.target_language, state=unit.state if unit.state in State.values else unsaid,
            engine=unit.engine[:60], model=unit.model, via=" ".join(unit.via), by=unit.person, made_at=_moment(unit.made_at),
            extras=_extras(unit),
        )
        for unit in taken
    )  # fmt: skip


def _moment(made_at: str) -> str:
    """The moment if it is one, so that nothing later meets a text where a time should be."""
    try:
        when = datetime.fromisoformat(made_at)
    except ValueError:
        return ""
    return when.isoformat(timespec="seconds") if when.tzinfo else ""


# An article


def export_article(slug: str, language: str, *, now: datetime) -> bytes:
    """A public article's sentences with what is translated of them, as XLIFF. Raises ExchangeRefused."""
    state = _public(slug)
    if language not in CODES or language == state.language:
        raise ExchangeRefused(f"The article is written in {state.language}; give another of the 51 languages to translate it into, not {language!r}.")
    source = read_source(state.version)
    row = Translation.objects.filter(article_id=state.pk, language=language).first()
    held = read_held(row, source, language, at=now.isoformat(timespec="seconds"))
    units = [_unit(segment, _shown(segment, held), source, language) for segment in source.for_language(language)]
    job = Job(state.slug, source.language, language, tuple(units), version=str(state.version.number), title=str(source.document.get("headline") or ""))
    return write_xliff(job)


def _public(slug: str) -> PublicState:
    address = ArticleAddress.objects.filter(slug=slug).first()
    state = PublicState.objects.select_related("version").filter(pk=address.article_number, status=200).first() if address else None
    if state is None:
        raise ExchangeRefused(f"There is no public article at {slug[:80]!r}; give the last part of its address.")
    return state


def _shown(segment: Segment, held: Held) -> Target | None:
    """What a translator sees beside a sentence: what stands, outdated or not, else what a machine proposes."""
    return held.targets.get(segment.key) or held.proposals.get(segment.key)


def _unit(segment: Segment, target: Target | None, source: Source, language: str) -> Unit:
    codes = tuple(Code(tag.number, tag.name, tag.attributes) for tag in segment.tags)
    plain = Unit(source.language, language, segment.text, key=segment.key, digest=segment.digest, context=source.contexts.get(segment.key, ""), codes=codes)
    if target is None or not target.text:
        return plain
    return replace(
        plain, target=target.text, state=target.state, person=target.by, engine=target.engine, model=target.model, via=tuple(target.via.split()),
        made_at=target.made_at, is_outdated=target.is_outdated,
    )  # fmt: skip


@transaction.atomic
def import_article(data: bytes, *, by: User, now: datetime) -> list[Returned]:
    """Take back what a translator made of articles: each sentence that they changed or confirmed is theirs from now on.

    A sentence that is as it went out, in the state it went out in, stays as it is. One whose original has changed since is not taken, and is
    named. Raises ExchangeError, ExchangeRefused; then nothing of the file is kept.
    """
    return [_take(job, by, now) for job in read_xliff(data)]


def _take(job: Job, by: User, now: datetime) -> Returned:
    state = _public(job.article)
    if state.language != job.source_language:
        raise ExchangeRefused(f"The article {job.article!r} is written in {state.language}, and the file is from {job.source_language}.")
    theirs = set(TranslatorLanguage.objects.filter(person=by).values_list("language", flat=True))
    if theirs and job.target_language not in theirs:
        raise ExchangeRefused(f"{by} does not translate into {job.target_language}; give them the language first.")
    source = read_source(state.version)
    row = Translation.objects.select_for_update().filter(article_id=state.pk, language=job.target_language).first()
    held = read_held(row, source, job.target_language, at=now.isoformat(timespec="seconds"))
    segments = {segment.key: segment for segment in source.for_language(job.target_language)}
    accepted = unchanged = 0
    gone: list[str] = []
    changes: list[Change] = []
    for unit in job.units:
        segment = segments.get(unit.key)
        if unit.target is None:
            unchanged += 1
        elif segment is None or segment.digest != digest(unit.source):
            gone.append(unit.key)
        elif _is_as_it_was(unit, _shown(segment, held)):
            unchanged += 1
        else:
            changes += _accept(state.pk, unit, by, now)
            accepted += 1
    return Returned(state.pk, job.target_language, accepted, unchanged, tuple(gone), _last(changes))


def _is_as_it_was(unit: Unit, held: Target | None) -> bool:
    """Whether nobody said anything about a sentence: the same words in the same state, or an outdated one sent back untouched."""
    return held is not None and held.text == unit.target and (held.state == unit.state or unit.state not in REVIEWED)


def _accept(article: int, unit: Unit, by: User, now: datetime) -> list[Change]:
    try:
        _row, change = accept(
            article, unit.target_language, unit.key, text=unit.target or "", by=by, now=now, state=unit.state if unit.state in (State.TRANSLATED,) else None
        )
    except AcceptError as error:
        raise Broken(f"The sentence {unit.key[:80]!r} cannot be taken: {str(error).rstrip('.').replace('. ', '; ')}.") from error
    return [change] if change is not None else []


def _last(changes: Sequence[Change]) -> Change | None:
    return replace(changes[-1], is_seen_elsewhere=any(one.is_seen_elsewhere for one in changes)) if changes else None
