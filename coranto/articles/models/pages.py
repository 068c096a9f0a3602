"""The front page and the standing pages: what stands still while articles come and go."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from coranto.articles.models.article import Article
from coranto.articles.reserved import RESERVED
from coranto.publication import previewing
from coranto.publication.models import Publication, language_choices

STANDING_FEATURES = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "hr"]


class Front(Page):
    """The front page: the lead and picks an editor arranges; what is left empty is filled with the newest.

    Below the picks stand strips, one for each report, theme or region chosen.
    """

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    lead = models.ForeignKey(Article, verbose_name=_("lead"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("front page")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The front page in the publication's default language."""
        return (0, "", f"/{Publication.load().default_language}/")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The arrangement as readers would see it."""
        return previewing.preview(self)


class Pick(Orderable):
    """An article an editor wants on the front page."""

    front = ParentalKey(Front, on_delete=models.CASCADE, related_name="picks")
    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="+")


class Strip(Orderable):
    """A strip of the front page: the newest articles of one in-depth report, theme or region."""

    front = ParentalKey(Front, on_delete=models.CASCADE, related_name="strips")
    report = models.ForeignKey("taxonomy.Report", verbose_name=_("in-depth report"), null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey("taxonomy.Theme", verbose_name=_("theme"), null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey("taxonomy.Region", verbose_name=_("region"), null=True, blank=True, on_delete=models.CASCADE, related_name="+")


class Purpose(models.TextChoices):
    """What a standing page is for; each purpose but "other" exists once."""

    ABOUT = "about", _("About us")
    CONTACT = "contact", _("Contact")
    DISCLAIMER = "disclaimer", _("Disclaimer")
    FAIR_USE = "fair-use", _("Fair-use notice")
    REPUBLICATION = "republication", _("Republication")
    OTHER = "other", _("Other")


class StandingPage(Page):
    """A page about the publication itself. Its public address is /{language}/{slug}/."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices, default=Purpose.OTHER)
    language = models.CharField(_("language"), max_length=15, default="en", choices=language_choices)
    body = RichTextField(_("text"), blank=True, features=STANDING_FEATURES)

    parent_page_types: ClassVar[list[str]] = ["articles.Front"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def clean(self) -> None:
        """Refuse an address that lists, years or other standing pages have."""
        super().clean()
        if self.slug in RESERVED or (self.slug.isdigit() and len(self.slug) == 4):
            raise ValidationError({"slug": _("This address is taken by the site's own lists. Choose another one.")})

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The public address of the page as it was last published, or None."""
        public = PublicPage.objects.filter(page_id=self.pk).first()
        return (0, "", f"/{self.language}/{public.content['slug']}/") if public is not None else None

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft as readers would see it."""
        return previewing.preview(self)


class PublicPage(models.Model):
    """The text of a standing page or front page as it was last published; readers' pages start from here, never from a draft."""

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField(default=dict)
    published_at = models.DateTimeField()
