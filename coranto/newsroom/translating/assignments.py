"""Giving articles to translators, what is somebody's to do, and how far everything is that was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coranto import languages
from coranto.articles.models import PublicState
from coranto.languages import Language
from coranto.members.models import User
from coranto.newsroom.translating.frame import DIRECT, SEE, language_choices, number_of, person_with, tabs
from coranto.newsroom.translating.telling import tells_by_mail
from coranto.publication.offered import policies
from coranto.translation.accepting import name_of
from coranto.translation.assigning import AssignError, assign, finish, held_by, latest, take_back
from coranto.translation.models import Assignment, AssignmentState, Translation
from coranto.translation.permitting import PERMISSION

SHOWN = 50  # assignments of a page


def translators() -> QuerySet[User]:
    """Active people whose role lets them translate, by name."""
    app, _dot, codename = PERMISSION.partition(".")
    right = Permission.objects.filter(content_type__app_label=app, codename=codename)
    may = Q(is_superuser=True) | Q(user_permissions__in=right) | Q(groups__permissions__in=right)
    return User.objects.filter(may, is_active=True).distinct().order_by("first_name", "last_name", "email")


class PersonField(forms.ModelChoiceField):
    """A colleague by name, with the languages they were given."""

    def label_from_instance(self, person: object) -> str:
        assert isinstance(person, User)
        given = ", ".join(sorted(row.language for row in person.translator_languages.all()))
        return f"{person} ({given})" if given else str(person)


class GiveForm(forms.Form):
    """To whom, into which languages, until when."""

    languages = forms.MultipleChoiceField(label=gettext_lazy("Into"), widget=forms.CheckboxSelectMultiple)
    person = PersonField(label=gettext_lazy("Who looks after it"), queryset=User.objects.none())
    due = forms.DateField(label=gettext_lazy("To be done by"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, written_in: str, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["languages"].choices = language_choices(set(policies()) - {written_in})  # type: ignore[attr-defined]
        self.fields["person"].queryset = translators().prefetch_related("translator_languages")  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment as a list shows it. `path` leads to what readers get, "" when there is nothing; `left` counts sentences nobody answers for."""

    row: Assignment
    headline: str
    written_in: Language
    language: Language
    who: str
    path: str
    left: int | None
    outdated: int
    is_late: bool


def tasks(rows: Iterable[Assignment]) -> list[Task]:
    """Assignments with what is known of their articles. Two queries."""
    rows = list(rows)
    states = PublicState.objects.in_bulk([row.article_id for row in rows])
    which = Q(pk__in=())
    for row in rows:
        which |= Q(article_id=row.article_id, language=row.language)  # each by its own: all languages of all articles would be fifty times as many
    held = Translation.objects.filter(which).values_list("article_id", "language", "sentences", "reviewed", "outdated", "has_head")
    known = {(number, language): rest for number, language, *rest in held}
    today = timezone.localdate()
    found = []
    for row in rows:
        state = states.get(row.article_id)
        if state is None:
            continue
        sentences, reviewed, outdated, has_head = known.get((row.article_id, row.language), (None, 0, 0, False))
        path = f"/{row.language}/{state.first_public_at:%Y}/{state.first_public_at:%m}/{state.slug}/" if has_head and state.status == 200 else ""
        found.append(
            Task(
                row, state.headline, languages.get(state.language), languages.get(row.language), name_of(row.person), path,
                None if sentences is None else max(0, sentences - reviewed), outdated, bool(row.is_held and row.due and row.due < today),
            )
        )  # fmt: skip
    return found


def mine(request: HttpRequest) -> HttpResponse:
    """What the one who asks is to do; a button says that it is done, or declined."""
    person = person_with(request, SEE)
    if request.method == "POST":
        row = get_object_or_404(Assignment, pk=number_of(request.POST.get("assignment")), person=person)
        state = AssignmentState.DECLINED if request.POST.get("act") == "decline" else AssignmentState.DONE
        finish(row, state=state, now=timezone.now())
        messages.success(request, _("Noted: done. Thank you.") if state == AssignmentState.DONE else _("Noted: you will not do it. Somebody else can be asked."))
        return redirect("coranto_mine")
    given = sorted(row.language for row in person.translator_languages.all())
    page = Paginator(held_by(person), SHOWN).get_page(request.GET.get("p"))
    return render(
        request, "newsroom/translating/mine.html",
        {"title": _("Yours to do"), "icon": "tasks", "tabs": tabs(person), "here": "coranto_mine", "tasks": tasks(page), "page": page, "given": [languages.get(code) for code in given]},
    )  # fmt: skip


def give(request: HttpRequest, number: int) -> HttpResponse:
    """Give an article in one or more languages to somebody. 403 without the right to direct translators."""
    person = person_with(request, DIRECT)
    state = get_object_or_404(PublicState, pk=number, status=200)
    form = GiveForm(request.POST or None, written_in=state.language, initial={"languages": request.GET.getlist("language")})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                for code in form.cleaned_data["languages"]:
                    assign(form.cleaned_data["person"], state.pk, code, by=person, now=timezone.now(), due=form.cleaned_data["due"], note=form.cleaned_data["note"])
        except AssignError as error:
            form.add_error(None, str(error))
        else:
            _say_given(request, str(form.cleaned_data["person"]), len(form.cleaned_data["languages"]))
            return redirect("coranto_assignments")
    return render(
        request, "newsroom/translating/give.html",
        {"title": _("Give to a translator"), "icon": "tasks", "tabs": tabs(person), "here": "coranto_assignments", "form": form, "state": state,
         "written_in": languages.get(state.language), "tells_by_mail": tells_by_mail(), "nobody": not translators().exists()},
    )  # fmt: skip


def _say_given(request: HttpRequest, name: str, count: int) -> None:
    said = ngettext("Given to %(name)s in %(count)d language.", "Given to %(name)s in %(count)d languages.", count) % {"name": name, "count": count}
    if tells_by_mail():
        messages.success(request, said + " " + _("A letter is on its way."))
    else:
        messages.warning(request, said + " " + _("No mail server is set up, so no letter is sent; it stands under “Yours to do” of their desk."))


class ListForm(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("Every state")), *AssignmentState.choices])
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["language"].choices = [("", _("Every language")), *language_choices(policies())]  # type: ignore[attr-defined]


def assignments(request: HttpRequest) -> HttpResponse:
    """Everything that was given, with who has it and how far it is; a button takes it back."""
    person = person_with(request, SEE)
    may_direct = person.has_perm(DIRECT)
    if request.method == "POST":
        if not may_direct:
            raise PermissionDenied
        take_back(get_object_or_404(Assignment, pk=number_of(request.POST.get("assignment"))), now=timezone.now())
        messages.success(request, _("Taken back."))
        return redirect("coranto_assignments")
    form = ListForm(request.GET)
    form.is_valid()
    page = Paginator(latest(state=form.cleaned_data.get("state", ""), language=form.cleaned_data.get("language", "")), SHOWN).get_page(request.GET.get("p"))
    return render(
        request, "newsroom/translating/assignments.html",
        {"title": _("Assignments"), "icon": "tasks", "tabs": tabs(person), "here": "coranto_assignments", "form": form, "tasks": tasks(page), "page": page,
         "may_direct": may_direct, "tells_by_mail": tells_by_mail()},
    )  # fmt: skip
