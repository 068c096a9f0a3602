"""Editions from the translation room, as the readers' pages ask for them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from coranto.site.editions import Edition, Linked
from coranto.translation.crediting import Credited, credited
from coranto.translation.keeping import readable, readable_languages, reviewed_languages
from coranto.translation.linking import groups_of
from coranto.translation.models import REVIEWED
from coranto.translation.outdating import changed_passages
from coranto.translation.own_reading import readable_own
from coranto.translation.own_texts import OwnTranslation


class Translated:
    """Everything that has been translated and that the publication's policy lets out."""

    def languages(self, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
        return readable_languages(numbers)

    def reviewed(self, numbers: Collection[int] | None) -> dict[int, frozenset[str]]:
        return reviewed_languages(numbers)

    def linked(self, numbers: Collection[int]) -> dict[int, Linked]:
        return {number: Linked(group.original, group.editions) for number, group in groups_of(numbers).items()}

    def editions(self, numbers: Collection[int], language: str) -> dict[int, Edition]:
        rows = readable(numbers, language)
        by_people = credited(rows)
        return {row.article_id: _edition(row, language, by_people.get(row.pk, Credited(()))) for row in rows}

    def changes(self, number: int, language: str) -> tuple[tuple[str, str], ...]:
        return changed_passages(number, language)

    def own(self, name: str | None) -> dict[tuple[str, str], Callable[[], Edition]]:
        return {
            (row.text.name, row.language): partial(_own_edition, row, is_indexed=row.state in REVIEWED or policy.index_unreviewed)
            for row, policy in readable_own(name)
        }


def _edition(row: Any, language: str, made: Credited) -> Edition:
    """A row as `readable` gives it."""
    return Edition(
        language=language, document=row.document, state=row.state, by=row.by, made_at=row.made_at.isoformat(timespec="seconds"),
        is_indexed=row.is_indexed, is_outdated=row.is_outdated, version=row.version_id, changed_at=row.changed_at, via=row.via,
        people=tuple((one.name, one.byline) for one in made.people), software=made.software,
    )  # fmt: skip


def _own_edition(row: OwnTranslation, *, is_indexed: bool) -> Edition:
    made_at = row.made_at.isoformat(timespec="seconds") if row.made_at is not None else ""
    return Edition(
        language=row.language, document=row.unpacked["document"], state=row.state, by=row.by, made_at=made_at, is_indexed=is_indexed,
        is_outdated=row.outdated > 0, changed_at=row.text.changed_at.isoformat(timespec="seconds"), via=row.via,
    )  # fmt: skip
