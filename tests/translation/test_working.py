"""From publishing to pages in other languages: requests, memory, engines, checks, rows and files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from coranto.articles.models import Article
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium import Apertium
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.models import RequestState, Translation, TranslationRequest
from coranto.translation.working import Report, translate_due
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
needs_apertium = pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed")


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es", "ca", "gl", "pt", "it", "fr"]).delete()


def work(**engines: Apertium) -> Report:
    return translate_due(engines, Order(default=tuple(engines)), told=flow.translations_kept, clock=lambda: NOW)


@needs_apertium
def test_an_article_is_read_in_six_languages_by_apertium(tmp_path: Path) -> None:
    article = making.make_article("The old road", text="The road is <b>old</b>. The houses are new.")
    assert TranslationRequest.objects.filter(state=RequestState.WAITING).count() == 12
    engine = Apertium(through=["es", "ca"])
    report = work(apertium=engine)
    engine.close()
    assert report.translated > 0
    assert set(Translation.objects.filter(article=article, is_whole=True).values_list("language", flat=True)) == {"es", "ca", "gl", "pt", "it", "fr"}
    assert Article.objects.get(pk=article.pk).language == "en"
