"""What several tests of delivery share: a place in which builds, servers and other processes meet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections

from coranto.delivery.storages.folder import FolderStorage


@pytest.fixture
def storage(tmp_path: Path) -> FolderStorage:
    return FolderStorage(tmp_path / "public")


@pytest.fixture
def shared(request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database that other processes can open, and the environment by which they find it and the public folder.

    The tests' SQLite lies in memory, so a file of its own takes its place; PostgreSQL is shared already.
    """
    environment = {"DELIVERY_TEST_PUBLIC": str(tmp_path / "public"), "DJANGO_SETTINGS_MODULE": "coranto.project.settings"}
    settings = connections.settings["default"]
    if settings["ENGINE"].endswith("postgresql"):
        request.getfixturevalue("transactional_db")
        where = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT'] or 5432}"
        yield {**environment, "DELIVERY_TEST_DATABASE": f"postgres://{where}/{settings['NAME']}"}
        return
    with django_db_blocker.unblock(), sqlite_file(tmp_path / "shared.sqlite3") as url:
        yield {**environment, "DELIVERY_TEST_DATABASE": url}


class sqlite_file:  # noqa: N801 - a context manager, read like a function
    """The default database is this file while the block lasts, in every thread and forked process."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __enter__(self) -> str:
        settings = connections.settings["default"]
        self.before, self.name = connections["default"], settings["NAME"]
        settings["NAME"] = str(self.file)
        connections["default"] = connections.create_connection("default")
        with connection.schema_editor() as editor:
            for model in apps.get_app_config("delivery").get_models():
                editor.create_model(model)
        return f"sqlite:///{self.file}"

    def __exit__(self, *_error: object) -> None:
        connections["default"].close()
        connections.settings["default"]["NAME"] = self.name
        connections["default"] = self.before
