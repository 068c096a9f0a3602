"""Make the characters of a print-out plain: one kind of line end and space, no marks that only steer a typesetter."""

from __future__ import annotations

import re
import unicodedata

# Byte order mark, soft hyphen, word joiner, zero width space, and the marks and embeddings that steer direction.
# Zero width joiner and non-joiner stay: Persian, Hindi and Malayalam spell with them.
_INVISIBLE = dict.fromkeys(
    [0xFEFF, 0x00AD, 0x2060, 0x200B, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x0000]
)
_SPACES = dict.fromkeys([0x00A0, 0x202F, 0x2007, 0x2009, 0x200A, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2008], " ")
_LINE_ENDS = {0x0B: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n\n"}
_OTHER_CONTROLS = dict.fromkeys(code for code in [*range(1, 32), 0x7F] if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D))
_TABLE: dict[int, str | None] = {**_INVISIBLE, **_SPACES, **_LINE_ENDS, **_OTHER_CONTROLS}

# A soft hyphen at the end of a line joins the two halves of the word.
_SOFT_HYPHEN_BREAK = re.compile("\u00ad[ \t]*\r?\n[ \t]*")


def clean(text: str) -> str:
    """Give the text with "\\n" line ends, plain spaces, composed letters (NFC) and no invisible steering marks."""
    text = _SOFT_HYPHEN_BREAK.sub("", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


# The address part of a link. It ends where the next one begins, so that a text of nothing else is read in one pass.
ADDRESS = re.compile(r"\]\((?:(?!\]\()[^)\s])*\)")
# A link that a converter wrote over several paragraphs: "[", its words or picture, "](address)", each on a line of its own.
_TORN_LINK = re.compile(r"(?m)^[ \t]*\[[ \t]*\n(?:[ \t]*\n)?[ \t]*([^\n]{0,1000})\n(?:[ \t]*\n)?[ \t]*(\]\([^\n)]{0,1000}\))")


def mend_links(text: str) -> str:
    """Put links that were torn over several lines on one line again."""
    return _TORN_LINK.sub(lambda match: f"[{match[1].strip()}{match[2]}", text)


def tidy(text: str) -> str:
    """Give the text on one line with single spaces."""
    return " ".join(text.split())
