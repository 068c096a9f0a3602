"""What every test shares: skips are counted at the end, and counted as failures where nothing may be skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped and why, so that a quiet skip is not taken for a pass."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        reasons = sorted({str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr) for report in skipped})
        terminalreporter.write_line(f"{len(skipped)} tests were skipped: {'; '.join(reasons)[:600]}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Stories of several writers at one moment belong to the run on PostgreSQL, which SQLite's run starts as one of its tests."""
    if not os.environ.get("CORANTO_DATABASE", "").startswith("postgres"):
        apart = [item for item in items if item.get_closest_marker("writers")]
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if item not in apart]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With CORANTO_NO_SKIPS a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CORANTO_NO_SKIPS") and reporter is not None and not hasattr(session.config, "workerinput") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _nothing_of_another_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forget what Wagtail and Django keep between requests, so that tests do not lean on one another."""
    yield
    if "django" in str(request.node.fixturenames) or request.node.get_closest_marker("django_db"):
        from django.core.cache import cache

        cache.clear()
