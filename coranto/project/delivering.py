"""Where this instance's public files go, and the front that serves them: the one place that joins delivery and site."""

from __future__ import annotations

import importlib
import re
from typing import cast

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import close_old_connections

from coranto import languages
from coranto.delivery.answering import Answers
from coranto.delivery.errors import StorageError
from coranto.delivery.serving import Application, Front
from coranto.delivery.storage import Storage
from coranto.delivery.storages.folder import FolderStorage
from coranto.delivery.tallying import of_process
from coranto.publication.offered import default_language

# What Django answers: the desk, previews, pictures made at the first request, the interface for programs, partners' feeds, in each language the search page, asking for
# permission and grants, and articles at their address in a language they were not translated into, and what others
# republish an article from.
INNER = re.compile(
    r"/(?:desk|desk-static|desk-media|preview|live|made|media|grant|api|partners)/.*|/[A-Za-z-]+/(?:search/|permission/.*|grant/.*)"
    r"|/[A-Za-z-]+/[0-9]{4}/[0-9]{2}/[^/]+/(?:republish/[a-z.]*)?"
)


def storage_of_instance() -> Storage:
    """The storage that the instance's settings name; a folder unless they say otherwise.

    Raises StorageError for an unknown storage or option, ImportError when the extra `s3` is not installed.
    """
    kind, options = settings.INSTANCE.storage, settings.INSTANCE.options.get("storage_options", {})
    if kind == "folder":
        return FolderStorage(settings.INSTANCE.public)
    if kind == "s3":
        return cast(Storage, importlib.import_module("coranto.delivery.storages.s3").S3Storage(options))  # an extra: its packages may not be installed
    raise StorageError(f"Unknown storage {kind!r}. Use one of: folder, s3.")


def is_inner(path: str) -> bool:
    """Whether Django answers a path that the record does not know."""
    return INNER.fullmatch(path) is not None


def make_front() -> Front:
    """The ASGI application of the server: public files in front, Django behind."""
    inner = get_asgi_application()
    answers = Answers(settings.INSTANCE.public, languages=frozenset(languages.CODES), default_language=default_language())
    close_old_connections()
    return Front(answers, cast(Application, inner), is_inner, of_process)
