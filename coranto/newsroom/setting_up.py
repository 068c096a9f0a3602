"""The first editor's way in: a link that works once, for 30 minutes, from this machine alone."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from coranto.members.models import User
from coranto.signing.tokens import TokenSigner, TokenTrouble

PURPOSE = "set-up"
LIFETIME = timedelta(minutes=30)


def somebody_can_sign_in() -> bool:
    """Whether there is an account with a password; those of the demonstration have none."""
    return accounts_with_a_password().exists()


def accounts_with_a_password() -> QuerySet[User]:
    """Everybody who can sign in, active or not."""
    return User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def signer() -> TokenSigner:
    """The one token signer, with this instance's secret."""
    return TokenSigner([settings.SECRET_KEY])


def set_up_path(*, now: datetime) -> str:
    """The path of a fresh set-up link."""
    token = signer().issue(PURPOSE, {}, now=now, lifetime=LIFETIME)
    return f"/desk/set-up/{token}/"


class FirstEditorForm(forms.Form):
    """Name, address and a password of one's own."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    email = forms.EmailField(label=_("E-mail address"))
    password = forms.CharField(label=_("Password"), strip=False, widget=forms.PasswordInput, help_text=_("At least 12 characters; a short sentence is good."))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.cleaned_data.get("email", ""), first_name=self.cleaned_data.get("first_name", "")))
        return password


@never_cache
@sensitive_post_parameters("password")
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first editor, who is an administrator, and sign them in. 403 with a sentence in any other case."""
    refusal = _refusal(request, token)
    if refusal is not None:
        return render(request, "newsroom/set_up_refused.html", {"reason": refusal}, status=403)
    form = FirstEditorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _make_first_editor(form.cleaned_data)
        if user is not None:
            login(request, user)
            return redirect("wagtailadmin_home")
        return render(request, "newsroom/set_up_refused.html", {"reason": _("Somebody has set this publication up already. Sign in instead.")}, status=403)
    return render(request, "newsroom/set_up.html", {"form": form})


def _refusal(request: HttpRequest, token: str) -> object | None:
    if not _from_this_machine(request):
        return _("The set-up link works only on the machine that runs Coranto. Open it there.")
    try:
        signer().read(PURPOSE, token, now=timezone.now())
    except TokenTrouble:
        return _("This set-up link has ended or is not whole. Start Coranto again to get a new one.")
    if somebody_can_sign_in():
        return _("Somebody has set this publication up already. Sign in instead.")
    return None


def _from_this_machine(request: HttpRequest) -> bool:
    """Loopback at both ends and no proxy in between: a proxy on this machine would make everybody local."""
    if any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@transaction.atomic
def _make_first_editor(facts: dict[str, str]) -> User | None:
    """The first user, or None when another request was quicker."""
    if accounts_with_a_password().select_for_update().exists():
        return None
    user = User.objects.create_superuser(facts["email"], facts["password"], first_name=facts["first_name"], last_name=facts["last_name"])
    user.groups.add(Group.objects.get(name="Administrators"))
    return user
