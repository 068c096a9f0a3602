"""Terms of reuse as one record, and the one function that answers from it: `may`.

Every statement of terms (the page in 51 languages, schema.org, CC REL, ODRL, RSL, TDMRep, feeds) is a projection of
`TermsRecord`; nothing says anything about terms that does not stand in it. Pure: no Django, no database, no clock.

TermsError   a record that contradicts itself, or a document that is none; the text says what is wrong
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from coranto.rights.licences import ALL_RIGHTS_RESERVED, CUSTOM, is_known

LONGEST_TEMPLATE = 300
MOST_WORDS = 100_000
MOST_HOURS = 24 * 365
TEMPLATE_FIELDS = ("author", "outlet", "date", "link")


class TermsError(ValueError):
    """The record cannot be; the text says why."""


class Use(StrEnum):
    """What somebody may want to do with an article."""

    REPOST = "repost"
    EXCERPT = "excerpt"
    TRANSLATE = "translate"
    HEADLINE = "headline"
    HOUSE_STYLE = "house-style"
    SHORTEN = "shorten"
    PRINT = "print"
    COMMERCIAL = "commercial"
    BROADCAST = "broadcast"
    SELL = "sell"
    BULK = "bulk"
    AI_TRAINING = "ai-training"
    AI_SEARCH = "ai-search"


class Party(StrEnum):
    """Who wants it. In a record `anyone` stands for everybody; of a person who asks it means: neither of the others."""

    COMMUNITY = "community"
    OUTLET = "outlet"
    ANYONE = "anyone"


class Leave(StrEnum):
    """What a record says of one use."""

    YES = "yes"
    CONDITIONS = "with conditions"
    ASK = "on request"
    NO = "no"


class Verdict(StrEnum):
    """What `may` answers."""

    YES = "yes"
    ASK = "ask"
    NO = "no"


class Condition(StrEnum):
    """What a use may be bound to. `approval` means: show us before you publish, so the answer is to ask."""

    SAY_CHANGES = "say-changes"
    TRANSLATOR_CREDIT = "translator-credit"
    SAME_LICENCE = "same-licence"
    APPROVAL = "approval"


class Images(StrEnum):
    """Which pictures go along."""

    NONE = "none"
    MARKED = "marked"


class Place(StrEnum):
    """Where the attribution stands."""

    TOP = "top"
    END = "end"


class LinkTo(StrEnum):
    """What a copy links to."""

    ARTICLE = "article"
    HOME = "home"
    NOTHING = "nothing"


class Indexing(StrEnum):
    """What a copy says to search engines."""

    CANONICAL = "canonical"
    NOINDEX_NEWS = "noindex-news"
    NOINDEX_ALL = "noindex-all"
    FREE = "free"


ADAPTING = (Use.TRANSLATE, Use.HEADLINE, Use.HOUSE_STYLE, Use.SHORTEN)
ALLOWED_CONDITIONS: Mapping[Use, frozenset[Condition]] = MappingProxyType(
    {use: frozenset(one for one in Condition if use is Use.TRANSLATE or one is not Condition.TRANSLATOR_CREDIT) if use in ADAPTING else frozenset() for use in Use}
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for one use. `most_words` is the longest excerpt, 0 for no limit."""

    leave: Leave
    conditions: tuple[Condition, ...] = ()
    most_words: int = 0


YES, ASK, NO = Rule(Leave.YES), Rule(Leave.ASK), Rule(Leave.NO)


def bound(*conditions: Condition, most_words: int = 0) -> Rule:
    """A use that is allowed with conditions, in the order in which conditions are defined."""
    return Rule(Leave.CONDITIONS, tuple(one for one in Condition if one in conditions), most_words)


