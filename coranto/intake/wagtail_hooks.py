"""What taking in adds to the desk: a menu item, three screens, and a button on articles with offered pictures."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from coranto.articles.models import Article, Front
from coranto.intake import desk
from coranto.members.models import User


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    return [
        path("coranto/take-in/", desk.give_source, name="coranto_take_in"),
        path("coranto/take-in/<str:code>/", desk.look, name="coranto_look"),
        path("coranto/pictures/<int:number>/", desk.offered_pictures, name="coranto_offered_pictures"),
    ]


class TakeInItem(MenuItem):
    """Shown to whoever may write articles."""

    def is_shown(self, request: HttpRequest) -> bool:
        front = Front.objects.first()
        return front is not None and bool(front.permissions_for_user(request.user).can_add_subpage())


@hooks.register("register_admin_menu_item")
def take_in_item() -> MenuItem:
    return TakeInItem(_("Take in an article"), reverse("coranto_take_in"), icon_name="download", order=150)


@hooks.register("register_page_header_buttons")
def pictures_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    article = page.specific_deferred
    if isinstance(article, Article) and desk.has_offered_pictures(article) and page.permissions_for_user(user).can_edit():
        yield Button(_("Offered pictures"), reverse("coranto_offered_pictures", args=[page.pk]), icon_name="image", priority=90)
