"""How a page writes dates and names in its language; the data come from `languages`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from coranto.languages import catalogs, formatting
from coranto.languages.matching import likely_script
from coranto.languages.sorting import sort_key
from coranto.languages.table import CODES, capital, get, locale
from coranto.site.facts.shapes import Moment
from coranto.site.words import PREVAILS_OVER

RIGHT_TO_LEFT = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"}

language_name = formatting.language_name
list_join = formatting.list_join
labelled = formatting.labelled


def month_name(value: int, language: str) -> str:
    """A month standing alone, `value` as yyyymm: March 2024."""
    return formatting.format_date(date(value // 100, value % 100, 1), language, "month")


@lru_cache(maxsize=5_000)
def month_in_year(value: int, language: str) -> str:
    """A month's name without its year, `value` as yyyymm."""
    return str(locale(language).months["stand-alone"]["wide"][value % 100])


@lru_cache(maxsize=5_000)
def year_name(year: int, language: str) -> str:
    """A year standing alone: 2024, 2024年."""
    return formatting.numerals(str(format_skeleton("y", date(year, 1, 1), locale=locale(language))), language)


@lru_cache(maxsize=10_000)
def partial_date(written: str, language: str) -> str:
    """An ISO date as precise as it is known: 2024, 2024-03, 2024-03-01 or with a time. Anything else as written."""
    parts = written[:10].split("-")
    if not all(part.isdecimal() for part in parts) or len(parts[0]) != 4:
        return written
    numbers = [int(part) for part in parts]
    try:
        day = date(*[*numbers, 1, 1][:3])
    except ValueError:
        return written
    if len(numbers) == 1:
        return year_name(day.year, language)
    return month_name(day.year * 100 + day.month, language) if len(numbers) == 2 else formatting.format_date(day, language)


def moment(at: datetime, language: str, zone: ZoneInfo) -> Moment:
    """A point in time as the page prints it, in the publication's time zone."""
    local = at.astimezone(zone)
    iso = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Moment(iso=iso, text=formatting.format_date(local.date(), language), at=local)


def isolated(text: str) -> str:
    """A name, date or number that keeps its own direction in a sentence, in html and outside of it."""
    return f"\u2068{text}\u2069" if text else ""


def region_name(code: str, language: str, otherwise: str) -> str:
    """A region's name, as it stands alone, from CLDR by its UN M49 or ISO 3166 code, else the name given."""
    return capital(formatting.region_name(code, language) or otherwise, language)


def prevails(written: str, language: str) -> str:
    """Which text of a legal notice prevails, said in another language."""
    return catalogs.translator(language).gettext(PREVAILS_OVER) % {"language": isolated(language_name(written, language))}


def direction(code: str) -> str:
    """ "rtl" or "ltr"; of a language outside the table, the direction of the script it is most likely written in."""
    if code in CODES:
        return get(code).direction
    return "rtl" if likely_script(code) in RIGHT_TO_LEFT else "ltr"


def script(code: str) -> str:
    """The script a language is written in, ISO 15924; Latin where nobody knows."""
    return get(code).script if code in CODES else likely_script(code) or "Latn"


def own_name(code: str) -> str:
    """A language's name in itself; the code of one outside the table."""
    return get(code).own_name if code in CODES else code


def in_order(codes: Iterable[str], language: str) -> list[str]:
    """Languages in the order in which readers look for their own names: the page's script first, then script by script."""
    return sorted(codes, key=lambda code: (sort_key(own_name(code), language), code))
