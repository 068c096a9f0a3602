"""What others' pages and feeds bring, taken in and published as it came: nothing of it runs on any page."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
from coranto.reading.errors import ReadingError
from coranto.reading.opening import read_bytes
from coranto.site.house import SiteHouse
from tests.hostile.payloads import IS_LONG
from tests.hostile.test_desk import sanitiser_off
from tests.hostile.watching import Shelf, chromium, served, watch
from tests.reading.corpora import folder
from tests.site import making

pytestmark = [pytest.mark.campaign, pytest.mark.browser, pytest.mark.slow]

PROSE = "The river rose by three metres on Monday, and the ferry number {number} stayed on the northern bank until the evening came. " * 3
CASES_A_PAGE = 12


@dataclass
class Brought:
    """The built site of what was taken in, the same texts as a site without a sanitiser shows them, and how many articles there are."""

    clean: Shelf
    control: Shelf
    articles: int


def cases() -> list[str]:
    return [case["input"].replace("\0", "\ufffd") for case in json.loads((folder("xss") / "html5lib-sanitizer.json").read_text(encoding="utf-8"))]


def dealt_bodies() -> list[str]:
    """Sanitiser cases between paragraphs of prose, a dozen to a text."""
    found = cases()
    return [
        "".join(f"<p>{PROSE.format(number=start + number)}</p>{case}" for number, case in enumerate(found[start : start + CASES_A_PAGE]))
        for start in range(0, len(found), CASES_A_PAGE)
    ]


def documents() -> Iterator[tuple[str, bytes]]:
    """(source, bytes): pages and one feed made of the sanitiser cases, and feeds that others wrote to try readers of feeds."""
    for number, body in enumerate(dealt_bodies()):
        yield f"page-{number}.html", f"<html lang=en><head><title>Page {number}</title></head><body><article><h1>Page {number}</h1>{body}</article></body></html>".encode()
    items = "".join(
        f"<item><guid>case-{number}</guid><title>{escape(cases()[number])} item {number}</title><description>{escape(body)}</description></item>" for number, body in enumerate(dealt_bodies())
    )
    yield "cases.rss", f'<rss version="2.0"><channel><title>Cases</title>{items}</channel></rss>'.encode()
    feeds = sorted((folder("feeds") / "sanitize").iterdir())
    for feed in feeds[:: 1 if IS_LONG else 12]:
        yield feed.name, feed.read_bytes()


@pytest.fixture(scope="module")
def brought(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brought]:
    with django_db_blocker.unblock(), transaction.atomic():
        found_publication()
        LanguagePolicy.objects.exclude(language__in=("en", "ar")).delete()
        number = taken_in()
        clean = built(tmp_path_factory.mktemp("clean"))
        with sanitiser_off():
            for place in range(0, len(cases()), CASES_A_PAGE):
                body = "".join(f'<p data-block-key="c{number}">{case}</p>' for number, case in enumerate(cases()[place : place + CASES_A_PAGE]))
                making.make_article(f"Control {place}", slug=f"control-{place}", text="x", body=json.dumps([{"type": "rich_text", "value": body, "id": f"c{place}"}]))
            control = built(tmp_path_factory.mktemp("control"))
        transaction.set_rollback(True)
    yield Brought(clean, control, number)


def taken_in() -> int:
    """Take everything in and publish it; how many articles there are. What holds no article is passed over."""
    number = 0
    for source, data in documents():
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


@pytest.mark.django_db
def test_nothing_that_was_taken_in_runs_on_a_page(brought: Brought) -> None:
    assert brought.articles > 20
    paths = brought.clean.html()
    assert len(paths) > brought.articles - 5  # not every feed is in a language of this publication
    with chromium() as browser, served(brought.clean, policy=False) as origin:
        assert watch(browser, origin, paths) == {}


def test_without_the_sanitiser_the_same_cases_do_run(brought: Brought) -> None:
    paths = [path for path in brought.control.html() if "control-" in path]
    assert paths
    with chromium() as browser, served(brought.control, policy=False) as origin:
        found = watch(browser, origin, paths)
    kinds = {text.split(" ")[0] for findings in found.values() for text in findings}
    assert {"handler", "address", "script"} <= kinds, kinds
    assert any("called" in text or text.startswith(("ran", "script failed")) for findings in found.values() for text in findings)
