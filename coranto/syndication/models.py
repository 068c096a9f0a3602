"""What this outlet has said of its articles, signed: one row a statement, never changed but to be signed again."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.db import models

from coranto.articles.models import Article, Version


class Statement(models.Model):
    """One link of an article's chain (see `signing/manifests.py`): of a version, a correction or a withdrawal.

    `number` counts the statements in a language from 1, `digest` is that of the manifest alone. Signing again with
    another key, when one was revoked, changes `signature` and nothing else. A translation's manifest is kept in `packed`
    (zlib-compressed, under half its size, since there are fifty for each original), with `manifest` empty.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="statements")
    language = models.CharField(max_length=15)
    number = models.PositiveIntegerField()
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="statements")
    manifest = models.TextField(blank=True, default="")  # canonical JSON
    packed = models.BinaryField(null=True)
    digest = models.CharField(max_length=80)
    signature = models.JSONField()
    kid = models.CharField(max_length=60, db_index=True)

    class Meta:
        ordering = ["article", "language", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "language", "number"], name="one_statement_per_number")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language} statement {self.number}"

    @property
    def said(self) -> dict[str, Any]:
        """The manifest."""
        value: dict[str, Any] = json.loads(zlib.decompress(self.packed) if self.packed is not None else self.manifest)
        return value

    def as_document(self) -> dict[str, Any]:
        """The statement as it is published."""
        return {"manifest": self.said, "signature": self.signature}


class Reach(models.Model):
    """How often a copy was opened whose terms keep a counter: a number for a day and the host it stood on, nobody's address.

    `host` is "" where the browser did not say, or where there were too many to tell apart.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="reach")
    language = models.CharField(max_length=15)
    day = models.DateField()
    host = models.CharField(max_length=253, blank=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "host"]
        constraints = [models.UniqueConstraint(fields=["article", "language", "day", "host"], name="one_reach_per_host_and_day")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language} {self.day} {self.host}: {self.times}"
