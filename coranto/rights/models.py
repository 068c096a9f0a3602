"""The terms under which an article may be used by others. An article points to one version, which never changes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Terms(models.Model):
    """Named terms; what they say stands in their versions."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    is_default = models.BooleanField(_("used for new articles"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        constraints = [models.UniqueConstraint(fields=["is_default"], condition=models.Q(is_default=True), name="one_default_of_terms")]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> TermsVersion | None:
        """The newest version, or None while nothing is written."""
        return self.versions.order_by("-number").first()


class TermsVersion(models.Model):
    """What the terms say, as of one day. Immutable: a change is a new version."""

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    notice = models.TextField(_("notice"), help_text=_("What stands under the article, in the publication's language."))
    licence_url = models.URLField(_("licence"), max_length=500, blank=True)
    licence_name = models.CharField(_("name of the licence"), max_length=120, blank=True, help_text=_("For example CC BY-ND 4.0."))
    created_at = models.DateTimeField(auto_now_add=True)

    WORDS = ("notice", "licence_url", "licence_name")

    class Meta:
        ordering = ["terms", "-number"]
        constraints = [models.UniqueConstraint(fields=["terms", "number"], name="one_number_per_version_of_terms")]

    def __str__(self) -> str:
        return f"{self.terms.name} ({self.number})"


def default_terms() -> int | None:
    """The number of the newest version of the terms used for new articles, or None while there are none."""
    return TermsVersion.objects.filter(terms__is_default=True).order_by("-number").values_list("pk", flat=True).first()
