"""Keeping what can be found in step with what is public. Search is handed documents by `flow`; it asks nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from coranto.reading.sanitising import text_of
from coranto.search.models import SearchEntry, pack
from coranto.search.words import WORDS_VERSION, cut

# PostgreSQL's stemmers by language; other languages are matched word for word and by their beginnings.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "eu": "basque", "fi": "finnish",
    "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


@transaction.atomic(savepoint=False)
def index_article(number: int, document: dict[str, Any], *, first_public_at: datetime) -> None:
    """Put an article's words in the language of the document into the index, in place of what stood there.

    Blocks that were not translated are found in the language they are written in, and left out here.
    """
    language = document["language"]
    texts = document["headline"], document["standfirst"], document_text(document, language)
    held = SearchEntry.objects.filter(article=number, language=language).first()
    if held is not None:
        _take_words(held)
    entry = held or SearchEntry(article=number, language=language)
    entry.genre, entry.first_public_at, entry.packed, entry.words_version = document["genre"], first_public_at, pack(*texts), WORDS_VERSION
    entry.save()
    _put_words(entry, texts)


def _put_words(entry: SearchEntry, texts: tuple[str, str, str]) -> None:
    words = [cut(text, entry.language) for text in texts]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            stemmer = STEMMERS.get(entry.language, "simple")
            cursor.execute(
                "UPDATE search_searchentry SET vector = setweight(to_tsvector(%s::regconfig, %s), 'A') || setweight(to_tsvector('simple', %s), 'A') || "
                "setweight(to_tsvector(%s::regconfig, %s), 'B') || setweight(to_tsvector(%s::regconfig, %s), 'D') WHERE id = %s",
                [stemmer, words[0], words[0] if stemmer != "simple" else "", stemmer, words[1], stemmer, words[2], entry.pk],
            )
        else:
            cursor.execute("INSERT INTO search_words(rowid, headline, standfirst, body) VALUES (%s, %s, %s, %s)", [entry.pk, *words])


def _take_words(entry: SearchEntry) -> None:
    """Take an entry's words out of SQLite's index, which wants to be told them.

    Words cut by older rules cannot be told again: such an entry goes on under a new number, and what the index holds of
    the old one belongs to nobody.
    """
    if connection.vendor == "postgresql":
        return
    if entry.words_version != WORDS_VERSION:
        SearchEntry.objects.filter(pk=entry.pk).delete()
        entry.pk, entry._state.adding = None, True
        return
    words = [cut(text, entry.language) for text in entry.texts]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words, rowid, headline, standfirst, body) VALUES ('delete', %s, %s, %s, %s)", [entry.pk, *words])


def forget_article(number: int, *, language: str | None = None) -> None:
    """Take an article out of the index, in one language or in all."""
    entries = SearchEntry.objects.filter(article=number)
    for entry in entries if language is None else entries.filter(language=language):
        _take_words(entry)
        if entry.pk is not None:
            entry.delete()


def cut_anew() -> int:
    """Cut the words of every entry anew that was cut by older rules; how many. After an upgrade."""
    count = 0
    for entry in SearchEntry.objects.exclude(words_version=WORDS_VERSION).iterator(chunk_size=200):
        with transaction.atomic():
            texts = entry.texts
            _take_words(entry)
            entry.words_version = WORDS_VERSION
            entry.save()
            _put_words(entry, texts)
        count += 1
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
