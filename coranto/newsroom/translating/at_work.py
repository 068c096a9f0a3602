"""What every text's desk does with what it is asked: shows sentences, keeps and accepts them, lets drafts go. Everything works as plain forms; scripts only spare reloads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coranto import languages
from coranto.members.requests import user_of
from coranto.newsroom.translating import doing
from coranto.newsroom.translating.about import read_about
from coranto.newsroom.translating.doing import Asked
from coranto.newsroom.translating.frame import number_of
from coranto.newsroom.translating.sentences import ALL, FILTERS, TODO, Opened, read_desk, read_frame, read_row
from coranto.translation.accepting import AcceptError
from coranto.translation.drafting import DraftError, Work, drop_drafts

SAID = "coranto_said_of_a_sentence"
PARTS = {"desk_url": "", "sentence_url": "_sentence", "about_url": "_about", "preview_url": "_preview", "all_url": "_all", "stray_url": "_stray", "out_url": "_out", "back_url": "_back"}


def show_desk(request: HttpRequest, opened: Opened, **more: object) -> HttpResponse:
    """One page of a text's sentences; `more` is for the template."""
    chosen, at, open_key = request.GET.get("show", ""), request.GET.get("at", ""), request.GET.get("open", "")
    held = read_desk(opened, show=chosen if chosen in FILTERS else TODO, page=request.GET.get("p"), at=at)
    if not held.rows and not chosen:
        held = read_desk(opened, show=ALL, page=request.GET.get("p"), at=at)
    return render(request, "newsroom/translating/desk.html", {
        "title": _("Translate"), "icon": "globe", "desk": held, "filters": _filters(held.show), "at": at, "open_key": open_key, "about": _about(opened, open_key),
        "said": _said(request, opened.work), "is_said_below": any(at in row.keys for row in held.rows), **addresses_of(opened.work), **more,
    })  # fmt: skip


