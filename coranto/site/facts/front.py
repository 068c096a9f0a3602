"""The front page, the archive, the corrections log and the standing pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from coranto.articles import keys
from coranto.articles.models import Correction as CorrectionRow
from coranto.articles.models import PublicPage, PublicState
from coranto.languages.sorting import sort_key
from coranto.site import addresses
from coranto.site.editions import Edition
from coranto.site.facts import cards, linked, lists, made, names, own, wording
from coranto.site.facts.chrome import contacts
from coranto.site.facts.page_shapes import ArchivePage, CorrectionsPage, FrontPage, GonePage, Strip, TextPage
from coranto.site.facts.shapes import Card, Correction, Link
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import sanitised

PICKS = 4
NEWEST = 18
STRIP = 4
CORRECTIONS = 50
GRAVE = {"correction", "retraction"}
LEGAL = {"disclaimer", "fair-use", "republication"}  # standing pages of which readers are told which language prevails


def front_page(store: Store, language: str) -> FrontPage:
    """The front page as the editors arranged it; what they left empty is filled with the newest, in this language first."""
    store.note(keys.FRONT)
    store.note(keys.listing("all", 0, language))
    arranged = store.once("front", _arrangement)
    wanted = [number for number in (arranged.get("lead"), *arranged.get("picks", ())) if number]
    strips = [(facet, value) for facet, value in arranged.get("strips", ())]
    newest = store.once("newest", _newest)
    cards.prepare(store, [*wanted, *newest], language)
    pool = [card for number in newest if (card := cards.card(store, number, language)) is not None]
    pool = [card for card in pool if not (card.is_foreign and linked.path_in(store, card.number, language))]
    pool.sort(key=lambda card: card.is_foreign)  # stable: newest first within each
    used: set[int] = set()
    lead_number = arranged.get("lead") if _is_public(store, arranged.get("lead"), language) else None
    lead_number = lead_number or (pool[0].number if pool else None)
    lead = cards.card(store, lead_number, language, is_large=True) if lead_number else None
    used |= {lead_number} if lead_number else set()
    picks = _taken([*cards.cards(store, arranged.get("picks", ()), language), *pool], used, max(PICKS, len(arranged.get("picks", ()))))
    made = [strip for facet, value in strips if (strip := _strip(store, facet, value, language, used)) is not None]
    return FrontPage(path=addresses.home(language), lead=lead, picks=picks, strips=tuple(made), newest=_taken(pool, used, NEWEST))


def _is_public(store: Store, number: int | None, language: str) -> bool:
    return number is not None and cards.card(store, number, language) is not None


def _arrangement() -> dict[str, Any]:
    found = PublicPage.objects.filter(content__has_key="picks").values_list("content", flat=True).first()
    return found or {}


def _newest() -> tuple[int, ...]:
    return tuple(PublicState.objects.filter(status=200).order_by("-first_public_at", "-article_id").values_list("pk", flat=True)[: NEWEST * 2])


def _taken(offered: list[Card], used: set[int], limit: int) -> tuple[Card, ...]:
    """The first of the offered that stand nowhere else on the page yet; `used` grows by them."""
    taken: list[Card] = []
    for card in offered:
        if len(taken) == limit:
            break
        if card.number not in used:
            used.add(card.number)
            taken.append(card)
    return tuple(taken)


def _strip(store: Store, facet: str, value: int, language: str, used: set[int]) -> Strip | None:
    lists.note_membership(store, facet, value, language, None)
    head = lists.HEADS[facet](store, value, language)
    if head is None:
        return None
    newest = store.once(("strip", facet, value), lambda: lists.newest(facet, value, STRIP * 4))
    found = _taken(list(cards.cards(store, newest, language)), used, STRIP)
    if not found:
        return None
    return Strip(head["title"], head["address"](None), facet, found, head.get("title_language"), head.get("title_direction"))


def archive_page(store: Store, language: str) -> ArchivePage:
    """Everything there is to look through."""
    store.note(keys.TAXONOMY)
    store.note(keys.listing("all", 0, language))
    return ArchivePage(
        path=addresses.archive(language),
        regions=_in_order(((row.position, names.region(store, row, language)) for row in store.regions.values()), language),
        themes=_in_order(((row.position, names.theme(store, row, language)) for row in store.themes.values()), language),
        reports=tuple(names.report(store, row, language) for row in store.reports.values()),
        years=lists.archive_years(store, language),
    )


def _in_order(links: Iterable[tuple[int, Link]], language: str) -> tuple[Link, ...]:
    """Links in the order the editors gave them; those that share a place by name, as the language's alphabet has it."""
    return tuple(link for _position, link in sorted(links, key=lambda pair: (pair[0], sort_key(pair[1].label, language))))


def corrections_page(store: Store, language: str, page: int | None) -> CorrectionsPage | None:
    """A page of the corrections log; like lists, numbered pages count from the oldest and stay as they are once full."""
    store.note(keys.PUBLICATION)
    last = corrections_numbered(store)
    if page is None or page >= last:
        store.note(keys.listing("corrections", 0, language))
    if page is not None and not 1 <= page <= last:
        return None
    rows = store.once(("corrections", page), lambda: _corrections(store, page))
    cards.prepare(store, [row.article_id for row in rows], language)
    newest, at = addresses.corrections(language), page if page is not None else last + 1
    older = addresses.corrections(language, at - 1) if at > 1 else None
    newer = None if page is None else addresses.corrections(language, page + 1 if page < last else None)
    return CorrectionsPage(
        path=addresses.corrections(language, page),
        corrections=tuple(correction(store, row, language) for row in rows),
        pages=lists.Pages(page, newest if page is not None else None, newer, older),
    )


