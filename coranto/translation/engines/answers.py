"""What can be seen to be wrong with an engine's answer without knowing either language.

The checks of a translation compare source and target; these only stop what is no translation at all, so that no driver
hands it on: nothing, the instructions, a flood, a loop, broken characters.
"""

from __future__ import annotations

import re

# A translation into another script may have three times the characters (Chinese to English); short ones vary more.
_LONGEST_RATIO = 6.0
_SPARE_CHARACTERS = 80
_SHORTEST_RATIO = 0.08
_SHORT_SOURCE = 60
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(r"</?[A-Za-z0-9!][^<>]{0,300}>")
_UNSEEN = re.compile("[\U000e0000-\U000e0fff]")  # letters that only programs see
_LOOP = re.compile(r"(?P<piece>.{2,60}?)(?P=piece){7,}", re.DOTALL)


def why_garbage(source: str, text: str) -> str | None:
    """Say why a text cannot be a translation of the source, or None. A source without letters may have any answer."""
    if not source.strip():
        return None
    if not text.strip():
        return "the answer is empty"
    if "�" in text and "�" not in source:
        return "the answer holds broken characters"
    if (control := _control_character(text)) and control not in source:
        return f"the answer holds the control character U+{ord(control):04X}"
    if (markup := _MARKUP.search(text)) and not _MARKUP.search(source):
        return f"the answer brings in markup ({markup[0][:40]})"
    if _UNSEEN.search(text) and not _UNSEEN.search(source):
        return "the answer holds characters that nobody sees"
    if len(text) > len(source) * _LONGEST_RATIO + _SPARE_CHARACTERS:
        return f"the answer has {len(text)} characters for {len(source)}"
    if len(source) > _SHORT_SOURCE and len(text) < len(source) * _SHORTEST_RATIO:
        return f"the answer has {len(text)} characters for {len(source)}"
    if text.count("\n") > source.count("\n") + 2:
        return "the answer has many more lines than the sentence"
    # Looking for loops costs 0.1 ms, so only where the text is longer than most translations are.
    if len(text) > len(source) * 1.4 + 20 and _LOOP.search(text) and not _LOOP.search(source):
        return "the answer repeats itself"
    return None


def tidy(source: str, text: str) -> str:
    """Give an answer the outer spaces of its source and no others."""
    inner = text.strip()
    lead = source[: len(source) - len(source.lstrip())]
    trail = source[len(source.rstrip()) :]
    return f"{lead}{inner}{trail}" if source.strip() else source


def _control_character(text: str) -> str | None:
    found = _CONTROL.search(text)
    return found[0] if found else None
