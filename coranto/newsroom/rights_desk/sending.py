"""Handing the letters that are due to the mail server: a step of the worker. Without one they wait, and the desk says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from coranto.licensing.models import Letter
from coranto.licensing.sending import send_due
from coranto.members.models import User
from coranto.newsroom.mailing import mailer_of_instance, send_letter
from coranto.publication.models import Publication
from coranto.site.permission.letters import letter_text

STALE = timedelta(days=14)
MOST = 3  # letters at a time: a slow mail server must not keep pages waiting


def send_letters(*, now: datetime) -> int:
    """Send what is due; the number of letters that went. What waited longer than two weeks for a mail server is no news any more."""
    if not Letter.objects.filter(due_at__lte=now).exists() or not mailer_of_instance().leaves_the_machine:
        return 0
    Letter.objects.filter(due_at__lte=now, at__lt=now - STALE).update(due_at=None, trouble="It was not sent: there was no mail server for two weeks.")
    return send_due(_send, desk=desk_addresses(), now=now, limit=MOST)


def desk_addresses() -> list[str]:
    """Who hears of a new request: the colleagues of the rights desk; while there are none, the administrators."""
    active = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    found = active.filter(groups__name="Rights desk") or active.filter(groups__name="Administrators")
    return list(found.values_list("email", flat=True))


def _send(letter: Letter, to: Sequence[str]) -> None:
    language = letter.request.language if letter.direction != "desk" else Publication.load().default_language
    text = letter_text(letter, now=timezone.now())
    for one in to:  # one letter each: nobody sees the others' addresses
        send_letter(to=one, subject=" ".join(letter.subject.split()), text=text, language=language)
