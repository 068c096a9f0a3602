"""What was taken in, and the fingerprints by which near-duplicates are recognised."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from coranto.articles.models import Article


class Item(models.Model):
    """Something taken in: where it stood, under which identifier, and the draft it became. Taking it in again finds this row."""

    source = models.CharField(max_length=500)  # the outlet's host, the feed's address, or "file"
    outside_id = models.CharField(max_length=500)  # the source's own identifier, else the address, else the digest of the text
    canonical_url = models.CharField(max_length=2000, blank=True, db_index=True)
    fetched_sha256 = models.CharField(max_length=64)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="items")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Of a source that knows versions: the newest that was heard of, and what the source says of it.
    version = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, blank=True)  # "", usable, withheld or canceled
    rights = models.TextField(blank=True)  # the rights expression as it was sent
    is_kept = models.BooleanField(default=False)  # an editor keeps what its source has canceled
    # The article of ours that this is a translation of, as the editor said who took it in: linked once both are public.
    edition_of = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "outside_id"], name="taken_in_once")]

    def __str__(self) -> str:
        return self.canonical_url or self.outside_id


class Arrival(models.Model):
    """A newer version of something held already, or its source's wish to take it back: it waits until an editor answers.

    `reading` is the neutral shape as JSON. Of an item one arrival waits at most: a newer one takes the place of the one before.
    """

    class Answer(models.TextChoices):
        WAITING = "", "waits"
        OVERTAKEN = "overtaken", "a newer version came"
        DRAFTED = "drafted", "put into the draft"
        WITHDRAWN = "withdrawn", "the article was withdrawn"
        LEFT = "left", "left as it was"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="arrivals")
    version = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    reading = models.JSONField()
    fetched_sha256 = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-arrived_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["item"], condition=models.Q(answer=""), name="one_arrival_waits")]

    def __str__(self) -> str:
        return f"{self.item} {self.version}"


class OfferedPicture(models.Model):
    """A picture of something taken in: offered with its credit, not fetched until an editor takes it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="pictures")
    url = models.CharField(max_length=2000)
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=300, blank=True)
    copyright_notice = models.CharField(max_length=300, blank=True)
    alt_text = models.CharField(max_length=500, blank=True)
    redistributable = models.BooleanField(null=True)
    is_lead = models.BooleanField(default=False)
    picture = models.ForeignKey("pictures.Picture", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "url"], name="offered_once")]

    def __str__(self) -> str:
        return self.url


class Fingerprint(models.Model):
    """One winnowed fingerprint of an article's text (see `reading/fingerprints.py`)."""

    value = models.BigIntegerField(db_index=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="fingerprints")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "value"], name="fingerprint_once")]


class KnownOutlet(models.Model):
    """An outlet that signs, by its address, and what is remembered of its keys (see `signing/pins.py`)."""

    address = models.CharField(max_length=500, unique=True)
    name = models.CharField(max_length=300, default="", blank=True)
    keys = models.JSONField(default=dict)
    first_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address
