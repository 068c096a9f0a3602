"""Where this instance's public files go, and the front that serves them: the one place that joins delivery and site."""

from __future__ import annotations

import re
from typing import cast

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import close_old_connections

from coranto import languages
from coranto.delivery.answering import Answers
from coranto.delivery.serving import Application, Front
from coranto.delivery.storage import Storage
from coranto.delivery.storages.folder import FolderStorage
from coranto.publication.offered import default_language

# What Django answers: the desk, previews, pictures made at the first request, and the search page of each language.
INNER = re.compile(r"/(?:desk|desk-static|desk-media|preview|live|made|media)/.*|/[A-Za-z-]+/search/")


def storage_of_instance() -> Storage:
    """The storage that the instance's settings name; a folder unless they say otherwise."""
    return FolderStorage(settings.INSTANCE.public)


def is_inner(path: str) -> bool:
    """Whether Django answers a path that the record does not know."""
    return INNER.fullmatch(path) is not None


def make_front() -> Front:
    """The ASGI application of the server: public files in front, Django behind."""
    inner = get_asgi_application()
    answers = Answers(settings.INSTANCE.public, languages=frozenset(languages.CODES), default_language=default_language())
    close_old_connections()
    return Front(answers, cast(Application, inner), is_inner)
