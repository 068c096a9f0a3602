"""What can be found: one row for each article in each language it can be read in."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """An article's words in one language, and what a search can be narrowed by.

    `words` is what the index sees: headline, standfirst and text, cut into words where the script writes none apart.
    `facets` are lists of row numbers by facet name.
    """

    article = models.PositiveBigIntegerField()
    language = models.CharField(max_length=15)
    headline = models.TextField()
    standfirst = models.TextField(blank=True)
    text = models.TextField(blank=True)
    facets = models.JSONField(default=dict)
    first_public_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_search_entry_per_language")]

    def __str__(self) -> str:
        return f"{self.article} {self.language}"
