"""Two people or outlets that are one: everything moves to the one that is kept; the other's address leads there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from coranto.articles.models import Article, Classified, Credit, Outlet, Person, Provenance
from coranto.members.requests import user_of
from coranto.newsroom import flow, history

KINDS: dict[str, type[Person] | type[Outlet]] = {"person": Person, "outlet": Outlet}


class MergeError(ValueError):
    """The two cannot be merged; the text says why."""


@transaction.atomic
def merge(keep: Person | Outlet, other: Person | Outlet, *, by: object) -> int:
    """Move every credit or provenance of `other` to `keep` and republish what is public; the number of articles.

    `other` stays as a row that points to `keep`. Raises MergeError for one and the same, different kinds, or a ring.
    """
    if type(keep) is not type(other) or keep.pk == other.pk:
        raise MergeError(_("Choose two different entries of the same kind."))
    if keep.merged_into_id is not None:
        raise MergeError(_("“%(name)s” was itself merged into another entry. Keep that one.") % {"name": keep})
    numbers = _move(keep, other)
    type(other)._default_manager.filter(merged_into=other).update(merged_into=keep)
    other.merged_into = keep  # type: ignore[assignment]
    other.save(update_fields=["merged_into"])
    for article in Article.objects.filter(pk__in=numbers, live=True):
        flow.article_published(article, by=by, now=timezone.now())  # type: ignore[arg-type]
    flow.person_changed(keep, now=timezone.now()) if isinstance(keep, Person) else flow.outlet_changed(keep)
    log(keep, history.MERGE, user=by, data={"merged": str(other)})
    return len(numbers)


def _move(keep: Person | Outlet, other: Person | Outlet) -> list[int]:
    if isinstance(keep, Person):
        numbers = list(Credit.objects.filter(person=other).values_list("article_id", flat=True))
        Credit.objects.filter(person=other).update(person=keep)
    else:
        numbers = list(Provenance.objects.filter(outlet=other).values_list("article_id", flat=True))
        Provenance.objects.filter(outlet=other).update(outlet=keep)
    facet = "person" if isinstance(keep, Person) else "outlet"
    return sorted({*numbers, *Classified.objects.filter(facet=facet, value=other.pk).values_list("article_id", flat=True)})


class MergeForm(forms.Form):
    """The one that is kept."""

    keep = forms.ModelChoiceField(queryset=Person.objects.none(), label=gettext_lazy("Keep this one"))

    def __init__(self, *args: object, other: Person | Outlet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["keep"]
        field.queryset = type(other)._default_manager.filter(merged_into=None).exclude(pk=other.pk)  # type: ignore[attr-defined]


def merge_view(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The screen: which entry takes over this one's articles."""
    if kind not in KINDS:
        raise Http404
    if not request.user.has_perm(f"articles.change_{kind}"):
        raise PermissionDenied
    other: Any = get_object_or_404(KINDS[kind], pk=number)
    form = MergeForm(request.POST or None, other=other)
    if request.method == "POST" and form.is_valid():
        try:
            count = merge(form.cleaned_data["keep"], other, by=user_of(request))
        except MergeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(name)s” is merged; articles moved: %(count)d.") % {"name": other, "count": count})
            return redirect(f"wagtailsnippets_articles_{kind}:list")
    return render(request, "newsroom/merge.html", {"form": form, "other": other, "title": _("Merge")})
