"""The index of search made anew from what is public, a step at a time."""

from __future__ import annotations

from collections.abc import Mapping

from coranto.articles.models import PublicState
from coranto.search.indexing import Texts, texts_of
from coranto.search.renewing import Wanted, renew
from coranto.translation.models import Translation


def renew_search(*, limit: int = 100) -> bool:
    """Take the next step of making the index anew. False where nothing is to be done."""
    return renew(texts_for, limit=limit)


def texts_for(wanted: Wanted) -> Mapping[tuple[int, str], Texts]:
    """What can be found of public articles, by number and language."""
    asked = set(wanted)
    numbers, languages = {number for number, _language in wanted}, {language for _number, language in wanted}
    states = PublicState.objects.filter(pk__in=numbers, status=200).select_related("version")
    found = {(row.pk, row.language): texts_of(row.version.document) for row in states if (row.pk, row.language) in asked}
    public = {row.pk for row in states}
    for row in Translation.objects.filter(article_id__in=numbers & public, language__in=languages, has_head=True).select_related("outline"):
        if (row.article_id, row.language) in asked:
            found[row.article_id, row.language] = texts_of(row.document)
    return found
