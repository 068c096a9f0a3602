"""What runs the other way in a text: which of it the bidirectional algorithm of Unicode (UAX 9) would print in a wrong order.

Arabic, Hebrew and Persian run from the right, and Latin words, addresses and European numbers in them from the left. The
algorithm puts most of that right by itself; what it cannot know is where such a passage begins and ends: the sign before
"@tidings", the slash behind an address, the groups of a telephone number, "20 °C", two names with a comma between them.
Those are found here, and nothing else, so that a page is not heavier than it must be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Run(NamedTuple):
    """A passage that runs the other way than the text round it: from `start` to before `end`."""

    start: int
    end: int


# Letters by their direction; marks on letters go with them. Digits, punctuation and signs are in neither.
_RIGHT = "\u0590-\u05ff\u0608\u060b\u060d\u061b-\u065f\u066d-\u06ef\u06fa-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFT = (
    "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0300-\u036f\u0370-\u0373\u0376-\u037d\u0386\u0388-\u03f5\u03f7-\u058a\u0900-\u1fff\u200e\u2c00-\u2dff"
    "\u3005-\u3007\u3041-\u9fff\ua000-\ua4cf\uac00-\ud7ff\uf900-\ufaff"
)  # fmt: skip
_NATIVE = "\u0660-\u0669\u06f0-\u06f9"
_ANY_RIGHT = re.compile(f"[{_RIGHT}]")
_ANY_LEFT = re.compile(f"[0-9+{_LEFT}]")
# What parts two passages: a letter of the text's own direction, or the end of a line.
_PARTS_RIGHT, _PARTS_LEFT = re.compile(f"[\\n{_RIGHT}]"), re.compile(f"[\\n{_LEFT}]")

_GAP = r"[ \u00a0\u2009\u202f]"
_NUMBER = rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)|\d+(?:[.,:/'’٫٬]\d+)*+"
_SUM = rf"(?:{_NUMBER})(?:{_GAP}?[-–—−×÷+=]{_GAP}?(?:{_NUMBER}))*+"
_UNIT = (
    r"(?:%|‰|°[CF]?|[€£¥₹₪₽₺$]|km/h\b|m/s\b|[kmMGT]?b(?:it)?/s\b|[kMGT]?[Ww]h?\b|[kcmµn]?m[²³23]?\b|mph\b|k?bps\b|[kmµ]?g\b|[mcd]?[lL]\b|ha\b|[kMGT]i?B\b|[kMG]?Hz\b|[kM]?Pa\b|k?V\b"
    r"|dpi\b|px\b|pt\b|ft\b|lbs?\b|oz\b|rpm\b|CO2e?\b|(?:million|billion|trillion|bn|thousand)\b|[ap]\.m\.|[apAP][mM]\b|US\$|(?:USD|EUR|GBP|JPY|CNY|CHF|ILS|SAR|AED|EGP|IRR|RUB|TRY|INR)\b)"
)
_JOIN = rf"(?:{_GAP}?[-–—&+/·]{_GAP}?|[.:,]{_GAP}(?=[{_LEFT}])|[.:@_'’]|{_GAP}?[(\[“‘\"«]|[)\]”\"»]{_GAP}?|{_GAP})"
_PHRASE = rf"(?:(?<![0-9.,\ufffc])[0-9]+)?[{_LEFT}][{_LEFT}0-9]*+(?:{_JOIN}{{1,2}}[{_LEFT}0-9]++){{0,40}}+"
_DIGIT = rf"[0-9{_NATIVE}]"
_HOST = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"

# Every part is bounded or takes what it has seen for good, so that no text costs more than its length.
_FROM_LEFT = re.compile(
    rf"(?P<address>(?:https?://|www\.|(?<![A-Za-z0-9\ufffc-]){_HOST}/)[!-;=?-~]*+|(?<![\w.+\ufffc-])[A-Za-z0-9_.+-]{{1,64}}@{_HOST})"
    r"|(?P<handle>(?<![\w@#\ufffc])[@#][A-Za-z0-9_]++(?:@[A-Za-z0-9.-]++)?)"
    rf"|(?P<phone>(?:\(?\+|(?<![\d\ufffc])\(?0)\d{{1,5}}\)?(?:[ \u00a0\u202f./()–-]{{1,2}}\d+)++|\+{_DIGIT}{{2,}}+(?:[ \u00a0–-]{_DIGIT}+)*+)"
    r"|(?P<groups>(?<![\d\ufffc-])[0-9]+(?:[-–][0-9]+){2,8}+(?:[T ]\d\d:\d\d)?)"
    rf"|(?P<phrase>{_PHRASE})"
    rf"|(?P<sum>(?:(?<![\w)\ufffc])[-−+±~≈<>])?(?:[€£¥₹₪₽₺$]{_GAP}?)?(?:{_SUM})(?:{_GAP}?{_UNIT})?)"
)
_FROM_RIGHT = re.compile(rf"[{_RIGHT}]++(?:[ \u00a0'’\"״׳-]{{1,2}}[{_RIGHT}]++)*+|(?P<number>{_DIGIT}+)")
_PAIRS = {"(": ")", "[": "]", "“": "”", "‘": "’", "«": "»", '"': '"'}
_SIGNS = re.compile(r"\+\+?(?!\w)|#(?!\w)|[™®]")
_SHORTENED = re.compile(r"(?:\b[A-Za-z]|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|Dr|Mr|Mrs|Ms|Prof|St|vs|etc|No|Bros|[Vv]ol|pp|eds?|Rev|Gen|Col|Capt))\.")
_SEPARATED = r"\d+(?:[.,:/٫٬\u00a0\u202f]\d+)*"
# Numbers, ranges of two of them, and whatever is written in Arabic digits stand as their readers expect.
_PLAIN = re.compile(rf"{_SEPARATED}(?:{_GAP}?[-–—−]{_GAP}?{_SEPARATED})?|[^0-9\u06f0-\u06f9A-Za-z°]+")
# What is isolated already, by signs that nobody sees.
_ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*+\u2069|[\u202a\u202b\u202d\u202e][^\u202a-\u202e]*+\u202c")
OBJECT = "\ufffc"  # stands for what has a direction of its own
NAME = 5  # spaces in the longest name; what has more is a sentence
_CLOSING = ".,;:!?…)]}'\"’”»"


def runs(text: str, direction: str) -> list[Run]:
    """The passages of a text of a direction that have to be isolated, in order; none overlaps another.

    Linear in the length of the text; a text that runs one way costs one look for a letter of the other.
    """
    if not (_ANY_LEFT if direction == "rtl" else _ANY_RIGHT).search(text):
        return []
    text = _ISOLATED.sub(lambda found: OBJECT * len(found[0]), text) if "\u2069" in text or "\u202c" in text else text
    if direction == "rtl":
        return list(_isolating(text, list(_leftward(text)), _PARTS_RIGHT))
    return list(_isolating(text, list(_rightward(text)), _PARTS_LEFT))


def isolated(text: str, direction: str) -> str:
    """The same text with what runs the other way between signs that isolate it (U+2066, U+2067, U+2069), which nobody sees."""
    found = runs(text, direction)
    if not found:
        return text
    begin, out, at = "\u2066" if direction == "rtl" else "\u2067", [], 0
    for start, end in found:
        out += [text[at:start], begin, text[start:end], "\u2069"]
        at = end
    return "".join([*out, text[at:]])


class _Found(NamedTuple):
    start: int
    end: int
    is_needed: bool  # whatever stands beside it
    is_word: bool  # draws numbers and words behind it into its own direction


def _leftward(text: str) -> Iterator[_Found]:
    """What runs from the left in a text that runs from the right."""
    at = 0
    while (hit := _FROM_LEFT.search(text, at)) is not None:
        kind = str(hit.lastgroup)
        start, end = hit.span()
        if kind == "phrase":
            end, is_needed = _whole_phrase(text, start, end)
            yield _Found(start, end, is_needed, True)
        elif kind == "sum":
            yield _Found(start, end, _PLAIN.fullmatch(text, start, end) is None, False)
        else:
            end = start + len(hit[0].rstrip(_CLOSING) if kind == "address" else hit[0])
            yield _Found(start, end, True, True)
        at = max(end, start + 1)


def _whole_phrase(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where a phrase ends, with the brackets, signs and stops that belong to it, and whether they would be moved without isolation."""
    if (end := _balanced(text, start, end)) < 0:
        return -end, True
    if (signs := _SIGNS.match(text, end)) is not None:
        return signs.end(), True
    word = max(text.rfind(" ", start, end) + 1, start)
    if text[end : end + 1] == "." and (text.rfind(".", word, end) > 0 or _SHORTENED.fullmatch(text, word, end + 1)):
        return end + 1, True
    return end, False


