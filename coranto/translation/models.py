"""What the translation room keeps: articles in other languages, people's sentences, the glossary, and work that waits.

Machine text lives only inside the packed rows of `Translation`; `SentencePlace` tells in which articles a sentence
stands, so that it is found again without being stored twice. What people wrote has rows of its own, with its history.
"""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coranto.articles.models import Article, Version
from coranto.publication.models import language_choices
from coranto.translation.counted import PeoplesWork as PeoplesWork
from coranto.translation.counted import WorkDone as WorkDone
from coranto.translation.coverage import ArticleCoverage as ArticleCoverage
from coranto.translation.coverage import LanguageCoverage as LanguageCoverage
from coranto.translation.own_texts import OwnText as OwnText
from coranto.translation.own_texts import OwnTranslation as OwnTranslation
from coranto.translation.targets import Target, read_proposals, read_targets, unpack
from coranto.translation.translators import Assignment as Assignment
from coranto.translation.translators import AssignmentState as AssignmentState
from coranto.translation.translators import TranslatorLanguage as TranslatorLanguage
from coranto.translation.translators import TranslatorName as TranslatorName


class State(models.TextChoices):
    """How a text was made, as readers are told."""

    MACHINE = "machine", _("Machine")
    CHECKED = "machine-checked", _("Machine, checked")
    EDITED = "edited", _("Edited")
    TRANSLATED = "translated", _("Translated")


REVIEWED = frozenset({State.CHECKED, State.EDITED, State.TRANSLATED})


class Outline(models.Model):
    """What all translations of a version have in common: its keys and digests; packed rows are read with it."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, primary_key=True, related_name="+")
    packed = models.BinaryField()
    splitter = models.CharField(max_length=60, default="", blank=True)  # what cut its sentences: segments.splitting.SPLITTER_VERSION

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def text(self) -> bytes:
        """The dictionary for `targets.pack` and `targets.unpack`."""
        return zlib.decompress(self.packed)


class Translation(models.Model):
    """An article in one language, following one version. `packed` is what `targets.pack` makes of its document and sentences.

    With `outline`, it can only be read together with that row: ask for both in one query, `select_related("outline")`.

    `by` names the engine or person, `via` the language it came through. `is_whole`: every sentence has a text.
    `outdated` counts sentences whose original has changed since, `outdated_at` says when the first of them did.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=15)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    packed = models.BinaryField()
    outline = models.ForeignKey(Outline, null=True, blank=True, on_delete=models.PROTECT, related_name="translations")
    state = models.CharField(max_length=20, choices=State.choices, default=State.MACHINE)
    by = models.CharField(max_length=200)
    via = models.CharField(max_length=15, default="", blank=True)
    made_at = models.DateTimeField()
    is_whole = models.BooleanField(default=True)
    has_head = models.BooleanField(default=True)  # its headline is there, so that it can be read
    sentences = models.PositiveIntegerField(default=0)
    reviewed = models.PositiveIntegerField(default=0)  # sentences that a person answers for
    outdated = models.PositiveIntegerField(default=0)
    outdated_at = models.DateTimeField(null=True, blank=True)
    problems = models.PositiveIntegerField(default=0)  # sentences that no engine and no memory could give

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_translation_per_language")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language}"

    @property
    def unpacked(self) -> dict[str, Any]:
        """Everything that is packed."""
        return unpack(bytes(self.packed), self.outline.text if self.outline is not None else b"")

    @property
    def document(self) -> dict[str, Any]:
        """The document in this language."""
        document: dict[str, Any] = self.unpacked["document"]
        return document

    @property
    def targets(self) -> dict[str, Target]:
        """The sentence that stands at each key, with who made it; empty when the document was kept as a whole."""
        return read_targets(self.unpacked)

    @property
    def proposals(self) -> dict[str, Target]:
        """What a machine proposes where a person's sentence is outdated, by key."""
        return read_proposals(self.unpacked)


