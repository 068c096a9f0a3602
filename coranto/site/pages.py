"""What stands at each target: facts read, a template filled, headers said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from coranto.articles import keys
from coranto.articles.models import ArticleAddress
from coranto.delivery.house import Rendered, Target
from coranto.site import addresses, assets, extras, redirecting, templating
from coranto.site.facts import articles, cards, front, linked, lists
from coranto.site.facts.chrome import chrome, frame
from coranto.site.facts.page_shapes import GonePage
from coranto.site.facts.shapes import ArticlePage, Head, Link
from coranto.site.facts.store import Store
from coranto.site.provenance import TYPE as CHAIN_TYPE
from coranto.site.provenance import chain_address
from coranto.site.terms.heading import terms_headers, terms_links

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Redirect:
    """A page that has moved."""

    location: str
    is_permanent: bool = True

    def rendered(self) -> Rendered:
        """The answer, without a body; the location is percent-encoded."""
        return Rendered(b"", HTML, 301 if self.is_permanent else 302, (("Location", quote(self.location, safe="/:?#[]@!$&'()*+,;=%~-._")),))


def page(store: Store, name: str, language: str, page: Any, head: Head, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Rendered:
    """Fill a template with a page's facts and the frame of its language."""
    html = templating.render(name, language, page=page, head=head, site=frame(store, language, name))
    return Rendered(html.encode(), HTML, status, (("Content-Language", language), *headers))


def head_of(
    store: Store, language: str, shape: Any, *, title: str, description: str, is_indexed: bool = True, feeds: tuple[Link, ...] = (), every: Any = None
) -> Head:
    """The head of a page; `every(language)` gives its path in each offered language, where it exists in all."""
    choices = chrome(store, language).languages if every and len(store.languages) > 1 else ()
    paths = [every(choice.code) for choice in choices]
    addressed = tuple((choice.code, addresses.absolute(path)) for choice, path in zip(choices, paths, strict=True))
    return Head(
        title=title,
        description=description,
        canonical=addresses.absolute(shape.path),
        is_indexed=is_indexed,
        alternates=_alternates(addressed, store.languages[0]) if is_indexed else (),
        languages=tuple(zip(choices, paths, strict=True)),
        feeds=feeds,
        extra=extras.head_of(store, language, shape),
    )


def _alternates(addressed: tuple[tuple[str, str], ...], otherwise: str) -> tuple[tuple[str, str], ...]:
    """The addresses of a page in each language, and for everybody else (x-default) that in one of them."""
    default = next((address for code, address in addressed if code == otherwise), None)
    return (*addressed, ("x-default", default)) if default else addressed


# Articles


def article(store: Store, target: Target) -> Rendered | None:
    """An article, or the notice where it was."""
    number, language = int(target.subject), target.language
    state = store.state(number)
    store.note(keys.article(number, language))
    if state is None or cards.path(store, state, language) != target.path:
        return None
    shown = articles.article_page(store, number, language)
    if shown is not None:
        return article_html(store, shown)
    return _gone(store, number, language, target.path)


def article_instead(store: Store, language: str, slug: str, path: str) -> Rendered:
    """An article at its address in a language that it does not exist in, in the best one there is; else the page for what does not exist."""
    row = ArticleAddress.objects.filter(slug=slug, is_current=True).first()
    state = store.state(row.article_number) if row is not None else None
    if state is not None and cards.path(store, state, language) == path:
        if state.status == 200 and (other := linked.path_in(store, state.number, language)):
            return Redirect(other, is_permanent=False).rendered()
        shown = articles.article_page(store, state.number, language, instead=True)
        found = article_html(store, shown) if shown is not None else _gone(store, state.number, language, path)
        if found is not None:
            return found
    found = not_found(store, Target(path, language, "not-found", ""))
    assert found is not None
    return found


