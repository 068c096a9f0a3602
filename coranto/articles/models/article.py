"""The article as the desk keeps it. What readers get is never this row but a published `Version` of it."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page

from coranto.articles.blocks import PASSAGE_FEATURES, BodyBlock
from coranto.articles.models.people import Outlet, Person
from coranto.publication import previewing
from coranto.publication.models import Publication, language_choices
from coranto.rights.models import default_terms


class Genre(models.TextChoices):
    """What kind of text it is (after the IPTC genres); shown to readers as a label."""

    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    OPINION = "opinion", _("Opinion")
    INTERVIEW = "interview", _("Interview")
    FEATURE = "feature", _("Feature")
    REVIEW = "review", _("Review")
    LETTER = "letter", _("Letter")
    EDITORIAL = "editorial", _("Editorial")
    OBITUARY = "obituary", _("Obituary")
    BACKGROUND = "background", _("Background")


class Role(models.TextChoices):
    """What a person did for an article."""

    AUTHOR = "author", _("Author")
    TRANSLATOR = "translator", _("Translator")
    PHOTOGRAPHER = "photographer", _("Photographer")
    ILLUSTRATOR = "illustrator", _("Illustrator")
    EDITOR = "editor", _("Editor")


class Basis(models.TextChoices):
    """On what ground a text of others is reprinted."""

    OWN = "own", _("Own work")
    PERMISSION = "permission", _("Permission")
    LICENCE = "licence", _("Licence")
    FAIR_USE = "fair-use", _("Fair use or right of quotation")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")


class Article(Page):
    """An article in its own original language, optionally with the `Provenance` of a repost.

    `title` is the headline and `slug` its address, unique in the whole publication and never used again.
    `first_public_at` is set when the first version is published and decides the address; it never changes after.
    """

    standfirst = models.TextField(_("standfirst"), blank=True, max_length=1000)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    language = models.CharField(_("original language"), max_length=15, default="en", choices=language_choices)
    genre = models.CharField(_("genre"), max_length=20, choices=Genre.choices, default=Genre.NEWS)
    dateline = models.CharField(_("dateline"), max_length=200, blank=True, help_text=_("Where it was written, for example GENEVA."))
    regions = ParentalManyToManyField("taxonomy.Region", verbose_name=_("regions"), blank=True, related_name="articles")
    themes = ParentalManyToManyField("taxonomy.Theme", verbose_name=_("themes"), blank=True, related_name="articles")
    reports = ParentalManyToManyField("taxonomy.Report", verbose_name=_("in-depth reports"), blank=True, related_name="articles")
    picture = models.ForeignKey("pictures.Picture", verbose_name=_("featured image"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    picture_alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    picture_caption = RichTextField(_("caption"), blank=True, features=PASSAGE_FEATURES)
    picture_credit = models.CharField(_("credit line"), max_length=300, blank=True, help_text=_("Empty: as the picture itself says."))
    note_to_readers = RichTextField(_("note to readers"), blank=True, features=PASSAGE_FEATURES)
    show_standing_note = models.BooleanField(_("print the standing note to readers as well"), default=True)
    show_disclaimer = models.BooleanField(_("print the disclaimer"), default=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    terms = models.ForeignKey("rights.TermsVersion", verbose_name=_("terms of reuse"), null=True, blank=True, default=default_terms, on_delete=models.PROTECT, related_name="articles")
    copyright_year = models.PositiveSmallIntegerField(_("copyright year"), null=True, blank=True)
    first_public_at = models.DateTimeField(null=True, blank=True, editable=False)

    parent_page_types: ClassVar[list[str]] = ["articles.Front"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("correct_article", "Can publish corrections"),
            ("withdraw_article", "Can withdraw articles"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_embargoed(self) -> bool:
        """Whether the embargo still holds."""
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    def clean(self) -> None:
        """Keep what is under embargo from going out early, and addresses from being used twice."""
        super().clean()
        starts = self.go_live_at  # type: ignore[has-type]
        if self.embargo_until is not None and self.is_embargoed and (starts is None or starts < self.embargo_until):
            self.go_live_at = self.embargo_until
        if ArticleAddress.objects.filter(slug=self.slug).exclude(article_number=self.pk or -1).exists():
            raise ValidationError({"slug": _("Another article has or had this address. Addresses are never used twice; choose another one.")})

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The public address, for links in texts; None while the article is not public."""
        state = getattr(self, "public", None)
        if state is None or state.status != 200:
            return None
        local = state.first_public_at.astimezone(Publication.load().zone)
        return (0, "", f"/{state.language}/{local:%Y}/{local:%m}/{state.slug}/")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft as readers would see it."""
        return previewing.preview(self)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One: the page as readers see it."""
        return [("", "")]


class Credit(Orderable):
    """A person and what they did for the article, in the order of the byline."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="credits")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("For example: in Lima."))


class CopyrightHolder(Orderable):
    """One of those who hold the copyright."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="copyright_holders")
    name = models.CharField(_("name"), max_length=200)


class Provenance(Orderable):
    """Where a repost comes from, as it stood when it was taken in. At most one for an article."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="provenances")
    outlet = models.ForeignKey(Outlet, verbose_name=_("original outlet"), null=True, blank=True, on_delete=models.PROTECT, related_name="provenances")
    url = models.URLField(_("original address"), max_length=2000, blank=True)
    authors = models.TextField(_("authors as printed"), blank=True, help_text=_("One name on a line."))
    first_published = models.CharField(_("first published"), max_length=40, blank=True, help_text=_("As precise as known: 2024, 2024-03 or 2024-03-01."))
    language = models.CharField(_("language"), max_length=15, blank=True)
    copyright_notice = models.TextField(_("copyright notice as printed"), blank=True)
    usage_terms = models.TextField(_("usage terms as printed"), blank=True)
    licence_url = models.URLField(_("licence"), max_length=500, blank=True)
    basis = models.CharField(_("basis"), max_length=20, choices=Basis.choices, blank=True)
    evidence = models.TextField(_("evidence"), blank=True, help_text=_("Who allowed it, when and where it can be read."))
    fetched_sha256 = models.CharField(_("SHA-256 of what was fetched"), max_length=64, blank=True)
    fetched_at = models.DateTimeField(_("fetched at"), null=True, blank=True)
    origin = models.JSONField(null=True, blank=True, editable=False)  # what came of looking for the source's signature, see `articles/origins.py`

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["article"], name="one_provenance_per_article")]
        verbose_name = _("provenance")


class ArticleAddress(models.Model):
    """A slug that an article has or had. Never reused: the old one leads to the article, the withdrawn one to its notice."""

    slug = models.CharField(max_length=255, unique=True)
    article_number = models.PositiveBigIntegerField(db_index=True)  # survives the article's own row
    is_current = models.BooleanField(default=True)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article_number"], condition=models.Q(is_current=True), name="one_current_address_per_article")
        ]
