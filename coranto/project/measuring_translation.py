"""Measuring translation on an instance: publishing from a warm memory, an edit, engines in all languages, and what it costs on disk.

The small model of the tests stands for every language where an engine is measured: what it says in other languages than
Spanish is stopped by the checks, as it should be, but it was loaded and asked.
"""

from __future__ import annotations

import logging
import os
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coranto import languages
from coranto.articles.models import Article, Front, PublicState
from coranto.delivery.building import IN_LINE, build
from coranto.delivery.models import Output
from coranto.newsroom import flow
from coranto.project.delivering import storage_of_instance
from coranto.project.opening import open_publication
from coranto.publication.models import LanguagePolicy
from coranto.site.house import SiteHouse
from coranto.translation.choosing import Order
from coranto.translation.engine import Engine
from coranto.translation.engines import bench_engines
from coranto.translation.engines.firefox import Firefox
from coranto.translation.model_store.adding import add
from coranto.translation.model_store.fetching import Folder
from coranto.translation.model_store.store import Store
from coranto.translation.models import HeldText, RequestState, SentencePlace, Translation, TranslationRequest
from coranto.translation.segments.markup import read_written
from coranto.translation.working import Report, translate_batch, translate_due

WORDS = 1000
OTHERS = [code for code in languages.CODES if code != "en"]


def measure(folder: Path) -> dict[str, Any]:
    """Everything that needs an instance, in an order in which each finds what it needs."""
    logging.disable(logging.WARNING)
    open_publication(demonstration=True)
    build(SiteHouse(), storage_of_instance(), now=timezone.now())
    article, words = _article()
    found = {"article_words": words, "languages": len(OTHERS), **_from_memory(article), **_bytes(article)}
    store = _stored(folder, [f"en-{code}" for code in OTHERS])
    return {**found, **_edit(article, store), **_heads(store), **_pipeline(store), "own_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _article(words: int = WORDS) -> tuple[Article, int]:
    """A draft of so many words, all of whose sentences the memory has in every language."""
    paragraphs, count = [], 0
    for row in HeldText.objects.filter(source_language="en").order_by("pk"):
        text = "".join(token.text for token in read_written(row.source, ()))
        if count < words and len(row.texts) >= len(OTHERS) and row.source == text and len(text.split()) > 4 and text[-1] in ".?!":
            paragraphs.append(text)
            count += len(text.split())
    blocks = [" ".join(paragraphs[at : at + 3]) for at in range(2, len(paragraphs), 3)]
    return _draft(paragraphs[0], paragraphs[1], blocks), count


def _draft(headline: str, standfirst: str, blocks: list[str]) -> Article:
    article = Article(title=headline, slug=f"bench-{Article.objects.count()}", standfirst=standfirst)
    rich = Article._meta.get_field("body").stream_block.child_blocks["rich_text"]
    article.body = [("rich_text", rich.to_python("".join(f'<p data-block-key="b{n}">{text}</p>' for n, text in enumerate(blocks))))]
    Front.objects.get().add_child(instance=article)
    return article


def _translate(engines: Mapping[str, Engine], *, days: int = 0) -> Report:
    order, now = Order(default=tuple(engines)), timezone.now() + timedelta(days=days)
    return translate_due(engines, order, told=flow.translations_kept, seconds=600, clock=lambda: now)


def _from_memory(article: Article) -> dict[str, Any]:
    """Publish, translate and render; until the pages of the article stand on disk, and until everything else does."""
    TranslationRequest.objects.exclude(state=RequestState.DONE).delete()
    house, storage = SiteHouse(), storage_of_instance()
    started = time.perf_counter()
    flow.article_published(article, by=None, now=timezone.now())
    published = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        kept = _translate({}).kept
    translated = time.perf_counter()
    build(house, storage, now=timezone.now(), max_priority=IN_LINE)
    pages = time.perf_counter()
    build(house, storage, now=timezone.now())
    lists = time.perf_counter()
    slug = PublicState.objects.get(pk=article.pk).slug
    on_disk = sum((Path(settings.INSTANCE.public) / row.path.strip("/") / "index.html").exists() for row in Output.objects.filter(kind="article", path__endswith=f"/{slug}/"))
    return {
        "publish_seconds": round(published - started, 3),
        "translate_from_memory_seconds": round(translated - published, 3),
        "article_pages_seconds": round(pages - translated, 3),
        "publish_to_article_pages_seconds": round(pages - started, 3),
        "publish_to_every_list_seconds": round(lists - started, 3),
        "rows_kept": kept,
        "article_pages_on_disk": on_disk,
        "queries_a_language": round(len(queries) / max(1, kept), 2),
    }


def _bytes(article: Article) -> dict[str, Any]:
    """How much of the database file an article's translations take: with them and without, both packed by VACUUM."""
    copies = [Path(settings.INSTANCE.folder) / f"copy-{name}.sqlite3" for name in ("with", "without", "search")]
    tables = {
        Translation._meta.db_table: f"article_id = {article.pk}", SentencePlace._meta.db_table: f"article_id = {article.pk}",
        TranslationRequest._meta.db_table: f"article_id = {article.pk}",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copies[0])])
    _without(copies[0], copies[1], tables)
    _without(copies[1], copies[2], {"search_searchentry": f"article = {article.pk} AND language != 'en'"})
    sizes = [path.stat().st_size for path in copies]
    for path in copies:
        path.unlink()
    packed = [len(row.packed) for row in Translation.objects.filter(article=article)]
    return {
        "translation_mb": round((sizes[0] - sizes[1]) / 1e6, 3),
        "packed_kb_a_language": round(sum(packed) / len(packed) / 1000, 2),
        "search_index_mb": round((sizes[1] - sizes[2]) / 1e6, 3),
    }


