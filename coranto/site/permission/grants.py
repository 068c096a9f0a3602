"""The page of a grant, in words: what was permitted, to whom, until when, and whether it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from coranto.languages import formatting
from coranto.licensing.deciding import verify_grant
from coranto.licensing.models import Grant
from coranto.rights.terms import Use
from coranto.signing.grants import Standing, path_of
from coranto.signing.writing import read_time
from coranto.site import addresses, templating
from coranto.site.facts import cards, own, wording
from coranto.site.facts.shapes import Moment, Said
from coranto.site.facts.store import Store
from coranto.site.permission import words
from coranto.site.permission.asking import headline_of
from coranto.site.permission.form import page_html
from coranto.site.terms import words as terms_words
from coranto.site.terms.statement import use_label
from coranto.syndication.keyring import public_keys


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: its label and its text; `is_foreign` text was written by somebody, in whatever language."""

    label: str
    text: str
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class GrantPage:
    """What the page prints. `url` is the article's path, "" where it is not public any more."""

    path: str
    headline: Said
    url: str
    use: str
    facts: tuple[Fact, ...]
    conditions: str
    is_good: bool
    is_signed: bool
    revoked: Moment | None
    because: str
    withdrawn: Moment | None
    document: str


def grant_html(store: Store, given: Grant, language: str, *, now: datetime) -> str:
    """The page of a grant in a language."""
    statement, found = given.as_document()["statement"], verify_grant(given, public_keys(), now=now)
    state = store.state(given.version.article_id)
    zone, taken = store.publication.zone, store.withdrawal(given.version.article_id)
    shown = GrantPage(
        path=addresses.grant(language, given.name),
        headline=headline_of(store, given.request, language),
        url=cards.path(store, state, cards.read_in_of(store, state, language)) if state is not None and state.status == 200 else "",
        use=use_label(Use(statement["use"]), language),
        facts=tuple(_facts(store, given, statement, language)),
        conditions=statement["conditions"] or "",
        is_good=bool(found),
        is_signed=found.standing is not Standing.FALSE,
        revoked=wording.moment(given.revoked_at, language, zone) if given.revoked_at else None,
        because=given.revoked_because,
        withdrawn=wording.moment(taken.at, language, zone) if taken else None,
        document=path_of(given.name),
    )
    title = templating.translations(language).gettext(words.PERMISSION)
    return page_html(store, "grant", language, shown, title=title, every=lambda code: addresses.grant(code, given.name))


def _facts(store: Store, given: Grant, statement: dict[str, Any], language: str) -> list[Fact]:
    say, zone = templating.translations(language).gettext, store.publication.zone

    def day(written: str) -> str:
        return wording.moment(read_time(written), language, zone).text

    terms = statement["terms"]
    row = store.terms(given.request.terms_id) if terms and given.request.terms_id else None
    called = own.terms_name(store, row, language).text if row is not None else (terms or {}).get("name", "")
    return [
        fact
        for fact in (
            Fact(say(terms_words.FOR_WHOM), statement["to"], True),
            Fact(say(words.TERRITORY), statement["territory"] or "", True),
            Fact(say(words.CIRCULATION), statement["circulation"] or "", True),
            Fact(say(words.LANGUAGE), wording.language_name(statement["language"], language) if statement["language"] else ""),
            Fact(say(words.DATE), _date(statement["publication_date"], language)),
            Fact(say(words.GIVEN_ON), day(statement["granted"])),
            Fact(say(words.VALID_UNTIL), day(statement["expires"]) if statement["expires"] else ""),
            Fact(say(terms_words.TITLE), f"{called} ({formatting.format_number(terms['version'], language)})" if terms else "", True),
        )
        if fact.text
    ]


def _date(written: str | None, language: str) -> str:
    return formatting.format_date(date.fromisoformat(written), language) if written else ""
