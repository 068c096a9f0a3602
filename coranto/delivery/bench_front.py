"""What the servers are measured with: one page of a given size, behind the front. `python -m coranto.delivery.bench_front 30000` makes it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django

from coranto.delivery.house import Rendered, Target


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
    from coranto.delivery.bench_steps import make_tables  # models can be imported only after setup
    from coranto.delivery.building import build
    from coranto.delivery.storages.folder import FolderStorage

    make_tables()
    build(OnePage(size), FolderStorage(_public()), full=True)


def _public() -> Path:
    return Path(os.environ["CORANTO_INSTANCE"]) / "public"


def front() -> Any:
    """The front, as `coranto serve` has it."""
    django.setup()
    from coranto.delivery.answering import Answers  # models can be imported only after setup
    from coranto.delivery.serving import Front

    return Front(Answers(_public()))


def nothing() -> Any:
    """An application that is never asked: beside it Granian serves files by itself."""

    async def application(_scope: Any, _receive: Any, _send: Any) -> None:
        return

    return application


if __name__ == "__main__":
    make(int(sys.argv[1]))
