"""Words that an engine must not touch, replaced by words that it cannot know, and put back afterwards.

An unknown word passes a rule-based engine as a name would, so the sentence around it is still understood; text taken
out altogether leaves a hole that the rules stumble over (seen: "arrested Mark Brown" became a participle).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coranto.translation.engine import Term

_LETTERS = "bcdfghjkmp"
_STEM = "Xqzv"
_PLACEHOLDER = re.compile(rf"{_STEM}([{_LETTERS}]+)x(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Protected:
    """A sentence with placeholders, and what each stands for."""

    text: str
    words: tuple[str, ...] = ()

    def restore(self, text: str) -> str | None:
        """Put the words back; None when not every placeholder came through exactly once."""
        seen: list[int] = []

        def word(found: re.Match[str]) -> str:
            number = _number(found[1].lower())
            seen.append(number)
            return self.words[number] if number < len(self.words) else found[0]

        restored = _PLACEHOLDER.sub(word, text)
        whole = sorted(seen) == list(range(len(self.words))) and _STEM.lower() not in restored.lower()
        return restored if whole or not self.words else None


def protect(text: str, glossary: Sequence[Term]) -> Protected:
    """Replace every term of the glossary, the longest first; a kept term stands for itself.

    A possessive is left alone, because its ending belongs to the word before it.
    """
    forms = {term.source: term.source if term.target is None else term.target for term in glossary if term.source.strip()}
    if not forms or _STEM.lower() in text.lower():
        return Protected(text)
    longest_first = sorted(forms, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w|['’]s\b)")
    words: list[str] = []

    def placeholder(found: re.Match[str]) -> str:
        words.append(forms[found[0]])
        return f"{_STEM}{_letters(len(words) - 1)}x"

    return Protected(pattern.sub(placeholder, text), tuple(words))


def _letters(number: int) -> str:
    return "".join(_LETTERS[int(digit)] for digit in str(number))


def _number(letters: str) -> int:
    return int("".join(str(_LETTERS.index(letter)) for letter in letters))
