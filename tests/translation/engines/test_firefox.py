"""The firefox engine with a small real model: worker processes that die, hang, fill up and are replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coranto.translation.engine import Job, Made, NotMade, Outcome, Pair, Reason, Sentence
from coranto.translation.engines import firefox_workers
from coranto.translation.engines.cutting import pieces, weight
from coranto.translation.engines.firefox import MOST_UNITS, Firefox
from coranto.translation.model_store.store import Store
from tests.translation.engines.local_servers import wait_until
from tests.translation.engines.tiny_models import ENGLISH, SPANISH, stored

PEOPLE = ["minister", "teacher", "judge", "writer", "doctor", "mayor", "farmer", "lawyer", "reporter", "nurse", "engineer", "singer"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return stored(tmp_path_factory.mktemp("models"), "en-es", "fr-en", "en-it")


@pytest.fixture
def engine(store: Store) -> Iterator[Firefox]:
    engine = Firefox(store, seconds=1.0)
    yield engine
    engine.close()


def sentences(number: int) -> list[Sentence]:
    """That many different sentences."""
    return [Sentence(f"The {PEOPLE[n % 12]} visited the old bridge in Lisbon in {1950 + n // 12}.", key=str(n)) for n in range(number)]


def into_spanish(engine: Firefox, *texts: str) -> list[Outcome]:
    return engine.translate([Sentence(text) for text in texts], source="en", target="es")


def text(outcome: Outcome) -> str:
    assert isinstance(outcome, Made), outcome
    return outcome.text


def test_a_sentence_says_which_model_made_it(engine: Firefox) -> None:
    (made,) = into_spanish(engine, ENGLISH)
    assert isinstance(made, Made)
    assert (made.text, made.engine, made.model, made.via) == (SPANISH, "firefox", "en-es 3.x", ())
    assert made.ms > 0 and engine.text_leaves_machine is False


def test_directions_without_a_model_of_their_own_go_through_english_and_say_so(engine: Firefox) -> None:
    assert list(engine.pairs()) == [
        Pair("en", "es"),
        Pair("en", "it"),
        Pair("fr", "en"),
        Pair("fr", "es", ("en",)),
        Pair("fr", "it", ("en",)),
    ]
    (made,) = engine.translate([Sentence(ENGLISH)], source="fr", target="it")
    assert isinstance(made, Made)
    assert (made.via, made.model) == (("en",), "fr-en 3.x en-it 3.x")
    (lacking,) = engine.translate([Sentence(ENGLISH)], source="es", target="fr")
    assert isinstance(lacking, NotMade) and lacking.reason is Reason.LACKS_PAIR


def test_outer_spaces_stay_and_an_empty_sentence_stays_empty(engine: Firefox) -> None:
    assert [text(one) for one in into_spanish(engine, f"  {ENGLISH}\n", "", "  ")] == [f"  {SPANISH}\n", "", "  "]


def test_each_model_is_loaded_once_however_the_work_is_ordered(engine: Firefox) -> None:
    jobs = [Job((one,), "en", target) for one in sentences(12) for target in ("es", "it")]
    jobs += [Job((one,), "fr", "es") for one in sentences(3)]
    answers = engine.translate_jobs(jobs)
    assert all(isinstance(one, Made) for answer in answers for one in answer)
    assert engine.workers.loads == 3
    assert text(engine.translate_jobs(jobs)[0][0]) == text(answers[0][0])
    assert engine.workers.loads == 3, "they stay loaded from batch to batch"


def test_the_same_text_passes_a_model_once_for_all_targets(engine: Firefox) -> None:
    repeated = [Job((Sentence(ENGLISH),), "en", "es") for _ in range(300)]
    made = [answer[0] for answer in engine.translate_jobs(repeated)]
    assert {text(one) for one in made} == {SPANISH}
    assert len({one.ms for one in made if isinstance(one, Made)}) == 1, "one and the same run"


def test_a_worker_killed_in_the_middle_costs_one_sentence_at_most(store: Store) -> None:
    engine = Firefox(store)
    into_spanish(engine, ENGLISH)
    (pid,) = engine.workers.pids
    found: list[Outcome] = []
    os.kill(pid, signal.SIGSTOP)  # so that it is not done before it is killed
    work = threading.Thread(target=lambda: found.extend(engine.translate(sentences(700), source="en", target="es")))
    work.start()
    wait_until(lambda: any(worker.sent for worker in engine.workers._workers))
    os.kill(pid, signal.SIGKILL)
    work.join(60)
    failed = [one for one in found if isinstance(one, NotMade)]
    assert len(found) == 700 and len(failed) == 1
    assert failed[0].reason is Reason.FAILED and "died" in failed[0].why
    assert engine.workers.pids != [pid]
    assert [text(one) for one in into_spanish(engine, ENGLISH)] == [SPANISH]
    engine.close()


def test_a_hung_worker_is_replaced_and_only_its_sentence_times_out(engine: Firefox) -> None:
    into_spanish(engine, ENGLISH)
    (pid,) = engine.workers.pids
    os.kill(pid, signal.SIGSTOP)
    found = engine.translate(sentences(30), source="en", target="es")
    assert [one.reason for one in found if isinstance(one, NotMade)] == [Reason.TIMED_OUT]
    assert sum(isinstance(one, Made) for one in found) == 29
    wait_until(lambda: not Path(f"/proc/{pid}").exists())


def test_a_worker_that_writes_without_end_is_replaced_at_once(engine: Firefox, monkeypatch: pytest.MonkeyPatch) -> None:
    start, flood = firefox_workers._start, "import sys\nsys.stdin.readline()\nwhile True: sys.stdout.write('x' * 65536)"
    floods = [[sys.executable, "-c", flood]]

    def begin(budget_mb: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(floods.pop(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) if floods else start(budget_mb)

    monkeypatch.setattr(firefox_workers, "_start", begin)
    found = engine.translate(sentences(30), source="en", target="es")
    assert {one.reason for one in found if isinstance(one, NotMade)} == {Reason.FAILED}, "what it was to load, and nothing waited for twenty seconds"
    assert not floods
    assert [text(one) for one in into_spanish(engine, ENGLISH)] == [SPANISH]


def test_at_the_deadline_what_is_left_is_said_to_be_late(engine: Firefox) -> None:
    seconds, count, late = 0.2, 900, list[NotMade]()
    while len(late) in (0, count):  # until the time is enough for some and not for all, however fast this machine is
        seconds, count = (seconds * 2, count) if late else (seconds, count * 2)
        found = engine.translate(sentences(count), source="en", target="es", deadline=time.monotonic() + seconds)
        late = [one for one in found if isinstance(one, NotMade)]
    assert {one.reason for one in late} == {Reason.TIMED_OUT}
    assert sum(isinstance(one, Made) for one in found) == count - len(late), "what was made in time is kept"
    assert [text(one) for one in into_spanish(engine, ENGLISH)] == [SPANISH]


def test_a_long_sentence_is_cut_at_its_clauses_because_the_model_would_cut_it_in_silence(engine: Firefox) -> None:
    long = ", ".join([ENGLISH.rstrip(".")] * 15) + "."
    assert weight(long) > MOST_UNITS
    (made,) = into_spanish(engine, long)
    if isinstance(made, Made):
        assert made.pieces == len(pieces(long, MOST_UNITS)) > 1
    else:
        assert made.reason is Reason.GARBAGE, "the tiny model knows single sentences only and stops early"
    (refused,) = into_spanish(engine, "word " * 900)
    assert isinstance(refused, NotMade) and refused.reason is Reason.TOO_LONG


@pytest.mark.parametrize(
    "long",
    [", ".join(["one two three"] * 90), "no clause at all " * 60, "長い文章です。" * 60, "x" * 2000, "ก" * 400],
)
def test_pieces_join_to_the_sentence_again_and_each_fits(long: str) -> None:
    cut = pieces(long, MOST_UNITS)
    assert "".join(cut) == long
    assert len(cut) > 1 and all(weight(piece) <= MOST_UNITS for piece in cut)


def test_a_model_damaged_on_disk_fails_its_own_sentences_only(tmp_path: Path) -> None:
    store = stored(tmp_path, "en-es", "en-it")
    (store.folder / "en-it" / "model.enes.intgemm.bin").write_bytes(b"\0" * 1000)
    engine = Firefox(store)
    good, bad = engine.translate_jobs([Job((Sentence(ENGLISH),), "en", "es"), Job((Sentence(ENGLISH),), "en", "it")])
    engine.close()
    assert text(good[0]) == SPANISH
    assert isinstance(bad[0], NotMade) and "coranto models verify" in bad[0].why


def test_models_beyond_the_budget_are_dropped_the_longest_unused_first(tmp_path: Path) -> None:
    pairs = [f"en-{target}" for target in ("es", "it", "fr", "de", "pt", "nl")]
    engine = Firefox(stored(tmp_path, *pairs), budget_mb=22)
    jobs = [Job((Sentence(ENGLISH),), *pair.split("-")) for pair in pairs]
    for _ in range(3):
        answers = engine.translate_jobs(jobs)
        assert {text(answer[0]) for answer in answers} == {SPANISH}
    assert engine.workers.loads > len(pairs), "not all of them fit, so some were loaded again"
    assert engine.workers.largest_rss < 22 * 1024 * 1024
    engine.close()


def test_a_panic_inside_the_library_is_an_answer_and_not_the_end(engine: Firefox) -> None:
    odd = ["\ud800 lone surrogate", "a\x00b", "😀" * 50, "\u202e backwards", "<b>x</b>" * 10]
    assert len(into_spanish(engine, *odd)) == len(odd)
    assert [text(one) for one in into_spanish(engine, ENGLISH)] == [SPANISH]


def test_two_workers_share_one_batch(store: Store) -> None:
    engine = Firefox(store, workers=2)
    found = engine.translate(sentences(200), source="en", target="es")
    assert len(engine.workers.pids) == 2
    alone = Firefox(store)
    assert [text(one) for one in found] == [text(one) for one in alone.translate(sentences(200), source="en", target="es")]
    engine.close()
    alone.close()
    assert engine.workers.pids == []


def test_workers_see_no_secret_of_the_environment(engine: Firefox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORANTO_SECRET", "sentinel-7f3a")
    into_spanish(engine, ENGLISH)
    (pid,) = engine.workers.pids
    environment = Path(f"/proc/{pid}/environ").read_bytes()
    assert b"PATH=" in environment and b"sentinel" not in environment
