"""The terms under which an article may be used by others. An article points to one version, which never changes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin

from coranto import languages
from coranto.rights import previewing
from coranto.rights.presets import RESERVED
from coranto.rights.recording import from_document, to_document
from coranto.rights.terms import TermsRecord


def reserved_document() -> dict[str, Any]:
    """All rights reserved, ask: what holds where nothing else is said."""
    return to_document(RESERVED)


class Terms(PreviewableMixin, models.Model):
    """Named terms; what they say stands in their versions."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True, help_text=_("Part of the address of the page that states them; never changed later."))
    is_default = models.BooleanField(_("used for new articles"), default=False)

    drafted: tuple[TermsRecord, str] | None = None  # what a form that is being filled in says, and its notice; not saved with the row

    class Meta:
        ordering = ["name"]
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        constraints = [models.UniqueConstraint(fields=["is_default"], condition=models.Q(is_default=True), name="one_default_of_terms")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with an address made of the name where none is given."""
        if not self.slug:
            self.slug = free_slug(self.name)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "slug"}
        super().save(*args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The statement of what is being written, in the language that the mode names."""
        return previewing.preview(self, mode_name)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The statement can be looked at in every language."""
        return [(language.code, language.own_name) for language in languages.all()]

    @property
    def current(self) -> TermsVersion | None:
        """The newest version, or None while nothing is written."""
        return self.versions.order_by("-number").first()


class TermsVersion(models.Model):
    """What the terms say, as of one day. Immutable: a change is a new version.

    `record` is the whole of it (`coranto.rights.recording`); licence_url and licence_name repeat what stands in it.
    `notice` is what the publication adds in its own words.
    """

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    record = models.JSONField(default=reserved_document)
    notice = models.TextField(_("notice"), blank=True, help_text=_("What stands under the article, in the publication's language."))
    licence_url = models.URLField(_("licence"), max_length=500, blank=True)
    licence_name = models.CharField(_("name of the licence"), max_length=120, blank=True, help_text=_("For example CC BY-ND 4.0."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["terms", "-number"]
        constraints = [models.UniqueConstraint(fields=["terms", "number"], name="one_number_per_version_of_terms")]

    def __str__(self) -> str:
        return f"{self.terms.name} ({self.number})"

    @property
    def said(self) -> TermsRecord:
        """What this version says."""
        return from_document(self.record)


def free_slug(name: str) -> str:
    """An address of ASCII letters that no terms have yet, made of a name."""
    begin = slugify(name)[:70].strip("-") or "terms"
    taken = set(Terms.objects.filter(slug__startswith=begin).values_list("slug", flat=True))
    return next(slug for number in range(1, len(taken) + 2) if (slug := begin if number == 1 else f"{begin}-{number}") not in taken)


def default_terms() -> int | None:
    """The number of the newest version of the terms used for new articles, or None while there are none."""
    return TermsVersion.objects.filter(terms__is_default=True).order_by("-number").values_list("pk", flat=True).first()
