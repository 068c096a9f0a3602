"""Who may translate into which language."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.translation.models import TranslatorLanguage
from coranto.translation.permitting import may_translate

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def colleague(role: str) -> User:
    found_publication()
    person = User.objects.create_user(f"{role.split()[0].lower()}@example.org", "a long enough password")
    person.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize(("role", "may"), [("Translators", True), ("Editors", True), ("Administrators", True), ("Authors", False), ("Rights desk", False)])
def test_the_role_says_who_translates(role: str, may: bool) -> None:
    assert may_translate(colleague(role), "de") is may


def test_a_volunteer_works_in_the_languages_that_were_given() -> None:
    volunteer = colleague("Translators")
    for language in ("fr", "sq"):
        TranslatorLanguage.objects.create(person=volunteer, language=language)
    assert [may_translate(volunteer, code) for code in ("fr", "sq", "de", "ar")] == [True, True, False, False]


def test_a_language_alone_makes_no_translator() -> None:
    author = colleague("Authors")
    TranslatorLanguage.objects.create(person=author, language="fr")
    assert not may_translate(author, "fr")
    assert not may_translate(User(is_active=False), "fr")
