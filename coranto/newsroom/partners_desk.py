"""The desk for partner feeds: what is in them, their addresses, and new keys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.log_actions import log
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from coranto.members.requests import user_of
from coranto.newsroom import history
from coranto.site import addresses
from coranto.site.partners.views import FILES
from coranto.syndication.models import PartnerFeed
from coranto.syndication.partners import key_anew, name_of

MAY = "syndication.change_partnerfeed"


class AddressesPanel(Panel):
    """Where a saved feed stands, in each format, and the way to a new key."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/panels/partner_feed.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            name = name_of(self.instance)
            return {**context, "feed": self.instance, "addresses": [addresses.absolute(addresses.partner_feed(name, file)) for file in FILES]}

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()


class NoChooser(SnippetChooserViewSet):
    """Nothing chooses a partner feed, and Wagtail's choosers are open to every colleague."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return []


class PartnerFeedDesk(SnippetViewSet):
    """Feeds that are made for partners."""

    model = PartnerFeed
    chooser_viewset_class = NoChooser
    icon = "link"
    list_display = ["name", "is_active", "is_open", "party", "delay_hours"]
    search_fields = ["name", "notes"]
    copy_view_enabled = False  # a copy would have an address that nobody meant to make
    edit_handler = ObjectList(
        [
            AddressesPanel(heading=gettext_lazy("Where it stands")),
            MultiFieldPanel([FieldPanel("name"), FieldRowPanel([FieldPanel("is_active"), FieldPanel("is_open")])], heading=gettext_lazy("Name")),
            MultiFieldPanel([FieldPanel("party"), FieldPanel("has_agreement"), FieldPanel("full_text")], heading=gettext_lazy("For whom")),
            MultiFieldPanel([FieldPanel("language"), FieldPanel("with_machine")], heading=gettext_lazy("Language")),
            MultiFieldPanel([FieldPanel(name) for name in ("region", "theme", "report", "outlet", "genre")], heading=gettext_lazy("Only these articles")),
            FieldPanel("delay_hours"),
            FieldPanel("notes"),
        ]
    )


def new_key(request: HttpRequest, number: int) -> HttpResponse:
    """Ask, then give a feed a new key. 403 without the right to change partner feeds."""
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    feed = get_object_or_404(PartnerFeed, pk=number)
    edit = PartnerFeed.snippet_viewset.get_url_name("edit")  # type: ignore[attr-defined]
    if request.method == "POST":
        key_anew(feed, now=timezone.now())
        log(feed, history.NEW_KEY, user=user_of(request))
        messages.success(request, _("The feed has a new address. Send it to the partner; the one before answers no more."))
        return redirect(edit, feed.pk)
    return render(request, "newsroom/new_key.html", {"feed": feed, "back": edit, "title": _("New key")})
