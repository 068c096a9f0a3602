"""The shapes of cutting: a sentence with its place, its markup as numbered tags, and what in it must not change."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tag:
    """What `<1>…</1>` stands for in its sentence. `is_continued`: the element began in the sentence before."""

    number: int
    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    is_continued: bool = False

    @property
    def element(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The element without its number, to compare tags of different sentences."""
        return self.name, self.attributes


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a sentence's plain text that keeps its words. `kind`: url, email, handle, number, code or name."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence. `text` is its written form: markup as numbered tags, and & < > as &amp; &lt; &gt;; `plain` has no tags.

    `path` is the place in the document (`headline`, `body.<block id>.items.2`; list items, pictures and credits are counted from 1,
    a table's header is row 0), `number` counts sentences there from 1. `before` is what stands between the sentence before and
    this one as the field has it, html in a field of html; `after`, of the last one in a path, what follows it.
    """

    path: str
    number: int
    text: str
    plain: str
    digest: str
    tags: tuple[Tag, ...] = ()
    protected: tuple[Span, ...] = ()
    before: str = ""
    after: str = ""
    is_html: bool = False
    key: str = field(init=False, repr=False, compare=False)  # its name in the document

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"{self.path}#{self.number}")


@dataclass(frozen=True, slots=True)
class Flagged:
    """A translation whose tags could not be put back for sure: `text` is the best there is, `reason` one sentence for people."""

    text: str
    reason: str
