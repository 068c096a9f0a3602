"""The screens for texts of the publication itself: a list by language, and the desk of each, sentence by sentence."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coranto import languages
from coranto.newsroom.translating import at_work
from coranto.newsroom.translating.desk_screens import translator_into
from coranto.newsroom.translating.frame import SEE, language_choices, person_with, tabs
from coranto.newsroom.translating.own_list import read_coverage, read_lines
from coranto.newsroom.translating.own_naming import path_of
from coranto.newsroom.translating.own_sentences import OpenedOwn, open_own
from coranto.newsroom.translating.screens import STATES
from coranto.newsroom.translating.sentences import NotPublic
from coranto.publication.offered import policies
from coranto.translation.permitting import Permitted


class NarrowForm(forms.Form):
    """The language of the list and its state; sent by GET, so that a view of it can be kept as a bookmark."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=STATES)

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["language"].choices = [("", _("Every language")), *language_choices(policies())]  # type: ignore[attr-defined]


def texts(request: HttpRequest) -> HttpResponse:
    """Texts of the publication in a language, outdated ones first; without one how far each language is. 403 without the right to see translations."""
    person = person_with(request, SEE)
    form, permitted = NarrowForm(request.GET), Permitted(person)
    form.is_valid()
    language, state = form.cleaned_data.get("language", ""), form.cleaned_data.get("state", "")
    shown = read_lines(
        language, state=state, page=request.GET.get("p"), permitted=permitted, desk=lambda name, code: reverse("coranto_own", args=[name, code])
    ) if language else None  # fmt: skip
    return render(
        request, "newsroom/translating/own_texts.html",
        {
            "title": _("Texts of the publication"), "icon": "doc-full", "tabs": tabs(person), "here": "coranto_own_texts", "form": form, "shown": shown,
            "language": languages.get(language) if language else None, "coverage": read_coverage() if not language else [],
            **({part: reverse(f"coranto_own_texts{end}", args=[language]) for part, end in (("out_url", "_out"), ("back_url", "_back"))} if language and language in permitted else {}),
        },
    )  # fmt: skip


@never_cache
def desk(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """One page of a text's sentences. 403 for somebody who may not translate into the language, 404 for what is not there or not offered."""
    opened = opened_for(request, name, language)
    return at_work.show_desk(request, opened, kind=opened.called.kind, path=path_of(name, opened.called.slug, language))


@never_cache
def about(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """The memory, the glossary and the history of one sentence, as a part of the page."""
    return at_work.show_about(request, opened_for(request, name, language))


@require_POST
def sentence(request: HttpRequest, name: str, language: str) -> HttpResponseBase:
    """What was asked for a sentence."""
    return at_work.do_what_is_asked(request, opened_for(request, name, language))


@require_POST
def accept_all(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Accept every sentence that nobody answers for yet, as it stands."""
    return at_work.accept_rest(request, opened_for(request, name, language))


@require_POST
def drop_stray(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Let a draft go whose sentence is gone."""
    return at_work.let_stray_go(request, opened_for(request, name, language))


def opened_for(request: HttpRequest, name: str, language: str) -> OpenedOwn:
    """The text for the person who asks. 403 for somebody who may not translate into the language, 404 for what is not there or not offered."""
    person = translator_into(request, language)
    try:
        return open_own(name, language, person)
    except NotPublic as error:
        raise Http404(_("There is nothing to translate here: there is no such text, or it is written in this language.")) from error


SCREENS: list[URLPattern] = [
    path("coranto/translations/texts/", texts, name="coranto_own_texts"),
    path("coranto/translations/texts/<str:name>/<str:language>/", desk, name="coranto_own"),
    path("coranto/translations/texts/<str:name>/<str:language>/sentence/", sentence, name="coranto_own_sentence"),
    path("coranto/translations/texts/<str:name>/<str:language>/about/", about, name="coranto_own_about"),
    path("coranto/translations/texts/<str:name>/<str:language>/accept-all/", accept_all, name="coranto_own_all"),
    path("coranto/translations/texts/<str:name>/<str:language>/stray/", drop_stray, name="coranto_own_stray"),
]
