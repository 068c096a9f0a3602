from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "coranto.search"
    label = "search"

    def ready(self) -> None:
        post_migrate.connect(cut_anew_after_upgrade, sender=self, dispatch_uid="cut search entries anew")


def cut_anew_after_upgrade(**context: Any) -> None:
    """Entries whose words were cut by the rules of an older release are cut anew, once the tables are those of this one."""
    import_module("coranto.search.indexing").cut_anew()  # whose models may not be imported before the apps are there
