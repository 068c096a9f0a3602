"""Which article stands in which language: what the matrix of the translators' desk shows, read in few queries."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from coranto import languages
from coranto.articles.addresses import path_of
from coranto.articles.models import Classified, PublicState
from coranto.languages import Language
from coranto.publication.models import LanguagePolicy, Policy
from coranto.translation.accepting import name_of
from coranto.translation.assigning import holders
from coranto.translation.coverage import ArticleCoverage, LanguageCoverage, by_machine, read_sums, with_any, with_gaps
from coranto.translation.linking import groups_of
from coranto.translation.models import REVIEWED, Translation

SHOWN = 20  # in 51 columns a thousand cells, a quarter of a second to write
MISSING, OUTDATED, MACHINE, REVIEWED_ONES = "missing", "outdated", "machine", "reviewed"
FILTERS = (MISSING, OUTDATED, MACHINE, REVIEWED_ONES)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the matrix is narrowed to. Empty means everything; `report` is the key of an in-depth report, 0 for none.

    `columns` are the languages shown where no single one is wanted.
    """

    language: str = ""
    state: str = ""
    report: int = 0
    words: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """An article in one language. `state` is "original", "missing", "linked" where another article of ours is it, or a state of a translation.

    `path` is empty where readers get nothing.
    """

    language: str
    state: str
    is_outdated: bool = False
    by: str = ""
    made_at: datetime | None = None
    path: str = ""
    headline: str = ""
    desk: str = ""  # where the person who looks can work at it, empty where they may not
    held_by: str = ""  # whose it is to look after, "" when nobody was asked


@dataclass(frozen=True, slots=True)
class Row:
    """A public article with its cells, in the order of the columns."""

    number: int
    headline: str
    language: Language
    at: datetime
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A language with its coverage: of `wanted` articles written in another language, `present` are there."""

    language: Language
    wanted: int
    present: int
    reviewed: int
    outdated: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """One page of it. `page` is Django's, for the links to the others."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    page: Page[PublicState]


def read_matrix(wanted: Wanted, *, page: str | int | None, permitted: Container[str] = (), desk: Callable[[int, str], str] = lambda number, language: "") -> Matrix:
    """A page of public articles, newest first, in every offered language or in the one wanted. At most 9 queries, 7 where nothing is linked.

    `desk` gives the address where an article is worked at in a language; cells of `permitted` languages carry it.
    """
    policies = {row.language: row for row in LanguagePolicy.objects.exclude(policy=Policy.OFF)}
    codes = [wanted.language] if wanted.language else [code for code in sorted(policies) if not wanted.columns or code in wanted.columns]
    shown = Paginator(_narrowed(wanted, codes), SHOWN).get_page(page)
    states = list(shown)
    held: dict[tuple[int, str], Translation] = {}
    rows = Translation.objects.filter(article_id__in=[state.pk for state in states], language__in=codes)
    for row in rows.select_related("outline") if wanted.language else rows.defer("packed"):
        held[row.article_id, row.language] = row
    others = _linked(states)
    asked = {place: name_of(row.person) for place, row in holders([state.pk for state in states], codes).items()}
    return Matrix(
        rows=tuple(
            _asked(_with_desk(_with_linked(_row(state, codes, held, policies, with_headlines=bool(wanted.language)), others), permitted, desk), asked) for state in states
        ),
        columns=_columns(codes),
        page=shown,
    )


def _linked(states: list[PublicState]) -> dict[tuple[int, str], Cell]:
    """The cells of articles that are one another in different languages, by article and language: "" for every language that the original serves."""
    groups = groups_of([state.pk for state in states])
    others = PublicState.objects.in_bulk({number for group in groups.values() for number in (group.original, *group.editions.values())}) if groups else {}
    cells = {}
    for number, group in groups.items():
        members = {others[group.original].language: group.original, **group.editions}
        for language, other in members.items() if number == group.original else ():
            if other != number:
                cells[number, language] = _linked_cell(others[other])
        if number != group.original:
            cells[number, ""] = _linked_cell(others[group.original])
    return cells


