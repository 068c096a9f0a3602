"""Words as the index sees them, in every script.

Where a script writes no spaces (Han, Kana, Thai, Lao, Khmer, Burmese) every character is a word, so that a word of any
length is found wherever it stands; behind them stand the words as ICU cuts the text, so that an article in which the
characters really are a word comes before one in which they meet by chance. ICU also cuts the question. A dictionary
alone would not do: it cuts a text differently in a sentence and alone, and then finds nothing.

Arabic and Hebrew write small words on to the next one; both the whole and what is left without them stand in the index.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from icu4py.breakers import WordBreaker

WORDS_VERSION = 2  # raise it when the same text gives other words
UNSPACED = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def _ranges_of_marks() -> str:
    """Vowel signs and other marks that belong to the letter before them, which `\\w` leaves out, as ranges of a pattern."""
    marks = [code for code in range(0x300, 0xAC00) if unicodedata.category(chr(code)) in {"Mn", "Mc"} and not re.match(f"[{UNSPACED}]", chr(code))]
    runs = ([code for _place, code in run] for _offset, run in groupby(enumerate(marks), lambda item: item[1] - item[0]))
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


LETTER = rf"\w{_ranges_of_marks()}"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_WORD = re.compile(f"[{UNSPACED}]+|(?:(?![{UNSPACED}])[{LETTER}])+(?:'(?:(?![{UNSPACED}])[{LETTER}])+)*", re.UNICODE)
_SPACED_WORD = re.compile(f"[{LETTER}]+(?:'[{LETTER}]+)*", re.UNICODE)  # the same where no such character stands, five times as fast
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u0591-\u05c7\u0300-\u036f\u200c\u200d\u00ad]")  # vowel points, kashida and joiners, which few write and nobody searches
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff\u1f00-\u1fff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_WRITTEN_ON = {"ar": re.compile("(?:[وفبك]?ال|لل|و)(?=\\w{3})"), "he": re.compile("[ושכ]?[הבלמכ](?=\\w{3})|ו(?=\\w{3})")}
_ICU_LANGUAGES = {"ja": "ja", "th": "th"}
MOST_WORDS = 12
LEAST_PREFIX = 3  # letters from which on a word also finds longer ones; in Hangul two syllables, since endings are written on


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question; `characters` has one item, or those of a phrase. `is_prefix`: longer words count too.

    `other` is the same word as it may stand in the index as well: a phrase as one word, an Arabic or Hebrew word without
    what is written on to it.
    """

    characters: tuple[str, ...]
    is_prefix: bool
    other: str = ""


def cut(text: str, language: str = "") -> str:
    """Text as words with a space between, folded: what the index reads."""
    words, behind = [], []
    written_on = _WRITTEN_ON.get(language)
    folded = fold(text)
    if _UNSPACED.search(folded) is None and written_on is None:
        return " ".join(_SPACED_WORD.findall(folded))
    for word in _WORD.findall(folded):
        if _UNSPACED.match(word):
            words.extend(word)
            behind += [part for part in _segments(word, language) if len(part) > 1]
        else:
            words.append(word)
            if written_on is not None and (found := written_on.match(word)):
                behind.append(word[found.end() :])
    return " ".join([*words, *behind])


def _segments(run: str, language: str) -> list[str]:
    """The words of a run of characters, as ICU's dictionaries cut it."""
    return list(WordBreaker(run, _ICU_LANGUAGES.get(language, "zh")))


def _plain(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", found[0])[0]


def fold(text: str) -> str:
    """Without case, compatibility forms, accents of Latin and Greek letters, Arabic vowel points and Hebrew points; alef and yeh in one form each."""
    folded = _ACCENTED.sub(_plain, unicodedata.normalize("NFKC", text).casefold())
    folded = _MARKS.sub("", folded)
    return folded.translate(_LETTERS)


_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "’": "'", "ı": "i"})


def asked(question: str, language: str = "") -> list[Asked]:
    """The words of a question, at most twelve; what holds no letter or digit is left out."""
    found: list[Asked] = []
    for word in _WORD.findall(fold(question))[:MOST_WORDS]:
        if _UNSPACED.match(word):
            parts = _segments(word, language)
            longer = [part for part in parts if len(part) > 1]  # single characters between longer words are mostly particles
            found += [Asked(tuple(part), False, part if len(part) > 1 else "") for part in longer or [word]]
        else:
            word = word.partition("'")[0]
            written_on = _WRITTEN_ON[language].match(word) if language in _WRITTEN_ON else None
            found.append(Asked((word,), len(word) >= (2 if _HANGUL.match(word) else LEAST_PREFIX), word[written_on.end() :] if written_on else ""))
    return found[:MOST_WORDS]
