"""What the templates of all pages other than an article's are given: lists, the front page, logs, standing pages, notices."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from coranto.site.facts.shapes import Author, Card, Correction, Image, Link, Moment, Said


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a list goes on. Numbered pages count from the oldest; the newest page has no number."""

    number: int | None
    newest: str | None
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of articles: those of the page's language first, then those in other languages."""

    facet: str
    number: int
    title: str
    text: Markup
    text_language: str | None
    text_direction: str | None
    path: str
    cards: tuple[Card, ...]
    foreign: tuple[Card, ...]
    pages: Pages
    author: Author | None = None
    outlet_url: str = ""
    parts: tuple[Link, ...] = ()
    parent: Link | None = None
    image: Image | None = None
    title_language: str | None = None
    title_direction: str | None = None
    state: str = "original"  # how the title was made
    text_state: str = "original"  # how the text was


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip of the front page: the newest of one report, theme or region."""

    title: str
    url: str
    facet: str
    cards: tuple[Card, ...]
    language: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front page as arranged; no article stands on it twice."""

    path: str
    lead: Card | None
    picks: tuple[Card, ...]
    strips: tuple[Strip, ...]
    newest: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """The corrections log."""

    path: str
    corrections: tuple[Correction, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """All regions, themes, reports and months; months by year, newest first."""

    path: str
    regions: tuple[Link, ...]
    themes: tuple[Link, ...]
    reports: tuple[Link, ...]
    years: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A standing page."""

    title: str
    html: Markup
    language: str
    direction: str
    language_name: str
    is_foreign: bool
    purpose: str
    path: str
    contacts: tuple[Link, ...] = ()
    prevails: str = ""  # of a legal text: the language whose text prevails, in a sentence
    state: str = "original"  # how its text was made
    made: tuple[str, ...] = ()  # the same in sentences, of a text that is not the original
    original: Link | None = None
    is_indexed: bool = True


@dataclass(frozen=True, slots=True)
class GonePage:
    """The notice at the address of an article that was taken back (`reason`, `at` set) or is no longer shown."""

    headline: str
    language: str
    direction: str
    path: str
    reason: Said
    at: Moment | None
