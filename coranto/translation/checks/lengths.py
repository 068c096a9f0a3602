"""Lengths: a translation much shorter or longer than translations of this pair are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from statistics import quantiles

from coranto.translation.checks.problem import Compared, Problem, problem

LEAST_CHARACTERS = 20  # of the source; shorter ones vary too much to say anything
LEAST_LEARNT = 200  # pairs of sentences, before a pair's own percentiles are taken
SHARE_OUTSIDE = 0.002  # of the sentences of people lie below `shortest`, and as many above `longest`
_SPREAD = 2.7  # how far an unlearnt pair's bounds lie from its middle, as a factor

# Characters of a translation for 1,000 of the English, the median over catalogs that people translated (python -m …checks.bench_checks).
_FOR_ENGLISH = {
    "ar": 870, "az": 1020, "be": 1050, "bg": 1080, "bn": 970, "ca": 1140, "cs": 980, "da": 1040, "de": 1140, "el": 1170, "en": 1000, "es": 1150, "et": 980,
    "eu": 1060, "fa": 930, "fi": 1040, "fr": 1190, "gl": 1130, "gu": 950, "he": 780, "hi": 1000, "hr": 1030, "hu": 1080, "id": 1080, "it": 1140, "ja": 490,
    "kn": 1050, "ko": 540, "lt": 1010, "lv": 1040, "ml": 1130, "ms": 1080, "nb": 1010, "nl": 1110, "pl": 1070, "pt": 1110, "ro": 1120, "ru": 1090, "sk": 1010,
    "sl": 1030, "sq": 1120, "sr": 1020, "sv": 1030, "ta": 1200, "te": 1030, "th": 930, "tr": 1010, "uk": 1060, "vi": 1090, "zh-Hans": 330, "zh-Hant": 330,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lengths:
    """The bounds of a pair: characters of the target for one of the source. `learnt_from` is how many pairs of sentences say so."""

    shortest: float
    longest: float
    learnt_from: int = 0


def learn_lengths(pairs: Iterable[tuple[str, str]], *, source_language: str, target_language: str) -> Lengths:
    """Learn a pair's bounds from sentences (source, target) that people stand by; from too few, the table's are given."""
    ratios = sorted(len(target) / len(source) for source, target in pairs if len(source) >= LEAST_CHARACTERS)
    if len(ratios) < LEAST_LEARNT:
        return expected(source_language, target_language)
    cut = quantiles(ratios, n=round(1 / SHARE_OUTSIDE), method="inclusive")
    # Nobody's memory is complete: a quarter is left beyond what was seen.
    return Lengths(cut[0] * 0.75, cut[-1] * 1.25, len(ratios))


@cache
def expected(source_language: str, target_language: str) -> Lengths:
    """The bounds of a pair that nothing was learnt about, from both languages' lengths for the same English."""
    middle = _FOR_ENGLISH.get(target_language, 1000) / _FOR_ENGLISH.get(source_language, 1000)
    return Lengths(middle / _SPREAD, middle * _SPREAD)


def length(pair: Compared) -> list[Problem]:
    """Warn of a translation outside the pair's bounds."""
    if len(pair.source) < LEAST_CHARACTERS or not pair.target.strip():
        return []
    bounds = pair.lengths or expected(pair.source_language, pair.target_language)
    ratio = len(pair.target) / len(pair.source)
    if bounds.shortest <= ratio <= bounds.longest:
        return []
    much = "short" if ratio < bounds.shortest else "long"
    low, high = round(bounds.shortest * len(pair.source)), round(bounds.longest * len(pair.source))
    text = f"The translation is very {much}: {len(pair.target)} characters where {low} to {high} are usual; see that nothing is missing or added."
    return [problem("length", text, at=(0, len(pair.target)), source_at=(0, len(pair.source)))]
