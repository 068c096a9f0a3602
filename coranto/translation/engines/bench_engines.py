"""How fast the engines are here, as JSON: `python -m coranto.translation.engines.bench_engines [MODEL_FOLDER]`.

MODEL_FOLDER holds one model's files (`model*`, `vocab*` or `srcvocab*` and `trgvocab*`, `lex*`), named for its pair;
without it the small model of the tests is taken. Rounds of the compared ways alternate and the best of each counts, so
that a neighbour's load on the machine weighs on both alike; processor time is told beside wall time for the same reason.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fxtranslate import Translator

from coranto.translation.engine import Made, Sentence
from coranto.translation.engines.apertium import Apertium
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.engines.firefox import Firefox
from coranto.translation.model_store.adding import add
from coranto.translation.model_store.fetching import Folder
from coranto.translation.model_store.store import Store

TINY = Path(__file__).resolve().parents[3] / "tests" / "fixtures" / "tiny-enes"
_PEOPLE = ["minister", "teacher", "judge", "writer", "doctor", "mayor", "farmer", "lawyer", "reporter", "nurse", "engineer", "singer"]
_DEEDS = ["visited", "opened", "praised", "closed", "described", "photographed", "defended", "bought"]
_PLACES = ["school", "hospital", "bridge", "library", "report", "house", "book", "road", "museum", "station", "market", "factory"]
_TOWNS = ["Madrid", "London", "Paris", "Berlin", "Lima", "Quito", "Geneva", "Nairobi", "Lisbon"]


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the wall and on the processor, of this process and those it ended or waits for."""

    wall: float
    processor: float


def sentences(number: int) -> list[str]:
    """That many different sentences of nine to eleven words."""
    return [
        f"The famous {_PEOPLE[n % 12]} {_DEEDS[n // 12 % 8]} the old {_PLACES[n // 96 % 12]} in {_TOWNS[n // 7 % 9]} in {1950 + n % 80}." for n in range(number)
    ]


def bench(model: Path, *, number: int = 600, rounds: int = 5) -> dict[str, Any]:
    """Measure everything; takes about half a minute."""
    texts = sentences(number)
    words = sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        store = _stored(model, Path(folder))
        result = {
            "model": store.models()[0].label,
            "sentences": number,
            "words": words,
            **_one_core(store, texts, words, rounds),
            **_two_workers(store, texts, words, rounds),
        }
    return {**result, **_apertium(texts[:40])}


def _one_core(store: Store, texts: Sequence[str], words: int, rounds: int) -> dict[str, Any]:
    """Compare the library alone with the whole pipeline (worker process, pipes, repairs) on one and the same core."""
    asked = [Sentence(text) for text in texts]
    by_library, ours = [], []
    with on_one_core():
        engine = Firefox(store)
        engine.translate(asked[:20], source="en", target="es")
        alone = raw(store)
        alone(texts[:20])
        for _ in range(rounds):
            by_library.append(_time(lambda: alone(texts)))
            ours.append(_time(lambda: _all_made(engine, asked), also=engine.workers.pids))
        rss = engine.workers.largest_rss
        rss = max([rss, *(_resident(pid) for pid in engine.workers.pids)])
        engine.close()
    wall = min(one.wall for one in by_library) / min(one.wall for one in ours)
    processor = min(one.processor for one in by_library) / min(one.processor for one in ours)
    return {
        "raw_words_per_second": round(words / min(one.wall for one in by_library)),
        "pipeline_words_per_second": round(words / min(one.wall for one in ours)),
        "ratio": round(wall, 3),
        "ratio_by_processor_time": round(processor, 3),
        "worker_rss_mb": round(rss / 1e6, 1),
    }


