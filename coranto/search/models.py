"""What can be found: one row for each article in each language it can be read in."""

from __future__ import annotations

import json
import zlib
from functools import cached_property

from django.db import models


class SearchEntry(models.Model):
    """An article's words in one language.

    `packed` is what readers see of it, [headline, standfirst, text] as zlib-compressed UTF-8 JSON. The words themselves
    stand in the index alone: an FTS5 table without content on SQLite, a tsvector on PostgreSQL. `words_version` says by
    which rules they were cut (see `words.py`), since FTS5 lets go of a row only when it is told its words again.
    """

    article = models.PositiveBigIntegerField()
    language = models.CharField(max_length=15)
    genre = models.CharField(max_length=20, blank=True)
    packed = models.BinaryField(default=b"")
    words_version = models.PositiveSmallIntegerField(default=0)
    first_public_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_search_entry_per_language")]

    def __str__(self) -> str:
        return f"{self.article} {self.language}"

    @cached_property
    def texts(self) -> tuple[str, str, str]:
        """Headline, standfirst and text."""
        headline, standfirst, text = json.loads(zlib.decompress(self.packed))
        return headline, standfirst, text


def pack(headline: str, standfirst: str, text: str) -> bytes:
    """The three as `SearchEntry.packed` keeps them."""
    return zlib.compress(json.dumps([headline, standfirst, text], ensure_ascii=False).encode(), 9)
