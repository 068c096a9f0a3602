"""The form: its question, the answer at once, and below it the request where the terms say that one has to ask."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from coranto import languages
from coranto.languages.formatting import list_join
from coranto.licensing.asking import Wish
from coranto.licensing.links import form_token
from coranto.outbound.mail import is_address
from coranto.rights.terms import Party, Use, Verdict
from coranto.site import addresses, pages, templating
from coranto.site.facts.chrome import frame
from coranto.site.facts.shapes import Card
from coranto.site.facts.store import Store
from coranto.site.permission import words
from coranto.site.permission.asking import Answered, Question, answer, card_of, who_label
from coranto.site.searching import Choice
from coranto.site.terms.statement import use_label
from coranto.site.words import FACETS

LABELS = {
    "outlet": FACETS["outlet"].label, "name": words.NAME, "email": words.EMAIL, "territory": words.TERRITORY, "circulation": words.CIRCULATION,
    "message": words.MESSAGE, "article": words.ARTICLE, "use": words.USE, "by": words.WHO,
}  # fmt: skip
LONGEST = {"outlet": 200, "name": 120, "email": 254, "territory": 200, "circulation": 200, "message": 4000}
TRAP = "website"  # a field that no person sees


class WishForm(forms.Form):
    """What is sent, cleaned: one line stays one line, and an address is one that a letter can go to."""

    outlet = forms.CharField(max_length=LONGEST["outlet"], required=False)
    name = forms.CharField(max_length=LONGEST["name"])
    email = forms.EmailField(max_length=LONGEST["email"])
    territory = forms.CharField(max_length=LONGEST["territory"], required=False)
    circulation = forms.CharField(max_length=LONGEST["circulation"], required=False)
    message = forms.CharField(max_length=LONGEST["message"], required=False)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if not is_address(email) or "." not in email.rpartition("@")[2]:
            raise forms.ValidationError("no letter can go there")
        return email

    def wish(self, question: Question) -> Wish:
        """The wish of a valid form."""
        assert question.use is not None and question.by is not None, "the question is whole"
        said = {name: value if name == "message" else " ".join(value.split()) for name, value in self.cleaned_data.items()}
        return Wish(use=question.use.value, by=question.by.value, wanted_language=question.language, wanted_on=question.on, **said)


@dataclass(frozen=True, slots=True)
class RequestPart:
    """The part with which one asks: what was typed already, and the names of the fields that have to be looked at."""

    token: str
    values: Mapping[str, str]
    wrong: frozenset[str]


@dataclass(frozen=True, slots=True)
class PermissionPage:
    """The page; `trouble` is a sentence where something has to be put right."""

    path: str
    card: Card | None
    typed: str
    uses: tuple[Choice, ...]
    parties: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    on: str
    answered: Answered | None
    request: RequestPart | None
    trouble: str


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page that says one thing."""

    path: str


def form_html(
    store: Store, question: Question, language: str, *, now: datetime, sent: Mapping[str, str] | None = None, wrong: frozenset[str] = frozenset(), trouble: str = ""
) -> str:
    """The page for a question; `sent` is what was typed into the request, `wrong` the fields of it that have to be looked at."""
    say = templating.translations(language).gettext
    if question.typed and not question.article:
        wrong = wrong | {"article"}
    if wrong and not trouble:
        trouble = say(words.CHECK) % {"fields": list_join([say(LABELS[name]) for name in LABELS if name in wrong], language)}
    answered = answer(store, question, language, now=now) if question.is_whole else None
    values = {name: (sent or {}).get(name, "")[: LONGEST[name]] for name in LONGEST}
    is_asked = answered is not None and answered.verdict is Verdict.ASK
    shown = PermissionPage(
        path=addresses.permission(language),
        card=card_of(store, question.article, language) if question.article else None,
        typed=question.typed,
        uses=tuple(Choice(use.value, use_label(use, language), use is question.use) for use in Use),
        parties=tuple(Choice(party.value, who_label(party, language), party is question.by) for party in Party),
        languages=tuple(Choice(one.code, one.own_name, one.code == question.language) for one in languages.all()),
        on=question.on.isoformat() if question.on else "",
        answered=answered,
        request=RequestPart(form_token(question.article, uuid.uuid4().hex, now=now), values, wrong) if is_asked else None,
        trouble=trouble,
    )
    return page_html(store, "permission", language, shown, title=say(words.TITLE), every=lambda code: addresses.permission(code, question.article))


def sent_html(store: Store, language: str) -> str:
    """The page that says that a request has come."""
    shown = PlainPage(addresses.permission_sent(language))
    return page_html(store, "permission_sent", language, shown, title=templating.translations(language).gettext(words.TITLE), every=addresses.permission_sent)


def page_html(store: Store, name: str, language: str, shown: Any, *, title: str, every: Any) -> str:
    """A page in the frame of the site, which search engines leave out."""
    head = pages.head_of(store, language, shown, title=title, description="", is_indexed=False, every=every)
    return templating.render(name, language, page=shown, head=head, site=frame(store, language, name), said=words)
