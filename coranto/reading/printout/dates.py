"""Find dates as many languages print them. Names of months come from CLDR, never from a list kept by hand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from coranto.reading.printout.calendar import any_month, months

_TOKEN = re.compile(r"\d+|[^\W\d_](?:[^\s\d.,;:/()\[\]|•·–—\"'«»’+-])*")
_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d{2})-(\d{2})(?:-(\d{2}))?(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_EAST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{2,4})(?![\d/-])")
_SEASON = re.compile(
    r"(?<!\w)(?:spring|summer|autumn|fall|winter|printemps|été|automne|hiver|frühjahr|frühling|sommer|herbst|primavera|verano|otoño|invierno|verão|outono"
    r"|inverno|estate|autunno|весна|лето|осень|зима)\s+((?:19|20)\d{2})(?=\s*(?:$|[,|)·]))", re.IGNORECASE
)
_VIETNAMESE = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})[,\s]+(?:năm\s+)?((?:19|20)\d{2})", re.IGNORECASE)
_ZONE = re.compile(r"^[,\s|–-]*(?:at |à |um |kl\. )?(\d{1,2}):(\d{2})(?::\d{2})? ?(UTC|GMT|Z|[+-]\d{2}:\d{2})(?!\w)")
_BETWEEN = frozenset(
    ["de", "del", "d", "of", "the", "st", "nd", "rd", "th", "er", "ère", "e", "di", "da", "den", "dia", "il", "le", "el", "al", "г", "года", "год", "р", "року", "рік", "ж", "m", "mëngjes", "i", "på", "le", "på", "ta", "ko", "ko'n", "mh", "ú"]
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found between `start` and `end` of a line; `iso` as precise as printed; `unsure` when the order is open."""

    iso: str
    start: int
    end: int
    unsure: bool = False


def find_dates(line: str, language: str | None = None) -> list[Dated]:
    """Find the dates in a line of at most 400 characters, in order; a date needs its year."""
    if len(line) > 400 or not any(char.isdigit() for char in line):
        return []
    plain = _european_digits(line)
    found = [*_iso(plain), *_by_pattern(plain), *_numeric(plain, language), *_worded(plain, language)]
    found = found or [Dated(match[1], match.start(), match.end()) for match in _SEASON.finditer(plain)]
    kept: list[Dated] = []
    for dated in sorted(found, key=lambda d: (d.start, -d.end)):
        if not kept or dated.start >= kept[-1].end:
            kept.append(dated)
    return kept


def is_day_without_year(line: str, language: str | None = None) -> bool:
    """Whether the line is nothing but a month and a day ("Apr 2", "3 мая"), as letters print it."""
    if len(line) > 20 or not any(char.isdigit() for char in line):
        return False
    tokens = [token[0].casefold().strip(".") for token in _TOKEN.finditer(_european_digits(line))]
    numbers = [token for token in tokens if token.isdigit()]
    words = [token for token in tokens if not token.isdigit() and token not in _BETWEEN]
    if len(numbers) != 1 or len(words) != 1 or not 1 <= int(numbers[0]) <= 31:
        return False
    own = {**months("en"), **(months(language) if language else {})}
    return bool(own.get(words[0]) or any_month().get(words[0]))


def _european_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char for char in text)


def _iso(line: str) -> list[Dated]:
    found = []
    for match in _ISO.finditer(line):
        year, month, day, time, seconds, zone = match.groups()
        value = _valid(int(year), int(month), int(day) if day else None)
        if value and day and time and zone:
            zone = "+00:00" if zone in ("Z", "UTC", "GMT") else (zone if ":" in zone else f"{zone[:3]}:{zone[3:]}")
            value = f"{value}T{time}{seconds or ':00'}{zone}"
        if value:
            found.append(Dated(value, match.start(), match.end()))
    return found


