"""The desk's form for terms: plain questions, one for each thing the record holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from coranto import languages
from coranto.rights.licences import ALL_RIGHTS_RESERVED, CUSTOM, LICENCES, PUBLIC_DOMAIN
from coranto.rights.models import Terms
from coranto.rights.presets import RESERVED
from coranto.rights.stating import make_default, state_terms
from coranto.rights.terms import (
    ALLOWED_CONDITIONS,
    MOST_HOURS,
    MOST_WORDS,
    Condition,
    Images,
    Indexing,
    Leave,
    LinkTo,
    Party,
    Place,
    Rule,
    TermsError,
    TermsRecord,
    Use,
    others_text,
)

USES = {
    Use.REPOST: _("Republish the whole article?"),
    Use.EXCERPT: _("Quote an excerpt?"),
    Use.TRANSLATE: _("Translate it?"),
    Use.HEADLINE: _("Change the headline?"),
    Use.HOUSE_STYLE: _("Adapt it to their house style?"),
    Use.SHORTEN: _("Shorten it?"),
    Use.PRINT: _("Print it?"),
    Use.COMMERCIAL: _("Use it commercially?"),
    Use.BROADCAST: _("Broadcast it?"),
    Use.SELL: _("Sell it separately?"),
    Use.BULK: _("Take all articles systematically?"),
    Use.AI_TRAINING: _("Train artificial intelligence with it?"),
    Use.AI_SEARCH: _("Show it in AI search and answers?"),
}
PARTIES = {
    Party.COMMUNITY: _("Non-commercial community sites"),
    Party.OUTLET: _("News outlets"),
    Party.ANYONE: _("Anyone"),
}
CONDITIONS = {
    Condition.SAY_CHANGES: _("if they say what they changed"),
    Condition.TRANSLATOR_CREDIT: _("if they name the translator"),
    Condition.SAME_LICENCE: _("if they publish the result under the same licence"),
    Condition.APPROVAL: _("if they show it to us first (counts as: on request)"),
}
LEAVES = [(Leave.YES.value, _("Yes")), (Leave.ASK.value, _("On request")), (Leave.NO.value, _("No"))]
IMAGES = [(Images.NONE.value, _("None")), (Images.MARKED.value, _("Those marked as free to republish"))]
PLACES = [(Place.TOP.value, _("At the top of the article")), (Place.END.value, _("At the end of the article"))]
LINKS = [(LinkTo.ARTICLE.value, _("To the original article")), (LinkTo.HOME.value, _("To our front page")), (LinkTo.NOTHING.value, _("No link needed"))]
INDEXING = [
    (Indexing.CANONICAL.value, _("Name our page as the canonical address")),
    (Indexing.NOINDEX_NEWS.value, _("Stay out of news search engines")),
    (Indexing.NOINDEX_ALL.value, _("Stay out of all search engines")),
    (Indexing.FREE.value, _("Nothing")),
]
FLAGS = {
    "ads": _("Advertisements may stand beside it"),
    "paywall": _("It may stand behind a paywall"),
    "tell_us": _("They tell us where it was published"),
    "report_reach": _("They tell us how many people it reached"),
    "keep_counter": _("They keep our counter in the text"),
}
LICENCE_CHOICES = [
    (ALL_RIGHTS_RESERVED, _("All rights reserved")),
    *((one.spdx, one.name) for one in LICENCES.values() if one.spdx != PUBLIC_DOMAIN),
    (PUBLIC_DOMAIN, _("Public domain")),
    (CUSTOM, _("A licence of our own, with its address")),
]  # fmt: skip


def leave_field(use: Use) -> str:
    """The form's name of what holds for a use."""
    return f"use_{use.value.replace('-', '_')}"


def conditions_field(use: Use) -> str:
    """The form's name of what a use is bound to."""
    return f"if_{use.value.replace('-', '_')}"


def _choice(label: Any, choices: list[tuple[str, Any]], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, **options)