@dataclass(frozen=True, slots=True)
class TermsRecord:
    """Under what terms an article may be used. Raises TermsError when it contradicts itself.

    `rules` has every use. `reserved_languages` are BCP 47 codes in which any use is on request. `attribution` is a line
    with {author}, {outlet}, {date}, {link}; "" is the usual one of each language. `delay_hours` count from first
    publication. `is_others_text` marks text reprinted as fair use: nothing of it may be passed on.
    """

    licence: str = ALL_RIGHTS_RESERVED
    licence_url: str = ""
    licence_name: str = ""
    who: frozenset[Party] = frozenset({Party.ANYONE})
    rules: Mapping[Use, Rule] = field(default_factory=lambda: dict.fromkeys(Use, ASK))
    images: Images = Images.NONE
    delay_hours: int = 0
    expires: datetime | None = None
    reserved_languages: tuple[str, ...] = ()
    attribution: str = ""
    place: Place = Place.TOP
    link: LinkTo = LinkTo.ARTICLE
    indexing: Indexing = Indexing.CANONICAL
    ads: bool = True
    paywall: bool = False
    tell_us: bool = False
    report_reach: bool = False
    keep_counter: bool = False
    is_others_text: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", MappingProxyType({use: self.rules[use] for use in Use if use in self.rules}))
        object.__setattr__(self, "who", frozenset({Party.ANYONE}) if Party.ANYONE in self.who else self.who)
        object.__setattr__(self, "reserved_languages", tuple(sorted(set(self.reserved_languages))))
        _check(self)

    def with_rules(self, **rules: Rule) -> TermsRecord:
        """The record with other rules, named as the uses are but with _ for -."""
        changed = {Use(name.replace("_", "-")): rule for name, rule in rules.items()}
        return replace(self, rules={**self.rules, **changed})


def _check(record: TermsRecord) -> None:
    missing = [use.value for use in Use if use not in record.rules]
    if missing:
        raise TermsError(f"Nothing is said about {', '.join(missing)}. Say yes, with conditions, on request or no for every use.")
    if not record.who:
        raise TermsError("The terms are for nobody. Name at least one of: community, outlet, anyone.")
    if not is_known(record.licence):
        raise TermsError(f"Unknown licence {record.licence!r}. Use an SPDX name such as CC-BY-4.0, or: {ALL_RIGHTS_RESERVED}, public domain, {CUSTOM}.")
    if (record.licence == CUSTOM) != bool(record.licence_url):
        raise TermsError("A licence of your own needs its address, and no other licence has one here.")
    if record.licence_url and not record.licence_url.startswith(("https://", "http://")):
        raise TermsError(f"The licence's address {record.licence_url!r} is none. It begins with https://.")
    if record.expires is not None and record.expires.tzinfo is None:
        raise TermsError("The end of the terms has no time zone. Give one.")
    if not 0 <= record.delay_hours <= MOST_HOURS:
        raise TermsError(f"A delay of {record.delay_hours} hours cannot be. Give 0 to {MOST_HOURS}.")
    check_attribution(record.attribution)
    for use, rule in record.rules.items():
        _check_rule(use, rule)
    if record.is_others_text and any(rule.leave is not Leave.NO for rule in record.rules.values()):
        raise TermsError("Text of others that is reprinted as fair use cannot be passed on. Answer no for every use.")


def _check_rule(use: Use, rule: Rule) -> None:
    if (rule.leave is Leave.CONDITIONS) != bool(rule.conditions or rule.most_words):
        raise TermsError(f"{use}: “with conditions” and conditions go together.")
    if wrong := set(rule.conditions) - ALLOWED_CONDITIONS[use]:
        raise TermsError(f"{use}: {', '.join(sorted(wrong))} makes no sense there.")
    if (rule.most_words and use is not Use.EXCERPT) or not 0 <= rule.most_words <= MOST_WORDS:
        raise TermsError(f"{use}: a limit of {rule.most_words} words cannot be. Only excerpts have one, up to {MOST_WORDS}.")


