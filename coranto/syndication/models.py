"""What this outlet says of its articles to others: signed statements, how often copies are opened, and feeds made for a partner."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coranto.articles.addresses import slug_from
from coranto.articles.models import Article, Genre, Outlet, Version
from coranto.publication.models import language_choices
from coranto.rights.terms import MOST_HOURS, Party
from coranto.taxonomy.models import Region, Report, Theme


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


class PartnerFeed(models.Model):
    """A feed that is made for a partner: which articles, how late, with their text or without, for everybody or behind a token.

    The token's address is made anew when `key` grows; the one before it is nothing from then on. What a filter names
    cannot be deleted while the feed is there, for the feed would then hold more than was meant.
    """

    name = models.CharField(_("name"), max_length=120, unique=True, help_text=_("Who it is for. It stands in the feed's title, and in the address of an open one."))
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True, editable=False)
    is_active = models.BooleanField(_("is delivered"), default=True, help_text=_("Without the tick its addresses answer as if it had never been."))
    is_open = models.BooleanField(_("open to everybody"), default=False, help_text=_("Without the tick its address has a token and is for the partner alone."))
    party = models.CharField(
        _("who the partner is"), max_length=20, default=Party.OUTLET.value, choices=[(Party.COMMUNITY.value, _("A non-commercial community site")), (Party.OUTLET.value, _("A news outlet")), (Party.ANYONE.value, _("Neither"))]
    )  # fmt: skip
    has_agreement = models.BooleanField(
        _("we have agreed with them"), default=False, help_text=_("What an article's terms allow only on request is then allowed to them. What the terms forbid stays forbidden.")
    )  # fmt: skip
    full_text = models.BooleanField(_("with the text"), default=True, help_text=_("Where the terms of an article let them take everything and republish it. Otherwise headline, standfirst and link."))
    language = models.CharField(_("language"), max_length=15, blank=True, choices=language_choices, help_text=_("Only what can be read in it. Empty: each article in its own."))
    with_machine = models.BooleanField(_("with machine translations that nobody has checked"), default=False)
    region = models.ForeignKey(Region, verbose_name=_("region"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, verbose_name=_("theme"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, verbose_name=_("in-depth report"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outlet = models.ForeignKey(Outlet, verbose_name=_("reprinted from"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    genre = models.CharField(_("genre"), max_length=20, blank=True, choices=Genre.choices)
    delay_hours = models.PositiveIntegerField(_("hours after publication"), default=0, validators=[MaxValueValidator(MOST_HOURS)])
    notes = models.TextField(_("notes for the desk"), blank=True)
    key = models.PositiveIntegerField(default=1, editable=False)
    keyed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner feed")
        verbose_name_plural = _("partner feeds")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """Give the feed its address when it is new; it never changes after."""
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **options)

    def _free_slug(self) -> str:
        wanted, number = slug_from(self.name)[:110] or "feed", 1
        while PartnerFeed.objects.filter(slug=wanted if number == 1 else f"{wanted}-{number}").exists():
            number += 1
        return wanted if number == 1 else f"{wanted}-{number}"
