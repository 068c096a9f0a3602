"""What can be seen without knowing a language: emptiness, damaged characters, direction marks, quotation marks, repetition, sameness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from coranto.languages.table import get
from coranto.translation.checks.lengths import expected
from coranto.translation.checks.problem import Compared, Problem, problem
from coranto.translation.checks.scripts import scripts_of

RUNAWAY = 5  # times what would already be long for the pair, and RUNAWAY_MORE characters over: no sentence needs it
RUNAWAY_MORE = 200
LEAST_SAME_WORDS = 4  # words in small letters; fewer may be a name, a title, a slogan that is kept
REPEATED = 4  # times in a row

_DAMAGED = re.compile(
    r"[\ufffd\ufffc\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ue000-\uf8ff▁⁇]|<unk>|&(?:amp|quot|nbsp|lt|gt|#\d{2,5});"
)
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf©¨¤¶¼±³]|â€[œ™\x9d\x9c“”˜]|Ð[\x80-\xbf°±²µ¸»½¾]{1}Ð|Ñ[\x80-\x8f]")
_OPENING = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_CLOSING = {"\u202c", "\u2069"}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A straight mark between Hebrew letters is part of an abbreviation (צה"ל).
_QUOTATION = re.compile('[“”„‟«»「」『』〝〞〟＂《》]|(?<![\u05d0-\u05ea])"|"(?![\u05d0-\u05ea])')
_SIGN = re.compile('[“”„‟«»「」『』〝〞〟＂《》"]')
_INCHES = re.compile(r"(?<=\d)[\"”″]")
_LOOP = re.compile(rf"(?=(\S.{{0,80}}?|\S)\1{{{REPEATED - 1}}})", re.DOTALL)
_SAME_LETTER = re.compile(r"(\S)\1{6}")
_GRAM = 4
LEAST_REPEATED = 5  # pieces of _GRAM characters that a loop holds again, at the least; see _may_loop


def empty(pair: Compared) -> list[Problem]:
    """Find a translation without anything to read of a source that has something."""
    if not _says_something(pair.source) or _says_something(pair.target):
        return []
    return [problem("empty", "The translation is empty; translate the sentence.", source_at=(0, len(pair.source)))]


def _says_something(text: str) -> bool:
    return any(unicodedata.category(char)[0] in "LNSP" for char in text)


def runaway(pair: Compared) -> list[Problem]:
    """Find a translation so much longer than its source that it cannot be one."""
    most = round(RUNAWAY * expected(pair.source_language, pair.target_language).longest * len(pair.source)) + RUNAWAY_MORE
    if len(pair.target) <= most:
        return []
    text = f"The translation has {len(pair.target)} characters for {len(pair.source)} of the source; it says something else as well."
    return [problem("runaway", text, at=(most, len(pair.target)))]


def replacement(pair: Compared) -> list[Problem]:
    """Find damaged characters that the source does not have: U+FFFD, controls, private use, an entity, a wrongly decoded letter."""
    found: list[Problem] = []
    for pattern in (_DAMAGED, _MOJIBAKE):
        for hit in pattern.finditer(pair.target):
            if hit[0] not in pair.source:
                found.append(problem("replacement", f"A damaged character stands here ({_named(hit[0])}); write what was meant.", at=hit.span()))
                break
    return found


def _named(text: str) -> str:
    return text if text.isprintable() else " ".join(f"U+{ord(char):04X}" for char in text)


def bidi(pair: Compared) -> list[Problem]:
    """Find marks of direction that open and do not close, or close what is not open."""
    if _TURNING.search(pair.target) is None:
        return []
    open_now: list[tuple[str, int]] = []
    for at, char in enumerate(pair.target):
        if char in _OPENING:
            open_now.append((_OPENING[char], at))
        elif char in _CLOSING:
            if not open_now or open_now[-1][0] != char:
                return [problem("bidi", f"A mark of direction (U+{ord(char):04X}) closes what is not open; take it out.", at=(at, at + 1))]
            open_now.pop()
    if not open_now:
        return []
    at = open_now[0][1]
    return [problem("bidi", f"A mark of direction (U+{ord(pair.target[at]):04X}) is not closed and would turn what follows.", at=(at, at + 1))]


def quotes(pair: Compared) -> list[Problem]:
    """Find an odd quotation mark in the translation of a sentence whose marks come in pairs.

    A quotation may begin in one sentence and end in another: then the source is odd as well, and nothing is said.
    """
    ours = list(_marks(pair.target))
    if not len(ours) % 2 or len(theirs := list(_marks(pair.source))) % 2:
        return []
    text = f"There are {len(ours)} quotation marks, so one has no partner; close or open the quotation."
    return [problem("quotes", text, at=(ours[-1], ours[-1] + 1), source_at=(theirs[-1], theirs[-1] + 1) if theirs else (0, 0))]


def _marks(text: str) -> Iterator[int]:
    if _SIGN.search(text) is None:
        return
    inches = {found.start() for found in _INCHES.finditer(text)}
    for found in _QUOTATION.finditer(text):
        if found.start() not in inches:
            yield found.start()


def repetition(pair: Compared) -> list[Problem]:
    """Find words or letters that stand four times and more in a row where the source has nothing like it."""
    ours = _longest_loop(pair.target)
    if ours is None:
        return []
    theirs = _longest_loop(pair.source)
    if theirs is not None and theirs[2] >= ours[2] - 1:
        return []
    start, end, times = ours
    return [problem("repetition", f"The same stands {times} times in a row; keep it once.", at=(start, end))]


def _longest_loop(text: str) -> tuple[int, int, int] | None:
    """Where a piece with a letter in it stands REPEATED times and more in a row; single letters need 7, for "aaah"."""
    if not _may_loop(text[:4100]):  # one that begins before 4,000 may end behind
        return None
    for found in _LOOP.finditer(text[:4000]):
        piece, start = found[1], found.start()
        if not any(char.isalpha() for char in piece) or piece.isspace():
            continue
        end = start
        while text.startswith(piece, end):
            end += len(piece)
        times = (end - start) // len(piece)
        least = 7 if len(set(piece)) == 1 else REPEATED + 1 if len(piece) <= 3 else REPEATED
        if times >= least:
            return start, end, times
    return None


def _may_loop(text: str) -> bool:
    """Whether a text can have a loop at all, in a tenth of the time that looking for one takes.

    A piece of L characters that stands n times in a row holds nL - 3 pieces of four characters, of which L differ at most.
    Of two letters and 5 times, that is 5 that are there already; of longer pieces it is more.
    """
    grams = len(text) - _GRAM + 1
    return grams - len({text[at : at + _GRAM] for at in range(grams)}) >= LEAST_REPEATED or _SAME_LETTER.search(text) is not None


def same(pair: Compared) -> list[Problem]:
    """Find a translation that repeats its source.

    A sentence of few words in small letters may be a name or a slogan that stays. In languages that can share a sentence (Danish and
    Norwegian, Czech and Slovak …) only a long one is found.
    """
    if pair.source_language == pair.target_language or not _begin_alike(pair.source, pair.target) or _flat(pair.source) != _flat(pair.target):
        return []
    related = pair.source_language in get(pair.target_language).confusable
    unspaced = scripts_of(pair.source_language)[-1] in ("Hani", "Thai")
    words = re.findall(r"[^\W\d_]{2,}" if not unspaced else r"[^\W\d_]", pair.source_words)
    small = [word for word in words if not word[0].isupper()]
    least = (3 if related else 1) * LEAST_SAME_WORDS * (2 if unspaced else 1)
    if len(small) < least:
        return []
    return [problem("same", "The translation is the source again; translate it.", at=(0, len(pair.target)), source_at=(0, len(pair.source)))]


def _begin_alike(source: str, target: str) -> bool:
    """Whether the first words can be those of texts that are the same when flat; sooner told than flattening both."""
    ours, theirs = _flat_begin(source), _flat_begin(target)
    return ours.startswith(theirs) or theirs.startswith(ours)


@lru_cache(maxsize=1024)
def _flat_begin(text: str) -> str:
    return _flat(text.lstrip().split(maxsplit=1)[0]) if text and not text.isspace() else ""


def _flat(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
