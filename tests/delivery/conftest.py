"""What several tests of delivery share: a place in which builds, servers and other processes meet."""

from __future__ import annotations

import contextlib
import uuid
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
def shared(django_db_setup: Any, django_db_blocker: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database that other processes can open, and the environment by which they find it and the public folder."""
    with django_db_blocker.unblock(), private_database(tmp_path) as url:
        yield {"DELIVERY_TEST_DATABASE": url, "DELIVERY_TEST_PUBLIC": str(tmp_path / "public"), "DJANGO_SETTINGS_MODULE": "coranto.project.settings"}


@contextlib.contextmanager
def private_database(folder: Path) -> Iterator[str]:
    """The default database is another, empty but for delivery's tables, in every thread and forked process; its URL.

    The tests' own cannot be had by other processes: on SQLite it lies in memory, on PostgreSQL inside a transaction.
    """
    settings, before = connections.settings["default"], connections["default"]
    name, is_file = settings["NAME"], settings["ENGINE"].endswith("sqlite3")
    settings["NAME"] = str(folder / "shared.sqlite3") if is_file else f"delivery_{uuid.uuid4().hex[:12]}"
    where = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT'] or 5432}"
    url = f"sqlite:///{settings['NAME']}" if is_file else f"postgres://{where}/{settings['NAME']}"
    connections["default"] = connections.create_connection("default")
    if not is_file:
        _tell_server(f'CREATE DATABASE "{settings["NAME"]}"')
    try:
        with connection.schema_editor() as editor:
            for model in apps.get_app_config("delivery").get_models():
                editor.create_model(model)
        yield url
    finally:
        connections["default"].close()
        if not is_file:
            _tell_server(f'DROP DATABASE "{settings["NAME"]}" WITH (FORCE)')
        settings["NAME"], connections["default"] = name, before


def _tell_server(statement: str) -> None:
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(statement)
