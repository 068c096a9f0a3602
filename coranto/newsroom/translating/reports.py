"""What was translated, how much of it readers can have, and what they read and lack: three tables, each also as CSV."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Length, Replace, TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from coranto import languages
from coranto.articles.models import ArticleAddress, PublicState
from coranto.delivery.models import PageCount
from coranto.delivery.tallying import LACKED, PAGES, READ
from coranto.newsroom.translating.covering import OUTDATED_ONES, linked, present, written
from coranto.newsroom.translating.frame import SEE, as_csv, person_with, tabs
from coranto.publication.offered import languages_offered
from coranto.translation.counted import CHARACTERS_A_WORD, MEMORY, UNSPACED
from coranto.translation.models import REVIEWED, HumanText, State, WorkDone
from coranto.translation.settling import LABELS

MONTHS = 24
MOST_READ = 100


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
    rows: tuple[tuple[Cell, ...], ...]


def _language(code: str) -> Cell:
    return Cell(languages.get(code).own_name, code)


# Work


def work() -> Table:
    """Words by month, language and who made them; the newest month first."""
    sums: dict[tuple[date, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in WorkDone.objects.order_by("-month")[: MONTHS * 200]:
        kind, name = (_("Memory"), _("Known already")) if row.engine == MEMORY else (_("Engine"), LABELS.get(row.engine, row.engine))
        _add(sums, (row.month, row.language, kind, name), row.sentences, row.words)
    for month, language, name, state, sentences, words in _of_people():
        kind = _("Person, checking") if state == State.CHECKED else _("Person, editing") if state == State.EDITED else _("Person, translating")
        _add(sums, (month, language, kind, name), sentences, words)
    rows = sorted(sums.items(), key=lambda item: (-item[0][0].toordinal(), item[0][1], item[0][2], item[0][3]))
    return Table(
        _("Words done"),
        _("Words of the originals. A sentence that somebody put right twice counts once for them. Of Chinese, Japanese and Thai two characters count as a word."),
        (_("Month"), _("Language"), _("How"), _("By"), _("Sentences"), _("Words")),
        tuple((Cell(f"{month:%Y-%m}"), _language(code), Cell(kind), Cell(name), Cell(sentences), Cell(words)) for (month, code, kind, name), (sentences, words) in rows),
    )


def _add(sums: dict[tuple[date, str, str, str], list[int]], key: tuple[date, str, str, str], sentences: int, words: int) -> None:
    sums[key][0] += sentences
    sums[key][1] += words


def _of_people() -> list[tuple[date, str, str, str, int, int]]:
    """(month, language, name, state, sentences, words) of what people answered for. One query."""
    mine = HumanText.objects.filter(Q(previous=None) | Q(previous__person=None) | ~Q(previous__person=F("person"))).exclude(person=None)
    spaces = Length("source") - Length(Replace("source", Value(" "), Value("")))
    grouped = mine.annotate(month=TruncMonth("made_at")).values("month", "target_language", "source_language", "by", "state")
    found = grouped.annotate(sentences=Count("pk"), spaces=Sum(spaces), characters=Sum(Length("source"))).order_by()
    return [
        (
            row["month"].date(), row["target_language"], row["by"], row["state"], row["sentences"],
            row["characters"] // CHARACTERS_A_WORD if row["source_language"] in UNSPACED else row["spaces"] + row["sentences"],
        )
        for row in found
    ]  # fmt: skip


# Coverage


def coverage() -> Table:
    """For each offered language: of the articles written in others, how many are there whole, in part, reviewed, outdated."""
    by_language, editions, all_in = written(), linked(), _all_in()
    total = sum(by_language.values())
    counts = {
        row["language"]: row
        for row in present()
        .values("language")
        .annotate(
            whole=Count("pk", filter=Q(is_whole=True)), part=Count("pk", filter=Q(is_whole=False)), reviewed=Count("pk", filter=Q(state__in=REVIEWED)),
            outdated=Count("pk", filter=OUTDATED_ONES),
        )
    }
    rows = []
    for code in sorted(languages_offered()):
        found = counts.get(code, {"whole": 0, "part": 0, "reviewed": 0, "outdated": 0})
        wanted = total - by_language[code]
        there = found["whole"] + found["part"] + editions[code]
        numbers = (wanted, found["whole"], editions[code], found["part"], found["reviewed"], found["outdated"], max(0, wanted - there))
        rows.append((_language(code), Cell(all_in[code]), *(Cell(number) for number in numbers)))
    head = (
        _("Language"), _("Written in it"), _("Written in others"), _("Whole"), _("Linked editions"), _("In part"), _("Reviewed"), _("Outdated"), _("Not there"),
    )  # fmt: skip
    return Table(_("Coverage"), _("Public articles. In part: headline and introduction, or all but some passages."), head, tuple(rows))


def _all_in() -> Counter[str]:
    """Public articles by language, linked editions among them."""
    return Counter(dict(PublicState.objects.filter(status=200).order_by().values_list("language").annotate(Count("pk"))))


# Readers


def readers() -> Table:
    """Requests by month and language: pages, articles, and articles asked for in a language that they do not exist in."""
    sums: dict[tuple[date, str], Counter[str]] = defaultdict(Counter)
    rows = PageCount.objects.filter(subject="").annotate(month=TruncMonth("day")).values_list("month", "language", "kind").annotate(Sum("number")).order_by()
    for month, language, kind, number in rows:
        sums[month, language][kind] += number
    ordered = sorted(sums.items(), key=lambda item: (-item[0][0].toordinal(), -item[1][PAGES], item[0][1]))
    return Table(
        _("What readers read and lack"), _counted(),
        (_("Month"), _("Language"), _("Pages"), _("Articles"), _("Asked for and not there")),
        tuple((Cell(f"{month:%Y-%m}"), _named(code), Cell(found[PAGES]), Cell(found[READ]), Cell(found[LACKED])) for (month, code), found in ordered if _known(code)),
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
    others = [(other, str(make_title), reverse("coranto_report", args=[other])) for other, make_title in _titles().items()]
    return render(
        request, "newsroom/translating/report.html",
        {
            "title": table.title, "icon": "table", "tabs": tabs(person), "here": "coranto_reports", "table": table, "name": name, "others": others,
            "rows": [[(cell, languages.get(cell.language) if cell.language else None, formats.number_format(cell.value, force_grouping=True) if cell.is_number else cell.value) for cell in row] for row in table.rows],
        },
    )  # fmt: skip


def _titles() -> dict[str, str]:
    return {"work": _("Words done"), "coverage": _("Coverage"), "readers": _("Read and lacked"), "lacks": _("Lacked most"), "most-read": _("Read most")}
