"""The record of delivery: what stands where, what each output read, and what is stale."""

from __future__ import annotations

from django.db import models


class Output(models.Model):
    """One output that is served. `sequence` grows with every change of it, so that servers can follow the record.

    `digest` is SHA-256 (hex) of the body as stored, "" while it is wanted but was never rendered; `headers` a list of
    [name, value]. Its file is the path joiner's answer to `path`.
    """

    path = models.CharField(max_length=1200, unique=True)
    language = models.CharField(max_length=15)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    priority = models.PositiveSmallIntegerField(default=5)
    status = models.PositiveSmallIntegerField(default=200)
    content_type = models.CharField(max_length=100, default="")
    headers = models.JSONField(default=list)
    digest = models.CharField(max_length=64, default="")
    size = models.PositiveIntegerField(default=0)
    sequence = models.PositiveBigIntegerField(default=0, db_index=True)
    # The number of the mark that made it due, 0 when it is up to date. Set again while it is rendered, it stays due.
    due = models.PositiveBigIntegerField(default=0)
    reads_digest = models.CharField(max_length=16, default="")  # of the keys it read, so that equal reads write no rows
    is_deepened = models.BooleanField(default=False)  # compressed as well as it can be
    # Its files may hold something else than `digest` says, since a build ended in the middle: written anew whatever its bytes.
    is_doubtful = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)  # how often rendering has failed since it last went well
    problem = models.CharField(max_length=300, default="", blank=True)  # why it failed; what stood there before stands still

    class Meta:
        indexes = [
            # Not a partial index: SQLite takes one only where the query has its condition as a literal, and reads the whole table otherwise.
            models.Index(fields=["due", "priority"], name="outputs_by_due"),
            models.Index(fields=["kind"], name="outputs_by_kind"),
        ]

    def __str__(self) -> str:
        return self.path


class Key(models.Model):
    """A key by name, so that reads are pairs of numbers."""

    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class Read(models.Model):
    """That an output read a key when it was last rendered."""

    pk = models.CompositePrimaryKey("key_id", "output_id")
    key = models.ForeignKey(Key, on_delete=models.CASCADE, db_index=False, related_name="+")
    output = models.ForeignKey(Output, on_delete=models.CASCADE, related_name="+")


class Stale(models.Model):
    """A key that has changed since the outputs that read it were rendered. Marked again, it gets a higher sequence."""

    key = models.CharField(max_length=200, unique=True)
    sequence = models.PositiveBigIntegerField()
    why = models.CharField(max_length=40, default="")


class Removed(models.Model):
    """A path that was dropped from the record, so that servers that follow it drop it too."""

    path = models.CharField(max_length=1200, unique=True)
    sequence = models.PositiveBigIntegerField(db_index=True)


class Counter(models.Model):
    """The one row that numbers every mark and every change of the record, and holds the builder's lease."""

    sequence = models.PositiveBigIntegerField(default=0)
    fence = models.PositiveBigIntegerField(default=0)
    holder = models.CharField(max_length=100, default="")
    until = models.DateTimeField(null=True)


class PageCount(models.Model):
    """How often something was read in a language: sums and nothing of who read. See `tallying.py`.

    `kind` is "pages", "read" (articles) or "lacked" (articles asked for in a language that they do not exist in). With a
    `subject` (yyyy/mm/slug of an article) the sum is of the month that `day` begins, without one of that day.
    """

    day = models.DateField()
    language = models.CharField(max_length=15)
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=300, default="", blank=True)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "language", "kind", "subject"], name="one_sum_per_page")]
        indexes = [
            models.Index(fields=["day", "language", "kind", "number"], condition=models.Q(subject=""), name="page_counts_by_day"),
            models.Index(fields=["kind", "subject", "language", "number"], name="page_counts_by_article"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.language} {self.kind} {self.subject}: {self.number}"
