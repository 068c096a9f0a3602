"""The publication itself: its name, look and standing texts, as its editors set them in the desk. One row."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PreviewableMixin

from coranto import languages
from coranto.publication import previewing

NOTICE_FEATURES = ["bold", "italic", "link"]
colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six hexadecimal digits, for example #8a1c1c."))


def language_choices() -> list[tuple[str, str]]:
    """The 51 languages by their own names, for every choice of a language in the desk."""
    return [(language.code, f"{language.own_name} ({language.code})") for language in languages.all()]


def validate_time_zone(value: str) -> None:
    """Refuse a name the time zone database does not know."""
    if value not in available_timezones():
        raise ValidationError(_("Unknown time zone “%(value)s”. Write one such as Europe/Paris or America/Lima."), params={"value": value})


class TypePairing(models.TextChoices):
    """Which families stand for headlines and text; each is a stack of system fonts per script."""

    BROADSHEET = "broadsheet", _("Broadsheet: serif headlines, serif text")
    REVIEW = "review", _("Review: serif headlines, sans-serif text")
    GAZETTE = "gazette", _("Gazette: sans-serif headlines, serif text")
    BULLETIN = "bulletin", _("Bulletin: sans-serif throughout")


class Network(models.TextChoices):
    """Where a publication can be followed."""

    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"
    TELEGRAM = "telegram", "Telegram"
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X"
    RSS = "rss", "RSS"


class LinkBlock(StructBlock):
    """A link of the navigation or footer: a path of this site (/en/about/) or a whole address."""

    label = CharBlock(max_length=80, label=_("Label"))
    target = CharBlock(max_length=500, label=_("Address"), help_text=_("A path such as /en/region/africa/ or a whole address."))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        target = cleaned["target"].strip()
        if not (target.startswith("/") and not target.startswith("//")) and not target.startswith(("https://", "http://", "mailto:")):
            raise ValidationError(_("“%(target)s” is neither a path of this site nor a web address. Begin with / or https://."), params={"target": target})
        return cleaned

    class Meta:
        icon = "link"


class ProfileBlock(StructBlock):
    """A profile to follow."""

    network = ChoiceBlock(choices=Network.choices, label=_("Network"))
    url = CharBlock(max_length=500, label=_("Address"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["url"].strip().startswith(("https://", "http://", "/")):
            raise ValidationError(_("Write the whole address of the profile, beginning with https://."))
        return cleaned

    class Meta:
        icon = "user"


class ContactBlock(StructBlock):
    """Whom to write to, for what: an e-mail address, or the address of a form."""

    purpose = CharBlock(max_length=120, label=_("Purpose"), help_text=_("For example: Media enquiries."))
    address = CharBlock(max_length=300, label=_("E-mail address or web address"))

    class Meta:
        icon = "mail"


class Publication(PreviewableMixin, models.Model):
    """The settings of the publication; `Publication.load()` gives the one row, made with defaults at first."""

    name = models.CharField(_("name"), max_length=120, default="Coranto")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    logo = models.ForeignKey("pictures.Picture", verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    accent = models.CharField(_("accent colour"), max_length=7, default="#8a1c1c", validators=[colour])
    accent_dark = models.CharField(_("accent colour in the dark"), max_length=7, default="#f0a58f", validators=[colour])
    paper = models.CharField(_("paper colour"), max_length=7, default="#fbf9f4", validators=[colour])
    ink = models.CharField(_("ink colour"), max_length=7, default="#1b1a17", validators=[colour])
    type_pairing = models.CharField(_("type"), max_length=20, choices=TypePairing.choices, default=TypePairing.BROADSHEET)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[validate_time_zone])
    default_language = models.CharField(_("default language"), max_length=15, default="en", choices=language_choices)
    navigation = StreamField([("link", LinkBlock())], blank=True, verbose_name=_("navigation"))
    footer_links = StreamField([("link", LinkBlock())], blank=True, verbose_name=_("links in the footer"))
    footer_text = RichTextField(_("footer"), blank=True, features=NOTICE_FEATURES)
    profiles = StreamField([("profile", ProfileBlock())], blank=True, verbose_name=_("profiles to follow"))
    contacts = StreamField([("contact", ContactBlock())], blank=True, verbose_name=_("contacts by purpose"))
    comments_url = models.URLField(_("where readers comment"), blank=True)
    membership_url = models.URLField(_("where readers become members"), blank=True)
    note_to_readers = RichTextField(_("standing note to readers"), blank=True, features=NOTICE_FEATURES)
    disclaimer = RichTextField(_("disclaimer"), blank=True, features=NOTICE_FEATURES)
    fair_use_notice = RichTextField(_("fair-use notice"), blank=True, features=NOTICE_FEATURES)
    full_text_feeds = models.BooleanField(_("feeds carry the full text"), default=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")

    def __str__(self) -> str:
        return self.name

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The front page with these settings, saved or not."""
        return previewing.preview(self)

    @classmethod
    def load(cls) -> Publication:
        """The one row; made with defaults when there is none."""
        found = cls.objects.first()
        return found if found is not None else cls.objects.create(pk=1)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which its dates are printed."""
        return ZoneInfo(self.time_zone)


class Policy(models.TextChoices):
    """When a text in a language that it was not written in may be read."""

    OFF = "off", _("Off")
    REVIEWED = "reviewed", _("Reviewed only")
    MACHINE = "machine", _("Machine, labelled")


class LanguagePolicy(models.Model):
    """What the publication does in one language. A language without a row is off."""

    language = models.CharField(_("language"), max_length=15, unique=True, choices=language_choices)
    policy = models.CharField(_("translations"), max_length=10, choices=Policy.choices, default=Policy.MACHINE)
    index_unreviewed = models.BooleanField(_("search engines may index pages that nobody has reviewed"), default=False)

    class Meta:
        ordering = ["language"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")

    def __str__(self) -> str:
        return self.language
