"""An article's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from coranto.articles import keys
from coranto.articles.documents import inline_html
from coranto.articles.models import Correction as CorrectionRow
from coranto.articles.models import Version
from coranto.languages import readable_instead
from coranto.site import addresses, editions, extras, sharing
from coranto.site.editions import Edition
from coranto.site.facts import blocks, cards, linked, made, names, own, wording
from coranto.site.facts.front import correction
from coranto.site.facts.images import image_of
from coranto.site.facts.lineage import lineage
from coranto.site.facts.related import Neighbours, neighbours
from coranto.site.facts.shapes import ArticlePage, Author, LanguageChoice, Link, Name, Said, SourceLine, Terms
from coranto.site.facts.store import State, Store
from coranto.site.facts.trusted import safe_link, sanitised

WORDS_A_MINUTE = 230
NOTHING = Said("")
CHARACTERS_A_MINUTE = 500  # of scripts written without spaces


def article_page(store: Store, number: int, language: str, *, instead: bool = False) -> ArticlePage | None:
    """An article as read in a language, or None where it is not public or does not exist in it.

    With `instead`, a text that does not exist in the language is given in the best one there is.
    """
    store.note(keys.article(number, language))
    state = store.state(number)
    if state is None or state.status != 200:
        return None
    read_in = readable_instead(language, store.languages_of(number), original=state.language) if instead else language
    edition = store.edition(number, read_in or state.language)
    if edition is None:
        return None
    around = neighbours(store, state, store.original(number))
    rows = store.once(("corrections", number), lambda: tuple(CorrectionRow.objects.filter(article_id=number).order_by("-at", "-pk")))
    cards.prepare(store, [number, *around.related, *(n for n in (around.previous, around.following) if n)], language)
    page = page_of(store, state, edition, tuple(rows), around, language=language)
    return page if page.text_language else replace(page, prints=extras.prints_of(store, page), reuse=extras.reuse_of(store, page))


def page_of(
    store: Store, state: State, edition: Edition, corrections: Iterable[CorrectionRow], around: Neighbours, *, language: str | None = None
) -> ArticlePage:
    """The page of one edition; what a preview of a draft goes through as well. `language` is that of the page around it."""
    document, language = edition.document, language or edition.language
    store.note(keys.PUBLICATION)
    zone = store.publication.zone
    foreign, left = edition.language != language, made.untranslated(document)
    body_language = left.language if left is not None and left.is_whole_body else None
    path, own_path = cards.path(store, state, language), cards.path(store, state, edition.language)
    credits = names.names_of(store, document["credits"], language)
    put_right = [correction(store, row, language) for row in corrections]
    authors = tuple(name for name in credits if name.role == "author")
    translators = names.translators_of(store, edition, language)
    terms = terms_of(store, document, language)
    return ArticlePage(
        number=state.number,
        version=state.version,
        language=language,
        direction=wording.direction(language),
        script=wording.script(language),
        path=path,
        headline=document["headline"],
        standfirst=document["standfirst"],
        genre=document["genre"],
        dateline=document["dateline"],
        minutes=reading_minutes(document, edition.language),
        published=wording.moment(state.first_public_at, language, zone),
        modified=_modified(store, state, language),
        authors=authors,
        others=tuple(name for name in credits if name.role != "author"),
        outlet=outlet_of(store, document, language),
        source=_source(store, document, language),
        languages=_languages(store, state, language),
        state=edition.state,
        made_by=edition.by,
        made_at=edition.made_at,
        made=made.sentences(edition, language, zone, translators),
        made_html=made.marked(edition, language, zone, translators),
        translators=translators,
        software=edition.software,
        via=edition.via,
        is_outdated=edition.is_outdated,
        changes=_changes(store, state, edition),
        is_indexed=edition.is_indexed and not foreign,
        text_language=edition.language if foreign else None,
        text_direction=wording.direction(edition.language) if foreign else None,
        body_language=body_language,
        body_direction=wording.direction(body_language) if body_language else None,
        original=_original(store, state, language),
        regions=names.regions_of(store, document["regions"], language),
        themes=names.themes_of(store, document["themes"], language),
        reports=names.reports_of(store, document["reports"], language),
        image=image_of(store, document["image"]),
        body=blocks.resolved(store, document["body"], body_language or edition.language),
        grave_corrections=tuple(one for one in put_right if one.is_grave),
        corrections=tuple(one for one in put_right if not one.is_grave),
        copyright_line=copyright_of(store, state, document),
        terms=terms,
        about_authors=_about(store, document, language),
        share=sharing.links(addresses.absolute(own_path), document["headline"]),
        share_address=addresses.absolute(own_path),
        comments=safe_link(store.publication.comments_url),
        prints=(),
        provenance=addresses.provenance(own_path),
        previous=cards.card(store, around.previous, language) if around.previous else None,
        following=_following(store, document, around, language),
        related=cards.cards(store, around.related, language),
        lineage=lineage(store, state, edition, credits),
        note=note_of(store, state, edition, language),
        **_notices(store, document, language, terms),
    )


def _changes(store: Store, state: State, edition: Edition) -> tuple[Markup, ...]:
    """What the original says otherwise than the version this text follows."""
    version = edition.version
    if not edition.is_outdated or version is None:
        return ()
    if version == state.version_pk:  # all that was not outdated follows it; what people wrote has its own history
        return tuple(made.difference(old, now) for old, now in editions.source.changes(state.number, edition.language)[: made.MOST_CHANGES])
    return store.once(("changes", state.number, version), lambda: made.changes(Version.objects.get(pk=version).document, store.original(state.number)))


def _following(store: Store, document: dict[str, Any], around: Neighbours, language: str) -> Any:
    """The next article of the report; the last one follows the report's list, so that it learns of its successor."""
    if around.following:
        return cards.card(store, around.following, language)
    if document["reports"]:
        store.note(keys.listing("report", document["reports"][0], language))
    return None


