"""A fresh instance for every test process: made before Django reads its settings."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from coranto.project.instance import make_instance

if "CORANTO_TEST_INSTANCE" not in os.environ or os.environ.get("PYTEST_XDIST_WORKER"):
    FOLDER = Path(tempfile.mkdtemp(prefix="coranto-test-"))
    os.environ["CORANTO_TEST_INSTANCE"] = os.environ["CORANTO_INSTANCE"] = str(FOLDER)
    make_instance(FOLDER)
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
