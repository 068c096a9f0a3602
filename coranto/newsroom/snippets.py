"""The desk's lists: people, outlets, regions, themes, reports, terms, languages and the publication itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from coranto.articles.models import Outlet, Person
from coranto.newsroom.partners_desk import PartnerFeedDesk
from coranto.newsroom.terms_desk import TermsDesk
from coranto.publication.models import LanguagePolicy, Publication
from coranto.taxonomy.models import Region, Report, Theme


class PersonDesk(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = ["name", "slug", "merged_into"]
    search_fields = ["name", "slug"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("sort_name")]),
        InlinePanel("names", label=_("name in another script or language"), panels=[FieldRowPanel([FieldPanel("script"), FieldPanel("name")])]),
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
    items = (PublicationDesk, TermsDesk, PartnerFeedDesk, LanguageDesk)
