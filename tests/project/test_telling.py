"""What the console says of events: the event and its facts on one line."""

from __future__ import annotations

import logging

from coranto.project.telling import FactsFormatter


def line(event: str, **facts: object) -> str:
    """What is written for an event."""
    record = logging.getLogger("coranto").makeRecord("coranto", logging.INFO, __file__, 1, event, (), None, extra=facts)
    return FactsFormatter().format(record)


def test_an_event_is_told_with_its_facts() -> None:
    assert line("built", rendered=153, written=12) == "built rendered=153 written=12"
    assert line("built") == "built"


def test_no_fact_begins_a_line_of_its_own() -> None:
    assert line("malformed form", path="/desk/\nbuilt rendered=1") == "malformed form path='/desk/\\nbuilt rendered=1'"
