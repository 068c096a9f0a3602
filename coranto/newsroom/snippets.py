"""The desk's lists: people, outlets, regions, themes, reports, terms, languages and the publication itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from coranto.articles.models import Outlet, Person
from coranto.publication.models import LanguagePolicy, Publication
from coranto.rights.models import Terms, TermsVersion
from coranto.rights.stating import make_default, state_terms
from coranto.taxonomy.models import Region, Report, Theme


class PersonDesk(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = ["name", "slug", "merged_into"]
    search_fields = ["name", "slug"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("sort_name")]),
        InlinePanel("names", label=_("name in another script"), panels=[FieldRowPanel([FieldPanel("script"), FieldPanel("name")])]),
        FieldPanel("portrait"),
        FieldPanel("biography"),
        FieldPanel("biography_language"),
        InlinePanel("links", label=_("link"), panels=[FieldRowPanel([FieldPanel("label"), FieldPanel("url")])]),
    ]


class OutletDesk(SnippetViewSet):
    model = Outlet
    icon = "globe"
    list_display = ["name", "url", "country", "merged_into"]
    search_fields = ["name", "url"]
    panels = [FieldPanel(name) for name in ("name", "slug", "url", "country", "copyright_holder", "notes")]


class RegionDesk(SnippetViewSet):
    model = Region
    icon = "site"
    list_display = ["name", "code", "parent", "position"]
    panels = [FieldPanel(name) for name in ("code", "name", "slug", "parent", "position")]


class ThemeDesk(SnippetViewSet):
    model = Theme
    icon = "tag"
    list_display = ["name", "media_topic", "position"]
    panels = [FieldPanel(name) for name in ("name", "slug", "media_topic", "description", "position")]


class ReportDesk(SnippetViewSet):
    model = Report
    icon = "folder-open-inverse"
    list_display = ["title", "language", "position"]
    panels = [FieldPanel(name) for name in ("title", "slug", "language", "introduction", "picture", "position")]


class TermsForm(WagtailAdminModelForm):
    """Terms and what they say now; words that change make the next version, and published articles keep theirs."""

    notice = forms.CharField(label=_("What stands under the article"), widget=forms.Textarea(attrs={"rows": 4}))
    licence_name = forms.CharField(label=_("Name of the licence"), max_length=120, required=False, help_text=_("For example CC BY-ND 4.0."))
    licence_url = forms.URLField(label=_("Address of the licence"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = self.instance.current if self.instance.pk else None
        for name in TermsVersion.WORDS:
            self.fields[name].initial = getattr(current, name, "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.wanted_as_default = bool(cleaned.get("is_default"))
        cleaned["is_default"] = False  # set by `make_default`, which takes it from the others first
        return cleaned

    def save(self, commit: bool = True) -> Terms:
        was_default = self.wanted_as_default
        terms: Terms = super().save(commit=commit)
        state_terms(terms, **{name: self.cleaned_data[name] for name in TermsVersion.WORDS})
        if was_default:
            make_default(terms)
            terms.is_default = True
        return terms


class TermsDesk(SnippetViewSet):
    """Under what terms others may use an article."""

    model = Terms
    icon = "lock"
    list_display = ["name", "is_default"]
    edit_handler = ObjectList([FieldPanel(name) for name in ("name", "is_default", "notice", "licence_name", "licence_url")], base_form_class=TermsForm)


class LanguageDesk(SnippetViewSet):
    model = LanguagePolicy
    icon = "globe"
    list_display = ["language", "policy", "index_unreviewed"]
    panels = [FieldPanel(name) for name in ("language", "policy", "index_unreviewed")]


class PublicationDesk(SnippetViewSet):
    """Name, look, navigation and standing texts, with a live preview of the front page."""

    model = Publication
    icon = "cog"
    menu_label = _("Publication")
    list_display = ["name", "tagline"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"), FieldPanel("tagline"), FieldPanel("logo"), FieldPanel("type_pairing"),
                    MultiFieldPanel([FieldRowPanel([FieldPanel("accent"), FieldPanel("accent_dark")]), FieldRowPanel([FieldPanel("paper"), FieldPanel("ink")])], heading=_("Colours")),
                ],
                heading=_("Name and look"),
            ),
            ObjectList([FieldPanel("navigation"), FieldPanel("footer_links"), FieldPanel("footer_text")], heading=_("Navigation and footer")),
            ObjectList([FieldPanel("profiles"), FieldPanel("comments_url"), FieldPanel("membership_url"), FieldPanel("contacts")], heading=_("Readers")),
            ObjectList([FieldPanel("note_to_readers"), FieldPanel("disclaimer"), FieldPanel("fair_use_notice")], heading=_("Standing notices")),
            ObjectList([FieldPanel("default_language"), FieldPanel("time_zone"), FieldPanel("full_text_feeds")], heading=_("Language, time, feeds")),
        ]
    )  # fmt: skip


class PeopleGroup(SnippetViewSetGroup):
    menu_label = _("People and outlets")
    menu_icon = "group"
    menu_order = 250
    items = (PersonDesk, OutletDesk)


class TaxonomyGroup(SnippetViewSetGroup):
    menu_label = _("Regions, themes, reports")
    menu_icon = "tag"
    menu_order = 260
    items = (RegionDesk, ThemeDesk, ReportDesk)


class PublicationGroup(SnippetViewSetGroup):
    menu_label = _("Publication")
    menu_icon = "cog"
    menu_order = 900
    items = (PublicationDesk, TermsDesk, LanguageDesk)
