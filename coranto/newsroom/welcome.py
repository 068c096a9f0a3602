"""What stands on the desk's first screen: what somebody may do here, so that nobody begins before an empty page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from coranto import languages
from coranto.articles.models import Front
from coranto.members.models import User
from coranto.newsroom.translating.screens import PERMISSION as MAY_SEE_TRANSLATIONS
from coranto.publication.models import Publication
from coranto.translation.assigning import held_by
from coranto.translation.permitting import PERMISSION as MAY_TRANSLATE


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what it is called, what comes of it, and where."""

    label: str
    text: str
    url: str
    icon: str


class Welcome(Component):
    """The panel with the steps of whoever looks."""

    name, order = "welcome", 50
    template_name = "newsroom/panels/welcome.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The steps of the one who asks."""
        request: HttpRequest = parent_context["request"]
        return {"steps": list(steps_for(request.user))}  # type: ignore[arg-type]  # the desk is only shown to those who are signed in


def steps_for(user: User) -> Iterator[Step]:
    """What a user may do, the daily work first."""
    front = Front.objects.first()
    if front is not None and front.permissions_for_user(user).can_add_subpage():
        yield Step(_("Write an article"), _("A draft that only colleagues see until it is published."), reverse("wagtailadmin_pages:add", args=["articles", "article", front.pk]), "edit")
        yield Step(_("Take in an article"), _("Give an address, a file or a text: it is read, you look at it, and it becomes a draft with its source."), reverse("coranto_take_in"), "download")
    if front is not None and front.permissions_for_user(user).can_edit():
        yield Step(_("Arrange the front page"), _("The lead, picks, and strips of a report, theme or region; the newest articles fill the rest."), reverse("wagtailadmin_pages:edit", args=[front.pk]), "home")
    if user.has_perm(MAY_SEE_TRANSLATIONS):
        yield from _of_translators(user)
        yield Step(_("See the translations"), _("Which article stands in which language, and what has changed since."), reverse("coranto_translations"), "globe")
    if user.has_perm("publication.change_publication"):
        address = reverse(Publication.snippet_viewset.get_url_name("edit"), args=[Publication.load().pk])
        yield Step(_("Make it look like your own"), _("Name, logo, colours, type, navigation and standing texts, with a preview beside them."), address, "cog")
    if user.has_perm("members.add_user"):
        yield Step(_("Invite a colleague"), _("As a contributor, author, editor, translator, for rights, or as an administrator."), reverse("coranto_invite"), "mail")


def _of_translators(user: User) -> Iterator[Step]:
    """What a translator is to do, with the languages they were given."""
    if not user.has_perm(MAY_TRANSLATE):
        return
    count = len(held_by(user))
    given = sorted(row.language for row in user.translator_languages.all())
    if count or given:
        names = ", ".join(f"\u2068{languages.get(code).own_name}\u2069" for code in given)  # each keeps its own direction
        said = ngettext("%(count)d article waits for you.", "%(count)d articles wait for you.", count) % {"count": count}
        text = said + " " + _("You translate into: %(languages)s.") % {"languages": names} if names else said
        yield Step(_("Yours to do"), text, reverse("coranto_mine"), "tasks")
