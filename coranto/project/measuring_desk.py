"""Measuring the translators' desk in a large publication: how long each screen takes, how many queries it asks, and what memory it needs."""

from __future__ import annotations

import logging
import resource
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coranto.articles.models import PublicState
from coranto.delivery.house import Target
from coranto.project import large_publication
from coranto.site import sitemaps
from coranto.site.facts import lists
from coranto.site.facts.store import Store
from coranto.taxonomy.models import Report
from coranto.translation.exchanging import stream_memory, take_memory
from coranto.translation.keeping import readable_languages
from coranto.translation.models import GlossaryTerm, Translation
from coranto.translation.requesting import Wanted, lacking_pairs, next_due, order_translations
from coranto.translation.taking import take

TIMES = 3  # each is asked for; the fastest counts, as neighbours on a machine only ever slow it


def measure(articles: int) -> dict[str, Any]:
    """Fill the instance, then ask for everything."""
    logging.disable(logging.WARNING)
    started = time.perf_counter()
    large_publication.fill(articles)
    filled = time.perf_counter() - started
    client = Client(SERVER_NAME=urlparse(settings.INSTANCE.public_url).hostname or "127.0.0.1")
    client.force_login(large_publication.director())
    before = _memory()
    screens = {name: _screen(client, address) for name, address in _screens()}
    others = {name: _timed(do) for name, do in _others()}
    return {
        "articles": PublicState.objects.count(), "translations": Translation.objects.count(), "filled_seconds": round(filled, 1),
        "database_mb": round(Path(settings.INSTANCE.folder, "coranto.sqlite3").stat().st_size / 1e6) if Path(settings.INSTANCE.folder, "coranto.sqlite3").exists() else None,
        "screens": screens, "others": others, "slowest_screen_ms": max(one["ms"] for one in screens.values()), "slowest_screen_cpu_ms": max(one["cpu_ms"] for one in screens.values()),
        "choosing_cpu_ms": others["choosing the next work"]["cpu_ms"], "ordering_a_report_cpu_ms": others["ordering a report"]["cpu_ms"], **_memory_out(), "most_queries_of_a_screen": max(one["queries"] for one in screens.values()),
        "memory_grown_mb": round(_memory() - before),
    }  # fmt: skip


def _memory_out() -> dict[str, Any]:
    """How long the memory takes to go out and to come in again, and how much more memory the process needs for that."""
    path, before = Path(settings.INSTANCE.folder, "memory.tmx"), _memory()
    started = time.perf_counter()
    with path.open("wb") as file:
        written = sum(file.write(piece) for piece in stream_memory(now=timezone.now()))
    out = time.perf_counter() - started
    with path.open("rb") as file:
        brought = take_memory(file)
    back = time.perf_counter() - started - out
    path.unlink()
    return {
        "memory_file_mb": round(written / 1e6), "memory_translations": brought.kept + brought.known, "memory_out_seconds": round(out, 1), "memory_in_seconds": round(back, 1),
        "memory_file_grown_mb": round(_memory() - before),
    }  # fmt: skip


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _screens() -> Iterator[tuple[str, str]]:
    """Every screen of the desk that lists translations."""
    matrix = reverse("coranto_translations")
    report = Report.objects.order_by("pk").values_list("pk", flat=True)[0]
    pages = PublicState.objects.count() // 30
    yield "matrix", matrix
    yield "matrix, last page", f"{matrix}?p={pages}"
    yield "matrix, one language", f"{matrix}?language=fr"
    for state in ("missing", "outdated", "machine", "reviewed"):
        yield f"matrix, {state}", f"{matrix}?state={state}"
        yield f"matrix, {state} in one language", f"{matrix}?language=sv&state={state}&p=20"
    yield "matrix, a report", f"{matrix}?report={report}&state=outdated"
    yield "matrix, words", f"{matrix}?words=99"
    for name in ("work", "coverage", "readers", "lacks", "most-read"):
        yield f"report, {name}", reverse("coranto_report", args=[name])
    number = PublicState.objects.order_by("-first_public_at").values_list("pk", flat=True)[7]
    yield "an article's sentences", reverse("coranto_translate", args=[number, "fr"])
    yield "give", reverse("coranto_give", args=[number])
    yield "own texts", f"{reverse('coranto_own_texts')}?language=fr"
    term = GlossaryTerm.objects.values_list("pk", flat=True)[0]
    yield "a word of the glossary", reverse("coranto_glossary_term", args=[term])
    for name in ("mine", "assignments", "translators", "orders", "editions", "glossary", "memory", "engines"):
        yield name, reverse(f"coranto_{name}")


def _screen(client: Client, address: str) -> dict[str, Any]:
    """How long a screen takes in ms, and how many queries."""
    taken, worked = [], []
    for _time in range(TIMES):
        started, began = time.perf_counter(), time.process_time()
        answer = client.get(address)
        taken.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - began) * 1000)
    if answer.status_code != 200:
        raise ValueError(f"{address} answers {answer.status_code}.")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return {"ms": round(min(taken), 1), "cpu_ms": round(min(worked), 1), "queries": len(queries)}


def _others() -> Iterator[tuple[str, Callable[[], object]]]:
    """What is no screen: choosing work, ordering, what readers and search engines are given."""
    number = PublicState.objects.order_by("-first_public_at").values_list("pk", flat=True)[7]
    report = Report.objects.order_by("pk").values_list("pk", flat=True)[0]
    yield "choosing the next work", _choose
    yield "when the next work is due", next_due
    yield "which engines are lacking", lacking_pairs
    yield "ordering a report", lambda: _order(Wanted("report", report), "zh-Hant")
    yield "ordering everything", lambda: _order(Wanted(), "zh-Hans")
    yield "languages of an article", lambda: readable_languages([number])
    store = Store()
    for path in (sitemaps.INDEX, sitemaps.PAGES, sitemaps.NAMES, sitemaps.NEWS):
        yield f"sitemap {path}", partial(_sitemap, path, path)
    month = max(lists.months(store))
    yield "sitemap of a month", partial(_sitemap, sitemaps.month_path(month), f"month:{month}")


def _sitemap(path: str, subject: str) -> object:
    return sitemaps.render(Store(), Target(path, "", "sitemap", subject, 6))


def _choose() -> None:
    with transaction.atomic():
        take(now=timezone.now(), limit=64)
        transaction.set_rollback(True)


def _order(wanted: Wanted, language: str) -> None:
    with transaction.atomic():
        order_translations(language, by=None, now=timezone.now(), wanted=wanted)
        transaction.set_rollback(True)


def _timed(do: Callable[[], object]) -> dict[str, Any]:
    taken, worked = [], []
    for _time in range(TIMES):
        started, began = time.perf_counter(), time.process_time()
        do()
        taken.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - began) * 1000)
    with CaptureQueriesContext(connection) as queries:
        do()
    return {"ms": round(min(taken), 1), "cpu_ms": round(min(worked), 1), "queries": len(queries)}
