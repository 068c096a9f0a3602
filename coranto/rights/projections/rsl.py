"""Terms as RSL 1.0 says them to crawlers: what search and artificial intelligence may do, and where to ask for the rest."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from coranto.rights.licences import url_of
from coranto.rights.projections.crawling import crawler_may
from coranto.rights.projections.places import Places
from coranto.rights.terms import TermsRecord, Use, Verdict

SPACE = "https://rslstandard.org/rsl"
TYPE = "application/rsl+xml"
USAGES = {Use.AI_TRAINING: ("ai-train",), Use.AI_SEARCH: ("ai-input", "ai-index")}
SEARCH = "search"  # plain search engines, which lead readers to the page, are told by robots.txt and `noindex` alone


def to_rsl(record: TermsRecord, places: Places, prefix: str = "") -> str:
    """The `content` element about `places.target`, its names with a prefix where another format holds it."""
    found: dict[Verdict, list[str]] = {Verdict.YES: [SEARCH], Verdict.ASK: [], Verdict.NO: []}
    for use, usages in USAGES.items():
        found[crawler_may(record, use)] += usages
    tag = f"{prefix}:" if prefix else ""
    licences = [_licence(tag, found[Verdict.YES], found[Verdict.NO], f'<{tag}payment type="attribution">{_standard(tag, record)}</{tag}payment>')]
    if found[Verdict.ASK]:
        licences.append(_licence(tag, found[Verdict.ASK], [], f'<{tag}payment type="purchase"><{tag}custom>{escape(places.ask)}</{tag}custom></{tag}payment>'))
    return (
        f"<{tag}content url={quoteattr(places.target)}><{tag}copyright>{escape(places.holder)}</{tag}copyright>"
        f"<{tag}terms>{escape(places.statement)}</{tag}terms>{''.join(licences)}</{tag}content>"
    )


def _standard(tag: str, record: TermsRecord) -> str:
    url = url_of(record.licence, record.licence_url)
    return f"<{tag}standard>{escape(url)}</{tag}standard>" if url else ""


def _licence(tag: str, permits: list[str], prohibits: list[str], payment: str) -> str:
    no = f'<{tag}prohibits type="usage">{" ".join(prohibits)}</{tag}prohibits>' if prohibits else ""
    return f'<{tag}license><{tag}permits type="usage">{" ".join(permits)}</{tag}permits>{no}{payment}</{tag}license>'


def document(contents: str) -> str:
    """A whole RSL file."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rsl xmlns="{SPACE}">{contents}</rsl>\n'
