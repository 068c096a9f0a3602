"""The screens of the rights desk: all requests, one request, and the copies of an article."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import registry

from coranto.articles.models import Article
from coranto.licensing.asking import NotPublic, TooMany, declare_copy
from coranto.licensing.deciding import DecidingError
from coranto.licensing.links import letters_token
from coranto.licensing.models import Grant, Request, State
from coranto.members.requests import user_of
from coranto.newsroom.mailing import mailer_of_instance
from coranto.newsroom.rights_desk.doing import do, page_of
from coranto.newsroom.rights_desk.facts import Fact, facts_of, what_terms_say
from coranto.newsroom.rights_desk.forms import FORMS, Action, CopyForm, FilterForm
from coranto.site import addresses

PERMISSION = "licensing.decide_request"
PER_PAGE = 50


def requests(request: HttpRequest) -> HttpResponse:
    """All requests, the newest first. 403 without the right to decide on them."""
    _check(request)
    form = FilterForm(request.GET)
    form.is_valid()
    page = Paginator(_wanted(form.cleaned_data), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "newsroom/rights_desk/requests.html", {"title": _("Requests for permission"), "icon": "lock-open", "form": form, "page": page})


def _wanted(chosen: dict[str, str]) -> QuerySet[Request]:
    rows = Request.objects.select_related("article", "version", "grant")
    state, words = chosen.get("state", ""), chosen.get("words", "")
    if state == "waiting":
        rows = rows.filter(state__in=[State.NEW, State.OPEN])
    elif state:
        rows = rows.filter(state=state)
    if use := chosen.get("use", ""):
        rows = rows.filter(use=use)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(outlet__icontains=words) | Q(article__title__icontains=words))
    return rows


@dataclass(frozen=True)
class Part:
    """One thing that can be done, with its form."""

    action: Action
    form: forms.Form


def one_request(request: HttpRequest, number: int) -> HttpResponse:
    """One request: its facts, what the terms say, the letters, and what can be done. 403 without the right to decide."""
    _check(request)
    asked = get_object_or_404(Request.objects.select_related("article", "version", "terms__terms"), pk=number)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    sent = FORMS[action](request.POST, prefix=action) if action in FORMS else None
    if sent is not None and sent.is_valid():
        try:
            do(Action(action), asked, sent.cleaned_data, by=user_of(request), now=timezone.now())
        except DecidingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Done: %(action)s.") % {"action": Action(action).label})
            return redirect("coranto_permission_request", asked.pk)
    return render(request, "newsroom/rights_desk/request.html", _shown(asked, Action(action) if sent is not None else None, sent))


def _shown(asked: Request, action: Action | None, sent: forms.Form | None) -> dict[str, object]:
    given = Grant.objects.filter(request=asked).first()
    can = _over(asked, given) if asked.is_over else (Action.WRITE, Action.GRANT, Action.DECLINE, Action.NOTE, Action.PRICE)
    parts = [Part(one, sent if one is action and sent is not None else FORMS[one](prefix=one.value, initial=_initial(asked, one))) for one in can]
    facts: list[Fact] = facts_of(asked)
    return {
        "title": asked.name, "subtitle": asked.get_state_display(), "icon": "lock-open", "asked": asked, "page": page_of(asked), "facts": facts, "said": what_terms_say(asked), "parts": parts,
        "letters": asked.letters.select_related("by"), "grant": given, "opened": action, "history": registry.get_logs_for_instance(asked).order_by("-timestamp"),
        "grant_page": addresses.grant(asked.language, given.name) if given else "", "is_mailed": mailer_of_instance().leaves_the_machine,
        "letters_page": addresses.absolute(addresses.letters(asked.language, letters_token(asked, now=timezone.now()))),
    }  # fmt: skip


def _over(asked: Request, given: Grant | None) -> tuple[Action, ...]:
    """What can still be done with a request that is over."""
    back = (Action.REVOKE,) if given is not None and given.revoked_at is None else ()
    return (*back, Action.FORGET) if asked.email else back


def _initial(asked: Request, action: Action) -> dict[str, object]:
    return {"price": asked.price, "currency": asked.currency, "price_note": asked.price_note} if action is Action.PRICE else {}


def copies(request: HttpRequest, number: int) -> HttpResponse:
    """Where others have published an article, as they or the desk have told. 403 for who may neither edit it nor decide."""
    article: Article = get_object_or_404(Article, pk=number)
    decides = user_of(request).has_perm(PERMISSION)
    if not decides and not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            declare_copy(article, url=form.cleaned_data["url"], outlet=form.cleaned_data["outlet"], by=user_of(request).email, now=timezone.now())
        except NotPublic:
            form.add_error(None, _("This article is not public, so nobody can have copied it."))
        except TooMany as error:
            form.add_error(None, str(error))
        else:
            return redirect("coranto_copies", article.pk)
    rows = article.declared_copies.select_related("version", "grant__request")
    asked = article.permission_requests.select_related("version") if decides else Request.objects.none()
    shown = {"title": _("Copies elsewhere"), "subtitle": article.title, "icon": "copy", "article": article, "form": form, "copies": rows, "requests": asked, "decides": decides}
    return render(request, "newsroom/rights_desk/copies.html", shown)


def waiting() -> int:
    """How many requests wait for the desk."""
    return Request.objects.filter(state__in=[State.NEW, State.OPEN]).count()


def _check(request: HttpRequest) -> None:
    if not user_of(request).has_perm(PERMISSION):
        raise PermissionDenied
