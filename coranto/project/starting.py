"""Getting Django ready inside a command, with a helpful failure."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from coranto.project.instance import Instance, InstanceError, folder_from_environment, read_instance


class NotReady(Exception):
    """The instance cannot be used yet; the text says which command makes it ready."""


def open_instance() -> Instance:
    """Read the instance and set Django up. Raises NotReady when there is no instance in the folder."""
    try:
        instance = read_instance()
    except InstanceError as error:
        raise NotReady(str(error)) from error
    if not instance.secret:
        raise NotReady(f"There is no instance in {folder_from_environment()}. Make one with: coranto new {folder_from_environment()}")
    django.setup()
    return instance


def after_setup(module: str) -> ModuleType:
    """Set Django up for the instance and only then import a module that needs it.

    Settings are read from the instance when they are imported, so a command cannot import models at its top.
    Raises NotReady when there is no instance.
    """
    open_instance()
    return importlib.import_module(module)


def migrate_if_needed() -> int:
    """Bring the tables up to date; the number of migrations run. The check alone takes milliseconds."""
    missing = migrations_missing()
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    return missing


def migrations_missing() -> int:
    """How many migrations have not run."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def complain(error: Exception) -> int:
    """Print an error as one line; the exit code for it."""
    print(str(error), file=sys.stderr)
    return 1
