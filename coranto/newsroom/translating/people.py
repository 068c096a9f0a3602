"""Those who translate: the languages they were given, and who they are among the people of bylines."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coranto import languages
from coranto.articles.models import Person
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.translating.assignments import translators
from coranto.newsroom.translating.frame import DIRECT, language_choices, person_with, tabs
from coranto.translation.accepting import name_of
from coranto.translation.models import AssignmentState, TranslatorLanguage, TranslatorName
from coranto.translation.translators import HELD


class TranslatorForm(forms.Form):
    """The languages somebody may translate into, and their byline."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("With none chosen they may translate into every language. With some chosen, into these only."),
    )  # fmt: skip
    byline = forms.ModelChoiceField(
        label=gettext_lazy("In bylines"), required=False, queryset=Person.objects.none(), empty_label=gettext_lazy("By the name of their account, without a page"),
        help_text=gettext_lazy("Readers see this name at texts that they translated or edited, with a link to the page about them."),
    )  # fmt: skip

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["languages"].choices = language_choices(one.code for one in languages.all())  # type: ignore[attr-defined]
        self.fields["byline"].queryset = Person.objects.filter(merged_into=None)  # type: ignore[attr-defined]


@transaction.atomic
def give_languages(person: User, codes: list[str]) -> None:
    """Let a person translate into these languages only; with none, into all."""
    rows = TranslatorLanguage.objects.filter(person=person)
    rows.exclude(language__in=codes).delete()
    TranslatorLanguage.objects.bulk_create([TranslatorLanguage(person=person, language=code) for code in codes], ignore_conflicts=True)


def people(request: HttpRequest) -> HttpResponse:
    """Everybody who may translate, with languages, byline and what they have in hand. 403 without the right to direct translators."""
    person = person_with(request, DIRECT)
    held, done = Q(translation_assignments__state__in=HELD), Q(translation_assignments__state=AssignmentState.DONE)
    found = translators().select_related("translator_name__byline").prefetch_related("translator_languages").annotate(
        held=Count("translation_assignments", filter=held, distinct=True), done=Count("translation_assignments", filter=done, distinct=True)
    )  # fmt: skip
    rows = [
        {"person": one, "name": str(one), "languages": [languages.get(code) for code in sorted(row.language for row in one.translator_languages.all())], "byline": _byline(one)}
        for one in found
    ]  # fmt: skip
    return render(
        request, "newsroom/translating/people.html",
        {"title": _("Translators"), "icon": "group", "tabs": tabs(person), "here": "coranto_translators", "people": rows},
    )  # fmt: skip


def _byline(person: User) -> Person | None:
    row: TranslatorName | None = getattr(person, "translator_name", None)
    return row.byline if row is not None else None


def translator(request: HttpRequest, number: int) -> HttpResponse:
    """The languages and the byline of one translator."""
    asking = person_with(request, DIRECT)
    person = get_object_or_404(translators(), pk=number)
    byline = _byline(person)
    given = sorted(person.translator_languages.values_list("language", flat=True))
    form = TranslatorForm(request.POST or None, initial={"languages": given, "byline": byline})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            give_languages(person, form.cleaned_data["languages"])
            flow.translator_named(person, form.cleaned_data["byline"])
        messages.success(request, _("Kept."))
        return redirect("coranto_translators")
    return render(
        request, "newsroom/translating/translator.html",
        {"title": str(person), "subtitle": _("Translator"), "icon": "user", "tabs": tabs(asking), "here": "coranto_translators", "form": form, "person": person, "name": name_of(person)},
    )  # fmt: skip
