"""What the newsroom adds to Wagtail's desk: lists, screens, buttons and named actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from coranto.articles.models import Article, Outlet, Person, PublicState
from coranto.intake.versions import HeldBack, refuse_held_back
from coranto.members.models import User
from coranto.newsroom import arrivals, history, inviting, merging, partners_desk, previewing, putting_right
from coranto.newsroom.rights_desk import screens as rights_desk
from coranto.newsroom.snippets import PeopleGroup, PublicationGroup, TaxonomyGroup
from coranto.newsroom.translating import addresses, desk_screens, previews
from coranto.newsroom.translating import screens as translating
from coranto.newsroom.welcome import Welcome
from coranto.translation.recounting import lock_public

register_snippet(PeopleGroup)
register_snippet(TaxonomyGroup)
register_snippet(PublicationGroup)


@hooks.register("register_log_actions")
def named_actions(actions: LogActionRegistry) -> None:
    history.register(actions)


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    return [
        path("coranto/correct/<int:number>/", putting_right.correct, name="coranto_correct"),
        path("coranto/withdraw/<int:number>/", putting_right.withdraw, name="coranto_withdraw"),
        path("coranto/preview-link/<int:number>/", previewing.make_preview_link, name="coranto_preview_link"),
        path("coranto/merge/<str:kind>/<int:number>/", merging.merge_view, name="coranto_merge"),
        path("coranto/versions/", arrivals.waiting, name="coranto_arrivals"),
        path("coranto/versions/<int:number>/", arrivals.look, name="coranto_arrival"),
        path("coranto/partner-feeds/<int:number>/new-key/", partners_desk.new_key, name="coranto_new_key"),
        path("coranto/translations/", translating.matrix, name="coranto_translations"),
        path("coranto/translations/<int:number>/<str:language>/", desk_screens.desk, name="coranto_translate"),
        path("coranto/translations/<int:number>/<str:language>/sentence/", desk_screens.sentence, name="coranto_translate_sentence"),
        path("coranto/translations/<int:number>/<str:language>/about/", desk_screens.about, name="coranto_translate_about"),
        path("coranto/translations/<int:number>/<str:language>/preview/", previews.preview, name="coranto_translate_preview"),
        path("coranto/translations/<int:number>/<str:language>/accept-all/", desk_screens.accept_all, name="coranto_translate_all"),
        path("coranto/translations/<int:number>/<str:language>/stray/", desk_screens.drop_stray, name="coranto_translate_stray"),
        *addresses.SCREENS,
        path("coranto/permission/", rights_desk.requests, name="coranto_permission"),
        path("coranto/permission/<int:number>/", rights_desk.one_request, name="coranto_permission_request"),
        path("coranto/copies/<int:number>/", rights_desk.copies, name="coranto_copies"),
        path("coranto/invite/", inviting.invite, name="coranto_invite"),
        path("coranto/new-password/<int:number>/", inviting.hand_over_password, name="coranto_hand_over_password"),
    ]


@hooks.register("register_page_header_buttons")
def article_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if not isinstance(page.specific_deferred, Article):
        return
    if page.permissions_for_user(user).can_edit():
        yield Button(_("Preview link"), reverse("coranto_preview_link", args=[page.pk]), icon_name="link", priority=60)
    if page.live and (user.has_perm(rights_desk.PERMISSION) or page.permissions_for_user(user).can_edit()):
        yield Button(_("Copies elsewhere"), reverse("coranto_copies", args=[page.pk]), icon_name="copy", priority=65)
    if page.live and user.has_perm("articles.correct_article"):
        yield Button(_("Correct"), reverse("coranto_correct", args=[page.pk]), icon_name="edit", priority=70)
    if page.live and user.has_perm("articles.withdraw_article"):
        yield Button(_("Withdraw"), reverse("coranto_withdraw", args=[page.pk]), icon_name="cross", priority=80)


@hooks.register("register_snippet_listing_buttons")
def merge_button(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    kind = type(snippet).__name__.lower()
    if isinstance(snippet, (Person, Outlet)) and snippet.merged_into_id is None and user.has_perm(f"articles.change_{kind}"):
        yield Button(_("Merge into another"), reverse("coranto_merge", args=[kind, snippet.pk]), icon_name="arrow-right", priority=50)


@hooks.register("register_user_listing_buttons")
def password_button(user: User, request_user: User) -> Iterator[Button]:
    """For a publication without mail: a link with which a colleague chooses a new password."""
    if request_user.has_perm("members.change_user") and (request_user.is_superuser or not user.is_superuser):
        yield Button(_("Link for a new password"), reverse("coranto_hand_over_password", args=[user.pk]), icon_name="key", priority=50)


class TranslationsItem(MenuItem):
    """Shown to those who may see translations."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(translating.PERMISSION))


@hooks.register("register_admin_menu_item")
def translations_item() -> MenuItem:
    return TranslationsItem(_("Translations"), reverse("coranto_translations"), icon_name="globe", order=160)


@hooks.register("register_admin_menu_item")
def arrivals_item() -> MenuItem:
    return arrivals.ArrivalsItem(_("Newer versions"), reverse("coranto_arrivals"), icon_name="history", order=155)


@hooks.register("before_bulk_action")
def lock_what_changes_together(request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any) -> None:
    """Pages that are published or taken off together, in one transaction, are locked together as well, before the first of them marks what is stale."""
    lock_public(*(one.pk for one in objects if isinstance(one, Page)))


@hooks.register("before_publish_page")
def what_its_source_holds_back_stays_a_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An article whose source withholds it or has taken it back is not published; the editor learns why."""
    article = page.specific
    try:
        if isinstance(article, Article):
            refuse_held_back(article)
    except HeldBack as error:
        messages.error(request, str(error))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


class PermissionItem(MenuItem):
    """Shown to those who may decide on requests, with how many wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(rights_desk.PERMISSION))

    def render_component(self, request: HttpRequest) -> Any:
        shown = super().render_component(request)
        if count := rights_desk.waiting():
            shown.label = f"{self.label} ({count})"
        return shown


@hooks.register("register_admin_menu_item")
def permission_item() -> MenuItem:
    return PermissionItem(_("Requests for permission"), reverse("coranto_permission"), icon_name="lock-open", order=170)


class InviteItem(MenuItem):
    """Shown to those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("members.add_user"))


@hooks.register("register_settings_menu_item")
def invite_item() -> MenuItem:
    return InviteItem(_("Invite a colleague"), reverse("coranto_invite"), icon_name="mail", order=50)


@hooks.register("insert_global_admin_css")
def desk_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/desk.css"))


@hooks.register("construct_homepage_summary_items", order=1000)  # after those that add one
def no_counts_of_pages(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("construct_homepage_panels")
def begin_here(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(Welcome())


@hooks.register("before_delete_page")
def what_was_public_is_withdrawn(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An article that was public is never deleted: its address has to answer for good."""
    if not PublicState.objects.filter(article_id=page.pk).exists():
        return None
    messages.error(request, _("This article was public, so it cannot be deleted. Withdraw it: its address then answers with the reason."))
    return redirect("wagtailadmin_pages:edit", page.pk)
