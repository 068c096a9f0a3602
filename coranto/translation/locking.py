"""One writer at a time for an article's translations, also of languages that have no row yet which could be locked."""

from __future__ import annotations

from django.db import connection

_SPACE = 0x7472  # sets these locks apart from others that a database may know


def lock_translations(article: int) -> None:
    """Let nobody else write translations of an article until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SPACE, article])
