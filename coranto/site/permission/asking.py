"""The question of a form, read from an address or from what was sent, and what the terms answer to it.

Only what is public is ever found: a draft, a text under embargo and a withdrawn article are as unknown as a number that
nobody was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from urllib.parse import unquote, urlsplit

from coranto import languages
from coranto.articles.models import ArticleAddress
from coranto.languages.formatting import list_join
from coranto.licensing.models import Request
from coranto.rights.presets import RESERVED
from coranto.rights.terms import Answer, Party, TermsRecord, Use, Verdict, may, others_text
from coranto.site import addresses, templating
from coranto.site.facts import articles, cards, own
from coranto.site.facts.shapes import Card, Said
from coranto.site.facts.store import State, Store
from coranto.site.permission import words
from coranto.site.terms.statement import attribution_line, because_text, party_label, use_label

LONGEST_ADDRESS = 1000  # characters of an article's address that are read


@dataclass(frozen=True, slots=True)
class Question:
    """May I …? `article` is the number of a public article or 0; `typed` what stood in its place."""

    article: int
    typed: str
    use: Use | None
    by: Party | None
    language: str
    on: date | None

    @property
    def is_whole(self) -> bool:
        """Whether it can be answered."""
        return bool(self.article and self.use and self.by)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the terms say: the verdict, a sentence, the clauses in words, and the page of the terms ("" where there is none)."""

    verdict: Verdict
    heading: str
    use: str
    because: tuple[str, ...]
    terms_url: str


def read_question(asked: Mapping[str, str], store: Store, language: str) -> Question:
    """What an address or a form asks; what is no use, no date and so on is as if it had not been said."""
    typed = asked.get("article", "").replace("\0", "").strip()[:LONGEST_ADDRESS]
    wanted = asked.get("wanted_language", "")
    return Question(
        article=find_article(store, typed),
        typed=typed,
        use=Use(asked["use"]) if asked.get("use") in set(Use) else None,
        by=Party(asked["by"]) if asked.get("by") in set(Party) else None,
        language=wanted if wanted in languages.CODES else language,
        on=_day(asked.get("on", "")),
    )


def find_article(store: Store, typed: str) -> int:
    """The number of a public article by its number or its address, in whatever language or older form; 0 for anything else."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) < 10
    number = int(typed) if is_number else _by_address(typed)
    state = store.state(number) if number else None
    return number if state is not None and state.status == 200 else 0


def _by_address(typed: str) -> int:
    try:
        parts = [part for part in unquote(urlsplit(typed).path).replace("\0", "").split("/") if part]
    except ValueError:
        return 0
    row = ArticleAddress.objects.filter(slug=parts[-1]).first() if parts else None
    return row.article_number if row is not None else 0


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        return None


def answer(store: Store, question: Question, language: str, *, now: datetime) -> Answered:
    """What the terms of the article answer to a whole question, in the reader's language."""
    state, zone = store.state(question.article), store.publication.zone
    assert state is not None and question.use is not None and question.by is not None, "the question is whole"
    record, terms_url = terms_for(store, state, language)
    found = judge(record, question, state, store, now=now)
    line = attribution_line(record, language, _credit(store, state, language))
    said = found.because[1:] if found.verdict is Verdict.YES else found.because  # a yes says first that it is one
    say = templating.translations(language).gettext
    return Answered(
        found.verdict, say(words.ANSWERS[found.verdict]), use_label(question.use, language),
        tuple(because_text(clause, language, zone, line=line) for clause in said), terms_url,
    )  # fmt: skip


def judge(record: TermsRecord, question: Question, state: State, store: Store, *, now: datetime) -> Answer:
    """Ask the terms. A day stands for its noon where the publication is; a day that is over for now."""
    assert question.use is not None and question.by is not None, "the question is whole"
    noon = datetime.combine(question.on, time(12), store.publication.zone) if question.on else now
    return may(record, question.use, by=question.by, when=max(now, noon), language=question.language, published=state.first_public_at)


def terms_for(store: Store, state: State, language: str) -> tuple[TermsRecord, str]:
    """The terms of a public article and their page; where none are stated, all rights are reserved."""
    document = store.original(state.number)
    shown = articles.terms_of(store, document, language)
    row = store.terms(shown.number) if shown else None
    if shown is not None and row is not None:
        return row.said, shown.url
    is_fair_use = document["provenance"] is not None and document["provenance"]["basis"] == "fair-use"
    return (others_text(RESERVED) if is_fair_use else RESERVED), ""


def _credit(store: Store, state: State, language: str) -> dict[str, str]:
    card = card_of(store, state.number, language)
    names = list_join([name.name for name in card.authors], language) or card.outlet or store.publication.name
    return {"author": names, "outlet": store.publication.name, "date": card.published.text, "link": addresses.absolute(card.url)}


def card_of(store: Store, number: int, language: str) -> Card:
    """The card of an article that was found, without its picture."""
    card = cards.card(store, number, language)
    assert card is not None, "only public articles are found"
    return replace(card, image=None)


def headline_of(store: Store, request: Request, language: str) -> Said:
    """The headline of what was asked about, as readers of a language have it; of an article that is not public any more as it was when they asked."""
    document, state = request.version.document, store.state(request.article_id)
    if state is None or state.status != 200:
        return own.said(document["headline"], document["language"], language)
    card = card_of(store, request.article_id, language)
    return own.said(card.headline, card.language, language)


def who_label(party: Party, language: str) -> str:
    """What somebody is called who asks; of a person `anyone` means neither of the others."""
    return templating.translations(language).gettext(words.SOMEONE_ELSE) if party is Party.ANYONE else party_label(party, language)
