"""The translators' desk, sentence by sentence, as plain forms: what is shown, kept, accepted, refused, and never lost."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coranto.articles.models import Article
from coranto.delivery.models import Stale
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.glossary import set_term
from coranto.translation.memory import Imported, remember_imported
from coranto.translation.models import HumanText, Rule, SentenceDraft, Translation
from coranto.translation.segments import digest
from coranto.translation.working import translate_due
from tests.newsroom.translating import NOW, address, client_of, fields, machine_translates, make_translator, public_text, rows
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TEXT = "The road is old. The houses are <b>new</b>, and the river is deep.\n\nThe mayor opened the bridge."
FRENCH = {
    "The road is old.": "La route est vieille.",
    "The houses are new, and the river is deep.": "Les maisons sont <1>neuves</1> et la rivière est profonde.",
    "The mayor opened the bridge.": "Le maire a ouvert le pont.",
}


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["ar", "de", "en", "fr", "ja", "sq"]).delete()


@pytest.fixture
def road() -> Article:
    """An article in English that a machine has put into French."""
    article = making.make_article("The road", text=TEXT)
    machine_translates(article, "fr", FRENCH)
    return article


@pytest.fixture
def ada() -> User:
    return make_translator()


def do(client: Client, article: Article, data: dict[str, Any], language: str = "fr") -> Any:
    return client.post(address(article, language, "sentence/"), data)


def row_of(article: Article, language: str, person: User, words: str) -> Any:
    return next(row for row in rows(article, language, person) if words in "".join(piece.text for sentence in row.source for piece in sentence))


def publish_again(article: Article, text: str) -> None:
    paragraphs = "".join(f'<p data-block-key="k{number}">{part}</p>' for number, part in enumerate(text.split("\n\n")))
    article.body = json.dumps([{"type": "rich_text", "value": paragraphs, "id": article.body[0].id}])
    article.save()
    flow.article_published(article, by=None, now=NOW + timedelta(hours=2))


def test_the_desk_shows_every_sentence_beside_its_translation(road: Article, ada: User) -> None:
    html = client_of(ada).get(address(road, "fr"), {"show": "all"}).content.decode()
    assert html.count('class="coranto-sentence ') == 5
    assert 'lang="en" dir="ltr">The road is old.' in html
    assert 'lang="fr" dir="ltr" rows="2"' in html
    assert "Les maisons sont &lt;1&gt;neuves&lt;/1&gt; et la rivière" in html
    assert 'title="strong">&lt;1&gt;</span>new<span class="coranto-tag" dir="ltr" title="strong">&lt;/1&gt;</span>' in html
    assert "By machine (<bdi>Firefox Translations</bdi>), not reviewed" in html


def test_accept_and_next_makes_the_sentence_public_and_goes_on(road: Article, ada: User) -> None:
    Stale.objects.all().delete()
    row = row_of(road, "fr", ada, "The road is old.")
    answer = do(client_of(ada), road, fields(row, "La route est ancienne."))
    assert answer.status_code == 302
    assert "houses" in "".join(piece.text for piece in row_of(road, "fr", ada, "houses").source[0])
    assert f"at={row.after.replace('#', '%23')}" in answer.headers["Location"]
    assert "La route est ancienne." in public_text(road, "fr")
    assert Stale.objects.filter(key__contains=f"{road.pk}").exists()
    done = row_of(road, "fr", ada, "The road is old.")
    assert (done.state, done.made_by, done.is_todo, done.draft) == ("edited", "Ada Translator", False, None)


def test_a_machines_sentence_left_as_it_is_was_checked(road: Article, ada: User) -> None:
    row = row_of(road, "fr", ada, "mayor")
    do(client_of(ada), road, fields(row, row.text))
    assert row_of(road, "fr", ada, "mayor").state == "machine-checked"


def test_what_is_typed_is_kept_for_its_writer_and_for_nobody_else(road: Article, ada: User) -> None:
    bea = make_translator("bea@example.org", "Bea Bright")
    do(client_of(ada), road, fields(row_of(road, "fr", ada, "mayor"), "Un brouillon secret.", do="keep"))
    assert "Un brouillon secret." in client_of(ada).get(address(road, "fr")).content.decode()
    others = client_of(bea).get(address(road, "fr")).content.decode()
    assert "Un brouillon secret." not in others
    assert "<bdi>Ada Translator</bdi> has a draft of this sentence as well." in others
    assert "Un brouillon secret." not in public_text(road, "fr")
    assert "Un brouillon secret." not in client_of(bea).get(address(road, "fr", "preview/")).content.decode()
    assert "<mark>Un brouillon secret.</mark>" in client_of(ada).get(address(road, "fr", "preview/")).content.decode()
    assert '<bdi lang="en">This is a preview for you alone. 1 draft of yours' in client_of(ada).get(address(road, "fr", "preview/")).content.decode()


def test_what_would_break_the_page_is_refused_and_not_lost(road: Article, ada: User) -> None:
    row = row_of(road, "fr", ada, "houses")
    answer = client_of(ada).post(address(road, "fr", "sentence/"), fields(row, "Les maisons sont <1>neuves."), follow=True)
    html = answer.content.decode()
    assert "The tag &lt;1&gt; is never closed" in html
    assert "Les maisons sont &lt;1&gt;neuves.</textarea>" in html
    assert html.count("data-trouble>The tag &lt;1&gt; is never closed") == 1, "said beside the sentence"
    assert "data-trouble" not in client_of(ada).get(address(road, "fr")).content.decode(), "and once"
    assert "neuves</1>" in public_text(road, "fr")
    assert row_of(road, "fr", ada, "houses").draft is not None


def test_two_people_race_for_one_sentence_and_both_keep_their_words(road: Article, ada: User) -> None:
    bea = make_translator("bea@example.org", "Bea Bright")
    seen_by_both = row_of(road, "fr", ada, "mayor")
    do(client_of(bea), road, fields(seen_by_both, "Madame le maire a inauguré le pont."))
    answer = client_of(ada).post(address(road, "fr", "sentence/"), fields(seen_by_both, "Le maire inaugura le pont."), follow=True)
    html = answer.content.decode()
    assert "meanwhile Bea Bright has put another text there." in html
    assert "Since you began, <bdi>Bea Bright</bdi> has put another text here." in html
    assert "Le maire inaugura le pont.</textarea>" in html
    assert "Madame le maire a inauguré le pont." in public_text(road, "fr")
    now = row_of(road, "fr", ada, "mayor")
    do(client_of(ada), road, fields(now, "Le maire inaugura le pont."))  # she has compared, and means it
    assert "Le maire inaugura le pont." in public_text(road, "fr")
    assert list(HumanText.objects.filter(key=now.key).order_by("pk").values_list("by", "target")) == [
        ("Bea Bright", "Madame le maire a inauguré le pont."),
        ("Ada Translator", "Le maire inaugura le pont."),
    ]


def test_two_windows_of_one_person_lose_nothing(road: Article, ada: User) -> None:
    row, client = row_of(road, "fr", ada, "mayor"), client_of(ada)
    do(client, road, fields(row, "Dans la première fenêtre.", do="keep"))
    do(client, road, fields(row, "Dans la seconde fenêtre.", do="keep"))
    now = row_of(road, "fr", ada, "mayor")
    assert (now.text, now.asides) == ("Dans la seconde fenêtre.", ("Dans la première fenêtre.",))
    do(client, road, fields(now, now.text, aside="0"))
    now = row_of(road, "fr", ada, "mayor")
    assert (now.text, now.asides) == ("Dans la première fenêtre.", ("Dans la seconde fenêtre.",))
    do(client, road, fields(now, "Enfin la phrase."))
    assert "Enfin la phrase." in public_text(road, "fr")
    assert not SentenceDraft.objects.exists()


def test_an_edit_of_the_original_shows_what_changed_and_keeps_drafts(road: Article, ada: User) -> None:
    client = client_of(ada)
    do(client, road, fields(row_of(road, "fr", ada, "mayor"), "Le maire a inauguré le pont."))
    do(client, road, fields(row_of(road, "fr", ada, "old"), "Un brouillon de la route.", do="keep"))
    publish_again(road, "A first sentence is new. The road is old. The houses are <b>new</b>, and the river is deep.\n\nThe mayor opened the second bridge.")
    todo = rows(road, "fr", ada, show="todo")
    assert "second bridge" in "".join(piece.text for piece in todo[0].source[0]), "outdated sentences come first"
    assert ("new", "second ") in [(part.kind, part.text) for part in todo[0].source_changes]
    assert todo[0].text == "Le maire a inauguré le pont."
    kept = row_of(road, "fr", ada, "The road is old.")
    assert kept.text == "Un brouillon de la route."
    html = client.get(address(road, "fr")).content.decode()
    assert "What changed in the original:" in html
    assert "<ins>second </ins>" in html


def test_an_article_changed_while_somebody_works_is_said_and_loses_nothing(road: Article, ada: User) -> None:
    row = row_of(road, "fr", ada, "mayor")
    publish_again(road, TEXT.replace("The mayor opened", "The mayor closed"))
    html = client_of(ada).post(address(road, "fr", "sentence/"), fields(row, "Le maire a ouvert ce pont."), follow=True).content.decode()
    assert "The original was changed while you worked." in html
    assert "Le maire a ouvert ce pont." in html
    assert "Le maire a ouvert ce pont." not in public_text(road, "fr")


def machine_knows(english: str, french: str) -> None:
    remember_imported([Imported(digest(english), english, french, "en", "fr", engine="apertium")])
    translate_due({}, Order(), told=flow.translations_kept, clock=lambda: NOW + timedelta(hours=3))


def test_the_machines_newer_sentence_can_be_used_or_refused(road: Article, ada: User) -> None:
    client = client_of(ada)
    for words, text in (("mayor", "Le maire a inauguré le pont."), ("old", "La route est ancienne.")):
        do(client, road, fields(row_of(road, "fr", ada, words), text))
    publish_again(road, TEXT.replace("the bridge", "the second bridge").replace("is old", "is very old"))
    machine_knows("The mayor opened the second bridge.", "Le maire a ouvert le second pont.")
    machine_knows("The road is very old.", "La route est très vieille.")
    assert "Le maire a inauguré le pont." in public_text(road, "fr"), "no machine writes over a person"
    row = row_of(road, "fr", ada, "mayor")
    assert (row.text, row.proposal, row.proposal_by) == ("Le maire a inauguré le pont.", "Le maire a ouvert le second pont.", "Apertium")
    html = client.get(address(road, "fr")).content.decode()
    assert "<bdi>Apertium</bdi> proposes for the new original." in html
    do(client, road, fields(row, row.text, use=row.proposal))
    used = row_of(road, "fr", ada, "mayor")
    assert (used.text, used.is_outdated) == ("Le maire a ouvert le second pont.", True)
    do(client, road, fields(used, used.text))
    assert (row_of(road, "fr", ada, "mayor").state, row_of(road, "fr", ada, "mayor").is_todo) == ("machine-checked", False)
    do(client, road, fields(row_of(road, "fr", ada, "old"), "La route est ancienne."))  # still right: the machine's is refused
    kept = row_of(road, "fr", ada, "old")
    assert (kept.text, kept.is_outdated, kept.proposal, kept.state) == ("La route est ancienne.", False, "", "edited")


def test_a_machine_that_is_faster_takes_no_words_away(road: Article, ada: User) -> None:
    publish_again(road, TEXT + " She laughed.")
    row = row_of(road, "fr", ada, "laughed")
    assert row.state == "missing"
    do(client_of(ada), road, fields(row, "Elle a ri.", do="keep"))
    machine_knows("She laughed.", "Elle riait.")
    answer = client_of(ada).post(address(road, "fr", "sentence/"), fields(row, "Elle a ri aux éclats.", number=1), headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "Apertium has put another text there" in answer.json()["trouble"]
    now = row_of(road, "fr", ada, "laughed")
    assert (now.text, now.is_overtaken) == ("Elle a ri aux éclats.", True)
    assert ("gone", "riait") in [(part.kind, part.text) for part in now.held_changes]
    do(client_of(ada), road, fields(now, now.text))
    assert "Elle a ri aux éclats." in public_text(road, "fr")


def test_drafts_of_sentences_that_are_gone_are_shown_until_they_are_let_go(road: Article, ada: User) -> None:
    client = client_of(ada)
    do(client, road, fields(row_of(road, "fr", ada, "mayor"), "Un brouillon orphelin.", do="keep"))
    publish_again(road, "The road is old.")
    html = client.get(address(road, "fr")).content.decode()
    assert "Your drafts whose sentence is gone" in html
    assert "Un brouillon orphelin." in html
    client.post(address(road, "fr", "stray/"), {"draft": SentenceDraft.objects.get().pk})
    assert "Un brouillon orphelin." not in client.get(address(road, "fr")).content.decode()


def test_sentences_are_joined_and_divided_without_a_word_lost(road: Article, ada: User) -> None:
    client = client_of(ada)
    do(client, road, fields(row_of(road, "fr", ada, "old"), "La route est vieille,", do="join"))
    joined = row_of(road, "fr", ada, "old")
    assert len(joined.keys) == 2
    assert joined.text == "La route est vieille, Les maisons sont neuves et la rivière est profonde."
    assert "neuves</1>" in public_text(road, "fr"), "nothing is public before it is accepted"
    do(client, road, fields(joined, "La route est vieille, mais les maisons sont neuves."))
    held = row_of(road, "fr", ada, "old")
    assert (held.text, len(held.keys), held.state, held.is_todo) == ("La route est vieille, mais les maisons sont neuves.", 2, "translated", False)
    do(client, road, fields(held, held.text, do="divide"))
    first, second = row_of(road, "fr", ada, "old"), row_of(road, "fr", ada, "houses")
    assert (first.keys, second.text, second.is_divided) == (held.keys[:1], "", True)
    html = client.post(address(road, "fr", "sentence/"), fields(first, "La route est vieille."), follow=True).content.decode()
    assert "They are accepted together with those of the other sentence" in html
    assert "mais les maisons sont neuves." in public_text(road, "fr"), "readers miss nothing meanwhile"
    do(client, road, fields(row_of(road, "fr", ada, "houses"), "Les maisons sont <1>neuves</1>."))
    assert public_text(road, "fr").count("maisons") == 1
    assert "La route est vieille.\nLes maisons sont <1>neuves</1>." in public_text(road, "fr")
    assert not SentenceDraft.objects.exists()


def test_the_memory_the_glossary_and_the_history_help_with_a_sentence(road: Article, ada: User) -> None:
    client = client_of(ada)
    set_term("bridge", source_language="en", language="fr", rule=Rule.TRANSLATE, target="pont", by=ada, now=NOW)
    other = making.make_article("Another road", text="The mayor opened the old bridge.")
    do(client, other, fields(row_of(other, "fr", ada, "mayor"), "Le maire a ouvert le vieux pont."))
    do(client, road, fields(row_of(road, "fr", ada, "mayor"), "Le maire ouvrit le pont."))
    do(client, road, fields(row_of(road, "fr", ada, "mayor"), "Le maire ouvrit ce pont."))
    html = client.get(address(road, "fr", "about/"), {"key": row_of(road, "fr", ada, "mayor").key}).content.decode()
    assert "<del>old </del>" in html
    assert "Le maire a ouvert le vieux pont." in html
    assert 'dir="ltr">pont</span>' in html
    assert "<del>le</del><ins>ce</ins> pont." in html
    assert client.get(address(road, "fr", "about/"), {"key": "no such"}).status_code == 404
    opened = client.get(address(road, "fr"), {"show": "all", "open": row_of(road, "fr", ada, "mayor").key}).content.decode()
    assert "Le maire a ouvert le vieux pont." in opened, "and without scripts as well"


def test_problems_point_to_their_place_and_can_be_listed(road: Article, ada: User) -> None:
    client = client_of(ada)
    publish_again(road, TEXT + "\n\nThere were 12 boats.")
    do(client, road, fields(row_of(road, "fr", ada, "boats"), "Il y avait 21 bateaux.", do="keep"))
    html = client.get(address(road, "fr"), {"show": "problems"}).content.decode()
    assert '<mark class="coranto-mark coranto-mark--problem">21</mark>' in html
    assert '<mark class="coranto-mark coranto-mark--problem">12</mark>' in html
    assert html.count('class="coranto-sentence ') < 6
    do(client, road, fields(row_of(road, "fr", ada, "boats"), "Il y avait 12 bateaux.", do="keep"))
    assert "bateaux" not in client.get(address(road, "fr"), {"show": "problems"}).content.decode()


def test_the_whole_article_is_accepted_only_by_somebody_who_says_so(road: Article, ada: User) -> None:
    client = client_of(ada)
    client.post(address(road, "fr", "accept-all/"))
    assert Translation.objects.get(article=road).reviewed == 0
    do(client, road, fields(row_of(road, "fr", ada, "mayor"), "Un brouillon.", do="keep"))
    assert "You have drafts that are not accepted." in client.post(address(road, "fr", "accept-all/"), {"meant": "on"}, follow=True).content.decode()
    do(client, road, fields(row_of(road, "fr", ada, "mayor"), "", do="let-go"))
    seen = lxml.html.fromstring(client.get(address(road, "fr")).content).xpath("//form[@class='coranto-all']/input[@name='seen']/@value")[0]
    client.post(address(road, "fr", "accept-all/"), {"meant": "on"})
    assert Translation.objects.get(article=road).reviewed == 0, "nobody saw anything"
    client.post(address(road, "fr", "accept-all/"), {"meant": "on", "seen": seen})
    row = Translation.objects.get(article=road)
    assert (row.reviewed, row.sentences, row.state) == (5, 5, "machine-checked")
    assert "Accept the whole article" not in client.get(address(road, "fr")).content.decode()


def test_a_volunteer_works_in_their_languages_only(road: Article) -> None:
    volunteer = make_translator("vera@example.org", "Vera Volunteer", "sq", "fr")
    client = client_of(volunteer)
    assert client.get(address(road, "fr")).status_code == 200
    for method, part in (("get", ""), ("get", "about/"), ("get", "preview/"), ("post", "sentence/"), ("post", "accept-all/"), ("post", "stray/")):
        answer = getattr(client, method)(address(road, "de", part), {"key": "headline#1", "text": "Die Straße", "do": "accept"})
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/desk/"), part
    assert not SentenceDraft.objects.exists()
    assert not Translation.objects.filter(language="de").exists()
    author = client_of(make_translator("max@example.org", "Max Author", role="Authors"))
    assert author.get(address(road, "fr")).headers["Location"] == "/desk/"


def test_what_is_not_public_or_not_offered_is_not_there(road: Article, ada: User) -> None:
    client = client_of(ada)
    draft = making.make_article("A draft", publish=False)
    assert [client.get(path).status_code for path in (address(draft, "fr"), address(road, "en"), address(road, "xx"), address(road, "es"))] == [404] * 4
    flow.article_withdrawn(road, reason="It was wrong.", by=None, now=NOW)
    assert client.get(address(road, "fr")).status_code == 404


def test_hostile_text_stays_text_in_source_and_target(ada: User) -> None:
    hostile = "<script>alert(1)</script> & <1>no tag</1> \"'><img src=x onerror=alert(1)>"
    article = making.make_article(hostile[:200], standfirst=hostile, text="A plain sentence.")
    machine_translates(article, "ar")
    client = client_of(ada)
    row = rows(article, "ar", ada)[0]
    do(client, article, fields(row, f"نص {hostile}", do="keep"), "ar")
    for path in (address(article, "ar"), address(article, "ar", "preview/"), address(article, "ar", f"about/?key={row.key.replace('#', '%23')}")):
        html = client.get(path).content.decode()
        assert "<img src=x" not in html
        assert "<script>alert" not in html
    assert rows(article, "ar", ada)[0].draft is not None, "the control: it was kept"


def test_two_hundred_sentences_cost_as_few_queries_as_five(road: Article, ada: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    long = making.make_article("The long road", text="\n\n".join(f"The mayor opened bridge {number}. It is long." for number in range(100)))
    machine_translates(long, "fr")
    client = client_of(ada)
    for row in rows(long, "fr", ada)[2:12]:
        do(client, long, fields(row, "Le pont est long.", do="keep"))
    client.get(address(long, "fr"))
    with django_assert_max_num_queries(30):
        html = client.get(address(long, "fr"), {"show": "all"}).content.decode()
    assert html.count('class="coranto-sentence ') == 40
    with django_assert_max_num_queries(30):
        client.get(address(long, "fr"), {"show": "problems"})
