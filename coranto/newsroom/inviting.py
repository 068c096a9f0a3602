"""Inviting a colleague: by mail where mail is set up, and always as a link that can be handed over.

The letter and the page that its link opens are in the language that was chosen for it; the desk behind is in that of the
browser until its colleague chooses another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from coranto import languages
from coranto.languages import catalogs
from coranto.members.models import User
from coranto.newsroom import words
from coranto.newsroom.mailing import mailer_of_instance, send_letter
from coranto.newsroom.roles import ROLES
from coranto.newsroom.setting_up import signer
from coranto.outbound.errors import OutboundError
from coranto.publication.models import Publication
from coranto.publication.offered import default_language
from coranto.signing.tokens import TokenTrouble
from coranto.site.facts import wording

PURPOSE = "invitation"
RESET_PURPOSE = "password"
LIFETIME = timedelta(days=7)
RESET_LIFETIME = timedelta(hours=24)


class InvitationForm(forms.Form):
    """Whom, and as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[(name, name) for name in ROLES])
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), required=False, choices=[(one.code, one.own_name) for one in languages.all()])

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody with this address has an account already."))
        return email


class NameAndPasswordForm(forms.Form):
    """What an invited colleague gives, asked for in their language."""

    first_name = forms.CharField(max_length=150)
    last_name = forms.CharField(max_length=150, required=False)
    password = forms.CharField(strip=False, widget=forms.PasswordInput)

    def __init__(self, data: Mapping[str, Any] | None, *, language: str) -> None:
        super().__init__(data)
        self._say = catalogs.translator(language).gettext
        for name, label in (("first_name", words.FIRST_NAME), ("last_name", words.LAST_NAME), ("password", words.PASSWORD)):
            self.fields[name].label = self._say(label)
        self.fields["password"].help_text = self._say(words.PASSWORD_HELP)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password)
        except forms.ValidationError as error:
            raise forms.ValidationError(self._say(words.PASSWORD_BETTER)) from error
        return password


def invitation_link(email: str, role: str, *, now: datetime, language: str = "en") -> str:
    """The whole address of a link that makes one account in one role, for seven days, and greets in a language."""
    facts = {"email": email, "role": role, "language": language}
    return f"{settings.INSTANCE.public_url}/desk/invitation/{signer().issue(PURPOSE, facts, now=now, lifetime=LIFETIME)}/"


def reset_link(user: User, *, now: datetime) -> str:
    """A link to set a new password, for a publication without mail; it dies with the next change of password."""
    facts = {"user": user.pk, "stamp": signer().pseudonym(RESET_PURPOSE, user.password)}
    return f"{settings.INSTANCE.public_url}/desk/new-password/{signer().issue(RESET_PURPOSE, facts, now=now, lifetime=RESET_LIFETIME)}/"


def invite(request: HttpRequest) -> HttpResponse:
    """The screen for administrators: whom to invite; shows the link, and sends it where mail is set up."""
    if not request.user.has_perm("members.add_user"):
        raise PermissionDenied
    form, link = InvitationForm(request.POST or None, initial={"language": default_language()}), None
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"] or default_language()
        link = invitation_link(form.cleaned_data["email"], form.cleaned_data["role"], now=timezone.now(), language=language)
        _send(request, form.cleaned_data["email"], link, language=language)
    return render(request, "newsroom/invite.html", {"form": form, "link": link, "title": _("Invite a colleague")})


def _send(request: HttpRequest, email: str, link: str, *, language: str) -> None:
    if not mailer_of_instance().leaves_the_machine:
        messages.info(request, _("No mail server is set up, so nothing was sent. Hand the link over yourself."))
        return
    say, name = catalogs.translator(language).gettext, Publication.load().name
    text = f"{say(words.INVITED) % {'name': wording.isolated(name)}}\n\n{say(words.OPEN) % {'link': link}}\n"
    try:
        send_letter(to=email, subject=say(words.INVITATION) % {"name": name}, text=text, language=language)
    except OutboundError as error:
        messages.error(request, _("The mail could not be sent (%(error)s). Hand the link over yourself.") % {"error": error})
    else:
        messages.success(request, _("The invitation was sent."))


