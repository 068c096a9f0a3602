"""The glossary in the desk: words and what becomes of them, their history, names that entered by themselves, and asking again after a change."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coranto import languages
from coranto.articles.models import PublicState
from coranto.languages import Language
from coranto.newsroom.translating.frame import DIRECT, SEE, language_choices, person_with, tabs
from coranto.publication.offered import default_language
from coranto.search.finding import find
from coranto.translation.glossary import Entry, GlossaryError, end_term, history_of, read_glossary, set_term
from coranto.translation.models import GlossaryTerm, Rule
from coranto.translation.obeying import ask_for_term, asked_anew, uses

SECONDS = 3.0  # of looking through articles while somebody waits
MOST_ARTICLES = 5000  # that a word is looked for in
SHOWN, NAMES_SHOWN, PEOPLE_SHOWN = 100, 100, 50


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    """A word and what becomes of it. Of one that is there already the word and its languages stay."""

    class Meta:
        model = GlossaryTerm
        fields = ("source_language", "source", "language", "rule", "target", "inflects", "note")

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        codes = [one.code for one in languages.all()]
        self.fields["source_language"].choices = language_choices(codes)  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("every language")), *language_choices(codes)]  # type: ignore[attr-defined]
        self.fields["target"].help_text = _("With “Keep as it is” this stays empty. With “Never use” write the word that must not stand there.")
        self.fields["inflects"].help_text = _("Then a form such as “Städten” counts as “Stadt”.")
        for name in ("source_language", "source", "language") if self.instance.pk else ():
            self.fields[name].disabled = True

    def validate_constraints(self) -> None:
        """Nothing: a change makes a new version in place of the current one."""


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    source_language = forms.ChoiceField(label=gettext_lazy("Words in"), required=False)
    words = forms.CharField(label=gettext_lazy("Contains"), required=False, max_length=100)

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["source_language"].choices = language_choices(one.code for one in languages.all())  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list: an entry with the languages it is between; `into` None is every language."""

    entry: Entry
    into: Language | None
    rule: str
    forms: tuple[tuple[str, str], ...]


def glossary(request: HttpRequest) -> HttpResponse:
    """The words agreed on for texts of a language, then the names that entered by themselves, and a form for another word."""
    person = person_with(request, SEE)
    may_direct = person.has_perm(DIRECT)
    narrowed = FilterForm({"source_language": default_language(), **request.GET.dict()})
    code = narrowed.cleaned_data["source_language"] if narrowed.is_valid() and narrowed.cleaned_data["source_language"] else default_language()
    form = TermForm(request.POST or None, initial={"source_language": code})
    if request.method == "POST":
        if not may_direct:
            raise PermissionDenied
        if form.is_valid() and (term := _set(form, request)) is not None:
            return redirect("coranto_glossary_term", term.pk)
    words = narrowed.cleaned_data.get("words", "").casefold()
    entries = [entry for entry in read_glossary(code).entries if words in entry.source.casefold() or words in entry.target.casefold()]
    entries.sort(key=lambda entry: (entry.source.casefold(), entry.language))
    terms, names = ([entry for entry in entries if entry.is_name == is_name] for is_name in (False, True))
    page = Paginator(terms, SHOWN).get_page(request.GET.get("p"))
    return render(
        request, "newsroom/translating/glossary.html",
        {
            "title": _("Glossary"), "icon": "form", "tabs": tabs(person), "here": "coranto_glossary", "narrowed": narrowed, "form": form, "may_direct": may_direct,
            "terms": [_line(entry) for entry in page], "page": page, "names": [_line(entry) for entry in names[:NAMES_SHOWN]], "more_names": max(0, len(names) - NAMES_SHOWN), "language": languages.get(code),
        },
    )  # fmt: skip


def _line(entry: Entry) -> Line:
    return Line(entry, languages.get(entry.language) if entry.language else None, str(Rule(entry.rule).label), entry.forms)


def _set(form: TermForm, request: HttpRequest) -> GlossaryTerm | None:
    """Agree on what the form says; None with the reason in the form."""
    try:
        return set_term(by=person_with(request, DIRECT), now=timezone.now(), **form.cleaned_data)
    except GlossaryError as error:
        form.add_error(None, str(error))
        return None


def term(request: HttpRequest, number: int) -> HttpResponse:
    """One word: what is agreed on, its history, and the sentences that say it otherwise."""
    person = person_with(request, SEE)
    row = get_object_or_404(GlossaryTerm, pk=number)
    may_direct = person.has_perm(DIRECT) and row.is_current
    act = request.POST.get("act")
    form = TermForm(request.POST if act == "set" else None, instance=row)
    if request.method == "POST":
        if not may_direct:
            raise PermissionDenied
        if act == "end":
            end_term(row)
            messages.success(request, _("“%(word)s” is agreed on no longer. Its history stays.") % {"word": row.source})
            return redirect("coranto_glossary")
        if act == "again":
            _ask_again(request, row)
            return redirect("coranto_glossary_term", row.pk)
        if form.is_valid() and (newer := _set(form, request)) is not None:
            messages.success(request, _("Kept. New sentences are made with it; below stands what says the word otherwise so far."))
            return redirect("coranto_glossary_term", newer.pk)
    row.refresh_from_db()  # the form has written into it
    found = uses(row, _articles(row), now=timezone.now(), seconds=SECONDS) if row.is_current else None
    people = found.people[:PEOPLE_SHOWN] if found else ()
    headlines = dict(PublicState.objects.filter(pk__in={one.article for one in people}).values_list("pk", "headline"))
    return render(
        request, "newsroom/translating/term.html",
        {
            "title": row.source, "subtitle": _("Glossary"), "icon": "form", "tabs": tabs(person), "here": "coranto_glossary", "term": row, "form": form,
            "may_direct": may_direct, "history": history_of(row), "uses": found, "anew": asked_anew(),
            "people": [{"use": one, "headline": headlines.get(one.article, ""), "language": languages.get(one.language)} for one in people],
        },
    )  # fmt: skip


def _articles(row: GlossaryTerm) -> list[int]:
    """Public articles in which search finds the word."""
    return [one.article for one in find(row.source, language=row.source_language, limit=MOST_ARTICLES).found]


def _ask_again(request: HttpRequest, row: GlossaryTerm) -> None:
    count = ask_for_term(row, _articles(row), now=timezone.now())
    said = ngettext("%(count)d translation is looked through.", "%(count)d translations are looked through.", count) % {"count": count}
    messages.success(request, said + " " + _("What machines said otherwise is asked for again; what people wrote stays."))
