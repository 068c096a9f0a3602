"""How often pages are read, in sums alone: no address, no cookie, no name of a browser is ever kept.

A server's process counts in memory and adds its sums to the rows once a minute. Of articles the sums are of a month, of
everything of a language those of a day. Programs that say that they are programs are not counted.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from coranto.delivery.adding_up import add_up
from coranto.delivery.models import PageCount

logger = logging.getLogger("coranto.serve")

SECONDS = 60.0
MOST = 50_000  # different pages counted between two writes; more are left out
_PROGRAM = re.compile(rb"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|go-http|headless|feed|fetch|scan", re.IGNORECASE)
_ARTICLE = re.compile(r"/([A-Za-z]{2,3}(?:-[A-Za-z]+)?)/(\d{4}/\d{2}/[^/]+)/")
_PAGE = re.compile(r"/([A-Za-z]{2,3}(?:-[A-Za-z]+)?)/")

PAGES, READ, LACKED = "pages", "read", "lacked"


def is_program(agent: bytes) -> bool:
    """Whether a request says that no person reads; one that says nothing of itself is one too."""
    return not agent or _PROGRAM.search(agent) is not None


class Tally:
    """Sums of one process. `read` is for one thread alone, `lacked` for any."""

    def __init__(self) -> None:
        self._read: dict[str, int] = {}
        self._lacked: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def read(self, path: str) -> None:
        """A page was read."""
        if path in self._read or len(self._read) < MOST:
            self._read[path] = self._read.get(path, 0) + 1

    def lacked(self, path: str) -> None:
        """An article was asked for in a language that it does not exist in."""
        with self._lock:
            if path in self._lacked or len(self._lacked) < MOST:
                self._lacked[path] += 1

    def write(self, now: datetime) -> int:
        """Add what was counted to the rows; how many requests. What cannot be written now is kept for the next time."""
        read, self._read = self._read, {}
        with self._lock:
            lacked, self._lacked = self._lacked, Counter()
        sums: Counter[tuple[date, str, str, str]] = Counter()
        for kind, counts in ((READ, read), (LACKED, lacked)):
            for path, number in counts.items():
                _add(sums, kind, path, number, now.date())
        if not sums:
            return 0
        try:
            with transaction.atomic():
                add_up(PageCount, ("day", "language", "kind", "subject"), ("number",), {key: (number,) for key, number in sums.items()})
        except DatabaseError:
            for path, number in read.items():
                self._read[path] = self._read.get(path, 0) + number
            with self._lock:
                self._lacked.update(lacked)
            logger.warning("page counts could not be written; they are kept for the next time")
            return 0
        return sum(read.values()) + sum(lacked.values())

    def follow(self, clock: Callable[[], datetime] = timezone.now) -> None:
        """Begin to write once a minute, in a thread of its own."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._follow, args=(clock,), name="tally", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Write what is left and stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _follow(self, clock: Callable[[], datetime]) -> None:
        while not self._stop.wait(SECONDS):
            close_old_connections()
            self.write(clock())
        self.write(clock())
        connection.close()


def _add(sums: Counter[tuple[date, str, str, str]], kind: str, path: str, number: int, day: date) -> None:
    page = _PAGE.match(path)
    if page is None:
        return
    if kind == READ:
        sums[day, page[1], PAGES, ""] += number
    if (article := _ARTICLE.fullmatch(path)) is not None:
        sums[day, article[1], kind, ""] += number
        sums[day.replace(day=1), article[1], kind, article[2][:300]] += number


of_process = Tally()
