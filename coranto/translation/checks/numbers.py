"""Numbers of a sentence, compared by value: read from digits of any script, separators, powers and words."""

from __future__ import annotations

from decimal import Decimal

from coranto.translation.checks.numberreading import Numbers, Token, read_numbers
from coranto.translation.checks.problem import Compared, Problem, problem

# Left out or put in without changing what is said: "1 hour" is "an hour", "0 results" is "no results".
_SAID_OTHERWISE = {Decimal(0), Decimal(1)}
# How years are counted elsewhere: what is added to a year of the common era.
_CALENDARS = {"th": (543,), "fa": (-621, -622), "zh-Hant": (-1911,), "ja": (-2018, -1988, -1925, -1911, -1867)}
_MOST_NUMBERS = 400  # of a sentence; each is looked for among all others, and what has more is a list that nobody reads
_MOST_COUNTED = 10_000  # no year, hour or century is more
_HALF = Decimal("0.5")
_POWERS = frozenset(Decimal(10) ** zeros for zeros in (2, 3, 4, 5, 6, 7, 8, 9, 12))
_BY_HUNDREDS = {"sv", "da", "nb", "fi"}  # the 19th century is "the 1800s"


def numbers(pair: Compared) -> list[Problem]:
    """Warn of numbers of the source that the translation lacks, has changed, or has besides.

    A number counts as there when any of its readings is on the other side: in digits, in words, as a month, a Roman numeral, or by another
    calendar or clock.
    """
    theirs = read_numbers(pair.source_words, pair.source_language)
    ours = read_numbers(pair.target_words, pair.target_language)
    if max(len(theirs.tokens), len(ours.tokens)) > _MOST_NUMBERS:
        return []
    is_clock = theirs.has_clock or ours.has_clock
    missing = [token for token in theirs.tokens if not _is_in(token, ours, pair.target_language, pair.source_language, is_clock)]
    added = [token for token in ours.tokens if not _is_in(token, theirs, pair.source_language, pair.target_language, is_clock)]
    found = []
    for gone, new in zip(missing, added, strict=False):
        text = f"{gone.text} has become {new.text}; see which is right."
        found.append(problem("numbers", text, at=(new.start, new.end), source_at=(gone.start, gone.end)))
    for gone in missing[len(found) :]:
        found.append(problem("numbers", f"The number {gone.text} is missing.", source_at=(gone.start, gone.end)))
    for new in added[len(missing) :]:
        found.append(problem("numbers", f"The number {new.text} is not in the source.", at=(new.start, new.end)))
    return [one for one in found if not _is_harmless(one, missing, added)]


def _is_harmless(one: Problem, missing: list[Token], added: list[Token]) -> bool:
    """Whether a 0 or 1 alone is missing or new."""
    if missing and added:
        return False
    token = next(token for token in (*missing, *added) if (token.start, token.end) in ((one.start, one.end), (one.source_start, one.source_end)))
    return token.readings[0] in {(value,) for value in _SAID_OTHERWISE}


def _is_in(token: Token, there: Numbers, there_language: str, here_language: str, is_clock: bool) -> bool:
    """Whether a number is on the other side in one of its readings."""
    for reading in token.readings:
        if there.has_run(reading) and (reading in token.ordered or len(reading) > 1):
            return True  # 18:45 is 18.45 in Finnish
        if reading not in token.ordered and all(_has(value, there, there_language, here_language, is_clock) for value in reading):
            return True
    return False


def _is_and_a_half(value: Decimal, values: frozenset[Decimal]) -> bool:
    """Whether a number is said as one and a half: два с половиной миллиона is 2.5 million."""
    if _HALF not in values:
        return False
    counted = (value / times for times in (Decimal(1), *(_POWERS & values)) if value <= _MOST_COUNTED * times)
    return any(one % 1 == _HALF and one - _HALF in values for one in counted)


def _has(value: Decimal, there: Numbers, there_language: str, here_language: str, is_clock: bool) -> bool:
    if value in there.values or _is_and_a_half(value, there.values):
        return True
    if value > _MOST_COUNTED:
        return False
    alike = {value - shift for shift in _CALENDARS.get(here_language, ())} | {value + shift for shift in _CALENDARS.get(there_language, ())}
    if is_clock and value <= 24:
        alike |= {value + 12, value - 12}
    if 1000 <= value <= 2200:
        alike.add(value % 100)  # the '90s, 2019/20
        if value % 10 == 0:
            alike.add(value % 100 // 10 + 1)  # the 1950s are the sixth decade
    if value % 100 == 0 and 100 <= value <= 2100:
        alike |= {value / 100 + 1, value / 100}  # the 1400s are the 15th century; 800 to 900 is the 9th
    if 1 <= value <= 22:
        alike |= {century for century in ((value - 1) * 100, value * 100) if century >= 100 and century in there.centuries}
        alike |= {year for year in there.values if year <= 2200 and year % 10 == 0 and year // 100 + 1 == value}  # 20世纪80年代 are the 1980s
    if value < 100:
        alike |= {year for year in there.values if 1000 <= year <= 2200 and year % 100 == value}
    if there_language in _BY_HUNDREDS and 1 <= value <= 30:
        alike.add((value - 1) * 100)
    return bool(alike & there.values)
