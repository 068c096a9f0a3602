"""Which text of the publication itself stands in which language, as the desk lists them, read in few queries."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from coranto import languages
from coranto.languages import Language
from coranto.newsroom.translating.matrix import MACHINE, MISSING, OUTDATED, REVIEWED_ONES
from coranto.newsroom.translating.own_naming import called, path_of, places
from coranto.newsroom.translating.pieces import plain_of
from coranto.newsroom.translating.places import place_of
from coranto.publication.models import LanguagePolicy, Policy
from coranto.publication.offered import policies
from coranto.translation.differing import Stretch, difference
from coranto.translation.glossary import Glossary
from coranto.translation.models import REVIEWED
from coranto.translation.outdating import written_sources
from coranto.translation.own_texts import OwnText, OwnTranslation
from coranto.translation.own_working import held_of, source_of
from coranto.translation.segments import Segment

SHOWN = 30
MOST_CHANGES = 5  # of one text; the desk of it shows all
OLDER = Q(outdated__gt=0) | Q(fits=False, made_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence whose original is another now than the one that was translated."""

    place: str
    changes: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A text in the language that was asked for. `state` is "missing" or as of articles; `path` is empty where readers get nothing."""

    kind: str
    words: str
    written_in: Language
    changed_at: datetime
    state: str
    is_outdated: bool
    is_whole: bool
    by: str
    made_at: datetime | None
    problem: str
    changes: tuple[Changed, ...]
    desk: str
    path: str


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of them. `page` is Django's, for the links to the others."""

    rows: tuple[Line, ...]
    page: Page[int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A language with how many of the texts written in another are there."""

    language: Language
    wanted: int
    present: int
    reviewed: int
    outdated: int


def read_coverage() -> list[Coverage]:
    """Every language that is offered. Three queries."""
    written = dict(OwnText.objects.order_by().values_list("language").annotate(Count("pk")))
    counted = OwnTranslation.objects.exclude(made_at=None).order_by().values("language").annotate(
        present=Count("pk"), reviewed=Count("pk", filter=Q(state__in=REVIEWED)), outdated=Count("pk", filter=OLDER)
    )  # fmt: skip
    found = {row["language"]: (row["present"], row["reviewed"], row["outdated"]) for row in counted}
    total = sum(written.values())
    return [Coverage(languages.get(code), total - written.get(code, 0), *found.get(code, (0, 0, 0))) for code in sorted(policies())]


def read_lines(
    language: str, *, state: str, page: str | int | None, permitted: Container[str], desk: Callable[[str, str], str]
) -> Lines:
    """A page of texts in a language: outdated ones first, then what lacks words, then what only a machine made, the newest change first. At most fifteen queries."""
    rows = {row.text_id: row for row in OwnTranslation.objects.filter(language=language).defer("packed")}
    texts = list(OwnText.objects.exclude(language=language).order_by("-changed_at", "name").values_list("pk", flat=True))
    wanted = [number for number in texts if not state or _rank(rows.get(number)) == RANKS[state]]
    shown = Paginator(sorted(wanted, key=lambda number: _rank(rows.get(number))), SHOWN).get_page(page)
    found = OwnText.objects.in_bulk(list(shown))
    names = called({text.name: text.document for text in found.values()})
    changes = _changes([rows[number] for number in shown if number in rows and _is_older(rows[number])], found)
    policy = LanguagePolicy.objects.filter(language=language).first()
    lines = []
    for text in (found[number] for number in shown):
        row, name = rows.get(text.pk), names[text.name]
        is_there = row is not None and row.made_at is not None
        lines.append(Line(
            name.kind, name.words, languages.get(text.language), text.changed_at, row.state if row is not None and is_there else "missing", row is not None and _is_older(row),
            row is not None and row.is_whole, row.by if row is not None else "", row.made_at if row is not None else None, row.problem if row is not None else "",
            changes.get(text.pk, ()), desk(text.name, language) if language in permitted else "",
            path_of(text.name, name.slug, language) if row is not None and _is_public(row, policy) else "",
        ))  # fmt: skip
    return Lines(tuple(lines), shown)


RANKS = {OUTDATED: 0, MISSING: 1, MACHINE: 2, REVIEWED_ONES: 3}


def _rank(row: OwnTranslation | None) -> int:
    if row is not None and _is_older(row):
        return RANKS[OUTDATED]
    if row is None or not row.is_whole:
        return RANKS[MISSING]
    return RANKS[REVIEWED_ONES if row.state in REVIEWED else MACHINE]


def _is_older(row: OwnTranslation) -> bool:
    return row.outdated > 0 or (not row.fits and row.made_at is not None)


def _is_public(row: OwnTranslation, policy: LanguagePolicy | None) -> bool:
    return row.made_at is not None and row.fits and policy is not None and (policy.policy == Policy.MACHINE or row.state in REVIEWED)


def _changes(rows: Sequence[OwnTranslation], texts: Mapping[int, OwnText]) -> dict[int, tuple[Changed, ...]]:
    """What is new in the originals of people's sentences, by number of the text."""
    glossaries: dict[str, Glossary] = {}
    older: dict[int, list[tuple[Segment, str]]] = {}
    for row in OwnTranslation.objects.filter(pk__in=[row.pk for row in rows]):
        text = texts[row.text_id]
        source = source_of(text, glossaries)
        held = held_of(row, source, text.changed_at)
        segments = source.for_language(row.language)
        older[text.pk] = [(one, target.digest) for one in segments if (target := held.targets.get(one.key)) is not None and target.is_outdated and target.is_human][:MOST_CHANGES]
    known: dict[tuple[str, str], str] = {}
    for language in {texts[number].language for number in older}:
        digests = {digest for number, mine in older.items() if texts[number].language == language for _segment, digest in mine}
        known.update({(language, digest): source for digest, source in written_sources(digests, language).items()})
    return {
        number: tuple(_changed(texts[number], segment, known[texts[number].language, digest]) for segment, digest in mine if (texts[number].language, digest) in known)
        for number, mine in older.items()
    }  # fmt: skip


def _changed(text: OwnText, segment: Segment, before: str) -> Changed:
    names: dict[str, Any] = places(text.name, text.document)
    return Changed(place_of(segment.path, names), difference(plain_of(before), segment.plain))
