"""The engines as an operator meets them: settings that are read with helpful failures, and `coranto models`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coranto.translation.engine import Made, NotSetUp, Sentence, UnknownEngine
from coranto.translation.engines.available import build
from coranto.translation.engines.deepl import DeepL
from coranto.translation.model_store.fetching import Folder, Registry
from coranto.translation.model_store.reporting import add_models, list_models, remove_models, verify_models
from coranto.translation.model_store.serving import Mirror
from coranto.translation.model_store.store import Store
from tests.translation.engines.local_servers import TINY, wait_until
from tests.translation.engines.tiny_models import ENGLISH, SPANISH, stored

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def silent(pair: str, name: str, have: int, size: int) -> None:
    """Show nothing."""


def test_without_settings_the_engines_of_this_machine_are_used(tmp_path: Path) -> None:
    store = stored(tmp_path, "en-es")
    order, engines = build({}, models=store.folder, keys=tmp_path)
    assert order.names("es") == ("firefox", "apertium")
    assert not any(engine.text_leaves_machine for engine in engines.values())
    (made,) = engines["firefox"].translate([Sentence(ENGLISH)], source="en", target="es")
    engines["firefox"].close()
    assert isinstance(made, Made) and made.text == SPANISH


def test_memory_alone_builds_no_engine(tmp_path: Path) -> None:
    order, engines = build({"engines": {"default": ["memory"]}}, models=tmp_path, keys=tmp_path)
    assert engines == {} and order.engines("es", engines) == []


def test_a_key_is_read_from_the_folder_of_keys_and_from_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "deepl").write_text("sentinel:fx\n")
    settings = {"engines": {"default": ["deepl"]}, "deepl": {"key_file": "deepl"}}
    _, engines = build(settings, models=tmp_path, keys=tmp_path)
    assert isinstance(engines["deepl"], DeepL) and engines["deepl"].version == "api-free.deepl.com"
    with pytest.raises(NotSetUp, match="must not stand in the settings"):
        build({**settings, "deepl": {"key": "sentinel"}}, models=tmp_path, keys=tmp_path)
    with pytest.raises(NotSetUp, match="cannot be read"):
        build({**settings, "deepl": {"key_file": "../../etc/passwd"}}, models=tmp_path, keys=tmp_path)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"engines": {"default": ["llm"]}}, "needs the setting 'url'"),
        ({"engines": {"default": ["deepl"]}}, "needs the setting 'key_file'"),
        ({"engines": {"default": ["firefox"]}, "firefox": {"wokers": 2}}, "Unknown setting 'wokers' of firefox. Use: budget_mb"),
        ({"engines": {"default": ["libretranslate"]}, "libretranslate": {"url": "nonsense"}}, "cannot be used"),
        ({"engines": {"default": ["firefox"]}, "firefox": {"workers": "two"}}, "cannot be used"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said_to_be_one(tmp_path: Path, settings: dict[str, object], said: str) -> None:
    with pytest.raises(NotSetUp, match=re.escape(said)):
        build(settings, models=tmp_path, keys=tmp_path)


def test_an_unknown_engine_is_answered_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownEngine, match="apertium, deepl, firefox, google, libretranslate, llm, memory"):
        build({"engines": {"gl": ["babelfish"]}}, models=tmp_path, keys=tmp_path)


def test_an_operator_adds_lists_verifies_mends_and_removes_a_model(tmp_path: Path) -> None:
    store = stored(tmp_path, "en-es")
    stick = Folder(tmp_path / "stick")
    said: list[str] = []
    assert list_models(store, said.append, source=stick) == 0
    assert said[-1] == f"Models: 1, 0.9 MB, in {store.folder}." and "MPL-2.0" in said[0]
    assert verify_models(store, said.append) == 0 and said[-1] == "Whole: 1. Damaged: 0."
    (store.folder / "en-es" / "vocab.enes.spm").unlink()
    assert verify_models(store, said.append) == 1
    assert "Run: coranto models add en-es" in said[-2]
    assert add_models(store, ["en-es"], source=stick, now=NOW, show=silent, say=said.append) == 0
    assert said[-1] == "Added: 1. There already: 0. Failed: 0."
    assert verify_models(store, said.append) == 0
    assert add_models(store, ["tlh"], source=stick, now=NOW, show=silent, say=said.append) == 1
    assert remove_models(store, ["en-es", "en-xx"], said.append) == 1
    assert said[-2:] == ["Removed en-es.", "There is no model en-xx."] and store.models() == []


def test_what_a_mirror_offers_is_listed(tmp_path: Path) -> None:
    mirror = Mirror(stored(tmp_path, "en-es"), ("127.0.0.1", 0))
    threading.Thread(target=mirror.serve_forever, args=(0.02,), daemon=True).start()
    said: list[str] = []
    assert list_models(Store(tmp_path / "empty"), said.append, source=Registry(mirror.records_url)) == 0
    mirror.shutdown()
    mirror.server_close()
    assert said[0].startswith("en-es 3.x") and said[0].endswith("to fetch")


def test_the_command_moves_a_model_from_a_stick_over_a_mirror_to_another_machine(tmp_path: Path) -> None:
    place = tmp_path / "stick" / "en-es"
    place.mkdir(parents=True)
    for path in TINY.glob("*.enes.*"):
        shutil.copy(path, place)

    def coranto(instance: str, *words: str) -> list[str]:
        return [sys.executable, "-m", "coranto.project.cli", "models", "--instance", str(tmp_path / instance), *words]

    def run(instance: str, *words: str) -> str:
        return subprocess.run(coranto(instance, *words), capture_output=True, text=True, timeout=60, check=True).stdout

    assert "Added: 1." in run("first", "add", "es", "--from", str(place.parent))
    with subprocess.Popen(coranto("first", "serve", "--port", "0"), stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            address = serving.stdout.readline().rpartition("FXTRANSLATE_RECORDS_URL=")[2].strip()
            assert "Added: 1." in run("second", "add", "es", "--from", address)
        finally:
            serving.kill()
    assert "Whole: 1." in run("second", "verify")
    wait_until(lambda: serving.poll() is not None)
