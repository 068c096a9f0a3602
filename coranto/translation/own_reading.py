"""Texts of the publication itself as readers may have them, by its policy for each language."""

from __future__ import annotations

from coranto.publication.models import LanguagePolicy, Policy
from coranto.publication.offered import policies
from coranto.translation.models import REVIEWED
from coranto.translation.own_texts import OwnTranslation

RARE = ("person:", "withdrawal:")  # of which there may be very many, each shown on few pages


def readable_own(name: str | None) -> list[tuple[OwnTranslation, LanguagePolicy]]:
    """The translations of a text that readers may have, in every language; without a name those that stand round every page. Two queries.

    Of a text that was changed nothing is given until it was looked at. A part that lacks a sentence stands in the original, and says so.
    """
    allowed = policies()
    rows = OwnTranslation.objects.select_related("text").filter(fits=True, language__in=allowed).exclude(made_at=None)
    if name is not None:
        rows = rows.filter(text__name=name)
    for begin in RARE if name is None else ():
        rows = rows.exclude(text__name__startswith=begin)
    return [(row, allowed[row.language]) for row in rows if allowed[row.language].policy == Policy.MACHINE or row.state in REVIEWED]
