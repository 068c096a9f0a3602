"""An article as it may be taken along, before it is written in any form. Pure values; every address is whole.

What stands here has been chosen already: a picture that may not go along is in none of these values, nor is its
address in a link or in the text. So no form can give it away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MARKS = ("strong", "em", "code", "sup", "sub")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a line, set alike. `text` is "\\n" for a line break; `marks` are of MARKS, in their order."""

    text: str
    href: str = ""
    marks: tuple[str, ...] = ()


Line = tuple[Run, ...]
NOTHING: Line = ()


def plain(line: Line) -> str:
    """The words of a line."""
    return "".join(run.text for run in line)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that goes along. Width and height in pixels; `credit` is what has to stand under it."""

    src: str
    width: int
    height: int
    alt: str
    caption: Line
    credit: str


class Kind(StrEnum):
    """What a passage is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTATION = "quotation"
    PULLQUOTE = "pullquote"
    LIST = "list"
    TABLE = "table"
    PICTURE = "picture"
    CODE = "code"
    NOTE = "note"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Passage:
    """One block. `lines` are its paragraphs, items or lines of code; `rows` with `header` are a table's cells.

    `language` is set where it is not the package's, with its `direction`.
    """

    kind: Kind
    lines: tuple[Line, ...] = ()
    level: int = 2
    is_ordered: bool = False
    speaker: str = ""
    caption: str = ""
    header: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    picture: Picture | None = None
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right: a heading with its date, and the text; `language` is set where the text is not in the package's."""

    head: str
    text: str
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a copy tells search engines: the canonical address or "", and (name, content) of meta elements."""

    canonical: str = ""
    robots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """All of it, in the words of its language.

    `attribution` stands first, or last where the terms say so. `labels` say how the text was made and which one
    prevails; `imprint` is copyright, licence and terms. `counter` is the address of a picture of one pixel, or "".
    """

    language: str
    direction: str
    url: str
    headline: str
    standfirst: str
    byline: tuple[Line, ...]
    labels: tuple[str, ...]
    attribution: Line
    is_attributed_first: bool
    picture: Picture | None
    body: tuple[Passage, ...]
    corrections_title: str
    corrections: tuple[Correction, ...]
    imprint: tuple[Line, ...]
    licence_url: str
    modified: datetime
    advice: Advice = field(default_factory=Advice)
    counter: str = ""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture that goes along, in order."""
        within = tuple(passage.picture for passage in self.body if passage.picture is not None)
        return (self.picture, *within) if self.picture is not None else within
