"""Numbers read from a text: every way in which a figure can be read, and the values that its words may stand for."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from coranto.languages.table import locale
from coranto.translation.checks.powers import powers
from coranto.translation.checks.scripts import scripts_of

Reading = tuple[Decimal, ...]

MOST_DIGITS = 25  # of a figure; a longer one is a code, and beyond what decimals are counted with
_MOST_POWERS = 6  # that follow one figure
_SPACES = "\u00a0\u202f\u2009 "
_CHUNK = re.compile(rf"\d(?:[\d.,'’:/·٫٬]|[{_SPACES}](?=\d{{3}}(?!\d)))*")
_GROUPED = re.compile(rf"(\d{{1,3}})((?:([{_SPACES}'’.,٬])\d{{3}})(?:\3\d{{3}})*)(?:[.,·٫](\d+))?")
_INDIAN = re.compile(r"(\d{1,2}(?:,\d{2})*,\d{3})(?:\.(\d+))?")
_DECIMAL = re.compile(r"(\d+)[.,·٫'’](\d+)")
_TIME = re.compile(
    r"\b\d{1,2}[:h時时點点시]\s?\d{0,2}|\b[ap]\.?\s?m\b|a\.m\.|p\.m\.|o.clock|午[前後后]|[上下]午|晚上|오[전후]|\buhr\b|\bhs?\b|klo|kl\.|น\.", re.IGNORECASE
)
_LEFT_OUT = {0xAD: None, 0x200B: None, 0x2019: "'", 0x2BC: "'"}  # hyphens and gaps that are not seen; one apostrophe for all
_ROMAN = re.compile(r"\b([IVXLCІХС]{1,7})(?:[IVX]*(?:ème|ième|eme|er|re|e|ᵉ|º|ª|-\w{1,4}))?\b")  # XIXe, XXI-го
_ROMAN_FORM = re.compile(r"(X{0,3}|XL|LX{0,3}|XC)(IX|IV|V?I{0,3})")
_FRACTION = re.compile(r"(\d{1,2})[/⁄](\d{1,2})")
_FIRST_YEAR = "元年"  # of an era
_AND_A_HALF = {"hi": "साढ़े", "bn": "সাড়ে", "gu": "સાડા"}  # stands before a number: साढ़े 3 is 3.5
_BASES = ("進", "进", "진수", "진법")  # "decimal" is written with a figure
_HALF = Decimal("0.5")
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75"}
# What a share in words is in percent: half is 50, twice is 200.
_PERCENT = {Decimal(value): Decimal(percent) for value, percent in (("0.5", 50), ("0.25", 25), ("0.75", 75), ("2", 200), ("3", 300))}
_HAN = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    "零": 0,
    "两": 2,
    "兩": 2,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
}
_HAN_RUN = re.compile("[" + "".join(_HAN) + "]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A number in digits: its place, and every way to read it, the likeliest first.

    `ordered` are readings whose parts must follow one another on the other side too (3.5 is not 5.3).
    """

    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]
    ordered: frozenset[Reading] = frozenset()


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a text. `values` is whatever one of them may mean, words, months and Roman numerals included."""

    tokens: tuple[Token, ...]
    values: frozenset[Decimal]
    parts: tuple[Decimal, ...]
    has_clock: bool

    @property
    def centuries(self) -> frozenset[Decimal]:
        """Whole hundreds in digits that may be the years of a century (the 1400s)."""
        return frozenset(
            reading[0] for token in self.tokens for reading in token.readings if len(reading) == 1 and 100 <= reading[0] <= 2100 and reading[0] % 100 == 0
        )

    def has_run(self, reading: Reading) -> bool:
        """Whether these values stand one after another."""
        return any(self.parts[at : at + len(reading)] == reading for at in range(len(self.parts)))


def read_numbers(text: str, language: str) -> Numbers:
    """Read all numbers of a text; places are those of the text given."""
    flat = _european(text)
    tokens: list[Token] = []
    parts: list[Decimal] = []
    for found in _CHUNK.finditer(flat):
        chunk = found[0].rstrip(".,'’:/·٫٬" + _SPACES)
        end = found.start() + len(chunk)
        if flat.startswith(_BASES, end):
            continue
        readings, ordered = _readings(chunk)
        more = _HALF if _is_halved(flat[: found.start()], language) else Decimal(_FRACTIONS.get(flat[end : end + 1], 0))
        if more:
            readings = (*((reading[0] + more,) for reading in readings if len(reading) == 1), *readings)
            end += flat[end : end + 1] in _FRACTIONS  # 2½
        end, readings = _multiplied(flat, end, readings, language)
        parts.extend(Decimal(part) for part in re.findall(r"\d+", chunk))
        tokens.append(Token(found.start(), end, text[found.start() : end], readings, ordered))
    tokens = _joined(tokens, flat, language)
    values = {value for token in tokens for reading in token.readings if reading not in token.ordered for value in reading}
    return Numbers(tuple(tokens), frozenset(values | _said(text, flat, language)), tuple(parts), bool(_TIME.search(flat)))


def _is_halved(before: str, language: str) -> bool:
    return language in _AND_A_HALF and before.rstrip().endswith(_AND_A_HALF[language])


def _european(text: str) -> str:
    """The text with digits of every script as 0 to 9, character for character."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() and not char.isascii() else char for char in text)