def _without(source: Path, target: Path, tables: Mapping[str, str]) -> None:
    held = Path(f"{target}.tmp")
    shutil.copy(source, held)
    with sqlite3.connect(held, isolation_level=None) as database:
        for table, condition in tables.items():
            database.execute(f"DELETE FROM {table} WHERE {condition}")  # noqa: S608 both are written above
        database.execute("VACUUM INTO ?", [str(target)])
    held.unlink()


def _edit(article: Article, store: Store) -> dict[str, Any]:
    """Change one sentence and count what is asked of the engines."""
    raw = list(article.body.raw_data)
    raw[0]["value"] = raw[0]["value"].replace(".", ", of course.", 1)
    article.body = Article._meta.get_field("body").stream_block.to_python(raw)
    article.save()
    engine = Firefox(store)
    flow.article_published(article, by=None, now=timezone.now())
    with _on_one_core():
        started = time.perf_counter()
        report = _translate({"firefox": engine})
        seconds = time.perf_counter() - started
    loads = engine.workers.loads
    engine.close()
    return {"edit_sentences_asked": report.asked, "edit_seconds": round(seconds, 2), "edit_models_loaded": loads}


def _heads(store: Store) -> dict[str, Any]:
    """Publish a new article and stop when its head was through the engine in every language."""
    engine = Firefox(store)
    article = _draft("The famous teacher opened the old museum in Lima in 1999.", "The judge praised the library in Geneva in 1987.", ["The mayor closed the bridge."])
    TranslationRequest.objects.all().delete()
    started = time.perf_counter()
    flow.article_published(article, by=None, now=timezone.now())
    seconds = 0.0
    while TranslationRequest.objects.filter(article=article, kind="head", state=RequestState.WAITING, tries=0).exists():
        translate_batch({"firefox": engine}, Order(default=("firefox",)), told=flow.translations_kept, now=timezone.now())
        seconds = time.perf_counter() - started
    rss = max([engine.workers.largest_rss, *(_resident(pid) for pid in engine.workers.pids)])
    engine.close()
    TranslationRequest.objects.all().delete()
    return {"publish_to_heads_in_50_languages_by_engine_seconds": round(seconds, 2), "engine_worker_memory_mb": round(rss / 1e6)}


def _pipeline(store: Store, number: int = 900) -> dict[str, Any]:
    """Translate articles on one core, row to row, and the same sentences by the engine alone; then by two workers."""
    LanguagePolicy.objects.exclude(language="es").delete()
    texts = bench_engines.sentences(number * 2)
    words = sum(len(text.split()) for text in texts[:number])
    took: dict[str, float] = {}
    for name, share, workers in (("one", texts[:number], 1), ("two", texts[number:], 2)):
        engine = Firefox(store, workers=workers)
        _articles(texts[:2] if name == "one" else texts[number : number + 2], "warm")
        _translate({"firefox": engine})
        _articles(share, name)
        if workers == 1:
            with _on_one_core(engine.workers.pids):
                took["pipeline_one_core"] = _took(lambda engine=engine: _all_made(_translate({"firefox": engine}), number))  # type: ignore[misc]
                alone = bench_engines.raw(store, "en-es")
                alone(share[:20])
                took["raw"] = _took(lambda share=share, alone=alone: alone(share))  # type: ignore[misc]
        else:
            took["two_workers"] = _took(lambda engine=engine: _all_made(_translate({"firefox": engine}), number))  # type: ignore[misc]
        engine.close()
    return {
        "raw_words_per_second": round(words / took["raw"]),
        "pipeline_words_per_second": round(words / took["pipeline_one_core"]),
        "pipeline_over_raw": round(took["raw"] / took["pipeline_one_core"], 3),
        "two_workers_over_one": round(took["pipeline_one_core"] / took["two_workers"], 2),
    }


def _articles(texts: list[str], name: str) -> None:
    for at in range(0, len(texts), 60):
        part = texts[at : at + 60]
        article = _draft(f"{name} {at} {part[0]}", part[1], [" ".join(part[n : n + 3]) for n in range(2, len(part), 3)])
        flow.article_published(article, by=None, now=timezone.now())


def _all_made(report: Report, number: int) -> None:
    if report.translated < number * 0.9:
        raise ValueError(f"Only {report.translated} of {number} sentences were translated; nothing was measured.")


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _stored(folder: Path, pairs: list[str]) -> Store:
    """A store in which the small model stands for each pair."""
    for pair in pairs:
        place = folder / "stick" / pair
        place.mkdir(parents=True)
        for path in bench_engines.TINY.iterdir():
            if path.name.startswith(("model", "vocab", "srcvocab", "trgvocab", "lex")):
                shutil.copy(path, place)
    store = Store(folder / "models")
    add(store, pairs, source=Folder(folder / "stick"), now=timezone.now(), show=lambda *step: None)
    return store


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _on_one_core(pids: list[int] | None = None) -> Iterator[None]:
    """Keep this process and those named, and what they start meanwhile, on one core."""
    cores = os.sched_getaffinity(0)
    for pid in [0, *(pids or [])]:
        os.sched_setaffinity(pid, {max(cores)})
    try:
        yield
    finally:
        for pid in [0, *(pids or [])]:
            os.sched_setaffinity(pid, cores)
