"""A set of names that may be larger than memory: it stands in a file without a name, which is gone when it is closed."""

from __future__ import annotations

import sqlite3

CACHE_KB = 8_000


class Seen:
    """What was met already. Of one thread."""

    def __init__(self) -> None:
        self._held = sqlite3.connect("", isolation_level=None, check_same_thread=False)  # "" is a file that SQLite makes and forgets
        for statement in ("PRAGMA journal_mode = OFF", f"PRAGMA cache_size = -{CACHE_KB}", "CREATE TABLE seen (name TEXT PRIMARY KEY) WITHOUT ROWID", "BEGIN"):
            self._held.execute(statement)

    def add(self, name: tuple[str, ...]) -> bool:
        """Note it; whether it was not met before."""
        return self._held.execute("INSERT OR IGNORE INTO seen VALUES (?)", ["\0".join(name)]).rowcount == 1

    def close(self) -> None:
        """Forget everything."""
        self._held.close()