@never_cache
@sensitive_post_parameters("password")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The invited colleague chooses name and password and is signed in. 403 with a sentence when the link is no good."""
    try:
        facts = signer().read(PURPOSE, token, now=timezone.now())
    except TokenTrouble:
        wanted = languages.negotiate(request.headers.get("Accept-Language", ""), languages.CODES)
        return _turned_away(request, words.HAS_ENDED, wanted or default_language())
    language = facts.get("language", "en")
    if User.objects.filter(email__iexact=facts["email"]).exists() or facts["role"] not in ROLES:
        return _turned_away(request, words.WAS_USED, language)
    form = NameAndPasswordForm(request.POST or None, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            user = _make_colleague(facts["email"], facts["role"], form.cleaned_data)
        except IntegrityError:
            return _turned_away(request, words.WAS_USED, language)
        login(request, user)
        return redirect("wagtailadmin_home")
    say = catalogs.translator(language).gettext
    shown = {"form": form, "heading": say(words.WELCOME), "lead": say(words.SIGN_IN_AS) % {"email": wording.isolated(facts["email"])}, "button": say(words.SAVE)}
    return _in(request, "newsroom/accept.html", shown, language)


def _turned_away(request: HttpRequest, reason: str, language: str) -> HttpResponse:
    say = catalogs.translator(language).gettext
    shown = {"reason": say(reason), "heading": say(words.CANNOT_BE_USED), "sign_in": say(words.SIGN_IN)}
    return _in(request, "newsroom/set_up_refused.html", shown, language, status=403)


def _in(request: HttpRequest, template: str, shown: dict[str, Any], language: str, *, status: int = 200) -> HttpResponse:
    """A page of the desk for somebody who is not at the desk yet, in a language, what Wagtail says round it included."""
    with translation.override(language.lower()):
        return render(request, template, {**shown, "language": language, "direction": languages.get(language).direction}, status=status)


@transaction.atomic
def _make_colleague(email: str, role: str, facts: dict[str, str]) -> User:
    user = User.objects.create_user(email, facts["password"], first_name=facts["first_name"], last_name=facts["last_name"])
    user.groups.add(Group.objects.get(name=role))
    return user


class PasswordForm(forms.Form):
    """A new password."""

    password = forms.CharField(label=gettext_lazy("New password"), strip=False, widget=forms.PasswordInput)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


@never_cache
@sensitive_post_parameters("password")
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Set a new password from a link an administrator handed over. 403 with a sentence when the link is no good."""
    user = _user_of(token)
    if user is None:
        return _refused(request, _("This link has ended or was used already. Ask for a new one."))
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        login(request, user)
        return redirect("wagtailadmin_home")
    shown = {"form": form, "heading": _("Choose a new password."), "lead": _("You will sign in as %(email)s.") % {"email": user.email}, "button": _("Save and go to the desk")}
    return render(request, "newsroom/accept.html", shown)


def _user_of(token: str) -> User | None:
    try:
        facts = signer().read(RESET_PURPOSE, token, now=timezone.now())
    except TokenTrouble:
        return None
    user = User.objects.filter(pk=facts["user"], is_active=True).first()
    return user if user is not None and signer().pseudonym(RESET_PURPOSE, user.password) == facts["stamp"] else None


def hand_over_password(request: HttpRequest, number: int) -> HttpResponse:
    """An administrator makes a link with which a colleague sets a new password."""
    if not request.user.has_perm("members.change_user"):
        raise PermissionDenied
    user = User.objects.filter(pk=number).first()
    if user is None or (user.is_superuser and not request.user.is_superuser):
        raise PermissionDenied
    link = reset_link(user, now=timezone.now()) if request.method == "POST" else None
    return render(request, "newsroom/hand_over_password.html", {"colleague": user, "link": link, "title": _("New password for a colleague")})


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "newsroom/set_up_refused.html", {"reason": reason}, status=403)
