"""Whatever happens in whatever order, what was rendered step by step is what a build of everything gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coranto.articles.models import Article, Credit, Front, Pick, PublicState, Strip
from coranto.delivery.models import Output, Stale
from coranto.delivery.paths import stored_name
from coranto.newsroom import flow
from coranto.publication.models import LanguagePolicy, Policy
from coranto.rights.models import Terms, TermsVersion
from coranto.rights.presets import PRESETS
from coranto.rights.stating import state_terms
from coranto.site.facts import lists
from coranto.site.house import SiteHouse
from coranto.translation.keeping import keep_translation
from coranto.translation.models import OwnText, State, Translation
from coranto.translation.own_accepting import accept_own
from coranto.translation.segments import cut
from tests.site.conftest import Built
from tests.site.making import (
    START,
    make_article,
    make_front,
    make_outlet,
    make_person,
    make_publication,
    make_region,
    make_report,
    make_standing,
    make_theme,
    rich,
)  # fmt: skip
from tests.translation.test_stories import make_translator


class World:
    """A publication that things happen to. Every verb takes one number, from which it chooses what it acts on."""

    def __init__(self) -> None:
        self.publication = make_publication("ar", "fr")
        self.front = make_front()
        self.people = [make_person("Ada"), make_person("ليلى"), make_person("Бен")]
        self.regions = [make_region("002", "Africa"), make_region("150", "Europe")]
        self.themes = [make_theme("Roads"), make_theme("Letters")]
        self.reports = [make_report("The long way")]
        self.outlet = make_outlet()
        self.pages = [make_standing()]
        self.terms = [state_terms(Terms.objects.create(name=slug), PRESETS[slug].record) for slug in ("community", "by-nd-counter", "reserved")]
        self.articles: list[Article] = []
        self.hour = 0
        self.person = make_translator()
        for number in range(4):
            self.publish(number)

    def now(self) -> Any:
        self.hour += 1
        return START + timedelta(hours=self.hour)

    def some(self, number: int) -> Article | None:
        public = list(PublicState.objects.filter(status=200).order_by("pk").values_list("pk", flat=True))
        return Article.objects.get(pk=public[number % len(public)]) if public else None

    def publish(self, number: int) -> None:
        provenance = {"outlet": self.outlet, "url": "https://other.example/1", "authors": "Somebody", "basis": "licence"} if number % 5 == 0 else None
        article = make_article(
            f"Story {len(self.articles)}", language=["en", "ar", "fr"][number % 3], authors=[self.people[number % 3]], regions=[self.regions[number % 2]],
            themes=self.themes[: number % 3], reports=self.reports if number % 2 else [], provenance=provenance, at=self.now(),
            terms=self.terms[number % 3],
        )  # fmt: skip
        self.articles.append(article)

    def _again(self, article: Article) -> None:
        article.save()
        flow.article_published(article, by=None, now=self.now())

    def edit_headline(self, number: int) -> None:
        if (article := self.some(number)) is not None:
            article.title = f"{article.title[:60]} {number}"
            self._again(article)

    def edit_body(self, number: int) -> None:
        if (article := self.some(number)) is not None:
            article.body = [("rich_text", rich(f"<p>Other words {number}.</p>"))]
            self._again(article)

    def change_slug(self, number: int) -> None:
        if (article := self.some(number)) is not None:
            article.slug = f"moved-{number}-{self.hour}"
            self._again(article)

    def retag(self, number: int) -> None:
        if (article := self.some(number)) is not None:
            article.regions = [self.regions[(number + 1) % 2]]
            article.themes = self.themes[: (number + 1) % 3]
            article.reports = self.reports if number % 3 else []
            article.credits = [Credit(person=self.people[number % 3], role="author")]
            self._again(article)

    def correct(self, number: int) -> None:
        if (article := self.some(number)) is not None:
            kind = ["update", "clarification", "correction", "retraction"][number % 4]
            flow.article_corrected(article, kind=kind, text=f"It was {number}.", by=None, now=self.now(), old_text="Old.", new_text="New.")

    def withdraw(self, number: int) -> None:
        if (article := self.some(number)) is not None:
            flow.article_withdrawn(article, reason=f"It was wrong ({number}).", by=None, now=self.now())

    def unpublish(self, number: int) -> None:
        if (article := self.some(number)) is not None:
            flow.article_unpublished(article, now=self.now())

    def publish_again(self, number: int) -> None:
        hidden = list(PublicState.objects.filter(status=410, article__withdrawal=None).order_by("pk").values_list("pk", flat=True))
        if hidden:
            self._again(Article.objects.get(pk=hidden[number % len(hidden)]))

    def rename_author(self, number: int) -> None:
        person = self.people[number % 3]
        person.name = f"{person.name[:20]} {number}"
        person.slug = f"{person.slug[:20]}-{number % 2}" if number % 2 else person.slug
        person.save()

    def rename_outlet(self, number: int) -> None:
        self.outlet.name = f"Paper {number}"
        self.outlet.save()

    def rename_term(self, number: int) -> None:
        term: Any = [*self.regions, *self.themes][number % 4]
        term.name, term.slug = f"Term {number}", f"term-{term.pk}-{type(term).__name__.lower()}-{number % 3}"
        term.save()

    def retitle_report(self, number: int) -> None:
        self.reports[0].title = f"Report {number}"
        self.reports[0].save()

    def add_theme(self, number: int) -> None:
        self.themes.append(make_theme(f"Theme {self.hour} {number}"))
        self.hour += 1

    def change_setting(self, number: int) -> None:
        self.publication.tagline = f"Tagline {number}"
        self.publication.accent = ["#8a1c1c", "#1c4f8a"][number % 2]
        self.publication.time_zone = ["UTC", "Asia/Tokyo"][number % 2]
        self.publication.save()

    def change_languages(self, number: int) -> None:
        row = LanguagePolicy.objects.filter(language="ja").first()
        if row is None:
            LanguagePolicy.objects.create(language="ja")
        else:
            row.delete()

    def change_standing(self, number: int) -> None:
        self.pages[0].title, self.pages[0].slug = f"About {number}", f"about-{number % 2}"
        self.pages[0].save()
        flow.standing_published(self.pages[0], now=self.now())

    def arrange_front(self, number: int) -> None:
        article = self.some(number)
        front = Front.objects.get(pk=self.front.pk)
        front.lead = article
        front.picks = [Pick(article=self.some(number + 1))] if article else []
        front.strips = [Strip(report=self.reports[0]), Strip(theme=self.themes[0])][: number % 3]
        front.save()
        flow.front_published(front, now=self.now())

    def new_terms(self, number: int) -> None:
        if (article := self.some(number)) is not None:
            terms, _made = Terms.objects.get_or_create(name="House terms")
            latest = terms.current
            article.terms = TermsVersion.objects.create(terms=terms, number=(latest.number if latest else 0) + 1, notice=f"Notice {number}.", record=self.terms[number % 3].record)
            self._again(article)


    def translate(self, number: int) -> None:
        self._translate(number, State.MACHINE)

    def review(self, number: int) -> None:
        self._translate(number, State.TRANSLATED)

    def _translate(self, number: int, state: str) -> None:
        article = self.some(number)
        if article is None:
            return
        version = PublicState.objects.get(pk=article.pk).version
        others = [code for code in ("fr", "ar") if code != version.document["language"]]
        language = others[number % len(others)]
        held = Translation.objects.filter(article=article, language=language).first()
        if held is not None and held.state != State.MACHINE and state == State.MACHINE:
            return
        left = {"language": version.document["language"]} if number % 3 == 0 else {}  # headline and standfirst alone are translated
        body = [{**block, **left} for block in version.document["body"]]
        translated = keep_translation(version, {**version.document, "headline": f"In {language} {number}", "body": body}, language=language, state=state, by="Somebody", now=self.now())
        flow.translation_changed(article, language, translated.document, is_seen_elsewhere=held is None or held.state != state)

    def say_otherwise(self, number: int) -> None:
        """A person translates what the publication says itself: a standing page, a report, a theme or its tagline, in one language."""
        kind = ["standing", "report", "theme", "publication"][number % 4]
        text, language = OwnText.objects.filter(name__startswith=kind).order_by("pk")[0], ["fr", "ar"][number % 2]
        for segment in cut(text.document):
            accept_own(text.name, language, segment.key, text=f"{'Autre' if language == 'fr' else 'قول'} {number} {self.hour}", by=self.person, told=flow.own_text_kept, now=self.now())

    def untranslate(self, number: int) -> None:
        held = list(Translation.objects.filter(article__in=PublicState.objects.filter(status=200).values("pk")).order_by("pk"))
        if held:
            gone = held[number % len(held)]
            gone.delete()
            flow.translation_changed(Article.objects.get(pk=gone.article_id), gone.language, None, is_seen_elsewhere=True)

    def change_policy(self, number: int) -> None:
        row = LanguagePolicy.objects.get(language="fr")
        row.policy = Policy.REVIEWED if row.policy == Policy.MACHINE else Policy.MACHINE
        row.index_unreviewed = number % 2 == 0
        row.save()


VERBS: list[Callable[[World, int], None]] = [
    World.publish, World.publish, World.publish, World.edit_headline, World.edit_body, World.change_slug, World.retag, World.correct, World.withdraw,
    World.unpublish, World.publish_again, World.rename_author, World.rename_outlet, World.rename_term, World.retitle_report, World.add_theme,
    World.change_setting, World.change_languages, World.change_standing, World.arrange_front, World.new_terms, World.translate, World.translate, World.review, World.untranslate,
    World.change_policy, World.say_otherwise, World.say_otherwise,
]  # fmt: skip
Step = tuple[Callable[[World, int], None], int, bool]
steps = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 11), st.booleans()), min_size=1, max_size=8)


def as_it_should_be() -> dict[str, tuple[int, tuple[tuple[str, str], ...], bytes]]:
    """What a house that has seen nothing renders of everything."""
    house = SiteHouse()
    rendered = ((target.path, house.render(target)) for target in list(house.targets(None)))
    return {path: (found.status, found.headers, found.body) for path, found in rendered if found is not None}


def as_it_is(site: Built) -> dict[str, tuple[int, tuple[tuple[str, str], ...], bytes]]:
    """What is recorded and stored."""
    found = {}
    for row in Output.objects.all():
        body = b"" if 300 <= row.status < 400 else site.storage.read(stored_name(row.path, row.status)) or b"missing"
        found[row.path] = (row.status, tuple((name, value) for name, value in row.headers), body)
    return found


def compare(site: Built) -> None:
    """Fail with the first difference in words."""
    should, is_now = as_it_should_be(), as_it_is(site)
    assert not Stale.objects.exists()
    assert sorted(set(should) - set(is_now)) == [], "pages are missing"
    assert sorted(set(is_now) - set(should)) == [], "pages stand that should not"
    different = [path for path in sorted(should) if should[path] != is_now[path]]
    assert different == [], f"{len(different)} pages differ, the first is {different[0]}:\n" + first_difference(should[different[0]], is_now[different[0]])


def first_difference(one: Any, other: Any) -> str:
    """The first lines that differ."""
    if one[:2] != other[:2]:
        return f"{one[:2]} ≠ {other[:2]}"
    if b"\0" in one[2]:
        return "binary content"
    for left, right in zip(one[2].decode().splitlines(), other[2].decode().splitlines(), strict=False):
        if left != right:
            return f"should be: {left}\nis:        {right}"
    return "one ends before the other"


def play(script: list[Step]) -> list[int]:
    """Let a script happen, building wherever it says so, and compare at the end; how many pages each build changed."""
    site, world = Built(), World()
    site.build()
    changed = []
    for verb, number, builds in script:
        verb(world, number)
        if builds:
            report = site.build()
            changed.append(report.written + report.removed)
    site.build()
    compare(site)
    return changed


@pytest.mark.django_db
@settings(phases=[Phase.explicit, Phase.generate], max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(script=steps)
def test_increments_are_what_a_full_build_gives(script: list[Step], monkeypatch_size: None) -> None:
    with transaction.atomic():
        play(script)
        transaction.set_rollback(True)


@pytest.fixture
def monkeypatch_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of three a page, so that a handful of articles fills several."""
    monkeypatch.setattr(lists, "SIZE", 3)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", sorted(set(VERBS), key=lambda verb: verb.__name__), ids=lambda verb: verb.__name__)
