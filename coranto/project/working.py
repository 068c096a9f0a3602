"""The worker: looks at rows that are due and does them, one kind after another, until it is told to stop."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from coranto.delivery.building import build
from coranto.delivery.deepening import deepen
from coranto.delivery.errors import BuildBusy
from coranto.delivery.storage import Storage
from coranto.newsroom.rights_desk.sending import send_letters
from coranto.newsroom.search_renewing import renew_search
from coranto.newsroom.signing_missing import sign_missing
from coranto.newsroom.translating.telling import tell_due
from coranto.pictures.variants import make_missing
from coranto.project.delivering import storage_of_instance
from coranto.project.translating import Translators
from coranto.site.house import SiteHouse

logger = logging.getLogger("coranto.work")

LOOK_SECONDS = 0.5  # how soon something that was just written is seen
SCHEDULE_SECONDS = 15.0  # how late a scheduled publication may be
SEARCH_SECONDS = 300.0  # between looks whether search has to be made anew, for which all its entries are counted
IDLE_SECONDS = 5.0  # without anything due, before idle work begins
IDLE_BUDGET = 2.0  # seconds of idle work before looking again


@dataclass
class Pace:
    """When each kind of work was last looked at or done, in seconds of a monotonic clock."""

    scheduled: float = float("-inf")
    busy: float = float("-inf")
    searched: float = float("-inf")


def work(*, stop: Callable[[], bool], once: bool = False) -> int:
    """Work until `stop()` is true; with `once`, until nothing is due. Returns the number of pages rendered."""
    spare_what_stays()
    house, storage, pace, rendered, translators = SiteHouse(), storage_of_instance(), Pace(busy=time.monotonic()), 0, Translators()
    try:
        while not stop():
            close_old_connections()
            publish_scheduled(pace)
            done = build_due(house, storage)  # before anything is translated: an original is with its readers at once
            rendered += done
            told = tell_due(now=timezone.now())
            told += 0 if done else send_letters(now=timezone.now())  # a mail server may be slow: pages first
            renewed = search_renewed(pace)
            if translators.step() is not None or done or told or renewed:
                pace.busy = time.monotonic()
            elif once:
                break
            elif not (time.monotonic() - pace.busy > IDLE_SECONDS and idle_work(storage, stop)):
                time.sleep(LOOK_SECONDS)
    finally:
        translators.close()
    return rendered


def spare_what_stays() -> None:
    """Let the garbage collector pass over code, models and catalogs, which stay as long as the process: looking through them took a quarter of what translating costs beside the engine."""
    gc.collect()
    gc.freeze()


def build_due(house: SiteHouse, storage: Storage) -> int:
    """Render what is stale: the article itself first, then what shows it. The number of pages rendered."""
    try:
        report = build(house, storage, now=timezone.now())
    except BuildBusy:
        return 0  # another worker builds; what is stale now is stale for it too
    if report.rendered:
        logger.info("built", extra={"rendered": report.rendered, "written": report.written})
    return int(report.rendered)


def idle_work(storage: Storage, stop: Callable[[], bool]) -> bool:
    """What may wait for a quiet moment: texts without a signature, pictures nobody has asked for yet, smaller files. False when there is none."""
    if sign_missing(limit=20):
        return True
    if make_missing(settings.INSTANCE.public / "media", limit=4):
        return True
    try:
        return deepen(storage, IDLE_BUDGET, stop=stop).deepened > 0
    except BuildBusy:
        return False


def search_renewed(pace: Pace) -> bool:
    """Take a step of making search anew where that is due; what is not in it yet, readers do not find. False where there is none."""
    if time.monotonic() - pace.searched < SEARCH_SECONDS:
        return False
    is_renewed = renew_search()
    if not is_renewed:
        pace.searched = time.monotonic()
    return is_renewed


def publish_scheduled(pace: Pace) -> None:
    """Publish what is due and take off what has expired."""
    if time.monotonic() - pace.scheduled >= SCHEDULE_SECONDS:
        pace.scheduled = time.monotonic()
        call_command("publish_scheduled", verbosity=0)
