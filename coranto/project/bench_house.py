"""The site's own house with rows like those of a publication, for `coranto bench delivery --only site` (or `--house`).

Articles of 700 words with person, region, theme and report, kept in every language by a machine that makes words up. An edit
is what an editor does: the article is saved and published through `flow`.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from coranto.articles.models import Article, Credit, Front, Person, Version
from coranto.delivery.bench_house import BenchHouse, facets_of
from coranto.languages.table import CODES
from coranto.newsroom import flow
from coranto.project.instance import make_instance
from coranto.project.opening import open_publication
from coranto.publication.models import LanguagePolicy
from coranto.site.house import SiteHouse
from coranto.taxonomy.models import Region, Report, Theme
from coranto.translation.keeping import keep_translation
from coranto.translation.models import State

ENGINE = "a made-up engine"
REGIONS = ("002", "019", "142", "150", "009", "419", "021")


class RealHouse(SiteHouse):
    """A publication in an instance of its own, made when the house is made, English first."""

    def __init__(self, articles: int, codes: list[str]) -> None:
        super().__init__()
        languages = list(CODES[: len(codes)])  # as many; the measuring's own codes are not all languages of a publication
        make_instance(settings.INSTANCE.folder)
        open_publication(demonstration=False)
        LanguagePolicy.objects.exclude(language__in=languages).delete()
        self._texts = BenchHouse(0, languages)  # which makes the words up
        self._languages, self._now, self._numbers = languages, timezone.now() - timedelta(days=articles + 1), list[int]()
        _classes()
        for _number in range(articles):
            self.publish()

    def publish(self) -> set[str]:
        """One article more, in every language; `flow` marks what it makes stale."""
        number = len(self._numbers)
        self._texts.articles = number + 1
        at = self._now + timedelta(days=number)
        article = _article(number, self._texts.headline(number, "en"), self._texts.body(number, "en"), at)
        self._numbers.append(article.pk)
        version = Version.objects.get(article=article)
        for language in self._languages:
            if language != "en":
                keep_translation(version, self._in(language, number, version.document), language=language, state=State.MACHINE, by=ENGINE, now=at)
        return set()

    def edit_body(self, number: int) -> set[str]:
        """Change a sentence and publish."""
        self._texts.edit_body(number)
        article = self._held(number)
        article.body = _body(self._texts.body(number, "en"))
        return _published(article)

    def edit_headline(self, number: int) -> set[str]:
        """Change the headline and publish."""
        self._texts.edit_headline(number)
        article = self._held(number)
        article.title = self._texts.headline(number, "en")
        return _published(article)

    def _held(self, number: int) -> Article:
        return Article.objects.get(pk=self._numbers[number])

    def _in(self, language: str, number: int, document: dict[str, Any]) -> dict[str, Any]:
        paragraphs = self._texts.body(number, language)
        body = [{**block, "html": text} for block, text in zip(document["body"], paragraphs, strict=True)]
        return {**document, "headline": self._texts.headline(number, language), "standfirst": paragraphs[0][:200], "body": body}


def _classes() -> None:
    """What articles belong to: 7 regions, 20 themes, 10 reports, and 50 people who write them."""
    Region.objects.bulk_create(Region(code=code, name=f"Region {code}", slug=f"region-{code}") for code in REGIONS)
    Theme.objects.bulk_create(Theme(name=f"Theme {number}", slug=f"theme-{number}") for number in range(20))
    Report.objects.bulk_create(Report(title=f"Report {number}", slug=f"report-{number}") for number in range(10))
    Person.objects.bulk_create(Person(name=f"Writer {number}", slug=f"writer-{number}", sort_name=f"Writer {number}") for number in range(50))


def _article(number: int, headline: str, paragraphs: list[str], at: datetime) -> Article:
    article = Article(title=headline, slug=f"article-{number}", standfirst=paragraphs[0][:200], language="en", body=_body(paragraphs))
    Front.objects.get().add_child(instance=article)
    facets = facets_of(number)
    article.regions = [Region.objects.get(code=REGIONS[facets["region"]])]
    article.themes = [Theme.objects.get(slug=f"theme-{facets['theme']}")]
    article.reports = [Report.objects.get(slug=f"report-{facets['report']}")]
    article.credits = [Credit(person=Person.objects.get(slug=f"writer-{number % 50}"), role="author")]  # type: ignore[attr-defined]  # modelcluster's relation
    article.save()
    flow.article_published(article, by=None, now=at)
    return article


def _body(paragraphs: list[str]) -> str:
    html = "".join(f'<p data-block-key="p{number}">{text}</p>' for number, text in enumerate(paragraphs))
    return json.dumps([{"type": "rich_text", "value": html, "id": "text"}])


def _published(article: Article) -> set[str]:
    article.save()
    flow.article_published(article, by=None, now=timezone.now())
    return set()
