"""What is exchanged, and what can be wrong with a file.

ExchangeError   nothing was taken; the text says why in one sentence
├── Broken          not the format it should be, damaged, or made to harm
├── TooMuch         larger, deeper or longer than any translation is
└── WrongLanguage   in languages that were not expected
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The states of a sentence, and which of XLIFF's four each is.
XLIFF_STATES = {"machine": "translated", "machine-checked": "reviewed", "edited": "reviewed", "translated": "final"}


class ExchangeError(ValueError):
    """The root of the family; its text goes to the person who brought the file."""


class Broken(ExchangeError):
    """The file is not what it should be."""


class TooMuch(ExchangeError):
    """The file is beyond a limit."""


class WrongLanguage(ExchangeError):
    """The file is in other languages."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a numbered tag stands for: an element's name and attributes. A name of "" is not known."""

    number: int
    name: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence and its translation, both in the written form with numbered tags; `target` None is not translated yet.

    `key` is the sentence's place in its article, `context` tells sentences with the same words apart, `made_at` is an ISO moment,
    `via` the languages passed on the way, oldest first.
    """

    source_language: str
    target_language: str
    source: str
    target: str | None = None
    state: str = ""
    key: str = ""
    digest: str = ""
    context: str = ""
    person: str = ""
    engine: str = ""
    model: str = ""
    via: tuple[str, ...] = ()
    made_at: str = ""
    notes: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    is_outdated: bool = False
    props: tuple[tuple[str, str], ...] = ()  # what other tools say of the sentence, by their own names
    target_props: tuple[tuple[str, str], ...] = ()  # the same of its translation
    seen: str = ""  # by what the words that stood there when it went out are known again; only in XLIFF


@dataclass(frozen=True, slots=True)
class Job:
    """An article that goes out to a translator, or comes back: its name, languages, version and sentences in reading order."""

    article: str
    source_language: str
    target_language: str
    units: tuple[Unit, ...]
    version: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()


FACTS = ("state", "digest", "context", "person", "engine", "model", "made_at", "seen")  # plain texts that XLIFF carries beside the sentence
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _CONTROLS.sub("", text)
