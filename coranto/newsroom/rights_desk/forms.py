"""What the rights desk types: a letter, a note, a price, a decision."""

from __future__ import annotations

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from coranto.licensing.models import State
from coranto.rights.terms import Use
from coranto.site.terms.words import USES

TEXT = {"rows": 5, "dir": "auto"}


class FilterForm(forms.Form):
    """What the list is narrowed to; sent by GET."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Every state")), ("waiting", _("Waiting for us")), *State.choices])
    use = forms.ChoiceField(label=_("Use"), required=False, choices=[("", _("Every use")), *((use.value, USES[use]) for use in Use)])
    words = forms.CharField(label=_("Name, outlet or headline contains"), required=False, max_length=100)


class LetterForm(forms.Form):
    """A letter to the person who asked."""

    text = forms.CharField(
        label=_("Letter"), max_length=10_000, widget=forms.Textarea(attrs=TEXT),
        help_text=_("Write in the language of the person who asked. The address to answer at is put below it."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """What they said on the telephone or by post."""

    text = forms.CharField(label=_("What they said"), max_length=10_000, widget=forms.Textarea(attrs={**TEXT, "rows": 3}))


class PriceForm(forms.Form):
    """What it costs; nothing is charged here."""

    price = forms.DecimalField(label=_("Amount"), required=False, min_value=0, max_digits=10, decimal_places=2)
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3, help_text=_("Three letters, for example EUR."))
    price_note = forms.CharField(label=_("Note"), required=False, max_length=300)


class DeclineForm(forms.Form):
    """No, and why."""

    text = forms.CharField(label=_("Why not"), max_length=10_000, widget=forms.Textarea(attrs={**TEXT, "rows": 3}))


class GrantForm(forms.Form):
    """Yes, and under which conditions."""

    conditions = forms.CharField(
        label=_("Conditions"), required=False, max_length=4000, widget=forms.Textarea(attrs={**TEXT, "rows": 3}),
        help_text=_("They stand in the signed permission, which anyone who has its address can read."),
    )  # fmt: skip
    expires_on = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=_("Letter"), required=False, max_length=10_000, widget=forms.Textarea(attrs={**TEXT, "rows": 3}))


class RevokeForm(forms.Form):
    """Why a permission is taken back."""

    because = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={**TEXT, "rows": 2}),
        help_text=_("It stands on the permission’s page and in a letter, in the language of the person who asked."),
    )  # fmt: skip


class ForgetForm(forms.Form):
    """That it is meant."""

    meant = forms.BooleanField(
        label=_("Delete name, e-mail address, message and all letters"), help_text=_("It cannot be undone. A signed permission stays as it is.")
    )  # fmt: skip


class CopyForm(forms.Form):
    """Where a copy stands that somebody told us of."""

    url = forms.URLField(label=_("Address of the copy"), max_length=500, assume_scheme="https")
    outlet = forms.CharField(label=_("Outlet"), max_length=200, required=False)


class Action(models.TextChoices):
    """What can be done with one request."""

    WRITE = "write", _("Write to them")
    NOTE = "note", _("Note what they said")
    PRICE = "price", _("Note the price")
    GRANT = "grant", _("Give the permission")
    DECLINE = "decline", _("Decline")
    REVOKE = "revoke", _("Take the permission back")
    FORGET = "forget", _("Delete who asked")


FORMS: dict[str, type[forms.Form]] = {
    Action.WRITE: LetterForm, Action.NOTE: NoteForm, Action.PRICE: PriceForm, Action.GRANT: GrantForm, Action.DECLINE: DeclineForm, Action.REVOKE: RevokeForm,
    Action.FORGET: ForgetForm,
}  # fmt: skip
