"""Texts of the publication itself at the translators' desk: found, corrected, accepted, and given to readers."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coranto.delivery.house import Target
from coranto.delivery.models import Stale
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.rights.models import Terms
from coranto.rights.presets import RESERVED
from coranto.rights.stating import state_terms
from coranto.site.house import SiteHouse
from coranto.taxonomy.models import Report
from coranto.translation.choosing import Order
from coranto.translation.glossary import set_term
from coranto.translation.models import HumanText, OwnText, OwnTranslation, Rule, SentenceDraft
from coranto.translation.own_working import translate_own
from tests.newsroom.translating import NOW, client_of, fields, machine_translates_own, make_translator, own_address, own_rows
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LATER = NOW + timedelta(days=1)
LIST = "/desk/coranto/translations/texts/"
FRENCH = {"The deep river": "La rivière profonde", "The mayor opened the bridge.": "Le maire a ouvert le pont.", "The judge is tall.": "Le juge est <1>grand</1>."}


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["ar", "de", "en", "fr"]).delete()
    OwnText.objects.all().delete()


@pytest.fixture
def report() -> Report:
    """An in-depth report that a machine has put into French."""
    made = making.make_report("The deep river", introduction="<p>The mayor opened the bridge. The judge is <b>tall</b>.</p>")
    machine_translates_own(f"report:{made.pk}", "fr", FRENCH)
    return made


@pytest.fixture
def ada() -> User:
    return make_translator()


def name_of(report: Report) -> str:
    return f"report:{report.pk}"


def do(client: Client, report: Report, data: dict[str, Any], language: str = "fr") -> Any:
    return client.post(own_address(name_of(report), language, "sentence/"), data)


def row_of(report: Report, words: str, person: User, language: str = "fr") -> Any:
    return next(row for row in own_rows(name_of(report), language, person) if words in "".join(piece.text for sentence in row.source for piece in sentence))


def read(report: Report, language: str = "fr") -> str:
    """What readers get of the report's page."""
    rendered = SiteHouse().render(Target(f"/{language}/report/{report.slug}/", language, "list", f"report:{report.pk}"))
    assert rendered is not None
    return " ".join(lxml.html.fromstring(rendered.body).xpath("//main")[0].text_content().split())


def rework(when: int = 1) -> None:
    """The worker comes by, without an engine."""
    while translate_own({}, Order(), told=flow.own_text_kept, now=LATER + timedelta(days=3650 * when)) is not None:
        pass


def test_what_the_publication_says_of_itself_is_corrected_like_an_article(report: Report, ada: User) -> None:
    client = client_of(ada)
    html = client.get(own_address(name_of(report), "fr"), {"show": "all"}).content.decode()
    assert html.count('class="coranto-sentence ') == 3
    assert "<span>In-depth report</span>" in html
    assert "1 · Title" in html
    assert "2 · Introduction" in html
    assert "Le juge est &lt;1&gt;grand&lt;/1&gt;." in html
    assert "By machine (<bdi>Firefox Translations</bdi>), not reviewed" in html
    assert "Join with the next" not in html
    Stale.objects.all().delete()
    do(client, report, fields(row_of(report, "mayor", ada), "La maire a inauguré le pont."))
    assert list(Stale.objects.values_list("key", flat=True)) == [f"own:report:{report.pk}:fr"], "every page that shows it, and no other"
    assert "La maire a inauguré le pont." in read(report)
    row = row_of(report, "mayor", ada)
    assert (row.state, row.made_by, row.is_todo) == ("edited", "Ada Translator", False)
    do(client, report, fields(row_of(report, "deep", ada), "La rivière profonde"))
    assert row_of(report, "deep", ada).state == "machine-checked"


def test_a_text_in_a_language_that_nobody_has_made_yet_is_written_by_a_person(report: Report, ada: User) -> None:
    for words, text in (("deep", "Der tiefe Fluss"), ("mayor", "Der Bürgermeister hat die Brücke eröffnet."), ("judge", "Der Richter ist <1>groß</1>.")):
        do(client_of(ada), report, fields(row_of(report, words, ada, "de"), text), "de")
    held = OwnTranslation.objects.get(text__name=name_of(report), language="de")
    assert (held.state, held.by, held.is_whole, held.fits) == ("translated", "Ada Translator", True, True)
    assert "Der Richter ist groß." in read(report, "de")


