"""Which words of a translation stand for which of its source: a lexical aligner, learnt from pairs of sentences.

What it learns is how much more often two words meet than chance would have it; names and numbers that look alike need no
learning, and of two equal candidates the one at the same part of the sentence is taken.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from icu4py.breakers import WordBreaker
from rapidfuzz import fuzz

MOST_PAIRS = 20_000
MOST_WORDS = 80  # of a sentence that is learnt from; longer ones say little and cost the square
MOST_COMPARED = 250_000  # words of both sides, times each other: some 0.1 s; longer sentences are lists that nobody translates as one
ALIKE = 75.0  # per cent: words that look alike stand for each other
LEAST = 0.35  # a link below this is none
_RUN = "\u0e00-\u0e7f\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(rf"(?P<run>[{_RUN}]+)|\d+|[^\W\d_{_RUN}]+(?:['’\u0300-\u036f\u0900-\u0dff\u200c\u200d]+[^\W\d_]*)*")

Word = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Aligner:
    """What was learnt: `strength` of pairs of words, 0 to 1."""

    strength: dict[tuple[str, str], float]

    def find(self, source: str, target: str, start: int, end: int) -> tuple[int, int] | None:
        """Where source[start:end] stands in the target, or None where that cannot be told.

        None too where the words found lie apart with others' between them, or are many times more than they should be.
        """
        words, candidates = tokens(source), tokens(target)
        wanted = [number for number, (begin, stop, _word) in enumerate(words) if begin < end and stop > start]
        if not wanted or not candidates or len(words) * len(candidates) > MOST_COMPARED:
            return None
        links = self._links(words, candidates)
        chosen = {links[number] for number in wanted if number in links}
        if not chosen or 2 * sum(number in links for number in wanted) < len(wanted):
            return None
        taken = {links[number] for number in links if number not in wanted}
        low, high = self._widened(min(chosen), max(chosen), [words[number][2] for number in wanted], candidates, taken)
        if taken & set(range(low, high + 1)) or high - low + 1 > 2 * len(wanted) + (8 if len(candidates[low][2]) == 1 else 2):
            return None
        return candidates[low][0], candidates[high][1]

    def _widened(self, low: int, high: int, wanted: list[str], candidates: list[Word], taken: set[int]) -> tuple[int, int]:
        """Take in the neighbours that mean the same words, where a character is a token and a word has several."""

        def belongs(place: int) -> bool:
            if not 0 <= place < len(candidates) or place in taken or len(candidates[place][2]) > 1:
                return False
            touches = candidates[place][0] == candidates[place - 1][1] if place > high else candidates[place][1] == candidates[place + 1][0]
            return touches and any(self.strength.get((word, candidates[place][2]), 0.0) >= LEAST for word in wanted)

        while belongs(low - 1):
            low -= 1
        while belongs(high + 1):
            high += 1
        return low, high

    def _links(self, words: list[Word], candidates: list[Word]) -> dict[int, int]:
        """For each word of the source its best word of the target, each target word taken once, the surest first."""
        scores = []
        for number, (_begin, _stop, word) in enumerate(words):
            for place, (_first, _last, other) in enumerate(candidates):
                score = self._score(word, other)
                if score >= LEAST:
                    distance = abs(number / len(words) - place / len(candidates))
                    scores.append((score - 0.15 * distance, -distance, number, place))
        links: dict[int, int] = {}
        taken: set[int] = set()
        for _score, _distance, number, place in sorted(scores, reverse=True):
            if number not in links and place not in taken:
                links[number] = place
                taken.add(place)
        return links

    def _score(self, word: str, other: str) -> float:
        learnt = self.strength.get((word, other), 0.0)
        if word == other:
            return max(learnt, 1.0)
        if min(len(word), len(other)) < 4:
            return learnt
        likeness = fuzz.ratio(word, other)
        return max(learnt, likeness / 100) if likeness >= ALIKE else learnt


def tokens(text: str) -> list[Word]:
    """The words of a text with their places, in small letters and plain digits; as ICU cuts them in scripts without spaces."""
    found: list[Word] = []
    for match in _TOKEN.finditer(text):
        if match["run"] is None:
            found.append((match.start(), match.end(), _plain(match[0])))
            continue
        at = match.start()
        for part in WordBreaker(match[0], "ja"):  # the dictionaries go by script, whatever the language
            found.append((at, at + len(part), _plain(part)))
            at += len(part)
    return found


def _plain(word: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in unicodedata.normalize("NFC", word).casefold())


def learn(pairs: Iterable[tuple[str, str]]) -> Aligner:
    """Learn from pairs of plain sentences (source, target), the first 20,000.

    The strength of two words is how often they meet, over how often either stands (Dice), lessened for what was seen seldom.
    """
    sources: Counter[str] = Counter()
    targets: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for number, (source, target) in enumerate(pairs):
        if number >= MOST_PAIRS:
            break
        words = {word for _begin, _end, word in tokens(source)}
        others = {word for _begin, _end, word in tokens(target)}
        if len(words) > MOST_WORDS or len(others) > MOST_WORDS:
            continue
        sources.update(words)
        targets.update(others)
        together.update((word, other) for word in words for other in others)
    strength = {}
    for (word, other), times in together.items():
        value = 2 * times / (sources[word] + targets[other]) * (1 - math.exp(-times))
        if value >= LEAST:
            strength[word, other] = value
    return Aligner(strength)
