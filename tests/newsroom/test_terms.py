"""Terms of reuse in the desk: what they say is never changed, only stated anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from coranto.articles.models import Article, Version
from coranto.articles.problems import problems
from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.newsroom.terms_form import TermsForm, conditions_field, leave_field
from coranto.rights.models import Terms, TermsVersion, default_terms
from coranto.rights.presets import PRESETS
from coranto.rights.stating import state_terms
from coranto.rights.terms import ADAPTING, Leave, Party, Use
from coranto.translation.own_texts import OwnText, OwnTranslation
from tests.rights.reading_pages import read_statement
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ADD = "/desk/snippets/rights/terms/add/"


@pytest.fixture
def desk() -> Client:
    found_publication()
    client = Client()
    client.force_login(User.objects.create_superuser("ada@example.org", "a long enough password"))
    return client


def filled_in(desk: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What a browser sends when the form is sent as it is shown, but for the changes; None leaves a field out."""
    form = desk.get(address).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, False, "")}
    return {name: "on" if value is True else value for name, value in {**sent, **changes}.items() if value is not None}


def test_changed_words_are_the_next_version_and_published_articles_keep_theirs(desk: Client) -> None:
    terms = Terms.objects.get()
    article = making.make_article("Under the first terms")
    assert Version.objects.get(article=article).terms == terms.current
    address = f"/desk/snippets/rights/terms/edit/{terms.pk}/"
    assert desk.post(address, filled_in(desk, address, notice="Ask first.", use_print="no")).status_code == 302
    assert [version.number for version in terms.versions.all()] == [2, 1]
    assert terms.current is not None
    assert terms.current.said.rules[Use.PRINT].leave is Leave.NO
    assert Version.objects.filter(article=article).values_list("terms__number", flat=True).get() == 1
    assert desk.post(address, filled_in(desk, address)).status_code == 302
    assert terms.versions.count() == 2  # the same answers make no version
    assert Article(title="New").terms == terms.current


@pytest.mark.parametrize("slug", list(PRESETS))
def test_a_preset_that_is_sent_as_it_is_shown_is_stated_as_it_is_written(desk: Client, slug: str) -> None:
    address = f"{ADD}?preset={slug}"
    sent = filled_in(desk, address, name="Mine")
    assert desk.post(address, sent).status_code == 302
    assert TermsVersion.objects.get(terms__name="Mine").said == PRESETS[slug].record


def test_one_of_the_terms_is_the_default(desk: Client) -> None:
    sent = filled_in(desk, f"{ADD}?preset=by-changes", name="Free for all", is_default="on", notice="Take it.")
    assert desk.post(ADD, sent).status_code == 302
    assert Terms.objects.get(is_default=True).name == "Free for all"
    stated = TermsVersion.objects.get(pk=default_terms() or 0)
    assert (stated.licence_name, stated.licence_url, stated.notice) == ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "Take it.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"who": None}, "This field is required"),
        ({"licence": "custom"}, "needs its address"),
        ({"attribution": "{password}"}, "unknown field"),
        ({"delay_hours": "99999"}, "less than or equal"),
    ],
)
def test_answers_that_contradict_one_another_are_shown_again_with_the_reason(desk: Client, changes: dict[str, Any], words: str) -> None:
    answer = desk.post(ADD, filled_in(desk, f"{ADD}?preset=community", name="Mine", **changes))
    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors)
    assert not Terms.objects.filter(name="Mine").exists()


def test_text_of_others_cannot_be_passed_on_whatever_else_is_ticked(desk: Client) -> None:
    assert desk.post(ADD, filled_in(desk, f"{ADD}?preset=by-changes", name="Quoted", is_others_text="on")).status_code == 302
    said = TermsVersion.objects.get(terms__name="Quoted").said
    assert {rule.leave for rule in said.rules.values()} == {Leave.NO}
    assert said.is_others_text


def test_a_version_states_what_it_states() -> None:
    terms = Terms.objects.create(name="Some terms: ours")
    assert terms.slug == "some-terms-ours"
    assert Terms.objects.create(name="Some terms, ours").slug == "some-terms-ours-2"
    assert default_terms() is None
    record = PRESETS["community"].record
    first = state_terms(terms, record, notice="One.")
    assert state_terms(terms, record, notice=" One. ") == first
    assert state_terms(terms, record, notice="Two.").number == 2
    assert state_terms(terms, replace(record, who=frozenset({Party.OUTLET})), notice="Two.").number == 3


def test_the_form_asks_about_every_use() -> None:
    asked = set(TermsForm.declared_fields)
    assert all(leave_field(use) in asked for use in Use)
    assert {use for use in Use if conditions_field(use) in asked} == set(ADAPTING)


def test_the_statement_of_what_is_being_written_is_shown_in_any_language_and_nothing_is_stated(desk: Client) -> None:
    address = "/desk/snippets/rights/terms/preview/"
    sent = filled_in(desk, f"{ADD}?preset=community", name="Mine <so far>", use_print="yes")
    assert desk.post(address, sent).json() == {"is_valid": True, "is_available": True}
    arabic = desk.get(f"{address}?mode=ar")
    assert 'dir="rtl"' in arabic.content.decode()
    assert "Mine &lt;so far&gt;" in arabic.content.decode()
    assert read_statement(arabic.content.decode(), "ar").uses["print"][0] == "yes"
    assert arabic["X-Robots-Tag"] == "noindex, nofollow"
    assert not Terms.objects.filter(name__startswith="Mine").exists()


def test_fair_use_under_terms_that_would_give_it_away_is_a_problem_to_mend(desk: Client) -> None:
    article = making.make_article("A quotation", publish=False, provenance={"outlet": making.make_outlet(), "url": "https://other.example/", "basis": "fair-use", "evidence": "News."})
    assert "terms" in [problem.field for problem in problems(article) if problem.severity == "must"]
    quoted = Terms.objects.create(name="Quoted")
    article.terms = state_terms(quoted, PRESETS["others-text"].record)
    assert "terms" not in [problem.field for problem in problems(article)]


def test_terms_that_an_older_release_stated_are_translated_after_an_upgrade() -> None:
    found_publication()
    Terms.objects.update(name="Ask the desk first")
    names = {f"terms:{terms.pk}" for terms in Terms.objects.all()}
    OwnText.objects.filter(name__in=names).delete()  # as in an instance from before they were
    found_publication()
    assert names
    assert set(OwnText.objects.filter(name__in=names).values_list("name", flat=True)) == names
    assert OwnTranslation.objects.filter(text__name__in=names, language="fr").exclude(due_at=None).exists()
