"""Where sentences begin and end in plain text: `sentencex`, put right by abbreviation lists and by each language's own rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from sentencex import segment

from coranto.languages.table import SENTENCE_RULES
from coranto.translation.segments.abbreviations import ABBREVIATIONS, AFTER_ORDINAL, ORDINAL
from coranto.translation.segments.markup import readable

RULES_VERSION = "2"
SPLITTER_VERSION = f"sentencex-{version('sentencex')}+{RULES_VERSION}"

Place = tuple[int, int]
_WORD_AND_STOP = re.compile(r"(\S+)\.[”»\"'’)\]]*$")
_NUMBER_AND_STOP = re.compile(r"(?:^|[\s(\u00a0])\d{1,4}\.$")
_ROMAN = re.compile(r"[IVXLC]+\.")
_INITIALS = re.compile(r"[^\W\d_](?:\.?-[^\W\d_])+")  # J.-P. Sartre
_DASH = re.compile(r"[—–-]\s*(?=[^\W\d_])")
# German: a number after one of these counts what follows (die 2. Kammer); elsewhere it ends a sentence (Er wurde 5.).
_COUNTED = re.compile(
    r"(?:^|[\s(„«»])(?:der|die|das|des|dem|den|am|im|vom|zum|zur|beim|ein|eine|einem|einen|einer|eines|jede[rsnm]?|ihr|ihre[rsnm]?|sein|seine[rsnm]?|bis)\s\d{1,2}\.$", re.IGNORECASE
)
_OPENING = "“„«»\"'‘‚(["
_CLOSING = "」』）】〉》"
# What Japanese says right after a quotation, as a part of the same sentence.
_GOES_ON = re.compile("(?:と|って|な[のどら]|に[はも]?|の|を|は|が|も|で|へ|、|,)")
# Where sentences end that `sentencex` takes for abbreviations (many of its lists hold ordinary words) or for a number's stop.
_MISSED = re.compile(r"(?<!\S)[(«„“\"'‘]*(?:(?P<word>[^\W\d_]{3,})|(?:https?://|www\.)\S*[^\s.!?])[.!?][”»\"'’)]*\s+(?=[(«„“\"'‘¿¡]*(?:\d|[^\W\d_a-zа-яёґєіїўα-ωά-ώß-öø-ÿ]))|[。！？](?=\d)")
_NO_BREAK_AROUND = re.compile(r"[\d\u0e50-\u0e59A-Za-z%.,:/()ๆฯ-]")
MOST_AT_ONCE = 5_000  # characters
LOOKED_AT = 200  # characters on each side of a place where a sentence may end; a sentence of many such places would cost their square
THAI_LEAST = 60  # characters before a space of Thai ends a piece: it stands between clauses as well as sentences


def split(text: str, language: str) -> list[Place]:
    """The places (start, end) of the sentences of a plain text, without the white space around them.

    A line break always ends one. A piece without a letter goes with its neighbour; a text without any has no sentence.
    """
    found: list[Place] = []
    start = 0
    for line in re.split("(\n)", readable(text)):
        if line != "\n":
            found += [(start + begin, start + end) for begin, end in _line(line, language)]
        start += len(line)
    return found


def _line(line: str, language: str) -> list[Place]:
    pieces = list(_thai(line)) if SENTENCE_RULES.get(language) == "spaces" else list(_cut(line, language))
    return _lettered(line, _joined(line, pieces, language))


def _cut(line: str, language: str) -> Iterator[Place]:
    at = 0
    for piece in _segmented(line, language):
        start, end = at, at + len(piece)
        for found in _MISSED.finditer(line, start, end):
            word = found["word"] or ""
            if word == word.lower() and word not in abbreviations(language) and (trimmed := _trimmed(line, start, found.end())) is not None:
                yield trimmed
                start = found.end()
        if (trimmed := _trimmed(line, start, end)) is not None:
            yield trimmed
        at = end
    # What a splitter swallows is a piece all the same, so that nothing is ever lost.
    if at < len(line) and (rest := _trimmed(line, at, len(line))) is not None:
        yield rest


def _segmented(line: str, language: str) -> Iterator[str]:
    """What `sentencex` makes of a line, which costs it the square of the sentences: of a very long one, so much at once."""
    while len(line) > MOST_AT_ONCE:
        pieces = segment(language, line[:MOST_AT_ONCE])
        if len(pieces) > 1:
            pieces = pieces[:-1]  # the last may go on
        if not (seen := sum(map(len, pieces))):
            break
        yield from pieces
        line = line[seen:]
    yield from segment(language, line)


def _trimmed(line: str, start: int, end: int) -> Place | None:
    piece = line[start:end]
    inner = piece.strip()
    if not inner:
        return None
    begin = start + len(piece) - len(piece.lstrip())
    return begin, begin + len(inner)


def _thai(line: str) -> Iterator[Place]:
    start = 0
    for gap in re.finditer(r"\s+", line):
        before, after = line[gap.start() - 1 : gap.start()], line[gap.end() : gap.end() + 1]
        is_edge = not before or not after
        if is_edge or gap.start() - start < THAI_LEAST or _NO_BREAK_AROUND.match(before) or _NO_BREAK_AROUND.match(after):
            continue
        if len(line) - gap.end() < THAI_LEAST // 3:
            continue
        if (trimmed := _trimmed(line, start, gap.start())) is not None:
            yield trimmed
        start = gap.end()
    if (rest := _trimmed(line, start, len(line))) is not None:
        yield rest


def _joined(line: str, pieces: list[Place], language: str) -> list[Place]:
    """Pieces that were cut where the sentence goes on, as one."""
    out: list[Place] = []
    for start, end in pieces:
        if out and _goes_on(line[max(out[-1][0], out[-1][1] - LOOKED_AT) : out[-1][1]], line[start : min(end, start + LOOKED_AT)], language):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _goes_on(piece: str, following: str, language: str) -> bool:
    first = following.lstrip(_OPENING + " \u00a0")[:1]
    if piece[-1:] in _CLOSING:
        return language == "ja" and _GOES_ON.match(following) is not None
    if _ROMAN.fullmatch(piece) or ((dash := _DASH.match(following)) is not None and following[dash.end()].islower()):
        return True
    if first.islower() or following[:1] in ",;:)]»”’、，；：）」』":
        return following[:1] != "»" or language in {"fr", "it", "es", "ca", "eu", "el", "fa", "ru", "uk", "be", "nb"}
    if _NUMBER_AND_STOP.search(piece) and language in ORDINAL:
        word = re.match(r"[^\W\d_]+", following)
        if language == "de" and _COUNTED.search(piece):
            return True
        return word is not None and word[0].lower() in AFTER_ORDINAL.get(language, frozenset())
    stop = _WORD_AND_STOP.search(piece)
    return stop is not None and _is_abbreviation(stop[1], language)


def _is_abbreviation(word: str, language: str) -> bool:
    word = word.lstrip(_OPENING)
    is_initial = len(word) == 1 and word.isalpha() and word.isupper() and word not in "IАОІÝ"
    return is_initial or word.lower() in abbreviations(language) or _INITIALS.fullmatch(word) is not None


@cache
def abbreviations(language: str) -> frozenset[str]:
    """Those of a language, in small letters, without their last stop."""
    return ABBREVIATIONS.get(language, frozenset())


def _lettered(line: str, pieces: list[Place]) -> list[Place]:
    out: list[Place] = []
    waiting: int | None = None
    for start, end in pieces:
        if not any(char.isalpha() for char in line[start:end]):
            if out:
                out[-1] = (out[-1][0], end)
            elif waiting is None:
                waiting = start
            continue
        out.append((start if waiting is None else waiting, end))
        waiting = None
    return out
