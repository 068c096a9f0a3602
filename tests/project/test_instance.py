"""An instance: its secrets, its settings, its backups."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coranto.project.backing_up import BackupError, back_up, restore
from coranto.project.instance import InstanceError, make_instance, read_instance

NOW = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("CORANTO_") and name not in {"CORANTO_TEST_INSTANCE", "CORANTO_INSTANCE"}:
            monkeypatch.delenv(name)


def make(folder: Path) -> Path:
    instance = make_instance(folder)
    connection = sqlite3.connect(folder / "coranto.sqlite3")
    connection.execute("CREATE TABLE words (word TEXT)")
    connection.execute("INSERT INTO words VALUES ('kept')")
    connection.commit()
    connection.close()
    (instance.media / "a").mkdir()
    (instance.media / "a" / "road.jpg").write_bytes(b"picture")
    return folder


def test_others_on_the_machine_cannot_enter_a_new_instance(tmp_path: Path) -> None:
    folder = make_instance(tmp_path / "new").folder
    assert stat.S_IMODE(folder.stat().st_mode) & 0o007 == 0


def test_secrets_are_random_and_nobody_elses(tmp_path: Path) -> None:
    one, two = make_instance(tmp_path / "one"), make_instance(tmp_path / "two")
    assert one.secret != two.secret
    assert len(one.secret) >= 50
    assert stat.S_IMODE((tmp_path / "one" / "keys" / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "one" / "keys").stat().st_mode) == 0o700
    assert make_instance(tmp_path / "one").secret == one.secret  # made once


@pytest.mark.parametrize(("text", "says"), [("nonsense = 1", "Unknown setting 'nonsense'"), ("debug = [", "not a TOML file")])
def test_a_wrong_settings_file_says_what_to_do(tmp_path: Path, text: str, says: str) -> None:
    make_instance(tmp_path)
    (tmp_path / "coranto.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InstanceError, match=says):
        read_instance(tmp_path)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_instance(tmp_path, public_url="https://one.example/")
    assert read_instance(tmp_path).public_url == "https://one.example"
    monkeypatch.setenv("CORANTO_PUBLIC_URL", "https://two.example/")
    monkeypatch.setenv("CORANTO_ALLOWED_HOSTS", "a.example, b.example")
    assert read_instance(tmp_path).public_url == "https://two.example"
    assert read_instance(tmp_path).allowed_hosts == ("a.example", "b.example")


def test_a_backup_restores_to_the_same_instance(tmp_path: Path) -> None:
    folder, file = make(tmp_path / "instance"), tmp_path / "backup.tar.gz"
    back_up(read_instance(folder), file, now=NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restored = tmp_path / "restored"
    assert restore(file, restored) >= 4
    assert read_instance(restored).secret == read_instance(folder).secret
    assert (restored / "media" / "a" / "road.jpg").read_bytes() == b"picture"
    assert sqlite3.connect(restored / "coranto.sqlite3").execute("SELECT word FROM words").fetchall() == [("kept",)]
    assert stat.S_IMODE((restored / "keys" / "secret").stat().st_mode) == 0o600


def test_a_backup_is_consistent_while_somebody_writes(tmp_path: Path) -> None:
    folder, file = make(tmp_path / "instance"), tmp_path / "backup.tar.gz"
    writer = sqlite3.connect(folder / "coranto.sqlite3", isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO words VALUES ('half-way')")
    back_up(read_instance(folder), file, now=NOW)
    writer.execute("ROLLBACK")
    restore(file, tmp_path / "restored")
    assert sqlite3.connect(tmp_path / "restored" / "coranto.sqlite3").execute("SELECT word FROM words").fetchall() == [("kept",)]


def test_a_damaged_or_foreign_backup_changes_nothing(tmp_path: Path) -> None:
    folder, file = make(tmp_path / "instance"), tmp_path / "backup.tar.gz"
    back_up(read_instance(folder), file, now=NOW)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    (tmp_path / "damaged").write_bytes(bytes(data))
    (tmp_path / "foreign").write_bytes(b"not a backup")
    with tarfile.open(tmp_path / "evil", "w:gz") as tar:
        place = tmp_path / "x"
        place.write_text(json.dumps({"files": {}}), encoding="utf-8")
        tar.add(place, arcname="manifest.json")
        tar.add(place, arcname="../../outside")
    for name in ("damaged", "foreign", "evil"):
        with pytest.raises(BackupError, match="Nothing was changed"):
            restore(tmp_path / name, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
    assert not (tmp_path.parent / "outside").exists()
    assert not list(tmp_path.glob(".restoring-*"))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder, file = make(tmp_path / "instance"), tmp_path / "backup.tar.gz"
    back_up(read_instance(folder), file, now=NOW)
    with pytest.raises(BackupError, match="there already"):
        back_up(read_instance(folder), file, now=NOW)
    with pytest.raises(BackupError, match="not empty"):
        restore(file, folder)


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "coranto.project.cli", *arguments], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_the_command_line_explains_itself(tmp_path: Path) -> None:
    assert "take-in" in command("--help").stdout
    assert command("--version").stdout.startswith("coranto 0.")
    unknown = command("publish")
    assert unknown.returncode == 2
    assert "Unknown command 'publish'. Use one of:" in unknown.stderr
    nowhere = command("build", CORANTO_INSTANCE=str(tmp_path / "none"))
    assert nowhere.returncode == 1
    assert "There is no instance in" in nowhere.stderr
    assert "Traceback" not in nowhere.stderr


def test_reading_needs_no_instance(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# The road\n\nBy Ada Holt\n\n" + "The first stone was laid in spring by the mayor of the town. " * 8, encoding="utf-8")
    done = command("read", "--json", str(page), CORANTO_INSTANCE=str(tmp_path / "none"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["headline"] == "The road"
    missing = command("read", "--jsonl", str(tmp_path / "no.html"), str(page), CORANTO_INSTANCE=str(tmp_path / "none"))
    assert missing.returncode == 1
    first, second = missing.stdout.strip().splitlines()
    assert "error" in json.loads(first)
    assert json.loads(second)["byline"] == ["Ada Holt"]
