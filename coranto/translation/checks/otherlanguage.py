"""A sentence that is clearly in another language than it should be."""

from __future__ import annotations

import re
from functools import lru_cache

from coranto.languages.table import CODES, get
from coranto.reading.detecting import detect
from coranto.translation.checks.problem import Compared, Problem, problem
from coranto.translation.checks.scripts import scripts_of, words_of

LEAST_LETTERS = 40  # the detector is right on 96 % of sentences of 30 characters, and blocking must be surer than that
LEAST_IDEOGRAPHS = 12
LEAST_CONFIDENCE = 0.8
# Neighbours are told apart on long sentences only, measured on what people wrote.
LEAST_LETTERS_NEAR = 70
LEAST_CONFIDENCE_NEAR = 0.9
_NEAR = (
    {"bg", "sr", "mk", "ru", "uk", "be"},
    {"gl", "pt", "es", "ca", "it", "fr", "ro"},
    {"sv", "nb", "da"},
    {"nl", "af", "de"},
    {"hr", "sr", "sl", "sk", "cs", "pl"},
    {"tr", "az"},
    {"fa", "ar"},
)
_NEEDS = {"az": frozenset("ə")}  # letters that a sentence of the language hardly does without, and its neighbour does not have
_WORDS = re.compile(r"(\w+)")
# The detector calls Italian, Catalan and Dutch sentences of software English; a sentence that is so has words of these.
_ENGLISH = frozenset(
    ["the", "and", "that", "with", "this", "are", "from", "it", "as", "have", "which", "you", "your", "they", "but", "been", "were", "their", "has"]
)
_ALSO_ENGLISH = frozenset(
    ["of", "to", "in", "is", "for", "was", "not", "be", "by", "on", "at", "or", "an", "will", "we", "all", "after"]
)  # Dutch, Danish and Italian have some of these


def other_language(pair: Compared) -> list[Problem]:
    """Find a sentence that the detector is sure is in another language; confusable languages stand for one another."""
    own = scripts_of(pair.target_language)
    text = _without_names(pair)
    letters = sum(map(str.isalpha, text))
    if letters < (LEAST_IDEOGRAPHS if own[-1] == "Hani" else LEAST_LETTERS):
        return []
    found = detect(text)
    target = get(pair.target_language)
    if found.code is None or found.code == target.code or found.code in target.confusable:
        return []
    # Of two languages that nobody expects here the detector is as unsure as of neighbours: good Italian was called Corsican.
    is_near = found.code not in CODES or any(found.code in group and target.code in group for group in _NEAR)
    if (is_near and letters < LEAST_LETTERS_NEAR) or found.confidence < (LEAST_CONFIDENCE_NEAR if is_near else LEAST_CONFIDENCE):
        return []
    if found.code in _NEEDS and not _NEEDS[found.code] & set(text.lower()):
        return []
    if found.code == "en" and not _is_english(text):
        return []
    said = f"This reads as {_named(found.code)}, not {target.english_name}."
    return [problem("language", said, at=(0, len(pair.target)))]


def _is_english(text: str) -> bool:
    words = set(re.findall(r"[a-z]+", text.lower()))
    return bool(words & _ENGLISH) and len(words & (_ENGLISH | _ALSO_ENGLISH)) >= 2


def _without_names(pair: Compared) -> str:
    """The target without protected texts and without words in large initials that the source has too."""
    shared = _capitals(pair.source)
    return "".join([" " if part in shared else part for part in _WORDS.split(pair.target_words)])


@lru_cache(maxsize=1024)
def _capitals(source: str) -> frozenset[str]:
    return frozenset(word for word in words_of(source) if word[:1].isupper())


def _named(code: str) -> str:
    try:
        return get(code).english_name
    except KeyError:
        return f"another language ({code})"
