"""Legal texts say in every language that the original prevails, in words of that language: on translated articles, on pages of terms, on standing pages."""

from __future__ import annotations

import pytest
from django.utils import timezone
from lxml import html

from coranto import languages
from coranto.articles.models import PublicState
from coranto.languages import catalogs
from coranto.newsroom import flow
from coranto.rights.models import Terms
from coranto.rights.stating import make_default, state_terms
from coranto.site.facts import wording
from coranto.site.words import PREVAILS_OVER
from coranto.translation.keeping import keep_translation
from tests.rights.making import preset
from tests.site import making
from tests.site.conftest import Built

TRANSLATED = "This page is a translation. The text in %(language)s prevails."
OTHERS = [code for code in languages.CODES if code != "en"]


def said(element: html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).replace("\u2068", "").replace("\u2069", "").split())


def expected(sentence: str, language: str) -> str:
    """The sentence in a language, about English; never the English sentence itself."""
    translated = catalogs.translator(language).gettext(sentence)
    assert translated != sentence, f"{language} has no words for it"
    return " ".join((translated % {"language": wording.language_name("en", language)}).split())


@pytest.fixture
def everywhere(site: Built) -> Built:
    """A publication in 51 languages with legal pages, terms and an article that was translated into each."""
    making.make_publication(*OTHERS, disclaimer="<p>We may err.</p>", fair_use_notice="<p>Fair.</p>")
    terms = Terms.objects.create(name="Community", slug="community")
    state_terms(terms, preset("community"), notice="Name us.")
    make_default(terms)
    for purpose in ("disclaimer", "fair-use", "republication"):
        making.make_standing(f"Page {purpose}", slug=purpose, purpose=purpose)
    article = making.make_article("A road is built")
    version = PublicState.objects.select_related("version").get(article=article).version
    for language in OTHERS:
        row = keep_translation(version, {**version.document, "headline": f"Headline {language}"}, language=language, state="translated", by="Zoé", now=timezone.now())
        flow.translation_changed(article, language, row.document, is_seen_elsewhere=True)
    site.build()
    return site


@pytest.mark.slow
def test_every_legal_text_says_in_each_of_51_languages_which_one_prevails(everywhere: Built) -> None:
    assert len(OTHERS) == 50
    lacking: list[str] = []
    for language in OTHERS:
        translated, over = expected(TRANSLATED, language), expected(PREVAILS_OVER, language)
        for path, sentence in (
            (f"/{language}/2024/03/a-road-is-built/", translated),
            (f"/{language}/2024/03/a-road-is-built/", over),  # of the disclaimer under it, which stands in English
            (f"/{language}/2024/03/a-road-is-built/provenance/", translated),
            (f"/{language}/terms/community/1/", translated),
            *((f"/{language}/{purpose}/", over) for purpose in ("disclaimer", "fair-use", "republication")),
        ):
            found = [said(one) for one in html.fromstring(everywhere.text(path)).xpath("//p[contains(@class, 'prevails')]")]
            if not any(sentence in one for one in found):
                lacking.append(f"{path}: {sentence}")
    assert lacking == []


def test_the_original_itself_is_no_translation_and_a_page_that_is_no_legal_text_says_nothing(site: Built) -> None:
    """The control: where nothing prevails over anything, nothing is said."""
    making.make_standing("About us")
    making.make_standing("Disclaimer", slug="disclaimer", purpose="disclaimer")
    making.make_article("A road is built")
    site.build()
    for path in ("/en/2024/03/a-road-is-built/", "/fr/about/", "/en/2024/03/a-road-is-built/provenance/"):
        assert not html.fromstring(site.text(path)).xpath("//p[contains(@class, 'prevails')]"), path
    assert "The text in English prevails over any translation." in said(html.fromstring(site.text("/en/disclaimer/")))
