"""The translators' desk of an article in one language, sentence by sentence."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coranto.members.models import User
from coranto.members.requests import user_of
from coranto.newsroom.translating import at_work
from coranto.newsroom.translating.sentences import NotPublic, OpenedArticle, open_article
from coranto.publication.offered import policies
from coranto.translation.permitting import PERMISSION, may_translate


@never_cache
def desk(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """One page of an article's sentences. 403 for somebody who may not translate into the language, 404 for what is not public."""
    return at_work.show_desk(request, opened_for(request, number, language))


@never_cache
def about(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """The memory, the glossary and the history of one sentence, as a part of the page."""
    return at_work.show_about(request, opened_for(request, number, language))


@require_POST
def sentence(request: HttpRequest, number: int, language: str) -> HttpResponseBase:
    """What was asked for a sentence."""
    return at_work.do_what_is_asked(request, opened_for(request, number, language))


@require_POST
def accept_all(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Accept every sentence that nobody answers for yet, as it stands."""
    return at_work.accept_rest(request, opened_for(request, number, language))


@require_POST
def drop_stray(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Let a draft go whose sentence is gone."""
    return at_work.let_stray_go(request, opened_for(request, number, language))


def opened_for(request: HttpRequest, number: int, language: str) -> OpenedArticle:
    """The article for the person who asks. 403 for somebody who may not translate into the language, 404 for what is not public or not offered."""
    person = translator_into(request, language)
    try:
        return open_article(number, language, person)
    except NotPublic as error:
        raise Http404(_("There is nothing to translate here: the article is not public, or it is written in this language.")) from error


def translator_into(request: HttpRequest, language: str) -> User:
    """Who asks. 403 for somebody who may not translate into the language, 404 for one that is not offered."""
    person = user_of(request)
    if not person.has_perm(PERMISSION):
        raise PermissionDenied
    if language not in policies():
        raise Http404(_("The publication does not offer this language."))
    if not may_translate(person, language):
        raise PermissionDenied
    return person