def test_drafts_are_kept_for_their_writer_and_survive_an_edit_of_the_original(report: Report, ada: User) -> None:
    bea = make_translator("bea@example.org", "Bea Bright")
    do(client_of(ada), report, fields(row_of(report, "mayor", ada), "Un brouillon secret.", do="keep"))
    assert "Un brouillon secret." in client_of(ada).get(own_address(name_of(report), "fr")).content.decode()
    others = client_of(bea).get(own_address(name_of(report), "fr")).content.decode()
    assert "Un brouillon secret." not in others
    assert "<bdi>Ada Translator</bdi> has a draft of this sentence as well." in others
    assert "brouillon" not in read(report)
    report.introduction = "<p>A new sentence. The mayor opened the bridge.</p>"
    report.save()
    assert row_of(report, "mayor", ada).text == "Un brouillon secret."
    assert client_of(ada).post(own_address(name_of(report), "fr", "accept-all/"), {"meant": "on"}, follow=True).content.decode().count("You have drafts that are not accepted.") == 1
    report.introduction = ""
    report.save()
    html = client_of(ada).get(own_address(name_of(report), "fr")).content.decode()
    assert "Your drafts whose sentence is gone from the original" in html
    client_of(ada).post(own_address(name_of(report), "fr", "stray/"), {"draft": SentenceDraft.objects.get().pk})
    assert not SentenceDraft.objects.exists()


def test_an_original_that_changes_leaves_a_persons_words_and_says_what_is_new(report: Report, ada: User) -> None:
    do(client_of(ada), report, fields(row_of(report, "mayor", ada), "La maire a inauguré le pont."))
    report.introduction = "<p>The mayor closed the bridge. The judge is <b>tall</b>.</p>"
    report.save()
    for when in ("before the worker has looked", "after it has looked"):
        row = row_of(report, "mayor", ada)
        assert (row.is_outdated, row.text, row.is_todo) == (True, "La maire a inauguré le pont.", True), when
        assert [(one.kind, one.text) for one in row.source_changes if one.kind != "same"] == [("gone", "opened"), ("new", "closed")], when
        listed = client_of(ada).get(LIST, {"language": "fr"}).content.decode()
        assert "<del>opened</del><ins>closed</ins>" in listed, when
        assert "Older than the original" in listed, when
        rework()
    assert "La maire a inauguré le pont." in read(report), "older, as in an article, until somebody looks"
    first = own_rows(name_of(report), "fr", ada, show="todo")[0]
    assert first.is_outdated, "outdated ones stand first"
    do(client_of(ada), report, fields(row_of(report, "mayor", ada), "La maire a fermé le pont."))
    assert "La maire a fermé le pont." in read(report)
    assert "opened" not in client_of(ada).get(LIST, {"language": "fr"}).content.decode()
    told = client_of(ada).get(own_address(name_of(report), "fr", "about/"), {"key": "body.text.html#1"}).content.decode()
    assert "<del>inauguré</del><ins>fermé</ins>" in told, "the history of the place"


def test_two_people_race_for_one_sentence_and_both_keep_their_words(report: Report, ada: User) -> None:
    bea, seen_by_both = make_translator("bea@example.org", "Bea Bright"), row_of(report, "mayor", ada)
    do(client_of(bea), report, fields(seen_by_both, "Madame la maire a inauguré le pont."))
    html = client_of(ada).post(own_address(name_of(report), "fr", "sentence/"), fields(seen_by_both, "Le maire inaugura le pont."), follow=True).content.decode()
    assert "meanwhile Bea Bright has put another text there." in html
    assert "Le maire inaugura le pont.</textarea>" in html
    assert "Madame la maire a inauguré le pont." in read(report)


def test_what_would_break_the_page_is_refused_beside_its_sentence_and_not_lost(report: Report, ada: User) -> None:
    client = client_of(ada)
    html = client.post(own_address(name_of(report), "fr", "sentence/"), fields(row_of(report, "judge", ada), "Le juge est <1>grand."), follow=True).content.decode()
    assert html.count("data-trouble>The tag &lt;1&gt; is never closed") == 1
    assert "Le juge est &lt;1&gt;grand.</textarea>" in html
    assert "Le juge est grand." in read(report)
    hostile = "<script>alert(1)</script> & \"'><img src=x onerror=alert(1)>"
    do(client, report, fields(row_of(report, "deep", ada), hostile))
    assert "<script>alert" not in client.get(own_address(name_of(report), "fr"), {"show": "all"}).content.decode()
    assert "alert(1)" in read(report), "words stay words"


