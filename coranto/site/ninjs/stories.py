"""What a ninjs item tells of a public article, gathered from what its page is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from coranto.articles import keys
from coranto.articles.models import Correction
from coranto.rights.projections.ninjs import rights_info
from coranto.rights.terms import Leave, TermsRecord, Use
from coranto.site import addresses
from coranto.site.editions import Edition
from coranto.site.facts import articles, blocks, cards, made, names
from coranto.site.facts.shapes import Name
from coranto.site.facts.store import State, Store
from coranto.site.facts.trusted import safe_link
from coranto.site.feed_content import blocks_html, identity, whole_addresses
from coranto.site.ninjs.pictures import free_blocks, pictures_of
from coranto.site.ninjs.usage import usage_terms
from coranto.site.provenance import NAME as CHAIN
from coranto.site.provenance import chain_address
from coranto.site.terms.facts import StatedTerms, terms_of_document
from coranto.syndication.ninjs.story import Named, Origin, PictureOf, PutRight, Source, Story
from coranto.syndication.ninjs.writing import media_topic
from coranto.syndication.packages.offering import is_timeless

Document = dict[str, Any]
TextGoes = Callable[[TermsRecord, str], bool]


def story_of(store: Store, number: int, language: str, *, text_goes: TextGoes | None = None) -> Story | None:
    """A public article in a language, or None where it cannot be read in it.

    `text_goes(record, language)` says whether the text goes along; else whoever the terms are for may republish it.
    """
    store.note(keys.article(number, language))
    state = store.state(number)
    edition = store.edition(number, language) if state is not None and state.status == 200 else None
    if state is None or edition is None:
        return None
    store.note(keys.PUBLICATION)
    document, url = edition.document, addresses.absolute(cards.path(store, state, language))
    terms = terms_of_document(store, document, language, url)
    corrections, credits = corrections_of(store, number), names.names_of(store, document["credits"], language)
    html, text, pictures = _content(store, document, language, terms, text_goes or may_be_republished)
    outlet = articles.outlet_of(store, document, language).name
    byline = ", ".join(_authors(document, credits))
    return Story(
        identity=identity(state, language), version=version_of(state, edition, len(corrections)), language=language, url=url, slug=state.slug,
        headline=document["headline"], standfirst=document["standfirst"], html=html, text=text, byline=byline, dateline=document["dateline"],
        genre=document["genre"], first_public_at=state.first_public_at, changed_at=changed_at(state, edition, corrections), created_at=_created_at(document),
        people=tuple(_people(edition, credits)), sources=tuple(_sources(store, document)), places=tuple(_places(store, document, language)),
        subjects=tuple(_subjects(store, document, language)), pictures=pictures, corrections=corrections, origins=tuple(_origins(store, state, document, language)),
        copyright_holder=_holder(store, document), copyright_notice=articles.copyright_of(store, state, document),
        usage_terms=usage_terms(store, state, document, language, terms, author=byline, outlet=outlet, url=url),
        rights=rights_info(terms.record, terms.places) if terms else None, indicators=tuple(_indicators(store, language, credits, chain_address(store, state.number, language))),
        made=made.sentences(edition, language, store.publication.zone), is_machine_made=edition.state in made.BY_MACHINE, signed=chain_address(store, state.number, language),
    )  # fmt: skip


def corrections_of(store: Store, number: int) -> tuple[PutRight, ...]:
    """All corrections of an article, oldest first."""
    return store.once(("ninjs-corrections", number), lambda: _corrections(number))


def _corrections(number: int) -> tuple[PutRight, ...]:
    rows = Correction.objects.filter(article_id=number).order_by("at", "pk").values_list("kind", "text", "at")
    return tuple(PutRight(*row) for row in rows)


def version_of(state: State, edition: Edition | None, corrections: int) -> str:
    """A number that grows with every version and correction; behind a point, of a translation, when its text was made."""
    number = str(state.version + corrections)
    if edition is None or not edition.made_at:
        return number
    return f"{number}.{datetime.fromisoformat(edition.made_at).astimezone(UTC):%Y%m%d%H%M%S}"


def changed_at(state: State, edition: Edition | None, corrections: Iterable[PutRight]) -> datetime:
    """When what is told was last changed."""
    made_at = [datetime.fromisoformat(edition.made_at)] if edition is not None and edition.made_at else []
    return max([state.modified_at, *(one.at for one in corrections), *made_at])


def _content(store: Store, document: Document, language: str, terms: StatedTerms | None, text_goes: TextGoes) -> tuple[str, str, tuple[PictureOf, ...]]:
    """The body as html and as text, and its pictures; nothing where others may not republish it without asking.

    Nor where the whole body still stands in another language: the item of the original has it.
    """
    left = made.untranslated(document)
    if terms is None or not text_goes(terms.record, language) or (left is not None and left.is_whole_body):
        return "", "", ()
    free = tuple(free_blocks(blocks.resolved(store, document["body"], language), terms.record))
    html = whole_addresses("\n".join(blocks_html(free)))
    return html, "\n\n".join(blocks.texts(document["body"])), pictures_of(store, document, free, terms.record)


def may_be_republished(record: TermsRecord, language: str) -> bool:
    """Whether those whom the terms are for may republish the whole article in a language without asking, at any time.

    Where terms begin later or end, no file can say so at the right moment: the text then goes only with what is made when it is asked for.
    """
    return is_timeless(record) and _is_given(record, language)


def given_now(record: TermsRecord, language: str) -> bool:
    """The same for an item that is made at a time at which the terms offer the article."""
    return _is_given(record, language)


def _is_given(record: TermsRecord, language: str) -> bool:
    return record.rules[Use.REPOST].leave in {Leave.YES, Leave.CONDITIONS} and language not in record.reserved_languages


def _authors(document: Document, credits: Iterable[Name]) -> list[str]:
    printed = document["provenance"]["authors"] if document["provenance"] else []
    return list(dict.fromkeys([*printed, *(name.name for name in credits if name.role == "author")]))


def _people(edition: Edition, credits: Iterable[Name]) -> Iterator[Named]:
    printed = edition.document["provenance"]["authors"] if edition.document["provenance"] else []
    yield from (Named(name, "author") for name in printed)
    yield from (Named(name.name, name.role, addresses.absolute(name.url) if name.url else "") for name in credits)
    if edition.by and edition.state != "original" and edition.state not in made.BY_MACHINE:
        yield Named(edition.by, "translator")


def _sources(store: Store, document: Document) -> Iterator[Source]:
    store.note(keys.PUBLICATION)
    outlet = _outlet(store, document)
    if outlet is not None:
        yield Source(outlet.name, "originator", addresses.encoded(safe_link(outlet.url)))
    yield Source(store.publication.name or addresses.base_url(), "publisher", addresses.base_url() + "/")


def _outlet(store: Store, document: Document) -> Any:
    number = document["provenance"]["outlet"] if document["provenance"] else None
    return store.outlets([number]).get(number) if number else None


def _holder(store: Store, document: Document) -> str:
    """Who holds the copyright; nobody in the public domain."""
    if holders := document["copyright"]["holders"]:
        return ", ".join(holders)
    if document["provenance"] and document["provenance"]["basis"] == "public-domain":
        return ""
    outlet = _outlet(store, document)
    return (outlet.copyright_holder or outlet.name) if outlet is not None else store.publication.name


def _created_at(document: Document) -> datetime | None:
    """When a repost first came out, where the day is known: the beginning of that day in UTC."""
    try:
        day = date.fromisoformat(document["provenance"]["first_published"][:10]) if document["provenance"] else None
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _places(store: Store, document: Document, language: str) -> Iterator[Named]:
    for number in document["regions"]:
        if row := store.regions.get(number):
            yield Named(names.region(store, row, language).label, "about", code=f"{'m49' if row.code.isdigit() else 'iso3166'}:{row.code}")


def _subjects(store: Store, document: Document, language: str) -> Iterator[Named]:
    for number in document["themes"]:
        if row := store.themes.get(number):
            yield Named(names.theme(store, row, language).label, "about", media_topic(row.media_topic), row.slug)
    for link in names.reports_of(store, document["reports"], language):
        yield Named(link.label, "partOf", addresses.absolute(link.url))


def _origins(store: Store, state: State, document: Document, language: str) -> Iterator[Origin]:
    if language != state.language:
        yield Origin("translatedFrom", identity(state, state.language), store.original(state.number)["headline"], state.language)
    if document["provenance"] and (url := safe_link(document["provenance"]["url"])):
        yield Origin("derivedFrom", addresses.encoded(url), language=document["provenance"]["language"])


def _indicators(store: Store, language: str, credits: Iterable[Name], chain: str) -> Iterator[tuple[str, str, str]]:
    """Documents by which readers judge the outlet: who the authors are, who the outlet is, and the signed chain."""
    yield from (("journalistInfo", name.name, addresses.absolute(name.url)) for name in credits if name.url and name.role == "author")
    store.note(keys.STANDING_LIST)
    for content in store.standing.values():
        if content["purpose"] == "about":
            yield "partyInfo", content["title"], addresses.absolute(addresses.standing(language, content["slug"]))
    if chain:
        yield "pieceOfWorkInfo", CHAIN, chain
