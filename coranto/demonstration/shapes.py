"""What the demonstration's files say, as frozen values. `parsing.load()` makes them and checks that they fit together.

Languages are BCP 47 codes, regions UN M49 codes, times aware datetimes, paths absolute. An absent text is "" and an
absent thing None. Blocks are those of `coranto.reading.shape`, each with an "id" (a UUID that depends on the article
and the block's place alone), and a quotation may have "original" {"language", "text"}.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture made for the publication. `alt` and `title` are English; an article may say its own alternative text."""

    name: str
    path: Path
    title: str
    alt: str
    credit: str
    copyright_notice: str
    redistributable: bool


@dataclass(frozen=True, slots=True)
class Person:
    """An invented contributor. `names` is the name per script (ISO 15924) or language, `links` pairs of label and address."""

    slug: str
    name: str
    sort_name: str
    biography: str
    language: str
    portrait: str | None
    names: dict[str, str]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet from which something is reposted; `url` is under .example."""

    slug: str
    name: str
    url: str
    country: str
    copyright_holder: str
    notes: str


@dataclass(frozen=True, slots=True)
class Region:
    """A UN M49 code with its English CLDR name."""

    code: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What articles are about; `media_topic` is an IPTC Media Topic (medtop:…) or ""."""

    slug: str
    name: str
    media_topic: str
    description: str


@dataclass(frozen=True, slots=True)
class Report:
    """An in-depth report with its introduction as HTML paragraphs."""

    slug: str
    title: str
    introduction: str
    image: str | None


@dataclass(frozen=True, slots=True)
class Terms:
    """Named terms of reuse. `preset` names the record they begin with (`coranto.rights.presets`)."""

    slug: str
    name: str
    preset: str
    notice: str
    default: bool


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody who asked to use an article; `answer` grants it, "" leaves it open. `copy` is where it has appeared, "" nowhere yet."""

    article: str
    use: str
    by: str
    name: str
    outlet: str
    email: str
    territory: str
    circulation: str
    language: str
    message: str
    hours_ago: int
    answer: str
    conditions: str
    copy: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An article's featured image as it is used there; `caption` is inline HTML, `credit` "" means the image's own."""

    image: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Credit:
    """What a person did: author, translator, photographer, illustrator or editor."""

    person: str
    role: str
    note: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a repost comes from, as it stood when it was taken in. `first_published` is ISO 8601, as precise as known."""

    outlet: str
    url: str
    authors: tuple[str, ...]
    first_published: str
    language: str
    copyright_notice: str
    usage_terms: str
    licence_url: str
    basis: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right: kind is update, clarification, correction or retraction. `new` stands in the body, `old` does not."""

    kind: str
    text: str
    old: str
    new: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why and when an article was taken back."""

    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article in its original language; the order of `Demonstration.articles` is that of publication, oldest first."""

    slug: str
    source: Path
    headline: str
    standfirst: str
    language: str
    genre: str
    dateline: str
    published: datetime
    regions: tuple[str, ...]
    themes: tuple[str, ...]
    reports: tuple[str, ...]
    credits: tuple[Credit, ...]
    picture: Picture
    body: tuple[Block, ...]
    note_to_readers: str
    terms: str
    copyright_holders: tuple[str, ...]
    copyright_year: int
    flagship: bool
    translation_of: str | None
    provenance: Provenance | None
    corrections: tuple[Correction, ...]
    withdrawal: Withdrawal | None


@dataclass(frozen=True, slots=True)
class StandingPage:
    """A page about the publication itself; `html` holds h2, p, ul, ol, a, strong and em."""

    slug: str
    title: str
    purpose: str
    language: str
    html: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The settings of the publication. Pairs are (label, address), (network, address) and (purpose, address)."""

    name: str
    tagline: str
    logo: str
    accent: str
    accent_dark: str
    paper: str
    ink: str
    type_pairing: str
    time_zone: str
    default_language: str
    navigation: tuple[tuple[str, str], ...]
    footer_links: tuple[tuple[str, str], ...]
    footer_text: str
    profiles: tuple[tuple[str, str], ...]
    contacts: tuple[tuple[str, str], ...]
    comments_url: str
    membership_url: str
    note_to_readers: str
    disclaimer: str
    fair_use_notice: str
    lead: str
    picks: tuple[str, ...]
    strips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerFeed:
    """A feed that is made for a partner; `theme` is a slug, "" for all."""

    name: str
    party: str
    open: bool
    agreed: bool
    theme: str
    language: str
    delay_hours: int
    notes: str


@dataclass(frozen=True, slots=True)
class Translator:
    """An account of the desk for somebody invented, who may translate into some languages; nobody can sign in with it."""

    person: str
    email: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandMade:
    """That a translator accepted the sentences of a file, as far as the original said the same `at` that time."""

    article: str
    language: str
    by: str
    at: datetime
    path: Path  # XLIFF


@dataclass(frozen=True, slots=True)
class Assignment:
    """An article that somebody was asked to translate; `state` is open or done."""

    article: str
    language: str
    to: str
    state: str
    due_in_days: int
    note: str


@dataclass(frozen=True, slots=True)
class Order:
    """That the articles of a report or theme be translated."""

    language: str
    report: str
    theme: str
    paused: bool


@dataclass(frozen=True, slots=True)
class Term:
    """An English word that was agreed on for a language, with a note for translators."""

    source: str
    language: str
    target: str
    note: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands on the translators' desk."""

    translators: tuple[Translator, ...]
    translations: tuple[HandMade, ...]
    assignments: tuple[Assignment, ...]
    orders: tuple[Order, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """All of it."""

    publication: Publication
    images: tuple[Image, ...]
    people: tuple[Person, ...]
    outlets: tuple[Outlet, ...]
    regions: tuple[Region, ...]
    themes: tuple[Theme, ...]
    reports: tuple[Report, ...]
    terms: tuple[Terms, ...]
    articles: tuple[Article, ...]
    pages: tuple[StandingPage, ...]
    requests: tuple[Request, ...]
    feeds: tuple[PartnerFeed, ...]
    desk: Desk

    @property
    def flagship(self) -> Article:
        """The one article that is translated whole."""
        return next(article for article in self.articles if article.flagship)

    def article(self, slug: str) -> Article:
        """The article with this slug; KeyError when there is none."""
        for article in self.articles:
            if article.slug == slug:
                return article
        raise KeyError(slug)
