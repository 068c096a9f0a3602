"""What was translated, how much of it readers can have, and what they read and lack: three tables, each also as CSV."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

from django.core.paginator import Paginator
from django.db.models import CharField, Sum
from django.db.models.functions import Cast, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from coranto import languages
from coranto.articles.models import ArticleAddress, PublicState
from coranto.delivery.models import PageCount
from coranto.delivery.tallying import LACKED, PAGES, READ
from coranto.newsroom.translating.frame import SEE, as_csv, person_with, tabs
from coranto.publication.offered import languages_offered
from coranto.translation.counted import MEMORY, PeoplesWork, WorkDone
from coranto.translation.coverage import LanguageCoverage, read_sums
from coranto.translation.models import State
from coranto.translation.settling import LABELS

MONTHS = 24
MOST_READ = 100
SHOWN = 100  # rows of a page; a file has them all


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: text, or a number. `language` is that of the text, where it is another than the desk's."""

    value: str | int
    language: str = ""
    url: str = ""

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int)


@dataclass(frozen=True, slots=True)
class Table:
    """A report: what its columns are, its rows, and a sentence on how it was counted."""

    title: str
    said: str
    head: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


class MadeWhenRead(Sequence[tuple[Cell, ...]]):
    """Rows of which only those that a page shows are made. `row` makes one of an item."""

    def __init__(self, items: Sequence[Any], row: Callable[[Any], tuple[Cell, ...]]) -> None:
        self._items, self._row = items, row

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[Cell, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[Cell, ...] | Sequence[tuple[Cell, ...]]:
        return [self._row(item) for item in self._items[place]] if isinstance(place, slice) else self._row(self._items[place])


def _language(code: str) -> Cell:
    return Cell(languages.get(code).own_name, code)


# Work


def work() -> Table:
    """Words by month, language and who made them; the newest month first."""
    sums: dict[tuple[date, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    memory, engine = (_("Memory"), _("Known already")), _("Engine")
    kinds: dict[str, str] = {State.CHECKED: _("Person, checking"), State.EDITED: _("Person, editing")}
    by_people = _("Person, translating")
    made = WorkDone.objects.order_by("-month").values_list("month", "language", "engine", "sentences", "words")
    for month, code, name, sentences, words in made[: MONTHS * 200]:
        _add(sums, (month, code, *(memory if name == MEMORY else (engine, LABELS.get(name, name)))), sentences, words)
    done = PeoplesWork.objects.order_by("-month").values_list("month", "language", "state", "by", "sentences", "words")
    for month, code, state, by, sentences, words in done[: MONTHS * 200]:
        _add(sums, (month, code, kinds.get(state, by_people), by), sentences, words)
    rows = sorted(sums.items(), key=lambda item: (-item[0][0].toordinal(), item[0][1], item[0][2], item[0][3]))
    return Table(
        _("Words done"),
        _("Words of the originals. A sentence that somebody put right twice counts once for them. Of Chinese, Japanese and Thai two characters count as a word."),
        (_("Month"), _("Language"), _("How"), _("By"), _("Sentences"), _("Words")),
        MadeWhenRead(rows, lambda row: (Cell(f"{row[0][0]:%Y-%m}"), _language(row[0][1]), Cell(row[0][2]), Cell(row[0][3]), Cell(row[1][0]), Cell(row[1][1]))),
    )


def _add(sums: dict[tuple[date, str, str, str], list[int]], key: tuple[date, str, str, str], sentences: int, words: int) -> None:
    sums[key][0] += sentences
    sums[key][1] += words


# Coverage


def coverage() -> Table:
    """For each offered language: of the articles written in others, how many are there whole, in part, reviewed, outdated."""
    sums = read_sums()
    total = sum(row.written for row in sums.values())
    rows = []
    for code in sorted(languages_offered()):
        found = sums.get(code, LanguageCoverage(language=code))
        wanted = total - found.written
        part = found.translated - found.whole
        numbers = (wanted, found.whole, found.linked, part, found.reviewed, found.late, max(0, wanted - found.translated - found.linked))
        rows.append((_language(code), Cell(found.written + found.edition), *(Cell(number) for number in numbers)))
    head = (
        _("Language"), _("Written in it"), _("Written in others"), _("Whole"), _("Linked editions"), _("In part"), _("Reviewed"), _("Outdated"), _("Not there"),
    )  # fmt: skip
    return Table(_("Coverage"), _("Public articles. In part: headline and introduction, or all but some passages."), head, tuple(rows))


# Readers


def readers() -> Table:
    """Requests by month and language: pages, articles, and articles asked for in a language that they do not exist in."""
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    month_of = Substr(Cast("day", CharField()), 1, 7)  # SQLite would ask Python for the month of every row
    rows = PageCount.objects.filter(subject="").annotate(month=month_of).values_list("month", "language", "kind").annotate(Sum("number")).order_by()
    for month, language, kind, number in rows:
        sums[month, language][kind] += number
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], item[1][PAGES]), reverse=True)
    return Table(
        _("What readers read and lack"), _counted(),
        (_("Month"), _("Language"), _("Pages"), _("Articles"), _("Asked for and not there")),
        tuple((Cell(month), _named(code), Cell(found[PAGES]), Cell(found[READ]), Cell(found[LACKED])) for (month, code), found in ordered if _known(code)),
    )  # fmt: skip


