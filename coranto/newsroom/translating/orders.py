"""Ordering translations in bulk: which articles, into which language, how soon; with progress, pause, resume and cancel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coranto import languages
from coranto.languages import Language
from coranto.members.models import User
from coranto.newsroom.translating.frame import DIRECT, language_choices, number_of, person_with, tabs
from coranto.publication.offered import policies
from coranto.taxonomy.models import Region, Report, Theme
from coranto.translation.models import TranslationOrder
from coranto.translation.requesting import (
    OrderError,
    Progress,
    Wanted,
    articles_of,
    cancel_order,
    order_translations,
    pause_order,
    progresses,
    resume_order,
)

SHOWN = 50
SOON, NORMAL, IDLE = 3, 8, 20
PRIORITIES = (
    (NORMAL, gettext_lazy("After today's articles")), (SOON, gettext_lazy("Before everything but new headlines")), (IDLE, gettext_lazy("When nothing else waits")),
)  # fmt: skip
LISTS: dict[str, type[Report] | type[Theme] | type[Region]] = {"report": Report, "theme": Theme, "region": Region}


class OrderForm(forms.Form):
    """What is ordered."""

    language = forms.ChoiceField(label=gettext_lazy("Translate into"))
    articles = forms.ChoiceField(label=gettext_lazy("Articles"), required=False)
    written_in = forms.ChoiceField(label=gettext_lazy("Written in"), required=False)
    since = forms.DateField(label=gettext_lazy("Published from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("Published until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    priority = forms.TypedChoiceField(label=gettext_lazy("When"), coerce=int, choices=PRIORITIES)

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        offered = set(policies())
        later = {one.code for one in languages.all()} - offered
        groups: list[Any] = [(_("Offered to readers"), language_choices(offered))]
        if later:
            groups.append((_("Not offered yet: the order waits until it is"), language_choices(later)))
        self.fields["language"].choices = groups  # type: ignore[attr-defined]
        self.fields["written_in"].choices = [("", _("Any language")), *language_choices(one.code for one in languages.all())]  # type: ignore[attr-defined]
        self.fields["articles"].choices = [("", _("Every article")), *_lists()]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """The articles that were chosen."""
        facet, _colon, value = self.cleaned_data["articles"].partition(":")
        return Wanted(facet or "all", int(value or 0), self.cleaned_data["written_in"], self.cleaned_data["since"], self.cleaned_data["until"])


def _lists() -> list[tuple[str, list[tuple[str, str]]]]:
    found = []
    for facet, label in (("report", _("In-depth reports")), ("theme", _("Themes")), ("region", _("Regions"))):
        rows = [(f"{facet}:{row.pk}", str(row)) for row in LISTS[facet].objects.all()]
        if rows:
            found.append((label, rows))
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """An order as the list shows it. `state` is "waiting", "going", "paused", "over" or "cancelled"."""

    order: TranslationOrder
    language: Language
    articles: tuple[str, ...]
    progress: Progress
    state: str


def _shown(orders: list[TranslationOrder]) -> list[Shown]:
    done = progresses([order.pk for order in orders])
    names = _names(orders)
    return [Shown(order, languages.get(order.language), _articles(order, names), done[order.pk], _state(order, done[order.pk])) for order in orders]


def _names(orders: list[TranslationOrder]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for facet, model in LISTS.items():
        wanted = {order.value for order in orders if order.facet == facet}
        found.update({(facet, number): str(row) for number, row in model.objects.in_bulk(wanted).items()})
    return found


def _articles(order: TranslationOrder, names: dict[tuple[str, int], str]) -> tuple[str, ...]:
    """What an order is for, each part in words."""
    parts = [_("Every article") if order.facet == "all" else names.get((order.facet, order.value), f"{order.facet} {order.value}")]
    if order.written_in:
        parts.append(_("written in %(language)s") % {"language": languages.get(order.written_in).english_name})
    return tuple(parts)


def _state(order: TranslationOrder, done: Progress) -> str:
    if order.cancelled_at is not None:
        return "cancelled"
    if order.is_paused:
        return "paused"
    if order.filled_at is None:
        return "waiting"
    return "over" if done.is_over else "going"


def orders(request: HttpRequest) -> HttpResponse:
    """The orders with how far each is, and a form for another. 403 without the right to direct translators."""
    person = person_with(request, DIRECT)
    form = OrderForm(request.POST if request.POST.get("act") in ("count", "order") else None, initial={"priority": NORMAL, **request.GET.dict()})
    counted = None
    if request.method == "POST":
        if request.POST.get("act") in ("pause", "resume", "cancel"):
            return _change(request)
        if form.is_valid():
            counted = _counted(form)
            if request.POST.get("act") == "order" and _order(request, form, person):
                return redirect("coranto_orders")
    rows = list(TranslationOrder.objects.select_related("made_by")[:SHOWN])
    return render(
        request, "newsroom/translating/orders.html",
        {"title": _("Orders"), "icon": "list-ul", "tabs": tabs(person), "here": "coranto_orders", "form": form, "orders": _shown(rows), "counted": counted},
    )  # fmt: skip


def _counted(form: OrderForm) -> dict[str, int]:
    """How many articles are chosen, and how many of them can be read in the language already."""
    code = form.cleaned_data["language"]
    whole = Q(article__translations__language=code, article__translations__is_whole=True)
    return articles_of(form.wanted(), code).order_by().aggregate(articles=Count("pk", distinct=True), there=Count("pk", filter=whole, distinct=True))


def _order(request: HttpRequest, form: OrderForm, person: User) -> bool:
    try:
        order = order_translations(form.cleaned_data["language"], by=person, now=timezone.now(), wanted=form.wanted(), priority=form.cleaned_data["priority"])
    except OrderError as error:
        form.add_error(None, str(error))
        return False
    order.refresh_from_db()
    if order.filled_at is None:
        messages.success(request, _("Ordered. It begins when the language is offered to readers."))
    else:
        count = progresses([order.pk])[order.pk].asked
        messages.success(request, ngettext("Ordered: %(count)d article.", "Ordered: %(count)d articles.", count) % {"count": count})
    return True


def _change(request: HttpRequest) -> HttpResponse:
    order = get_object_or_404(TranslationOrder, pk=number_of(request.POST.get("order")), cancelled_at=None)
    act, now = request.POST["act"], timezone.now()
    if act == "pause":
        pause_order(order)
        messages.success(request, _("Paused. What is in work is finished; the rest waits until you resume it."))
    elif act == "resume":
        resume_order(order, now=now)
        messages.success(request, _("It goes on."))
    else:
        cancel_order(order, now=now)
        messages.success(request, _("Cancelled. What was made stays."))
    return redirect("coranto_orders")
