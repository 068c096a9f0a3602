"""Counting how often copies are opened: numbers by day and host, gathered in memory and written every few seconds.

Nothing is kept of whoever opened one: no cookie, no address, no browser. A count that was not written when the server
stopped is lost; these are numbers for a report of reach, not for an account.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.db import DatabaseError, transaction
from django.db.models import F

from coranto import languages
from coranto.articles.models import PublicState
from coranto.syndication.models import Reach

logger = logging.getLogger(__name__)
EVERY = timedelta(seconds=10)
MOST_WAITING = 2000  # different counts in memory; then hosts are told apart no longer until they are written
MOST_HOSTS = 100  # of an article on one day
HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")

Place = tuple[int, str, date, str]  # article, language, day, host


class Copies:
    """The counts of one process that are not written yet. Safe for threads."""

    def __init__(self) -> None:
        self._waiting: Counter[Place] = Counter()
        self._lock = threading.Lock()
        self._written: datetime | None = None

    def opened(self, article_number: int, language: str, *, referrer: str, own_host: str, now: datetime) -> None:
        """A copy was opened on the page `referrer`. Our own pages do not count; what waits is written when it is time."""
        host = host_of(referrer)
        if language not in languages.CODES or (host and host == own_host):
            return
        with self._lock:
            place = (article_number, language, now.date(), host)
            if place not in self._waiting and len(self._waiting) >= MOST_WAITING:
                place = (article_number, language, now.date(), "")
            if place in self._waiting or len(self._waiting) < 2 * MOST_WAITING:
                self._waiting[place] += 1
            self._written = self._written or now
            if now - self._written < EVERY:
                return
            waiting, self._waiting, self._written = self._waiting, Counter(), now
        try:
            write(waiting)
        except DatabaseError:
            logger.warning("counts dropped", extra={"places": len(waiting)})  # a picture in somebody's page never fails for them

    def flush(self) -> None:
        """Write what waits."""
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
        write(waiting)


copies = Copies()


def host_of(referrer: str) -> str:
    """The host that a browser says a page stands on, "" where it says none that can be."""
    try:
        host = (urlsplit(referrer).hostname or "").lower()
    except ValueError:
        return ""
    return host if HOST.fullmatch(host) else ""


@transaction.atomic
def write(counts: Mapping[Place, int]) -> None:
    """Add counts to the rows; those of articles that are not public are dropped."""
    if not counts:
        return
    public = set(PublicState.objects.filter(pk__in={place[0] for place in counts}, status=200).values_list("pk", flat=True))
    for (number, language, day, host), times in sorted(counts.items()):
        if number not in public:
            continue
        rows = Reach.objects.filter(article_id=number, language=language, day=day)
        if host and not rows.filter(host=host).exists() and rows.count() >= MOST_HOSTS:
            host = ""
        row, _made = Reach.objects.get_or_create(article_id=number, language=language, day=day, host=host)
        Reach.objects.filter(pk=row.pk).update(times=F("times") + times)
