"""A person answers for a whole article at once: as many statements for a thousand sentences as their batches need, and the same rows as one by one."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coranto.articles.models import Article
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.accepting import Refused
from coranto.translation.accepting_all import accept_all, acceptable, look_through, mark_of
from coranto.translation.models import HumanText, Translation
from tests.newsroom.translating import NOW, machine_translates, make_translator, opened
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LATER = NOW + timedelta(hours=1)
# The same words twice in the same place and once in another; a link; a passage that a person has answered for already.
TEXT = 'The road is old. It rains. The road is old.\n\nIt rains.\n\nSee <a href="https://example.org/a">the bridge</a>.\n\nThe mayor sleeps.\n\nIt rains.'
ROUND = 40  # statements round the sentences: locks, the outline, search, signatures, pages made stale


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "fr", "de"]).delete()


@pytest.fixture
def ada() -> User:
    return make_translator()


def road(*, text: str = TEXT, headline: str = "The road", language: str = "fr") -> Article:
    article = making.make_article(headline, text=text)
    machine_translates(article, language)
    return article


def marks(article: Article, person: User, language: str = "fr") -> set[str]:
    """What the desk's form posts as seen."""
    seen = opened(article, language, person)
    return {mark_of(one.segment, seen.held) for one in acceptable(seen.held, seen.segments)}


def history_of(article: Article, language: str) -> list[dict[str, Any]]:
    """The rows of an article in the order in which they were written; what stood before by its place among them."""
    rows = list(HumanText.objects.filter(article=article, target_language=language).order_by("pk"))
    order = {row.pk: number for number, row in enumerate(rows)}
    return [
        {"key": row.key, "digest": row.digest, "context": row.context, "source": row.source, "target": row.target.removeprefix(f"{language}: "), "state": row.state,
         "engine": row.engine, "by": row.by, "person": row.person_id, "current": row.is_current, "before": order.get(row.previous_id)}  # type: ignore[arg-type]
        for row in rows
    ]  # fmt: skip


def test_a_thousand_sentences_take_a_few_statements_a_batch(ada: User, capsys: pytest.CaptureFixture[str]) -> None:
    counted = {}
    for count in (100, 1000):
        article = road(text="\n\n".join(f"House {number} of the road is old." for number in range(count)), headline=f"The road {count}")
        known = look_through(article.pk, "fr", now=NOW)
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            done = accept_all(article.pk, "fr", by=ada, now=NOW, known=known)
        seconds = time.perf_counter() - began
        counted[count] = len(queries)
        with capsys.disabled():
            print(f"\n{done.accepted} sentences accepted at once: {len(queries)} statements, the writer held for {seconds:.2f} s")
        assert (done.row.reviewed, done.row.state, done.left) == (done.row.sentences, "machine-checked", 0)
        assert HumanText.objects.filter(article=article, is_current=True).count() == done.accepted >= count
    rows_in_one = connection.ops.bulk_batch_size([field for field in HumanText._meta.concrete_fields if not field.primary_key], range(1000))
    assert counted[100] <= ROUND
    assert counted[1000] <= counted[100] + 3 * (1000 // 500 + 1) + 1000 // rows_in_one + 1


def test_accepting_at_once_writes_the_rows_that_accepting_one_by_one_writes(ada: User) -> None:
    article = making.make_article("The road", text=TEXT)
    for language in ("fr", "de"):
        machine_translates(article, language)
        flow.sentence_accepted(article, language, "headline#1", text=f"{language}: The street", by=ada, now=NOW)
    flow.translation_accepted(article, "fr", by=ada, now=LATER)
    one_by_one = opened(article, "de", ada)
    for words in acceptable(one_by_one.held, one_by_one.segments):
        flow.sentence_accepted(article, "de", words.segment.key, text=words.text, by=ada, now=LATER)
    assert history_of(article, "fr") == history_of(article, "de")
    assert any(row["before"] is not None for row in history_of(article, "fr")), "the control: words that stand there twice follow one another"
    french, german = (Translation.objects.select_related("outline").get(article=article, language=language) for language in ("fr", "de"))
    assert {key: (one.state, one.by, one.engine, one.digest) for key, one in french.targets.items()} == {
        key: (one.state, one.by, one.engine, one.digest) for key, one in german.targets.items()
    }
    assert (french.state, french.by, french.reviewed) == (german.state, german.by, german.reviewed)


def test_a_sentence_that_another_put_there_meanwhile_is_not_accepted_unseen(ada: User) -> None:
    article = road()
    seen = marks(article, ada)
    row = Translation.objects.select_related("outline").get(article=article, language="fr")
    machine_translates_anew(article, "The mayor sleeps.", "Le maire dort mal.")
    done = flow.translation_accepted(article, "fr", by=ada, now=LATER, seen=seen)
    assert (done.accepted, done.left) == (row.sentences - 1, 1)
    states = {one.text: one.state for one in done.row.targets.values()}
    assert states["Le maire dort mal."] == "machine"
    assert done.row.state == "machine", "of all its sentences the one a person did least for"
    again = flow.translation_accepted(article, "fr", by=ada, now=LATER, seen=marks(article, ada))
    assert (again.accepted, again.left, again.row.state) == (1, 0, "machine-checked")


def machine_translates_anew(article: Article, sentence: str, text: str) -> None:
    """Another engine's words in the place of one sentence."""
    Translation.objects.filter(article=article, language="fr").delete()
    machine_translates(article, "fr", {sentence: text})


def test_a_sentence_whose_original_changed_meanwhile_waits_and_a_persons_stays_theirs(ada: User) -> None:
    article, bea = road(), make_translator("bea@example.org", "Bea Bright")
    seen = marks(article, ada)
    flow.sentence_accepted(article, "fr", "headline#1", text="La route", by=bea, now=NOW)
    article.title = "The long road"
    article.save_revision().publish()
    article.refresh_from_db()
    flow.article_published(article, by=None, now=NOW)
    done = flow.translation_accepted(article, "fr", by=ada, now=LATER, seen=seen)
    headline = done.row.targets["headline#1"]
    assert (headline.text, headline.by, headline.is_outdated) == ("La route", "Bea Bright", True)
    assert done.row.targets["standfirst#1"].by == "Ada Translator"


def test_one_sentence_that_would_break_the_page_leaves_the_whole_article_as_it_is(ada: User) -> None:
    article = making.make_article("The road", text=TEXT)
    machine_translates(article, "fr", {"See the bridge.": "Voyez https://ads.example/ ici."})
    with pytest.raises(Refused, match="ads"):
        flow.translation_accepted(article, "fr", by=ada, now=LATER)
    with pytest.raises(Refused, match="ads"):
        accept_all(article.pk, "fr", by=ada, now=LATER)
    assert not HumanText.objects.exists()
    assert Translation.objects.get(article=article, language="fr").reviewed == 0
