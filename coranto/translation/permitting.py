"""Who may translate into which language."""

from __future__ import annotations

from coranto.members.models import User
from coranto.translation.models import TranslatorLanguage

PERMISSION = "translation.change_translation"


def may_translate(user: User, language: str) -> bool:
    """Whether a person may work at translations into a language: by role, and within the languages they were given, if any."""
    return language in Permitted(user)


class Permitted:
    """The languages that a person may translate into, to ask about many: `code in Permitted(user)`. One query besides the role's."""

    def __init__(self, user: User) -> None:
        self._is_translator = user.has_perm(PERMISSION)
        self._only = set(TranslatorLanguage.objects.filter(person=user).values_list("language", flat=True)) if self._is_translator else set()

    @property
    def given(self) -> frozenset[str]:
        """The languages that the person was given; none where they may translate into all, or into none."""
        return frozenset(self._only)

    def __contains__(self, language: object) -> bool:
        return self._is_translator and (not self._only or language in self._only)