def check_attribution(template: str) -> None:
    """Raise TermsError unless the line has known fields alone, without conversions or formats, in one line."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as error:
        raise TermsError(f"The attribution line cannot be read ({error}). Write a brace twice where it is meant as a sign.") from error
    if any(name is not None and (name not in TEMPLATE_FIELDS or spec or conversion) for _text, name, spec, conversion in parts):
        raise TermsError(f"The attribution line has an unknown field. Use: {', '.join(f'{{{name}}}' for name in TEMPLATE_FIELDS)}.")
    if len(template) > LONGEST_TEMPLATE or not template.isprintable():
        raise TermsError(f"The attribution line is not one line of up to {LONGEST_TEMPLATE} characters.")


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that terms say. `kind` names it; `use`, `number`, `words` carry what it says it about."""

    kind: str
    use: Use | None = None
    number: int = 0
    words: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be done, and the clauses that say so: what forbids, what must be asked, or what is owed."""

    verdict: Verdict
    because: tuple[Clause, ...]


def may(terms: TermsRecord, use: Use, *, by: Party, when: datetime, language: str, published: datetime | None = None) -> Answer:
    """Answer whether terms allow a use in a language at a time; no goes before ask, ask before yes.

    `published` is when the article came out: until the delay is over one has to ask. Without it a delay is among what is
    owed. Times have a zone.
    """
    rule = terms.rules[use]
    if rule.leave is Leave.NO:
        return Answer(Verdict.NO, (Clause("others-text" if terms.is_others_text else "no", use),))
    asked = _to_ask(terms, use, rule, by=by, when=when, language=language)
    if published is not None and when < published + timedelta(hours=terms.delay_hours):
        asked.append(Clause("delay", number=terms.delay_hours))
    if asked:
        return Answer(Verdict.ASK, tuple(asked))
    return Answer(Verdict.YES, (Clause("yes", use), *rule_clauses(use, rule), *owed(terms)))


def _to_ask(terms: TermsRecord, use: Use, rule: Rule, *, by: Party, when: datetime, language: str) -> list[Clause]:
    asked = []
    if terms.expires is not None and when >= terms.expires:
        asked.append(Clause("expires", at=terms.expires))
    if not serves(terms, by):
        asked.append(who_clause(terms))
    if language in terms.reserved_languages:
        asked.append(Clause("reserved-languages", words=terms.reserved_languages))
    if rule.leave is Leave.ASK:
        asked.append(Clause("ask", use))
    if Condition.APPROVAL in rule.conditions:
        asked.append(Clause("approval", use))
    return asked


def serves(terms: TermsRecord, by: Party) -> bool:
    """Whether the terms speak to such a party; others have to ask."""
    return Party.ANYONE in terms.who or by in terms.who


def who_clause(terms: TermsRecord) -> Clause:
    """Whom the terms are for."""
    return Clause("who", words=tuple(party.value for party in Party if party in terms.who))


def rule_clauses(use: Use, rule: Rule) -> tuple[Clause, ...]:
    """What one use is bound to."""
    limit = (Clause("most-words", use, number=rule.most_words),) if rule.most_words else ()
    return (*limit, *(Clause(condition.value, use) for condition in rule.conditions))


def owed(terms: TermsRecord) -> tuple[Clause, ...]:
    """What everybody owes who uses an article under these terms, in the order in which the statement says it."""
    delay = (Clause("delay", number=terms.delay_hours),) if terms.delay_hours else ()
    link = {LinkTo.ARTICLE: (Clause("link-article"),), LinkTo.HOME: (Clause("link-home"),), LinkTo.NOTHING: ()}[terms.link]
    indexing = (Clause(terms.indexing.value),) if terms.indexing is not Indexing.FREE else ()
    wishes = (("tell-us", terms.tell_us), ("report-reach", terms.report_reach), ("keep-counter", terms.keep_counter))
    return (
        Clause("attribution", words=(terms.attribution,)),
        Clause(f"place-{terms.place}"),
        *link,
        Clause(f"images-{terms.images}"),
        *delay,
        *indexing,
        Clause("ads-yes" if terms.ads else "ads-no"),
        Clause("paywall-yes" if terms.paywall else "paywall-no"),
        *(Clause(name) for name, is_wanted in wishes if is_wanted),
    )


def others_text(terms: TermsRecord) -> TermsRecord:
    """The same terms for text of others that is reprinted as fair use: nothing of it may be passed on."""
    return replace(terms, licence=ALL_RIGHTS_RESERVED, licence_url="", licence_name="", rules=dict.fromkeys(Use, NO), images=Images.NONE, is_others_text=True)