def test_what_helps_is_at_hand_memory_glossary_and_problems(report: Report, ada: User) -> None:
    set_term("bridge", source_language="en", language="fr", rule=Rule.TRANSLATE, target="viaduc", by=ada, now=NOW)
    set_term("mayor", source_language="en", language="fr", rule=Rule.TRANSLATE, target="maire", by=ada, now=NOW)
    row = row_of(report, "mayor", ada)
    assert [(piece.mark, piece.text) for piece in row.source[0] if piece.mark] == [("term", "mayor"), ("problem", "bridge")]
    assert [problem.code for problem in row.problems] == ["term"]
    told = client_of(ada).get(own_address(name_of(report), "fr", "about/"), {"key": row.key}).content.decode()
    assert "viaduc" in told


def test_the_rest_is_accepted_at_once_as_it_was_seen(report: Report, ada: User) -> None:
    client, path = client_of(ada), own_address(name_of(report), "fr")
    seen = lxml.html.fromstring(client.get(path).content).xpath("//form[@class='coranto-all']/input[@name='seen']/@value")[0]
    machine_translates_own(name_of(report), "fr", {**FRENCH, "The judge is tall.": "Le juge est <1>petit</1>."})
    html = client.post(f"{path}accept-all/", {"meant": "on", "seen": seen}, follow=True).content.decode()
    assert "1 sentence is another now than when you read it, and is not accepted." in html
    assert row_of(report, "judge", ada).state == "machine"
    assert {row_of(report, words, ada).state for words in ("deep", "mayor")} == {"machine-checked"}
    assert HumanText.objects.count() == 2


def test_scripts_get_the_row_anew(report: Report, ada: User) -> None:
    row = row_of(report, "mayor", ada)
    answer = client_of(ada).post(own_address(name_of(report), "fr", "sentence/"), fields(row, "Une ébauche.", do="keep"), headers={"accept": "application/json"})
    told = json.loads(answer.content)
    assert (told["trouble"], told["number"], told["said"]) == ("", 1, "Kept as a draft; not accepted yet.")
    assert own_address(name_of(report), "fr", "sentence/") in told["row"]


