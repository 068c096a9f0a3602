"""Named actions of an article's history, beside those Wagtail writes itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

from coranto.intake.models import Arrival

CORRECT = "coranto.correct"
WITHDRAW = "coranto.withdraw"
TAKE_IN = "coranto.take_in"
PREVIEW_LINK = "coranto.preview_link"
MERGE = "coranto.merge"
NEWER_VERSION = "coranto.newer_version"
VERSION_ANSWERED = "coranto.version_answered"
NEW_KEY = "coranto.new_key"
PERMISSION_LETTER = "coranto.permission_letter"
PERMISSION_NOTE = "coranto.permission_note"
PERMISSION_PRICE = "coranto.permission_price"
PERMISSION_GRANT = "coranto.permission_grant"
PERMISSION_DECLINE = "coranto.permission_decline"
PERMISSION_REVOKE = "coranto.permission_revoke"
PERMISSION_FORGET = "coranto.permission_forget"


def of_arrival(arrival: Arrival) -> dict[str, str]:
    """What the history keeps of a version: never its text."""
    return {"version": arrival.version, "status": arrival.status, "note": arrival.note[:500]}


def register(actions: LogActionRegistry) -> None:
    """Give each action its label and the sentence that stands in the history."""
    actions.register_action(CORRECT, _("Correct"), _("A correction was published"))
    actions.register_action(WITHDRAW, _("Withdraw"), _("The article was withdrawn"))
    actions.register_action(TAKE_IN, _("Take in"), _("The article was taken in from elsewhere"))
    actions.register_action(PREVIEW_LINK, _("Preview link"), _("A preview link was made"))
    actions.register_action(NEWER_VERSION, _("Newer version"), _("The source sent a newer version, or took the article back"))
    actions.register_action(NEW_KEY, _("New key"), _("The feed got a new address"))
    actions.register_action(VERSION_ANSWERED, _("Version answered"), _("A newer version of the source was answered"))
    actions.register_action(MERGE, _("Merge"), _("Two entries were merged into one"))
    actions.register_action(PERMISSION_LETTER, _("Write to them"), _("A letter was written to the person who asked"))
    actions.register_action(PERMISSION_NOTE, _("Note what they said"), _("What the person who asked said was noted"))
    actions.register_action(PERMISSION_PRICE, _("Note the price"), _("A price was noted"))
    actions.register_action(PERMISSION_GRANT, _("Give the permission"), _("A permission to use the article was given"))
    actions.register_action(PERMISSION_DECLINE, _("Decline"), _("The request was declined"))
    actions.register_action(PERMISSION_REVOKE, _("Take the permission back"), _("A permission to use the article was taken back"))
    actions.register_action(PERMISSION_FORGET, _("Delete who asked"), _("Who had asked was deleted"))
