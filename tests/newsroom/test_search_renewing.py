"""Search made anew from what is public: every language, nothing that is not public, and it goes on where it stopped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coranto.articles.models import PublicState
from coranto.newsroom import flow
from coranto.newsroom.search_renewing import renew_search
from coranto.search.finding import find
from coranto.search.models import SearchEntry
from coranto.translation.keeping import keep_translation
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def found(question: str, language: str) -> list[tuple[int, str]]:
    return [(one.article, one.language) for one in find(question, language=language).found]


def renew_all(limit: int) -> int:
    steps = 0
    while renew_search(limit=limit):
        steps += 1
    return steps


def test_after_an_upgrade_every_language_is_found_by_the_new_rules_and_nothing_else_is() -> None:
    article, other = making.make_article("The telegraph"), making.make_article("A telegraph that was a mistake")
    version = PublicState.objects.get(article=article).version
    document = {**version.document, "headline": "Le télégraphe de Chappe"}
    keep_translation(version, document, language="fr", state="translated", by="Ana", now=NOW)
    flow.translation_changed(article, "fr", {**document, "language": "fr"}, is_seen_elsewhere=True)
    flow.article_withdrawn(other, reason="The source was forged.", by=None, now=NOW)
    making.make_article("A telegraph of tomorrow", publish=False)
    assert renew_all(1) == 0
    SearchEntry.objects.update(words_version=1)
    assert renew_search(limit=1)
    assert found("telegraph", "en") == [(article.pk, "en")]
    assert renew_all(1) >= 1
    assert found("telegraph", "en") == [(article.pk, "en")]
    assert found("chappe", "fr") == [(article.pk, "fr")]
    assert sorted(SearchEntry.objects.values_list("article", "language")) == [(article.pk, "en"), (article.pk, "fr")]
