"""What stands on the page of a request: who asks for what, and what the terms say to it today."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from coranto import languages
from coranto.licensing.models import Request
from coranto.rights.terms import Party, Use
from coranto.site.facts.store import Store
from coranto.site.permission.asking import Answered, Question, answer, find_article, who_label
from coranto.site.terms.statement import use_label

DESK_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts."""

    label: str
    text: str


def facts_of(asked: Request) -> list[Fact]:
    """Who asks, and for what, without empty lines."""
    price = f"{asked.price} {asked.currency}" if asked.price is not None else ""
    lines = (
        (_("Use"), use_label(Use(asked.use), DESK_LANGUAGE)), (_("Who"), who_label(Party(asked.by), DESK_LANGUAGE)), (_("Outlet"), asked.outlet),
        (_("Name"), asked.name), (_("E-mail address"), asked.email), (_("Countries"), asked.territory), (_("Copies or readers"), asked.circulation),
        (_("Language of publication"), _language(asked.wanted_language)), (_("Date of publication"), asked.wanted_on.isoformat() if asked.wanted_on else ""),
        (_("Language of letters"), _language(asked.language)), (_("Terms"), str(asked.terms) if asked.terms else _("None: all rights reserved")),
        (_("Version of the article"), str(asked.version.number)), (_("Received"), _moment(asked)), (_("Price"), " · ".join(part for part in (price, asked.price_note) if part)),
    )  # fmt: skip
    return [Fact(label, text) for label, text in lines if text]


def _language(code: str) -> str:
    return f"{languages.get(code).own_name} ({code})" if code in languages.CODES else code


def _moment(asked: Request) -> str:
    return formats.date_format(timezone.localtime(asked.received_at), "DATETIME_FORMAT")


def what_terms_say(asked: Request) -> Answered | None:
    """What the terms of the article answer today to this request; None when the article is not public any more."""
    store = Store()
    question = Question(find_article(store, str(asked.article_id)), "", Use(asked.use), Party(asked.by), asked.wanted_language or asked.language, asked.wanted_on)
    return answer(store, question, DESK_LANGUAGE, now=timezone.now()) if question.is_whole else None