def _linked_cell(state: PublicState) -> Cell:
    return Cell(state.language, "linked", made_at=state.first_public_at, path=path_of(state.slug, language=state.language, at=state.first_public_at), headline=state.headline)


def _with_linked(row: Row, linked: dict[tuple[int, str], Cell]) -> Row:
    """The row with what other articles of ours are for it: its editions, or of an edition the original, which is translated in its place."""
    cells = []
    for cell in row.cells:
        other = linked.get((row.number, cell.language)) or (linked.get((row.number, "")) if cell.state != "original" else None)
        cells.append(replace(other, language=cell.language, headline=other.headline if cell.headline else "") if other is not None else cell)
    return replace(row, cells=tuple(cells))


def _asked(row: Row, asked: dict[tuple[int, str], str]) -> Row:
    return replace(row, cells=tuple(replace(cell, held_by=asked.get((row.number, cell.language), "")) for cell in row.cells))


def _narrowed(wanted: Wanted, codes: list[str]) -> QuerySet[PublicState]:
    found = PublicState.objects.filter(status=200).order_by("-first_public_at", "-pk")
    if wanted.report:
        found = found.filter(pk__in=Classified.objects.filter(facet="report", value=wanted.report).values("article_id"))
    if wanted.words:
        found = found.filter(headline__icontains=wanted.words)
    if wanted.state:
        found = found.filter(pk__in=_in_state(wanted.state, codes).values("article_id"))
    return found


def _in_state(state: str, codes: list[str]) -> QuerySet[ArticleCoverage]:
    if state == MISSING:
        return with_gaps(codes)
    return by_machine(codes) if state == MACHINE else with_any("late" if state == OUTDATED else "reviewed", codes)


def _row(state: PublicState, codes: list[str], held: dict[tuple[int, str], Translation], policies: dict[str, LanguagePolicy], *, with_headlines: bool) -> Row:
    cells = []
    for code in codes:
        path = path_of(state.slug, language=code, at=state.first_public_at)
        translation = held.get((state.pk, code))
        if code == state.language:
            cells.append(Cell(code, "original", made_at=state.modified_at, path=path))
        elif translation is None:
            cells.append(Cell(code, "missing"))
        else:
            cells.append(_cell(translation, state, path if _is_public(translation, policies.get(code)) else "", with_headlines=with_headlines))
    return Row(state.pk, state.headline, languages.get(state.language), state.first_public_at, tuple(cells))


def _with_desk(row: Row, permitted: Container[str], desk: Callable[[int, str], str]) -> Row:
    cells = (replace(cell, desk=desk(row.number, cell.language)) if cell.state not in ("original", "linked") and cell.language in permitted else cell for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _cell(translation: Translation, state: PublicState, path: str, *, with_headlines: bool) -> Cell:
    return Cell(
        translation.language, translation.state, is_outdated=translation.outdated > 0 or translation.version_id != state.version_id, by=translation.by,
        made_at=translation.made_at, path=path, headline=translation.document["headline"] if with_headlines else "",
    )  # fmt: skip


def _is_public(translation: Translation, policy: LanguagePolicy | None) -> bool:
    return policy is not None and (policy.policy == Policy.MACHINE or translation.state in REVIEWED)


def _columns(codes: list[str]) -> tuple[Column, ...]:
    """Coverage over all public articles, whatever the matrix is narrowed to. One query."""
    sums = read_sums()
    total = sum(row.written for row in sums.values())
    return tuple(_column(code, total, sums.get(code, LanguageCoverage(language=code))) for code in codes)


def _column(code: str, total: int, sums: LanguageCoverage) -> Column:
    return Column(languages.get(code), total - sums.written, sums.translated + sums.linked, sums.reviewed, sums.late)
