"""The server counts the pages that people read, in sums alone, at the door where they are answered."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coranto.delivery.answering import Answers
from coranto.delivery.building import build
from coranto.delivery.models import PageCount
from coranto.delivery.serving import Front
from coranto.delivery.storages.folder import FolderStorage
from coranto.delivery.tallying import Tally
from coranto.site.house import SiteHouse
from tests.site.making import START, make_article, make_front, make_publication

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
ROAD = "/en/2024/03/a-road-is-built/"
READER = b"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def ask(front: Front, path: str, *, method: str = "GET", agent: bytes = READER, known: bytes = b"") -> int:
    said: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        said.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    headers = [(b"user-agent", agent), (b"cookie", b"name=somebody"), (b"if-none-match", known)]
    asyncio.run(front({"type": "http", "path": path, "method": method, "headers": headers, "client": ("192.0.2.77", 4711)}, receive, send))
    return int(said[0]["status"])


def test_pages_that_people_read_are_counted_and_nothing_else(tmp_path: Path) -> None:
    make_publication()
    make_front()
    make_article("A road is built", at=START)
    build(SiteHouse(), FolderStorage(tmp_path), now=START, workers=1)
    answers, tally = Answers(tmp_path, languages=frozenset({"en"})), Tally()
    front = Front(answers, tally=tally)
    sheet = next(iter(sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "assets").rglob("*.css"))), "")
    for path in (ROAD, "/en/", f"/{sheet}", "/en/feed.xml"):
        assert answers.get(path, b"") is not None, path  # in memory from here on, so that no other thread reads the record
    etag = next(value for name, value in answers.get(ROAD, b"").headers if name == b"etag")  # type: ignore[union-attr]
    assert [ask(front, ROAD), ask(front, ROAD, known=etag), ask(front, "/en/")] == [200, 304, 200]
    assert [ask(front, ROAD, agent=b"Googlebot/2.1"), ask(front, ROAD, method="HEAD"), ask(front, f"/{sheet}"), ask(front, "/en/feed.xml")] == [200] * 4
    assert tally.write(NOW) == 3
    found = {(row.language, row.kind, row.subject): row.number for row in PageCount.objects.all()}
    assert found == {("en", "pages", ""): 3, ("en", "read", ""): 2, ("en", "read", "2024/03/a-road-is-built"): 2}
    kept = " ".join(str(value) for row in PageCount.objects.values() for value in row.values())
    assert not any(trace in kept for trace in ("192.0.2", "somebody", "Firefox"))
