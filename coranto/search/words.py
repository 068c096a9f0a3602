"""Terms: words as the index sees them, in every script.

Where a script writes no spaces (Han, Kana, Thai, Lao, Khmer, Burmese) every character is a term, and so are every two
that follow one another and, where letters stand for sounds of few signs (Thai, Lao, Khmer, Burmese), every three: a word
of any length is found wherever it stands, without the index keeping places. Beside them stand the words as ICU cuts the
text, marked, so that an article in which the characters really are a word comes before one in which they meet by chance.
ICU also cuts the question. A dictionary alone would not do: it cuts a text differently in a sentence and alone, and then
finds nothing.

Arabic and Hebrew write small words on to the next one; both the whole and what is left without them stand in the index.

The index knows of an article only which terms it has. That a term stands in the headline, in the standfirst, or three
times and more is told by the same term once more behind a mark; so is the language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from icu4py.breakers import WordBreaker

WORDS_VERSION = 3  # raise it when the same text gives other words
HEADLINE, STANDFIRST, OFTEN, AS_A_WORD, LANGUAGE = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"  # marks before terms, of Unicode's private use
OFTEN_FROM = 3  # times
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
_OF_SOUNDS = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]")
_WRITTEN_ON = {"ar": re.compile("(?:[وفبك]?ال|لل|و)(?=\\w{3})"), "he": re.compile("[ושכ]?[הבלמכ](?=\\w{3})|ו(?=\\w{3})")}
_ICU_LANGUAGES = {"ja": "ja", "th": "th"}
MOST_WORDS = 12
MOST_WRITTEN_ON = 2  # letters of an article or preposition before an apostrophe, or of an ending behind it
LEAST_PREFIX = 3  # letters from which on a word also finds longer ones; in Hangul two syllables, since endings are written on


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question, folded; found are articles that have all its `terms`. `is_prefix`: longer words count too.

    `other` is a term that may stand for them: an Arabic or Hebrew word without what is written on to it. `is_cut`: ICU
    cut it out of a script without spaces.
    """

    text: str
    terms: tuple[str, ...]
    is_prefix: bool = False
    other: str = ""
    is_cut: bool = False


def terms(text: str, language: str = "") -> list[str]:
    """The terms of a text, as often as they stand in it; those that ICU cut behind their mark."""
    found: list[str] = []
    written_on = _WRITTEN_ON.get(language)
    folded = fold(text)
    if _UNSPACED.search(folded) is None and written_on is None:
        return [part for word in _SPACED_WORD.findall(folded) for part in word.split("'")]
    for word in _WORD.findall(folded):
        if _UNSPACED.match(word):
            found += [*word, *_following(word, 2), *(_following(word, 3) if _is_of_sounds(word) else ())]
            found += [AS_A_WORD + part for part in _segments(word, language) if len(part) > 1]
        else:
            found += word.split("'")
            if written_on is not None and (small := written_on.match(word)):
                found.append(word[small.end() :])
    return found


def marked_terms(headline: str, standfirst: str, body: str, language: str) -> set[str]:
    """Everything the index is told of an article in a language."""
    head, stand = terms(headline, language), terms(standfirst, language)
    counts = Counter([*head, *stand, *terms(body, language)])
    often = (term for term, times in counts.items() if times >= OFTEN_FROM)
    return {*counts, *marked(HEADLINE, head), *marked(STANDFIRST, stand), *marked(OFTEN, often), LANGUAGE + language_term(language)}


def marked(mark: str, found: Iterable[str]) -> set[str]:
    """Terms behind a mark."""
    return {mark + term for term in found}


def language_term(language: str) -> str:
    """A language as a term: its code in small letters without a hyphen."""
    return language.casefold().replace("-", "")


def _following(run: str, length: int) -> list[str]:
    """Every so many characters of a run that follow one another."""
    return [run[at : at + length] for at in range(len(run) - length + 1)]


def _is_of_sounds(run: str) -> bool:
    """Whether a run is of a script of few signs, in which two that follow one another say little."""
    return _OF_SOUNDS.match(run) is not None


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


_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "’": "'", "ı": "i", "_": " ", "‿": " ", "⁀": " ", "⁔": " "})


def asked(question: str, language: str = "") -> list[Asked]:
    """The words of a question, at most twelve; what holds no letter or digit is left out."""
    found: list[Asked] = []
    for word in _WORD.findall(fold(question))[:MOST_WORDS]:
        if _UNSPACED.match(word):
            longer = [part for part in _segments(word, language) if len(part) > 1]  # single characters between longer words are mostly particles
            found += [Asked(part, _terms_of_run(part), is_cut=True) for part in longer or [word]]
        else:
            found += [_asked_word(part, language) for part in _without_small(word)]
    return found[:MOST_WORDS]


def _asked_word(word: str, language: str) -> Asked:
    written_on = _WRITTEN_ON[language].match(word) if language in _WRITTEN_ON else None
    is_prefix = len(word) >= (2 if _HANGUL.match(word) else LEAST_PREFIX)
    return Asked(word, (word,), is_prefix, word[written_on.end() :] if written_on else "")


def _without_small(word: str) -> list[str]:
    """The parts of a word that are more than an article or an ending before or after an apostrophe: of "l'été" and "Chappe's" one."""
    parts = word.split("'")
    return [part for part in parts if len(part) > MOST_WRITTEN_ON] or [max(parts, key=len)]


def _terms_of_run(run: str) -> tuple[str, ...]:
    """The longest terms that cover a run."""
    length = min(len(run), 3 if _is_of_sounds(run) else 2)
    return tuple(dict.fromkeys(_following(run, length)))
