"""Articles in other languages: one row for each article and language, with the whole document a page is rendered from."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coranto.articles.models import Article, Version


class State(models.TextChoices):
    """How a text was made, as readers are told."""

    MACHINE = "machine", _("Machine")
    CHECKED = "machine-checked", _("Machine, checked")
    EDITED = "edited", _("Edited")
    TRANSLATED = "translated", _("Translated")


REVIEWED = frozenset({State.CHECKED, State.EDITED, State.TRANSLATED})


class Translation(models.Model):
    """An article in one language, made from one version. `packed` is the document, zlib-compressed UTF-8 JSON.

    `by` names the engine or person. A translation of an older version stays, and readers are told that it is older.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=15)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    packed = models.BinaryField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.MACHINE)
    by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_translation_per_language")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language}"

    @property
    def document(self) -> dict[str, Any]:
        """The document in this language."""
        value: dict[str, Any] = json.loads(zlib.decompress(self.packed))
        return value
