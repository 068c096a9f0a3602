"""Texts of the publication itself, beside its articles: notices, standing pages, names of its themes and reports, biographies.

Each has a name (`publication`, `standing:3`, `report:2`, `theme:5`, `person:7`, `withdrawal:12`) and is kept as a document of
the shape that articles have, so that it is cut, remembered, translated and checked as they are. A row of OwnTranslation is
the queue as well: while `due_at` says when, it waits.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from coranto.translation.targets import Target, read_proposals, read_targets, unpack


class OwnText(models.Model):
    """A text as it stands in its own language; `digest` tells whether a word of it is another than before."""

    name = models.CharField(max_length=60, unique=True)
    language = models.CharField(max_length=15)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class OwnTranslation(models.Model):
    """A text of the publication in one language. `packed` is what `targets.pack` makes; empty before the first of it is made.

    `due_at` is when it is to be worked at, None when nothing is left to do; `fence` grows each time a worker takes it, who holds
    it until `until`, or until that worker, `holder`, is gone.
    """

    text = models.ForeignKey(OwnText, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=15)
    packed = models.BinaryField(default=bytes)
    state = models.CharField(max_length=20, default="machine")
    by = models.CharField(max_length=200, default="", blank=True)
    via = models.CharField(max_length=15, default="", blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    is_whole = models.BooleanField(default=False)
    fits = models.BooleanField(default=False)  # it was looked at since its original was changed
    outdated = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, default="", blank=True)
    fence = models.PositiveBigIntegerField(default=0)
    until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=100, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "language"], name="one_translation_per_own_text_and_language")]
        indexes = [models.Index(fields=["due_at"], name="own_translations_by_due")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.language}"

    @property
    def unpacked(self) -> dict[str, Any]:
        """Everything that is packed; {} before anything is."""
        return unpack(bytes(self.packed)) if self.packed else {}

    @property
    def targets(self) -> dict[str, Target]:
        """The sentence that stands at each key, with who made it."""
        return read_targets(self.unpacked)

    @property
    def proposals(self) -> dict[str, Target]:
        """What a machine proposes where a person's sentence is outdated."""
        return read_proposals(self.unpacked)
