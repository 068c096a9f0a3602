"""The page from which an article is republished: the terms in short, the html to paste, and the files.

It is a file of delivery like the article's own page where the text was written or checked by a person and the terms
name no time. Pages of machine translations, and of terms with a delay or an end, are made when somebody asks for them
(`coranto.site.republishing.views`): there would be one for each of 51 languages, and time makes no key stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from coranto.articles.models import Correction as CorrectionRow
from coranto.delivery.house import Rendered, Target
from coranto.rights.projections.schema_org import may_be_asked
from coranto.rights.terms import owed
from coranto.site import addresses, editions, extras, pages, targets, templating
from coranto.site.facts import articles, wording
from coranto.site.facts.shapes import ArticlePage, Correction, Head, Image, Link, Moment, Reuse
from coranto.site.facts.store import State, Store
from coranto.site.kinds import Keys, Kind, register
from coranto.site.ninjs.items import NAME as ITEM
from coranto.site.ninjs.items import TITLE
from coranto.site.republishing.facts import package_of
from coranto.site.terms.facts import StatedTerms, ask_address, stated, terms_of_page
from coranto.site.terms.statement import Statement, clause_text, state
from coranto.site.words import REPUBLISH_THIS
from coranto.syndication.packages.html_form import to_head, to_html
from coranto.syndication.packages.offering import Offer, Offered, ever_offered, is_timeless, offered
from coranto.syndication.packages.shape import Package, plain

FILES = {
    "html": ("HTML", "text/html"),
    "md": ("Markdown", "text/markdown"),
    "txt": ("TXT", "text/plain"),
    "docx": ("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
SIGNED = "article.json"
NOT_STATIC = "machine"


@dataclass(frozen=True, slots=True)
class RepublishPage:
    """What the page prints. `html` and `head` are to be copied, "" while nothing is offered; `begins` where it will be."""

    path: str
    article: str
    title: str
    headline: str
    offer: str
    begins: Moment | None
    statement: Statement
    terms: Link
    ask: str
    html: str
    head: str
    files: tuple[Link, ...]
    machines: tuple[Link, ...]


def path_of(page: ArticlePage) -> str:
    """Where an article is republished from."""
    return addresses.republish(page.path)


def retraction_of(page: ArticlePage) -> Correction | None:
    """The retraction of an article that still stands; what was retracted is given to nobody."""
    return next((one for one in page.grave_corrections if one.kind == "retraction"), None)


def reuse(store: Store, page: ArticlePage) -> Reuse:
    """What an article's page says of republishing it, whatever the time: the page to do it from, where to ask, or nothing."""
    terms = terms_of_page(store, page)
    if retraction_of(page) or (terms is None and page.source is not None and page.source.basis == "fair-use"):
        return Reuse()
    offer = ever_offered(terms.record if terms else None, language=page.language, published=page.published.at)
    ask = ask_address(page.language, page.number) if terms is None or may_be_asked(terms.record) else ""
    return Reuse(republish=path_of(page) if offer is Offer.NOW else "", ask=ask)


def republish_targets(store: Store, stale: Keys) -> Iterator[Target]:
    """The page of each article with terms in its own language and in those that a person wrote or checked."""
    wanted = None if stale is None or targets.wants_all(stale) else {int(parts[1]) for parts in targets.parts_of(stale, "article")}
    reviewed = editions.source.reviewed(wanted) if wanted is None or wanted else {}
    for target in targets.article_targets(store, stale):
        number = int(target.subject)
        public = store.state(number)
        if public is None or public.status != 200 or (target.language != public.language and target.language not in reviewed.get(number, ())):
            continue
        if _is_offered(store, public, target.language):
            yield Target(addresses.republish(target.path), target.language, "republish", target.subject, 3)


def _is_offered(store: Store, public: State, language: str) -> bool:
    """Whether the page of a public article has a file: offered now and at all times. Three queries a build, and one for each version of terms."""
    document = store.original(public.number)
    shown = articles.terms_of(store, document, language)
    retracted = store.once("retracted", lambda: frozenset(CorrectionRow.objects.filter(kind="retraction").values_list("article_id", flat=True)))
    if shown is None or public.number in retracted:
        return False
    record = stated(store, shown.number, language, "").record
    return is_timeless(record) and ever_offered(record, language=language, published=public.first_public_at) is Offer.NOW