def _modified(store: Store, state: State, language: str) -> Any:
    """When the version shown was made, where it is not the first."""
    return wording.moment(state.published_at, language, store.publication.zone) if state.version > 1 else None


def reading_minutes(document: dict[str, Any], language: str) -> int:
    """Minutes of reading, at least one: 230 words a minute, or 500 characters where words are not spaced."""
    text = " ".join([document["standfirst"], *blocks.texts(document["body"])])
    if wording.script(language) in {"Hans", "Hant", "Jpan", "Thai"}:
        return max(1, round(len(text.replace(" ", "")) / CHARACTERS_A_MINUTE))
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


def outlet_of(store: Store, document: dict[str, Any], language: str) -> Name:
    """Who published it first: the outlet of a repost, else the publication itself."""
    number = cards.outlet_of(document)
    outlet = store.outlets([number]).get(number) if number else None
    if outlet is None:
        return Name(store.publication.name, None, role="outlet")
    return Name(outlet.name, addresses.listing(language, "outlet", outlet.slug), role="outlet")


def _source(store: Store, document: dict[str, Any], language: str) -> SourceLine | None:
    provenance = document["provenance"]
    if provenance is None:
        return None
    outlet = store.outlets([provenance["outlet"]]).get(provenance["outlet"]) if provenance["outlet"] else None
    return SourceLine(
        outlet=outlet.name if outlet else None,
        outlet_url=addresses.listing(language, "outlet", outlet.slug) if outlet else None,
        url=safe_link(provenance["url"]),
        authors=tuple(provenance["authors"]),
        first_published=wording.partial_date(provenance["first_published"], language) if provenance["first_published"] else "",
        first_published_iso=provenance["first_published"],
        language=provenance["language"],
        language_name=wording.language_name(provenance["language"], language) if provenance["language"] else "",
        copyright_notice=provenance["copyright_notice"],
        usage_terms=provenance["usage_terms"],
        licence_url=safe_link(provenance["licence_url"]),
        basis=provenance["basis"],
        evidence=provenance["evidence"],
    )


def _original(store: Store, state: State, language: str) -> Link | None:
    """The way to the original, named in the reader's language."""
    if language == state.language:
        return None
    return Link(wording.language_name(state.language, language), cards.path(store, state, state.language), state.language, wording.direction(state.language))


