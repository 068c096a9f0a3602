"""The statement of terms in one language, made of the record alone: what a page, a package or an e-mail prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coranto.languages import formatting
from coranto.rights.licences import name_of, url_of
from coranto.rights.terms import Clause, Condition, Leave, Party, TermsRecord, Use, owed, rule_clauses, who_clause
from coranto.site import templating
from coranto.site.facts.wording import isolated, language_name
from coranto.site.terms import words


@dataclass(frozen=True, slots=True)
class Item:
    """One use, and what it is bound to."""

    use: str
    label: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Uses of which the same holds: `leave` is yes, on request or no."""

    leave: str
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything the terms say, in sentences of one language. A licence without address is all rights reserved."""

    licence_name: str
    licence_url: str
    others_text: str
    parties: tuple[str, ...]
    others_ask: str
    groups: tuple[Group, ...]
    owed: tuple[str, ...]
    limits: tuple[str, ...]


def state(record: TermsRecord, language: str, *, outlet: str, link: str, day: date, zone: ZoneInfo) -> Statement:
    """Say what a record says. `outlet`, `link` and `day` stand in the sample of the attribution line."""
    say = templating.translations(language).gettext
    line = attribution_line(record, language, {"author": say("Author"), "outlet": outlet, "date": formatting.format_date(day, language), "link": link})
    return Statement(
        licence_name=name_of(record.licence, record.licence_name) or url_of(record.licence, record.licence_url) or say(words.ALL_RIGHTS_RESERVED),
        licence_url=url_of(record.licence, record.licence_url),
        others_text=say(words.OTHERS_TEXT) if record.is_others_text else "",
        parties=tuple(say(words.PARTIES[Party(name)]) for name in who_clause(record).words),
        others_ask="" if Party.ANYONE in record.who else say(words.OTHERS_ASK),
        groups=tuple(_groups(record, language)),
        owed=() if record.is_others_text else tuple(clause_text(clause, language, line=line) for clause in owed(record)),
        limits=tuple(_limits(record, language, zone)),
    )


def attribution_line(record: TermsRecord, language: str, values: Mapping[str, str]) -> str:
    """The line that credits an article; of terms without one of their own, the usual line of the language. Plain text."""
    shown = {name: isolated(value) for name, value in values.items()}
    if record.attribution:
        return record.attribution.format(**shown)
    return templating.translations(language).gettext(words.USUAL_LINE) % shown


def clause_text(clause: Clause, language: str, *, line: str = "") -> str:
    """A clause that is owed or that binds a use, as a sentence."""
    text = templating.translations(language).gettext(words.CLAUSES[clause.kind])
    return text % {"count": formatting.format_number(clause.number, language), "line": line}


def use_label(use: Use, language: str) -> str:
    """What a use is called."""
    return templating.translations(language).gettext(words.USES[use])


def party_label(party: Party, language: str) -> str:
    """What those are called who want it."""
    return templating.translations(language).gettext(words.PARTIES[party])


def because_text(clause: Clause, language: str, zone: ZoneInfo, *, line: str = "") -> str:
    """Any clause of an answer as words: what forbids, what has to be asked, what is owed."""
    say = templating.translations(language).gettext
    if clause.kind in words.CLAUSES:
        return clause_text(clause, language, line=line)
    if clause.kind == "who":
        return say(words.OTHERS_ASK)
    if clause.kind == "others-text":
        return say(words.OTHERS_TEXT)
    if clause.at is not None:
        return _expiry(clause.at, language, zone)
    if clause.kind == "reserved-languages":
        return _reserved(clause.words, language)
    heading = {"yes": words.ALLOWED, "ask": words.ON_REQUEST, "no": words.NOT_ALLOWED}[clause.kind]
    assert clause.use is not None
    return f"{use_label(clause.use, language)} · {say(heading)}"


def _groups(record: TermsRecord, language: str) -> Iterator[Group]:
    say = templating.translations(language).gettext
    for leave, heading in ((Leave.YES, words.ALLOWED), (Leave.ASK, words.ON_REQUEST), (Leave.NO, words.NOT_ALLOWED)):
        items = tuple(_item(record, use, language) for use in Use if _leave(record, use) is leave)
        if items:
            yield Group(leave.value, say(heading), items)


def _leave(record: TermsRecord, use: Use) -> Leave:
    rule = record.rules[use]
    if rule.leave is Leave.CONDITIONS:
        return Leave.ASK if Condition.APPROVAL in rule.conditions else Leave.YES
    return rule.leave


def _item(record: TermsRecord, use: Use, language: str) -> Item:
    return Item(use.value, use_label(use, language), tuple(clause_text(clause, language) for clause in rule_clauses(use, record.rules[use])))


def _limits(record: TermsRecord, language: str, zone: ZoneInfo) -> Iterator[str]:
    if record.expires is not None:
        yield _expiry(record.expires, language, zone)
    if record.reserved_languages:
        yield _reserved(record.reserved_languages, language)


def _expiry(at: datetime, language: str, zone: ZoneInfo) -> str:
    return templating.translations(language).gettext(words.EXPIRES) % {"date": isolated(formatting.format_datetime(at.astimezone(zone), language))}


def _reserved(codes: tuple[str, ...], language: str) -> str:
    names = formatting.list_join([language_name(code, language) for code in codes], language)
    return templating.translations(language).gettext(words.RESERVED_LANGUAGES) % {"languages": names}
