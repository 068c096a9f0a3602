"""What happened to an article in public: its versions, corrections and withdrawal. Rows here are never changed."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coranto.articles.models.article import Article


class Version(models.Model):
    """One published state of an article: number n, the whole document, and the digest of every block.

    `packed` is the document (see `documents.py`) as zlib-compressed UTF-8 JSON.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    packed = models.BinaryField()
    digest = models.CharField(max_length=80)  # of the canonical JSON, as signing.digests writes it
    block_digests = models.JSONField(default=dict)  # block id → digest
    terms = models.ForeignKey("rights.TermsVersion", null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["article", "-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"

    @property
    def document(self) -> dict[str, Any]:
        """The document as it was published."""
        value: dict[str, Any] = json.loads(zlib.decompress(self.packed))
        return value


class CorrectionKind(models.TextChoices):
    """How serious it is, in the trade's words."""

    UPDATE = "update", _("Update")
    CLARIFICATION = "clarification", _("Clarification")
    CORRECTION = "correction", _("Correction")
    RETRACTION = "retraction", _("Retraction")


class Correction(models.Model):
    """What was put right, when and by whom, with the old and the new sentence."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(_("kind"), max_length=20, choices=CorrectionKind.choices, default=CorrectionKind.CORRECTION)
    text = models.TextField(_("what readers are told"))
    old_text = models.TextField(_("the old sentence"), blank=True)
    new_text = models.TextField(_("the new sentence"), blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="corrections")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")


class Withdrawal(models.Model):
    """An article taken back: its address answers 410 with this reason, for good."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="withdrawal")
    reason = models.TextField(_("reason, as readers are told"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("withdrawal")


class PublicState(models.Model):
    """What the public sees of an article now; the row that readers' pages and lists start from.

    One row while an article is or was public. `version` is the version shown; a withdrawn article keeps its row with
    `status` 410. Lists sort by `first_public_at`, then `pk`. `expired` articles answer 410 without a notice of fault.
    """

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="public")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    status = models.PositiveSmallIntegerField(default=200)  # 200, or 410 when withdrawn, unpublished or expired
    language = models.CharField(max_length=15)
    slug = models.CharField(max_length=255)
    first_public_at = models.DateTimeField(db_index=True)
    modified_at = models.DateTimeField()
    headline = models.CharField(max_length=255)

    class Meta:
        indexes = [models.Index(fields=["status", "-first_public_at", "-article"], name="public_newest_first")]


class Classified(models.Model):
    """Under what a public article is listed: one row per facet, so that a list is one index read.

    `facet` is "region", "theme", "report", "person", "outlet" or "month"; `value` the row's key (or yyyymm).
    Written from the published version, never from a draft.
    """

    article = models.ForeignKey(PublicState, on_delete=models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=10)
    value = models.PositiveBigIntegerField()
    first_public_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "facet", "value"], name="classified_once")]
        indexes = [models.Index(fields=["facet", "value", "-first_public_at", "-article"], name="classified_newest_first")]
