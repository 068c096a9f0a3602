"""Named actions of an article's history, beside those Wagtail writes itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

CORRECT = "coranto.correct"
WITHDRAW = "coranto.withdraw"
TAKE_IN = "coranto.take_in"
PREVIEW_LINK = "coranto.preview_link"
MERGE = "coranto.merge"


def register(actions: LogActionRegistry) -> None:
    """Give each action its label and the sentence that stands in the history."""
    actions.register_action(CORRECT, _("Correct"), _("A correction was published"))
    actions.register_action(WITHDRAW, _("Withdraw"), _("The article was withdrawn"))
    actions.register_action(TAKE_IN, _("Take in"), _("The article was taken in from elsewhere"))
    actions.register_action(PREVIEW_LINK, _("Preview link"), _("A preview link was made"))
    actions.register_action(MERGE, _("Merge"), _("Two entries were merged into one"))
