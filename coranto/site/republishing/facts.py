"""What may be taken along of an article in a language, in the words of that language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coranto.languages import formatting
from coranto.rights.terms import LinkTo, Place
from coranto.site import addresses, templating
from coranto.site.facts import wording
from coranto.site.facts.shapes import ArticlePage
from coranto.site.republishing.tidying import tidy
from coranto.site.terms import words as terms_words
from coranto.site.terms.facts import StatedTerms
from coranto.site.terms.statement import attribution_line
from coranto.site.words import CORRECTIONS, ROLES
from coranto.syndication.packages.gathering import Gatherer
from coranto.syndication.packages.offering import advice_of
from coranto.syndication.packages.shape import Correction, Kind, Line, Package, Passage, Run

GAP = "\ue000"  # stands for the link while a line is made; no line of terms can hold it


def package_of(page: ArticlePage, terms: StatedTerms) -> Package:
    """The article as others may print it; the caller has seen that the terms let them."""
    record, home = terms.record, addresses.base_url()
    gather = Gatherer(record, home)
    say = templating.translations(page.language).gettext
    attribution = attribution_of(page, terms)
    return Package(
        language=page.language,
        direction=page.direction,
        url=page.share_address,
        headline=page.headline,
        standfirst=page.standfirst,
        byline=tuple(_byline(page)),
        labels=tuple(tidy(text, page.direction) for text in _labels(page)),
        attribution=attribution,
        is_attributed_first=record.place is Place.TOP,
        picture=gather.picture(page.image),
        body=tuple(_body(page, gather)),
        corrections_title=say("Corrections"),
        corrections=tuple(_corrections(page)),
        imprint=tuple(_imprint(page, terms, attribution)),
        licence_url=terms.licence,
        modified=(page.modified or page.published).at,
        advice=advice_of(record, page.share_address),
        counter=counter_address(page) if record.keep_counter else "",
    )


def counter_address(page: ArticlePage) -> str:
    """The picture of one pixel by which copies are counted, whole."""
    return addresses.base_url() + f"/live/count/{page.number}/{page.language}.gif"


def attribution_of(page: ArticlePage, terms: StatedTerms) -> Line:
    """The line that credits the article, its address a link; of terms whose line names none the link follows it."""
    url = addresses.base_url() + "/" if terms.record.link is LinkTo.HOME else _original_address(page)
    source = page.source
    values = {"author": _authors(page), "outlet": page.outlet.name, "date": (source.first_published if source else "") or page.published.text, "link": GAP}
    line = attribution_line(terms.record, page.language, values).replace(wording.isolated(GAP), GAP)
    before, _gap, after = line.partition(GAP) if GAP in line else (f"{line} ", GAP, "")
    runs = (Run(tidy(before, page.direction)), Run(url, url), Run(tidy(after.replace(GAP, url), page.direction)))
    return tuple(run for run in runs if run.text)


def _original_address(page: ArticlePage) -> str:
    """Where the article was first published: of a repost its source, else this page."""
    return page.source.url if page.source is not None and page.source.url else page.share_address


def _authors(page: ArticlePage) -> str:
    names = [name.name for name in page.authors] or list(page.source.authors if page.source else ())
    return formatting.list_join(names, page.language) if names else page.outlet.name


def _byline(page: ArticlePage) -> Iterator[Line]:
    say = templating.translations(page.language).gettext
    by_role: dict[str, list[str]] = {}
    for name in (*page.authors, *page.others):
        by_role.setdefault(name.role, []).append(wording.isolated(name.name))
    if not page.authors and page.source and page.source.authors:
        by_role = {"author": [wording.isolated(name) for name in page.source.authors], **by_role}
    for role, names in by_role.items():
        if role in ROLES:
            yield (Run(tidy(say(ROLES[role].label) % {"names": formatting.list_join(names, page.language)}, page.direction)),)
    dated = [page.outlet.name, (page.source.first_published if page.source else "") or page.published.text]
    yield (Run(" · ".join(dated)),)


def _labels(page: ArticlePage) -> Iterator[str]:
    """How a translation was made, and that the original prevails."""
    yield from page.made
    if page.original is not None and page.state != "original":
        say = templating.translations(page.language).gettext
        yield say(terms_words.PREVAILS) % {"language": page.original.label}


def _body(page: ArticlePage, gather: Gatherer) -> Iterator[Passage]:
    if page.note:
        yield Passage(Kind.NOTE, gather.lines(str(page.note.html)), language=page.note.language or "", direction=page.note.direction or "")
    is_first = True
    for passage in gather.passages(page.body):
        if is_first and page.dateline and passage.kind is Kind.PARAGRAPH:
            begun = (Run(f"{page.dateline} — "), *passage.lines[0])
            passage = replace(passage, lines=(begun, *passage.lines[1:]))
        if page.body_language and not passage.language:
            passage = replace(passage, language=page.body_language, direction=page.body_direction or "")
        is_first = False
        yield passage


def _corrections(page: ArticlePage) -> Iterator[Correction]:
    say = templating.translations(page.language).gettext
    for one in (*page.grave_corrections, *page.corrections):
        yield Correction(f"{say(CORRECTIONS[one.kind].label)} · {one.at.text}", one.text, one.text_language or "", one.text_direction or "")


def _imprint(page: ArticlePage, terms: StatedTerms, attribution: Line) -> Iterator[Line]:
    """Copyright, licence, terms, and our own address where the attribution does not link to it."""
    say = templating.translations(page.language).gettext
    if page.copyright_line:
        yield (Run(page.copyright_line),)
    name = terms.row.licence_name or terms.licence
    yield (Run(name, terms.licence),) if terms.licence else (Run(say(terms_words.ALL_RIGHTS_RESERVED)),)
    yield (Run(say(terms_words.TITLE), terms.places.statement),)
    if page.original is not None:
        address = addresses.absolute(page.original.url)
        yield (Run(say("Read the original in %(name)s.") % {"name": page.original.label}, address),)
    if not any(run.href == page.share_address for run in attribution):
        yield (Run(page.share_address, page.share_address),)
