"""Cutting a sentence that is longer than a model takes, at the best places: first at clauses, then at spaces.

Model vocabularies are not read here; `weight` estimates what a sentence costs in model units from its letters alone,
and errs towards too many.
"""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import pairwise

_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile(r"(?<=[;:،؛。、，；：।])\s*|(?<=[,)–—])\s+|\s+(?=[(–—])")
_LETTERS_A_UNIT = 4.0
# Han, kana, Hangul, Thai and their like take about one unit a letter.
_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]")


def weight(text: str) -> int:
    """Estimate the model units in a text: a word counts one for each four letters begun, dense scripts one a letter."""
    total = 0
    for word in _WORD.findall(text):
        dense = len(_DENSE.findall(word))
        marks = sum(unicodedata.category(letter)[0] in "PS" for letter in word)
        total += dense + marks + math.ceil(max(0, len(word) - dense - marks) / _LETTERS_A_UNIT)
    return total


def pieces(text: str, most: int) -> list[str]:
    """Cut a text into pieces of at most `most` units; joined with "" they are the text again.

    A single word heavier than `most` is cut between letters, which no model will translate well.
    """
    if len(text) <= most or weight(text) <= most:  # no letter weighs more than one
        return [text]
    for cut in (_at_clauses, _at_spaces, _at_letters):
        parts = cut(text)
        if len(parts) > 1:
            break
    joined = _filled(parts, most)
    return [piece for part in joined for piece in (pieces(part, most) if weight(part) > most else [part])]


def _filled(parts: list[str], most: int) -> list[str]:
    """Join neighbours while they fit. A whole weighs no more than its parts, each of which is weighed once."""
    filled, weights = [parts[0]], [weight(parts[0])]
    for part in parts[1:]:
        more = weight(part)
        if weights[-1] + more <= most:
            filled[-1] += part
            weights[-1] += more
        else:
            filled.append(part)
            weights.append(more)
    return filled


def _at_clauses(text: str) -> list[str]:
    ends = [match.end() for match in _CLAUSE_END.finditer(text)]
    return _cut(text, ends)


def _at_spaces(text: str) -> list[str]:
    return _cut(text, [match.end() for match in re.finditer(r"\s+", text)])


def _at_letters(text: str) -> list[str]:
    middle = len(text) // 2
    while middle < len(text) - 1 and unicodedata.combining(text[middle]):
        middle += 1
    return _cut(text, [middle])


def _cut(text: str, ends: list[int]) -> list[str]:
    places = [0, *sorted({end for end in ends if 0 < end < len(text)}), len(text)]
    return [text[start:end] for start, end in pairwise(places)]
