"""Looking at a draft: in the editor's preview panel, and through a link that can be shown to somebody without an account."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.log_actions import log

from coranto.articles.models import Article, Front, StandingPage
from coranto.newsroom import history
from coranto.newsroom.setting_up import signer
from coranto.publication.models import Publication
from coranto.publication.previewing import show_with
from coranto.rights.models import Terms
from coranto.rights.presets import RESERVED
from coranto.rights.previewing import show_with as show_terms_with
from coranto.signing.tokens import TokenTrouble
from coranto.site.previews import front_preview_html, preview_html, publication_preview_html, standing_preview_html, terms_preview_html

PURPOSE = "preview"
LIFETIME = timedelta(days=7)


def install() -> None:
    """Say to articles how drafts are shown; called once when the desk starts."""
    show_with(preview_response)
    show_terms_with(terms_preview)


def preview_response(page: models.Model) -> HttpResponse:
    """A draft as readers would see it, kept out of caches and search engines."""
    return as_preview(_html_of(page))


def as_preview(html: str) -> HttpResponse:
    """A page that only the person who asks for it sees, kept out of caches and search engines."""
    response = HttpResponse(html)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Security-Policy"] = "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; font-src 'self'"
    return response


def terms_preview(terms: models.Model, language: str) -> HttpResponse:
    """Terms that are being written, as their page would state them in a language."""
    if not isinstance(terms, Terms):
        raise TypeError(f"A {type(terms).__name__} states no terms.")
    record, notice = terms.drafted or (RESERVED, "")
    return as_preview(terms_preview_html(terms.name, record, notice, language))


def _html_of(page: models.Model) -> str:
    if isinstance(page, Article):
        return preview_html(page, page.language)
    if isinstance(page, StandingPage):
        return standing_preview_html(page)
    if isinstance(page, Front):
        return front_preview_html(page)
    if isinstance(page, Publication):
        return publication_preview_html(page)
    raise TypeError(f"A {type(page).__name__} has no preview; only articles, standing pages, the front page and the settings have one.")


def make_preview_link(request: HttpRequest, number: int) -> HttpResponse:
    """Make a link to the newest draft of an article, good for seven days. 403 for somebody who may not edit it."""
    article: Article = get_object_or_404(Article, pk=number)
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    link = None
    if request.method == "POST":
        token = signer().issue(PURPOSE, {"article": article.pk}, now=timezone.now(), lifetime=LIFETIME)
        link = f"{settings.INSTANCE.public_url}/preview/{token}/"
        log(article, history.PREVIEW_LINK, user=request.user)
    return render(request, "newsroom/preview_link.html", {"article": article, "link": link, "title": _("Preview link")})


@never_cache
def show_preview(request: HttpRequest, token: str) -> HttpResponse:
    """The newest draft behind a preview link; 404 when the link has ended, for whoever tries."""
    try:
        facts = signer().read(PURPOSE, token, now=timezone.now())
    except TokenTrouble as error:
        raise Http404(_("This preview link has ended or is not whole.")) from error
    article: Article = get_object_or_404(Article, pk=facts["article"])
    return preview_response(article.get_latest_revision_as_object())
