"""What a ninjs item tells of an article in one language, gathered by whoever knows it. Times have a zone, addresses are whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A person, place or subject by name; `address` is a page about it or an identifier, `code` its code as text."""

    name: str
    rel: str
    address: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet that the text comes from: `role` is publisher or originator."""

    name: str
    role: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a picture. Sizes are in pixels."""

    address: str
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureOf:
    """A picture that others may use; the largest rendition stands first. Texts are plain."""

    description: str
    caption: str
    credit: str
    copyright_notice: str
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class PutRight:
    """One correction as readers are told of it; `kind` is update, clarification, correction or retraction."""

    kind: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """What this text was made from: `rel` is translatedFrom or derivedFrom."""

    rel: str
    identity: str
    headline: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything an item says. Where `html` is empty the text itself may not be passed on, and the item is partial.

    `rights` is the value of rightsInfo or None; `made` says how a translation was made; `indicators` are documents by
    which the outlet can be trusted, as (concept of IPTC's vocabulary, title, address).
    """

    identity: str
    version: str
    language: str
    url: str
    slug: str
    headline: str
    standfirst: str
    html: str
    text: str
    byline: str
    dateline: str
    genre: str
    first_public_at: datetime
    changed_at: datetime
    created_at: datetime | None
    people: tuple[Named, ...]
    sources: tuple[Source, ...]
    places: tuple[Named, ...]
    subjects: tuple[Named, ...]
    pictures: tuple[PictureOf, ...]
    corrections: tuple[PutRight, ...]
    origins: tuple[Origin, ...]
    copyright_holder: str
    copyright_notice: str
    usage_terms: str
    rights: dict[str, Any] | None
    indicators: tuple[tuple[str, str, str], ...]
    made: tuple[str, ...] = ()
    is_machine_made: bool = False
    signed: str = ""

    @property
    def is_retracted(self) -> bool:
        """Whether the outlet has taken back what it said, though the page still stands."""
        return any(one.kind == "retraction" for one in self.corrections)
