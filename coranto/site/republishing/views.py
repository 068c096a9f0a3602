"""The page and the files of a package, made when somebody asks: only of what is public and offered at that moment."""

from __future__ import annotations

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
from coranto.site.facts.page_shapes import GonePage
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import Store
from coranto.site.making import fingerprint, kept
from coranto.site.republishing.facts import package_of
from coranto.site.republishing.page import FILES, SIGNED, offer_now, rendered
from coranto.site.republishing.pulling import document_of, signed, taken_back
from coranto.syndication.counting import copies
from coranto.syndication.packages.html_form import to_html
from coranto.syndication.packages.markdown_form import to_markdown
from coranto.syndication.packages.offering import Offer
from coranto.syndication.packages.shape import Package
from coranto.syndication.packages.text_form import to_text
from coranto.syndication.packages.word_form import to_docx

BRIEF = "public, max-age=60"
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")  # a GIF of one clear pixel


@require_safe
def republish(request: HttpRequest, language: str, year: int, month: int, slug: str) -> HttpResponse:
    """The page where no file stands: of a machine translation, or of terms that name a time. 410 for what was taken back."""
    store, shown = _article(language, slug, request.path)
    if isinstance(shown, GonePage):
        return _response(pages.gone_html(store, shown, language))
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
    now = timezone.now()
    if name == SIGNED and (withdrawn := taken_back(shown)) is not None:
        return _headed(_json(signed(withdrawn, now=now), status=410), language)
    if isinstance(shown, GonePage):
        return _response(pages.gone_html(store, shown, language))
    terms, offer = offer_now(store, shown, now=now)
    if terms is None or offer.offer is not Offer.NOW:
        raise Http404(_("There is no such article."))
    package = package_of(shown, terms)
    if name == SIGNED:
        return _headed(_json(signed(document_of(store, shown, terms, package), now=now)), language)
    return _headed(_file(package, shown, name, slug), language)


def _headed(response: HttpResponse, language: str) -> HttpResponse:
    """With the headers of every file."""
    response["Cache-Control"], response["X-Robots-Tag"], response["X-Content-Type-Options"] = BRIEF, "noindex", "nosniff"
    response["Content-Language"] = language
    return response


def _json(data: bytes, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(data, content_type="application/json; charset=utf-8", status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


_SHOWN = {"html": "text/plain", "md": "text/plain"}  # source to be copied: a browser shows it and runs nothing of it


def _article(language: str, slug: str, path: str) -> tuple[Store, ArticlePage | GonePage]:
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
    return store, notice


def _response(found: Rendered) -> HttpResponse:
    response = HttpResponse(found.body, content_type=found.content_type, status=found.status)
    for name, value in found.headers:
        response[name] = value
    response["Cache-Control"] = BRIEF
    return response


def _file(package: Package, shown: ArticlePage, name: str, slug: str) -> HttpResponse:
    """A file by its name. Raises Http404 for one that there is not."""
    ending = name.removeprefix("article.")
    if ending not in FILES or name == ending:
        raise Http404(_("There is no such article."))
    media = FILES[ending][1]
    if ending == "docx":
        kept_as = f"packages/{shown.number}-{shown.language}-{fingerprint(package)}.docx"
        response = HttpResponse(kept(kept_as, lambda: to_docx(package, _pictures(package))), content_type=media)
    else:
        text = {"html": to_html, "md": to_markdown, "txt": to_text}[ending](package)
        response = HttpResponse(text.encode(), content_type=f"{_SHOWN.get(ending, media)}; charset=utf-8")
    way = "attachment" if ending == "docx" else "inline"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(slug)}.{ending}"
    return response


def _pictures(package: Package) -> dict[str, bytes]:
    """The bytes of the pictures that go along."""
    found = {}
    for picture in package.pictures:
        try:
            found[picture.src] = make_variant(picture.src.rpartition("/")[2])[0]
        except VariantError:
            continue
    return found
