"""Which of our languages somebody means: any BCP 47 tag, and a browser's list of them."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from babel.core import get_global

from coranto.languages.table import CODES, get

_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "ji": "yi", "sh": "sr", "mo": "ro", "tl": "fil", "cmn": "zh", "yue": "zh-Hant"}
MOST_RANGES = 30  # of an Accept-Language header; more is not a browser


@lru_cache(maxsize=2048)
def match(tag: str) -> str | None:
    """Our code for a BCP 47 tag ("pt-BR" → "pt", "zh-TW" → "zh-Hant"), or None when we have no such language."""
    parts = [part for part in tag.replace("_", "-").strip().split("-") if part]
    if not parts or len(tag) > 60:
        return None
    language = parts[0].lower()
    alias = _ALIASES.get(language, language)
    if alias == "zh":
        return _chinese(parts[1:])
    return alias if alias in CODES else None


def _chinese(subtags: list[str]) -> str:
    lower = {part.lower() for part in subtags}
    if "hant" in lower or (lower & {"tw", "hk", "mo"} and "hans" not in lower):
        return "zh-Hant"
    return "zh-Hans"


def negotiate(header: str, available: Collection[str]) -> str | None:
    """The best of the available languages for an Accept-Language header, or None when none of its languages is there.

    "*" stands for none in particular: whoever accepts anything is given what the caller would give anybody.
    """
    wanted: list[tuple[float, int, str]] = []
    for position, item in enumerate(header.split(",")[:MOST_RANGES]):
        tag, _, parameters = item.strip().partition(";")
        quality = _quality(parameters)
        code = match(tag)
        if code is not None and quality > 0:
            wanted.append((-quality, position, code))
    return next((code for _quality_, _position, code in sorted(wanted) if code in available), None)


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def readable_instead(language: str, available: Collection[str], *, original: str) -> str | None:
    """The language to show a text in to a reader of `language`, of those it is available in; None when there is none.

    The language itself, then those its readers most likely read, then the original, then any.
    """
    wanted = (language, *(get(language).fallback if language in CODES else ("en",)), original, *sorted(available))
    return next((code for code in wanted if code in available), None)


def likely_script(code: str) -> str | None:
    """The ISO 15924 script CLDR thinks most likely for a tag outside our table."""
    likely = str(get_global("likely_subtags").get(code.replace("-", "_"), ""))
    return next((part for part in likely.split("_") if len(part) == 4), None)
