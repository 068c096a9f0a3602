"""What touches the database runs on PostgreSQL as well, where CORANTO_TEST_POSTGRES names one."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

URL = os.environ.get("CORANTO_TEST_POSTGRES", "")
FOLDERS = ["tests/delivery", "tests/newsroom", "tests/search", "tests/intake", "tests/translation", "tests/licensing", "tests/site/test_permission.py"]
LEAST = 40  # tests; fewer means that they were not collected


@pytest.mark.skipif(not URL, reason="CORANTO_TEST_POSTGRES names no PostgreSQL server.")
def test_the_same_stories_on_postgresql() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CORANTO_TEST_INSTANCE", "CORANTO_TEST_POSTGRES"))}
    environment |= {"CORANTO_DATABASE": URL, "CORANTO_INSTANCE": ""}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "database and not slow and not browser", "-p", "no:cacheprovider", *FOLDERS],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    passed = re.search(r"(\d+) passed", done.stdout)
    assert done.returncode == 0, done.stdout[-4000:]
    assert passed is not None
    assert int(passed[1]) >= LEAST
