"""The glossary in the desk: words with their history, names by themselves, and what a change asks for again; and the screen of engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from coranto.articles.models import Article, PublicState
from coranto.articles.models.people import PersonName
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy, Publication
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium_modes import installed
from coranto.translation.glossary import read_glossary, set_term
from coranto.translation.models import GlossaryTerm, HumanText, Translation, TranslationRequest
from coranto.translation.sources import read_source
from coranto.translation.working import translate_due
from tests.site import making
from tests.translation.working_engines import Counted

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
FAR = NOW + timedelta(days=1000)
GLOSSARY = "/desk/coranto/translations/glossary/"
RIVER = {"source_language": "en", "source": "river", "language": "es", "rule": "translate", "target": "arroyo", "inflects": "on", "note": "House style."}
needs_apertium = pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed")


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()


@pytest.fixture
def engine() -> Iterator[Counted]:
    counted = Counted()
    yield counted
    counted.close()


def desk(role: str) -> Client:
    person = User.objects.create_user(f"{role.split()[0].lower()}@example.org", "a long enough password", first_name=role)
    person.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(person)
    return client


def work(engine: Counted) -> None:
    translate_due({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, clock=lambda: FAR)


def spanish(article: Article) -> str:
    return str(Translation.objects.get(article=article, language="es").document["body"])


def key_of(article: Article, words: str) -> str:
    return next(one.key for one in read_source(PublicState.objects.get(pk=article.pk).version).segments if words in one.plain)


@needs_apertium
def test_a_changed_word_asks_again_for_what_machines_said_and_leaves_what_people_wrote(engine: Counted) -> None:
    one = making.make_article("The old road", text="The river is deep. The mayor praised the river. The bridge is old.")
    other = making.make_article("The new road", text="The judge likes the river.")
    making.make_article("Nothing of it", text="The bridge is old.")
    work(engine)
    ben = User.objects.create_user("ben@example.org", "a long enough password", first_name="Ben")
    flow.sentence_accepted(one, "es", key_of(one, "mayor"), text="El alcalde alabó el río.", by=ben, now=NOW)
    assert "río" in spanish(one)
    client = desk("Editors")
    answer = client.post(GLOSSARY, RIVER)
    term = GlossaryTerm.objects.get()
    assert answer.headers["Location"] == f"{GLOSSARY}{term.pk}/"
    page = client.get(f"{GLOSSARY}{term.pk}/").content.decode()
    assert "2 articles with the word were looked through." in page
    assert "2 sentences of machines say it otherwise." in page
    assert "1 sentence of a person says it otherwise." in page
    assert "El alcalde alabó el río." in page
    engine.asked.clear()
    work(engine)
    assert engine.asked == [], "a change alone asks for nothing"
    client.post(f"{GLOSSARY}{term.pk}/", {"act": "again"})
    assert set(TranslationRequest.objects.values_list("article", "is_anew")) == {(one.pk, True), (other.pk, True)}
    assert "2 translations are still to be looked through" in client.get(f"{GLOSSARY}{term.pk}/").content.decode()
    work(engine)
    assert sorted(text for _language, text in engine.asked) == ["The judge likes the river.", "The river is deep."]
    assert "arroyo" in spanish(one)
    assert "arroyo" in spanish(other)
    assert "El alcalde alabó el río." in spanish(one), "a person's sentence is flagged and never overwritten"
    assert HumanText.objects.get().is_current
    page = client.get(f"{GLOSSARY}{term.pk}/").content.decode()
    assert "0 sentences of machines say it otherwise." in page
    assert not TranslationRequest.objects.filter(is_anew=True).exists()
    engine.asked.clear()
    client.post(f"{GLOSSARY}{term.pk}/", {"act": "again"})
    work(engine)
    assert engine.asked == [], "nothing is left to be asked again"


def test_every_version_of_a_word_stays_and_a_constraint_is_no_obstacle() -> None:
    client = desk("Editors")
    client.post(GLOSSARY, RIVER)
    first = GlossaryTerm.objects.get()
    answer = client.post(f"{GLOSSARY}{first.pk}/", {"act": "set", "rule": "translate", "target": "río", "note": ""})
    second = GlossaryTerm.objects.get(is_current=True)
    assert answer.headers["Location"] == f"{GLOSSARY}{second.pk}/"
    assert (second.source, second.language, second.target, second.inflects, second.version) == ("river", "es", "río", False, 2)
    page = client.get(f"{GLOSSARY}{second.pk}/").content.decode()
    assert page.count("Editors") >= 2
    assert page.index("río") < page.rindex("arroyo")
    old = client.get(f"{GLOSSARY}{first.pk}/").content.decode()
    assert "This is an earlier version." in old
    assert client.post(f"{GLOSSARY}{first.pk}/", {"act": "set", "rule": "keep"}).status_code == 302
    assert GlossaryTerm.objects.count() == 2, "history cannot be changed"
    client.post(f"{GLOSSARY}{second.pk}/", {"act": "set", "rule": "translate", "target": "río", "note": "Twice the same."})
    assert GlossaryTerm.objects.get(is_current=True).version == 3
    said = client.post(f"{GLOSSARY}{GlossaryTerm.objects.get(is_current=True).pk}/", {"act": "set", "rule": "translate", "target": ""}).content.decode()
    assert "Say how" in said
    client.post(f"{GLOSSARY}{GlossaryTerm.objects.get(is_current=True).pk}/", {"act": "end"})
    assert not GlossaryTerm.objects.filter(is_current=True).exists()
    assert GlossaryTerm.objects.count() == 3


def test_names_enter_by_themselves_with_their_forms_and_hostile_words_stay_words() -> None:
    ada = making.make_person("Ada <b>Bold</b>")
    PersonName.objects.create(person=ada, script="Arab", name="أدا")
    PersonName.objects.create(person=ada, script="fa", name="ادا")
    name = next(entry for entry in read_glossary("en").entries if entry.is_name)
    assert [name.form(code) for code in ("ar", "fa", "fr")] == ["أدا", "ادا", None]
    making.make_outlet("The Other Paper")
    set_term("<script>alert(1)</script>", source_language="en", language="", rule="keep", by=None, now=NOW)
    page = desk("Translators").get(GLOSSARY).content.decode()
    assert "Ada &lt;b&gt;Bold&lt;/b&gt;" in page
    assert "أدا" in page
    assert "The Other Paper" in page
    assert "<script>alert(1)" not in page
    assert "Agree on a word" not in page, "translators see and do not change"
    assert "The Other Paper" not in desk("Editors").get(GLOSSARY, {"words": "ada"}).content.decode()


def test_the_name_of_the_publication_is_kept_as_other_names_are() -> None:
    publication = Publication.load()
    publication.name = "The Post Road"
    publication.save()
    glossary = read_glossary("en").within("The Post Road began this morning.")
    assert glossary.names("The Post Road began this morning.") == ("The Post Road",)
    assert [(term.source, term.target) for term in glossary.for_engines("es")] == [("The Post Road", None)], "engines that take glossaries are told"
    assert "The Post Road" in desk("Translators").get(GLOSSARY, {"words": "post road"}).content.decode()


def test_translators_may_look_and_editors_may_change() -> None:
    client = desk("Translators")
    assert client.post(GLOSSARY, RIVER).status_code == 302
    assert not GlossaryTerm.objects.exists()
    term = set_term("river", source_language="en", language="es", rule="translate", target="río", by=None, now=NOW)
    for act in ("set", "end", "again"):
        client.post(f"{GLOSSARY}{term.pk}/", {"act": act, "rule": "keep"})
    assert GlossaryTerm.objects.get().is_current


# Engines


ENGINES = "/desk/coranto/translations/engines/"


def configured(settings: Any, **table: Any) -> None:
    settings.INSTANCE.options["translation"] = table


@pytest.fixture
def options(settings: Any) -> Iterator[None]:
    before = dict(settings.INSTANCE.options)
    yield
    settings.INSTANCE.options.clear()
    settings.INSTANCE.options.update(before)


@needs_apertium
def test_the_desk_shows_each_languages_engines_and_whether_text_leaves(options: None, settings: Any) -> None:
    LanguagePolicy.objects.create(language="th")
    configured(settings, engines={"default": ["firefox", "apertium", "libretranslate"], "th": ["memory"]}, libretranslate={"url": "https://translate.example"})
    page = desk("Translators").get(ENGINES)
    rows = {row.language.code: [(one.name, one.how, one.leaves) for one in row.tries] for row in page.context["rows"]}
    assert rows["es"] == [("firefox", "lacking", False), ("apertium", "direct", False), ("libretranslate", "asks", True)]
    assert rows["th"] == []
    html = page.content.decode()
    assert "Text leaves this machine" in html
    assert "The memory alone" in html
    assert "1 language has no engine here" in html
    shown = {one.name: (one.is_used, one.leaves) for one in page.context["engines"]}
    assert shown["libretranslate"] == (True, True)
    assert shown["deepl"] == (False, True)


def test_settings_that_cannot_be_used_are_said(options: None, settings: Any) -> None:
    configured(settings, engines={"default": ["deepL"]})
    page = desk("Editors").get(ENGINES).content.decode()
    assert "Unknown engine" in page
    assert "deepL" in page
