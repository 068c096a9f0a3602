"""Sending the letters that are due. Called by the worker; the network is touched outside every transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from coranto.licensing.models import Direction, Letter
from coranto.outbound.errors import OutboundError

MOST_TRIES = 6
LEASE = timedelta(minutes=10)

# Sends one letter to these addresses. Raises OutboundError.
Send = Callable[[Letter, Sequence[str]], None]


def send_due(send: Send, *, desk: Sequence[str], now: datetime, limit: int = 20) -> int:
    """Send letters that are due, to the person who asked or to the rights desk at `desk`; the number sent.

    A letter is taken by moving its time before it is sent, so two workers never send it both; one that fails is tried
    again after 10 minutes, then 20, 40 …, and kept with its trouble after the sixth time or when trying again changes nothing.
    """
    sent = 0
    for letter in Letter.objects.select_related("request__version", "request__grant").filter(due_at__lte=now).order_by("due_at")[:limit]:
        wait = LEASE * 2**letter.tries
        if not Letter.objects.filter(pk=letter.pk, due_at=letter.due_at, sent_at=None).update(due_at=now + wait, tries=F("tries") + 1):
            continue
        to = list(desk) if letter.direction == Direction.DESK else [letter.request.email] if letter.request.email else []
        if not to:
            nobody = "Nobody works at the rights desk: give somebody the role." if letter.direction == Direction.DESK else "Their address was deleted."
            Letter.objects.filter(pk=letter.pk).update(due_at=None, trouble=nobody)
            continue
        try:
            send(letter, to)
        except OutboundError as error:
            last = not error.retry or letter.tries + 1 >= MOST_TRIES
            Letter.objects.filter(pk=letter.pk).update(trouble=str(error)[:300], **({"due_at": None} if last else {}))
        else:
            sent += 1
            Letter.objects.filter(pk=letter.pk).update(sent_at=now, due_at=None, trouble="")
    return sent