def _languages(store: Store, state: State, language: str) -> tuple[LanguageChoice, ...]:
    """The languages this article can be read in, each by its own name: the page's first, then in the order of their names."""
    codes = linked.speakers(store, state.number)
    return tuple(
        LanguageChoice(
            code, wording.own_name(code), wording.direction(code),
            (code != language and linked.path_in(store, state.number, code)) or cards.path(store, state, code), code == language,
            "original" if code == state.language else "",
        )
        for code in sorted(wording.in_order(codes, language), key=lambda code: code != language)
    )  # fmt: skip


def copyright_of(store: Store, state: State, document: dict[str, Any]) -> str:
    """The copyright line: holders and year; of a repost the notice as printed; else the outlet or this publication."""
    stated, provenance = document["copyright"], document["provenance"]
    if not stated["holders"] and provenance and provenance["copyright_notice"]:
        return str(provenance["copyright_notice"])
    holders = list(stated["holders"])
    if not holders and provenance:
        outlet = store.outlets([provenance["outlet"]]).get(provenance["outlet"]) if provenance["outlet"] else None
        holders = [outlet.copyright_holder or outlet.name] if outlet else []
        if provenance["basis"] == "public-domain":
            return ""
    year = stated["year"] or state.first_public_at.astimezone(store.publication.zone).year
    return f"© {year} {', '.join(holders) or store.publication.name}"


def terms_of(store: Store, document: dict[str, Any], language: str) -> Terms | None:
    """The terms a version was published under; none where they would give away what was only reprinted as fair use."""
    row = store.terms(document["terms"]) if document["terms"] else None
    is_fair_use = document["provenance"] is not None and document["provenance"]["basis"] == "fair-use"
    if row is None or (is_fair_use and not row.said.is_others_text):
        return None
    url = addresses.terms(language, row.terms.slug, row.number)
    return Terms(row.pk, own.terms_name(store, row, language), own.terms_below(store, row, language), safe_link(row.licence_url), row.licence_name, url)


def _about(store: Store, document: dict[str, Any], language: str) -> tuple[Author, ...]:
    """The boxes about the authors who have something to say of themselves."""
    numbers = dict.fromkeys(credit["person"] for credit in document["credits"] if credit["role"] == "author")
    found = (names.author_of(store, number, language) for number in numbers)
    return tuple(author for author in found if author is not None and (author.biography or author.links or author.portrait))


def note_of(store: Store, state: State, edition: Edition, language: str) -> Said:
    """The note to readers; one that nobody has translated yet is the original's own, and says in which language it is."""
    note = edition.document["note"]
    is_left = edition.language != state.language and note == store.original(state.number)["note"]
    return own.said(sanitised(note), state.language if is_left else edition.language, language)


def _notices(store: Store, document: dict[str, Any], language: str, terms: Terms | None) -> dict[str, Any]:
    """The standing note to readers and notices that apply to this article, and where its terms of reuse are explained."""
    publication = store.publication
    standing = store.once(("notices", language), lambda: {
        name: own.part(store, name, language, sanitised(inline_html(text)))
        for name, text in (("note", publication.note_to_readers), ("disclaimer", publication.disclaimer), ("fair-use", publication.fair_use_notice))
    })  # fmt: skip
    store.note(keys.STANDING_LIST)
    basis = document["provenance"]["basis"] if document["provenance"] else ""
    disclaimer = standing["disclaimer"] if document["disclaimer"] else NOTHING
    fair_use = standing["fair-use"] if basis == "fair-use" else NOTHING
    is_foreign = publication.default_language != language and bool(disclaimer or fair_use or (terms and terms.notice))
    slug = next((content["slug"] for content in store.standing.values() if content["purpose"] == "republication"), None)
    return {
        "standing_note": standing["note"] if document["standing_note"] else NOTHING,
        "disclaimer": disclaimer,
        "fair_use_notice": fair_use,
        "notice_prevails": wording.prevails(publication.default_language, language) if is_foreign else "",
        "republication": addresses.standing(language, slug) if slug else None,
    }
