"""The floors of the house hold, and the guard that says so would notice when they did not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package that lies in a folder, with the contracts of this repository."""
    program = str(Path(sys.executable).with_name("lint-imports"))
    command = [program, "--no-cache", "--config", str(ROOT / ".importlinter")]
    where = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=where, capture_output=True, text=True, timeout=120, check=False)


def test_imports_go_down_only() -> None:
    found = lint(ROOT)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    "file, line, contract",
    [
        ("languages/planted.py", "import coranto.signing.tokens", "Imports go down only"),
        ("intake/planted.py", "import coranto.search", "Imports go down only"),
        ("reading/planted.py", "import django.db", "without Django"),
        ("articles/planted.py", "import httpx", "Only the room for the network"),
        ("cellar/__init__.py", "", "Imports go down only"),
    ],
    ids=["upwards", "a neighbour", "a database below", "a second door", "a room without a floor"],
)
def test_a_planted_import_breaks_its_contract(tmp_path: Path, file: str, line: str, contract: str) -> None:
    shutil.copytree(ROOT / "coranto", tmp_path / "coranto", ignore=shutil.ignore_patterns("*.json", "static", "assets"))
    planted = tmp_path / "coranto" / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line + "\n", encoding="utf-8")
    found = lint(tmp_path)
    assert found.returncode != 0
    rows = found.stdout.splitlines()
    assert any(contract in row and row.endswith("BROKEN") for row in rows) or "- coranto.cellar" in rows
    assert "planted" in found.stdout or "cellar" in found.stdout, "what is broken must be what was planted"
