"""Scripts of letters: which each language is written in, and whether a sentence is written in another."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from coranto.languages.table import get
from coranto.translation.checks.problem import Compared, Problem, problem

LEAST_LETTERS = 8  # fewer say nothing: an abbreviation, a name
LEAST_SHARE = 0.3  # of the letters must be the language's own; names and titles of works account for the rest

_RANGES = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ʸḀ-ỿⱠ-ⱿꜢ-ꟿﬀ-ﬆＡ-Ｚａ-ｚ",
    "Cyrl": "Ѐ-ԯᲀ-ᲈⷠ-ⷿꙀ-ꚟ",
    "Grek": "Ͱ-Ͽ\u1f00-\u1fff",
    "Arab": "ؠ-يٮ-ۓە-ۿݐ-ݿࢠ-ࣿ\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": "א-תװ-ײ\ufb1d-\ufb4f",
    "Deva": "ऄ-ह\u0958-\u0961ॱ-ॿ",
    "Beng": "অ-হ\u09dc-\u09e1ৰৱ",
    "Gujr": "અ-હૠૡ",
    "Taml": "அ-ஹ",
    "Telu": "అ-హౘ-ౡ",
    "Knda": "ಅ-ಹೞ-ೡ",
    "Mlym": "അ-ഹൠൡൺ-ൿ",
    "Thai": "ก-ฮเ-ไๅ",
    "Hang": "가-힣ᄀ-ᇿㄱ-ㆎ",
    "Kana": "ぁ-ゖァ-ヺーｦ-ﾟ",
    "Hani": "一-鿿㐀-䶿\uf900-\ufaff々〇\U00020000-\U0003134f",
    "Geor": "Ⴀ-ჿ",
    "Armn": "Ա-և",
    "Laoo": "ກ-ໆ",
    "Khmr": "ក-ឳ",
    "Mymr": "က-ဪ",
    "Ethi": "ሀ-ፚ",
    "Guru": "ਅ-ਹ\u0a59-\u0a5eੲੳੴ",
    "Sinh": "අ-ෆ",
    "Orya": "ଅ-ହ\u0b5c-\u0b61",
}
_PATTERNS = {script: re.compile(f"[{letters}]") for script, letters in _RANGES.items()}
_WRITTEN_IN = {"Jpan": ("Kana", "Hani"), "Kore": ("Hang", "Hani"), "Hans": ("Hani",), "Hant": ("Hani",)}
_NAMES = {
    "Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek", "Arab": "Arabic", "Hebr": "Hebrew", "Deva": "Devanagari", "Beng": "Bengali", "Gujr": "Gujarati",
    "Taml": "Tamil", "Telu": "Telugu", "Knda": "Kannada", "Mlym": "Malayalam", "Thai": "Thai", "Hang": "Korean", "Kana": "Japanese", "Hani": "Chinese",
}  # fmt: skip
_WORD = re.compile(r"\w+")
_WEIGHT = {"Hani": 3, "Hang": 3}  # one of these says what three letters do


@lru_cache(maxsize=64)
def scripts_of(language: str) -> tuple[str, ...]:
    """The scripts whose letters a language is written in."""
    script = get(language).script
    return _WRITTEN_IN.get(script, (script,))


@lru_cache(maxsize=1024)
def words_of(source: str) -> frozenset[str]:
    """The words of a source, which is compared with many translations."""
    return frozenset(_WORD.findall(source))


def counted(text: str) -> Counter[str]:
    """How many letters of each script a text has."""
    return Counter({script: number for script, pattern in _PATTERNS.items() if (number := len(pattern.findall(text)))})


def wrong_script(pair: Compared) -> list[Problem]:
    """Find a sentence most of whose letters are of a script that its language is not written in.

    Words that stand in the source as well (names, titles of works) are left out of the count.
    """
    ours = scripts_of(pair.target_language)
    words = _WORD.findall(pair.target_words)
    if scripts_of(pair.source_language) != ours:
        same = words_of(pair.source)
        words = [word for word in words if word not in same]
    text = " ".join(words)
    if sum(len(_PATTERNS[script].findall(text)) for script in ours) >= LEAST_SHARE * len(text):
        return []  # enough, whatever the rest is
    letters = counted(text)
    total = sum(letters.values())
    own = sum(_WEIGHT.get(script, 1) * letters[script] for script in ours)
    foreign = Counter({script: number for script, number in letters.items() if script not in ours})
    if total < LEAST_LETTERS or own >= LEAST_SHARE * total or not foreign:
        return []
    script = foreign.most_common(1)[0][0]
    places = [found.start() for found in _PATTERNS[script].finditer(pair.target)]
    text = f"Most letters are {_NAMES.get(script, script)}, but {get(pair.target_language).english_name} is written in {_said(ours)}."
    return [problem("script", text, at=(places[0], places[-1] + 1))]


def _said(scripts: tuple[str, ...]) -> str:
    return " and ".join(_NAMES.get(script, script) for script in scripts)
