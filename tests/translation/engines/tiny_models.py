"""Stores of the tiny model of the fixtures, and a sentence that it knows."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from coranto.translation.model_store.adding import add
from coranto.translation.model_store.fetching import Folder
from coranto.translation.model_store.store import Store
from tests.translation.engines.local_servers import TINY

ENGLISH = "The famous reporter described the factory in Geneva on Sunday."
SPANISH = "El reportero famoso describió la fábrica en Ginebra el domingo."


def stored(folder: Path, *pairs: str) -> Store:
    """A store in which the tiny model stands for each of these pairs; only en-es is what it says."""
    for pair in pairs:
        place = folder / "stick" / pair
        place.mkdir(parents=True)
        for path in TINY.glob("*.enes.*"):
            shutil.copy(path, place)
    store = Store(folder / "models")
    now = datetime(2026, 11, 24, tzinfo=UTC)
    add(store, pairs, source=Folder(folder / "stick"), now=now, show=lambda *step: None)
    return store
