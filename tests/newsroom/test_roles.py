"""Rights of the six roles: given when a publication is founded, and by an upgrade what is new; an administrator's own changes stay."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Workflow

from coranto.articles.models import Front
from coranto.members.models import User
from coranto.newsroom import roles
from coranto.newsroom.founding import found_publication
from coranto.newsroom.models import GivenRight
from coranto.newsroom.roles import ensure_roles
from coranto.project.opening import open_publication

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ASSIGN = "translation.add_assignment"


def rights_of(role: str) -> set[str]:
    """Everything a role may do now, with the place where it holds."""
    group = Group.objects.get(name=role)
    tables = {f"table {app}.{name}" for app, name in group.permissions.values_list("content_type__app_label", "codename")}
    pages = {f"page wagtailcore.{name}" for name in GroupPagePermission.objects.filter(group=group).values_list("permission__codename", flat=True)}
    held = GroupCollectionPermission.objects.filter(group=group).values_list("permission__content_type__app_label", "permission__codename")
    return tables | pages | {f"collection {app}.{name}" for app, name in held}


def permission(name: str) -> Permission:
    app, _dot, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def take_away(role: str, name: str) -> None:
    """Make the instance as one that was founded before there was this right."""
    group = Group.objects.get(name=role)
    group.permissions.remove(permission(name))
    GivenRight.objects.filter(group=group, right=f"table {name}").delete()


def test_a_new_publication_gets_exactly_the_table() -> None:
    found_publication()
    assert {role: rights_of(role) for role in roles.ROLES} == {role: set(rights.written()) for role, rights in roles.ROLES.items()}
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)


def test_a_right_that_is_new_comes_with_an_upgrade_even_without_a_new_table() -> None:
    found_publication()
    for role in ("Editors", "Administrators"):
        take_away(role, ASSIGN)
    editor = User.objects.create_user("ed@example.org", "a long enough password")
    editor.groups.add(Group.objects.get(name="Editors"))
    assert not User.objects.get(pk=editor.pk).has_perm(ASSIGN), "the control"
    assert open_publication(demonstration=False).migrations == 0
    assert User.objects.get(pk=editor.pk).has_perm(ASSIGN)
    assert not User.objects.filter(groups__name="Translators").exists()
    assert f"table {ASSIGN}" not in rights_of("Translators")


def test_an_instance_from_before_rights_were_noted_gets_what_it_lacks_and_loses_nothing() -> None:
    front = found_publication()
    take_away("Editors", ASSIGN)
    Group.objects.get(name="Translators").permissions.add(permission("articles.add_person"))
    GivenRight.objects.all().delete()
    ensure_roles(front)
    assert rights_of("Editors") == set(roles.ROLES["Editors"].written())
    assert rights_of("Translators") == {*roles.ROLES["Translators"].written(), "table articles.add_person"}


def test_what_an_administrator_gave_or_took_stays_as_it_is() -> None:
    front = found_publication()
    Group.objects.get(name="Authors").permissions.add(permission("taxonomy.add_theme"))
    Group.objects.get(name="Editors").permissions.remove(permission("articles.withdraw_article"))
    GroupPagePermission.objects.create(group=Group.objects.get(name="Authors"), page=front, permission=permission("wagtailcore.publish_page"))
    own = Group.objects.create(name="Moderators")
    Workflow.objects.create(name="Two read it", active=True)
    take_away("Editors", ASSIGN)
    ensure_roles(front)
    assert {"table taxonomy.add_theme", "page wagtailcore.publish_page"} <= rights_of("Authors")
    assert rights_of("Editors") == set(roles.ROLES["Editors"].written()) - {"table articles.withdraw_article"}
    assert Group.objects.filter(pk=own.pk).exists()
    assert Workflow.objects.get(name="Two read it").active


def test_a_role_whose_group_is_gone_is_made_again_so_that_colleagues_can_be_invited() -> None:
    front = found_publication()
    Group.objects.get(name="Translators").delete()
    ensure_roles(front)
    assert rights_of("Translators") == set(roles.ROLES["Translators"].written())


def test_with_nothing_new_it_costs_a_start_one_query() -> None:
    found_publication()
    front = Front.objects.get()
    with CaptureQueriesContext(connection) as queries:
        ensure_roles(front)
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) == 1


def test_founding_that_was_cut_short_is_done_by_the_next_start() -> None:
    assert not Front.objects.exists()
    assert open_publication(demonstration=False).migrations == 0
    assert Front.objects.count() == 1
    assert rights_of("Editors") == set(roles.ROLES["Editors"].written())
