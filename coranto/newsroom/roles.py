"""Who may do what: the six roles as Wagtail groups. One table; `ensure_roles()` makes the database agree with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask


@dataclass(frozen=True, slots=True)
class RoleRights:
    """Rights of a role: on pages (Wagtail's own words), on pictures and documents, and on other tables ("app.codename")."""

    pages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


def _all(app: str, model: str) -> tuple[str, ...]:
    return tuple(f"{app}.{verb}_{model}" for verb in ("add", "change", "delete", "view"))


PEOPLE = (*_all("articles", "person"), *_all("articles", "outlet"))
TAXONOMY = (*_all("taxonomy", "region"), *_all("taxonomy", "theme"), *_all("taxonomy", "report"))
DESK = ("wagtailadmin.access_admin",)

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
    """Make the groups, give each exactly the rights of the table, and set up the workflow with one review step."""
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for name, rights in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(rights.tables))
        GroupPagePermission.objects.filter(group=group).delete()
        for permission in _permissions(tuple(f"wagtailcore.{right}" for right in rights.pages)):
            GroupPagePermission.objects.create(group=group, page=root, permission=permission)
        GroupCollectionPermission.objects.filter(group=group).delete()
        for permission in _permissions(rights.collections):
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    Group.objects.filter(name="Moderators").delete()  # Wagtail's own two groups give way to the six roles
    _ensure_workflow(root)


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    found = []
    for name in names:
        app, codename = name.split(".")
        found.append(Permission.objects.get(content_type__app_label=app, codename=codename))
    return found


def _ensure_workflow(root: Page) -> None:
    """One workflow for every article: an editor reviews, then it goes out."""
    Workflow.objects.exclude(name="Review by an editor").update(active=False)
    workflow, _made = Workflow.objects.get_or_create(name="Review by an editor", defaults={"active": True})
    task, _made = GroupApprovalTask.objects.get_or_create(name="An editor reads it", defaults={"active": True})
    task.groups.set(Group.objects.filter(name__in=["Editors", "Administrators"]))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
