"""A build that is killed at any point leaves nothing half-written, and the next one puts everything right."""

from __future__ import annotations

from pathlib import Path

import pytest

from coranto.delivery.campaign import campaign, is_whole, whole_page


@pytest.mark.slow
@pytest.mark.database
def test_a_build_killed_anywhere_serves_nothing_half_written_and_is_mended(shared: dict[str, str], tmp_path: Path) -> None:
    report = campaign(tmp_path, rounds=12, seed=1617)
    assert report.wrong == []
    assert report.killed >= 6
    assert report.seen > 300


def test_a_page_that_lacks_its_end_is_noticed() -> None:
    page = whole_page("a text")
    assert is_whole(page)
    assert not is_whole(page[:-1])
    assert not is_whole(page[:4])
