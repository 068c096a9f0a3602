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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coranto import languages
from coranto.articles.models import Article, PublicState
from coranto.delivery.building import IN_LINE, build
from coranto.delivery.models import Output
from coranto.newsroom import flow
from coranto.newsroom.search_renewing import texts_for
from coranto.project.delivering import storage_of_instance
from coranto.project.measuring_pipeline import draft, measure_pipeline, translate
from coranto.project.opening import open_publication
from coranto.search.models import SearchEntry
from coranto.search.words import marked_terms
from coranto.site.house import SiteHouse
from coranto.translation.choosing import Order
from coranto.translation.engines import bench_engines
from coranto.translation.engines.firefox import Firefox
from coranto.translation.model_store.adding import add
from coranto.translation.model_store.fetching import Folder
from coranto.translation.model_store.store import Store
from coranto.translation.models import HeldText, RequestState, SentencePlace, Translation, TranslationRequest
from coranto.translation.segments.markup import read_written
from coranto.translation.working import translate_batch

WORDS = 1000
OTHERS = [code for code in languages.CODES if code != "en"]


def measure(folder: Path) -> dict[str, Any]:
    """Everything that needs an instance, in an order in which each finds what it needs."""
    logging.disable(logging.WARNING)
    open_publication(demonstration=True)
    build(SiteHouse(), storage_of_instance(), now=timezone.now())
    article, words = _article()
    found = {"article_words": words, "languages": len(OTHERS), **_from_memory(article), **_bytes(article, words)}
    store = _stored(folder, [f"en-{code}" for code in OTHERS])
    found |= {**_edit(article, store), **_heads(store), **measure_pipeline(store, folder)}
    return {**found, "own_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _article(words: int = WORDS) -> tuple[Article, int]:
    """A draft of so many words, all of whose sentences the memory has in every language."""
    paragraphs, count = [], 0
    for row in HeldText.objects.filter(source_language="en").order_by("pk"):
        text = "".join(token.text for token in read_written(row.source, ()))
        if count < words and len(row.texts) >= len(OTHERS) and row.source == text and len(text.split()) > 4 and text[-1] in ".?!":
            paragraphs.append(text)
            count += len(text.split())
    blocks = [" ".join(paragraphs[at : at + 3]) for at in range(2, len(paragraphs), 3)]
    return draft(paragraphs[0], paragraphs[1], blocks), count


def _from_memory(article: Article) -> dict[str, Any]:
    """Publish, translate and render; until the pages of the article stand on disk, and until everything else does."""
    TranslationRequest.objects.exclude(state=RequestState.DONE).delete()
    house, storage = SiteHouse(), storage_of_instance()
    started = time.perf_counter()
    flow.article_published(article, by=None, now=timezone.now())
    published = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        kept = translate({}).kept
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


def _bytes(article: Article, words: int) -> dict[str, Any]:
    """How much of the database file an article's translations take: with them and without, packed by VACUUM and the index in one piece."""
    folder = Path(settings.INSTANCE.folder)
    copies = [folder / f"copy-{name}.sqlite3" for name in ("live", "with", "without", "search")]
    tables = [Translation._meta.db_table, SentencePlace._meta.db_table, TranslationRequest._meta.db_table]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copies[0])])
    terms = [(row.article == article.pk and row.language != article.language, [row.pk, _terms(row)]) for row in SearchEntry.objects.all()]
    _changed(copies[0], copies[1], _index_of([values for _is_ours, values in terms]))
    _changed(copies[1], copies[2], [(f"DELETE FROM {table} WHERE article_id = ?", [[article.pk]]) for table in tables])  # noqa: S608 names of ours
    gone = [[values[0]] for is_ours, values in terms if is_ours]
    _changed(copies[2], copies[3], [*_index_of([values for is_ours, values in terms if not is_ours]), ("DELETE FROM search_searchentry WHERE id = ?", gone)])
    sizes = [path.stat().st_size for path in copies[1:]]
    for path in copies:
        path.unlink()
    packed = [len(row.packed) for row in Translation.objects.filter(article=article)]
    translations, search = (sizes[0] - sizes[1]) / 1e6 / words * 1000, (sizes[1] - sizes[2]) / 1e6 / words * 1000
    return {
        "translation_mb": round((sizes[0] - sizes[1]) / 1e6, 3),
        "packed_kb_a_language": round(sum(packed) / len(packed) / 1000, 2),
        "search_index_mb": round((sizes[1] - sizes[2]) / 1e6, 3),
        "translation_mb_a_thousand_words": round(translations, 3),
        "search_mb_a_thousand_words": round(search, 3),
        "translation_gb_of_100_000_articles": round(translations * 100, 1),
        "search_gb_of_100_000_articles": round(search * 100, 1),
    }


def _terms(row: SearchEntry) -> str:
    """What the index is told of an entry."""
    texts = texts_for([(row.article, row.language)])[row.article, row.language]
    return " ".join(marked_terms(texts.headline, texts.standfirst, texts.body, row.language))


def _index_of(rows: list[list[object]]) -> list[tuple[str, list[list[object]]]]:
    """The index of these entries and no others, in one piece."""
    commands = ("INSERT INTO search_terms(search_terms) VALUES ('delete-all')", "INSERT INTO search_terms(search_terms) VALUES ('optimize')")
    return [(commands[0], [[]]), ("INSERT INTO search_terms(rowid, terms) VALUES (?, ?)", rows), (commands[1], [[]])]


def _changed(source: Path, target: Path, statements: Sequence[tuple[str, list[list[object]]]]) -> None:
    held = Path(f"{target}.tmp")
    shutil.copy(source, held)
    with sqlite3.connect(held, isolation_level=None) as database:
        for statement, values in statements:
            database.executemany(statement, values)
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
    with bench_engines.on_one_core():
        started = time.perf_counter()
        report = translate({"firefox": engine})
        seconds = time.perf_counter() - started
    loads = engine.workers.loads
    engine.close()
    return {"edit_sentences_asked": report.asked, "edit_seconds": round(seconds, 2), "edit_models_loaded": loads}


def _heads(store: Store) -> dict[str, Any]:
    """Publish a new article and stop when its head was through the engine in every language."""
    engine = Firefox(store)
    article = draft("The famous teacher opened the old museum in Lima in 1999.", "The judge praised the library in Geneva in 1987.", ["The mayor closed the bridge."])
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
