"""The ASGI entry point: public files in front, the desk and the live views behind."""

import importlib
import os
from typing import cast

import django

from coranto.delivery.serving import Front

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coranto.project.settings")


def front() -> Front:
    """Make the application in a server's worker process."""
    django.setup()
    return cast(Front, importlib.import_module("coranto.project.delivering").make_front())  # models can be imported only after setup
