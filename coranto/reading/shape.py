"""The one neutral shape between every reader and the store: what a page, feed item or print-out says.

Readers return `Reading`; `coranto read --json` prints exactly `Reading.as_json()`; intake stores it as a draft.
Absent is None or an empty list, never a guess. Text fields are plain text; `html` fields hold the small inline
subset (a[href], strong, em, code, sub, sup, br) that the sanitiser lets through.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["page", "feed-item", "text", "markdown", "docx", "pdf", "wxr-item", "ninjs"]

# Typed blocks, each a plain dict with "type" and:
#   paragraph  html
#   heading    level (2 to 4), text
#   quotation  html (one or more <p>), speaker|None, url|None, language|None
#   pullquote  text, speaker|None
#   list       ordered (bool), items [html, ...]
#   table      header [html, ...] | [], rows [[html, ...], ...], caption|None
#   image      url, alt, caption|None, credit|None, copyright|None, redistributable (true|false|None when unknown)
#   gallery    images [image without type, ...]
#   embed      url, provider|None
#   code       text
#   note       html
#   divider    (nothing)
Block = dict[str, Any]


@dataclass(slots=True)
class Language:
    """`code` is BCP 47 or None; `confidence` 0.0 to 1.0 of the detector; `declared` what the source itself says."""

    code: str | None = None
    confidence: float = 0.0
    declared: str | None = None


@dataclass(slots=True)
class OriginalSource:
    """The outlet that first published the text, as the source names it."""

    name: str | None = None
    url: str | None = None


@dataclass(slots=True)
class LeadImage:
    """The article's lead image; offered, never fetched by a reader. `url` is None when only its credit is printed."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(slots=True)
class Quotation:
    """A quotation found in the text, with who says it when the source says so."""

    text: str
    speaker: str | None = None


@dataclass(slots=True)
class LeftOut:
    """What was not taken: the words (at most 500 characters), and the reason as one sentence an editor understands."""

    text: str
    reason: str


@dataclass(slots=True)
class Release:
    """What an agency says of the version it sends: only formats that know versions have one.

    `status` is "usable", "withheld" (may not go out) or "canceled" (must be taken back). Times are ISO 8601 with their
    zone. `rights` is a rights expression as it was sent, `note` is for editors and never for readers.
    """

    version: str | None = None
    changed: str | None = None
    status: str = "usable"
    embargo: str | None = None
    dateline: str | None = None
    note: str | None = None
    rights: str | None = None


@dataclass(slots=True)
class Reading:
    """What one source says, and what of it was not taken.

    `published` is ISO 8601, as precise as known ("2024", "2024-03", "2024-03-01", "2024-03-01T09:30:00+02:00").
    `text` is the article's own text alone: standfirst, then body, plain, paragraphs separated by a blank line.
    `usage_terms` are the printed permissions and conditions of reuse. `found_in` says where each field was found
    (field name → place, e.g. "json-ld", "og:title", "line 3"); it is for the desk's preview and is not printed.
    """

    source: str
    kind: Kind
    headline: str | None = None
    standfirst: str | None = None
    byline: list[str] = field(default_factory=list)
    outlet: str | None = None
    published: str | None = None
    language: Language = field(default_factory=Language)
    original_source: OriginalSource = field(default_factory=OriginalSource)
    canonical_url: str | None = None
    regions: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    image: LeadImage | None = None
    blocks: list[Block] = field(default_factory=list)
    text: str = ""
    quotations: list[Quotation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    author_bio: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | None = None
    fair_use_notice: str | None = None
    licence_url: str | None = None
    disclaimers: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    release: Release | None = None
    found_in: dict[str, str] = field(default_factory=dict)
    outside_id: str | None = None  # the source's own identifier (feed guid, ninjs uri), for "taken in twice changes nothing"

    statement_url: str | None = None  # where the source's own signed statements stand, when it names them by their whole address

    def as_json(self) -> dict[str, Any]:
        """The documented public shape, keys in the documented order; `found_in`, `outside_id` and `statement_url` are for the desk and the store."""
        value = asdict(self)
        del value["found_in"], value["outside_id"], value["statement_url"]
        return value
