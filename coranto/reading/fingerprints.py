"""Which texts are nearly the same: winnowed fingerprints of word shingles, and the overlap of two of them.

Winnowing after Schleimer, Wilkerson and Aiken (2003): of every window of hashes the smallest is kept, so that any
common passage of `WINDOW + SHINGLE - 1` words leaves a common fingerprint, wherever it stands.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection

SHINGLE = 5  # words; for scripts that write no spaces, characters
WINDOW = 4  # hashes
_WORD = re.compile(r"[\w]+", re.UNICODE)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents' composition and punctuation; single characters where no spaces are written."""
    found: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        found.extend(word if _UNSPACED.search(word) else [word])
    return found


def fingerprints(text: str) -> frozenset[int]:
    """The winnowed fingerprints of a text: 63-bit numbers, about one for every 2.5 words. Empty for fewer than five words."""
    words = words_of(text)
    hashes = [_hash(" ".join(words[start : start + SHINGLE])) for start in range(len(words) - SHINGLE + 1)]
    if len(hashes) <= WINDOW:
        return frozenset(hashes)
    return frozenset(min(hashes[start : start + WINDOW]) for start in range(len(hashes) - WINDOW + 1))


def overlap(text: Collection[int], other: Collection[int]) -> float:
    """How much of `text` stands in `other`, 0.0 to 1.0."""
    mine = set(text)
    return len(mine.intersection(other)) / len(mine) if mine else 0.0


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big") >> 1
