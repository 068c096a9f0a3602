"""The desk for terms of reuse: presets to begin with, questions in four parts, the statement beside them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from coranto.newsroom.terms_form import FLAGS, TermsForm, conditions_field, leave_field
from coranto.rights.models import Terms
from coranto.rights.presets import PRESETS
from coranto.rights.terms import ALLOWED_CONDITIONS, Use


class BeginWithPreset(CreateView):
    """A new form, filled in with the preset that `?preset=` names."""

    def get_initial_form_instance(self) -> Terms | None:
        preset = PRESETS.get(self.request.GET.get("preset", ""))
        if preset is None:
            return super().get_initial_form_instance()
        terms = Terms(name=preset.name)
        terms.drafted = preset.record, ""
        return terms


class PresetsPanel(HelpPanel):
    """The presets, on new terms alone."""

    def __init__(self, **options: object) -> None:
        super().__init__(template="newsroom/panels/presets.html", heading=_("Begin with"), **{name: value for name, value in options.items() if name not in {"template", "content", "heading"}})

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance.pk is None and super().is_shown()

        def get_context_data(self, parent_context: dict[str, object] | None = None) -> dict[str, object]:
            return {**super().get_context_data(parent_context), "presets": list(PRESETS.values())}


def _use(use: Use) -> Panel:
    extra = [FieldPanel("most_words")] if use is Use.EXCERPT else [FieldPanel(conditions_field(use))] if ALLOWED_CONDITIONS[use] else []
    return FieldRowPanel([FieldPanel(leave_field(use), classname="coranto-leave"), *extra])


def _part(heading: object, *names: str) -> Panel:
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=heading)


class TermsDesk(SnippetViewSet):
    """Under what terms others may use an article."""

    model = Terms
    icon = "lock"
    list_display = ["name", "is_default"]
    add_view_class = BeginWithPreset
    edit_handler = ObjectList(
        [
            PresetsPanel(),
            _part(_("Name"), "name", "is_default"),
            _part(_("Licence"), "licence", "licence_name", "licence_url"),
            _part(_("For whom"), "who", "is_others_text"),
            MultiFieldPanel([_use(use) for use in Use], heading=_("May they …")),
            _part(_("What they owe"), "attribution", "place", "link", "images", "indexing", *FLAGS),
            _part(_("When and in which languages"), "delay_hours", "expires", "reserved_languages"),
            _part(_("In your own words"), "notice"),
        ],
        base_form_class=TermsForm,
    )
