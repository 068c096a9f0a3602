"""A translation and the changes of its original: outdated by what was said, the difference shown, the way it came told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import lxml.html
import pytest

from coranto.articles import keys
from coranto.articles.models import Article, PublicState
from coranto.delivery.house import Target
from coranto.languages import catalogs
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.site import words
from coranto.site.house import SiteHouse
from coranto.translation import settling
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.keeping import keep_translation, readable
from coranto.translation.models import Outline, State, TranslationRequest
from coranto.translation.outdating import changed_passages
from coranto.translation.remembering import history
from coranto.translation.segments import compose, cut, splitting
from coranto.translation.segments.cutting import cut_field
from coranto.translation.segments.splitting import SPLITTER_VERSION
from tests.site import making
from tests.translation.test_stories import LATER, NOW, TEXT, key_of, make_translator, publish_again, row, work
from tests.translation.working_engines import Counted

pytestmark = [
    pytest.mark.django_db, pytest.mark.database, pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es", "it"]).delete()


@pytest.fixture
def engine() -> Iterator[Counted]:
    counted = Counted()
    yield counted
    counted.close()


def page(article: Article, language: str) -> lxml.html.HtmlElement:
    house = SiteHouse()
    target = next(one for one in house.targets(frozenset({keys.article(article.pk, language)})) if one.kind == "article" and one.language == language)
    rendered = house.render(target)
    assert rendered is not None
    return lxml.html.fromstring(rendered.body)


def test_an_article_that_is_only_filed_elsewhere_makes_no_translation_outdated(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    article.themes = [making.make_theme()]
    article.save()
    flow.article_published(article, by=None, now=LATER)
    state = PublicState.objects.get(pk=article.pk)
    assert row(article, "es").version_id == state.version_id, "before any worker looked at it"
    assert not readable([article.pk], "es")[0].is_outdated  # type: ignore[attr-defined]
    publish_again(article, TEXT.replace("old", "ancient"), now=LATER + timedelta(hours=1))
    assert readable([article.pk], "es")[0].is_outdated, "a control: a word was changed"  # type: ignore[attr-defined]


def test_readers_see_what_changed_where_a_persons_sentence_is_outdated(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    key = key_of(article, "The houses are new")
    flow.sentence_accepted(article, "es", key, text="Las casas son nuevas, y hondo es el río.", by=make_translator(), now=NOW)
    publish_again(article, TEXT.replace("houses are new", "houses are painted"))
    work(engine, now=LATER)
    assert row(article, "es").version_id == PublicState.objects.get(pk=article.pk).version_id, "all else follows"
    assert changed_passages(article.pk, "es") == (
        ("The houses are new, and the river is deep.", "The houses are painted, and the river is deep."),
    )  # fmt: skip
    html = page(article, "es")
    changes = html.find_class("changes")[0]
    assert [element.text for element in changes.iter("del")] == ["new"]
    assert [element.text for element in changes.iter("ins")] == ["painted"]
    assert changes.find("ul").get("lang") == "en"
    assert changed_passages(article.pk, "it") == ()
    assert not page(article, "it").find_class("changes"), "a control: the machine made the sentence anew"


def test_a_text_that_came_through_other_languages_says_through_which(engine: Counted) -> None:
    article = making.make_article("The old road", text="The mayor opened the bridge.")
    work(engine)
    assert row(article, "it").via == "es"
    html = page(article, "it")
    told = html.find_class("made")[0].text_content().replace("\u2068", "").replace("\u2069", "")
    assert catalogs.translator("it").gettext(words.VIA) % {"name": "spagnolo"} in told
    assert html.xpath("//meta[@name='coranto:via']/@content") == ["es"]
    assert html.find_class("made")[0].get("data-via") == "es"
    straight = page(article, "es")
    assert straight.xpath("//meta[@name='coranto:via']") == [], "a control: this one came straight"
    assert straight.xpath("//meta[@name='coranto:text']/@content") == ["machine"]


def test_credits_notes_of_a_whole_document_are_kept() -> None:
    article = making.make_article("The old road", authors=[making.make_person()])
    article.credits.update(note="reporting from the bridge")
    flow.article_published(Article.objects.get(pk=article.pk), by=None, now=NOW)
    version = PublicState.objects.get(pk=article.pk).version
    credits = [{**credit, "note": "desde el puente"} for credit in version.document["credits"]]
    kept = keep_translation(version, {**version.document, "credits": credits}, language="es", state=State.MACHINE, by="a machine", now=NOW)
    assert [credit["note"] for credit in kept.document["credits"]] == ["desde el puente"]
    assert "desde el puente" in page(article, "es").find_class("byline")[0].text_content()
    shorter = keep_translation(version, {**version.document, "credits": []}, language="es", state=State.MACHINE, by="a machine", now=NOW)
    assert [credit["note"] for credit in shorter.document["credits"]] == ["reporting from the bridge"], "people of the original are never lost"


def test_everything_that_readers_see_of_an_article_is_translated(engine: Counted) -> None:
    picture = making.make_picture()
    article = making.make_article(
        "The old road", text="The mayor opened the bridge.", authors=[making.make_person()], picture=picture, picture_alt="The bridge over the river.",
        picture_caption="<p>The river was calm.</p>", note_to_readers="<p>We visited the village.</p>", publish=False,
    )  # fmt: skip
    article.credits.update(note="from the old city")
    making.publish_article(Article.objects.get(pk=article.pk))
    work(engine)
    document = row(article, "es").document
    assert "puente" in document["image"]["alt"]
    assert "río" in document["image"]["caption"]
    assert "pueblo" in document["note"] or "aldea" in document["note"]
    assert document["credits"][0]["note"] != "from the old city"
    assert "ciudad" in document["credits"][0]["note"]
    assert json.dumps(document).count("The mayor") == 0


def test_a_newer_splitter_cuts_elsewhere_and_no_persons_word_is_lost(engine: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    article = making.make_article("The old road", text="The houses are new. The river is deep. The mayor opened the bridge.")
    work(engine)
    ada = make_translator()
    for english, spanish in (("The houses", "Nuevas son las casas."), ("The river", "Hondo es el río.")):
        flow.sentence_accepted(article, "es", key_of(article, english), text=spanish, by=ada, now=NOW)
    assert row(article, "es").outline.splitter == SPLITTER_VERSION  # type: ignore[union-attr]
    with monkeypatch.context() as newer:  # as if "new." had become an abbreviation
        newer.setattr(splitting, "abbreviations", lambda language: frozenset({"new"}))
        newer.setattr(settling, "SPLITTER_VERSION", "a newer one")
        cut_field.cache_clear()
        engine.asked.clear()
        flow.article_published(article, by=None, now=LATER)
        work(engine, now=LATER)
        kept = row(article, "es")
        joined = kept.targets[key_of(article, "The houses")]
        assert (joined.text, joined.by, joined.state, joined.is_outdated) == ("Nuevas son las casas. Hondo es el río.", "Ada Translator", "edited", False)
        assert ("es", "The houses are new. The river is deep.") not in engine.asked
        assert kept.outdated == 0
        html = kept.document["body"][0]["html"]
    cut_field.cache_clear()
    Outline.objects.update(splitter="the newer one")  # and back again: one sentence that is two now
    flow.article_published(article, by=None, now=LATER + timedelta(hours=1))
    work(engine, now=LATER + timedelta(hours=1))
    again = row(article, "es")
    assert again.document["body"][0]["html"] == html
    assert html.startswith("Nuevas son las casas. Hondo es el río. El alcalde")
    assert again.outdated == 0
    assert again.is_whole
    assert [one.target for one in history(article.pk, key_of(article, "The river"), "es")] == ["Hondo es el río."]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "La maison. Le pont."), ("th", "La maison. Le pont."), ("ar", "La maison. Le pont."), ("ko", "La maison. Le pont."), ("hi", "La maison. Le pont."),
        ("ja", "La maison.Le pont."), ("zh-Hans", "La maison.Le pont."), ("zh-Hant", "La maison.Le pont."),
    ],
)  # fmt: skip
def test_sentences_stand_beside_each_other_as_the_script_wants(language: str, expected: str) -> None:
    for source, text in (("fr", "Une maison. Un pont."), ("ja", "家がある。橋がある。"), ("th", "บ้าน")):
        if source == language:
            continue
        document = {"language": source, "headline": "", "standfirst": text, "note": "", "image": None, "credits": [], "body": []}
        targets = {one.key: word for one, word in zip(cut(document), ("La maison.", "Le pont."), strict=False)}
        composed = compose(document, language=language, targets=targets)["standfirst"]
        assert composed == (expected if len(targets) == 2 else "La maison.")


def test_a_correction_is_translated_as_a_sentence_of_its_article_and_costs_no_other(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    work(engine)
    engine.asked.clear()
    correct(article, "The mayor did not open the bridge.", "The mayor opened the bridge.", "The judge opened the bridge.")
    before = page(article, "es").find_class("correction")[0]
    assert before.findall("p")[1].get("lang") == "en", "readers are told at once, in the language it was written in"
    work(engine, now=LATER)
    assert sorted(engine.asked) == [("es", "The mayor did not open the bridge."), ("it", "The mayor did not open the bridge.")]
    box = page(article, "es").find_class("correction")[0]
    text = box.findall("p")[1]
    assert "puente" in text.text_content()
    assert (text.get("lang"), text.get("data-text")) == (None, "machine")
    assert [(one.get("lang"), one.text_content()) for one in box.iter("dd")] == [("en", "The mayor opened the bridge."), ("en", "The judge opened the bridge.")]
    log = log_page("es")
    assert "puente" in log.find_class("correction")[0].findall("p")[1].text_content()
    assert log.find_class("card-made"), "and who made it is said there too"
    assert page(article, "en").find_class("correction")[0].findall("p")[1].get("lang") is None
    ada = make_translator()
    key = next(one for one in row(article, "es").targets if one.startswith("corrections."))
    flow.sentence_accepted(article, "es", key, text="El alcalde no inauguró el puente.", by=ada, now=LATER)
    publish_again(article, TEXT.replace("old", "ancient"))
    work(engine, now=LATER)
    assert "no inauguró" in page(article, "es").find_class("correction")[0].text_content()


def test_a_correction_that_comes_while_a_worker_is_busy_is_translated_too(engine: Counted) -> None:
    article = making.make_article("The old road", text=TEXT)
    engine.during = lambda: correct(article, "The judge opened the bridge.")
    work(engine)
    work(engine, now=LATER)
    for language in ("es", "it"):
        kept = row(article, language)
        assert kept.is_whole
        assert [one["language"] for one in kept.document["corrections"]] == [None]
    assert not TranslationRequest.objects.exists()


def correct(article: Article, text: str, old: str = "", new: str = "") -> None:
    flow.article_corrected(Article.objects.get(pk=article.pk), kind="correction", text=text, by=None, now=LATER, old_text=old, new_text=new)


def log_page(language: str) -> lxml.html.HtmlElement:
    rendered = SiteHouse().render(Target(f"/{language}/corrections/", language, "corrections", ""))
    assert rendered is not None
    return lxml.html.fromstring(rendered.body)


def test_the_words_of_a_picture_say_their_language_until_they_are_translated(engine: Counted) -> None:
    picture = making.make_picture()
    article = making.make_article("The old road", text=TEXT, picture=picture, picture_alt="The bridge over the river.", picture_caption="<p>The river was calm.</p>")
    version = PublicState.objects.get(pk=article.pk).version
    head = {**version.document, "headline": "La carretera", "image": {**version.document["image"], "language": "en"}}
    keep_translation(version, head, language="es", state=State.MACHINE, by="a machine", now=NOW)
    shown = page(article, "es").find_class("featured")[0]
    assert [one.get("lang") for one in (*shown.iter("img"), *shown.find_class("caption"))] == ["en", "en"]
    home = SiteHouse().render(Target("/es/", "es", "home", ""))
    assert home is not None
    assert [one.get("lang") for one in lxml.html.fromstring(home.body).iter("img") if one.get("alt")] == ["en"]
    work(engine)
    assert [one.get("lang") for one in page(article, "en").find_class("featured")[0].iter("img")] == [None], "a control: its own language"
