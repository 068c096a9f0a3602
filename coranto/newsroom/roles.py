"""Who may do what: the six roles as Wagtail groups. One table; `ensure_roles()` gives what is new in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from coranto.newsroom.models import GivenRight


@dataclass(frozen=True, slots=True)
class RoleRights:
    """Rights of a role: on pages (Wagtail's own words), on pictures and documents, and on other tables ("app.codename")."""

    pages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    def written(self) -> Iterator[str]:
        """Each right with the place where it holds, as `GivenRight` keeps it."""
        yield from (f"page wagtailcore.{codename}" for codename in self.pages)
        yield from (f"collection {name}" for name in self.collections)
        yield from (f"table {name}" for name in self.tables)


def _all(app: str, model: str) -> tuple[str, ...]:
    return tuple(f"{app}.{verb}_{model}" for verb in ("add", "change", "delete", "view"))


PEOPLE = (*_all("articles", "person"), *_all("articles", "outlet"))
TAXONOMY = (*_all("taxonomy", "region"), *_all("taxonomy", "theme"), *_all("taxonomy", "report"))
DESK = ("wagtailadmin.access_admin",)
WAGTAILS_OWN = frozenset({"Editors", "Moderators"})  # groups that Wagtail makes by itself

ROLES: dict[str, RoleRights] = {
    "Contributors": RoleRights(pages=("add_page",), collections=("wagtailimages.add_image", "wagtailimages.choose_image"), tables=DESK),
    "Authors": RoleRights(
        pages=("add_page",), collections=("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"), tables=(*DESK, "articles.add_person", "articles.view_person")
    ),
    "Editors": RoleRights(
        pages=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
        collections=("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image", "wagtaildocs.add_document", "wagtaildocs.choose_document"),
        tables=(*DESK, *PEOPLE, *TAXONOMY, "articles.correct_article", "articles.withdraw_article", "translation.view_translation", "translation.change_translation", "translation.add_assignment", "wagtailredirects.add_redirect", "wagtailredirects.change_redirect", "wagtailredirects.delete_redirect"),
    ),
    "Translators": RoleRights(tables=(*DESK, "translation.view_translation", "translation.change_translation")),
    "Rights desk": RoleRights(tables=(*DESK, *_all("articles", "outlet"), *_all("rights", "terms"), *_all("syndication", "partnerfeed"), "licensing.decide_request")),
    "Administrators": RoleRights(
        pages=("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
        collections=("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image", "wagtaildocs.add_document", "wagtaildocs.choose_document"),
        tables=(
            *DESK, *PEOPLE, *TAXONOMY, *_all("rights", "terms"), *_all("syndication", "partnerfeed"), "licensing.decide_request", "articles.correct_article", "articles.withdraw_article",
            "publication.change_publication", "publication.view_publication", *_all("publication", "languagepolicy"), *_all("members", "user"), "translation.view_translation", "translation.change_translation",
            "translation.add_assignment", *_all("wagtailredirects", "redirect"),
        ),
    ),
}  # fmt: skip


@transaction.atomic
def ensure_roles(root: Page) -> None:
    """Give each role what the table says and it was never given; what administrators gave or took since is left as it is.

    So a right that is new in the table reaches an instance that was founded before. With nothing new this is one query.
    """
    given = {(name, right) for name, right in GivenRight.objects.values_list("group__name", "right")}
    wanted = {name: [right for right in rights.written() if (name, right) not in given] for name, rights in ROLES.items()}
    if not any(wanted.values()):
        return
    if is_new := not Group.objects.filter(name__in=set(ROLES) - WAGTAILS_OWN).exists():
        Group.objects.filter(name__in=WAGTAILS_OWN).delete()  # they give way to the six roles
    permissions = {f"{one.content_type.app_label}.{one.codename}": one for one in Permission.objects.select_related("content_type")}
    for name, rights in wanted.items():
        group, _made = Group.objects.get_or_create(name=name)
        _give(group, [(place, permissions[right]) for place, _space, right in (one.partition(" ") for one in rights)], root)
        GivenRight.objects.bulk_create(GivenRight(group=group, right=right) for right in rights)
    if is_new:
        _make_workflow(root)


def _give(group: Group, rights: list[tuple[str, Permission]], root: Page) -> None:
    """Give a group rights, each where it holds; doing it twice changes nothing."""
    group.permissions.add(*[permission for place, permission in rights if place == "table"])
    for place, permission in rights:
        if place == "page":
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        elif place == "collection":
            collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _make_workflow(root: Page) -> None:
    """One workflow for every article: an editor reviews, then it goes out."""
    Workflow.objects.exclude(name="Review by an editor").update(active=False)
    workflow, _made = Workflow.objects.get_or_create(name="Review by an editor", defaults={"active": True})
    task, _made = GroupApprovalTask.objects.get_or_create(name="An editor reads it", defaults={"active": True})
    task.groups.set(Group.objects.filter(name__in=["Editors", "Administrators"]))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
