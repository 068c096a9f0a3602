"""Dates, numbers and names as each language writes them, from CLDR. Cached: a site prints the same dates many times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from babel.dates import format_time as babel_time
from babel.lists import format_list
from babel.numbers import format_decimal

from coranto.languages.table import get, locale

DateForm = Literal["long", "medium", "short", "month"]


@lru_cache(maxsize=20_000)
def format_date(value: date, language: str, form: DateForm = "long") -> str:
    """A day as the language writes it, in the digits that it writes dates with; "month" is month and year."""
    known = locale(language)
    if form == "month":
        written = str(format_skeleton("yMMMM", value, locale=known)) if "yMMMM" in known.datetime_skeletons else f"{value:%Y-%m}"
    else:
        written = babel_date(value, format=form, locale=known)
    return numerals(_spelt_out(written, language), language)


def numerals(text: str, language: str) -> str:
    """A text with European digits in those that the language writes dates and numbers with: ۱۴ in Persian, ১৪ in Bengali."""
    written = get(language)
    return text if written.numbering == "latn" else text.translate({ord("0") + value: char for value, char in enumerate(written.digits)})


def _spelt_out(written: str, language: str) -> str:
    """A date as it is printed where CLDR leaves something open: the first of a French month, the endings of Basque numbers.

    Basque says -eko after a number whose word ends in a consonant (bat, bost, hamar, hamabost, ehun), -ko after a vowel; to
    11 and 31 (hamaika) it adds nothing.
    """
    if language == "fr":
        return re.sub(r"^1(?= \D)", "1er", written)
    if language == "eu":
        written = re.sub(r"(\d+)\(e\)ko", lambda year: f"{year[1]}{'eko' if _ends_in_a_consonant(int(year[1])) else 'ko'}", written)
        return re.sub(r"(\d+)\(a\)", lambda day: day[1] if day[1] in {"11", "31"} else f"{day[1]}a", written)
    return written


def _ends_in_a_consonant(number: int) -> bool:
    """Whether the Basque word of a number does."""
    return number % 20 in {1, 5, 10, 15} or (number % 100 == 0 and number % 1000 != 0)


def format_datetime(value: datetime, language: str) -> str:
    """A day and the time of day, in the zone of `value`."""
    joined = str(locale(language).datetime_formats["medium"])
    return joined.replace("{0}", format_time(value, language)).replace("{1}", format_date(value.date(), language, "long")).replace("'", "")


@lru_cache(maxsize=4096)
def _time(hour: int, minute: int, language: str) -> str:
    form = "aaaa h:mm" if language == "ko" else "short"  # CLDR abbreviates 오후 to PM; no Korean newspaper does
    return numerals(babel_time(time(hour, minute), format=form, locale=locale(language)), language)


def format_time(value: datetime, language: str) -> str:
    """The time of day, hours and minutes."""
    return _time(value.hour, value.minute, language)


@lru_cache(maxsize=4096)
def format_number(value: int | float, language: str) -> str:
    """A number with the language's digits and marks."""
    return numerals(format_decimal(value, locale=locale(language), numbering_system="default"), language)


@lru_cache(maxsize=8192)
def region_name(code: str, language: str) -> str | None:
    """The name of a UN M49 or ISO 3166 region, or None where CLDR has none ("145" has none in some languages)."""
    aliases = get_global("territory_aliases")
    known = locale(language)
    name = known.territories.get(code)
    if name is None and code in aliases:
        name = known.territories.get(aliases[code][0])
    return str(name) if name is not None else None


@lru_cache(maxsize=8192)
def language_name(code: str, language: str) -> str:
    """What `language` calls the language `code`; the code itself where CLDR has no name."""
    try:
        named = Locale.parse(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return code
    return named.get_display_name(locale(language)) or code


def list_join(items: Sequence[str], language: str) -> str:
    """Several names in a row: "Ana, Ben and Cem"."""
    return format_list(list(items), locale=locale(language)) if items else ""


_COLONS = {"fr": "\u00a0: ", "ja": "：", "zh-Hans": "：", "zh-Hant": "："}
_ASKING = ("?", "？", "؟", "。")  # Greek asks with a semicolon


def labelled(label: str, value: str, language: str) -> str:
    """A label and what it is a label of, as the language sets them: "Licence: CC BY". What asks keeps its own mark."""
    colon = _COLONS.get(language, ": ")
    if label.endswith(_ASKING) or (language == "el" and label.endswith(";")):
        colon = " " if colon.endswith(" ") else ""
    return f"{label}{colon}{value}"


def quote(text: str, language: str) -> str:
    """Text between the language's outer quotation marks; French keeps its thin spaces inside."""
    opening, closing = get(language).quotes[:2]
    inner = f"\u202f{text}\u202f" if language == "fr" else text
    return f"{opening}{inner}{closing}"
