"""Engines that are real but counted, or that a test may interrupt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coranto.translation.engine import Outcome, Sentence
from coranto.translation.engines.apertium import Apertium


class Counted(Apertium):
    """Apertium that remembers what it was asked, as (language, sentence), and does something in the middle when told to."""

    def __init__(self, during: Callable[[], object] | None = None) -> None:
        super().__init__(through=["es", "ca"])
        self.asked: list[tuple[str, str]] = []
        self.during = during

    def translate(self, sentences: Sequence[Sentence], **more: object) -> list[Outcome]:
        self.asked += [(str(more["target"]), sentence.text) for sentence in sentences]
        if self.during is not None:
            during, self.during = self.during, None
            during()
        return super().translate(sentences, **more)  # type: ignore[arg-type]