def render(store: Store, target: Target) -> Rendered | None:
    """The page as a file; None where there is none, or only one that is made when asked for."""
    shown = articles.article_page(store, int(target.subject), target.language)
    if shown is None or path_of(shown) != target.path or shown.state == NOT_STATIC:
        return None
    terms = terms_of_page(store, shown)
    if terms is None or not is_timeless(terms.record) or retraction_of(shown):
        return None
    offer = ever_offered(terms.record, language=shown.language, published=shown.published.at)
    return rendered(store, shown, terms, Offered(offer)) if offer is Offer.NOW else None


def offer_now(store: Store, shown: ArticlePage, *, now: datetime) -> tuple[StatedTerms | None, Offered]:
    """The terms of a public article and what they offer at a time."""
    terms = terms_of_page(store, shown)
    if retraction_of(shown):
        return terms, Offered(Offer.NONE)
    return terms, offered(terms.record if terms else None, language=shown.language, published=shown.published.at, now=now)


def rendered(store: Store, shown: ArticlePage, terms: StatedTerms, offer: Offered) -> Rendered:
    """The page for what is offered."""
    package = package_of(shown, terms) if offer.offer is Offer.NOW else None
    page = republish_page(store, shown, terms, offer, package)
    head = Head(
        title=wording.labelled(wording_of(shown), shown.headline, shown.language), description="", canonical=addresses.absolute(page.path), is_indexed=False,
        extra=extras.head_of(store, shown.language, page),
    )  # fmt: skip
    return pages.page(store, "republish", shown.language, page, head, headers=(("X-Robots-Tag", "noindex"),))


def wording_of(shown: ArticlePage) -> str:
    """What the page is called."""
    return templating.translations(shown.language).gettext(REPUBLISH_THIS)


def republish_page(store: Store, shown: ArticlePage, terms: StatedTerms, offer: Offered, package: Package | None) -> RepublishPage:
    """Everything the page says."""
    zone, path = store.publication.zone, path_of(shown)
    said = state(
        terms.record, shown.language, outlet=shown.outlet.name, link=shown.share_address, day=shown.published.at.date(), zone=zone,
    )  # fmt: skip
    if package is not None:
        said = replace(said, owed=_own_line(said, terms, package))
    is_open = package is not None
    return RepublishPage(
        path=path, article=shown.path, title=wording_of(shown), headline=shown.headline, offer=offer.offer.value,
        begins=wording.moment(offer.begins, shown.language, zone) if offer.begins else None, statement=said,
        terms=Link(terms.row.terms.name, terms.places.statement), ask=ask_address(shown.language, shown.number),
        html=to_html(package) if package else "", head=to_head(package.advice) if package else "",
        files=(*file_links(path), *_prints(shown, package)) if package else (), machines=(Link(TITLE, shown.path + ITEM), Link("JSON", path + SIGNED)) if is_open else (),
    )  # fmt: skip


def _own_line(said: Statement, terms: StatedTerms, package: Package) -> tuple[str, ...]:
    """What is owed, with the line of this article where the terms' own page has a sample."""
    return clause_text(owed(terms.record)[0], package.language, line=plain(package.attribution)), *said.owed[1:]


def _prints(shown: ArticlePage, package: Package) -> tuple[Link, ...]:
    """The print edition, where every picture that it prints may go along."""
    return shown.prints if sum(1 for _image in _images((shown.image, shown.body))) == len(package.pictures) else ()


def _images(value: object) -> Iterator[Image]:
    """Every picture of what a page prints, at whatever depth."""
    if isinstance(value, Image):
        yield value
    elif isinstance(value, dict):
        yield from _images(tuple(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _images(item)


def file_links(path: str) -> tuple[Link, ...]:
    """The files of a package."""
    return tuple(Link(label, f"{path}article.{ending}", key=media) for ending, (label, media) in FILES.items() if ending != "html")


extras.reuse_ways.append(reuse)
register(Kind("republish", republish_targets, render))
