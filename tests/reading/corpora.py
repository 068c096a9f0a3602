"""The optional folder of material that others wrote; a test that uses it skips, saying so, where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("CORANTO_CORPORA") or Path(__file__).resolve().parents[2].parent / "shared" / "corpora")


def folder(name: str) -> Path:
    """The folder `name` of the corpora; skips the calling test when it is not there."""
    found = FOLDER / name
    if not found.is_dir():
        pytest.skip(f"The corpora folder '{name}' is absent; set CORANTO_CORPORA to try it.")
    return found
