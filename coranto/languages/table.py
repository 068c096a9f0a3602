"""The 51 languages a publication can be read in, as data: from CLDR through Babel wherever Babel carries it.

What comes from CLDR lies in `table.json`, which `write()` makes anew: asking Babel for all 51 at every start would hold 50 MB in every process.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, localedata
from babel.core import get_global

CODES = (
    "en", "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fa", "fi", "fr", "gl", "gu", "he", "hi", "hr", "hu", "id",
    "it", "ja", "kn", "ko", "lt", "lv", "ml", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "te", "th", "tr", "uk",
    "vi", "zh-Hans", "zh-Hant",
)  # fmt: skip

# Languages a detector may take for one another: the same sentence can be right in both.
CONFUSABLE = ({"hr", "sr"}, {"id", "ms"}, {"da", "nb"}, {"gl", "es"}, {"sk", "cs"})

# How a sentence ends: by marks of the Latin kind, by 。 without spaces, by a danda, or by spaces alone (Thai).
SENTENCE_RULES = {"ja": "ideographic", "zh-Hans": "ideographic", "zh-Hant": "ideographic", "hi": "danda", "bn": "danda", "th": "spaces"}

# What a reader of a language can most likely read when a text is missing in it; the last resort is always English.
FALLBACKS = {
    "be": ("ru", "uk"), "uk": ("ru",), "ca": ("es",), "gl": ("es", "pt"), "eu": ("es",), "nb": ("da", "sv"), "da": ("nb", "sv"), "sv": ("nb", "da"),
    "sk": ("cs",), "cs": ("sk",), "hr": ("sr",), "sr": ("hr",), "sl": ("hr",), "ms": ("id",), "id": ("ms",), "az": ("tr",), "pt": ("es",),
    "zh-Hant": ("zh-Hans",), "zh-Hans": ("zh-Hant",), "kn": ("hi",), "gu": ("hi",), "lv": ("ru",), "et": ("fi",),
}  # fmt: skip

# Outer and inner quotation marks after CLDR 46 (characters/delimiters), which Babel does not carry.
_QUOTES = {
    "“”‘’": "en az bn da gl gu hi id kn ko lv ml ms pt sq ta te th tr vi zh-Hans",
    "„“‚‘": "cs de et lt sk sl",
    "„“„“": "bg",
    "„“‘‘": "sr",
    "„”‚’": "hr",
    "„”»«": "hu",
    "„”«»": "pl ro",
    "«»“”": "ca el es eu it",
    "«»«»": "fr",
    "«»‹›": "fa",
    "«»„“": "be ru uk",
    "«»‘’": "nb",
    "‘’“”": "nl",
    "””’’": "fi he sv",
    "”“’‘": "ar",
    "「」『』": "ja zh-Hant",
}
QUOTES = {code: tuple(marks) for marks, codes in _QUOTES.items() for code in codes.split()}


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    `script` is ISO 15924; `plural_tags` CLDR's, in gettext's order; `quotes` outer then inner marks; `digits` the ten
    that its own numerals are written with, which are European in most; `numbering` the system that it writes dates and
    numbers in by itself ("latn" in most, also where it has digits of its own).
    """

    code: str
    own_name: str
    english_name: str
    script: str
    direction: str
    plural_rule: str
    plural_tags: tuple[str, ...]
    sentence_rule: str
    fallback: tuple[str, ...]
    confusable: frozenset[str]
    quotes: tuple[str, str, str, str]
    date_pattern: str
    decimal_mark: str
    group_mark: str
    digits: str
    numbering: str

    @property
    def is_right_to_left(self) -> bool:
        """Whether its script runs from right to left."""
        return self.direction == "rtl"


@cache
def locale(code: str) -> Locale:
    """Babel's locale of a language of the table. Raises UnknownLanguage."""
    if code not in CODES:
        raise UnknownLanguage(code)
    return own_locale(code)


