"""What others' pages and feeds bring, taken in and published as it came: nothing of it runs on any page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from coranto.delivery.building import build
from coranto.delivery.models import Output
from coranto.delivery.paths import stored_name
from coranto.delivery.storages.folder import FolderStorage
from coranto.intake.taking import IntakeError, take_in
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.reading import doors
from coranto.reading.errors import ReadingError
from coranto.reading.opening import read_bytes
from coranto.site.house import SiteHouse
from tests.hostile.payloads import IS_LONG, REACHES, Reach, sanitiser_cases
from tests.hostile.test_desk import sanitiser_off
from tests.hostile.watching import Shelf, chromium, served, watch
from tests.reading.corpora import folder

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

PROSE = "The river rose by three metres on Monday, and the ferry number {number} stayed on the northern bank until the evening came. " * 3
CASES_A_PAGE = 6


@dataclass
class Brought:
    """The built site of what was taken in, the same sources as a site without a sanitiser shows them, and how many articles there are."""

    reach: Reach
    clean: Shelf
    control: Shelf
    articles: int


def dealt_bodies(reach: Reach) -> list[str]:
    """Sanitiser cases between paragraphs of prose, some to a text, once beside the prose and once within a paragraph."""
    found = sanitiser_cases(reach)
    return [
        "".join(f"<p>{PROSE.format(number=start + number)}</p>{case}<p>The ferry {case} was late.</p>" for number, case in enumerate(found[start : start + CASES_A_PAGE]))
        for start in range(0, len(found), CASES_A_PAGE)
    ]


def documents(reach: Reach) -> Iterator[tuple[str, bytes]]:
    """(source, bytes): pages and one feed made of the sanitiser cases, and feeds that others wrote to try readers of feeds."""
    bodies = dealt_bodies(reach)
    for number, body in enumerate(bodies):
        yield f"page-{number}.html", f"<html lang=en><head><title>Page {number}</title></head><body><article><h1>Page {number}</h1>{body}</article></body></html>".encode()
    items = "".join(
        f"<item><guid>case-{number}</guid><title>{escape(case)} item {number}</title><description>{escape(body)}</description></item>"
        for number, (case, body) in enumerate(zip(sanitiser_cases(reach), bodies, strict=False))
    )
    yield "cases.rss", f'<rss version="2.0"><channel><title>Cases</title>{items}</channel></rss>'.encode()
    feeds = sorted((folder("feeds") / "sanitize").iterdir())
    for feed in feeds[:: 1 if IS_LONG else 12 if reach.is_whole else 48]:
        yield feed.name, feed.read_bytes()


@pytest.fixture(scope="module", params=REACHES)
def brought(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brought]:
    with django_db_blocker.unblock():
        clean, number = site_of(request.param, tmp_path_factory.mktemp("clean"))
        with sanitiser_off(), reader_open():
            control, _ = site_of(request.param, tmp_path_factory.mktemp("control"))
    yield Brought(request.param, clean, control, number)


def site_of(reach: Reach, place: Path) -> tuple[Shelf, int]:
    """A publication of what was taken in, and how many articles it has; nothing stays in the database."""
    with transaction.atomic():
        found_publication()
        LanguagePolicy.objects.exclude(language__in=reach.languages).delete()
        number = taken_in(reach)
        shelf = built(place)
        transaction.set_rollback(True)
    return shelf, number


@contextmanager
def reader_open() -> Iterator[None]:
    """The reader's child processes sanitise nothing."""
    with pytest.MonkeyPatch.context() as off:
        doors.close()
        off.setattr(doors, "PROGRAM", "tests.hostile.open_doorkeeper")
        yield
        doors.close()


def taken_in(reach: Reach) -> int:
    """Take everything in and publish it; how many articles there are. What holds no article is passed over."""
    number = 0
    for source, data in documents(reach):
        try:
            for reading in read_bytes(data, source=source):
                taken = take_in(reading, data=data, by=None, now=timezone.now(), even_if_similar=True)
                flow.draft_goes_out(taken.article, by=None, now=timezone.now())
                number += 1
        except (ReadingError, IntakeError):
            continue
    return number


def built(place: Path) -> Shelf:
    storage, shelf = FolderStorage(place), Shelf()
    Output.objects.all().delete()
    build(SiteHouse(), storage, workers=1, full=True)
    assert not Output.objects.exclude(problem="").exists()
    for output in Output.objects.all():
        data = storage.read(stored_name(output.path, output.status))
        if data is not None:
            shelf.put(output.path, data, status=output.status, kind=output.content_type)
    return shelf


def test_nothing_that_was_taken_in_runs_on_a_page(brought: Brought) -> None:
    assert brought.articles > (20 if brought.reach.is_whole else 3)
    paths = brought.clean.html()
    assert len(paths) > brought.articles - 5  # not every feed is in a language of this publication
    with chromium() as browser, served(brought.clean, policy=False) as origin:
        assert watch(browser, origin, paths) == {}


def test_without_the_sanitiser_the_same_sources_do_run(brought: Brought) -> None:
    """The control: read by the same readers in the same child process, taken in and published in the same way."""
    with chromium() as browser, served(brought.control, policy=False) as origin:
        found = watch(browser, origin, brought.control.html())
    kinds = {text.split(" ")[0] for findings in found.values() for text in findings}
    assert {"handler", "address", "script"} <= kinds, kinds
    assert any("called" in text or text.startswith(("ran", "script failed")) for findings in found.values() for text in findings)
