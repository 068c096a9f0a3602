"""What is promised of speed, in short; the long form is `python -m coranto.translation.engines.bench_engines`."""

from __future__ import annotations

from coranto.translation.engines.bench_engines import bench, sentences
from tests.translation.engines.local_servers import TINY


def test_the_pipeline_costs_little_and_a_kept_alive_pipe_pays() -> None:
    found = bench(TINY, number=200, rounds=3)
    # 0.95 on an idle machine; the neighbours of a test run are allowed for.
    assert max(found["ratio"], found["ratio_by_processor_time"]) > 0.8
    assert 0 < found["worker_rss_mb"] < 600
    assert found["two_workers_words_per_second"] > 0
    assert found.get("apertium_times_faster", 20) > 10


def test_the_sentences_of_the_bench_are_all_different() -> None:
    assert len(set(sentences(600))) == 600
