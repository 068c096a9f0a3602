"""The `deepl` engine: the DeepL API, version 2, on its own servers.

Source: DeepL's public API documentation (translate, errors, languages). At most 50 texts and 128 KiB a request; 456 is
a spent quota, 429 too many requests; keys that end in ":fx" belong to the free service's host.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from coranto.translation.engine import NotMade, NotSetUp, Pair, Reason
from coranto.translation.engines.remote import Asked, Remote, strings_at

_PAID, _FREE = "https://api.deepl.com", "https://api-free.deepl.com"
# Ours to DeepL's, for targets; sources are the part before the hyphen. Portuguese is Brazil's, as in the interface and in CLDR.
_TARGETS = {
    "ar": "AR", "bg": "BG", "cs": "CS", "da": "DA", "de": "DE", "el": "EL", "en": "EN-GB", "es": "ES", "et": "ET",
    "fi": "FI", "fr": "FR", "he": "HE", "hu": "HU", "id": "ID", "it": "IT", "ja": "JA", "ko": "KO", "lt": "LT",
    "lv": "LV", "nb": "NB", "nl": "NL", "pl": "PL", "pt": "PT-BR", "ro": "RO", "ru": "RU", "sk": "SK",
    "sl": "SL", "sv": "SV", "th": "TH", "tr": "TR", "uk": "UK", "vi": "VI", "zh-Hans": "ZH-HANS", "zh-Hant": "ZH-HANT",
}  # fmt: skip


class DeepL(Remote):
    """Asks DeepL with the publication's own key."""

    name: ClassVar[str] = "deepl"
    max_characters = 10_000
    batch_sentences = 50
    batch_characters = 30_000

    def __init__(self, *, key: str, url: str = "", seconds: float = 60.0) -> None:
        if not key:
            raise NotSetUp("The engine deepl needs a key. Write it into the settings, or take deepl out of the order.")
        super().__init__(url or (_FREE if key.endswith(":fx") else _PAID), key=key, seconds=seconds)

    def pairs(self) -> Iterable[Pair]:
        """Every direction between the languages that DeepL lists."""
        return [Pair(source, target) for source in _TARGETS for target in _TARGETS if _base(source) != _base(target)]

    def ask(self, texts: Sequence[str], how: Asked) -> list[str | NotMade]:
        """Ask for one batch; DeepL neither splits nor reformats what is a sentence already."""
        body: dict[str, object] = {
            "text": list(texts),
            "source_lang": _base(how.source).upper(),
            "target_lang": _TARGETS[how.target],
            "split_sentences": "0",
            "preserve_formatting": True,
        }
        if how.context:
            body["context"] = how.context
        headers = {"authorization": f"DeepL-Auth-Key {self._key.secret}"}
        answer = self.request("POST", "/v2/translate", deadline=how.deadline, headers=headers, json=body)
        found = strings_at(answer, "translations", "*", "text")
        if found is None:
            raise self.unanswered(Reason.GARBAGE, "deepl answered without translations.")
        return list(found)


def _base(language: str) -> str:
    return language.partition("-")[0]
