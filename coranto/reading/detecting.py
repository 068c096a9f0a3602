"""Say which of the publication's languages a text is in."""

from __future__ import annotations

import re
from functools import lru_cache

from lingua import LanguageDetector, LanguageDetectorBuilder

from coranto.reading.shape import Language

MOST = 3000  # characters looked at; more does not make the answer surer

# Two languages that the detector does not know have a script to themselves.
_BY_SCRIPT = {"kn": re.compile("[\u0c80-\u0cff]"), "ml": re.compile("[\u0d00-\u0d7f]")}


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()


def detect(text: str, declared: str | None = None) -> Language:
    """Detect the language of a text; confidence is 0.0 to 1.0, and code None for a text that says too little."""
    sample = text[:MOST]
    if sum(char.isalpha() for char in sample) < 8:
        return Language(None, 0.0, declared)
    for code, script in _BY_SCRIPT.items():
        if len(script.findall(sample)) > 0.5 * sum(char.isalpha() or "\u0c80" <= char <= "\u0d7f" for char in sample):
            return Language(code, 1.0, declared)
    best = _detector().compute_language_confidence_values(sample)[0]
    code = best.language.iso_code_639_1.name.lower()
    return Language(code, round(best.value, 3), declared)
