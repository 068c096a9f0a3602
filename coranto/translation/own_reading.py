"""Texts of the publication itself as readers may have them, by its policy for each language."""

from __future__ import annotations

from coranto.publication.models import LanguagePolicy, Policy
from coranto.publication.offered import policies
from coranto.translation.models import REVIEWED
from coranto.translation.own_texts import OwnTranslation

RARE = ("person:", "withdrawal:")  # of which there may be very many, each shown on few pages


def readable_own(name: str | None) -> list[tuple[OwnTranslation, LanguagePolicy]]:
    """The translations of a text that readers may have, in every language; without a name those that stand round every page. Two queries.

    A machine's that is older than its original is not among them: a notice that nobody stands by says nothing.
    """
    allowed = policies()
    rows = OwnTranslation.objects.select_related("text").filter(is_whole=True, language__in=allowed)
    if name is not None:
        rows = rows.filter(text__name=name)
    for begin in RARE if name is None else ():
        rows = rows.exclude(text__name__startswith=begin)
    return [(row, allowed[row.language]) for row in rows if _may_be_read(row, allowed[row.language])]


def _may_be_read(row: OwnTranslation, policy: LanguagePolicy) -> bool:
    return row.state in REVIEWED or (policy.policy == Policy.MACHINE and row.outdated == 0)
