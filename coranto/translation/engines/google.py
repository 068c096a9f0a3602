"""The `google` engine: Google Cloud Translation, Basic (version 2).

Source: Google's public reference of `translate` (q, source, target, format) and of its error bodies. At most 128 texts
a request; a spent quota is 403 with a reason that ends in LimitExceeded, or 429.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import ClassVar

from coranto.languages import CODES
from coranto.outbound.http import Fetched
from coranto.translation.engine import NotMade, NotSetUp, Pair, Reason
from coranto.translation.engines.remote import Asked, Remote, strings_at

_URL = "https://translation.googleapis.com"
_THEIRS = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "nb": "no", "pt-BR": "pt"}
_LANGUAGES = (*CODES, "pt-BR")


class Google(Remote):
    """Asks Google with the publication's own key."""

    name: ClassVar[str] = "google"
    max_characters = 5000
    batch_sentences = 100
    batch_characters = 5000

    def __init__(self, *, key: str, url: str = _URL, seconds: float = 60.0) -> None:
        if not key:
            raise NotSetUp("The engine google needs a key. Write it into the settings, or take google out of the order.")
        super().__init__(url, key=key, seconds=seconds)

    def pairs(self) -> Iterable[Pair]:
        """Every direction between the languages of a publication."""
        return [Pair(one, other) for one in _LANGUAGES for other in _LANGUAGES if one[:2] != other[:2]]

    def ask(self, texts: Sequence[str], how: Asked) -> list[str | NotMade]:
        """Ask for one batch of plain text."""
        body = {
            "q": list(texts),
            "source": _THEIRS.get(how.source, how.source),
            "target": _THEIRS.get(how.target, how.target),
            "format": "text",
        }
        headers = {"x-goog-api-key": self._key.secret}
        answer = self.request("POST", "/language/translate/v2", deadline=how.deadline, headers=headers, json=body)
        found = strings_at(answer, "data", "translations", "*", "translatedText")
        if found is None:
            raise self.unanswered(Reason.GARBAGE, "google answered without translations.")
        return list(found)

    def status_reason(self, got: Fetched) -> Reason:
        """Tell a spent quota from a refused key, which share a status."""
        if got.status == 403:
            try:
                reasons = strings_at(json.loads(got.body), "error", "errors", "*", "reason") or []
            except ValueError:
                reasons = []
            if any(reason.endswith("LimitExceeded") for reason in reasons):
                return Reason.QUOTA
        return super().status_reason(got)
