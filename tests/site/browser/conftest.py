"""A real browser on a site that really stands in a folder, with the strict policy that readers get."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, sync_playwright

from coranto.articles.models import PublicState
from coranto.delivery.answering import CONTENT_SECURITY_POLICY
from coranto.delivery.building import build
from coranto.delivery.storages.folder import FolderStorage
from coranto.newsroom import flow
from coranto.pictures.models import Picture
from coranto.pictures.variants import names_of, stored_variant
from coranto.publication.models import Publication
from coranto.rights.models import Terms
from coranto.rights.presets import PRESETS
from coranto.rights.stating import state_terms
from coranto.site.house import SiteHouse
from coranto.translation.keeping import keep_translation
from coranto.translation.models import State
from tests.site.making import (
    START,
    make_article,
    make_outlet,
    make_person,
    make_picture,
    make_publication,
    make_region,
    make_report,
    make_standing,
    make_theme,
    rich,
)  # fmt: skip

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


class Handler(SimpleHTTPRequestHandler):
    """Files with the policy of the real server."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site: articles in English, Arabic and Japanese, with every variant of their pictures."""
    root = tmp_path_factory.mktemp("public")
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        build(SiteHouse(), FolderStorage(root), now=START, workers=1)
        for picture in Picture.objects.all():
            for name in names_of(picture):
                stored_variant(root / "media", name)
        transaction.set_rollback(True)
    return root


@pytest.fixture(scope="module")
def browser(folder: Path) -> Iterator[Browser]:
    """One Chromium for the tests of a module; they are skipped where there is none.

    Playwright keeps an event loop running in this thread, beside which Django refuses its database; nothing here uses
    both at once, so Django is told not to mind while the browser is open.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"There is no Chromium at {CHROMIUM}.")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the built site answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def fill() -> None:
    """Everything a page can hold, long words included."""
    make_publication("ar", "ja", "he", "fr", name="The Post Road", comments_url="https://talk.example/", membership_url="https://join.example/")
    Publication.objects.update(disclaimer="<p>Articles say what their authors think.</p>", note_to_readers="<p>Write to us.</p>")
    ada, roads, report = make_person("Ada Reporter", biography="<p>She walks.</p>"), make_theme(), make_report()
    make_standing()
    picture = make_picture(size=(640, 400), redistributable=True)
    terms = state_terms(Terms.objects.create(name="Anyone"), PRESETS["by-nd-counter"].record)
    quotation = {
        "text": rich("<p>The road speaks.</p>"), "speaker": "A driver", "source_url": "https://source.example/", "language": "", "original_text": "الطريق يتكلم",
        "original_language": "ar",
    }  # fmt: skip
    table = {"data": [["Year", "From London to New York", "Days"], ["1865", "by steamship", "11"], ["1881", "by cable", "0"]], "first_row_is_table_header": True}
    body: list[Any] = [
        ("rich_text", rich("<p>The first stone was laid. " + "Nobody asked. " * 60 + "</p>")), ("heading", {"level": "2", "text": "Rindfleischetikettierungsüberwachungsaufgaben"}),
        ("quotation", quotation), ("table", table), ("embed", {"url": "https://vimeo.com/1", "caption": "A film"}),
        ("code", {"text": "a-very-long-line-of-code-that-does-not-break-anywhere-because-it-has-no-spaces-at-all-in-it"}),
    ]  # fmt: skip
    common: dict[str, Any] = {"authors": [ada], "themes": [roads], "reports": [report], "regions": [], "picture": picture, "terms": terms}
    road = make_article("A road is built", body=body, at=START, slug="road", provenance={"outlet": make_outlet(), "url": "https://other.example/" + "long/" * 20, "basis": "licence"}, **common)
    make_article("حمام القلعة: حين كان الخبر يطير", language="ar", text="في قلعة القاهرة 1865 كان الخبر يطير.", at=START, slug="حمام", **common)
    make_article("瓦版と飛脚", language="ja", text="江戸の速報はいかに走ったか。" * 30, at=START, slug="瓦版", **common)
    make_region()
    version = PublicState.objects.get(pk=road.pk).version
    row = keep_translation(version, {**version.document, "headline": "Une route se construit"}, language="fr", state=State.MACHINE, by="a machine", now=START)
    flow.translation_changed(road, "fr", row.document, is_seen_elsewhere=True)