def _readings(chunk: str) -> tuple[tuple[Reading, ...], frozenset[Reading]]:
    """Every way to read a figure, and which of them are parts in order."""
    if chunk.isdigit():
        return ((Decimal(chunk),),), frozenset()
    found: list[Reading] = []
    if match := _GROUPED.fullmatch(chunk):
        found.append((Decimal(re.sub(r"\D", "", match[1] + match[2]) + ("." + match[4] if match[4] else "")),))
    if match := _INDIAN.fullmatch(chunk):
        found.append((Decimal(match[1].replace(",", "") + ("." + match[2] if match[2] else "")),))
    if (match := _DECIMAL.fullmatch(chunk)) and not (len(match[2]) == 3 and match[2].endswith("0") and found):  # nobody writes 2.300 for 2.3
        found.append((Decimal(f"{match[1]}.{match[2]}"),))
    if (match := _FRACTION.fullmatch(chunk)) and match[1] == "1" and int(match[2]) >= 2:
        found += [(Decimal(match[2]),), (1 / Decimal(match[2]),)]  # a third, a half
    parts = tuple(Decimal(part) for part in re.findall(r"\d+", chunk))
    is_decimal = bool(_DECIMAL.fullmatch(chunk))
    return (*dict.fromkeys([*found, parts]),), frozenset({parts}) if is_decimal else frozenset()


def _multiplied(flat: str, end: int, readings: tuple[Reading, ...], language: str) -> tuple[int, tuple[Reading, ...]]:
    """The place after the powers that follow a figure, and its readings times them."""
    for _ in range(_MOST_POWERS):
        hit = next(((match, power) for power in powers(language) if (match := power.pattern.match(flat, end))), None)
        if hit is None:
            break
        match, power = hit
        times = tuple(tuple(value * power.times for value in reading[-1:]) for reading in readings if len(reading) == 1) or tuple(
            (*reading[:-1], reading[-1] * power.times) for reading in readings
        )
        readings = times if power.surely(match) else (*readings, *times)
        end = match.end()
    return end, readings


def _joined(tokens: list[Token], flat: str, language: str) -> list[Token]:
    """Tokens such as 3億 5000万 or 2 lakh 50 thousand, which together are one number, as one."""
    done: list[Token] = []
    for token in tokens:
        before = done[-1] if done else None
        if before and before.end < len(flat) and not flat[before.end : token.start].strip() and token.start - before.end <= 1 and _adds_up(before, token):
            total = before.readings[0][0] + token.readings[0][0]
            done[-1] = Token(
                before.start, token.end, before.text + flat[before.end : token.start] + token.text, ((total,), (*before.readings[0], *token.readings[0]))
            )
        else:
            done.append(token)
    return done


