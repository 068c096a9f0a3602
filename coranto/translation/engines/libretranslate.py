"""The `libretranslate` engine: a LibreTranslate server, one's own or another's.

Source: the public LibreTranslate API (`/languages`, `/translate`); errors are `{"error": TEXT}` with a status.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from coranto.translation.engine import NotMade, Pair, Reason
from coranto.translation.engines.remote import Asked, NotAnswered, Remote, strings_at

# Codes that differ between us and servers, newest first; others are the same.
_THEIRS = {"zh-Hans": ("zh-Hans", "zh"), "zh-Hant": ("zh-Hant", "zt"), "pt-BR": ("pt-BR", "pb"), "nb": ("nb", "no")}
_FRESH_SECONDS = 3600.0
_AFTER_FAILURE_SECONDS = 30.0


class LibreTranslate(Remote):
    """Asks one server, whose languages are read once an hour."""

    name: ClassVar[str] = "libretranslate"
    max_characters = 5000

    def __init__(self, url: str, *, key: str = "", seconds: float = 60.0) -> None:
        super().__init__(url, key=key, seconds=seconds)
        self._known: dict[str, frozenset[str]] = {}
        self._known_until = 0.0
        self._lock = threading.Lock()

    def pairs(self) -> Iterable[Pair]:
        """Every direction that the server offers; none while it cannot be asked."""
        known = self._languages()
        ours = {code: ours for ours, codes in _THEIRS.items() for code in codes}
        return [
            Pair(ours.get(source, source), ours.get(target, target))
            for source, targets in sorted(known.items())
            for target in sorted(targets)
            if source != target
        ]

    def pair(self, source: str, target: str) -> Pair | None:
        """Give how this direction is offered; while the server cannot say, it is asked, so that the failure is seen."""
        return super().pair(source, target) if self._languages() else Pair(source, target)

    def ask(self, texts: Sequence[str], how: Asked) -> list[str | NotMade]:
        """Ask for one batch of plain text."""
        body = {
            "q": list(texts),
            "source": self._theirs(how.source),
            "target": self._theirs(how.target),
            "format": "text",
            **({"api_key": self._key.secret} if self._key else {}),
        }
        answer = self.request("POST", "/translate", deadline=how.deadline, json=body)
        found = strings_at(answer, "translatedText", "*")
        if found is None:
            raise self.unanswered(Reason.GARBAGE, "libretranslate answered without translations.")
        return list(found)

    def _theirs(self, language: str) -> str:
        known = self._languages()
        codes = _THEIRS.get(language, (language,))
        return next((code for code in codes if code in known), codes[0])

    def _languages(self) -> Mapping[str, frozenset[str]]:
        with self._lock:
            if time.monotonic() >= self._known_until:
                try:
                    self._known = _read(self.request("GET", "/languages"))
                    self._known_until = time.monotonic() + _FRESH_SECONDS
                except NotAnswered:
                    self._known_until = time.monotonic() + _AFTER_FAILURE_SECONDS
            return self._known


def _read(answer: Any) -> dict[str, frozenset[str]]:
    """Read `[{"code": "en", "targets": ["es", …]}, …]`; a server that lists no targets translates between all."""
    listed = answer if isinstance(answer, list) else []
    entries = [entry for entry in listed if isinstance(entry, dict) and isinstance(entry.get("code"), str)]
    codes = frozenset(entry["code"] for entry in entries)
    return {
        entry["code"]: frozenset(code for code in targets if isinstance(code, str)) if isinstance(targets := entry.get("targets"), list) else codes
        for entry in entries
    }
