"""What templates are given: frozen values, never rows. Text is plain unless its type is Markup (sanitised html)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

NO_HTML = Markup()


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `language` and `direction` are set when the label is in another language than the page."""

    label: str
    url: str
    language: str | None = None
    direction: str | None = None
    key: str = ""  # what kind of link it is, for its symbol: a network's name, a facet
    state: str = "original"  # how its label was made, as an article's text


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the publication itself; `language` and `direction` are set where they are in another language than the page.

    `state` says how the text was made. Where the words were html, `text` is Markup.
    """

    text: str
    language: str | None = None
    direction: str | None = None
    state: str = "original"

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def html(self) -> Markup:
        """The words as sanitised html; plain ones are escaped."""
        return Markup.escape(self.text)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: `iso` for machines, `text` as readers of the page's language write the date."""

    iso: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One language in which this page can be read."""

    code: str
    own_name: str
    direction: str
    url: str
    is_current: bool
    note: str = ""  # how it was made: original, machine …


@dataclass(frozen=True, slots=True)
class Source:
    """One `<source>` of a picture: its media type and srcset."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as shown; `src` is the JPEG (or PNG) every browser reads. Width and height are those of `src`, in pixels."""

    src: str
    srcset: str
    sources: tuple[Source, ...]
    width: int
    height: int
    alt: str
    caption: Markup
    credit: str
    copyright: str
    is_redistributable: bool
    original: str = ""  # the path of the original, where it is offered for its content credentials
    original_width: int = 0
    original_height: int = 0
    language: str | None = None  # of alt and caption, where they stand in another one than what is round them
    direction: str | None = None  # the same


@dataclass(frozen=True, slots=True)
class Name:
    """A person or outlet in a byline: the name in the script of the page, the role, a link where there is a page."""

    name: str
    url: str | None
    role: str = "author"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An article as lists and boxes show it. `is_foreign`: it does not exist in the language of the page."""

    number: int
    url: str
    headline: str
    standfirst: str
    language: str
    direction: str
    language_name: str
    is_foreign: bool
    genre: str
    published: Moment
    authors: tuple[Name, ...]
    outlet: str | None
    image: Image | None
    section: Link | None
    state: str = "original"  # how the text shown was made


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated correction; `is_grave` ones stand at the top.

    `text_language` is set where the text is in another language than the page, `quoted_language` is that of the old and the
    new sentence, which stay as they were printed. `state` says how the text was made, as an article's.
    """

    kind: str
    text: str
    old_text: str
    new_text: str
    at: Moment
    is_grave: bool
    text_language: str | None = None
    text_direction: str | None = None
    quoted_language: str = ""
    quoted_direction: str = ""
    state: str = "original"
    article: Card | None = None
    headline: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a repost comes from: outlet, address, authors as printed, date and on what basis it is reprinted."""

    outlet: str | None
    outlet_url: str | None
    url: str
    authors: tuple[str, ...]
    first_published: str
    first_published_iso: str
    language: str
    language_name: str
    copyright_notice: str
    usage_terms: str
    licence_url: str
    basis: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Author:
    """The box about an author under the article, and the head of the author's page."""

    name: str
    url: str
    biography: Markup
    language: str
    direction: str
    state: str
    portrait: Image | None
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what terms the article may be used by others. `number` is the row of the version, `url` the path of its page."""

    number: int
    name: Said
    notice: Said
    licence_url: str
    licence_name: str
    url: str


@dataclass(frozen=True, slots=True)
class Reuse:
    """The way to reuse an article: `republish` is the path of the page to take it from, `ask` the address where one asks for more; each may be ""."""

    republish: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Chrome:
    """What stands round every page of a language."""

    name: str
    tagline: Said
    language: str
    direction: str
    script: str
    home: str
    search: str
    archive: str
    corrections: str
    navigation: tuple[Link, ...]
    standing: tuple[Link, ...]
    footer_links: tuple[Link, ...]
    footer_text: Said
    profiles: tuple[Link, ...]
    contacts: tuple[Link, ...]
    membership: str
    logo: Image | None
    name_language: str | None  # of the name, where it is not the page's
    icon: str  # the address of the sign that browsers show beside the title
    stylesheets: tuple[str, ...]
    script_url: str
    offers_url: str
    languages: tuple[LanguageChoice, ...]

    @property
    def home_languages(self) -> tuple[tuple[LanguageChoice, str], ...]:
        """The languages, each with the path of its front page."""
        return tuple((choice, choice.url) for choice in self.languages)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page. `canonical` is a whole address; `alternates` are (language, whole address).

    `languages` are the site's languages, each with the path its link leads to from this page.
    """

    title: str
    description: str
    canonical: str
    is_indexed: bool = True
    alternates: tuple[tuple[str, str], ...] = ()
    languages: tuple[tuple[LanguageChoice, str], ...] = ()
    feeds: tuple[Link, ...] = ()
    extra: Markup = NO_HTML


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything an article's page prints. `body` are the document's blocks, pictures resolved to `Image`."""

    number: int
    version: int
    language: str
    direction: str
    script: str
    path: str
    headline: str
    standfirst: str
    genre: str
    dateline: str
    minutes: int
    published: Moment
    modified: Moment | None
    authors: tuple[Name, ...]
    others: tuple[Name, ...]
    outlet: Name
    source: SourceLine | None
    languages: tuple[LanguageChoice, ...]
    state: str  # original, machine, edited … (how this language's text was made)
    made_by: str  # the engine or person who made it, "" for the original
    made_at: str  # ISO 8601
    made: tuple[str, ...]  # the same in sentences for readers; none of an original
    made_html: tuple[Markup, ...]  # the same, each name that has a page leading to it
    translators: tuple[Name, ...]  # the people who answer for the translation
    software: str  # the engine whose text they checked or edited, "" when none
    via: str  # the languages it was translated through, with spaces between; "" when it was translated directly
    is_outdated: bool  # the original has changed since this text was made
    changes: tuple[Markup, ...]  # what has changed in it
    is_indexed: bool
    text_language: str | None  # the language of the text where it is not the page's
    text_direction: str | None
    body_language: str | None  # the language of the body where headline and standfirst alone are translated
    body_direction: str | None
    original: Link | None  # the article in the language it was written in, from a translation
    regions: tuple[Link, ...]
    themes: tuple[Link, ...]
    reports: tuple[Link, ...]
    image: Image | None
    body: tuple[dict[str, Any], ...]
    grave_corrections: tuple[Correction, ...]
    corrections: tuple[Correction, ...]
    note: Said
    standing_note: Said
    disclaimer: Said
    fair_use_notice: Said
    notice_prevails: str  # on a page in another language than the notices: whose text prevails
    copyright_line: str
    terms: Terms | None
    about_authors: tuple[Author, ...]
    republication: str | None
    share: tuple[Link, ...]
    share_address: str
    comments: str
    prints: tuple[Link, ...]
    provenance: str  # the page about where it comes from
    previous: Card | None
    following: Card | None
    related: tuple[Card, ...]
    lineage: tuple[Any, ...] = ()  # the texts it was translated from, the nearest first (`facts.lineage.Work`)
    reuse: Reuse | None = None  # of a draft none
