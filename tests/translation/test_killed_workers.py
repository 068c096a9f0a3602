"""Workers are killed with -9 at random moments, again and again: what was kept stays kept, is asked of no engine again, and all gets done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coranto.translation.engines.apertium_modes import installed
from tests.translation.test_two_workers import PREPARE, Instance

pytestmark = pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed")

# One process that forks workers, so that each is at work at once, kills them, and looks at what is in the database after each.
# A worker is killed a random moment after something more was kept, however fast the machine is; at the latest when nothing waits.
KILL = """
import json, os, random, signal, sys, time
from django.db import connection
from coranto.newsroom import flow
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium import Apertium
from coranto.translation.models import Translation, TranslationRequest
from coranto.translation.working import Pace, translate_batch
from django.utils import timezone
log, kills, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
def note(*what):
    with open(log, "a") as file:
        file.write(json.dumps(what) + "\\n")
class Noted(Apertium):
    def translate(self, sentences, **more):
        note("asked", os.getpid(), [[more["target"], one.text] for one in sentences])
        return super().translate(sentences, **more)
def worker():
    engine, pace = Noted(), Pace(sentences=40)
    while TranslationRequest.objects.exists():
        pace.sentences = 40  # small batches, so that some are kept before the end comes
        translate_batch({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, now=timezone.now(), pace=pace)
    engine.close()
def start(work):
    connection.close()
    number = os.fork()
    if number == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return number
def kept():
    rows = Translation.objects.select_related("outline")
    return sorted([row.language, row.article_id, target.digest, target.text] for row in rows for target in row.targets.values())
def amount():
    return sum(len(row.targets) for row in Translation.objects.select_related("outline"))
def more_than(before):
    while TranslationRequest.objects.exists() and amount() <= before:
        time.sleep(0.01)
chance = random.Random(seed)
steady, before = start(worker), 0
for number in range(kills):
    victim = start(worker)
    more_than(before)
    time.sleep(chance.uniform(0.0, 0.15))
    os.kill(victim, signal.SIGKILL)
    os.waitpid(victim, 0)
    note("killed", victim, kept())
    before = amount()
    if number == kills // 2:
        os.kill(steady, signal.SIGKILL)
        os.waitpid(steady, 0)
        steady = start(worker)
    if not TranslationRequest.objects.exists():
        break
last = start(worker)
codes = [os.waitpid(one, 0)[1] for one in (steady, last)]
note("end", codes, kept())
print(json.dumps([TranslationRequest.objects.count(), Translation.objects.count(), Translation.objects.filter(is_whole=True).count()]))
"""
DIGESTS = """
import json
from coranto.articles.models import PublicState
from coranto.translation.sources import read_source
print(json.dumps({one.digest: one.plain for state in PublicState.objects.select_related("version") for one in read_source(state.version).segments}))
"""


def kill(folder: Path, *, kills: int, seed: int) -> list[list[Any]]:
    """What happened, in order: ["asked", process, [[language, sentence]]], ["killed", process, kept], ["end", codes, kept]."""
    instance, log = Instance(folder), folder / "log"
    instance.run(PREPARE)
    waiting, rows, whole = json.loads(instance.run(KILL, str(log), str(kills), str(seed)))
    assert (waiting, rows, whole) == (0, 24, 24)
    plain = json.loads(instance.run(DIGESTS))
    events = [json.loads(line) for line in log.read_text().splitlines()]
    for event in events:
        if event[0] != "asked":
            event[2] = {(language, plain[digest]): text for language, _article, digest, text in event[2]}
    return events


def judge(events: list[list[Any]]) -> int:
    """See that nothing was lost and nothing that was kept was asked for again. How many workers were killed with something kept and something left."""
    known: dict[tuple[str, str], str] = {}
    in_the_middle = 0
    everything = events[-1][2]
    assert events[-1][0] == "end"
    assert events[-1][1] == [0, 0]
    for event in events:
        if event[0] == "asked":
            again = [one for one in map(tuple, event[2]) if one in known]
            assert again == [], "kept, and asked for again"
            continue
        assert known.items() <= event[2].items(), "what was kept is still there, word for word"
        known = event[2]
        in_the_middle += event[0] == "killed" and 0 < len(known) < len(everything)
    return in_the_middle


def test_workers_killed_at_any_moment_lose_nothing_and_ask_nothing_twice(tmp_path: Path) -> None:
    events = kill(tmp_path, kills=8, seed=1617)
    assert judge(events) >= 3
    asked = [tuple(one) for event in events if event[0] == "asked" for one in event[2]]
    assert len(set(asked)) >= 600
    assert len(events[-1][2]) == len(set(asked)), "each sentence in each language"


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(6))
def test_a_hundred_workers_killed(tmp_path: Path, seed: int) -> None:
    assert judge(kill(tmp_path, kills=20, seed=seed)) >= 3
