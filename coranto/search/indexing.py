"""Keeping what can be found in step with what is public. Search is handed documents by `flow`; it asks nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from coranto.reading.sanitising import text_of
from coranto.search.models import SearchEntry
from coranto.search.words import cut

# PostgreSQL's stemmers by language; other languages are matched word for word and by their beginnings.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "eu": "basque", "fi": "finnish",
    "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


@transaction.atomic
def index_article(number: int, document: dict[str, Any], *, first_public_at: datetime) -> None:
    """Put an article's words in the language of the document into the index, in place of what stood there."""
    text = document_text(document)
    entry, _made = SearchEntry.objects.update_or_create(
        article=number,
        language=document["language"],
        defaults={
            "genre": document["genre"], "headline": document["headline"], "standfirst": document["standfirst"], "text": text,
            "words_headline": cut(document["headline"]), "words_standfirst": cut(document["standfirst"]), "words_text": cut(text),
            "first_public_at": first_public_at,
        },
    )  # fmt: skip
    if connection.vendor == "postgresql":
        _set_vector(entry)


def _set_vector(entry: SearchEntry) -> None:
    stemmer = STEMMERS.get(entry.language, "simple")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_searchentry SET vector = setweight(to_tsvector(%s::regconfig, words_headline), 'A') || "
            "setweight(to_tsvector(%s::regconfig, words_standfirst), 'B') || setweight(to_tsvector(%s::regconfig, words_text), 'D') WHERE id = %s",
            [stemmer, stemmer, stemmer, entry.pk],
        )


def forget_article(number: int, *, language: str | None = None) -> None:
    """Take an article out of the index, in one language or in all."""
    entries = SearchEntry.objects.filter(article=number)
    (entries if language is None else entries.filter(language=language)).delete()


def document_text(document: dict[str, Any]) -> str:
    """The plain words of a document's body, blocks separated by a blank line."""
    return "\n\n".join(filter(None, (block_text(block) for block in document["body"])))


def block_text(block: dict[str, Any]) -> str:
    """The plain words of one block of a document, captions and speakers with them."""
    parts = [text_of(block["html"])] if block.get("html") else []
    parts += [text_of(block[name]) if name == "caption" else str(block[name]) for name in ("text", "speaker", "caption", "alt") if isinstance(block.get(name), str)]
    parts += [text_of(item) for item in block.get("items", [])]
    parts += [text_of(cell) for row in [block.get("header", []), *block.get("rows", [])] for cell in row]
    parts += [text_of(image.get("caption") or "") for image in block.get("images", [])]
    return "\n".join(part for part in parts if part)
