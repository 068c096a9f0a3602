"""One writer at a time for an article's translations, also of languages that have no row yet which could be locked.

Whoever publishes, corrects or takes off an article takes the same lock, and everybody takes it before any other: what they lock
after it (the article, its requests, the counter of the marks) they lock in orders of their own, and would wait for each other for ever.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet

_SPACE = 0x7472  # sets these locks apart from others that a database may know


def lock_translations(article: int) -> None:
    """Let nobody else write translations of an article until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SPACE, article])


def locked(rows: QuerySet[Any]) -> list[int]:
    """The numbers of rows, locked until the transaction ends in one order, so that no two that change many of them wait for each other."""
    return list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
