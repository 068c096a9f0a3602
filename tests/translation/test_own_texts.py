"""Texts of the publication itself in every language: asked for, made, labelled, put right by people, and only shown while they fit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import lxml.html
import pytest

from coranto.articles.models import Article
from coranto.delivery.house import Target
from coranto.delivery.models import Stale
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy, Publication
from coranto.rights.models import Terms
from coranto.rights.presets import PRESETS, RESERVED
from coranto.rights.stating import make_default, state_terms
from coranto.site.facts.store import Store
from coranto.site.house import SiteHouse
from coranto.site.ninjs.usage import usage_terms
from coranto.site.terms.facts import stated
from coranto.taxonomy.models import Report, Theme
from coranto.translation.accepting import Changed, Overtaken, Refused, standing
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.memory import Imported, remember_imported
from coranto.translation.models import HumanText, OwnText, OwnTranslation
from coranto.translation.own_accepting import accept_all_own, accept_own
from coranto.translation.own_working import translate_own
from coranto.translation.segments import digest
from coranto.translation.working import Report as Done
from tests.site import making
from tests.translation.test_stories import make_translator
from tests.translation.test_stories import work as translate
from tests.translation.working_engines import Counted

pytestmark = [
    pytest.mark.django_db, pytest.mark.database, pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed"),
]  # fmt: skip


LATER = datetime(2031, 1, 1, tzinfo=UTC)  # the rows of signals are due by the real clock


@pytest.fixture(autouse=True)
def publication() -> Publication:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
    OwnText.objects.all().delete()
    return making.make_publication(
        tagline="News of the road", disclaimer="<p>The editors are not responsible for the bridge.</p>", note_to_readers="<p>Write to the editors.</p>",
        fair_use_notice="<p>The judge reads the law.</p>", footer_text="<p>Printed in the old city.</p>",
        navigation=json.dumps([{"type": "link", "value": {"label": "The river", "target": "/en/archive/"}}]),
        contacts=json.dumps([{"type": "contact", "value": {"purpose": "The library", "address": "books@example.org"}}]),
    )  # fmt: skip


@pytest.fixture
def engine() -> Iterator[Counted]:
    counted = Counted()
    yield counted
    counted.close()


def work(*engines: Counted, now: object = LATER) -> Done:
    done = Done()
    while (report := translate_own({one.name: one for one in engines}, Order(default=tuple(one.name for one in engines)), told=flow.own_text_kept, now=now)) is not None:  # type: ignore[arg-type]
        done.add(report)
    return done


def render(path: str, kind: str, subject: str = "", language: str = "es") -> lxml.html.HtmlElement:
    rendered = SiteHouse().render(Target(path, language, kind, subject))
    assert rendered is not None
    return lxml.html.fromstring(rendered.body)


def article_page(article: Article, language: str = "es") -> lxml.html.HtmlElement:
    return render(f"/{language}/2024/03/{article.slug}/", "article", str(article.pk), language)


def text(page: lxml.html.HtmlElement, name: str) -> str:
    return " ".join(page.find_class(name)[0].text_content().split())


def test_the_words_round_every_page_are_read_in_the_readers_language_and_labelled(engine: Counted) -> None:
    article = making.make_article("A road", at=making.START, show_standing_note=True, show_disclaimer=True)
    translate(engine, now=LATER)
    before = article_page(article)
    assert before.xpath("//div[@class='legal']")[0].get("lang") == "en", "before any engine looked at it readers are told which language it is"
    assert [one.get("lang") for one in before.find_class("sections")[0].iter("a")] == ["en"]
    assert work(engine).translated > 5
    page = article_page(article)
    notice = next(one for one in page.find_class("legal") if "puente" in one.text_content())
    assert (notice.get("lang"), notice.get("data-text")) == (None, "machine")
    assert notice.find_class("card-made"), "readers see that a machine made it"
    assert "editores" in text(page, "standing-note")
    assert "río" in text(page, "sections").lower()
    assert page.find_class("sections")[0].xpath(".//a/@data-text") == ["machine"]
    assert "camino" in text(page, "tagline") or "carretera" in text(page, "tagline")
    assert "ciudad" in text(page, "imprint-text")
    assert "biblioteca" in text(page, "imprint-columns").lower()
    assert article_page(article, "en").find_class("tagline")[0].text_content() == "News of the road"


def test_a_standing_page_a_report_a_theme_a_biography_and_a_withdrawal_are_read_in_the_readers_language(engine: Counted) -> None:
    standing = making.make_standing("The old city", body="<p>We visited the village. The river is deep.</p>")
    report = making.make_report("The deep river", introduction="<p>The mayor opened the bridge.</p>")
    theme = making.make_theme("The library", description="The judge praised the library.")
    ada = making.make_person(biography="<p>The reporter visited the village.</p>", biography_language="en")
    article = making.make_article("A road", at=making.START, authors=[ada], reports=[report], themes=[theme])
    translate(engine, now=LATER)
    work(engine)
    about = render(f"/es/{standing.slug}/", "standing", str(standing.pk))
    assert "pueblo" in text(about, "prose") or "aldea" in text(about, "prose")
    assert about.find_class("made")[0].get("data-made") == "machine"
    assert about.xpath("//meta[@name='coranto:text']/@content") == ["machine"]
    assert about.xpath("//meta[@name='robots']/@content") == ["noindex"], "as unreviewed articles"
    series = render(f"/es/report/{report.slug}/", "list", f"report:{report.pk}")
    assert "río" in series.findtext(".//h1/bdi").lower()  # type: ignore[union-attr]
    assert "alcalde" in text(series, "list-text")
    assert series.find_class("card-made")
    assert "biblioteca" in render(f"/es/theme/{theme.slug}/", "list", f"theme:{theme.pk}").findtext(".//h1/bdi").lower()  # type: ignore[union-attr]
    page = article_page(article)
    assert page.find_class("biography")[0].get("lang") is None
    assert "reportero" in text(page, "biography") or "periodista" in text(page, "biography")
    assert "río" in text(page, "overline").lower()
    flow.article_withdrawn(article, reason="The judge did not open the bridge.", by=None, now=LATER)
    work(engine, now=LATER + timedelta(hours=1))
    gone = article_page(article)
    assert "puente" in text(gone, "reason")
    assert gone.find_class("reason")[0].get("data-text") == "machine"


def test_a_notice_that_changed_is_shown_as_it_is_until_it_is_translated_again(engine: Counted, publication: Publication) -> None:
    article = making.make_article("A road", at=making.START, show_disclaimer=True)
    translate(engine, now=LATER)
    work(engine)
    engine.asked.clear()
    publication.disclaimer = "<p>The editors are not responsible for the bridge.</p><p>The river is deep.</p>"
    publication.save()
    notice = article_page(article).xpath("//div[@class='legal']")[0]
    assert (notice.get("lang"), "deep" in notice.text_content()) == ("en", True), "an old promise is not shown in another language"
    work(engine, now=LATER + timedelta(hours=1))
    assert engine.asked == [("es", "The river is deep.")], "one sentence, and nothing else of the publication"
    after = article_page(article).xpath("//div[@class='legal']")[0].text_content()
    assert "río" in after


def test_a_persons_word_for_a_notice_is_kept_and_an_act_alone_changes_its_state(engine: Counted, publication: Publication) -> None:
    report = making.make_report("The deep river", introduction="<p>The mayor opened the bridge. The judge is tall.</p>")
    work(engine)
    name, ada = f"report:{report.pk}", make_translator()
    row = OwnTranslation.objects.get(text__name=name, language="es")
    keys = {key: target.text for key, target in row.targets.items()}
    with pytest.raises(Refused):
        accept_own(name, "es", "body.title.text#1", text="  ", by=ada, told=flow.own_text_kept, now=LATER)
    for key, machine in keys.items():
        accept_own(name, "es", key, text="El alcalde inauguró el puente." if key == "body.text.html#1" else machine, by=ada, told=flow.own_text_kept, now=LATER)
    row.refresh_from_db()
    assert (row.state, row.by) == ("machine-checked", "Ada Translator")
    assert HumanText.objects.count() == 3
    report.introduction = "<p>The mayor closed the bridge. The judge is tall.</p>"
    report.save()
    work(engine, now=LATER + timedelta(hours=1))
    row.refresh_from_db()
    assert "inauguró" in str(row.unpacked["document"]["body"])
    assert row.outdated == 1
    assert len(row.proposals) == 1
    assert "inauguró" in text(render(f"/es/report/{report.slug}/", "list", f"report:{report.pk}"), "list-text"), "as in an article"


def test_an_imported_memory_answers_before_any_engine_and_without_one(publication: Publication) -> None:
    source = "The editors are not responsible for the bridge."
    remember_imported([Imported(digest(source), source, "La redacción no responde del puente.", "en", "es", state="translated", by="Bea")])
    work()
    row = OwnTranslation.objects.get(text__name="publication", language="es")
    assert {target.by for target in row.targets.values()} == {"Bea"}
    assert not row.is_whole, "the rest waits"
    assert row.due_at is not None
    assert row.due_at > LATER
    assert "No engine" in row.problem
    page = render("/es/", "home")
    assert page.find_class("tagline")[0].find("bdi").get("lang") == "en", "each part is translated whole or stands as it was written"


def test_two_workers_never_write_over_each_other_and_one_that_died_is_replaced(engine: Counted) -> None:
    engine.during = lambda: OwnTranslation.objects.update(fence=99)
    assert work(engine).kept == 0, "another has taken it meanwhile"
    row = OwnTranslation.objects.get(text__name="publication", language="es")
    assert row.targets == {}
    assert work(engine).requests == 0, "it is in somebody's hands"
    assert work(engine, now=LATER + timedelta(hours=1)).kept == 1


def test_a_text_whose_row_is_damaged_waits_and_does_not_hold_up_the_others(engine: Counted, caplog: pytest.LogCaptureFixture) -> None:
    OwnTranslation.objects.filter(text__name="publication", language="es").update(packed=b"not what we packed", made_at=LATER)
    report = making.make_report("The old bridge", introduction="<p>The mayor opened the bridge.</p>")
    work(engine)
    damaged = OwnTranslation.objects.get(text__name="publication", language="es")
    assert damaged.problem.startswith("Translating failed")
    assert damaged.tries == 1
    assert damaged.due_at is not None
    assert damaged.due_at > LATER
    assert damaged.until is None
    assert OwnTranslation.objects.get(text__name=f"report:{report.pk}", language="es").is_whole
    assert "translating a text of the publication failed" in caplog.text


def test_a_language_that_is_added_gets_every_text_and_pages_that_show_them_become_stale(engine: Counted) -> None:
    theme = making.make_theme("The library")
    LanguagePolicy.objects.create(language="ca")
    work(engine)
    assert set(OwnTranslation.objects.filter(language="ca", is_whole=True).values_list("text__name", flat=True)) == {"publication", f"theme:{theme.pk}"}
    assert Stale.objects.filter(key=f"own:theme:{theme.pk}:ca").exists()
    Theme.objects.all().delete()
    Report.objects.all().delete()
    assert list(OwnText.objects.values_list("name", flat=True)) == ["publication"]


def test_words_that_no_engine_can_make_anew_are_not_shown_as_they_were(engine: Counted) -> None:
    theme = making.make_theme("The library")
    work(engine)
    theme.name = "The bridge of the old city"
    theme.save()
    work(now=LATER + timedelta(hours=1))  # no engine is left
    heading = render(f"/es/theme/{theme.slug}/", "list", f"theme:{theme.pk}").find(".//h1/bdi")
    assert heading is not None
    assert heading.text == "The bridge of the old city", "a machine's words for another name are nobody's"


def test_a_notice_that_was_changed_and_changed_back_reaches_readers_again(engine: Counted, publication: Publication) -> None:
    work(engine)
    before, disclaimer = OwnTranslation.objects.get(text__name="publication", language="es").packed, publication.disclaimer
    publication.disclaimer = "<p>Nobody is responsible.</p>"
    publication.save()
    publication.disclaimer = disclaimer
    publication.save()
    Stale.objects.all().delete()  # rendered meanwhile, in the original language
    work(engine, now=LATER + timedelta(hours=1))
    row = OwnTranslation.objects.get(text__name="publication", language="es")
    assert (bytes(row.packed), row.fits) == (bytes(before), True)
    assert set(Stale.objects.values_list("key", flat=True)) == {"own:publication:es"}


def test_a_persons_sentence_is_accepted_only_against_what_they_saw(engine: Counted) -> None:
    report = making.make_report("The deep river", introduction="<p>The mayor opened the bridge.</p>")
    work(engine)
    name, ada, key = f"report:{report.pk}", make_translator(), "body.text.html#1"
    row = OwnTranslation.objects.get(text__name=name, language="es")
    target = row.targets[key]
    seen = standing(target)
    with pytest.raises(Changed):
        accept_own(name, "es", key, text="El puente.", by=ada, told=flow.own_text_kept, now=LATER, digest="0" * 32, seen=seen)
    accept_own(name, "es", key, text="La alcaldesa abrió el puente.", by=ada, told=flow.own_text_kept, now=LATER, digest=target.digest, seen=seen)
    with pytest.raises(Overtaken):
        accept_own(name, "es", key, text="Otra cosa.", by=ada, told=flow.own_text_kept, now=LATER, digest=target.digest, seen=seen)
    done = accept_all_own(name, "es", by=ada, told=flow.own_text_kept, now=LATER, seen=set())
    assert (done.accepted, done.left) == (0, 1), "nobody saw the title"
    done = accept_all_own(name, "es", by=ada, told=flow.own_text_kept, now=LATER)
    assert (done.accepted, done.row.state, done.row.by) == (1, "machine-checked", "Ada Translator")
    assert list(HumanText.objects.order_by("pk").values_list("key", "state")) == [(f"{name}/{key}", "edited"), (f"{name}/body.title.text#1", "machine-checked")]


def test_a_report_of_which_the_title_alone_is_translated_does_not_call_its_text_a_translation() -> None:
    report = making.make_report("The deep river", introduction="<p>The mayor opened the bridge.</p>")
    remember_imported([Imported(digest(report.title), report.title, "El río profundo", "en", "es", state="machine", engine="demonstration")])
    work()
    page = render(f"/es/report/{report.slug}/", "list", f"report:{report.pk}")
    title, written = page.xpath("//h1")[0], page.find_class("list-text")[0]
    assert (title.get("data-text"), title.get("lang")) == ("machine", None)
    assert (written.get("data-text"), written.get("lang")) == (None, "en")
    assert title.getnext().get("data-made") == "machine"  # the label stands with what it is about
    assert len(page.find_class("list-head")[0].find_class("card-made")) == 1


def test_terms_are_named_and_explained_in_the_readers_language(engine: Counted) -> None:
    terms = Terms.objects.create(name="For our neighbours")
    version = state_terms(terms, RESERVED, notice="The editors answer every letter.")
    article = making.make_article("A road", at=making.START, terms=version)
    translate(engine, now=LATER)
    page = article_page(article)
    before = page.find_class("terms-notice")[0]
    assert (before.text, before.get("lang")) == ("The editors answer every letter.", "en"), "as it was written, and said so, until it is translated"
    work(engine)
    assert Stale.objects.filter(key=f"own:terms:{terms.pk}:es").exists(), "every article under these terms"
    page = article_page(article)
    after = page.find_class("terms-notice")[0]
    assert (after.get("lang"), after.get("data-text"), after.getnext().get("data-made")) == (None, "machine", "machine")
    assert "contestan" in after.text
    assert page.find_class("prevails")[-1].text_content(), "whose words prevail"
    path = f"/es/terms/{terms.slug}/{version.number}/"
    shown = render(path, "terms", str(version.pk))
    assert "vecinos" in shown.findtext(".//h1/bdi").lower()  # type: ignore[union-attr]
    assert shown.xpath("//h1/following-sibling::p")[0].get("data-made") == "machine", "readers see that a machine made it"
    assert "contestan" in text(shown, "terms-own")
    state_terms(terms, replace(RESERVED, tell_us=True), notice="The editors answer every question.")
    work(engine, now=LATER + timedelta(hours=1))
    assert "contestan" in article_page(article).find_class("terms-notice")[0].text, "an article keeps the version it was published under"
    Stale.objects.all().delete()
    make_default(terms)
    assert not Stale.objects.filter(key=f"terms:{version.pk}").exists(), "no word of them is another"
    terms.name = "For our friends"
    terms.save()
    assert Stale.objects.filter(key=f"terms:{version.pk}").exists()


def test_the_terms_of_a_package_are_told_in_a_persons_words_or_as_they_were_written(engine: Counted) -> None:
    terms = Terms.objects.create(name="For our neighbours")
    version = state_terms(terms, PRESETS["community"].record, notice="The editors answer every letter.")
    article = making.make_article("A road", at=making.START, terms=version)
    translate(engine, now=LATER)
    work(engine)
    store = Store()
    public = store.state(article.pk)
    assert public is not None

    def told() -> str:
        found = stated(Store(), version.pk, "es", "https://paper.example/es/")
        return usage_terms(Store(), public, store.original(article.pk), "es", found, author="Ada", outlet="The Paper", url="https://paper.example/es/")

    assert "The editors answer every letter." in told(), "a line of text cannot say that a machine made it"
    accept_own(f"terms:{terms.pk}", "es", "body.notice-1.text#1", text="La redacción contesta todas las cartas.", by=make_translator(), told=flow.own_text_kept, now=LATER)
    accept_all_own(f"terms:{terms.pk}", "es", by=make_translator("bea@example.org"), told=flow.own_text_kept, now=LATER)
    assert "La redacción contesta todas las cartas." in told()