def _by_pattern(line: str) -> list[Dated]:
    found = []
    for match in _EAST.finditer(line):
        value = _valid(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
        if value:
            found.append(Dated(value, match.start(), match.end()))
    for match in _VIETNAMESE.finditer(line):
        value = _valid(int(match[3]), int(match[2]), int(match[1]))
        if value:
            found.append(Dated(value, match.start(), match.end()))
    return found


def _numeric(line: str, language: str | None) -> list[Dated]:
    """Dates in figures. Day and month that could be either way round in English give the year alone, marked unsure."""
    found = []
    for match in _NUMBERS.finditer(line):
        first, middle, last = int(match[1]), int(match[3]), int(match[4])
        if len(match[1]) == 4:
            value = _valid(first, middle, last) if len(match[4]) <= 2 else None
            unsure = False
        elif len(match[4]) == 4 or (len(match[4]) == 2 and match[2] != "-" and last < 70):
            year = last if len(match[4]) == 4 else 2000 + last
            value, unsure = _day_or_month_first(first, middle, year, match[2], language)
        else:
            continue
        if value:
            found.append(Dated(value, match.start(), match.end(), unsure))
    return found


def _day_or_month_first(first: int, middle: int, year: int, sign: str, language: str | None) -> tuple[str | None, bool]:
    if sign == "." and middle > 12:
        return _valid(year, first, middle), False
    if first > 12 or sign == "." or first == middle:
        return _valid(year, middle, first), False
    if middle > 12:
        return _valid(year, first, middle), False
    if (language or "en").split("-")[0] != "en":
        return _valid(year, middle, first), False
    return _valid(year, None, None), True


def _valid(year: int, month: int | None, day: int | None) -> str | None:
    if not 1800 <= year <= 2199:
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def _worded(line: str, language: str | None) -> list[Dated]:
    tokens = list(_TOKEN.finditer(line))
    own = {**months("en"), **(months(language) if language else {})}
    found = []
    for index, token in enumerate(tokens):
        word = token[0].casefold().strip(".")
        month = own.get(word) or any_month().get(word)
        if month and (dated := _around_month(tokens, index, month, line)):
            found.append(dated)
    return found


def _around_month(tokens: list[re.Match[str]], index: int, month: int, line: str) -> Dated | None:
    """Read day and year beside a month's name, in any order: 5 March 2024, March 5, 2024, 2024. március 5."""
    before, after = _numbers_beside(tokens, index, -1), _numbers_beside(tokens, index, 1)
    day = year = None
    used = [index]
    for place in after:
        value = tokens[place][0]
        if len(value) == 4 and year is None:
            year = int(value)
            used.append(place)
            break
        if len(value) <= 2 and day is None and 1 <= int(value) <= 31:
            day = int(value)
            used.append(place)
        else:
            break
    for place in before:
        value = tokens[place][0]
        if len(value) == 4 and year is None and (day is not None or not before.index(place)):
            year = int(value)
            used.append(place)
        elif len(value) <= 2 and day is None and 1 <= int(value) <= 31:
            day = int(value)
            used.append(place)
        else:
            break
    if year is None or not 1800 <= year <= 2199:
        return None
    value_iso = _valid(year, month, day)
    if value_iso is None:
        return None
    start, end = tokens[min(used)].start(), tokens[max(used)].end()
    clock = _ZONE.match(line[end : end + 40])
    if clock and day and int(clock[1]) < 24:
        zone = "+00:00" if clock[3] in ("UTC", "GMT", "Z") else clock[3]
        return Dated(f"{value_iso}T{int(clock[1]):02}:{clock[2]}:00{zone}", start, end + clock.end())
    return Dated(value_iso, start, end)


def _numbers_beside(tokens: list[re.Match[str]], index: int, step: int) -> list[int]:
    """Places of up to two numbers beside a token, small joining words skipped."""
    found: list[int] = []
    skipped = 0
    place = index + step
    while 0 <= place < len(tokens) and len(found) < 2 and skipped < 3:
        word = tokens[place][0]
        near, far = tokens[place if step > 0 else place + 1], tokens[place - 1 if step > 0 else place]
        if re.search(r"[(\[|•·]", near.string[far.end() : near.start()]):
            break
        if word.isdigit():
            found.append(place)
        elif word.casefold() in _BETWEEN or len(word) <= 2 or word.casefold() in any_month():
            skipped += 1
        else:
            break
        place += step
    return found
