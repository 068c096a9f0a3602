"""Keeping what can be found in step with what is public. Search is handed documents by `flow`; it asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from coranto.reading.sanitising import text_of
from coranto.search.models import SearchEntry, pack
from coranto.search.words import WORDS_VERSION, cut

BATCH = 200
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


def index_article(number: int, document: dict[str, Any], *, first_public_at: datetime) -> None:
    """Put an article's words in the language of the document into the index, in place of what stood there."""
    index_articles([Entry(number, document, first_public_at)])


@transaction.atomic(savepoint=False)
def index_articles(entries: Sequence[Entry]) -> None:
    """Put articles' words in the languages of their documents into the index, in place of what stood there.

    Blocks that were not translated are found in the language they are written in, and left out here. Six statements,
    however many entries.
    """
    wanted = {(one.article, str(one.document["language"])): one for one in entries}
    rows = SearchEntry.objects.filter(article__in={number for number, _language in wanted}, language__in={language for _number, language in wanted})
    held = {(row.article, row.language): row for row in rows if (row.article, row.language) in wanted}
    new = [_entry(one, language) for (_number, language), one in wanted.items()]
    same = [one for one in new if (was := held.get((one.article, one.language))) is not None and was.texts == one.texts and was.words_version == WORDS_VERSION]
    changed = [one for one in new if one not in same]
    _drop([row for key, row in held.items() if key in {(one.article, one.language) for one in changed}])
    for one in same:
        one.pk = held[one.article, one.language].pk
    SearchEntry.objects.bulk_update(same, ["genre", "first_public_at"], batch_size=BATCH)
    SearchEntry.objects.bulk_create(changed, batch_size=BATCH)
    _put_words(changed)


def _entry(one: Entry, language: str) -> SearchEntry:
    texts = one.document["headline"], one.document["standfirst"], document_text(one.document, language)
    row = SearchEntry(article=one.article, language=language, genre=one.document["genre"], first_public_at=one.first_public_at, words_version=WORDS_VERSION)
    row.packed, row.texts = pack(*texts), texts
    return row


def _drop(rows: Sequence[SearchEntry]) -> None:
    """Take rows and their words out of the index. SQLite's wants to be told the words again.

    Words cut by older rules cannot be told again: what the index holds of such a row belongs to nobody, as numbers are
    not given twice.
    """
    if rows and connection.vendor != "postgresql":
        known: list[list[Any]] = [[row.pk, *words_of(row)] for row in rows if row.words_version == WORDS_VERSION]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO search_words(search_words, rowid, headline, standfirst, body) VALUES ('delete', %s, %s, %s, %s)", known)
    SearchEntry.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _put_words(rows: Sequence[SearchEntry]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany("INSERT INTO search_words(rowid, headline, standfirst, body) VALUES (%s, %s, %s, %s)", [[row.pk, *words_of(row)] for row in rows])
            return
        cursor.executemany(
            "UPDATE search_searchentry SET vector = setweight(to_tsvector(%s::regconfig, %s), 'A') || setweight(to_tsvector('simple', %s), 'A') || "
            "setweight(to_tsvector(%s::regconfig, %s), 'B') || setweight(to_tsvector(%s::regconfig, %s), 'D') WHERE id = %s",
            [_vector(row) for row in rows],
        )


def words_of(row: SearchEntry) -> list[str]:
    """The words of headline, standfirst and text as the index is told them."""
    return [cut(text, row.language) for text in row.texts]


def _vector(row: SearchEntry) -> list[Any]:
    stemmer, words = STEMMERS.get(row.language, "simple"), words_of(row)
    return [stemmer, words[0], words[0] if stemmer != "simple" else "", stemmer, words[1], stemmer, words[2], row.pk]


@transaction.atomic(savepoint=False)
def forget_article(number: int, *, language: str | None = None) -> None:
    """Take an article out of the index, in one language or in all."""
    entries = SearchEntry.objects.filter(article=number)
    _drop(list(entries if language is None else entries.filter(language=language)))


def cut_anew() -> int:
    """Cut the words of every entry anew that was cut by older rules; how many. After an upgrade."""
    count = 0
    while rows := list(SearchEntry.objects.exclude(words_version=WORDS_VERSION)[:BATCH]):
        with transaction.atomic():
            new = [
                SearchEntry(
                    article=row.article, language=row.language, genre=row.genre, first_public_at=row.first_public_at, packed=row.packed, words_version=WORDS_VERSION
                )
                for row in rows
            ]
            _drop(rows)
            SearchEntry.objects.bulk_create(new, batch_size=BATCH)
            _put_words(new)
        count += len(rows)
    return count


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
