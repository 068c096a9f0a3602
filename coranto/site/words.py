"""What readers are told about kinds of text, roles, corrections and bases, in whole sentences.

The strings are marked here and translated where a template prints them: `_(words.GENRES[page.genre].label)`.
"""

from __future__ import annotations

from dataclasses import dataclass


def N_(text: str) -> str:  # noqa: N802 - the usual name of this mark, which extractors look for
    """Mark a string for the catalogs."""
    return text


@dataclass(frozen=True, slots=True)
class Word:
    """A short label, and a sentence that explains it to a reader."""

    label: str
    explanation: str = ""


GENRES = {
    "news": Word(N_("News"), N_("A report of what happened, checked by the desk. The reporter’s own opinion stands aside.")),
    "analysis": Word(N_("Analysis"), N_("An expert’s or reporter’s reading of events: what lies behind them and what may follow.")),
    "opinion": Word(N_("Opinion"), N_("The author’s own view. It need not be the view of this publication.")),
    "interview": Word(N_("Interview"), N_("A conversation, shortened and put in order. The answers are those of the person asked.")),
    "feature": Word(N_("Feature"), N_("A longer piece that tells a story in scenes. Its facts are checked as those of the news are.")),
    "review": Word(N_("Review"), N_("A critic’s judgement of a work. Another critic may judge otherwise.")),
    "letter": Word(N_("Letter"), N_("Written by a reader and printed as received, apart from its length.")),
    "editorial": Word(N_("Editorial"), N_("The view of this publication, written by its editors.")),
    "obituary": Word(N_("Obituary"), N_("A life told after its end, from records and from those who knew it.")),
    "background": Word(N_("Background"), N_("What one needs to know to follow the news: history, figures and terms.")),
}
ROLES = {
    "author": Word(N_("By %(names)s")),
    "translator": Word(N_("Translated by %(names)s")),
    "photographer": Word(N_("Photographs by %(names)s")),
    "illustrator": Word(N_("Illustrations by %(names)s")),
    "editor": Word(N_("Edited by %(names)s")),
}
MADE = {
    "machine": Word(N_("This is a machine translation. No person has checked it.")),
    "machine-checked": Word(N_("This is a machine translation that a person has checked.")),
    "edited": Word(N_("This is a machine translation edited by %(name)s.")),
    "translated": Word(N_("Translated by %(name)s.")),
}
MACHINE = N_("Machine translation")
MADE_BY = N_("Made by: %(name)s, %(date)s.")
# Makers that are no names but words. Their names in files and in what programs read stay as they are.
OF_THE_DEMONSTRATION = N_("machine translation for this demonstration")
MAKERS = {"machine translation made for the demonstration": OF_THE_DEMONSTRATION}
WEBSITE = N_("Website")
VIA_ENGLISH = N_("Translated by way of English.")
VIA = N_("Not translated directly, but by way of: %(name)s.")
OUTDATED = N_("The original has changed since.")
OUTDATED_SINCE = N_("The original was changed on %(date)s; this text follows an earlier one.")
HEAD_ONLY = N_("Only the headline and the introduction have been translated so far. The rest is in the language of the original.")
PARTLY = N_("Some passages have not been translated yet. They are in the language of the original.")
INSTEAD = N_("This article has not been translated into this language yet. It is shown here in another one: %(name)s.")
READ_ORIGINAL = N_("Read the original in %(name)s.")
REPUBLISH_THIS = N_("Republish this article")
CLOSE = N_("Close")
OFFER = N_("Read this page in English.")  # translated as an offer to read in the language it is translated into
CORRECTIONS = {
    "update": Word(N_("Update")),
    "clarification": Word(N_("Clarification")),
    "correction": Word(N_("Correction")),
    "retraction": Word(N_("Retraction")),
}
WHERE_FROM = N_("Where this comes from")
FIRST_PUBLISHED = N_("First published by %(outlet)s on %(date)s.")
TAKEN_IN = N_("Taken in by %(outlet)s on %(date)s.")
PUBLISHED_HERE = N_("Published here on %(date)s.")
ORIGINS = {
    "verified": N_("%(outlet)s has signed this, and the signature is genuine."),
    "none": N_("The source has not signed this. It is known only from what its page said."),
    "wrong": N_("The signature that came with this text is wrong. Do not rely on what is said of its origin."),
}
KEY_CHANGED = N_("%(outlet)s signs with another key than before, and nobody has vouched for the new one.")
SAME_AS_SIGNED = N_("This copy says all that the signed original says.")
DIFFERS_FROM_SIGNED = N_("This copy differs from the signed original here:")
LEFT_OUT = N_("Passages of the signed original that this copy leaves out or changes: %(count)s.")
NOT_SIGNED = N_("This publication has not signed this text.")
TRANSLATION_OF = N_("This page is a translation. The text in %(language)s prevails.")
FAIR_USE_FOR = N_("Text of others is reprinted here as fair use. Purpose: %(purpose)s")
OF_OTHERS = N_("This text belongs to others. We cannot pass on the right to use it.")
PREVAILS_OVER = N_("The text in %(language)s prevails over any translation.")
BASES = {
    "own": Word(N_("This publication’s own work, printed elsewhere first.")),
    "permission": Word(N_("Reprinted with permission.")),
    "licence": Word(N_("Reprinted under the licence of the original.")),
    "fair-use": Word(N_("Reprinted in part under fair use or the right of quotation.")),
    "public-domain": Word(N_("The original is in the public domain.")),
}
FACETS = {
    "region": Word(N_("Region")),
    "theme": Word(N_("Theme")),
    "report": Word(N_("In-depth report")),
    "person": Word(N_("Author")),
    "outlet": Word(N_("Outlet")),
    "month": Word(N_("Archive")),
}
