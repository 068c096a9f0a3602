"""Those who translate: which languages they were given, under which name readers know them, and what they were asked to do."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coranto.articles.models import Article, Person
from coranto.publication.models import language_choices


class TranslatorLanguage(models.Model):
    """A language that a person may translate into. Somebody with rows here works in these languages only."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="translator_languages")
    language = models.CharField(max_length=15, choices=language_choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="one_row_per_translator_language")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.language}"


class TranslatorName(models.Model):
    """Who a translator is among the people of bylines, so that their name leads to their page. `person` of the desk, `byline` for readers."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="translator_name")
    byline = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.person_id} {self.byline_id}"


class AssignmentState(models.TextChoices):
    """How far somebody is with what they were asked to do."""

    OPEN = "open", _("Given")
    BEGUN = "begun", _("Begun")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    TAKEN = "taken", _("Taken back")


HELD = (AssignmentState.OPEN, AssignmentState.BEGUN)


class Assignment(models.Model):
    """That a person looks after an article in a language. Asked again, the row is open again.

    The row is also the queue of letters: one is to be written from `tell_at` on, nothing while that is empty. `tell_at`
    moves on while a worker writes, so that two never write the same letter.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="translation_assignments")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translation_assignments")
    language = models.CharField(max_length=15)
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.OPEN)
    due = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, default="", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)  # when it was begun, done, declined or taken back
    tell_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, default="", blank=True)  # why the letter could not be sent
    told_at = models.DateTimeField(null=True, blank=True)  # when the letter was sent

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "article", "language"], name="one_assignment_per_person_article_and_language"),
            models.UniqueConstraint(fields=["article", "language"], condition=models.Q(state__in=["open", "begun"]), name="one_holder_per_article_and_language"),
        ]
        indexes = [models.Index(fields=["tell_at"], name="assignments_by_letter"), models.Index(fields=["-made_at", "-id"], name="assignments_newest_first")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.article_id} {self.language}"

    @property
    def is_held(self) -> bool:
        """Whether it is still to be done."""
        return self.state in HELD
