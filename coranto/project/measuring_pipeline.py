"""Measuring the way from requests to rows beside the engine alone, by one worker and by two.

What is compared is measured in turns on the same kind of sentences, so that a neighbour's load weighs on both alike; the
best turn of each counts. On one core processor time is compared, of the worker and of its engine's process together:
it is what a core has to give, whoever else uses it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from coranto.articles.models import Article, Front
from coranto.newsroom import flow
from coranto.project.working import spare_what_stays
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.engine import Engine
from coranto.translation.engines import bench_engines
from coranto.translation.engines.firefox import Firefox
from coranto.translation.model_store.store import Store
from coranto.translation.models import TranslationRequest
from coranto.translation.pacing import Pace
from coranto.translation.working import Report, translate_due

SENTENCES, A_TURN, AN_ARTICLE = 900, 3, 60
SENTENCES_OF_TWO, TURNS_OF_TWO = 2400, 3
# A worker in a process of its own, as `coranto work` is one: it says that it is ready, waits for a line, and works until nothing waits.
WORKER = """
import django, logging, sys, time
from pathlib import Path
django.setup()
logging.disable(logging.WARNING)
from coranto.project import measuring_pipeline
getattr(measuring_pipeline, sys.argv[1])(Path(sys.argv[2]), int(sys.argv[3]))
"""


def measure_pipeline(store: Store, folder: Path) -> dict[str, Any]:
    """Both comparisons; every language but Spanish is taken off for it."""
    LanguagePolicy.objects.exclude(language="es").delete()
    TranslationRequest.objects.all().delete()
    texts = iter(bench_engines.sentences(SENTENCES * A_TURN + (SENTENCES_OF_TWO + 2 * AN_ARTICLE) * TURNS_OF_TWO * 3 + 1000))
    return {**_one_core(store, texts), **_two_workers(folder, texts)}


def draft(headline: str, standfirst: str, paragraphs: list[str]) -> Article:
    """A draft of these texts at the front."""
    article = Article(title=headline, slug=f"bench-{Article.objects.count()}", standfirst=standfirst)
    rich = Article._meta.get_field("body").stream_block.child_blocks["rich_text"]
    article.body = [("rich_text", rich.to_python("".join(f'<p data-block-key="b{n}">{text}</p>' for n, text in enumerate(paragraphs))))]
    Front.objects.get().add_child(instance=article)
    return article


def translate(engines: Mapping[str, Engine], *, pace: Pace | None = None) -> Report:
    """Everything that is due."""
    return translate_due(engines, Order(default=tuple(engines)), told=flow.translations_kept, seconds=600, pace=pace)


def _one_core(store: Store, texts: Iterator[str]) -> dict[str, Any]:
    engine, pace = Firefox(store), Pace()
    alone = bench_engines.raw(store, "en-es")
    by_library, ours, walls = [], [], []
    words = 0
    spare_what_stays()
    with bench_engines.on_one_core():
        _publish(_next(texts, 100))
        translate({"firefox": engine}, pace=pace)
        alone(_next(texts, 20))
        for _ in range(A_TURN):
            share = _next(texts, SENTENCES)
            words = sum(len(text.split()) for text in share)
            _publish(share)
            before, started = bench_engines.processor(engine.workers.pids), time.perf_counter()
            _all_made(translate({"firefox": engine}, pace=pace), SENTENCES)
            ours.append(bench_engines.processor(engine.workers.pids) - before)
            walls.append(time.perf_counter() - started)
            before = bench_engines.processor(())
            alone(share)
            by_library.append(bench_engines.processor(()) - before)
    engine.close()
    return {
        "raw_words_per_processor_second": round(words / min(by_library)),
        "pipeline_words_per_processor_second": round(words / min(ours)),
        "pipeline_over_raw": round(min(by_library) / min(ours), 3),
        "pipeline_over_raw_in_turns": [round(one / other, 3) for one, other in zip(by_library, ours, strict=True)],
        "pipeline_words_per_second": round(words / min(walls)),
    }


def _two_workers(folder: Path, texts: Iterator[str]) -> dict[str, Any]:
    """Two workers beside one on all cores, on the clock; one worker with two processes of its engine; and the engine alone, twice beside once.

    The last says what the machine gives to two at that time: 2.0 where nobody else uses it, 1.0 where others use the second core.
    """
    took: dict[str, list[float]] = {"one": [], "two": [], "one with two processes": [], "engine alone once": [], "engine alone twice": []}
    for _ in range(TURNS_OF_TWO):
        for name, workers, processes in (("one", 1, 1), ("two", 2, 1), ("one with two processes", 1, 2)):
            started = [_warm_worker(folder, processes, texts) for _ in range(workers)]
            _publish(_next(texts, SENTENCES_OF_TWO))
            took[name].append(_worked(started))
        for name, number in (("engine alone once", 1), ("engine alone twice", 2)):
            took[name].append(_worked([_ready("alone", folder, SENTENCES_OF_TWO // number) for _ in range(number)]))
    one, two, inside, once, twice = (min(took[name]) for name in took)
    return {
        "two_workers_over_one": round(one / two, 2),
        "two_engines_alone_over_one": round(once / twice, 2),
        "two_workers_of_what_two_engines_reach": round((one / two) / (once / twice), 3),
        "one_worker_with_two_processes_over_one": round(one / inside, 2),
        "two_workers_seconds": {name: [round(seconds, 2) for seconds in given] for name, given in took.items()},
    }


def _warm_worker(folder: Path, processes: int, texts: Iterator[str]) -> subprocess.Popen[str]:
    """A worker that has translated an article already, as one has that runs for days."""
    _publish(_next(texts, AN_ARTICLE))
    return _ready("worker", folder, processes)


def _ready(what: str, folder: Path, number: int) -> subprocess.Popen[str]:
    connection.close()
    process = subprocess.Popen([sys.executable, "-c", WORKER, what, str(folder / "models"), str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        raise ValueError("A worker did not start; nothing was measured.")
    return process


def _worked(started: list[subprocess.Popen[str]]) -> float:
    """Seconds until processes that are warm have done all that is to do."""
    connection.close()
    begun = time.perf_counter()
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [json.loads(process.communicate(timeout=1200)[0]) for process in started]
    seconds = max(one["ended"] for one in told) - begun
    if sum(one["translated"] for one in told) < SENTENCES_OF_TWO * 0.9:
        raise ValueError(f"The workers translated {told}; nothing was measured.")
    return seconds


def worker(folder: Path, processes: int) -> None:
    """Be a worker: load the model, translate what is due, say so, wait, and work until nothing waits."""
    spare_what_stays()
    engine, pace, report = Firefox(Store(folder), workers=processes), Pace(), Report()
    for _ in range(2):
        engine.translate([bench_engines.Sentence(text) for text in bench_engines.sentences(60)], source="en", target="es")
    translate({"firefox": engine}, pace=pace)
    print("ready", flush=True)
    sys.stdin.readline()
    while TranslationRequest.objects.exists():
        report.add(translate({"firefox": engine}, pace=pace))
        time.sleep(0.01)
    print(json.dumps({"ended": time.perf_counter(), "translated": report.translated}), flush=True)
    engine.close()


def alone(folder: Path, number: int) -> None:
    """Be the engine alone: load the model, say so, wait, and translate so many sentences."""
    translate_all, texts = bench_engines.raw(Store(folder), "en-es"), bench_engines.sentences(number)
    translate_all(texts[:60])
    print("ready", flush=True)
    sys.stdin.readline()
    translate_all(texts)
    print(json.dumps({"ended": time.perf_counter(), "translated": number}), flush=True)


def _publish(texts: list[str]) -> None:
    for at in range(0, len(texts), AN_ARTICLE):
        part = texts[at : at + AN_ARTICLE]
        article = draft(part[0], part[1], [" ".join(part[n : n + 3]) for n in range(2, len(part), 3)])
        flow.article_published(article, by=None, now=timezone.now())


def _next(texts: Iterator[str], number: int) -> list[str]:
    return [next(texts) for _ in range(number)]


def _all_made(report: Report, number: int) -> None:
    if report.translated < number * 0.9:
        raise ValueError(f"Only {report.translated} of {number} sentences were translated; nothing was measured.")
