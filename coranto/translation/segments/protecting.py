"""What in a sentence must not change: addresses, handles, code, names, and numbers with their units."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence

from coranto.translation.segments.markup import Token
from coranto.translation.segments.shapes import Span

TRAILING = ".,;:!?…。，、؛؟।)]}»”’\"'"
# An address ends where a script without spaces begins, or an ending that a language hangs on its words (…/a를, …/a'da): what is told too
# short is still found in a translation, what is told too long never is. Other letters than Latin belong to it where a part of it begins with them.
_PART = r"[!#$%&()*+,\-./0-9:;=?@A-Z\[\]_a-z~]|(?<![0-9A-Za-z])(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff])(?<![\u0e00-\u0e7f\u1100-\u11ff\u3005-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uff00-\uffef])"
_BEFORE = r"(?<![0-9A-Za-zÀ-ɏ_@/.])"  # letters of other scripts may stand right before an address or a handle
_URL = re.compile(rf"(?:https?://|ftp://|www\.)(?:{_PART})+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![0-9A-Za-zÀ-ɏ_.%+@-])[0-9A-Za-zÀ-ɏ_.%+-]{1,64}@[0-9A-Za-zÀ-ɏ-]{1,63}(?:\.[0-9A-Za-zÀ-ɏ-]{1,63}){1,8}")
_HANDLE = re.compile(rf"{_BEFORE}@[A-Za-z0-9_]{{1,40}}(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)?(?![0-9A-Za-zÀ-ɏ_@])")
ADDRESSES = (("url", _URL), ("email", _EMAIL), ("handle", _HANDLE))
_UNIT = r"(?:%|‰|°[CF]?|€|£|¥|₹|[kMGT]?[Ww]h?\b|[kcm]?m[²³]?\b|km/h\b|mph\b|[kmµ]?g\b|[mc]?[lL]\b|ha\b|[kMGT]i?B\b|[kMG]?Hz\b)"
_NUMBER = re.compile(rf"[$€£¥₹]?(?:(?<!\w)[-−+])?\d+(?:[.,٫٬'’\u00a0\u202f ](?=\d{{3}}(?!\d))\d{{3}})*(?:[.,٫/:]\d+)*(?:[\s\u00a0]?{_UNIT})?")
_LATIN = re.compile(r"(?:[A-Za-zÀ-ɏ]|[\W\d_])+")
_OTHER = re.compile(r"[^\W\d_A-Za-zÀ-ɏ]")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def protected(plain: str, tokens: Sequence[Token], names: Iterable[str] = ()) -> tuple[Span, ...]:
    """The spans of a sentence, in order, none overlapping; a longer kind of thing wins (a number inside a link is the link's)."""
    taken: list[tuple[int, int]] = []
    spans = [Span(start, end, kind, plain[start:end]) for start, end, kind in _candidates(plain, tokens, names) if start < end and takes(taken, start, end)]
    return tuple(sorted(spans, key=lambda one: one.start))


def takes(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Take a stretch if none of those taken, which are kept in their order, overlaps it."""
    at = bisect(taken, (start, end))
    is_free = (at == 0 or taken[at - 1][1] <= start) and (at == len(taken) or end <= taken[at][0])
    if is_free:
        taken.insert(at, (start, end))
    return is_free


def _candidates(plain: str, tokens: Sequence[Token], names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    for start, end in _code(tokens):
        yield start, end, "code"
    may_have_address = "@" in plain or "://" in plain or "www." in plain.lower()
    for kind, pattern in ADDRESSES if may_have_address else ():
        for found in pattern.finditer(plain):
            yield found.start(), found.start() + len(found[0].rstrip(TRAILING)), kind
    for name in sorted(set(names), key=lambda one: (-len(one), one)):
        if name.strip():
            yield from ((start, end, "name") for start, end in occurrences(name, plain))
    for found in _NUMBER.finditer(plain):
        yield found.start(), found.end(), "number"


def _code(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    at, begins = 0, []
    for token in tokens:
        if token.kind == "text":
            at += len(token.text)
        elif token.name == "code":
            if token.kind == "open":
                begins.append(at)
            elif begins:
                yield begins.pop(), at


def occurrences(wanted: str, text: str) -> list[tuple[int, int]]:
    """Where a text stands in another as whole words; in scripts without spaces, anywhere."""
    # Beside letters of another script a word stands without spaces as well: 「Nova号」, Scotian이었다.
    around = r"\w" if not _LATIN.fullmatch(wanted) else r"0-9A-Za-zÀ-ɏ_" if _OTHER.search(text) else r"\w"
    left = f"(?<![{around}])" if wanted[:1].isalnum() and not _UNSPACED.search(wanted) else ""
    right = f"(?![{around}])" if wanted[-1:].isalnum() and not _UNSPACED.search(wanted) else ""
    return [found.span() for found in re.finditer(f"{left}{re.escape(wanted)}{right}", text)]
