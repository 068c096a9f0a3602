"""The permission matrix: every address of the running system for every role, held against a table that was read by people.

A new address fails the test until it stands in `permissions.json`. Write the table anew with
`CORANTO_WRITE_PERMISSIONS=1 pytest tests/newsroom/test_permissions.py` and read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from coranto.newsroom.founding import found_publication
from coranto.project.delivering import is_inner
from tests.newsroom.addresses import matrix, path_of, routes

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parent / "permissions.json"
# What anybody may open without signing in; everything else asks for it.
OPEN = ("/desk-static/", "/desk/login/", "/desk/password_reset", "/desk/set-up/", "/desk/invitation/", "/desk/new-password/", "/preview/", "/live/", "/media/", "/api/", "/partners/", "/desk/jsi18n/", "/desk/sprite/")
BREAKS_ON_PURPOSE = "/desk/failwhale/"  # Wagtail's own page for trying what an error looks like
NEVER_FOR_AUTHORS = ("coranto/invite", "coranto/withdraw", "coranto/correct", "snippets/publication/", "rights/terms/add", "users/", "groups/")


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()


def test_every_address_gives_every_role_what_the_table_says() -> None:
    found = matrix()
    if os.environ.get("CORANTO_WRITE_PERMISSIONS"):
        TABLE.write_text(json.dumps(found, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    expected = json.loads(TABLE.read_text(encoding="utf-8"))
    assert sorted(set(found) - set(expected)) == [], "These addresses are in no table yet: say who may open them."
    assert {route: roles for route, roles in found.items() if roles != expected[route]} == {}
    _nobody_comes_in_by_the_desk(found)
    _authors_do_not_run_the_house(found)
    assert not [route for route, roles in found.items() if route != BREAKS_ON_PURPOSE and any(word.startswith("broken") for word in roles.values())]


def test_the_server_in_front_passes_every_address_on_to_django() -> None:
    """An address that the front does not know as Django's is answered as one that never was, whatever Django would say."""
    lost = [path for route in routes() if not is_inner(path := path_of(route, 12)) and not is_inner(path.replace("/x/", "/en/").replace("/12/12/", "/2024/12/"))]
    assert lost == []
    assert not is_inner("/en/nothing/")


def _nobody_comes_in_by_the_desk(found: dict[str, dict[str, str]]) -> None:
    inside = [route for route, roles in found.items() if roles["nobody"] == "in" and not route.startswith(OPEN) and "search/" not in route]
    assert inside == []


def _authors_do_not_run_the_house(found: dict[str, dict[str, str]]) -> None:
    inside = [
        (route, role)
        for route, roles in found.items()
        for role in ("Contributors", "Authors", "Translators")
        if roles[role] == "in" and any(part in route for part in NEVER_FOR_AUTHORS)
    ]
    assert inside == []
    assert found["/desk/coranto/invite/"]["Administrators"] == "in"  # the control: somebody does come in
    assert not [route for route, roles in found.items() if roles["Administrators"] == "sign in"]  # and stays in to the end