class SentencePlace(models.Model):
    """That a sentence of a language stands in an article: the way to what was made of it there. Source sentences only."""

    digest = models.CharField(max_length=32)
    language = models.CharField(max_length=15)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "language", "article"], name="one_place_per_sentence_and_article")]

    def __str__(self) -> str:
        return f"{self.digest} {self.article_id}"


class HumanText(models.Model):
    """A sentence as a person wrote or accepted it. Never changed and never deleted: a newer one takes its place.

    `source` and `target` are written forms; `context` is the digest of the sentence before, so that the same words can
    be two things in two places. `previous` leads to what stood before.
    """

    source_language = models.CharField(max_length=15)
    target_language = models.CharField(max_length=15)
    digest = models.CharField(max_length=32)
    context = models.CharField(max_length=32, default="", blank=True)
    source = models.TextField()
    target = models.TextField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.TRANSLATED)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.CharField(max_length=200)
    engine = models.CharField(max_length=60, default="", blank=True)  # what made the text that was checked or edited
    made_at = models.DateTimeField()
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    key = models.CharField(max_length=300, default="", blank=True)
    is_current = models.BooleanField(default=True)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["digest", "source_language", "target_language"], name="human_text_by_digest")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_language", "target_language", "digest", "context", "article"], condition=models.Q(is_current=True), name="one_current_human_text"
            )
        ]

    def __str__(self) -> str:
        return self.target[:60]


class HeldText(models.Model):
    """A sentence from an imported memory, with its translations: one row a sentence, all languages packed together.

    `packed` is zlib-compressed JSON {language: row}; `held` says what a row is.
    """

    source_language = models.CharField(max_length=15)
    digest = models.CharField(max_length=32)
    source = models.TextField()
    packed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "source_language"], name="one_held_sentence")]

    def __str__(self) -> str:
        return self.source[:60]

    @property
    def texts(self) -> dict[str, list[Any]]:
        """What is held, by language."""
        value: dict[str, list[Any]] = json.loads(zlib.decompress(self.packed))
        return value


class Kind(models.TextChoices):
    """How much of an article is asked for."""

    HEAD = "head", _("Headline and standfirst")
    WHOLE = "whole", _("Whole article")


class RequestState(models.TextChoices):
    """Where a request is."""

    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("In work")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    PARTIAL = "partial", _("Done but for some sentences")
    LACKING = "lacking", _("No engine has this language")
    FAILED = "failed", _("Failed")


class TranslationOrder(models.Model):
    """That many articles be translated into a language: all, or those of a region, theme or report. Can be paused.

    `written_in` narrows it to articles written in one language, `since` and `until` to those first public on these days
    and between. An order for a language that is not offered yet waits until it is.
    """

    language = models.CharField(_("language"), max_length=15, choices=language_choices)
    facet = models.CharField(max_length=20, default="all")
    value = models.PositiveBigIntegerField(default=0)
    written_in = models.CharField(max_length=15, default="", blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(default=8)  # of its whole articles, as of requests; heads go one before
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    filled_at = models.DateTimeField(null=True, blank=True)  # when its requests were written
    is_paused = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.language} {self.facet}:{self.value}"


