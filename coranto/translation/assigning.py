"""Asking somebody to look after an article in a language. One person at a time has it; whoever had it before is told so.

A letter about it is only a moment in the row (`tell_at`): the worker writes it, see `newsroom/translating/telling.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from coranto import languages
from coranto.articles.models import PublicState
from coranto.members.models import User
from coranto.translation.accepting import name_of
from coranto.translation.models import Assignment, AssignmentState
from coranto.translation.permitting import may_translate
from coranto.translation.translators import HELD

MOST = 500  # of what a person is to do


class AssignError(ValueError):
    """The article cannot be given to this person; the text says why."""


@transaction.atomic
def assign(person: User, article: int, language: str, *, by: User | None, now: datetime, due: date | None = None, note: str = "") -> Assignment:
    """Ask a person to look after an article in a language, in place of whoever has it. Raises AssignError."""
    state = PublicState.objects.filter(pk=article, status=200).first()
    if state is None:
        raise AssignError("The article is not public, so there is nothing to translate. Publish it first.")
    if state.language == language:
        raise AssignError(f"The article is written in {_named(language)}; that is no translation.")
    if not may_translate(person, language):
        raise AssignError(f"{name_of(person)} does not translate into {_named(language)}. Give them the language first.")
    for other in Assignment.objects.select_for_update().filter(article_id=article, language=language, state__in=HELD).exclude(person=person):
        take_back(other, now=now)
    row, _made = Assignment.objects.update_or_create(
        person=person, article_id=article, language=language,
        defaults={
            "state": AssignmentState.OPEN, "due": due, "note": note, "made_by": by, "made_at": now, "changed_at": None,
            "tell_at": now, "tries": 0, "problem": "", "told_at": None,
        },
    )  # fmt: skip
    return row


def _named(language: str) -> str:
    return f"{languages.get(language).english_name} ({language})"


def take_back(assignment: Assignment, *, now: datetime) -> None:
    """Ask for it no longer. Whoever was told of it is told of this as well."""
    was_told = assignment.told_at is not None
    Assignment.objects.filter(pk=assignment.pk, state__in=HELD).update(
        state=AssignmentState.TAKEN, changed_at=now, tell_at=now if was_told else None, tries=0, problem=""
    )


def begin(article: int, language: str, *, by: User, now: datetime) -> None:
    """Note that a person who was asked has begun: with their first sentence. One statement."""
    Assignment.objects.filter(article_id=article, language=language, person=by, state=AssignmentState.OPEN).update(state=AssignmentState.BEGUN, changed_at=now)


def finish(assignment: Assignment, *, state: str, now: datetime) -> None:
    """Say that it is done or declined, as the one who was asked does."""
    if state not in (AssignmentState.DONE, AssignmentState.DECLINED):
        raise AssignError(f"Unknown state '{state}'. Use one of: declined, done.")
    Assignment.objects.filter(pk=assignment.pk, state__in=HELD).update(state=state, changed_at=now, tell_at=None)


def held_by(person: User) -> list[Assignment]:
    """What a person is to do, the most urgent first. One query."""
    mine = Assignment.objects.filter(person=person, state__in=HELD).select_related("person", "made_by")
    return sorted(mine[:MOST], key=lambda one: (one.due is None, one.due or date.max, one.made_at))


def holders(articles: Collection[int], wanted: Collection[str]) -> dict[tuple[int, str], Assignment]:
    """Who has which article in which language now, by (article, language). One query."""
    rows = Assignment.objects.filter(article_id__in=articles, language__in=wanted, state__in=HELD).select_related("person")
    return {(row.article_id, row.language): row for row in rows}


def latest(*, state: str = "", language: str = "") -> QuerySet[Assignment]:
    """Assignments as the desk lists them, the newest first, not read yet."""
    rows = Assignment.objects.select_related("person", "made_by").order_by("-made_at", "-pk")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(language=language) if language else rows
