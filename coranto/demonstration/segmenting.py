"""The sentences that the demonstration ships translations of, and the memory that holds them.

Every article's headline and standfirst and the whole flagship are cut as the translation room cuts them; a sentence's path is
`<article>/<key of the sentence>`. Withdrawn articles have none. `memory.tmx` (TMX 1.4) holds each in every language that is not its
own, with its path and who made it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coranto.demonstration.parsing import HOME, DemonstrationError
from coranto.demonstration.shapes import Article, Demonstration
from coranto.translation.exchange.shapes import ExchangeError
from coranto.translation.exchange.tmx import read_tmx
from coranto.translation.segments import Segment, cut

MEMORY = HOME / "memory.tmx"
WORDS = HOME / "words.tmx"  # what stands round every page: sections, themes, reports, contacts, notices, the footer, terms of reuse, authors
MADE_BY = "machine translation made for the demonstration"
HEAD = ("headline", "standfirst")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to translate: where it stands, its language, its written form with numbered tags, and its digest."""

    path: str
    language: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Translations:
    """One language of the memory: who made it, and written forms by path."""

    language: str
    made_by: str
    texts: dict[str, str]


def sentences(demonstration: Demonstration) -> list[Sentence]:
    """All sentences in reading order, articles oldest first and the rest of the flagship after every headline and standfirst."""
    found = [
        _sentence(article, one) for article in demonstration.articles if article.withdrawal is None for one in cut(document_of(article)) if one.path in HEAD
    ]
    flagship = demonstration.flagship
    return found + [_sentence(flagship, one) for one in cut(document_of(flagship)) if one.path not in HEAD]


def document_of(article: Article) -> dict[str, Any]:
    """An article's words as the translation room cuts them."""
    return {
        "language": article.language, "headline": article.headline, "standfirst": article.standfirst, "note": article.note_to_readers,
        "image": {"alt": article.picture.alt, "caption": article.picture.caption}, "body": list(article.body),
    }  # fmt: skip


def _sentence(article: Article, segment: Segment) -> Sentence:
    return Sentence(f"{article.slug}/{segment.key}", article.language, segment.text, segment.digest)


@cache
def translations(memory: Path = MEMORY) -> tuple[Translations, ...]:
    """Every language of the memory, by code. Raises DemonstrationError for one that is damaged."""
    made_by: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    for language, person, path, text in _units(memory):
        texts.setdefault(language, {})[path] = text
        if made_by.setdefault(language, person) != person:
            raise DemonstrationError(f"{memory.name}: {language} is made by “{person}” and by “{made_by[language]}”. Name one maker a language.")
    return tuple(Translations(language, made_by[language], texts[language]) for language in sorted(texts))


def _units(memory: Path) -> Iterator[tuple[str, str, str, str]]:
    try:
        units = read_tmx(memory.read_bytes())
    except (OSError, ExchangeError) as error:
        raise DemonstrationError(f"{memory.name} cannot be read: {error} It must be TMX 1.4.") from error
    for unit in units:
        yield unit.target_language, unit.person, unit.key, unit.target or ""
