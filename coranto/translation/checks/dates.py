"""Months and days of the week that the translation has changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from coranto.languages.table import locale
from coranto.translation.checks.numberreading import read_numbers
from coranto.translation.checks.problem import Compared, Problem, problem
from coranto.translation.checks.scripts import scripts_of

_UNSPACED = {"Hani", "Thai"}
Place = tuple[int, int, int]  # number of the month or day, start, end


def dates(pair: Compared) -> list[Problem]:
    """Warn of a month or day of the week that has become another one.

    Only names in full count, and only where the translation names another of the same kind: a date may be left to context, or written in
    figures. A month in words beside a figure is surely one (May, March and their like are words as well).
    """
    found = []
    figures = read_numbers(pair.target_words, pair.target_language).values
    for kind, read in (("month", _months), ("day", _days)):
        theirs, ours = list(read(pair.source_words, pair.source_language)), list(read(pair.target_words, pair.target_language))
        said, wanted = {one[0] for one in ours}, {one[0] for one in theirs}
        for number, start, end in theirs:
            if number in said or not said - wanted or (kind == "month" and number in figures - said):
                continue
            _, at, to = next(one for one in ours if one[0] not in wanted)
            text = f"{pair.source[start:end]} has become {pair.target[at:to]}; see which {kind} is right."
            found.append(problem("date", text, at=(at, to), source_at=(start, end)))
            break
    return found


def _months(text: str, language: str) -> Iterator[Place]:
    return _named(text, _pattern(language, "months"), next_to_a_figure=True)


def _days(text: str, language: str) -> Iterator[Place]:
    return _named(text, _pattern(language, "days"), next_to_a_figure=False)


def _folded(text: str) -> str:
    """In small letters of one piece each: those of Μαΐου come apart in a plain casefold, and no text has them so."""
    return unicodedata.normalize("NFC", text.casefold())


def _named(text: str, known: tuple[re.Pattern[str], dict[str, int]], *, next_to_a_figure: bool) -> Iterator[Place]:
    pattern, numbers = known
    for hit in pattern.finditer(text):
        number = numbers.get(_folded(hit[1]))
        if number is None:
            continue  # a small letter that is another one's in this language only (ı and i)
        around = text[max(0, hit.start() - 12) : hit.start()] + text[hit.end() : hit.end() + 12]
        if not next_to_a_figure or any(char.isdecimal() for char in around):
            yield number, hit.start(), hit.end()


@lru_cache(maxsize=128)
def _pattern(language: str, kind: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Names in full, each with what a language may add to its end."""
    names = getattr(locale(language), kind)
    numbers: dict[str, int] = {}
    for use in names:
        for number, name in names[use].get("wide", {}).items():
            if len(str(name)) >= 2 and not str(name)[0].isdigit():
                numbers.setdefault(_folded(str(name)), number)
    spaced = not _UNSPACED & set(scripts_of(language))
    edges = (r"(?<!\w)", r"\w{0,4}(?!\w)") if spaced else ("", "")
    longest = sorted(numbers, key=len, reverse=True)
    body = "|".join(re.escape(name) for name in longest) or "(?!)"
    return re.compile(f"{edges[0]}({body}){edges[1]}", re.IGNORECASE), numbers
