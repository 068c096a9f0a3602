"""Whether an article is offered to be taken along, by its terms alone: now, later, no longer, on request, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from coranto.rights.terms import Indexing, Party, TermsRecord, Use, Verdict, may, serves
from coranto.syndication.packages.shape import Advice


class Offer(StrEnum):
    """What a reader who wants to republish is told."""

    NOW = "now"
    LATER = "later"
    ENDED = "ended"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Offered:
    """The offer, and when it begins where that is later."""

    offer: Offer
    begins: datetime | None = None


def offered(record: TermsRecord | None, *, language: str, published: datetime, now: datetime) -> Offered:
    """What holds for those whom the terms are for. Without terms one has to ask. Times have a zone."""
    if record is None:
        return Offered(Offer.ASK)
    answers = [
        may(record, Use.REPOST, by=party, when=now, language=language, published=published) for party in Party if serves(record, party)
    ]  # fmt: skip
    verdicts = {answer.verdict for answer in answers}
    if Verdict.YES in verdicts:
        return Offered(Offer.NOW)
    if verdicts == {Verdict.NO}:
        return Offered(Offer.NONE)
    asked = {clause.kind for answer in answers for clause in answer.because}
    if "expires" in asked:
        return Offered(Offer.ENDED)
    if asked == {"delay"}:
        return Offered(Offer.LATER, published + timedelta(hours=record.delay_hours))
    return Offered(Offer.ASK)


def is_timeless(record: TermsRecord) -> bool:
    """Whether the offer never changes by itself as time goes by."""
    return record.delay_hours == 0 and record.expires is None


def ever_offered(record: TermsRecord | None, *, language: str, published: datetime) -> Offer:
    """The offer with time left out: what stands on a page that is made once."""
    timeless = replace(record, delay_hours=0, expires=None) if record is not None else None
    return offered(timeless, language=language, published=published, now=published).offer


_ROBOTS = {Indexing.NOINDEX_NEWS: (("googlebot-news", "noindex"),), Indexing.NOINDEX_ALL: (("robots", "noindex"),)}


def advice_of(record: TermsRecord, url: str) -> Advice:
    """What a copy's head should say to search engines. `url` is the whole address of our page."""
    return Advice(url if record.indexing is Indexing.CANONICAL else "", _ROBOTS.get(record.indexing, ()))
