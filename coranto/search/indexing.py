"""Keeping what can be found in step with what is public. Search is handed documents by `flow`; it asks nobody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from coranto.reading.sanitising import text_of
from coranto.search.models import IndexState, SearchEntry
from coranto.search.words import AS_A_WORD, WORDS_VERSION, marked_terms, terms

BATCH = 200
STATE = 1  # the row of IndexState
# PostgreSQL's stemmers by language; other languages are matched word for word and by their beginnings.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "eu": "basque", "fi": "finnish",
    "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the language of a document, to be found."""

    article: int
    document: dict[str, Any]
    first_public_at: datetime


@dataclass(frozen=True, slots=True)
class Texts:
    """What is read of an article in one language."""

    headline: str
    standfirst: str
    body: str

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits."""
        return hashlib.blake2b(json.dumps([self.headline, self.standfirst, self.body]).encode(), digest_size=8).hexdigest()


def texts_of(document: dict[str, Any]) -> Texts:
    """What can be found of a document. Blocks that were not translated are found in the language they are written in, and left out here."""
    return Texts(str(document["headline"]), str(document["standfirst"]), document_text(document, str(document["language"])))


def index_article(number: int, document: dict[str, Any], *, first_public_at: datetime) -> None:
    """Put an article's words in the language of the document into the index, in place of what stood there."""
    index_articles([Entry(number, document, first_public_at)])


@transaction.atomic(savepoint=False)
def index_articles(entries: Sequence[Entry]) -> None:
    """Put articles' words in the languages of their documents into the index, in place of what stood there.

    Six statements, however many entries.
    """
    wanted = {(one.article, str(one.document["language"])): one for one in entries}
    rows = SearchEntry.objects.filter(article__in={number for number, _language in wanted}, language__in={language for _number, language in wanted})
    held = {(row.article, row.language): row for row in rows if (row.article, row.language) in wanted}
    texts = {key: texts_of(one.document) for key, one in wanted.items()}
    new = [
        SearchEntry(
            article=number, language=language, genre=one.document["genre"], first_public_at=one.first_public_at,
            digest=texts[number, language].digest, words_version=WORDS_VERSION,
        )
        for (number, language), one in wanted.items()
    ]  # fmt: skip
    same = [one for one in new if (was := held.get((one.article, one.language))) is not None and (was.digest, was.words_version) == (one.digest, WORDS_VERSION)]
    changed = [one for one in new if one not in same]
    for one in same:
        one.pk = held[one.article, one.language].pk
    SearchEntry.objects.bulk_update(same, ["genre", "first_public_at"], batch_size=BATCH)
    SearchEntry.objects.filter(pk__in=[held[key].pk for one in changed if (key := (one.article, one.language)) in held]).delete()
    SearchEntry.objects.bulk_create(changed, batch_size=BATCH)
    tell([(row, texts[row.article, row.language]) for row in changed])


def tell(rows: Sequence[tuple[SearchEntry, Texts]]) -> None:
    """Put the terms of entries into the index."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        _tell_postgresql(rows)
        return
    tell_table("search_terms", rows)
    IndexState.objects.filter(pk=STATE).update(told=F("told") + len(rows))


def tell_table(table: str, rows: Sequence[tuple[SearchEntry, Texts]]) -> None:
    """Put the terms of entries into one of SQLite's full-text tables."""
    values: list[list[Any]] = [[row.pk, " ".join(marked_terms(texts.headline, texts.standfirst, texts.body, row.language))] for row, texts in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table}(rowid, terms) VALUES (%s, %s)", values)  # noqa: S608 a name of ours


def _tell_postgresql(rows: Sequence[tuple[SearchEntry, Texts]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE search_searchentry SET vector = setweight(to_tsvector(%s::regconfig, %s), 'A') || setweight(to_tsvector('simple', %s), 'A') || "
            "setweight(to_tsvector(%s::regconfig, %s), 'B') || setweight(to_tsvector(%s::regconfig, %s), 'D') WHERE id = %s",
            [_vector(row, texts) for row, texts in rows],
        )


def _vector(row: SearchEntry, texts: Texts) -> list[Any]:
    stemmer = STEMMERS.get(row.language, "simple")
    headline, standfirst, body = (_spaced(text, row.language) for text in (texts.headline, texts.standfirst, texts.body))
    return [stemmer, headline, headline if stemmer != "simple" else "", stemmer, standfirst, stemmer, body, row.pk]


def _spaced(text: str, language: str) -> str:
    """Terms with a space between, those of ICU left out: PostgreSQL keeps places and weights itself."""
    return " ".join(term for term in terms(text, language) if not term.startswith(AS_A_WORD))


@transaction.atomic(savepoint=False)
def forget_article(number: int, *, language: str | None = None) -> None:
    """Take an article out of the index, in one language or in all."""
    entries = SearchEntry.objects.filter(article=number)
    (entries if language is None else entries.filter(language=language)).delete()


def document_text(document: dict[str, Any], language: str | None = None) -> str:
    """The plain words of a document's body, blocks separated by a blank line; with `language`, only those written in it."""
    written = (block for block in document["body"] if language is None or block["type"] == "quotation" or block.get("language") in {None, "", language})
    return "\n\n".join(filter(None, (block_text(block) for block in written)))


def block_text(block: dict[str, Any]) -> str:
    """The plain words of one block of a document, captions and speakers with them."""
    parts = [text_of(block["html"])] if block.get("html") else []
    parts += [text_of(block[name]) if name == "caption" else str(block[name]) for name in ("text", "speaker", "caption", "alt") if isinstance(block.get(name), str)]
    parts += [text_of(item) for item in block.get("items", [])]
    parts += [text_of(cell) for row in [block.get("header", []), *block.get("rows", [])] for cell in row]
    parts += [text_of(image.get("caption") or "") for image in block.get("images", [])]
    return "\n".join(part for part in parts if part)
