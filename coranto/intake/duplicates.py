"""Near-duplicates: what of a text stands in articles already held."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from coranto.articles.models import Article
from coranto.intake.models import Fingerprint
from coranto.reading.fingerprints import fingerprints

LEAST_OVERLAP = 0.30  # below it two texts share quotations or a notice, not the article
BATCH = 500


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """An article that is held already, and how much of the new text stands in it, in percent."""

    article: Article
    percent: int


@transaction.atomic
def remember(article_number: int, text: str) -> None:
    """Keep the fingerprints of an article's text in place of those kept before."""
    Fingerprint.objects.filter(article_id=article_number).delete()
    Fingerprint.objects.bulk_create([Fingerprint(article_id=article_number, value=value) for value in sorted(fingerprints(text))], batch_size=BATCH)


def near_duplicates(text: str, *, apart_from: int | None = None) -> list[NearDuplicate]:
    """Articles in which at least 30 % of the text stands, the most similar first, at most five."""
    mine = sorted(fingerprints(text))
    if not mine:
        return []
    shared: Counter[int] = Counter()
    for start in range(0, len(mine), BATCH):
        shared.update(Fingerprint.objects.filter(value__in=mine[start : start + BATCH]).values_list("article_id", flat=True))
    close = [(number, count / len(mine)) for number, count in shared.most_common(6) if number != apart_from and count / len(mine) >= LEAST_OVERLAP]
    articles = Article.objects.in_bulk([number for number, _share in close])
    return [NearDuplicate(articles[number], round(share * 100)) for number, share in close if number in articles][:5]
