"""How articles are classified: Region, Theme and In-depth report. Each has a page of its own in every language."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

INTRODUCTION_FEATURES = ["bold", "italic", "link"]


class Region(models.Model):
    """A region of the world: a UN M49 or ISO 3166 code whose name CLDR knows in every language."""

    code = models.CharField(
        _("code"), max_length=3, unique=True, help_text=_("UN M49 (002) or ISO 3166 (FR)."),
        validators=[RegexValidator(r"^(\d{3}|[A-Z]{2})$", _("Write three digits (UN M49) or two capital letters (ISO 3166)."))],
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120, help_text=_("Shown where CLDR has no name for the code."))
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    parent = models.ForeignKey("self", verbose_name=_("lies in"), null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """What an article is about; may point to an IPTC Media Topic, which gives its name in other languages."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    media_topic = models.CharField(
        _("IPTC Media Topic"), max_length=20, blank=True, help_text=_("For example medtop:20000045."),
        validators=[RegexValidator(r"^medtop:\d{8}$", _("Write medtop: and eight digits."))],
    )  # fmt: skip
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """An in-depth report: articles that belong together, in the order of their publication, with an introduction."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    introduction = RichTextField(_("introduction"), blank=True, features=INTRODUCTION_FEATURES)
    language = models.CharField(_("language it is written in"), max_length=15, default="en")
    picture = models.ForeignKey("pictures.Picture", verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("in-depth report")
        verbose_name_plural = _("in-depth reports")

    def __str__(self) -> str:
        return self.title