def lacks() -> Table:
    """The articles asked for most in languages that they do not exist in, and how much each is read in all languages."""
    rows = _most(LACKED)
    read = Counter(dict(PageCount.objects.filter(kind=READ, subject__in=[subject for subject, _code, _number in rows]).order_by().values_list("subject").annotate(Sum("number"))))
    states = _articles([subject for subject, _code, _number in rows])
    found = []
    for subject, code, number in rows:
        state = states.get(subject)
        if state is not None and _known(code):
            found.append((_named(code), Cell(state.headline, state.language, reverse("coranto_give", args=[state.pk]) + f"?language={code}"), Cell(number), Cell(read[subject])))
    return Table(_("What readers lack most"), _counted(), (_("Language"), _("Article"), _("Asked for"), _("Read in all languages")), tuple(found))


def most_read() -> Table:
    """The articles read most, by language."""
    rows = _most(READ)
    states = _articles([subject for subject, _code, _number in rows])
    found = []
    for subject, code, number in rows:
        state = states.get(subject)
        if state is not None and _known(code):
            found.append((_named(code), Cell(state.headline, state.language, f"/{code}/{subject}/"), Cell(number)))
    return Table(_("What readers read most"), _counted(), (_("Language"), _("Article"), _("Read")), tuple(found))


def _counted() -> str:
    return _("Requests that this server answered, programs left out, in sums by day or month; no address, cookie or browser is kept. What a server in front answers from files is not among them.")


def _most(kind: str) -> list[tuple[str, str, int]]:
    """(article, language, requests), the most first."""
    rows = PageCount.objects.filter(kind=kind).exclude(subject="").values("subject", "language").annotate(total=Sum("number")).order_by("-total", "subject", "language")
    return [(row["subject"], row["language"], row["total"]) for row in rows[:MOST_READ]]


def _articles(subjects: Sequence[str]) -> dict[str, PublicState]:
    slugs = {subject: subject.rpartition("/")[2] for subject in subjects}
    numbers = dict(ArticleAddress.objects.filter(slug__in=slugs.values()).values_list("slug", "article_number"))
    states = PublicState.objects.filter(status=200).in_bulk(numbers.values())
    return {subject: states[numbers[slug]] for subject, slug in slugs.items() if numbers.get(slug) in states}


def _known(code: str) -> bool:
    return code in languages.CODES


def _named(code: str) -> Cell:
    return _language(code)


REPORTS: dict[str, Callable[[], Table]] = {"work": work, "coverage": coverage, "readers": readers, "lacks": lacks, "most-read": most_read}


def report(request: HttpRequest, name: str = "work") -> HttpResponse:
    """One of the tables; with `?format=csv` as a file."""
    person = person_with(request, SEE)
    if name not in REPORTS:
        raise Http404
    table = REPORTS[name]()
    if request.GET.get("format") == "csv":
        return as_csv(name, table.head, [[cell.language if cell.language in languages.CODES and not cell.url else cell.value for cell in row] for row in table.rows])
    page = Paginator(table.rows, SHOWN).get_page(request.GET.get("p"))
    others = [(other, str(make_title), reverse("coranto_report", args=[other])) for other, make_title in _titles().items()]
    return render(
        request, "newsroom/translating/report.html",
        {
            "title": table.title, "icon": "table", "tabs": tabs(person), "here": "coranto_reports", "table": table, "name": name, "others": others,
            "rows": [[(cell, languages.get(cell.language) if cell.language else None, formats.number_format(cell.value, force_grouping=True) if cell.is_number else cell.value) for cell in row] for row in page], "page": page,
        },
    )  # fmt: skip


def _titles() -> dict[str, str]:
    return {"work": _("Words done"), "coverage": _("Coverage"), "readers": _("Read and lacked"), "lacks": _("Lacked most"), "most-read": _("Read most")}