def article_html(store: Store, shown: ArticlePage) -> Rendered:
    """An article's page."""
    head = article_head(store, shown)
    links = [f'<{head.canonical}>; rel="canonical"']
    links += terms_links(store, shown)
    if signed := chain_address(store, shown.number, shown.text_language or shown.language):
        links.append(f'<{signed}>; rel="describedby"; type="{CHAIN_TYPE}"')
    return page(store, "article", shown.language, shown, head, headers=(("Link", ", ".join(links)), *terms_headers(store, shown)))


def article_head(store: Store, shown: ArticlePage) -> Head:
    """The head of an article's page.

    Its alternates are the languages that search engines may show it in; a page that they may not show names none. For
    everybody else stands the default language of the publication, or the original.
    """
    indexed = _indexed(store, shown.number, shown.language) if shown.is_indexed else frozenset()
    own = {choice.code: choice.url for choice in shown.languages} if len(shown.languages) > 1 or shown.text_language else {}
    addressed = tuple((code, addresses.absolute(own[code])) for code in own if code in indexed) if len(indexed) > 1 else ()
    default = store.languages[0] if store.languages[0] in indexed else _written_in(store, shown)
    return Head(
        title=shown.headline,
        description=shown.standfirst,
        canonical=shown.share_address,
        is_indexed=shown.is_indexed,
        alternates=_alternates(addressed, default or ""),
        languages=tuple((choice, own.get(choice.code, choice.url)) for choice in chrome(store, shown.language).languages) if own else (),
        feeds=extras.feeds_of(store, shown.language, "all", 0),
        extra=extras.head_of(store, shown.language, shown),
    )


def _indexed(store: Store, number: int, language: str) -> frozenset[str]:
    """The languages whose text of an article search engines may show, asked once in a build; none where another article speaks for this language."""
    speakers = linked.speakers(store, number)
    if speakers.get(language, number) != number:
        return frozenset()
    editions = store.once(("indexed", number), lambda: {code: store.edition(other, code) for code, other in speakers.items()})
    return frozenset(code for code, edition in editions.items() if edition is not None and edition.is_indexed)


def _written_in(store: Store, shown: ArticlePage) -> str:
    """The language of the original, also of that which this one is an edition of."""
    state = store.state(linked.original_of(store, shown.number) or shown.number)
    return state.language if state is not None else shown.language


def _gone(store: Store, number: int, language: str, path: str) -> Rendered | None:
    notice = front.gone_page(store, number, language, path)
    return gone_html(store, notice, language) if notice else None


def gone_html(store: Store, notice: GonePage, language: str) -> Rendered:
    """The notice where an article was, with status 410."""
    head = Head(title=notice.headline, description=notice.reason.text, canonical=addresses.absolute(notice.path), is_indexed=False)
    return page(store, "gone", language, notice, head, status=410)


def address(store: Store, target: Target) -> Rendered | None:
    """An earlier address of an article: it leads to the article, or says that it is gone."""
    row = ArticleAddress.objects.filter(slug=target.subject, is_current=False).first()
    store.note(keys.REDIRECTS)
    if row is None:
        return None
    store.note(keys.article(row.article_number, target.language))
    state = store.state(row.article_number)
    if state is None:
        return None
    if state.status != 200:
        return _gone(store, row.article_number, target.language, target.path)
    store.note(keys.PUBLICATION)
    return Redirect(cards.path(store, state, target.language)).rendered()


# Lists


def listing(store: Store, target: Target) -> Rendered | None:
    """A page of a list; of a person or outlet merged into another, the way there."""
    facet, value, number = parse_list(target.subject)
    language = target.language
    if facet in {"person", "outlet"} and number is None and (kept := lists.merged_into(store, facet, value, language)):
        own = lists.ROWS[facet].objects.filter(pk=value).values_list("slug", flat=True).first()
        return Redirect(kept).rendered() if own and addresses.listing(language, facet, own) == target.path else None
    shown = lists.list_page(store, facet, value, language, number)
    if shown is None or shown.path != target.path:
        return None
    head = head_of(
        store, language, shown, title=shown.title, description="" if shown.text_language else shown.text.striptags()[:300], is_indexed=True,
        feeds=extras.feeds_of(store, language, facet, value), every=lambda code: shown.path.replace(f"/{language}/", f"/{code}/", 1),
    )  # fmt: skip
    return page(store, "list", language, shown, head)


