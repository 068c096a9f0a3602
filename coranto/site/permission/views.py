"""The live addresses: the form, the letters, the page and the document of a grant.

No cookie is read or set and nobody signs in, so there is no authority that another site's form could borrow; a form
carries a signed token instead, which makes one request however often it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from coranto.articles.models import Article
from coranto.delivery.answering import SECURITY_HEADERS
from coranto.licensing.asking import AskingError, NotPublic, TooMany, ask, declare_copy, take_back, write_back
from coranto.licensing.links import form_of, request_of
from coranto.licensing.models import Grant, Request
from coranto.publication.offered import default_language, languages_offered
from coranto.rights.terms import Verdict
from coranto.signing.canonical import canonical
from coranto.site import addresses, templating
from coranto.site.facts.store import Store
from coranto.site.permission import words
from coranto.site.permission.asking import Question, card_of, judge, read_question, terms_for
from coranto.site.permission.form import TRAP, WishForm, form_html, sent_html
from coranto.site.permission.grants import grant_html
from coranto.site.permission.letters import letters_html, notice_of, receipt_subject

LARGEST = 256 * 1024  # bytes of a form; its longest honest one has 40 KB
LONGEST_ANSWER = 4000  # characters
LONGEST_COPY = 500
is_web_address = URLValidator(schemes=["https", "http"])


class SeeOther(HttpResponseRedirectBase):
    """What was sent is taken; look there."""

    status_code = 303


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def permission(request: HttpRequest, language: str) -> HttpResponse:
    """The form, its answer, and a request that is sent; 404 in a language that is not offered."""
    _check(language)
    store, now = Store(), timezone.now()
    if request.method != "POST":
        return _page(form_html(store, read_question(request.GET, store, language), language, now=now), language)
    if _size(request) > LARGEST:
        question = read_question({}, store, language)
        return _page(form_html(store, question, language, now=now, wrong=frozenset({"message"})), language, status=413)
    return _taken(request, store, language)


def _size(request: HttpRequest) -> int:
    said = request.headers.get("Content-Length") or "0"
    return int(said) if said.isdecimal() and len(said) < 19 else 0


def _taken(request: HttpRequest, store: Store, language: str) -> HttpResponse:
    now, sent = timezone.now(), request.POST
    question = read_question(sent, store, language)
    say = templating.translations(language).gettext

    def again(trouble: str = "", wrong: frozenset[str] = frozenset(), status: int = 400) -> HttpResponse:
        return _page(form_html(store, question, language, now=now, sent=sent.dict(), wrong=wrong, trouble=trouble), language, status=status)

    if sent.get(TRAP):
        return _done(language)
    if not question.is_whole:
        return again(wrong=frozenset(name for name in ("article", "use", "by") if not getattr(question, name)))
    if _verdict(store, question, language) is not Verdict.ASK:
        return again(status=200)  # the answer stands on the page; nothing has to be asked
    form, name = WishForm(sent), form_of(sent.get("form", ""), question.article, now=now)
    if not form.is_valid():
        return again(wrong=frozenset(form.errors))
    if name is None:
        return again(trouble=say(words.ONCE_MORE))
    try:
        _ask(question, form, store, name=name, language=language)
    except TooMany:
        return again(trouble=say(words.TOO_OFTEN), status=429)
    except NotPublic:
        return again(wrong=frozenset({"article"}))
    return _done(language)


def _verdict(store: Store, question: Question, language: str) -> Verdict:
    state = store.state(question.article)
    assert state is not None, "the question is whole"
    return judge(terms_for(store, state, language)[0], question, state, store, now=timezone.now()).verdict


def _ask(question: Question, form: WishForm, store: Store, *, name: str, language: str) -> None:
    wish = form.wish(question)
    headline = card_of(store, question.article, language).headline
    receipt = receipt_subject(headline, language)
    notice = notice_of(headline, use=wish.use, by=wish.by, outlet=wish.outlet, name=wish.name, language=default_language())
    ask(Article.objects.get(pk=question.article), wish, form=name, language=language, now=timezone.now(), receipt=receipt, notice=notice)


def _done(language: str) -> HttpResponse:
    return _private(SeeOther(addresses.permission_sent(language)))


@require_safe
def permission_sent(request: HttpRequest, language: str) -> HttpResponse:
    """That a request has come."""
    _check(language)
    return _page(sent_html(Store(), language), language)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """The letters about a request, for who has the signed address; 404 for anybody else."""
    _check(language)
    found = request_of(token, now=timezone.now())
    if found is None:
        raise Http404("This address is not one of ours, or its time is over.")
    if request.method == "POST" and _size(request) <= LARGEST:
        if not _act(found, request.POST):
            return _page(letters_html(Store(), found, language, token, is_wrong=True), language)  # with status 400 the address would be logged
        return _private(SeeOther(addresses.letters(language, token)))
    return _page(letters_html(Store(), found, language, token), language)


def _act(found: Request, sent: Mapping[str, str]) -> bool:
    """Do what the person who asked has sent; False where the address of a copy is none."""
    now, action = timezone.now(), sent.get("action", "")
    if action == "declare":
        return _declare(found, sent.get("url", "").strip())
    try:
        if action == "write" and (text := sent.get("text", "").strip()[:LONGEST_ANSWER]):
            notice = notice_of(found.version.document["headline"], use=found.use, by=found.by, outlet=found.outlet, name=found.name, language=default_language())
            write_back(found, text=text.replace("\0", ""), now=now, notice=notice)
        elif action == "take back":
            take_back(found, now=now)
    except AskingError:
        return True  # it is over meanwhile, or they have written very often: the page says where it stands
    return True


def _declare(found: Request, url: str) -> bool:
    if len(url) > LONGEST_COPY or not url.isprintable():
        return False
    try:
        is_web_address(url)
        declare_copy(found.article, url=url, by=found.email, now=timezone.now(), outlet=found.outlet, language=found.wanted_language, request=found)
    except (ValidationError, AskingError):
        return False
    return True


@require_safe
def grant(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """A grant in words."""
    _check(language)
    return _page(grant_html(Store(), _grant(name), language, now=timezone.now()), language)


@require_safe
def grant_document(request: HttpRequest, name: str) -> HttpResponse:
    """A grant as it was signed, and whether it was taken back; any page may fetch it to verify it."""
    response = HttpResponse(canonical(_grant(name).as_document()), content_type="application/json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return _private(response)


def _grant(name: str) -> Grant:
    is_name = name.isascii() and name.isalnum()  # anything else is no name, and not every database takes it as a text
    found = Grant.objects.select_related("version", "request").filter(name=name).first() if is_name else None
    if found is None:
        raise Http404("There is no such grant.")
    return found


def _check(language: str) -> None:
    if language not in languages_offered():
        raise Http404("The publication is not read in this language.")


def _page(html: str, language: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(html, status=status)
    response["Content-Language"] = language
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    """For this reader alone, and never for a search engine."""
    for name, value in SECURITY_HEADERS.items():
        response[name] = value
    response["Referrer-Policy"] = "same-origin"  # an address with a token goes to no other site
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
