"""What can go wrong when reading. Every text is one sentence or two: which source, what was found, what to do.

    ReadingError                 never try again: the source itself is the reason
    ├── Unreadable               the bytes are not what they claim, or are broken
    │   ├── Empty                nothing to read in them
    │   └── Scan                 a PDF of pictures, without a text layer
    ├── TooLarge                 more bytes, elements, pages or pixels than an article has
    ├── TooSlow                  the reader was stopped after its time
    └── UnknownKind              no reader for this kind of bytes
"""

from __future__ import annotations


class ReadingError(Exception):
    """The source cannot be read; the text says why, in words for an editor."""


class Unreadable(ReadingError):
    """The bytes are broken, or not what they claim to be."""


class Empty(Unreadable):
    """There is nothing to read."""


class Scan(Unreadable):
    """A PDF of pictures; there is no text layer."""


class TooLarge(ReadingError):
    """More than an article has: bytes, elements, pages, pixels, memory."""


class TooSlow(ReadingError):
    """The reader was stopped when its time was over."""


class UnknownKind(ReadingError):
    """There is no reader for such bytes."""