def parse_list(subject: str) -> tuple[str, int, int | None]:
    """`region:3` or `region:3:12` as facet, number and page."""
    facet, value, *rest = subject.split(":")
    return facet, int(value), int(rest[0]) if rest else None


# Pages of their own


def home(store: Store, target: Target) -> Rendered | None:
    """The front page."""
    shown = front.front_page(store, target.language)
    store.note(keys.PUBLICATION)
    head = head_of(
        store, target.language, shown, title=store.publication.name, description="" if (tagline := chrome(store, target.language).tagline).language else tagline.text,
        feeds=extras.feeds_of(store, target.language, "all", 0), every=addresses.home,
    )  # fmt: skip
    return page(store, "front", target.language, shown, head)


def root(store: Store, target: Target) -> Rendered | None:
    """The bare address leads to the default language; no browser is asked which one it prefers."""
    store.note(keys.PUBLICATION)
    return Redirect(addresses.home(store.languages[0]), is_permanent=False).rendered()


def archive(store: Store, target: Target) -> Rendered | None:
    """The archive: regions, themes, reports, months."""
    shown = front.archive_page(store, target.language)
    gettext = templating.translations(target.language).gettext
    head = head_of(store, target.language, shown, title=gettext("Archive"), description="", every=addresses.archive)
    return page(store, "archive", target.language, shown, head)


def corrections(store: Store, target: Target) -> Rendered | None:
    """The corrections log."""
    shown = front.corrections_page(store, target.language, int(target.subject) if target.subject else None)
    if shown is None:
        return None
    gettext = templating.translations(target.language).gettext
    head = head_of(store, target.language, shown, title=gettext("Corrections"), description="", every=lambda code: addresses.corrections(code, shown.pages.number))
    return page(store, "corrections", target.language, shown, head)


def standing(store: Store, target: Target) -> Rendered | None:
    """A standing page."""
    shown = front.text_page(store, int(target.subject), target.language)
    if shown is None or shown.path != target.path:
        return None
    head = head_of(
        store, target.language, shown, title=shown.title, description="", is_indexed=shown.is_indexed,
        every=lambda code: shown.path.replace(f"/{target.language}/", f"/{code}/", 1),
    )  # fmt: skip
    indexed = front.indexed_in(store, int(target.subject)) if shown.is_indexed else frozenset()
    addressed = tuple((code, address) for code, address in head.alternates if code in indexed) if len(indexed) > 1 else ()
    return page(store, "standing", target.language, shown, replace(head, alternates=_alternates(addressed, store.languages[0])))


def not_found(store: Store, target: Target) -> Rendered | None:
    """What a reader sees where there is nothing."""
    gettext = templating.translations(target.language).gettext
    head = Head(title=gettext("This page does not exist."), description="", canonical=addresses.absolute(target.path), is_indexed=False)
    return page(store, "not_found", target.language, None, head, status=404)


def asset(store: Store, target: Target) -> Rendered | None:
    """A style sheet or the script, for good under its address."""
    store.note(keys.PUBLICATION)
    found = assets.all_assets(store.publication).get(target.path)
    return Rendered(found[0], found[1], headers=(("Cache-Control", "public, max-age=31536000, immutable"),)) if found else None


def redirect(store: Store, target: Target) -> Rendered | None:
    """One of the editors' own redirects."""
    store.note(keys.REDIRECTS)
    found = redirecting.destination(store, target.path)
    return Redirect(*found).rendered() if found else None


