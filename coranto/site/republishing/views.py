"""The page and the files of a package, made when somebody asks: only of what is public and offered at that moment."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coranto.articles.models import ArticleAddress
from coranto.delivery.house import Rendered
from coranto.pictures.variants import VariantError, make_variant
from coranto.publication.offered import languages_offered
from coranto.site import addresses, pages
from coranto.site.facts import articles, cards, front
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import Store
from coranto.site.making import fingerprint, kept
from coranto.site.ninjs.items import item_of
from coranto.site.provenance import chain_address
from coranto.site.republishing.facts import package_of
from coranto.site.republishing.page import FILES, SIGNED, offer_now, path_of, rendered
from coranto.site.terms.facts import StatedTerms
from coranto.syndication.counting import copies
from coranto.syndication.keyring import signing_key
from coranto.syndication.packages.html_form import to_html
from coranto.syndication.packages.markdown_form import to_markdown
from coranto.syndication.packages.offering import Offer
from coranto.syndication.packages.shape import Package
from coranto.syndication.packages.signed_form import to_document, to_signed
from coranto.syndication.packages.text_form import to_text
from coranto.syndication.packages.word_form import to_docx

BRIEF = "public, max-age=60"
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")  # a GIF of one clear pixel


@require_safe
def republish(request: HttpRequest, language: str, year: int, month: int, slug: str) -> HttpResponse:
    """The page where no file stands: of a machine translation, or of terms that name a time. 410 for what was taken back."""
    store, shown = _article(language, slug, request.path)
    if isinstance(shown, Rendered):
        return _response(shown)
    terms, offer = offer_now(store, shown, now=timezone.now())
    if terms is None or offer.offer not in {Offer.NOW, Offer.LATER, Offer.ENDED}:
        raise Http404(_("There is no such article."))
    return _response(rendered(store, shown, terms, offer))


@require_safe
def count(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """The picture of one pixel in copies whose terms keep a counter: a number by day and host, nothing of the reader."""
    copies.opened(
        number, language, referrer=request.headers.get("Referer", ""), own_host=urlsplit(addresses.base_url()).hostname or "", now=timezone.now(),
    )  # fmt: skip
    response = HttpResponse(PIXEL, content_type="image/gif")
    response["Cache-Control"], response["Cross-Origin-Resource-Policy"], response["X-Robots-Tag"] = "no-store", "cross-origin", "noindex"
    return response


@require_safe
def republish_file(request: HttpRequest, language: str, year: int, month: int, slug: str, name: str) -> HttpResponse:
    """One file of a package; 404 while the article is not offered, 410 when it was taken back."""
    store, shown = _article(language, slug, request.path.rpartition("/")[0] + "/")
    if isinstance(shown, Rendered):
        return _response(shown)
    now = timezone.now()
    terms, offer = offer_now(store, shown, now=now)
    if terms is None or offer.offer is not Offer.NOW:
        raise Http404(_("There is no such article."))
    package = package_of(shown, terms)
    ending = name.removeprefix("article.")
    if name == SIGNED:
        response = HttpResponse(_signed(store, shown, terms, package), content_type="application/json; charset=utf-8")
        response["Access-Control-Allow-Origin"] = "*"
    elif ending in FILES and name.startswith("article."):
        media = FILES[ending][1]
        response = HttpResponse(_file(package, shown, ending), content_type=media if ending == "docx" else f"{_SHOWN.get(ending, media)}; charset=utf-8")
        way = "attachment" if ending == "docx" else "inline"
        response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(slug)}.{ending}"
    else:
        raise Http404(_("There is no such article."))
    response["Cache-Control"], response["X-Robots-Tag"], response["X-Content-Type-Options"] = BRIEF, "noindex", "nosniff"
    response["Content-Language"] = language
    return response


_SHOWN = {"html": "text/plain", "md": "text/plain"}  # source to be copied: a browser shows it and runs nothing of it


def _article(language: str, slug: str, path: str) -> tuple[Store, ArticlePage | Rendered]:
    """A public article by the path of its page to republish; the notice where it was taken back. Raises Http404."""
    store = Store()
    row = ArticleAddress.objects.filter(slug=slug, is_current=True).first()
    state = store.state(row.article_number) if row is not None else None
    if state is None or language not in languages_offered() or addresses.republish(cards.path(store, state, language)) != path:
        raise Http404(_("There is no such article."))
    shown = articles.article_page(store, state.number, language)
    if shown is not None:
        return store, shown
    notice = front.gone_page(store, state.number, language, cards.path(store, state, language))
    if notice is None:
        raise Http404(_("There is no such article."))
    return store, pages.gone_html(store, replace(notice), language)


def _response(found: Rendered) -> HttpResponse:
    response = HttpResponse(found.body, content_type=found.content_type, status=found.status)
    for name, value in found.headers:
        response[name] = value
    response["Cache-Control"] = BRIEF
    return response


def _file(package: Package, shown: ArticlePage, ending: str) -> bytes:
    if ending == "docx":
        name = f"packages/{shown.number}-{shown.language}-{fingerprint(package)}.docx"
        return kept(name, lambda: to_docx(package, _pictures(package)))
    return {"html": to_html, "md": to_markdown, "txt": to_text}[ending](package).encode()


def _pictures(package: Package) -> dict[str, bytes]:
    """The bytes of the pictures that go along."""
    found = {}
    for picture in package.pictures:
        try:
            found[picture.src] = make_variant(picture.src.rpartition("/")[2])[0]
        except VariantError:
            continue
    return found


def _signed(store: Store, shown: ArticlePage, terms: StatedTerms, package: Package) -> bytes:
    path, now = path_of(shown), timezone.now()
    state = store.state(shown.number)
    forms = {ending: addresses.absolute(f"{path}article.{ending}") for ending in FILES}
    document = to_document(
        package, identity=shown.share_address, version=shown.version, terms=terms.places.statement, provenance=chain_address(store, shown.number, shown.language),
        forms=forms, item=item_of(store, state, shown.language) if state else None,
    )  # fmt: skip
    found = signing_key(now)
    return to_signed(document, found[0] if found else None, now=found[1] if found else now)
