"""Requests for permission, the letters about them, the grants that come of them, and the copies others have declared."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from coranto.articles.models import Article, Version
from coranto.publication.models import language_choices
from coranto.rights.models import TermsVersion
from coranto.signing.grants import envelope


class State(models.TextChoices):
    """Where a request stands."""

    NEW = "new", _("New")
    OPEN = "open", _("Waiting for the rights desk")
    ASKED_BACK = "asked back", _("Waiting for the person who asked")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken back", _("Taken back by the person who asked")


OVER = frozenset({State.GRANTED, State.DECLINED, State.TAKEN_BACK})


class Request(models.Model):
    """Somebody asks to use one published article in a way its terms do not simply allow.

    `form` is the number of the form that was sent: the same form sent twice is one request. `language` is that of the person
    who asks, in which letters to them are written; `wanted_language` the one in which they would publish.
    """

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="permission_requests")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey(TermsVersion, null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=64, unique=True)
    use = models.CharField(_("use"), max_length=40)
    by = models.CharField(_("who"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    outlet = models.CharField(_("outlet"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254)
    territory = models.CharField(_("territory"), max_length=200, blank=True)
    circulation = models.CharField(_("circulation or reach"), max_length=200, blank=True)
    wanted_language = models.CharField(_("language of publication"), max_length=15, blank=True, choices=language_choices)
    wanted_on = models.DateField(_("date of publication"), null=True, blank=True)
    message = models.TextField(_("message"), max_length=4000, blank=True)
    language = models.CharField(_("language of letters"), max_length=15)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.NEW)
    price = models.DecimalField(_("price"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)])
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    price_note = models.CharField(_("note on the price"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("received"))
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("request for permission")
        verbose_name_plural = _("requests for permission")
        indexes = [models.Index(fields=["state", "-received_at"], name="requests_by_state")]
        permissions = [("decide_request", _("Can decide on requests for permission"))]

    def __str__(self) -> str:
        return f"{self.name}: {self.use}"

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to decide."""
        return self.state in OVER


class Direction(models.TextChoices):
    """From whom to whom a letter goes."""

    IN = "in", _("From the person who asks")
    OUT = "out", _("From the rights desk")
    DESK = "desk", _("To the rights desk")


class Kind(models.TextChoices):
    """What a letter is; the site says so in the language of the person who asked, above what was written by hand."""

    ASKED = "asked", _("The request")
    ANSWERED = "answered", _("Their answer")
    NOTED = "noted", _("Noted by hand")
    RECEIVED = "received", _("Receipt")
    WRITTEN = "written", _("Letter")
    GRANTED = "granted", _("Permission given")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Permission taken back")
    NOTICE = "notice", _("Notice to the desk")


class Letter(models.Model):
    """One letter about a request. A row that is due is sent by the worker; `sent_at` stays empty until a server took it.

    `text` is what a person wrote; what a letter of its kind says besides, and the address to answer at, are put round it
    when it is sent.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="letters")
    direction = models.CharField(max_length=4, choices=Direction.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.WRITTEN)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="letters_due")]

    def __str__(self) -> str:
        return self.subject


class Grant(models.Model):
    """A permission that was given: a dated, signed statement at an address of its own. Immutable but for its end.

    `statement` is the canonical JSON that was signed, `signature` the object that `signing.signatures.sign` gives,
    `revocation` the signed word that it was taken back. Signing again with another key changes the signatures alone.
    """

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="grant")
    name = models.CharField(max_length=40, unique=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField()
    signature = models.JSONField()
    conditions = models.TextField(_("conditions"), blank=True)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=500, blank=True)
    revocation = models.JSONField(null=True)

    class Meta:
        ordering = ["-granted_at"]

    def __str__(self) -> str:
        return self.name

    def as_document(self) -> dict[str, Any]:
        """The grant as it is published."""
        return envelope(json.loads(self.statement), self.signature, self.revocation)


class Copy(models.Model):
    """A copy of an article that somebody said stands somewhere, and the grant it stands under if there is one."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="declared_copies")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    url = models.URLField(_("address"), max_length=500)
    outlet = models.CharField(_("outlet"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=15, blank=True)
    grant = models.ForeignKey(Grant, null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["-declared_at"]
        constraints = [models.UniqueConstraint(fields=["article", "url"], name="one_copy_per_address")]

    def __str__(self) -> str:
        return self.url
