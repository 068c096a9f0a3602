"""What can be found: one row for each article in each language it can be read in."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """An article's words in one language.

    `headline`, `standfirst` and `text` are as readers see them; the `words_` columns are the same cut into words (see
    `words.py`), which is what the index reads: FTS5 on SQLite, a tsvector on PostgreSQL.
    """

    article = models.PositiveBigIntegerField()
    language = models.CharField(max_length=15)
    genre = models.CharField(max_length=20, blank=True)
    headline = models.TextField()
    standfirst = models.TextField(blank=True)
    text = models.TextField(blank=True)
    words_headline = models.TextField(blank=True)
    words_standfirst = models.TextField(blank=True)
    words_text = models.TextField(blank=True)
    first_public_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_search_entry_per_language")]

    def __str__(self) -> str:
        return f"{self.article} {self.language}"
