"""Articles of ours that are one another in different languages: what is linked, and what a repost says of itself that may be."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coranto import languages
from coranto.articles.addresses import path_of
from coranto.articles.models import Article, ArticleAddress, PublicState
from coranto.intake.desk import WHY
from coranto.languages import Language
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.translating.frame import DIRECT, number_of, person_with, tabs
from coranto.translation.linking import LinkError
from coranto.translation.models import LinkedEdition
from coranto.translation.suggesting import suggestions

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Side:
    """One of two articles."""

    number: int
    headline: str
    language: Language
    path: str


@dataclass(frozen=True, slots=True)
class Pair:
    """An original and its edition; `row` is the number of the link, 0 for a suggestion."""

    original: Side
    edition: Side
    row: int = 0
    why: str = ""


class LinkForm(forms.Form):
    """Two articles by their addresses."""

    original = forms.CharField(label=gettext_lazy("The original"), max_length=1000, help_text=gettext_lazy("The address of the article on this site, or its number."))
    edition = forms.CharField(label=gettext_lazy("Its translation"), max_length=1000, help_text=gettext_lazy("The article that was taken in from elsewhere, likewise."))

    def clean_original(self) -> Article:
        return _article(self.cleaned_data["original"])

    def clean_edition(self) -> Article:
        return _article(self.cleaned_data["edition"])


def _article(written: str) -> Article:
    """The public article of an address or number. Raises ValidationError."""
    written = written.strip().rstrip("/")
    number: int | None = int(written) if written.isdecimal() and len(written) < 19 else None
    if number is None:
        slug = written.rpartition("/")[2]
        number = ArticleAddress.objects.filter(slug=slug).values_list("article_number", flat=True).first()
    found = Article.objects.filter(pk=number, public__status=200).first() if number else None
    if found is None:
        raise forms.ValidationError(_("No public article stands there."))
    return found


def editions(request: HttpRequest) -> HttpResponse:
    """What is linked, what may be, and a form for two others. 403 without the right to direct translators."""
    person = person_with(request, DIRECT)
    form = LinkForm(request.POST if request.POST.get("act") == "link" else None)
    if request.method == "POST":
        if request.POST.get("act") == "unlink":
            row = get_object_or_404(LinkedEdition.objects.select_related("article", "edition"), pk=number_of(request.POST.get("row")))
            flow.editions_unlinked(row, now=timezone.now())
            messages.success(request, _("They stand alone again."))
            return redirect("coranto_editions")
        if form.is_valid() and _link(request, form, person):
            return redirect("coranto_editions")
    rows = list(LinkedEdition.objects.filter(article__public__isnull=False, edition__public__isnull=False).order_by("-made_at")[:SHOWN])
    proposed = suggestions(settings.INSTANCE.public_url)
    sides = _sides({number for row in rows for number in (row.article_id, row.edition_id)} | {number for one in proposed for number in (one.original, one.edition)})
    return render(
        request, "newsroom/translating/editions.html",
        {
            "title": _("Linked editions"), "icon": "link", "tabs": tabs(person), "here": "coranto_editions", "form": form,
            "linked": [Pair(sides[row.article_id], sides[row.edition_id], row.pk) for row in rows],
            "proposed": [Pair(sides[one.original], sides[one.edition], why=str(WHY[one.why])) for one in proposed],
        },
    )  # fmt: skip


def _link(request: HttpRequest, form: LinkForm, person: User) -> bool:
    try:
        flow.editions_linked(form.cleaned_data["original"], form.cleaned_data["edition"], by=person, now=timezone.now())
    except LinkError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Linked. Readers’ choice of languages leads from the one to the other."))
    return True


def _sides(numbers: set[int]) -> dict[int, Side]:
    states = PublicState.objects.filter(pk__in=numbers)
    return {
        state.pk: Side(state.pk, state.headline, languages.get(state.language), path_of(state.slug, language=state.language, at=state.first_public_at)) for state in states
    }
