"""Which languages the publication offers to readers, and on what condition each."""

from __future__ import annotations

from django.db.models import Q

from coranto.publication.models import LanguagePolicy, Policy, Publication


def languages_offered() -> list[str]:
    """Codes of the languages whose pages exist: those not switched off, the default first, then by code."""
    return [default_language(), *sorted(set(policies()) - {default_language()})]


def policies() -> dict[str, LanguagePolicy]:
    """The row of every language that is not off."""
    return {row.language: row for row in LanguagePolicy.objects.exclude(policy=Policy.OFF)}


def is_offered() -> Q:
    """Whether the language of a row is offered, asked of the database in the row's own query."""
    return Q(language__in=LanguagePolicy.objects.exclude(policy=Policy.OFF).values("language")) | Q(language__in=Publication.objects.values("default_language"))


def default_language() -> str:
    """The publication's default language, which is always offered."""
    return Publication.load().default_language
