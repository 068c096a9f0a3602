"""A sentence that is clearly in another language than it should be."""

from __future__ import annotations

import re

from coranto.languages.table import get
from coranto.reading.detecting import detect
from coranto.translation.checks.problem import Compared, Problem, problem
from coranto.translation.checks.scripts import scripts_of

LEAST_LETTERS = 40  # the detector is right on 96 % of sentences of 30 characters, and blocking must be surer than that
LEAST_IDEOGRAPHS = 12
LEAST_CONFIDENCE = 0.93
# The source's own language again, or English: what an engine that fails gives back.
LEAST_CONFIDENCE_UNTRANSLATED = 0.85


def other_language(pair: Compared) -> list[Problem]:
    """Find a sentence that the detector is sure is in another language; confusable languages stand for one another."""
    own = scripts_of(pair.target_language)
    least = LEAST_IDEOGRAPHS if own[-1] == "Hani" else LEAST_LETTERS
    text = _without_names(pair)
    if sum(char.isalpha() for char in text) < least:
        return []
    found = detect(text)
    target = get(pair.target_language)
    if found.code is None or found.code == target.code or found.code in target.confusable:
        return []
    untranslated = found.code in (pair.source_language, "en")
    if found.confidence < (LEAST_CONFIDENCE_UNTRANSLATED if untranslated else LEAST_CONFIDENCE):
        return []
    said = f"This reads as {_named(found.code)}, not {target.english_name}."
    return [problem("language", said, at=(0, len(pair.target)))]


def _without_names(pair: Compared) -> str:
    """The target without protected texts and without words in large initials that the source has too."""
    shared = {word for word in re.findall(r"\w+", pair.source) if not word.islower()}
    return re.sub(r"\w+", lambda word: " " if word[0] in shared and word[0][:1].isupper() else word[0], pair.target_words)


def _named(code: str) -> str:
    try:
        return get(code).english_name
    except KeyError:
        return f"another language ({code})"
