"""Editions from the translation room, as the readers' pages ask for them."""

from __future__ import annotations

from collections.abc import Collection

from coranto.site.editions import Edition
from coranto.translation.keeping import readable, readable_languages
from coranto.translation.outdating import changed_passages


class Translated:
    """Everything that has been translated and that the publication's policy lets out."""

    def languages(self, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
        return readable_languages(numbers)

    def editions(self, numbers: Collection[int], language: str) -> dict[int, Edition]:
        return {
            row.article_id: Edition(
                language=language, document=row.document, state=row.state, by=row.by, made_at=row.made_at.isoformat(timespec="seconds"),
                is_indexed=row.is_indexed, is_outdated=row.is_outdated, version=row.version_id,  # type: ignore[attr-defined]
                changed_at=row.changed_at, via=row.via,  # type: ignore[attr-defined]
            )
            for row in readable(numbers, language)
        }  # fmt: skip

    def changes(self, number: int, language: str) -> tuple[tuple[str, str], ...]:
        return changed_passages(number, language)
