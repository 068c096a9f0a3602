"""The desk's screens for newer versions of what was taken in: the list of those that wait, and one beside what stands now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import Panel
from wagtail.log_actions import log

from coranto.articles.documents import document_of
from coranto.articles.models import Article, Front
from coranto.articles.withdrawing import WithdrawalError
from coranto.intake.arriving import answer, leave, put_into_draft, reading_of
from coranto.intake.models import Arrival
from coranto.intake.previewing import body_html
from coranto.intake.versions import CANCELED, held_back
from coranto.members.requests import user_of
from coranto.newsroom import flow, history

LONGEST_LIST = 200


def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an answer, what was canceled first."""
    _may_edit(request)
    rows = Arrival.objects.select_related("item__article").filter(answer=Arrival.Answer.WAITING)[:LONGEST_LIST]
    mine = [row for row in rows if row.item.article.permissions_for_user(request.user).can_edit()]
    arrivals = sorted(mine, key=lambda row: row.status != CANCELED)
    return render(request, "newsroom/arrivals.html", {"arrivals": arrivals, "title": _("Newer versions")})


def look(request: HttpRequest, number: int) -> HttpResponse:
    """One version beside the article, and what can be done with it. 403 without the right to edit the article."""
    arrival = get_object_or_404(Arrival.objects.select_related("item__article"), pk=number)
    article = arrival.item.article
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST" and arrival.answer == Arrival.Answer.WAITING:
        return _answered(request, arrival, article)
    draft = article.get_latest_revision_as_object()
    reading = reading_of(arrival)
    return render(request, "newsroom/arrival.html", {
        "arrival": arrival, "article": article, "draft": draft, "blocks": document_of(draft)["body"], "reading": reading, "body": body_html(reading),
        "is_canceled": arrival.status == CANCELED, "may_withdraw": article.live and request.user.has_perm("articles.withdraw_article"), "title": _("Newer version"),
    })  # fmt: skip


def _answered(request: HttpRequest, arrival: Arrival, article: Article) -> HttpResponse:
    user, now, said = user_of(request), timezone.now(), request.POST.get("answer")
    if said == "draft" and arrival.status != CANCELED:
        put_into_draft(arrival, by=user, now=now)
        messages.success(request, _("The newer version is the draft now. Read it, then publish it; what stood before is in the history."))
    elif said == "withdraw" and article.live and user.has_perm("articles.withdraw_article"):
        try:
            flow.article_withdrawn(article, reason=reason_of(arrival), by=user, now=now)
        except WithdrawalError as error:
            messages.error(request, str(error))
            return redirect("coranto_arrival", arrival.pk)
        answer(arrival, Arrival.Answer.WITHDRAWN, by=user, now=now)
        log(article, history.WITHDRAW, user=user, data={"reason": reason_of(arrival)})
        messages.success(request, _("The article is withdrawn. Its address answers with the reason."))
    elif said == "leave":
        leave(arrival, by=user, now=now)
        messages.success(request, _("The article stays as it is."))
    else:
        return redirect("coranto_arrival", arrival.pk)
    log(article, history.VERSION_ANSWERED, user=user, data={**history.of_arrival(arrival), "answer": str(arrival.answer)})
    return redirect("wagtailadmin_pages:edit", article.pk) if said != "withdraw" else redirect("coranto_arrivals")


def reason_of(arrival: Arrival) -> str:
    """Why an article is withdrawn, as readers are told: in the source's words where it gives any."""
    return arrival.note.strip() or _("Its source has withdrawn this article.")


def _may_edit(request: HttpRequest) -> None:
    front = Front.objects.first()
    if front is None or not front.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied


class ArrivalsItem(MenuItem):
    """Shown while something waits, with how much, to whoever may write articles."""

    def is_shown(self, request: HttpRequest) -> bool:
        front = Front.objects.first()
        return front is not None and bool(front.permissions_for_user(request.user).can_add_subpage()) and Arrival.objects.filter(answer=Arrival.Answer.WAITING).exists()

    def render_component(self, request: HttpRequest) -> Any:
        shown = super().render_component(request)
        shown.label = f"{self.label} ({Arrival.objects.filter(answer=Arrival.Answer.WAITING).count()})"
        return shown


class ArrivalsPanel(Panel):
    """Above the article: its source has sent a newer version, has taken it back, or withholds it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/panels/arrival.html"

        def get_context_data(self, parent_context: dict[str, object] | None = None) -> dict[str, object]:
            context: dict[str, object] = super().get_context_data(parent_context)
            return {**context, "arrival": self._waiting(), "held_back": held_back(self.instance)}

        def _waiting(self) -> Arrival | None:
            return Arrival.objects.filter(item__article_id=self.instance.pk, answer=Arrival.Answer.WAITING).first()

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown() and (self._waiting() is not None or bool(held_back(self.instance)))
