"""Names of months and of days of the week in every language, from CLDR. `write()` makes their file, `calendar.json`, anew.

They lie in a file, for asking CLDR for all of them takes a second and holds 55 MB in every process that reads.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale

from coranto.languages.table import own_locale

FILE = Path(__file__).with_name("calendar.json")
# Everything that a print-out's date is likely to be written in.
LANGUAGES = (
    "en", "fr", "de", "es", "pt", "it", "nl", "pl", "cs", "sk", "sl", "hr", "bs", "sr", "sr-Latn", "mk", "bg", "ru", "uk", "be", "ro", "hu", "tr", "el",
    "sv", "da", "nb", "fi", "et", "lv", "lt", "sq", "is", "ca", "eu", "gl", "ga", "ar", "ar-LB", "ar-IQ", "ar-DZ", "ar-MA", "fa", "he", "hi", "bn", "ta",
    "te", "ur", "id", "ms", "vi", "sw", "fil", "hy", "ka", "az", "kk", "mn", "th", "ko", "ja", "zh", "gu", "kn", "ml",
)  # fmt: skip
_CONTEXTS, _WIDTHS = ("format", "stand-alone"), ("abbreviated", "wide")


@lru_cache(maxsize=1)
def _kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def months(language: str) -> dict[str, int]:
    """Names of months of one language, folded, without points: {"march": 3, "mar": 3, …}; of a language that is not known, none."""
    kept: dict[str, dict[str, int]] = _kept()["months"]
    return kept.get(language.replace("_", "-")) or kept.get(language.replace("_", "-").split("-")[0]) or {}


@lru_cache(maxsize=1)
def any_month() -> dict[str, int]:
    """Names of months of every language; a name that means different months in two languages is left out."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for name, number in months(language).items():
            found.setdefault(name, set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1 and len(name) > 1}


@lru_cache(maxsize=1)
def weekdays() -> frozenset[str]:
    """Names of the days of the week in every language, folded: beside a date they are no outlet."""
    return frozenset(_kept()["weekdays"])


def from_cldr() -> dict[str, Any]:
    """What the file holds, asked of CLDR in a process that has asked it nothing yet."""
    locales = {language: own_locale(language) for language in LANGUAGES}  # all of them before one is asked, or Beirut's months become Cairo's
    months = {language: _months(language, known) for language, known in locales.items()}
    return {"months": months, "weekdays": sorted({name for known in locales.values() for name in _weekdays(known)})}


def _months(language: str, locale: Locale) -> dict[str, int]:
    known = locale.months
    names: dict[str, int] = {"sept": 9} if language == "en" else {}
    for context in _CONTEXTS:
        for width in _WIDTHS:
            for number, name in known[context].get(width, {}).items():
                key = name.casefold().strip(" .")
                if key and not key[0].isdigit():
                    names[key.split(" ")[-1]] = number
    return {name: number for name, number in names.items() if not name.isdigit()}


def _weekdays(locale: Locale) -> set[str]:
    known = locale.days
    return {part for context in _CONTEXTS for width in _WIDTHS for name in known[context][width].values() for part in name.casefold().strip(" .").split()}


def write() -> None:
    """Write the file as the CLDR of the installed Babel has it."""
    FILE.write_text(json.dumps(from_cldr(), ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
