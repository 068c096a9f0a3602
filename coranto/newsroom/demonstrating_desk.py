"""The translators' desk of the demonstration: people with their languages and names, what they made, and what they were asked for.

What they made is kept through the same door as a translator's file that comes back. No letter is ever written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import Group

from coranto.articles.models import Article, Person
from coranto.demonstration import shapes
from coranto.demonstration.parsing import DemonstrationError
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.translating.people import give_languages
from coranto.newsroom.translating.returning import take_returned
from coranto.taxonomy.models import Report, Theme
from coranto.translation.assigning import assign, finish
from coranto.translation.exchange.xliff import read_xliff
from coranto.translation.glossary import set_term
from coranto.translation.models import Assignment, AssignmentState, Rule
from coranto.translation.requesting import Wanted, order_translations, pause_order

ROLE = "Translators"
MOST_CHANGED = 3  # sentences of a file that may be those of a later or earlier version


def load_translators(entries: Iterable[shapes.Translator], people: Mapping[str, Person]) -> dict[str, User]:
    """Make an account for each, by the names of people; without a password, so that nobody can sign in with it."""
    made = {}
    for entry in entries:
        person = people[entry.person]
        first, _space, last = person.name.partition(" ")
        made[entry.person] = user = User.objects.create_user(entry.email, None, first_name=first, last_name=last)
        user.groups.add(Group.objects.get(name=ROLE))
        give_languages(user, list(entry.languages))
        flow.translator_named(user, person)
    return made


def take_hand_made(entry: shapes.HandMade, translators: Mapping[str, User]) -> None:
    """Keep what a translator made, at its own time. Raises DemonstrationError where little of it fits."""
    (returned,) = take_returned(read_xliff(entry.path.read_bytes()), by=translators[entry.by], now=entry.at)
    if not returned.accepted or len(returned.changed_since) > MOST_CHANGED:
        raise DemonstrationError(f"{len(returned.changed_since)} sentences of {entry.path.name} do not stand in the article on {entry.at:%Y-%m-%d}. Export it again.")


def load_assignments(entries: Iterable[shapes.Assignment], articles: Mapping[str, Article], translators: Mapping[str, User], *, now: datetime) -> None:
    """Give each article to somebody; no letter is due."""
    for entry in entries:
        due = (now + timedelta(days=entry.due_in_days)).date() if entry.due_in_days else None
        row = assign(translators[entry.to], articles[entry.article].pk, entry.language, by=None, now=now, due=due, note=entry.note)
        Assignment.objects.filter(pk=row.pk).update(tell_at=None)
        if entry.state == AssignmentState.DONE:
            finish(row, state=AssignmentState.DONE, now=now)


def load_orders(entries: Iterable[shapes.Order], reports: Mapping[str, Report], themes: Mapping[str, Theme], *, now: datetime) -> None:
    """Order each; one that is paused waits."""
    for entry in entries:
        wanted = Wanted("report", reports[entry.report].pk) if entry.report else Wanted("theme", themes[entry.theme].pk)
        order = order_translations(entry.language, by=None, now=now, wanted=wanted)
        if entry.paused:
            pause_order(order)


def load_terms(entries: Iterable[shapes.Term], *, now: datetime) -> None:
    """Agree on each word."""
    for entry in entries:
        set_term(entry.source, source_language="en", language=entry.language, rule=Rule.TRANSLATE, target=entry.target, note=entry.note, by=None, now=now)
