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
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.users.models import UserProfile

from coranto import languages
from coranto.articles.models import PublicState
from coranto.newsroom.mailing import mailer_of_instance, send_letter
from coranto.outbound.errors import OutboundError
from coranto.publication.models import Publication
from coranto.translation.accepting import name_of
from coranto.translation.models import Assignment, AssignmentState

logger = logging.getLogger("coranto.work")

AT_ONCE = 20
LEASE = timedelta(minutes=10)
BACKOFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))  # after which tries, five in all
ASKS = gettext_noop("%(name)s asks you to translate “%(headline)s” into %(language)s.")
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
    with translation.override(language):
        subject, text = _letter(row, headline)
    send_letter(to=row.person.email, subject=subject, text=text, language=language, direction=languages.get(language).direction)


def _language_of(row: Assignment) -> str:
    """The language in which the colleague uses the desk, where the letter's words are there in it; else English, and said to be."""
    profile = UserProfile.objects.filter(user=row.person).first()
    language = str(profile.get_preferred_language()) if profile is not None else "en"
    with translation.override(language):
        return language if _(ASKS) != ASKS else "en"


def _letter(row: Assignment, headline: str) -> tuple[str, str]:
    """Subject and text; every sentence stands whole."""
    facts = {"headline": " ".join(headline.split()), "language": languages.get(row.language).own_name, "publication": Publication.load().name}
    if row.state == AssignmentState.TAKEN:
        said = _("You need not translate “%(headline)s” into %(language)s any more: somebody else looks after it, or it is no longer wanted.") % facts
        return _("No longer yours: “%(headline)s” into %(language)s") % facts, f"{said}\n\n{facts['publication']}\n"
    parts = [_(ASKS) % {**facts, "name": name_of(row.made_by) if row.made_by else facts["publication"]}]
    if row.due:
        parts.append(_("It should be done by %(date)s.") % {"date": formats.date_format(row.due)})
    if row.note:
        parts.append(row.note)
    parts.append(_("What is yours to do stands here:") + "\n" + settings.INSTANCE.public_url + reverse("coranto_mine"))
    return _("To translate: “%(headline)s” into %(language)s") % facts, "\n\n".join([*parts, facts["publication"]]) + "\n"