class TermsForm(WagtailAdminModelForm):
    """Terms and what they say now; what changes makes the next version, and published articles keep theirs."""

    licence = _choice(_("Licence"), LICENCE_CHOICES)
    licence_name = forms.CharField(label=_("Name of our own licence"), max_length=120, required=False)
    licence_url = forms.URLField(label=_("Address of our own licence"), max_length=500, required=False, assume_scheme="https")
    who = forms.MultipleChoiceField(label=_("Who may use it without asking?"), choices=[(party.value, label) for party, label in PARTIES.items()], widget=forms.CheckboxSelectMultiple)
    is_others_text = forms.BooleanField(
        label=_("This is for text of others (fair use, permission)"), required=False, help_text=_("Nothing may be passed on then: every answer below counts as no.")
    )
    most_words = forms.IntegerField(label=_("Longest excerpt in words"), min_value=0, max_value=MOST_WORDS, required=False, help_text=_("Empty for no limit."))
    images = _choice(_("Which images go along?"), IMAGES, widget=forms.RadioSelect)
    delay_hours = forms.IntegerField(label=_("Hours to wait after publication"), min_value=0, max_value=MOST_HOURS, required=False)
    expires = forms.DateTimeField(label=_("Until when do these terms hold?"), required=False, help_text=_("Empty for good. After it, people have to ask."), widget=forms.DateTimeInput(attrs={"placeholder": "2030-12-31 23:59"}))
    reserved_languages = forms.MultipleChoiceField(
        label=_("Languages in which people have to ask"), choices=[(language.code, language.own_name) for language in languages.all()], required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}), help_text=_("For example because another outlet has the rights in them."),
    )  # fmt: skip
    attribution = forms.CharField(
        label=_("Attribution line"), max_length=300, required=False,
        help_text=_("Empty for the usual line of each language. May hold {author}, {outlet}, {date} and {link}."),
    )  # fmt: skip
    place = _choice(_("Where does the attribution stand?"), PLACES, widget=forms.RadioSelect)
    link = _choice(_("What does the copy link to?"), LINKS, widget=forms.RadioSelect)
    indexing = _choice(_("What does the copy say to search engines?"), INDEXING, widget=forms.RadioSelect)
    notice = forms.CharField(
        label=_("In your own words"), widget=forms.Textarea(attrs={"rows": 4}), required=False, help_text=_("Stands under the article, in the publication's language.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record: TermsRecord | None = None
        current = self.instance.current if self.instance.pk else None
        record, notice = self.instance.drafted or ((current.said, current.notice) if current else (RESERVED, ""))
        self._begin_with(record)
        self.fields["notice"].initial = notice

    def _begin_with(self, record: TermsRecord) -> None:
        """Show what a record says; on a new form a preset's."""
        self.fields["who"].initial = [party.value for party in Party if party in record.who]
        self.fields["reserved_languages"].initial = list(record.reserved_languages)
        for name in ("licence", "licence_name", "licence_url", "delay_hours", "expires", "attribution", *FLAGS):
            self.fields[name].initial = getattr(record, name)
        for name in ("images", "place", "link", "indexing"):
            self.fields[name].initial = getattr(record, name).value
        for use, rule in record.rules.items():
            self.fields[leave_field(use)].initial = (Leave.YES if rule.leave is Leave.CONDITIONS else rule.leave).value
            if ALLOWED_CONDITIONS[use]:
                self.fields[conditions_field(use)].initial = [condition.value for condition in rule.conditions]
        self.fields["most_words"].initial = record.rules[Use.EXCERPT].most_words or None
        self.fields["is_others_text"].initial = record.is_others_text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.wanted_as_default = bool(cleaned.get("is_default"))
        cleaned["is_default"] = False  # set by `make_default`, which takes it from the others first
        if not self.errors:
            try:
                self.record = self._record(cleaned)
            except TermsError as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned

    def _record(self, cleaned: dict[str, Any]) -> TermsRecord:
        """What the answers say. Raises TermsError when they contradict one another."""
        record = TermsRecord(
            licence=cleaned["licence"], licence_url=cleaned["licence_url"], licence_name=cleaned["licence_name"], who=frozenset(map(Party, cleaned["who"])),
            rules={use: _rule(use, cleaned) for use in Use}, images=Images(cleaned["images"]), delay_hours=cleaned["delay_hours"] or 0,
            expires=cleaned["expires"], reserved_languages=tuple(cleaned["reserved_languages"]), attribution=cleaned["attribution"], place=Place(cleaned["place"]),
            link=LinkTo(cleaned["link"]), indexing=Indexing(cleaned["indexing"]), **{name: cleaned[name] for name in FLAGS},
        )  # fmt: skip
        return others_text(replace(record, licence_name="")) if cleaned["is_others_text"] else record

    def save(self, commit: bool = True) -> Terms:
        was_default = self.wanted_as_default
        terms: Terms = super().save(commit=commit)
        if self.record is not None:
            terms.drafted = self.record, self.cleaned_data["notice"]
        if commit and self.record is not None:
            state_terms(terms, self.record, notice=self.cleaned_data["notice"])
        if commit and was_default:
            make_default(terms)
            terms.is_default = True
        return terms


def _rule(use: Use, cleaned: dict[str, Any]) -> Rule:
    """What holds for a use: a yes with conditions is bound to them; of an on request or no they do not count."""
    leave, words = Leave(cleaned[leave_field(use)]), (cleaned["most_words"] or 0) if use is Use.EXCERPT else 0
    conditions = tuple(one for one in Condition if one.value in cleaned.get(conditions_field(use), ()))
    return Rule(Leave.CONDITIONS, conditions, words) if leave is Leave.YES and (conditions or words) else Rule(leave)


def _use_fields() -> Iterator[tuple[str, forms.Field]]:
    for use, label in USES.items():
        yield leave_field(use), forms.ChoiceField(label=label, choices=LEAVES, widget=forms.RadioSelect)
        choices = [(one.value, CONDITIONS[one]) for one in Condition if one in ALLOWED_CONDITIONS[use]]
        if choices:
            yield conditions_field(use), forms.MultipleChoiceField(label=_("If yes, only"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple)
    for name, label in FLAGS.items():
        yield name, forms.BooleanField(label=label, required=False)


for _name, _field in _use_fields():  # a metaclass has gathered the fields by now; forms made of this one look in both places
    TermsForm.base_fields[_name] = TermsForm.declared_fields[_name] = _field
