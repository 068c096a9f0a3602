"""In which languages an article can be read, and what it says in each. The door through which translations come.

Until translations exist an article has one edition, its original. A source of editions answers for many articles at
once, so that a list costs one question and not thirty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol

from coranto.articles.models import PublicState


@dataclass(frozen=True, slots=True)
class Edition:
    """An article's document (see `articles/documents.py`) in one language.

    `state` is how the text was made: "original", "machine", "machine-checked", "edited" or "translated"; `by` names
    the engine or person, `made_at` and `changed_at` (when the original changed) are ISO 8601. Blocks that are not
    translated stay in the language of the original and carry it as "language".
    """

    language: str
    document: dict[str, Any]
    state: str = "original"
    by: str = ""
    made_at: str = ""
    is_indexed: bool = True
    is_outdated: bool = False  # the original has changed since
    changed_at: str = ""
    version: int | None = None  # row number of the version of the original that it follows
    people: tuple[tuple[str, int | None], ...] = ()  # those who answer for it: name, and number among the people of bylines
    software: str = ""  # the engine whose text people checked or edited
    via: str = ""  # the languages it came through, the first first, with spaces between; "" when it was translated directly


@dataclass(frozen=True, slots=True)
class Linked:
    """An article with articles of ours that are it in other languages: the number of the original, and theirs by language."""

    original: int
    editions: dict[str, int]


class EditionSource(Protocol):
    """What gives editions other than the original."""

    def languages(self, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Languages besides the original in which each article can be read now."""
        ...

    def reviewed(self, numbers: Collection[int] | None) -> dict[int, frozenset[str]]:
        """Those of them whose text a person wrote or checked; None asks for all articles."""
        ...

    def editions(self, numbers: Collection[int], language: str) -> dict[int, Edition]:
        """The editions that exist of these articles in a language other than their original."""
        ...

    def changes(self, number: int, language: str) -> tuple[tuple[str, str], ...]:
        """What the sentences that people translated said before they were changed, and say now."""
        ...

    def linked(self, numbers: Collection[int]) -> dict[int, Linked]:
        """For articles that are editions of one another, all of them; those that stand alone are left out."""
        ...

    def own(self, name: str | None) -> dict[tuple[str, str], Callable[[], Edition]]:
        """Texts of the publication itself by name and language; without a name those that stand round every page."""
        ...


class OriginalsOnly:
    """No translations."""

    def linked(self, numbers: Collection[int]) -> dict[int, Linked]:
        return {}

    def languages(self, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
        return {}

    def reviewed(self, numbers: Collection[int] | None) -> dict[int, frozenset[str]]:
        return {}

    def editions(self, numbers: Collection[int], language: str) -> dict[int, Edition]:
        return {}

    def changes(self, number: int, language: str) -> tuple[tuple[str, str], ...]:
        return ()

    def own(self, name: str | None) -> dict[tuple[str, str], Callable[[], Edition]]:
        return {}


source: EditionSource = OriginalsOnly()


def use(new_source: EditionSource) -> None:
    """Take editions from here from now on."""
    global source
    source = new_source


def languages_of(article_number: int) -> list[str]:
    """Every language in which a public article can be read, the original first; empty when it is not public."""
    state = PublicState.objects.filter(pk=article_number, status=200).values_list("language", flat=True).first()
    if state is None:
        return []
    return [state, *(code for code in source.languages([article_number]).get(article_number, ()) if code != state)]


def edition(article_number: int, language: str) -> dict[str, Any] | None:
    """The document of a public article in a language, or None when it cannot be read in it."""
    state = PublicState.objects.select_related("version").filter(pk=article_number, status=200).first()
    if state is None:
        return None
    if state.language == language:
        return state.version.document
    found = source.editions([article_number], language).get(article_number)
    return found.document if found else None