def test_each_thing_that_can_happen_leaves_the_site_as_a_full_build_would(verb: Callable[[World, int], None], monkeypatch_size: None) -> None:
    changed = play([(World.publish, 4, False), (World.translate, 0, False), (World.unpublish, 1, True), (verb, 1, True), (World.publish, 1, False), (verb, 2, True)])
    assert all(changed), f"nothing changed in one of the builds: {changed}"


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(4))
def test_words_of_the_publication_in_one_language_render_only_pages_that_they_change(number: int) -> None:
    """Those of the language, and what tells of it elsewhere: a page that leads to it, a feed of articles that were written in it."""
    site, world = Built(), World()
    site.build()
    before = dict(Output.objects.values_list("path", "sequence"))
    world.say_otherwise(number)
    report = site.build()
    written = {row.language for row in Output.objects.all() if row.sequence != before.get(row.path)}
    assert ["fr", "ar"][number % 2] in written
    assert number != 3 or written == {"ar"}, "the tagline stands on pages of its language alone"
    assert 0 <= report.rendered - report.written <= 1, "hardly a page was rendered in vain"
    assert report.rendered < len(before) / 2


@pytest.mark.django_db
def test_the_comparison_would_notice_a_stale_page(monkeypatch_size: None) -> None:
    site, world = Built(), World()
    site.build()
    compare(site)
    world.edit_headline(0)
    Stale.objects.all().delete()  # as if nobody had said that it changed
    with pytest.raises(AssertionError, match="pages differ"):
        compare(site)


@pytest.mark.django_db
def test_a_full_build_after_increments_writes_nothing(monkeypatch_size: None) -> None:
    site, world = Built(), World()
    site.build()
    for verb in (World.publish, World.retag, World.correct, World.withdraw, World.rename_author):
        verb(world, 1)
        site.build()
    report = site.build(full=True)
    assert (report.written, report.removed) == (0, 0)
    assert report.rendered > 50
