"""The demonstration publication: whole, varied, true to what it promises, and public at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

import pytest
from django.db.models import Q
from PIL import Image

from coranto import languages
from coranto.articles.models import Article, Correction, PublicState, StandingPage
from coranto.delivery.building import build
from coranto.delivery.storages.memory import MemoryStorage
from coranto.demonstration import segmenting
from coranto.demonstration.parsing import load
from coranto.newsroom.demonstrating import load_demonstration
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.site.house import SiteHouse
from coranto.translation.checks import check
from coranto.translation.exchange.tmx import read_tmx
from coranto.translation.models import LinkedEdition, State, Translation
from coranto.translation.own_texts import OwnText, OwnTranslation
from coranto.translation.segments import cut
from tests.demonstration.test_shipped_translations import MARKUP

BLOCKS = {"paragraph", "heading", "quotation", "pullquote", "list", "table", "image", "gallery", "embed", "note", "divider"}


def test_it_is_a_magazine_of_many_voices_and_languages() -> None:
    magazine = load()
    articles = magazine.articles
    authors = {credit.person for article in articles for credit in article.credits if credit.role == "author"}
    spoken = {article.language for article in articles}
    assert len(articles) >= 12
    assert len(authors) >= 5
    assert articles[-1].published - articles[0].published >= timedelta(days=700)
    assert len(spoken) >= 4
    assert any(languages.get(code).is_right_to_left for code in spoken)
    assert any(languages.get(code).script in {"Hans", "Hant", "Jpan", "Kore"} for code in spoken)
    assert len({article.genre for article in articles}) >= 6


def test_reposts_have_their_whole_provenance() -> None:
    reposts = [article for article in load().articles if article.provenance is not None]
    assert len(reposts) >= 3
    for article in reposts:
        provenance = article.provenance
        assert provenance is not None
        assert all((provenance.outlet, provenance.url, provenance.authors, provenance.first_published, provenance.copyright_notice, provenance.basis))
    assert any(article.provenance.basis == "fair-use" for article in reposts if article.provenance)


def test_every_region_theme_report_and_kind_of_block_is_used() -> None:
    magazine = load()
    assert {name for article in magazine.articles for name in article.regions} == {region.code for region in magazine.regions}
    assert {name for article in magazine.articles for name in article.themes} == {theme.slug for theme in magazine.themes}
    assert {name for article in magazine.articles for name in article.reports} == {report.slug for report in magazine.reports}
    assert {block["type"] for article in magazine.articles for block in article.body} >= BLOCKS


def test_it_was_put_right_once_and_taken_back_once() -> None:
    kinds = [correction.kind for article in load().articles for correction in article.corrections]
    assert "correction" in kinds
    assert sum(article.withdrawal is not None for article in load().articles) == 1


def test_pictures_are_there_with_words_and_credit_and_are_not_heavy() -> None:
    for image in load().images:
        with Image.open(image.path) as picture:
            assert picture.width >= 500
        assert image.path.stat().st_size < 140_000
        assert image.alt
        assert image.credit
    assert sum(image.path.stat().st_size for image in load().images) < 3_200_000


@pytest.mark.django_db
def test_it_is_public_as_soon_as_it_is_loaded() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "ar", "ja"]).delete()
    count = load_demonstration(now=datetime(2026, 11, 24, tzinfo=UTC))
    assert PublicState.objects.filter(status=200).count() == count - 1
    assert Correction.objects.filter(kind="retraction").count() == 1
    storage = MemoryStorage()
    report = build(SiteHouse(), storage)
    assert report.by_kind["article"] >= count
    front = storage.files["en/index.html"].decode()
    assert "The Post Road" in front
    assert StandingPage.objects.count() >= 5
    for article in Article.objects.filter(live=True):
        assert article.get_url_parts() is not None


@pytest.mark.django_db
def test_every_block_of_its_files_is_published_and_every_article_can_be_read_in_every_language() -> None:
    """The flagship whole, of the others headline and standfirst, each said to be a machine's; no engine and no model is there."""
    found_publication()
    load_demonstration(now=datetime(2026, 11, 24, tzinfo=UTC))
    for entry in load().articles:
        version = Article.objects.get(slug=entry.slug).versions.first()
        assert version is not None
        assert [block["type"] for block in version.document["body"]] == [block["type"] for block in entry.body], entry.slug
    flagship = Article.objects.get(slug=load().flagship.slug)
    assert flagship.translations.filter(is_whole=True, problems=0).count() == 50
    public = PublicState.objects.filter(status=200)
    edition = LinkedEdition.objects.get()
    held = Translation.objects.filter(has_head=True, article__in=public.values("pk"))
    assert held.exclude(article=edition.article).count() == 50 * (public.count() - 2)
    assert held.filter(article=edition.article).exclude(language=edition.language).count() == 49
    by_people = [Q(article__slug=made.article, language=made.language) for made in load().desk.translations]
    assert set(Translation.objects.exclude(reduce(or_, by_people)).values_list("state", "by")) == {(State.MACHINE, segmenting.MADE_BY)}
    what_the_publication_says_itself_can_be_read_in_every_language()
    assert not Translation.objects.exclude(article__in=public.values("pk")).exists()
    other = Article.objects.get(slug="white-columns").translations.get(language="fr")
    assert other.document["headline"] != "White Columns"
    assert {block.get("language") for block in other.document["body"] if block["type"] == "paragraph"} == {"en"}
    assert not any("language" in block for block in flagship.translations.get(language="fr").document["body"] if block["type"] == "paragraph")

    house = SiteHouse()
    page = next(target for target in house.targets(None) if target.language == "fr" and target.kind == "article" and flagship.slug in target.path)
    rendered = house.render(page)
    assert rendered is not None
    assert segmenting.MADE_BY in rendered.body.decode()


def what_the_publication_says_itself_can_be_read_in_every_language() -> None:
    """Notices, pages, themes, reports, authors, terms, why an article was taken back: each whole, with nothing that a check would keep from readers."""
    sources = {(text.language, one.digest): one for text in OwnText.objects.all() for one in cut(text.document)}
    units = read_tmx(segmenting.WORDS.read_bytes())
    assert {(unit.source_language, unit.digest) for unit in units} == set(sources), "the memory ships what is said, and nothing else"
    for unit in units:
        source, text = sources[unit.source_language, unit.digest], unit.target or ""
        problems = check(source, text, source_language=unit.source_language, target_language=unit.target_language, only_blocking=True)
        assert not problems, (unit.target_language, text, problems)
        assert sorted(MARKUP.findall(text)) == sorted(MARKUP.findall(unit.source)), (unit.target_language, text)
        assert ("The Post Road" in text) == ("The Post Road" in unit.source), (unit.target_language, text)
    held = OwnTranslation.objects.filter(text__in=[text for text in OwnText.objects.all() if cut(text.document)])
    assert not held.exclude(is_whole=True, fits=True).exists()
    assert held.count() == 50 * held.values("text").distinct().count() >= 50 * 35
    assert set(held.values_list("state", "by")) == {(State.MACHINE, segmenting.MADE_BY)}