def show_about(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The memory, the glossary and the history of one sentence, as a part of the page."""
    found = _about(opened, request.GET.get("key", ""))
    if found is None:
        raise Http404(_("There is no such sentence."))
    return render(request, "newsroom/translating/about.html", {"about": found, "target": opened.language, "source": languages.get(opened.source.language)})


def do_what_is_asked(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """What was asked for a sentence: keep, accept, join, divide, let go, or use other words. Answers with JSON to scripts, with the page to others."""
    asked, do = _asked(request), request.POST.get("do", "keep")
    trouble = ""
    try:
        trouble = _do(request, opened, asked, do)
    except (AcceptError, DraftError) as error:
        trouble = str(error)
    if "application/json" in request.headers.get("Accept", ""):
        return _answer(request, opened, asked, do, trouble)
    if trouble:
        request.session[SAID] = [*_named(opened.work), trouble]
    return redirect(_place_of(request, opened, asked, is_next=do == "next" and not trouble))


def accept_rest(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Accept every sentence that nobody answers for yet and the person saw, as it stands; drafts of one's own come first."""
    if opened.drafts.by_key:
        messages.error(request, _("You have drafts that are not accepted. Accept them or let them go first, or the machine's words would go out in their place."))
    elif "meant" not in request.POST:
        messages.error(request, _("Say that you have read every sentence: from then on you answer for them."))
    else:
        try:
            accepted, left = doing.accept_rest(opened, set(request.POST.get("seen", "").split(".")), by=user_of(request), now=timezone.now())
        except AcceptError as error:
            messages.error(request, str(error))
        else:
            _say_what_was_accepted(request, accepted, left)
    return redirect(addresses_of(opened.work)["desk_url"])


def let_stray_go(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Let a draft go whose sentence is gone."""
    drop_drafts(user_of(request), opened.work, [number_of(request.POST.get("draft"))])
    return redirect(addresses_of(opened.work)["desk_url"])


def addresses_of(work: Work) -> dict[str, str]:
    """Where the parts of a text's desk stand, by the names that templates know; texts of the publication have no preview."""
    begin, subject = ("coranto_own", work.own) if work.own else ("coranto_translate", work.article)
    return {name: reverse(begin + part, args=[subject, work.language]) for name, part in PARTS.items() if not (work.own and part == "_preview")}


def _named(work: Work) -> list[object]:
    return [work.own or work.article, work.language]


def _said(request: HttpRequest, work: Work) -> str:
    """What was refused right before, to be said beside its sentence once; where that is not on the page any more, above all of them."""
    said = request.session.get(SAID)
    if not said or said[:2] != _named(work):
        return ""
    del request.session[SAID]
    return str(said[2])


def _asked(request: HttpRequest) -> Asked:
    given = request.POST
    known = number_of(given.get("number"))
    return Asked(given.get("key", ""), tuple(given.get("digests", "").split(".")), given.get("seen", ""), known, given.get("text", ""))


def _do(request: HttpRequest, opened: Opened, asked: Asked, do: str) -> str:
    """Do it; gives what the person must be told, "" for nothing."""
    person, now = user_of(request), timezone.now()
    if "aside" in request.POST:
        number = request.POST["aside"]
        doing.take_aside(opened, asked.key, number_of(number) if number.isdecimal() else -1, by=person, now=now)
    elif "use" in request.POST:
        doing.use(opened, asked, request.POST["use"], by=person, now=now)
    elif do in ("accept", "next"):
        doing.accept(opened, asked, by=person, now=now)
    elif do == "join":
        doing.join(opened, asked, by=person, now=now)
    elif do == "divide":
        doing.divide(opened, asked, by=person, now=now)
    elif do == "let-go":
        doing.let_go(opened, asked.key, by=person)
    else:
        kept = doing.keep(opened, asked, by=person, now=now)
        if kept is not None and kept.was_elsewhere:
            return _("You wrote other words for this sentence in another window. Both are kept; yours of this window stand in the field.")
    return ""


def _answer(request: HttpRequest, opened: Opened, asked: Asked, do: str, trouble: str) -> JsonResponse:
    """What scripts need to bring the page up to date: the row anew, and how far the article is."""
    again = opened.again(user_of(request))
    row = read_row(again, asked.key)
    show = request.POST.get("show", "")
    context = {"desk": read_frame(again, show=show if show in FILTERS else TODO), "row": row, **addresses_of(opened.work)}
    is_kept = row is not None and row.draft is not None
    return JsonResponse({
        "trouble": trouble,
        "said": trouble or (_("Kept as a draft; not accepted yet.") if is_kept else _("Accepted.") if do in ("accept", "next") else _("Nothing to keep: it stands there as it is.")),
        "row": render_to_string("newsroom/translating/sentence.html", context, request) if row is not None else "",
        "notes": render_to_string("newsroom/translating/notes.html", context, request) if row is not None else "",
        "number": row.draft.number if row is not None and row.draft is not None else 0,
        "progress": render_to_string("newsroom/translating/progress.html", context, request),
    }, status=409 if trouble else 200)  # fmt: skip


def _place_of(request: HttpRequest, opened: Opened, asked: Asked, *, is_next: bool) -> str:
    """The page with the sentence, or with the one to do after it."""
    at = request.POST.get("after", "") if is_next else asked.key
    query = {"show": request.POST.get("show", ""), "at": at or asked.key}
    again = opened.again(user_of(request))
    number = next((number for number, group in enumerate(again.groups(), 1) if any(one.key == query["at"] for one in group)), 0)
    return f"{addresses_of(opened.work)['desk_url']}?{urlencode(query)}#s{number}"


def _about(opened: Opened, key: str) -> Any:
    segment = next((one for one in opened.segments if one.key == key), None)
    return read_about(opened, segment) if segment is not None else None


def _say_what_was_accepted(request: HttpRequest, accepted: int, left: int) -> None:
    """Say so, and how many sentences are another now than the person saw."""
    if accepted:
        messages.success(request, _("The sentences are accepted. The pages follow by themselves."))
    if left:
        messages.warning(request, ngettext(
            "%(number)s sentence is another now than when you read it, and is not accepted. Look at it anew.",
            "%(number)s sentences are others now than when you read them, and are not accepted. Look at them anew.",
            left,
        ) % {"number": left})  # fmt: skip


def _filters(chosen: str) -> list[tuple[str, str, bool]]:
    names = {TODO: _("To do, outdated first"), ALL: _("All, as they are read"), FILTERS[2]: _("With problems")}
    return [(code, names[code], code == chosen) for code in FILTERS]
