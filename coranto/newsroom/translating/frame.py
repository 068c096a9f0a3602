"""What the translators' screens have in common: who may open them, and the row of links from one to the other."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coranto import languages
from coranto.members.models import User
from coranto.members.requests import user_of
from coranto.translation.permitting import PERMISSION

SEE = "translation.view_translation"
DIRECT = "translation.add_assignment"  # who says what is translated, by whom, and how words are translated
_BEGIN_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of the row: its words, where it leads, and the name of its address."""

    label: str
    url: str
    name: str


def person_with(request: HttpRequest, permission: str) -> User:
    """Who asks. Raises PermissionDenied without the permission."""
    person = user_of(request)
    if not person.has_perm(permission):
        raise PermissionDenied
    return person


def number_of(text: str | None) -> int:
    """The number of a row as a form or an address gives it; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0


def tabs(person: User) -> list[Tab]:
    """The screens that somebody may open."""
    wanted = [("coranto_translations", _("Articles"), SEE), ("coranto_own_texts", _("Texts of the publication"), SEE), ("coranto_mine", _("Yours to do"), SEE), ("coranto_assignments", _("Assignments"), SEE), *_of_directors(), *_of_all()]
    return [Tab(label, reverse(name), name) for name, label, permission in wanted if person.has_perm(permission)]


def _of_directors() -> Iterator[tuple[str, str, str]]:
    yield "coranto_translators", _("Translators"), DIRECT
    yield "coranto_orders", _("Orders"), DIRECT
    yield "coranto_editions", _("Linked editions"), DIRECT


def _of_all() -> Iterator[tuple[str, str, str]]:
    yield "coranto_glossary", _("Glossary"), SEE
    yield "coranto_memory", _("Memory"), PERMISSION
    yield "coranto_engines", _("Engines"), SEE
    yield "coranto_reports", _("Reports"), SEE


def language_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Languages for a choice, by English name, each with its own name."""
    found = [languages.get(code) for code in codes]
    return [(one.code, f"{one.english_name} · {one.own_name}") for one in sorted(found, key=lambda one: one.english_name)]


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as a file for spreadsheets. Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGIN_FORMULA) else value