def _balanced(text: str, start: int, end: int) -> int:
    """Where a phrase ends so that every bracket and quotation mark in it has its other half; negative where the last is taken in."""
    open_now: list[tuple[int, str]] = []
    for place in range(start, end):
        char = text[place]
        if open_now and char == open_now[-1][1]:
            open_now.pop()
        elif char in _PAIRS:
            open_now.append((place, _PAIRS[char]))
        elif char in ")]”»":
            end = place
            break
    if not open_now:
        return end
    if len(open_now) == 1 and text[end : end + 1] == open_now[0][1]:
        return -(end + 1)
    return start + len(text[start : open_now[0][0]].rstrip())


def _rightward(text: str) -> Iterator[_Found]:
    """What runs from the right in a text that runs from the left."""
    for hit in _FROM_RIGHT.finditer(text):
        yield _Found(*hit.span(), False, hit.lastgroup is None)


def _isolating(text: str, found: list[_Found], parts: re.Pattern[str]) -> Iterator[Run]:
    """Those that have to be isolated: by themselves, or because no letter of the text's own direction parts them from the next."""
    place = 0
    while place < len(found):
        row = [found[place]]
        while (place := place + 1) < len(found) and parts.search(text, row[-1].end, found[place].start) is None:
            row.append(found[place])
        whole = _whole_passage(text, row, parts)
        yield from [whole] if whole else _of_a_row(row)


def _of_a_row(row: list[_Found]) -> Iterator[Run]:
    """Of passages with nothing of the text's own direction between them, those that would go into each other."""
    for place, one in enumerate(row):
        draws = one.is_word and place + 1 < len(row) and not (one.is_needed and row[place + 1].is_needed)
        is_drawn = one.is_word and place > 0 and row[place - 1].is_word
        if one.is_needed or draws or is_drawn:
            yield Run(one.start, one.end)


def _whole_passage(text: str, row: list[_Found], parts: re.Pattern[str]) -> Run | None:
    """A row that is one passage, not names in a list: sentences in another language, or a line that says nothing in its own."""
    if len(row) == 1 or not any(one.is_word for one in row):
        return None
    begins, ends = text.rfind("\n", 0, row[0].start) + 1, text.find("\n", row[-1].end)
    ends = len(text) if ends < 0 else ends
    if (hit := parts.search(text, begins)) is None or hit.start() >= ends:
        return Run(row[0].start, begins + len(text[begins:ends].rstrip()))
    return Run(row[0].start, row[-1].end) if any(text.count(" ", one.start, one.end) > NAME for one in row) else None
