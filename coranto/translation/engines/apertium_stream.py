"""Text to and from Apertium's stream: escaping, what must not be translated, and repairs to what comes out.

In the stream ^ $ / < > [ ] { } \\ @ * # + ~ have meanings and are escaped; text in square brackets passes untouched.
Source: the Apertium stream format as its documentation describes it.
"""

from __future__ import annotations

import re

# The end of each message: a full stop, so that the last word is read as the end of a sentence, and a blank that is
# looked for in the answer.
END = ".[][\n]"

_SPECIAL = re.compile(r"[\\^$/<>\[\]{}@*#+~]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNTOUCHED = re.compile(
    r"""(?:https?://|www\.)[^\s<>"“”«»]*[^\s<>"“”«».,;:!?)\]}'’]   # a web address
    |   [\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+                            # an e-mail address
    |   (?<![\w/])[@\#]\w[\w.-]*\w                                  # a handle, a hashtag
    |   ~                                                           # which some programs lose even when escaped
    """,
    re.VERBOSE,
)
_BLANK = re.compile(r"(?<!\\)\[((?:\\.|[^\\\]])*)(?<!\\)\]", re.DOTALL)
_UNKNOWN = re.compile(r"(?<![\w*#@])[*#@](?=\w)")
_NO_SPACE_BEFORE = re.compile(r" +([,;:.!?…)\]}»”’%])")
_SPACE_RUNS = re.compile(r" {2,}")
_NUMBER = re.compile(r"\d+(?:[.,:/\u00a0\u202f ]\d+)*")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_OPENING = re.compile(r"([(\[{«“‘¿¡]) +")


def to_stream(text: str) -> str:
    """Write a sentence as one message without its end; runs of spaces and line breaks become one space."""
    text = " ".join(text.replace("\0", " ").split())
    written, place = [], 0
    for found in _UNTOUCHED.finditer(text):
        written.append(_escape(text[place : found.start()]))
        written.append(f"[{_escape(found[0])}]")
        place = found.end()
    return "".join([*written, _escape(text[place:])])


def from_stream(answer: str) -> str | None:
    """Read an answer; None when its end is missing, so that it may not be the answer to what was asked."""
    if not answer.endswith(END):
        return None
    inner = answer[: -len(END)]
    # Escaped characters go through untouched brackets too, so the brackets are opened first.
    return _ESCAPED.sub(r"\1", _BLANK.sub(lambda blank: blank[1], inner))


def repair(source: str, text: str) -> str:
    """Put right what the engine does to spaces, marks, numerals and capitals.

    Marks of unknown words go where the source has no such mark; what stood against its neighbour stands so again.
    """
    text = _SPACE_RUNS.sub(" ", text).strip()
    if not _UNKNOWN.search(source):
        text = _UNKNOWN.sub("", text)
    text = _NO_SPACE_BEFORE.sub(lambda found: found[0] if found[0] in source else found[1], text)
    text = _OPENING.sub(lambda found: found[0] if found[0] in source else found[1], text)
    text = _numerals(source, text)
    return settle_capitals(source, _capitals(source, text))


def settle_capitals(source: str, text: str) -> str:
    """Take back the capital that the engine gives to the word after a name that begins the sentence.

    What both begin with is the name; the next word loses its capital unless the source has that word too, or a capital there.
    """
    alike = 0
    while alike < min(len(source), len(text)) and source[alike] == text[alike]:
        alike += 1
    start = text.rfind(" ", 0, alike) + 1
    found = _FIRST_WORD.match(text, start)
    if not start or found is None or not found[0][0].isupper() or (len(found[0]) > 1 and not found[0][1:].islower()) or found[0] in source:
        return text
    if source[start : start + 1].isupper():  # Nova Scotia, Nova Escocia
        return text
    return f"{text[:start]}{text[start].lower()}{text[start + 1 :]}"


def _numerals(source: str, text: str) -> str:
    """Give numerals the form of the source where the engine broke them with spaces ("1 234" for "1,234", "3. 5")."""
    for numeral in dict.fromkeys(_NUMBER.findall(source)):
        if numeral in text:
            continue
        digits = [re.escape(part) for part in re.split(r"\D+", numeral)]
        broken = re.compile(r"(?<!\d)" + r"\s*[.,:/]?\s*".join(digits) + r"(?!\d)")
        text = broken.sub(lambda _found, whole=numeral: whole, text, count=1)  # type: ignore[misc]
    for sign in ("%", "‰", "°"):
        if re.search(rf"\d\s{sign}", source) and not re.search(rf"\d{sign}", source):
            text = re.sub(rf"(\d){sign}", rf"\1 {sign}", text)
    return text


def _capitals(source: str, text: str) -> str:
    """Give the first letter the case of the source's, and a sentence all in capitals its capitals."""
    letters = [letter for letter in source if letter.isalpha()]
    if len(letters) > 3 and all(letter.isupper() for letter in letters):
        return text.upper()
    found = _FIRST_WORD.search(text)
    if found is None or not letters or letters[0].isupper() == found[0][0].isupper():
        return text
    if letters[0].isupper():
        first = found[0][0].upper()
    elif found[0][1:].islower() or len(found[0]) == 1:
        # A name that begins the translation keeps its capital.
        first = found[0][0] if found[0] in source else found[0][0].lower()
    else:
        return text
    return f"{text[: found.start()]}{first}{text[found.start() + 1 :]}"


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
