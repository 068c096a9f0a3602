"""Keeping what can be found in step with what is public. Search is handed documents by `flow`; it asks nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from coranto.reading.sanitising import text_of
from coranto.search.models import SearchEntry


@transaction.atomic
def index_article(number: int, document: dict[str, Any], *, first_public_at: datetime) -> None:
    """Put an article's words in the language of the document into the index, in place of what stood there."""
    facets = {"region": document["regions"], "theme": document["themes"], "report": document["reports"], "genre": [document["genre"]]}
    facets["person"] = [credit["person"] for credit in document["credits"]]
    SearchEntry.objects.update_or_create(
        article=number,
        language=document["language"],
        defaults={
            "headline": document["headline"],
            "standfirst": document["standfirst"],
            "text": "\n\n".join(filter(None, (block_text(block) for block in document["body"]))),
            "facets": facets,
            "first_public_at": first_public_at,
        },
    )


def forget_article(number: int) -> None:
    """Take an article out of the index in every language."""
    SearchEntry.objects.filter(article=number).delete()


def block_text(block: dict[str, Any]) -> str:
    """The plain words of one block of a document, captions and speakers with them."""
    parts = [text_of(block["html"])] if block.get("html") else []
    parts += [str(block[name]) for name in ("text", "speaker", "caption", "alt") if isinstance(block.get(name), str)]
    parts += [text_of(item) for item in block.get("items", [])]
    parts += [text_of(cell) for row in [block.get("header", []), *block.get("rows", [])] for cell in row]
    parts += [text_of(image.get("caption") or "") for image in block.get("images", [])]
    return "\n".join(part for part in parts if part)