def _adds_up(first: Token, second: Token) -> bool:
    large, small = first.readings[0], second.readings[0]
    return len(large) == len(small) == 1 and not first.text[-1].isdigit() and large[0] >= 1000 and small[0] < large[0]


def _said(text: str, flat: str, language: str) -> set[Decimal]:
    """Values that words may stand for: number words, months, Roman numerals, fractions, figures in Han characters."""
    small = text.casefold().translate(_LEFT_OUT)
    values = _words(small, language) | _months(small, language)
    values |= {Decimal(value) for sign, value in _FRACTIONS.items() if sign in text}
    values |= {Decimal(value) for found in _ROMAN.finditer(text) if (value := _roman(found[1]))}
    if _FIRST_YEAR in text:
        values.add(Decimal(1))
    if "Hani" in scripts_of(language):
        values |= {Decimal(value) for found in _HAN_RUN.finditer(text) for value in _han(found[0])}
    values |= {power.times for power in powers(language) if power.alone.search(flat)}
    return values | {_PERCENT[value] for value in values & _PERCENT.keys()}


@lru_cache(maxsize=1)
def _all_words() -> dict[str, dict[str, str]]:
    """language → spelled form → value, from CLDR's spell-out rules; see number_words.json."""
    table: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "number_words.json").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=64)
def _word_pattern(language: str) -> tuple[re.Pattern[str] | None, dict[str, Decimal]]:
    forms = {form.casefold().translate(_LEFT_OUT): Decimal(value) for value, joined in _all_words().get(language, {}).items() for form in joined.split("|")}
    if not forms:
        return None, {}
    edge = "" if language in ("ja", "th", "zh-Hans", "zh-Hant", "ko") else r"(?<!\w)"
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(edge + "(" + "|".join(re.escape(form).replace(r"\ ", r"[\s\u00a0-]+") for form in longest) + ")"), forms


def _words(small: str, language: str) -> set[Decimal]:
    """Values of the number words of a text, and of a word with the power that follows it."""
    pattern, forms = _word_pattern(language)
    values: set[Decimal] = set()
    if pattern is None:
        return values
    for found in pattern.finditer(small):
        value = forms.get(re.sub(r"[\s\u00a0]+", " ", found[1]), forms.get(found[1].replace("-", " ")))
        if value is None:
            continue
        if _is_halved(small[: found.start()], language):
            value += _HALF
        _, readings = _multiplied(small, found.end(), ((value,),), language)
        values |= {value, *(one[0] for one in readings)}
    return values


@lru_cache(maxsize=64)
def month_forms(language: str) -> tuple[tuple[str, int], ...]:
    """Names of months as CLDR writes them, in full and short, longest first."""
    months = locale(language).months
    forms = {
        str(name).casefold().rstrip("."): number for use in months for width in ("wide", "abbreviated") for number, name in months[use].get(width, {}).items()
    }
    return tuple(sorted(((form, number) for form, number in forms.items() if len(form) >= 2 and not form[0].isdigit()), key=lambda one: -len(one[0])))


def _months(small: str, language: str) -> set[Decimal]:
    return {Decimal(number) for form, number in month_forms(language) if form in small}


def _roman(text: str) -> int:
    plain = text.translate(str.maketrans("ІХС", "IXC"))
    match = _ROMAN_FORM.fullmatch(plain)
    if not match:
        return 0
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    digits = [values[char] for char in plain]
    return sum(-one if one < (digits[at + 1] if at + 1 < len(digits) else 0) else one for at, one in enumerate(digits))


def _han(run: str) -> set[int]:
    """What a run of Han numerals may be: place by place (二〇二四), or by powers (三十五)."""
    values = {_HAN[char] for char in run if _HAN[char] < 10}
    digits = [_HAN[char] for char in run]
    if all(digit < 10 for digit in digits):
        return values | ({int("".join(map(str, digits)))} if len(digits) <= MOST_DIGITS else set())
    total = section = digit = 0
    for value in digits:
        if value < 10:
            digit = value
        elif value < 10**4:
            section, digit = section + (digit or 1) * value, 0
        else:
            total, section, digit = total + max(section + digit, 1) * value, 0, 0
    return values | {total + section + digit}
