"""The translators' screens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coranto import languages
from coranto.members.requests import user_of
from coranto.newsroom.translating.frame import DIRECT, tabs
from coranto.newsroom.translating.matrix import MACHINE, MISSING, OUTDATED, REVIEWED_ONES, Wanted, read_matrix
from coranto.publication.offered import policies
from coranto.taxonomy.models import Report
from coranto.translation.permitting import Permitted

PERMISSION = "translation.view_translation"
STATES = (
    ("", gettext_lazy("Every state")), (MISSING, gettext_lazy("Not translated yet")), (OUTDATED, gettext_lazy("Older than the original")),
    (MACHINE, gettext_lazy("By machine, not reviewed")), (REVIEWED_ONES, gettext_lazy("Reviewed by people")),
)  # fmt: skip


class FilterForm(forms.Form):
    """What the matrix is narrowed to; sent by GET, so that a view of it can be kept as a bookmark."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=STATES)
    report = forms.ModelChoiceField(
        label=gettext_lazy("In-depth report"), required=False, queryset=Report.objects.none(), empty_label=gettext_lazy("Every article")
    )
    words = forms.CharField(label=gettext_lazy("Headline contains"), required=False, max_length=100)

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        names = [(code, languages.get(code).own_name) for code in sorted(policies())]
        self.fields["language"].choices = [("", _("Every language")), *names]  # type: ignore[attr-defined]
        self.fields["report"].queryset = Report.objects.order_by("title")  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """The choices made. A choice that does not exist counts as none."""
        self.is_valid()
        made = self.cleaned_data
        report = made.get("report")
        return Wanted(made.get("language", ""), made.get("state", ""), report.pk if report else 0, made.get("words", ""))


def _asked(request: HttpRequest, given: Collection[str]) -> QueryDict:
    """What was chosen; whoever was given one language begins with that until they choose."""
    asked = request.GET.copy()
    if "language" not in asked and len(given) == 1:
        asked["language"] = next(iter(given))
    return asked


def matrix(request: HttpRequest) -> HttpResponse:
    """Articles × languages with states, ages and coverage. 403 without the right to see translations."""
    if not user_of(request).has_perm(PERMISSION):
        raise PermissionDenied
    permitted = Permitted(user_of(request))
    form = FilterForm(_asked(request, permitted.given))
    wanted = form.wanted()
    if "language" not in request.GET:
        wanted = replace(wanted, columns=tuple(permitted.given))
    held = read_matrix(
        wanted, page=request.GET.get("p"), permitted=permitted, desk=lambda number, language: reverse("coranto_translate", args=[number, language])
    )
    return render(
        request, "newsroom/translating/matrix.html",
        {
            "title": _("Translations"), "icon": "globe", "form": form, "matrix": held, "wanted": wanted,
            "tabs": tabs(user_of(request)), "here": "coranto_translations", "may_direct": user_of(request).has_perm(DIRECT),
        },
    )  # fmt: skip