def corrections_numbered(store: Store) -> int:
    """How many full pages of the corrections log have a number."""
    return max(0, _corrections_count(store) // CORRECTIONS - 1)


def _corrections_count(store: Store) -> int:
    return store.once("corrections count", lambda: _of_public().count())


def _of_public() -> QuerySet[CorrectionRow]:
    return CorrectionRow.objects.filter(article__public__isnull=False)


def _corrections(store: Store, page: int | None) -> tuple[CorrectionRow, ...]:
    oldest_first = _of_public().order_by("at", "pk")
    start = (page - 1 if page is not None else corrections_numbered(store)) * CORRECTIONS
    return tuple(reversed(oldest_first[start : start + (CORRECTIONS if page is not None else 2 * CORRECTIONS)]))


def correction(store: Store, row: CorrectionRow, language: str) -> Correction:
    """A correction with the article it belongs to, which may have been taken back."""
    state = store.state(row.article_id)
    assert state is not None, "a correction is recorded for public articles only"
    edition = store.edition(row.article_id, language) if language != state.language else None
    translated = _correction_in(edition.document, row.pk) if edition is not None else None
    foreign = state.language if language != state.language and translated is None else None
    return Correction(
        kind=row.kind,
        text=row.text if translated is None else translated,
        text_language=foreign,
        text_direction=wording.direction(foreign) if foreign else None,
        quoted_language=state.language,
        quoted_direction=wording.direction(state.language),
        state=edition.state if edition is not None and translated is not None else "original",
        old_text=row.old_text,
        new_text=row.new_text,
        at=wording.moment(row.at, language, store.publication.zone),
        is_grave=row.kind in GRAVE,
        article=cards.card(store, row.article_id, language),
        headline=state.headline,
        url=cards.path(store, state, state.language),
    )


def _correction_in(document: dict[str, Any], number: int) -> str | None:
    """What a translated document says of a correction; None where it stands in the original there."""
    found = (one for one in document.get("corrections") or () if one["number"] == number and not one.get("language"))
    return next((str(one["text"]) for one in found), None)


def text_page(store: Store, number: int, language: str) -> TextPage | None:
    """A standing page; its text is in the language it was written in."""
    store.note(keys.standing(number))
    content = store.standing.get(number)
    if content is None:
        return None
    store.note(keys.PUBLICATION)
    return text_of(store, content, language, own.whole(store, f"standing:{number}", language, content["language"]))


def text_of(store: Store, content: dict[str, Any], language: str, edition: Edition | None = None) -> TextPage:
    """A standing page from its content {title, slug, purpose, language, html}; a preview's draft goes through it as well.

    `edition` is its text in the page's language, where that is not the one it was written in.
    """
    written = content["language"]
    read_in = edition.language if edition is not None else written
    said = {"title": content["title"], "text": content["html"]}
    said |= {block["id"]: block.get("html") or block.get("text") for block in edition.document["body"]} if edition is not None else {}
    return TextPage(
        title=said["title"],
        html=sanitised(said["text"]),
        language=read_in,
        direction=wording.direction(read_in),
        language_name=wording.language_name(written, language),
        is_foreign=read_in != language,
        purpose=content["purpose"],
        path=addresses.standing(language, content["slug"]),
        contacts=contacts(store, language) if content["purpose"] == "contact" else (),
        prevails=wording.prevails(written, language) if content["purpose"] in LEGAL else "",
        state=edition.state if edition is not None else "original",
        made=made.sentences(edition, language, store.publication.zone) if edition is not None else (),
        original=Link(wording.language_name(written, language), addresses.standing(written, content["slug"]), written) if edition is not None else None,
        is_indexed=edition.is_indexed if edition is not None else read_in == language,
    )


def indexed_in(store: Store, number: int) -> frozenset[str]:
    """The languages in which search engines may show a standing page; those of its translations that a person answers for, or that may be shown all the same."""
    written = store.standing[number]["language"]
    found = ((code, own.whole(store, f"standing:{number}", code, written)) for code in store.languages)
    return frozenset(code for code, edition in found if code == written or (edition is not None and edition.is_indexed))


def gone_page(store: Store, number: int, language: str, path: str) -> GonePage | None:
    """The notice where an article was, or None while it is public."""
    store.note(keys.article(number, language))
    state = store.state(number)
    if state is None or state.status == 200:
        return None
    withdrawal = store.withdrawal(number)
    reason = own.field(store, f"withdrawal:{number}", "text", language, otherwise=withdrawal.reason if withdrawal else "", written=state.language)
    return GonePage(
        headline=state.headline,
        language=state.language,
        direction=wording.direction(state.language),
        path=path,
        reason=reason,
        at=wording.moment(withdrawal.at, language, store.publication.zone) if withdrawal else None,
    )
