"""Pictures: the desk's images, each with its own credit and what others may do with it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from coranto.pictures.credentials import standing_of


class WebAddressField(models.URLField):
    """An address whose form reads "example.org" as https; in migrations it is Django's own field."""

    def formfield(self, **options: Any) -> Any:
        """The form's field."""
        return super().formfield(**{"assume_scheme": "https", **options})

    def deconstruct(self) -> Any:
        """What a migration writes."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.URLField", arguments, options


class Picture(AbstractImage):
    """An image with the credit line, copyright notice and permission that travel with it.

    `description` (Wagtail's own field) is the alternative text. `redistributable` says whether other outlets may
    reprint it together with the article; None means that nobody has said so, and then they may not.
    """

    credit = models.CharField(_("credit"), max_length=300, blank=True, help_text=_("Who made it, as it shall be printed."))
    copyright_notice = models.CharField(_("copyright notice"), max_length=300, blank=True)
    source_url = WebAddressField(_("source"), max_length=1000, blank=True, help_text=_("Where it was found."))
    redistributable = models.BooleanField(
        _("others may reprint it with the article"), null=True, blank=True, help_text=_("Unknown counts as no.")
    )
    # Digest of the stored file, in hex; names the variants, so that a replaced file is a new address.
    digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    # Whether the stored file holds content credentials, see `credentials.py`; of one that is offered readers can have the original.
    credentials = models.CharField(max_length=10, blank=True, default="", editable=False)

    admin_form_fields = (*Image.admin_form_fields, "credit", "copyright_notice", "source_url", "redistributable")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the digest of the file, and what is known of its content credentials, in step with the file."""
        is_new_file = bool(self.file) and not getattr(self.file, "_committed", True)
        super().save(*args, **kwargs)
        if self.file and (is_new_file or not self.digest):
            with self.file.storage.open(self.file.name, "rb") as file:
                data = file.read()
            self.digest, self.credentials = hashlib.sha256(data).hexdigest(), standing_of(data)
            type(self).objects.filter(pk=self.pk).update(digest=self.digest, credentials=self.credentials)


class Rendition(AbstractRendition):
    """Wagtail's own small renditions, for the desk."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")]