def test_the_list_shows_every_kind_of_text_outdated_first_in_few_queries(report: Report, ada: User) -> None:
    making.make_publication(tagline="News of the road", disclaimer="<p>The editors are not responsible.</p>")
    making.make_standing("The old city", body="<p>We visited the village.</p>")
    making.make_theme("The library", description="The judge praised the library.")
    making.make_person(biography="<p>The reporter visited the village.</p>", biography_language="en")
    state_terms(Terms.objects.create(name="For neighbours"), RESERVED, notice="We answer.")
    gone = making.make_article("A road", at=making.START)
    flow.article_withdrawn(gone, reason="The judge did not open the bridge.", by=None, now=NOW)
    do(client_of(ada), report, fields(row_of(report, "mayor", ada), "La maire a inauguré le pont."))
    report.introduction = "<p>The mayor closed the bridge.</p>"
    report.save()
    client = client_of(ada)
    client.get(LIST, {"language": "fr"})
    with CaptureQueriesContext(connection) as few:
        html = client.get(LIST, {"language": "fr"}).content.decode()
    page = lxml.html.fromstring(html)
    kinds = [" ".join(one.text_content().split()) for one in page.xpath("//table//th[@scope='row']/small")]
    assert kinds[0] == "In-depth report · English", "the outdated one"
    assert {one.partition(" ·")[0] for one in kinds} == {
        "In-depth report", "Notices, navigation and footer", "Standing page", "Theme", "Person", "Terms", "Reason of a withdrawal",
    }  # fmt: skip
    assert len(page.xpath("//table[@class='coranto-table coranto-own']/tbody/tr")) == len(kinds) == OwnText.objects.count()
    for link in page.xpath("//table//th[@scope='row']/a/@href"):
        assert client.get(link).status_code == 200, link
    for number in range(5):
        making.make_report(f"Report {number}", introduction="<p>The mayor opened the bridge.</p>")
        making.make_theme(f"Theme {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(LIST, {"language": "fr"})
    assert len(many) == len(few) <= 40, "Wagtail's frame and the session are among them"
    only = lxml.html.fromstring(client.get(LIST, {"language": "fr", "state": "outdated"}).content)
    assert len(only.xpath("//table[@class='coranto-table coranto-own']/tbody/tr")) == 1
    coverage = lxml.html.fromstring(client.get(LIST).content)
    french = coverage.xpath("//a[@href='?language=fr']/ancestor::tr")[0]
    assert [" ".join(cell.text_content().split()) for cell in french.findall("td")] == [f"1 of {len(kinds) + 10}", "0", "1"]


def test_a_volunteer_works_in_their_languages_only(report: Report) -> None:
    client = client_of(make_translator("vera@example.org", "Vera Volunteer", "fr"))
    assert client.get(own_address(name_of(report), "fr")).status_code == 200
    for method, part in (("get", ""), ("get", "about/"), ("post", "sentence/"), ("post", "accept-all/"), ("post", "stray/")):
        answer = getattr(client, method)(own_address(name_of(report), "de", part), {"key": "body.title.text#1", "text": "Der Fluss", "do": "accept"})
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/desk/"), part
    assert not OwnTranslation.objects.filter(language="de").exclude(made_at=None).exists()
    assert not lxml.html.fromstring(client.get(LIST, {"language": "de"}).content).xpath("//table//th[@scope='row']/a")
    assert lxml.html.fromstring(client.get(LIST, {"language": "fr"}).content).xpath("//table//th[@scope='row']/a")
    author = client_of(make_translator("max@example.org", "Max Author", role="Authors"))
    assert author.get(own_address(name_of(report), "fr")).headers["Location"] == "/desk/"
    assert author.get(LIST).headers["Location"] == "/desk/"


def test_what_is_not_there_or_not_offered_is_not_found(report: Report, ada: User) -> None:
    client = client_of(ada)
    for name, language in (("report:999999", "fr"), (name_of(report), "en"), (name_of(report), "es"), (name_of(report), "xx"), ("..", "fr"), ("report:x", "fr")):
        assert client.get(own_address(name, language)).status_code == 404, (name, language)
    assert client.get(LIST, {"language": "xx"}).status_code == 200, "no language is no choice"


def test_whatever_is_sent_nothing_breaks_and_nothing_is_kept_beside_the_own_language(report: Report) -> None:
    vera = make_translator("vera@example.org", "Vera Volunteer", "fr")
    client = client_of(vera)
    client.raise_request_exception = False
    odd = ("9" * 5000, "-1", "x", "\x00", "²", "٣", "", "../..", "report:", "report:x", "person:99999999999999999999", "<b>", "'--", "body.title.text#1")
    answers: dict[str, int] = {}
    for value in odd:
        for part, method in (("", "get"), ("about/", "get"), ("sentence/", "post"), ("accept-all/", "post"), ("stray/", "post")):
            answers[f"name {value[:9]!r} {part}"] = getattr(client, method)(own_address(quote(value, safe="") or "-", "fr", part)).status_code
        for name in ("number", "digests", "seen", "key", "do", "aside", "use", "after", "show", "text"):
            data = {**fields(row_of(report, "mayor", vera), "Le maire.", do="keep"), name: value}
            answers[f"{name} {value[:9]!r}"] = client.post(own_address(name_of(report), "fr", "sentence/"), data).status_code
            answers[f"{name} {value[:9]!r} json"] = client.post(own_address(name_of(report), "fr", "sentence/"), data, headers={"Accept": "application/json"}).status_code
        answers[f"stray {value[:9]!r}"] = client.post(own_address(name_of(report), "fr", "stray/"), {"draft": value}).status_code
        answers[f"all {value[:9]!r}"] = client.post(own_address(name_of(report), "fr", "accept-all/"), {"meant": "on", "seen": value}).status_code
        answers[f"desk {value[:9]!r}"] = client.get(own_address(name_of(report), "fr"), {"at": value, "open": value, "p": value, "show": value}).status_code
        answers[f"list {value[:9]!r}"] = client.get(LIST, {"language": value, "state": value, "p": value}).status_code
    assert {name: code for name, code in answers.items() if code >= 500} == {}
    assert not HumanText.objects.exists(), "no person has accepted anything"


def test_nothing_is_done_from_another_site_or_to_anothers_draft(report: Report, ada: User) -> None:
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.force_login(ada)
    for part in ("sentence/", "accept-all/", "stray/"):
        assert elsewhere.post(own_address(name_of(report), "fr", part), {"key": "body.title.text#1", "text": "x", "do": "accept", "meant": "on"}).status_code == 403, part
    do(client_of(ada), report, fields(row_of(report, "mayor", ada), "Un brouillon d’Ada.", do="keep"))
    theirs, bea = SentenceDraft.objects.get(), client_of(make_translator("bea@example.org", "Bea Bright"))
    bea.post(own_address(name_of(report), "fr", "stray/"), {"draft": theirs.pk})
    bea.post(own_address(name_of(report), "fr", "sentence/"), {"key": theirs.key, "digests": theirs.digest, "do": "let-go", "text": ""})
    assert SentenceDraft.objects.get().text == "Un brouillon d’Ada."
