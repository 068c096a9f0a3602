"""Words as the index sees them, in every script.

Where a script writes no spaces (Han, Kana, Thai, Lao, Khmer, Burmese) every character is a word, and a run of them in
a question is a phrase: so a word of any length, two characters included, is found wherever it stands. A dictionary
cuts such text differently in a sentence and alone, and then finds nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

UNSPACED = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_WORD = re.compile(f"[{UNSPACED}]+|(?:(?![{UNSPACED}])\\w)+(?:['’](?![{UNSPACED}])\\w+)*", re.UNICODE)
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u0591-\u05c7]")  # vowel points and kashida, which few write and nobody searches
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff\u1f00-\u1fff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
MOST_WORDS = 12
LEAST_PREFIX = 3  # letters from which on a word also finds longer ones; in Hangul two syllables, since endings are written on


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question; `characters` has one item, or those of a phrase. `is_prefix`: longer words count too."""

    characters: tuple[str, ...]
    is_prefix: bool


def cut(text: str) -> str:
    """Text as words with a space between, folded: what the index stores."""
    return " ".join(part for word in _WORD.findall(fold(text)) for part in (word if _UNSPACED.match(word) else [word]))


def _plain(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", found[0])[0]


def fold(text: str) -> str:
    """Without case, compatibility forms, accents of Latin and Greek letters, Arabic vowel points and Hebrew points; alef and yeh in one form each."""
    folded = _ACCENTED.sub(_plain, unicodedata.normalize("NFKC", text).casefold())
    folded = _MARKS.sub("", folded)
    return folded.translate(_LETTERS)


_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "’": "'"})


def asked(question: str) -> list[Asked]:
    """The words of a question, at most twelve; what holds no letter or digit is left out."""
    found = []
    for word in _WORD.findall(fold(question))[:MOST_WORDS]:
        if _UNSPACED.match(word):
            found.append(Asked(tuple(word), False))
        else:
            found.append(Asked((word.replace("'", " ").split()[0] if "'" in word else word,), len(word) >= (2 if _HANGUL.match(word) else LEAST_PREFIX)))
    return found
