"""Undo hard wrapping: say which line ends the printer made and which the author, and join what belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WIDE = re.compile("[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")
_UNSPACED = re.compile("[\u2e80-\u303e\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
_ENDS = re.compile(r"[.!?…。！？؟۔।॥:;]['\"”’»)\]】」』*_]*(?:\s*\[\d+\]|\s*\(\d+\)|[¹²³⁰-⁹])*['\"”’»)\]*_]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PREFIXES = frozenset(["non", "self", "co", "anti", "pro", "well", "semi", "ex", "post", "pre", "re", "neo", "so-called", "multi", "counter", "cross", "ultra", "long", "short", "high", "low"])
# Where words are written together, a hyphen between two small letters at the end of a line was made by the printer.
_CLOSED = frozenset(["de", "sv", "da", "nb", "nn", "fi", "et", "hu", "cs", "sk", "sl", "hr", "sr", "lv", "lt", "tr", "az", "el"])
_AND = frozenset(["and", "or", "nor", "und", "oder", "bzw", "et", "ou", "y", "o", "e", "i", "и", "или", "en", "of", "och", "eller", "og"])


def width(text: str) -> int:
    """Columns the text takes; East Asian signs take two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, closing quotation marks and note numbers aside."""
    return bool(_ENDS.search(text[-60:].rstrip()))


class Wrapping:
    """How one print-out is wrapped: `columns` is the width, or None when its lines are whole paragraphs."""

    def __init__(self, blocks: Iterable[list[str]], language: str | None = None) -> None:
        self.closed = (language or "").split("-")[0] in _CLOSED
        ends: list[int] = []
        hyphens = 0
        self._words: set[str] = set()
        for lines in blocks:
            for line in lines[:-1]:
                ends.append(width(line.rstrip()))
                hyphens += bool(re.search(r"[^\W\d_]-$", line.rstrip()))
        self.columns = _columns(ends)
        self.hyphenates = hyphens >= 2 and hyphens > len(ends) * 0.04
        self._texts = blocks
        self._gathered = False

    def is_forced(self, line: str, following: str) -> bool:
        """Whether the line had to end there because the next word had no room."""
        if self.columns is None:
            return False
        words = following.split(None, 1)
        if not words:
            return False
        word = words[0]
        first = 2 if _UNSPACED.match(word.lstrip("—―–“‘")) else width(re.split(r"(?<=[^\W\d_]-)(?=[^\W\d_])", word)[0])
        return width(line.rstrip()) + 1 + first > self.columns * 0.86

    def join(self, line: str, following: str) -> str:
        """Join two lines of one paragraph."""
        line, following = line.rstrip(), following.lstrip()
        if not line or not following:
            return line or following
        if _UNSPACED.match(line[-1]) and _UNSPACED.match(following[0]):
            return line + following
        if line[-1] in "-‐" and len(line) > 1 and line[-2].isalnum() and following[0].isalnum():
            return self._join_hyphen(line, following)
        if line[-1] in "—" and len(line) > 1 and line[-2].isalnum():
            return line + following
        if line.endswith("--") and len(line) > 2 and line[-3].isalnum():
            return line + following
        return f"{line} {following}"

    def _join_hyphen(self, line: str, following: str) -> str:
        left_match = re.search(r"[^\W\d_]+(?=[-‐]$)", line[-60:])
        right_match = _WORD.match(following)
        if not left_match or not right_match or not following[0].islower() or re.search(r"://\S*$", line[-200:]):
            return line + following
        left, right = left_match[0].casefold(), right_match[0].casefold()
        if right in _AND:
            return f"{line} {following}"
        words = self._vocabulary()
        if f"{left}-{right}" in words or (left in _PREFIXES and not self.closed):
            return line + following
        if left + right in words or self.closed:
            return line[:-1] + following
        known = (left in words) + (right in words)
        if known == 0 or (self.hyphenates and known < 2):
            return line[:-1] + following
        return line + following

    def _vocabulary(self) -> set[str]:
        if not self._gathered:
            self._gathered = True
            for lines in self._texts:
                for line in lines:
                    found = [word.casefold() for word in _WORD.findall(line)]
                    if line.rstrip().endswith(("-", "‐")) and found:
                        found.pop()
                    self._words.update(found)
                    self._words.update(part for word in found if "-" in word for part in word.split("-"))
        return self._words


def _columns(ends: list[int]) -> int | None:
    """The width at which lines were broken: nearly the longest of the lines that are followed by another one."""
    if not ends:
        return None
    ends = sorted(ends)
    long = [length for length in ends if length >= 36]
    if len(long) < 2:
        return None
    top = long[min(len(long) - 1, int(len(long) * 0.95))]
    if top > 160:
        return None
    near = sum(1 for length in long if length > top * 0.7)
    return top if near >= 2 and near >= len(long) * 0.5 else None
