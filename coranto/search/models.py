"""What can be found: one row for each article in each language it can be read in."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """That an article can be found in a language.

    Its terms stand in the index alone, by the row's number: an FTS5 table without content on SQLite, a tsvector on
    PostgreSQL. `words_version` says by which rules they were cut (see `words.py`). `digest` is of the texts that were
    read, so that what did not change is not read again; the texts themselves are kept by those who publish them.
    """

    article = models.PositiveBigIntegerField()
    language = models.CharField(max_length=15)
    genre = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=16, default="")
    words_version = models.PositiveSmallIntegerField(default=0)
    first_public_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_search_entry_per_language")]

    def __str__(self) -> str:
        return f"{self.article} {self.language}"


class IndexState(models.Model):
    """What the index on SQLite holds: one row. FTS5 cannot let go of an entry whose words nobody tells it again.

    `told` counts entries that were ever put into it; those that are no longer ours lie in it until it is made anew.
    While that is done, `renewed_to` is the number of the last entry that stands in the new one, and `renewed` how many do.
    """

    told = models.PositiveBigIntegerField(default=0)
    renewed_to = models.PositiveBigIntegerField(null=True, default=None)
    renewed = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.told} told"
