"""The few addresses of the readers' side that Django answers itself: search, and pictures nobody has asked for yet."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from coranto.delivery.house import Target
from coranto.delivery.tallying import is_program, of_process
from coranto.pictures.variants import MEDIA_TYPES, VariantError, stored_variant
from coranto.publication.offered import languages_offered
from coranto.site import addresses, pages
from coranto.site.facts.store import Store
from coranto.site.searching import search_html

IMMUTABLE = "public, max-age=31536000, immutable"


@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    """The search page; 404 in a language that is not offered."""
    if language not in languages_offered():
        raise Http404("The publication is not read in this language.")
    response = HttpResponse(search_html(request.GET, language))
    response["Content-Language"] = language
    response["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
def article_instead(request: HttpRequest, language: str, year: int, month: int, slug: str) -> HttpResponse:
    """An article at its address in a language it was not translated into: in the best one there is, labelled, not for search engines.

    Readers who follow a link that somebody wrote for another language find the article and not an empty page.
    """
    if language not in languages_offered():
        raise Http404("The publication is not read in this language.")
    rendered = pages.article_instead(Store(), language, slug, request.path)
    if rendered.status == 200 and not is_program(request.headers.get("User-Agent", "").encode("utf-8", "replace")):
        of_process.lacked(request.path)
    response = HttpResponse(rendered.body, content_type=rendered.content_type, status=rendered.status)
    for name, value in rendered.headers:
        response[name] = value
    response["Cache-Control"] = "public, max-age=60"
    return response


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What readers get where a live address finds nothing: the page that says so, in the language of the address; elsewhere Django's own."""
    language = request.path.partition("/")[2].partition("/")[0]
    if language not in languages_offered():
        return page_not_found(request, exception)
    rendered = pages.not_found(Store(), Target(addresses.not_found(language), language, "not-found", ""))
    response = HttpResponse(rendered.body if rendered else b"", status=404)
    response["Content-Language"] = language
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A variant of a picture, made now if nobody has asked for it before and kept beside the public files."""
    try:
        place = stored_variant(settings.INSTANCE.public / "media", name)
    except VariantError as error:
        raise Http404(str(error)) from error
    response = HttpResponse(place.read_bytes(), content_type=MEDIA_TYPES[place.suffix[1:]])
    response["Cache-Control"] = IMMUTABLE
    return response
