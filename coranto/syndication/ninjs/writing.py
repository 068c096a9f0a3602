"""Writing a story as a ninjs 3.1 item, and what stands in its place when it was taken back.

    usable     a published article; its text is there where its terms let others republish it, else the item is partial
    canceled   retracted, withdrawn or taken off: whoever holds the item stops using it, and no text is in it

Corrections stand twice, as `descriptions` with the role of their kind for readers and as `edNote` for the editor who
takes the item in. IPTC's codes are written where one means the same, else our own word stands as a literal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from coranto.syndication.ninjs.story import Named, Origin, PictureOf, PutRight, Story

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"
STANDARD = {"name": "ninjs", "version": "3.1", "schema": SCHEMA}
CODES = "http://cv.iptc.org/newscodes/"
GENRES = {
    "news": "Current", "analysis": "Analysis", "opinion": "Opinion", "interview": "Interview", "feature": "Feature", "review": "Review", "obituary": "Obituary",
    "background": "Background",
}  # fmt: skip
Item = dict[str, Any]


def to_ninjs(story: Story) -> Item:
    """The item, in the order in which IPTC's schema names its properties."""
    is_usable = not story.is_retracted
    is_full = is_usable and bool(story.html)
    return _without_empty({
        "uri": story.identity, "type": "text", "representationType": "full" if is_full else "partial", "profile": "coranto-article",
        "version": story.version, "firstCreated": written(story.first_public_at), "versionCreated": written(story.changed_at),
        "contentCreated": written(story.created_at) if story.created_at else "", "pubStatus": "usable" if is_usable else "canceled",
        "copyrightHolder": story.copyright_holder, "copyrightNotice": story.copyright_notice, "usageTerms": story.usage_terms,
        "edNote": _note(story.corrections), "language": story.language, "descriptions": _descriptions(story),
        "bodies": _bodies(story) if is_full else [], "headlines": [{"role": "main", "contentType": "text/plain", "value": story.headline}],
        "people": [_named(one) for one in story.people], "places": [_named(one) for one in story.places], "subjects": [_named(one) for one in story.subjects],
        "infoSources": [_without_empty({"name": one.name, "role": one.role, "uri": one.address}) for one in story.sources],
        "by": story.byline, "slugline": story.slug, "located": story.dateline,
        "associations": [*map(_origin, story.origins), *(_picture(story, number, one) for number, one in enumerate(story.pictures, 1) if is_full)],
        "altIds": [{"role": "web", "value": story.url}, *([{"role": "provenance", "value": story.signed}] if story.signed else [])],
        "trustIndicators": [{"role": f"{CODES}trustindicator/{role}", "title": title, "href": address} for role, title, address in story.indicators],
        "standard": STANDARD, "genres": [genre(story.genre)] if story.genre else [], "rightsInfo": story.rights,
        "digitalSourceType": {"name": "Machine translation", "literal": "machine-translation"} if story.is_machine_made else None,
    })  # fmt: skip


def to_tombstone(*, identity: str, version: str, language: str, url: str, at: datetime, reason: str = "") -> Item:
    """What is left of an item that was taken back: that, when, and why. No word of its text."""
    return _without_empty({
        "uri": identity, "type": "text", "representationType": "partial", "profile": "coranto-article", "version": version, "versionCreated": written(at),
        "pubStatus": "canceled", "edNote": reason, "language": language, "altIds": [{"role": "web", "value": url}], "standard": STANDARD,
    })  # fmt: skip


def written(at: datetime) -> str:
    """A time as JSON Schema's date-time, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def genre(word: str) -> dict[str, str]:
    """A genre by its name, with IPTC's code where it has one."""
    code = GENRES.get(word)
    return {"name": code, "uri": f"{CODES}genre/{code}", "literal": word} if code else {"name": word.capitalize(), "literal": word}


def media_topic(code: str) -> str:
    """The address of `medtop:20000046`, or "" where there is none."""
    digits = code.removeprefix("medtop:")
    return f"{CODES}mediatopic/{digits}" if digits.isdigit() else ""


def _named(one: Named) -> Item:
    return _without_empty({"name": one.name, "rel": one.rel, "uri": one.address, "literal": one.code})


def _descriptions(story: Story) -> list[Item]:
    summary = [] if story.is_retracted else [("summary", story.standfirst)]
    found = [*summary, *((one.kind, one.text) for one in story.corrections), *(("translation", sentence) for sentence in story.made)]
    return [{"role": role, "contentType": "text/plain", "value": value} for role, value in found if value]


def _note(corrections: tuple[PutRight, ...]) -> str:
    return "\n".join(f"{one.kind.capitalize()}, {written(one.at)}: {one.text}" for one in corrections)


def _bodies(story: Story) -> list[Item]:
    counts = {"charCount": len(story.text), "wordCount": len(story.text.split())}
    return [
        {"role": "main", "contentType": "text/html", **counts, "value": story.html},
        {"role": "main", "contentType": "text/plain", **counts, "value": story.text},
    ]


def _origin(one: Origin) -> Item:
    headlines = [{"role": "main", "contentType": "text/plain", "value": one.headline}] if one.headline else []
    return _without_empty({
        "name": one.headline or one.identity, "rel": one.rel, "uri": one.identity, "type": "text", "representationType": "partial", "language": one.language,
        "headlines": headlines,
    })  # fmt: skip


def _picture(story: Story, number: int, one: PictureOf) -> Item:
    texts = [("caption", one.caption), ("altText", one.description)]
    return _without_empty({
        "name": f"picture-{number}", "rel": "illustration", "uri": one.renditions[0].address, "type": "picture", "representationType": "full",
        "copyrightNotice": one.copyright_notice, "by": one.credit, "language": story.language,
        "descriptions": [{"role": role, "contentType": "text/plain", "value": value} for role, value in texts if value],
        "renditions": [
            {"name": f"{file.width}w", "href": file.address, "contentType": file.media_type, "width": file.width, "height": file.height} for file in one.renditions
        ],
    })  # fmt: skip


def _without_empty(value: Mapping[str, Any]) -> Item:
    return {name: part for name, part in value.items() if part not in ("", None, [], {})}
