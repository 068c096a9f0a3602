"""The bench of the checks can fail: a check that accuses people, or finds nothing, misses its bar."""

from __future__ import annotations

from coranto.delivery.bench_bars import judge
from coranto.translation.checks.bench_checks import ALARMS, BARS, FIGURES, FOUND, measure
from coranto.translation.checks.problem import CODES as CHECKS


def test_a_check_that_accuses_people_or_finds_nothing_misses_its_bar() -> None:
    right = {ALARMS: dict.fromkeys(CHECKS, 0.0), FIGURES: 0.6, FOUND: dict.fromkeys(CHECKS, 100.0)}
    assert judge(right, BARS)["missed"] == []
    wrong = {ALARMS: {**right[ALARMS], "links": 0.2}, FIGURES: 1.1, FOUND: {**right[FOUND], "numbers": 79.9}}  # type: ignore[dict-item]
    assert judge(wrong, BARS)["missed"] == sorted([f"{ALARMS}.links", FIGURES, f"{FOUND}.numbers"])
    assert judge(right, BARS)["not_measured"] == []


def test_one_language_alone_is_measured_and_held_to_no_bar() -> None:
    report = measure(languages=["sk"])
    assert report["sentences"] > 100
    assert "missed" not in report
    assert report[FOUND]["links"] == 100
