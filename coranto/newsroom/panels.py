"""What the editor sees while editing: the panels of articles, the front page and standing pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)  # fmt: skip

from coranto.articles.addresses import free_slug, slug_from
from coranto.articles.models import Article, Front, StandingPage
from coranto.articles.problems import problems
from coranto.newsroom.arrivals import ArrivalsPanel


class AddressedForm(WagtailAdminPageForm):
    """A form whose address follows from the headline, in any script, when the editor writes none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        title = self.cleaned_data.get("title")
        if title and "slug" in self.fields and not self.cleaned_data.get("slug") and "slug" not in self.errors:
            self.cleaned_data["slug"] = self.instance.slug or free_slug(slug_from(title), article_number=self.instance.pk)
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class ProblemsPanel(Panel):
    """What is missing or risky, as of the last save, beside the article."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/panels/problems.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["problems"] = problems(self.instance) if self.instance.pk else []
            return context

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()


class OriginPanel(Panel):
    """Whether the source has signed what was taken in, as it was found then."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "intake/origin.html"

        def _origin(self) -> Any:
            provenance = self.instance.provenances.first() if self.instance.pk else None
            return provenance.origin if provenance is not None else None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["origin"] = self._origin()
            return context

        def is_shown(self) -> bool:
            return bool(self._origin()) and super().is_shown()


TEXT = [
    ArrivalsPanel(heading=_("From its source")),
    ProblemsPanel(heading=_("Before it goes out")),
    TitleFieldPanel("title", heading=_("Headline"), placeholder=_("Headline"), help_text=_("As readers see it, in lists, feeds and on the page.")),
    FieldPanel("standfirst"),
    FieldRowPanel([FieldPanel("language"), FieldPanel("genre")]),
    FieldPanel("dateline"),
    InlinePanel("credits", label=_("credit"), heading=_("Byline and credits"), panels=[FieldRowPanel([FieldPanel("person"), FieldPanel("role"), FieldPanel("note")])]),
    MultiFieldPanel(
        [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("picture_caption"), FieldPanel("picture_credit")], heading=_("Featured image")
    ),
    FieldPanel("body"),
    MultiFieldPanel([FieldPanel("note_to_readers"), FieldPanel("show_standing_note"), FieldPanel("show_disclaimer")], heading=_("Notes to readers")),
]

PLACE = [FieldPanel("regions"), FieldPanel("themes"), FieldPanel("reports")]

SOURCE = [
    OriginPanel(heading=_("Signature of the source")),
    InlinePanel(
        "provenances",
        max_num=1,
        label=_("provenance"),
        heading=_("Where it comes from (for a repost)"),
        panels=[
            FieldPanel("outlet"),
            FieldPanel("url"),
            FieldPanel("authors"),
            FieldRowPanel([FieldPanel("first_published"), FieldPanel("language")]),
            FieldPanel("copyright_notice"),
            FieldPanel("usage_terms"),
            FieldPanel("licence_url"),
            FieldPanel("basis"),
            FieldPanel("evidence"),
            FieldRowPanel([FieldPanel("fetched_sha256", read_only=True), FieldPanel("fetched_at", read_only=True)]),
        ],
    ),
    MultiFieldPanel(
        [InlinePanel("copyright_holders", label=_("copyright holder")), FieldPanel("copyright_year")], heading=_("Copyright")
    ),
    FieldPanel("terms"),
]

SETTINGS = [FieldPanel("slug"), FieldPanel("embargo_until"), PublishingPanel()]


def install() -> None:
    """Give the page types their panels; called once when the desk starts."""
    Article.edit_handler = TabbedInterface(
        [
            ObjectList(TEXT, heading=_("Text")),
            ObjectList(PLACE, heading=_("Region, theme, report")),
            ObjectList(SOURCE, heading=_("Source and rights")),
            ObjectList(SETTINGS, heading=_("Address and time")),
        ],
        base_form_class=AddressedForm,
    )
    arrangement = ObjectList(
        [
            PageChooserPanel("lead", "articles.Article"),
            InlinePanel("picks", label=_("pick"), heading=_("Picks"), panels=[PageChooserPanel("article", "articles.Article")]),
            InlinePanel(
                "strips",
                label=_("strip"),
                heading=_("Strips"),
                help_text=_("Choose one of the three in each strip."),
                panels=[FieldRowPanel([FieldPanel("report"), FieldPanel("theme"), FieldPanel("region")])],
            ),
        ],
        heading=_("Arrangement"),
    )
    Front.edit_handler = TabbedInterface([arrangement])
    StandingPage.edit_handler = TabbedInterface(
        [
            ObjectList([TitleFieldPanel("title", placeholder=_("Title")), FieldPanel("body")], heading=_("Text")),
            ObjectList([FieldPanel("purpose"), FieldPanel("language"), FieldPanel("slug"), PublishingPanel()], heading=_("Address and purpose")),
        ],
        base_form_class=AddressedForm,
    )
