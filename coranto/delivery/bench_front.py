"""What the servers are measured with: one page of a given size, behind the front. `python -m coranto.delivery.bench_front 30000` makes it."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django

from coranto.delivery.house import Rendered, Target
from coranto.delivery.storages.folder import FolderStorage


class OnePage:
    """A house with one page."""

    def __init__(self, size: int) -> None:
        self._body = (b"<p>One of many paragraphs of a page.</p>\n" * (size // 41 + 1))[:size]

    def targets(self, keys: frozenset[str] | None) -> Iterable[Target]:
        return [Target("/en/page/", "en", "article", "1")] if keys is None else []

    def render(self, _target: Target) -> Rendered:
        return Rendered(self._body, "text/html; charset=utf-8", headers=(("Content-Language", "en"),))


def make(size: int) -> None:
    """Build the page into the instance's folder."""
    django.setup()
    importlib.import_module("coranto.delivery.bench_steps").make_tables()  # models can be imported only after setup
    importlib.import_module("coranto.delivery.building").build(OnePage(size), FolderStorage(_public()), full=True)


def _public() -> Path:
    return Path(os.environ["CORANTO_INSTANCE"]) / "public"


def front() -> Any:
    """The front, as `coranto serve` has it."""
    django.setup()
    answers = importlib.import_module("coranto.delivery.answering").Answers(_public())  # models can be imported only after setup
    return importlib.import_module("coranto.delivery.serving").Front(answers)


def nothing() -> Any:
    """An application that is never asked: beside it Granian serves files by itself."""

    async def application(_scope: Any, _receive: Any, _send: Any) -> None:
        return

    return application


if __name__ == "__main__":
    make(int(sys.argv[1]))