def own_locale(name: str) -> Locale:
    """Babel's locale by its BCP 47 name, with data of its own.

    Babel's locales share what CLDR's root says, and the first that is asked writes its own words into it: months in Hindi were
    Hebrew or Chinese, whichever page was made first. Raises ValueError or UnknownLocaleError for what Babel does not know.
    """
    known = Locale.parse(name.replace("-", "_"))
    data = localedata.load(str(known))
    for key, value in data.items():
        data[key] = _unshared(value)
    return known


def _unshared(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unshared(part) for key, part in value.items()}
    return tuple(_unshared(part) for part in value) if isinstance(value, tuple) else value


class UnknownLanguage(KeyError):
    """A code outside the table; the text names those in it."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Unknown language {code!r}. Use one of: {', '.join(CODES)}.")

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def get(code: str) -> Language:
    """The language of a code. Raises UnknownLanguage."""
    if code not in CODES:
        raise UnknownLanguage(code)
    kept = _kept()[code]
    return Language(
        **{**kept, "plural_tags": tuple(kept["plural_tags"])},
        code=code,
        sentence_rule=SENTENCE_RULES.get(code, "marks"),
        fallback=tuple(dict.fromkeys((*FALLBACKS.get(code, ()), "en"))),
        confusable=frozenset().union(*(group - {code} for group in CONFUSABLE if code in group)),
        quotes=QUOTES[code],  # type: ignore[arg-type]
        digits=_DIGITS.get(code, "0123456789"),
    )


FILE = Path(__file__).with_name("table.json")
# CLDR's words for these are those of the country; a reader looks for the language.
_OWN_NAMES = {"az": "Azərbaycanca", "id": "Bahasa Indonesia", "ms": "Bahasa Melayu"}


@cache
def _kept() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def from_cldr(code: str) -> dict[str, Any]:
    """What the file says of a language, asked of CLDR."""
    known = locale(code)
    symbols = {**known.number_symbols["latn"], **known.number_symbols.get(known.default_numbering_system, {})}
    return {
        "own_name": _OWN_NAMES.get(code) or capital(known.get_display_name(known) or code, code),
        "english_name": known.get_display_name("en") or code,
        "script": _script(code),
        "direction": known.text_direction,
        "plural_rule": str(known.plural_form),
        "plural_tags": sorted(known.plural_form.tags | {"other"}, key=_PLURAL_ORDER.index),
        "date_pattern": known.date_formats["long"].pattern,
        "decimal_mark": symbols["decimal"],
        "group_mark": symbols["group"],
        "numbering": known.default_numbering_system,
    }


def write() -> None:
    """Write the file as the CLDR of the installed Babel has it."""
    FILE.write_text(json.dumps({code: from_cldr(code) for code in CODES}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


# The zero of each language's own numerals; the other nine follow it in Unicode. Japanese and Chinese count otherwise.
_ZEROS = {"ar": "٠", "fa": "۰", "bn": "০", "gu": "૦", "hi": "०", "kn": "೦", "ml": "൦", "ta": "௦", "te": "౦", "th": "๐"}
_DIGITS = {code: "".join(chr(ord(zero) + value) for value in range(10)) for code, zero in _ZEROS.items()}
_PLURAL_ORDER = ["zero", "one", "two", "few", "many", "other"]


def capital(name: str, code: str) -> str:
    """A name as the head of a list in a language: the first letter large where the script has large letters."""
    return "İ" + name[1:] if code in {"tr", "az"} and name[:1] == "i" else name[:1].upper() + name[1:]


def _script(code: str) -> str:
    tag = code.replace("-", "_")
    likely = str(get_global("likely_subtags").get(tag, tag))
    return next((part for part in likely.split("_") if len(part) == 4), "Latn")


@cache
def all_languages() -> tuple[Language, ...]:
    """The 51 languages, English first, then by code."""
    return tuple(get(code) for code in CODES)
