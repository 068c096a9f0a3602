"""Two people and a database that lets them write at the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from coranto.articles.models import Article
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.translation.accepting import AcceptError, Overtaken
from coranto.translation.models import HumanText, OwnTranslation, Translation
from coranto.translation.own_accepting import accept_own
from tests.site import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def at_once(article: Article, jobs: Sequence[tuple[User, str, str]]) -> list[str]:
    """Let everybody accept a sentence that nobody has translated yet; what each is told, "" for nothing."""

    def accept(job: tuple[User, str, str]) -> str:
        person, key, text = job
        try:
            flow.sentence_accepted(article, "fr", key, text=text, by=person, now=NOW, seen="")
        except AcceptError as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(accept, jobs))


@pytest.mark.writers
def test_nobody_writes_over_anybody() -> None:
    found_publication()
    article = making.make_article("The road", standfirst="It is long.")
    people = [User.objects.create_user(f"{name}@example.org", "a long enough password", first_name=name, last_name="T") for name in ("ada", "bea", "eva", "ida")]
    told = at_once(article, [(people[0], "headline#1", "La route"), (people[1], "standfirst#1", "Elle est longue.")])
    assert told == ["", ""]
    row = Translation.objects.select_related("outline").get(article=article, language="fr")
    assert {one.text for one in row.targets.values()} == {"La route", "Elle est longue."}
    other = making.make_article("The bridge")
    told = at_once(other, [(person, "headline#1", f"Le pont {person.pk}") for person in people])
    assert sorted(told) == ["", *[Overtaken.__name__] * 3]
    assert HumanText.objects.filter(article=other).count() == 1


@pytest.mark.writers
def test_nobody_writes_over_anybody_in_a_text_of_the_publication() -> None:
    found_publication()
    name = f"report:{making.make_report('The road', introduction='<p>It is long.</p>').pk}"
    OwnTranslation.objects.filter(text__name=name).delete()  # nobody has asked for it yet
    people = [User.objects.create_user(f"{one}@example.org", "a long enough password", first_name=one, last_name="T") for one in ("ada", "bea", "eva", "ida")]

    def accept(job: tuple[User, str, str]) -> str:
        person, key, text = job
        try:
            accept_own(name, "fr", key, text=text, by=person, told=flow.own_text_kept, now=NOW, seen="")
        except AcceptError as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    jobs = [*((person, "body.title.text#1", f"La route {person.pk}") for person in people[:3]), (people[3], "body.text.html#1", "Elle est longue.")]
    with ThreadPoolExecutor(len(jobs)) as pool:
        told = list(pool.map(accept, jobs))
    assert sorted(told[:3]) == ["", *[Overtaken.__name__] * 2]
    assert told[3] == ""
    row = OwnTranslation.objects.get(text__name=name, language="fr")
    assert (len(row.targets), row.state, row.is_whole) == (2, "translated", True)
    assert HumanText.objects.count() == 2
