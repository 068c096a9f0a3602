"""The desk's screens for putting an article right: correct, and withdraw."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from coranto.articles.correcting import CorrectionError
from coranto.articles.models import Article, CorrectionKind
from coranto.articles.withdrawing import WithdrawalError
from coranto.members.requests import user_of
from coranto.newsroom import flow, history


class CorrectionForm(forms.Form):
    """What readers are told, and the sentence before and after."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[choice for choice in CorrectionKind.choices if choice[0] != CorrectionKind.RETRACTION])
    text = forms.CharField(
        label=gettext_lazy("What readers are told"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A whole sentence: what was wrong, and what is right."),
    )  # fmt: skip
    old_text = forms.CharField(label=gettext_lazy("The sentence as it was"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    new_text = forms.CharField(label=gettext_lazy("The sentence as it is now"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class WithdrawalForm(forms.Form):
    """Why, and that it is meant."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn, as readers are told"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The address of the article will answer with this reason, for good."),
    )  # fmt: skip
    meant = forms.BooleanField(label=gettext_lazy("I understand that a withdrawn article does not come back."))


def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Publish a correction of an article. 403 without the permission."""
    article = _article(request, number, "articles.correct_article")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correction = flow.article_corrected(article, by=user_of(request), now=timezone.now(), **form.cleaned_data)
        except CorrectionError as error:
            form.add_error(None, str(error))
        else:
            log(article, history.CORRECT, user=request.user, data={"kind": correction.kind, "text": correction.text})
            messages.success(request, _("The correction is public. If the text itself changes too, edit and publish the article."))
            return redirect("wagtailadmin_pages:edit", article.pk)
    return render(request, "newsroom/correct.html", {"form": form, "article": article, "title": _("Correct")})


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an article. 403 without the permission."""
    article = _article(request, number, "articles.withdraw_article")
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            flow.article_withdrawn(article, reason=form.cleaned_data["reason"], by=user_of(request), now=timezone.now())
        except WithdrawalError as error:
            form.add_error(None, str(error))
        else:
            log(article, history.WITHDRAW, user=request.user, data={"reason": form.cleaned_data["reason"]})
            messages.success(request, _("The article is withdrawn. Its address answers with the reason."))
            return redirect("wagtailadmin_explore", article.get_parent().pk)
    return render(request, "newsroom/withdraw.html", {"form": form, "article": article, "title": _("Withdraw")})


def _article(request: HttpRequest, number: int, permission: str) -> Article:
    article: Article = get_object_or_404(Article, pk=number)
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return article
