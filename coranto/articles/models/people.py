"""People and outlets: those who wrote, translated, photographed, and those who published first. None needs a login."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from coranto.languages.sorting import can_read

BIOGRAPHY_FEATURES = ["bold", "italic", "link"]


class Person(ClusterableModel):
    """Somebody whose name stands in a byline or credit line."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=200, unique=True, allow_unicode=True)
    sort_name = models.CharField(_("name to sort by"), max_length=200, blank=True)
    biography = RichTextField(_("biography"), blank=True, features=BIOGRAPHY_FEATURES)
    biography_language = models.CharField(_("language of the biography"), max_length=15, default="en")
    portrait = models.ForeignKey("pictures.Picture", verbose_name=_("portrait"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Two that are one: the other row stays, so that old addresses lead to the one that is kept.
    merged_into = models.ForeignKey("self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        ordering = ["sort_name", "name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str, script: str) -> str:
        """The name as a language writes it: its own form, else that of its script, else as it is kept, or in Latin letters for who cannot read that."""
        forms = {other.script: other.name for other in self.names.all()}  # type: ignore[attr-defined]
        return forms.get(language) or forms.get(script) or (self.name if can_read(self.name, language) else forms.get("Latn", self.name))


SCRIPT_OR_LANGUAGE = RegexValidator(
    "^([A-Z][a-z]{3}|[a-z]{2,3}(-[A-Z][a-z]{3})?)$", _("Give four letters of a script, for example Cyrl, or the code of a language, for example sr.")
)


class PersonName(Orderable):
    """A person's name as written in one script (ISO 15924), e.g. Cyrl or Hans, or in one language of it, which comes first: sr."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="names")
    script = models.CharField(
        _("script or language"),
        max_length=15,
        validators=[SCRIPT_OR_LANGUAGE],
        help_text=_("ISO 15924 for every language written in it, for example Arab, Cyrl, Hans, Jpan; the code of a language for it alone, for example sr, uk, fa."),
    )
    name = models.CharField(_("name"), max_length=200)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "script"], name="one_name_per_script")]


class PersonLink(Orderable):
    """Where else a person can be found."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(
        _("label"), max_length=80, blank=True,
        help_text=_("Leave it empty for a web site: readers get the word in their language. Names of services stay as they are; other words are translated as the biography is."),
    )  # fmt: skip
    url = models.URLField(_("address"), max_length=500)


class Outlet(models.Model):
    """A publication, agency or site that publishes articles; this one or others."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=200, unique=True, allow_unicode=True)
    url = models.URLField(_("web site"), max_length=500, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166, two letters."))
    copyright_holder = models.CharField(_("copyright holder"), max_length=200, blank=True)
    notes = models.TextField(_("notes for the desk"), blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        ordering = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")

    def __str__(self) -> str:
        return self.name
