"""A bench that misses what is promised says so and fails; what could not be measured is named and not taken for held."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coranto.delivery.bench import promises
from coranto.delivery.bench_bars import judge
from coranto.project.commands.bench import _say

GOOD: dict[str, Any] = {
    "full": {
        "pages_per_second_ratio": 1.7, "memory_ratio": 0.23, "body_edit_ratio": 0.007,
        "coranto": {"body": {"rendered": {"article": 51}, "written": 51}},
    },
    "publish": {"growth": -0.01}, "serve": {"ratio_to_nginx": 0.29},
}  # fmt: skip


def test_every_promise_of_delivery_can_be_missed() -> None:
    assert judge(GOOD, promises(51))["missed"] == []
    bad = {
        "full": {
            "pages_per_second_ratio": 0.9, "memory_ratio": 0.3, "body_edit_ratio": 0.02,
            "coranto": {"body": {"rendered": {"article": 50}, "written": 52}},
        },
        "publish": {"growth": 0.3}, "serve": {"ratio_to_nginx": 0.2},
    }  # fmt: skip
    assert judge(bad, promises(51))["missed"] == sorted(figure for figure, _kind, _bound in promises(51))


def test_what_was_not_measured_is_named() -> None:
    found = judge({"serve": {"coranto": {}}}, promises(51))
    assert found["bars"] == []
    assert "serve.ratio_to_nginx" in found["not_measured"]


@pytest.mark.parametrize(("ratio", "has_bars", "code"), [(0.29, True, 0), (0.2, True, 1), (0.2, False, 0)])
def test_a_missed_bar_ends_the_command_with_one(capsys: pytest.CaptureFixture[str], ratio: float, has_bars: bool, code: int) -> None:
    figures = {"serve": {"ratio_to_nginx": ratio}}
    assert _say(lambda: {**figures, **judge(figures, promises(51))}, has_bars=has_bars) == code
    said = capsys.readouterr()
    assert json.loads(said.out)["serve"] == figures["serve"]
    assert ("serve.ratio_to_nginx" in said.err) is (code == 1)
