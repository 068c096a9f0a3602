"""How far each article and each language is: kept beside the translations by whoever changes them, so that nobody has to count a million rows.

A set of languages is one number, a bit for each in the order of `languages.CODES`, to which new ones are only ever added at the end.
`recounting` keeps both tables, in the transaction that changes what they tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import F, QuerySet

from coranto.articles.models import Article
from coranto.languages import CODES

# Of public articles: the language it was written in (or, of a linked edition, "edition"), those that linked editions stand for, those that
# it is translated into, and which of these translations are whole, reviewed, or older than the original.
FACTS = ("written", "edition", "linked", "translated", "whole", "reviewed", "late")
BITS = {code: 1 << place for place, code in enumerate(CODES)}


class ArticleCoverage(models.Model):
    """An article's languages by fact, each a set of bits; all empty for one that is not public."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="coverage")
    written = models.PositiveBigIntegerField(default=0)
    edition = models.PositiveBigIntegerField(default=0)
    linked = models.PositiveBigIntegerField(default=0)
    translated = models.PositiveBigIntegerField(default=0)
    whole = models.PositiveBigIntegerField(default=0)
    reviewed = models.PositiveBigIntegerField(default=0)
    late = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.article_id} {' '.join(codes_of(self.translated))}"


class LanguageCoverage(models.Model):
    """How many articles have a language, by fact: the sums of `ArticleCoverage`."""

    language = models.CharField(max_length=15, primary_key=True)
    written = models.BigIntegerField(default=0)
    edition = models.BigIntegerField(default=0)
    linked = models.BigIntegerField(default=0)
    translated = models.BigIntegerField(default=0)
    whole = models.BigIntegerField(default=0)
    reviewed = models.BigIntegerField(default=0)
    late = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.language} {self.translated}"


def bits_of(codes: Iterable[str]) -> int:
    """A set of languages as one number."""
    return sum(BITS[code] for code in set(codes))


def codes_of(bits: int) -> Iterator[str]:
    """The languages of such a number."""
    return (code for code, bit in BITS.items() if bits & bit)


def with_any(fact: str, codes: Iterable[str]) -> QuerySet[ArticleCoverage]:
    """Articles of which a fact holds in at least one of these languages."""
    return ArticleCoverage.objects.annotate(found=F(fact).bitand(bits_of(codes))).filter(found__gt=0)


def by_machine(codes: Iterable[str]) -> QuerySet[ArticleCoverage]:
    """Articles that have a translation in at least one of these languages that nobody answers for."""
    return ArticleCoverage.objects.annotate(found=(F("translated") - F("reviewed")).bitand(bits_of(codes))).filter(found__gt=0)


def with_gaps(codes: Iterable[str]) -> QuerySet[ArticleCoverage]:
    """Public articles that lack at least one of these languages; linked editions lack none."""
    wanted = bits_of(codes)
    there = (F("written") + F("linked") + F("translated")).bitand(wanted)  # no language is in two of the three
    return ArticleCoverage.objects.filter(written__gt=0).annotate(there=there).exclude(there=wanted)


def read_sums() -> dict[str, LanguageCoverage]:
    """The sums of every language that has any. One query."""
    return {row.language: row for row in LanguageCoverage.objects.all()}
