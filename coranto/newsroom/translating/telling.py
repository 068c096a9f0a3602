"""Letters to those who were asked to translate, written by the worker from rows that are due; never inside a transaction.

A letter is claimed by moving its moment on, so that two workers never write the same one; a worker that dies in the
middle leaves it to be written after the lease. Without a mail server nothing is written, and the desk says so.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from coranto import languages
from coranto.articles.models import PublicState
from coranto.languages import catalogs, formatting
from coranto.newsroom import words
from coranto.newsroom.mailing import mailer_of_instance, send_letter
from coranto.outbound.errors import OutboundError
from coranto.publication.models import Publication
from coranto.site.facts import wording
from coranto.translation.accepting import name_of
from coranto.translation.models import Assignment, AssignmentState

logger = logging.getLogger("coranto.work")

AT_ONCE = 20
LEASE = timedelta(minutes=10)
BACKOFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))  # after which tries, five in all
STALE = timedelta(days=3)  # what was given so long ago is no news any more, when a mail server is set up at last


def tells_by_mail() -> bool:
    """Whether a mail server is set up, so that letters leave this machine."""
    return mailer_of_instance().leaves_the_machine


def tell_due(*, now: datetime) -> int:
    """Write the letters that are due; how many were sent."""
    due = list(Assignment.objects.filter(tell_at__lte=now).order_by("tell_at").values_list("pk", "tell_at")[:AT_ONCE])
    if not due or not tells_by_mail():
        return 0
    return sum(_tell(number, at, now) for number, at in due if at is not None)


def _tell(number: int, at: datetime, now: datetime) -> bool:
    """Claim a letter, write it, and say what became of it."""
    claimed = now + LEASE
    if not Assignment.objects.filter(pk=number, tell_at=at).update(tell_at=claimed, tries=F("tries") + 1):
        return False
    row = Assignment.objects.select_related("person", "made_by").get(pk=number)
    mine = Assignment.objects.filter(pk=number, tell_at=claimed)
    state = PublicState.objects.filter(pk=row.article_id, status=200).first()
    if state is None or not row.person.is_active or now - (row.changed_at or row.made_at) > STALE:
        mine.update(tell_at=None, problem="" if state is None else _("No letter was written: it was too late for one."))
        return False
    try:
        _send(row, state.headline)
    except OutboundError as error:
        again = now + BACKOFF[row.tries - 1] if error.retry and row.tries <= len(BACKOFF) else None
        mine.update(tell_at=again, problem=str(error)[:300])
        logger.warning("letter not sent", extra={"assignment": number, "tries": row.tries})
        return False
    if not mine.update(tell_at=None, told_at=now, problem=""):  # taken back meanwhile: of that they are told next
        Assignment.objects.filter(pk=number, state=AssignmentState.TAKEN).update(tell_at=now, told_at=now)
    return True


def _send(row: Assignment, headline: str) -> None:
    language = _language_of(row)
    subject, text = _letter(row, " ".join(headline.split()), language)
    send_letter(to=row.person.email, subject=subject, text=text, language=language)


def _language_of(row: Assignment) -> str:
    """The language of the colleague's desk where they have chosen one, else the one that they translate into.

    That is the one language of which we know that they write it; of the desk's own we know nothing, for a volunteer may
    never have opened it.
    """
    profile = UserProfile.objects.filter(user=row.person).first()
    return (languages.match(profile.preferred_language) if profile is not None and profile.preferred_language else None) or row.language


def _letter(row: Assignment, headline: str, language: str) -> tuple[str, str]:
    """Subject and text; every sentence stands whole."""
    say, publication = catalogs.translator(language).gettext, Publication.load().name
    if row.state == AssignmentState.TAKEN:
        return say(words.NOT_TO_TRANSLATE) % {"headline": headline}, "\n\n".join([say(words.NO_LONGER), *_facts(row, headline, language), publication]) + "\n"
    by = wording.isolated(name_of(row.made_by) if row.made_by else publication)
    parts = [say(words.ASKS) % {"name": by}, *_facts(row, headline, language), row.note]
    parts += [say(words.YOURS) % {"link": settings.INSTANCE.public_url + reverse("coranto_mine")}, publication]
    return say(words.TO_TRANSLATE) % {"headline": headline}, "\n\n".join(part for part in parts if part) + "\n"


def _facts(row: Assignment, headline: str, language: str) -> tuple[str, str]:
    """Which article, and below it the language and the day; labels, for a name within a sentence would have to be inflected."""
    say = catalogs.translator(language).gettext
    lines = [formatting.labelled(say(words.INTO), wording.isolated(languages.get(row.language).own_name), language)]
    if row.due and row.state != AssignmentState.TAKEN:
        lines.append(formatting.labelled(say(words.DUE), formatting.format_date(row.due, language), language))
    return formatting.quote(headline, language), "\n".join(lines)