class TranslationRequest(models.Model):
    """That an article be translated into a language; the row is the queue. Asked again, the row waits again.

    `version` is what is to be translated; `fence` grows each time a worker takes it, so that one thought dead can
    write nothing more. `due_at` is when it may be tried (again).
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translation_requests")
    language = models.CharField(max_length=15)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    priority = models.PositiveSmallIntegerField(default=5)  # smaller is sooner; heads are 1, whole articles 5, orders 8
    order = models.ForeignKey(TranslationOrder, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests")
    is_anew = models.BooleanField(default=False)  # a machine's sentences that say a word otherwise than the glossary are asked for again
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, default="", blank=True)
    fence = models.PositiveBigIntegerField(default=0)
    holder = models.CharField(max_length=100, default="", blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language", "kind"], name="one_request_per_article_language_and_kind")]
        indexes = [
            models.Index(fields=["state", "priority", "due_at", "article", "language"], name="translation_requests_next"),  # in the order in which they are taken
            models.Index(fields=["order", "state"], condition=models.Q(kind="whole"), name="translation_requests_of_orders"),
            models.Index(fields=["language", "article"], condition=models.Q(state="lacking"), name="translation_requests_lacking"),
            models.Index(fields=["holder"], condition=models.Q(state="working"), name="translation_requests_in_work"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language} {self.kind} {self.state}"


class Rule(models.TextChoices):
    """What the glossary says of a word."""

    KEEP = "keep", _("Keep as it is")
    TRANSLATE = "translate", _("Translate as")
    NEVER = "never", _("Never use")


def glossary_languages() -> list[tuple[str, Any]]:
    """Every language, or one of the 51."""
    return [("", _("every language")), *language_choices()]


class GlossaryTerm(models.Model):
    """A word and what becomes of it in a language; `language` "" is every language. A change makes a new version.

    For `never`, `target` is the forbidden word of the language; for `keep` it is empty.
    """

    source_language = models.CharField(_("language of the word"), max_length=15, default="en", choices=language_choices)
    language = models.CharField(_("in translations into"), max_length=15, default="", blank=True, choices=glossary_languages)
    source = models.CharField(_("word"), max_length=200)
    rule = models.CharField(_("rule"), max_length=10, choices=Rule.choices, default=Rule.TRANSLATE)
    target = models.CharField(_("translation or forbidden word"), max_length=200, default="", blank=True)
    inflects = models.BooleanField(_("may take the endings of the language"), default=True)
    note = models.CharField(_("note for translators"), max_length=300, default="", blank=True)
    version = models.PositiveIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["source", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_language", "language", "source", "rule", "target"], condition=models.Q(is_current=True), name="one_current_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target or self.rule}"


class SentenceDraft(models.Model):
    """What a translator has typed for a sentence and not accepted yet: for nobody else's eyes, and never published.

    It is of an article, or, without one, of the text of the publication that `own` names.
    `source` and `text` are written forms, `digest` is of the source. `seen` is the digest of the text that stood there when the
    person began, "" for none. `joins` counts the sentences that follow and are said in this one, None for as accepted.
    `number` grows with every change; `asides` holds what the same person wrote in another window meanwhile, newest first.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    own = models.CharField(max_length=60, default="", blank=True)
    language = models.CharField(max_length=15)
    key = models.CharField(max_length=300)
    digest = models.CharField(max_length=32)
    source = models.TextField()
    seen = models.CharField(max_length=32, default="", blank=True)
    text = models.TextField(blank=True)
    joins = models.PositiveSmallIntegerField(null=True, blank=True)
    asides = models.JSONField(default=list, blank=True)
    number = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language", "person", "key", "digest"], name="one_draft_per_sentence_and_person"),
            models.UniqueConstraint(
                fields=["own", "language", "person", "key", "digest"], condition=models.Q(article=None), name="one_draft_per_own_sentence_and_person"
            ),
            models.CheckConstraint(condition=models.Q(article=None, own__gt="") | models.Q(article__isnull=False, own=""), name="a_draft_is_of_one_text"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.own or self.article_id} {self.language} {self.key}"


class LinkedEdition(models.Model):
    """That another article of ours is this article in a language: a repost that is itself a translation of it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="linked_editions")
    language = models.CharField(max_length=15)
    edition = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="edition_of")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="one_linked_edition_per_language"),
            models.CheckConstraint(condition=~models.Q(article=models.F("edition")), name="an_article_is_no_edition_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language} {self.edition_id}"


def moment(value: str) -> datetime:
    """Read a moment as the packed rows write it."""
    return datetime.fromisoformat(value)
