"""Keeping what `coverage` tells: called in each transaction that changes a translation, a link, or whether an article is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.db.models import Q

from coranto.articles.models import Article, PublicState
from coranto.delivery.adding_up import add_up
from coranto.languages import CODES
from coranto.translation.coverage import BITS, FACTS, ArticleCoverage, LanguageCoverage, bits_of, codes_of
from coranto.translation.linking import between_public
from coranto.translation.locking import lock_translations
from coranto.translation.models import REVIEWED, LinkedEdition, Translation

BATCH = 500
Facts = dict[str, int]  # fact → bits


@transaction.atomic
def recount(articles: Collection[int], *, languages: Collection[str] = CODES) -> None:
    """Look at articles anew, at these languages of theirs, and bring the sums up to date. Seven statements for each 500 articles."""
    numbers = sorted(set(articles))
    for begin in range(0, len(numbers), BATCH):
        _recount(numbers[begin : begin + BATCH], set(languages))


def lock_public(*articles: int) -> None:
    """Lock articles that are about to come, go or be linked, those that they are linked with, and the sums of languages, until the transaction ends.

    Whoever publishes marks what is stale before it counts anew, or counts several times, each time other languages: others, who count once
    and mark last, would wait for it while it waits for them.
    """
    pairs = LinkedEdition.objects.filter(Q(article__in=articles) | Q(edition__in=articles)).values_list("article_id", "edition_id")
    lock_translations(*articles, *(number for pair in pairs for number in pair))
    if connection.vendor == "postgresql":
        LanguageCoverage.objects.bulk_create([LanguageCoverage(language=code) for code in sorted(CODES)], ignore_conflicts=True)
        list(LanguageCoverage.objects.select_for_update().order_by("language"))


def recount_group(article: int) -> None:
    """The same of an article that comes, goes or is linked, with those that it is linked with: what stands for them is another now."""
    pairs = LinkedEdition.objects.filter(Q(article=article) | Q(edition=article)).values_list("article_id", "edition_id")
    recount({article, *(number for pair in pairs for number in pair)})


def _recount(numbers: Sequence[int], languages: set[str]) -> None:
    held = _locked(numbers)
    found = _facts(numbers, languages)
    looked_at = bits_of(languages)
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(FACTS))
    changed = []
    for row in held:
        new = {fact: getattr(row, fact) & ~looked_at | found[row.pk].get(fact, 0) for fact in FACTS}
        if all(new[fact] == getattr(row, fact) for fact in FACTS):
            continue
        for place, fact in enumerate(FACTS):
            before = getattr(row, fact)
            for code in codes_of(before ^ new[fact]):
                sums[code][place] += 1 if new[fact] & BITS[code] else -1
            setattr(row, fact, new[fact])
        changed.append(row)
    if changed:
        ArticleCoverage.objects.bulk_create(changed, update_conflicts=True, unique_fields=["article"], update_fields=FACTS)
        add_up(LanguageCoverage, ("language",), FACTS, {(code,): counts for code, counts in sums.items()})


def _locked(numbers: Sequence[int]) -> list[ArticleCoverage]:
    """The rows of these articles in one order, locked; new ones are made first, so that no other transaction makes them at the same moment."""
    rows = ArticleCoverage.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    held = list(rows)
    if len(held) < len(numbers):
        there = Article.objects.filter(pk__in=set(numbers) - {row.pk for row in held}).values_list("pk", flat=True)
        ArticleCoverage.objects.bulk_create([ArticleCoverage(article_id=number) for number in sorted(there)], ignore_conflicts=True)
        held = list(rows.all())
    return held


def _facts(numbers: Sequence[int], languages: set[str]) -> dict[int, Facts]:
    """What holds of articles in these languages, by number. Three queries."""
    found: dict[int, Facts] = defaultdict(lambda: defaultdict(int))
    links = between_public().filter(Q(article__in=numbers) | Q(edition__in=numbers)).values_list("article_id", "language", "edition_id")
    linked, editions = set(), set()
    for number, language, edition in links:
        linked.add((number, language))
        editions.add(edition)
        if language in languages:
            found[number]["linked"] |= BITS[language]
    public = {number: (language, version) for number, language, version in PublicState.objects.filter(pk__in=numbers, status=200).values_list("pk", "language", "version_id")}
    for number, (language, _version) in public.items():
        if language in languages:
            found[number]["edition" if number in editions else "written"] |= BITS[language]
    rows = Translation.objects.filter(article_id__in=public.keys() - editions, language__in=languages, has_head=True)
    for number, language, version, state, is_whole, outdated in rows.values_list("article_id", "language", "version_id", "state", "is_whole", "outdated"):
        if (number, language) in linked or language == public[number][0]:
            continue
        facts = {"translated": True, "whole": is_whole, "reviewed": state in REVIEWED, "late": outdated > 0 or version != public[number][1]}
        for fact, holds in facts.items():
            found[number][fact] |= BITS[language] * holds
    return found