def _two_workers(store: Store, texts: Sequence[str], words: int, rounds: int) -> dict[str, Any]:
    """Compare two workers with one, on all cores."""
    asked = [Sentence(text) for text in texts]
    one, two = Firefox(store, workers=1), Firefox(store, workers=2)
    _all_made(one, asked)
    _all_made(two, asked)
    single, double = [], []
    for _ in range(rounds):
        single.append(_time(lambda: _all_made(one, asked)).wall)
        double.append(_time(lambda: _all_made(two, asked)).wall)
    one.close()
    two.close()
    return {
        "one_worker_words_per_second": round(words / min(single)),
        "two_workers_words_per_second": round(words / min(double)),
        "two_workers_over_one": round(min(single) / min(double), 2),
        "cores": os.cpu_count(),
    }


def _apertium(texts: Sequence[str]) -> dict[str, Any]:
    """Compare a kept-alive pipeline with one started for each sentence."""
    mode = installed().get(("en", "es"))
    if mode is None:
        return {"apertium": "The package apertium-eng-spa is not installed."}
    kept = Apertium()
    kept.translate([Sentence("A house.")], source="en", target="es")
    started = time.perf_counter()
    for text in texts:
        kept.translate([Sentence(text)], source="en", target="es")
    alive = (time.perf_counter() - started) / len(texts)
    started = time.perf_counter()
    kept.translate([Sentence(text) for text in texts], source="en", target="es")
    batch = (time.perf_counter() - started) / len(texts)
    kept.close()
    started = time.perf_counter()
    for text in texts[:10]:
        subprocess.run(["apertium", mode.name], input=text.encode(), capture_output=True, check=True, timeout=60)
    each = (time.perf_counter() - started) / 10
    return {
        "apertium_started_each_time_ms": round(each * 1000, 2),
        "apertium_kept_alive_ms": round(alive * 1000, 2),
        "apertium_kept_alive_in_a_batch_ms": round(batch * 1000, 2),
        "apertium_times_faster": round(each / alive, 1),
    }


def raw(store: Store, pair: str = "") -> Callable[[Sequence[str]], None]:
    """The library alone with a stored model, the first whose name begins with `pair`."""
    files = store.files(next(model for model in store.models() if not pair or model.name.startswith(pair)))

    def read(kind: str) -> bytes:
        return Path(str(files[kind])).read_bytes()

    shortlist = read("shortlist") if files["shortlist"] else None
    translator = Translator(read("model"), read("source_vocab"), read("target_vocab"), shortlist)

    def alone(texts: Sequence[str]) -> None:
        for text in texts:
            translator.translate(text)

    return alone


def _all_made(engine: Firefox, asked: Sequence[Sentence]) -> None:
    made = engine.translate(asked, source="en", target="es")
    if not all(isinstance(one, Made) for one in made):
        raise SystemExit("The engine did not translate every sentence; nothing was measured.")


def _time(work: Callable[[], None], also: Sequence[int] = ()) -> Took:
    before = processor(also)
    started = time.perf_counter()
    work()
    wall = time.perf_counter() - started
    return Took(wall, processor(also) - before)


def processor(also: Sequence[int]) -> float:
    """Processor seconds of this process and of others by their ids, to the nanosecond where the system counts them so."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime + sum(map(_processor_of, also))


def _processor_of(pid: int) -> float:
    counted = Path(f"/proc/{pid}/schedstat")
    if counted.exists():
        return int(counted.read_text(encoding="ascii").split()[0]) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this process, and those it starts meanwhile, on one core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _stored(model: Path, folder: Path) -> Store:
    place = folder / "stick" / "en-es"
    place.mkdir(parents=True)
    for path in model.iterdir():
        if path.name.startswith(("model", "vocab", "srcvocab", "trgvocab", "lex")):
            shutil.copy(path, place)
    store = Store(folder / "models")
    add(store, ["en-es"], source=Folder(folder / "stick"), now=datetime.now(UTC), show=lambda *step: None)
    return store


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bench(Path(sys.argv[1]) if len(sys.argv) > 1 else TINY), indent=1) + "\n")
