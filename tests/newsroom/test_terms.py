"""Terms of reuse in the desk: what they say is never changed, only stated anew."""

from __future__ import annotations

import pytest
from django.test import Client

from coranto.articles.models import Article, Version
from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.rights.models import Terms, TermsVersion, default_terms
from coranto.rights.stating import state_terms
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def desk() -> Client:
    found_publication()
    client = Client()
    client.force_login(User.objects.create_superuser("ada@example.org", "a long enough password"))
    return client


def test_changed_words_are_the_next_version_and_published_articles_keep_theirs(desk: Client) -> None:
    terms = Terms.objects.get()
    article = making.make_article("Under the first terms")
    assert Version.objects.get(article=article).terms == terms.current
    address = f"/desk/snippets/rights/terms/edit/{terms.pk}/"
    facts = {"name": terms.name, "is_default": "on", "notice": "Ask first.", "licence_name": "", "licence_url": ""}
    assert desk.post(address, facts).status_code == 302
    assert [version.number for version in terms.versions.all()] == [2, 1]
    assert Version.objects.get(article=article).terms.number == 1
    assert desk.post(address, facts).status_code == 302
    assert terms.versions.count() == 2  # the same words make no version
    assert Article(title="New").terms == terms.current


def test_one_of_the_terms_is_the_default(desk: Client) -> None:
    facts = {"name": "Free for all", "is_default": "on", "notice": "Take it.", "licence_name": "CC BY 4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/"}
    assert desk.post("/desk/snippets/rights/terms/add/", facts).status_code == 302
    assert Terms.objects.get(is_default=True).name == "Free for all"
    assert TermsVersion.objects.get(pk=default_terms()).licence_name == "CC BY 4.0"


def test_a_version_states_what_it_states() -> None:
    terms = Terms.objects.create(name="Some")
    assert default_terms() is None
    first = state_terms(terms, notice="One.")
    assert state_terms(terms, notice=" One. ") == first
    assert state_terms(terms, notice="Two.").number == 2
