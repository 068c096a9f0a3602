"""Taking in: what was read becomes a draft with its provenance, once, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from coranto.articles.addresses import free_slug, slug_from
from coranto.articles.bodies import stream_from
from coranto.articles.models import Article, CopyrightHolder, Credit, Front, Outlet, Person, Provenance
from coranto.intake.arriving import arrived, embargo_of, hear
from coranto.intake.duplicates import NearDuplicate, near_duplicates, remember
from coranto.intake.editions import language_of
from coranto.intake.models import Arrival, Item, OfferedPicture
from coranto.intake.origins import Origin, remember_keys
from coranto.intake.versions import CANCELED, counts
from coranto.members.models import User
from coranto.reading import sanitising
from coranto.reading.shape import Reading
from coranto.taxonomy.models import Region, Report, Theme


class IntakeError(Exception):
    """It cannot be taken in; the text names the source and says why."""


class HeldAlready(IntakeError):
    """A near-duplicate of an article that is held; `duplicates` says of which, with the overlap in percent."""

    def __init__(self, source: str, duplicates: list[NearDuplicate]) -> None:
        first = duplicates[0]
        super().__init__(f"{source}: {first.percent} % of this text stands in “{first.article.title}” already. Look at it, and take this in all the same if you mean it.")
        self.duplicates = duplicates


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking in did. `is_new` is false when this was taken in before; then the article was not changed.

    `arrival` is set when it is a newer version of what is held, which waits for an editor's answer.
    """

    item: Item
    article: Article
    is_new: bool
    arrival: Arrival | None = None


@transaction.atomic
def take_in(
    reading: Reading, *, data: bytes, by: User | None, now: datetime, even_if_similar: bool = False, origin: Origin | None = None, trust_key: bool = False
) -> Taken:
    """Make a draft of a reading. `data` is what was fetched, of which the digest is kept.

    `origin` is what came of looking for the source's signature; it is kept with the provenance, and the source's keys are
    remembered. With `trust_key` a key that nobody vouches for is trusted from now on.

    Unique on source and outside id, and on the canonical URL: taking in twice changes nothing. Raises HeldAlready for
    a near-duplicate unless `even_if_similar`, IntakeError for a reading without headline and text. Nothing is fetched.
    """
    source, outside_id = identity_of(reading)
    held = _held(source, outside_id, reading.canonical_url or "")
    if held is not None:
        # Another source may claim the same page; only the one that sent the item may send a newer version of it.
        return Taken(held, held.article, False, arrived(held, reading, data=data, now=now) if is_newer_of(reading, held) else None)
    if reading.release is not None and reading.release.status == CANCELED:
        raise IntakeError(f"{reading.source}: its source has canceled “{(reading.headline or outside_id)[:100]}”, and it is not held here. There is nothing to take in.")
    if not (reading.headline or reading.text.strip()):
        raise IntakeError(f"{reading.source}: there is neither a headline nor a text in it.")
    similar = near_duplicates(reading.text)
    if similar and not even_if_similar:
        raise HeldAlready(reading.source, similar)
    if origin is not None:
        origin = remember_keys(origin, is_trusted=trust_key, now=now)
    article = _draft(reading, data=data, by=by, now=now, origin=origin)
    item = Item.objects.create(
        source=source, outside_id=outside_id, canonical_url=(reading.canonical_url or "")[:2000], fetched_sha256=hashlib.sha256(data).hexdigest(),
        article=article, taken_at=now, taken_by=by,  # type: ignore[misc]
    )  # fmt: skip
    if reading.release is not None:
        hear(item, reading.release)
    _offer_pictures(item, reading)
    remember(article.pk, reading.text)
    return Taken(item, article, True)


def identity_of(reading: Reading) -> tuple[str, str]:
    """(source, outside id): the host and the feed's or page's own identifier, else the digest of the text."""
    url = reading.canonical_url or ""
    # Anybody can write any uri into a ninjs item; whose version it is says the host that it was fetched from.
    place = (reading.source if reading.source.startswith(("https://", "http://")) else "") if reading.kind == "ninjs" else url
    host = (urlsplit(place).hostname or "") if place else ""
    outside = reading.outside_id or url or hashlib.sha256(f"{reading.headline}\n{reading.text}".encode()).hexdigest()
    return (host or "file")[:500], outside[:500]


def held_item(reading: Reading) -> Item | None:
    """What this was taken in as before, or None."""
    return _held(*identity_of(reading), reading.canonical_url or "")


def held_already(reading: Reading) -> Article | None:
    """The article this was taken in as before, or None."""
    held = held_item(reading)
    return held.article if held is not None else None


def is_newer_of(reading: Reading, held: Item) -> bool:
    """Whether a reading is its own source's newer version of something held."""
    return reading.release is not None and (held.source, held.outside_id) == identity_of(reading) and counts(reading.release, held)


def _held(source: str, outside_id: str, canonical_url: str) -> Item | None:
    held = Item.objects.select_related("article").filter(source=source, outside_id=outside_id).first()
    if held is None and canonical_url:
        held = Item.objects.select_related("article").filter(canonical_url=canonical_url).first()
    return held


def _draft(reading: Reading, *, data: bytes, by: User | None, now: datetime, origin: Origin | None) -> Article:
    headline = (reading.headline or sanitising.text_of(reading.text)[:80] or reading.source)[:255]
    language = language_of(reading)
    article = Article(
        title=headline, slug=free_slug(slug_from(headline)), standfirst=(reading.standfirst or "")[:1000], language=language,
        body=json.dumps(stream_from(reading.blocks)), note_to_readers="".join(f"<p>{escape(note)}</p>" for note in reading.notes),
        picture_credit="", live=False, terms=None, owner=by,  # type: ignore[misc]
        copyright_year=_year(reading), embargo_until=embargo_of(reading), dateline=((reading.release.dateline if reading.release else None) or "")[:200],
    )  # fmt: skip
    article.regions = list(_named(Region, "name", reading.regions))
    article.themes = list(_named(Theme, "name", reading.themes))
    article.reports = list(_named(Report, "title", reading.reports))
    article.credits = [Credit(person=person) for person in _known_people(reading.byline)]  # type: ignore[attr-defined]
    article.provenances = [_provenance(reading, data=data, now=now, origin=origin)]  # type: ignore[attr-defined]
    article.copyright_holders = [CopyrightHolder(name=name[:200]) for name in _holders(reading)]  # type: ignore[attr-defined]
    front = Front.objects.first()
    if front is None:
        raise IntakeError("The publication has no front page yet. Make the instance with: coranto new")
    front.add_child(instance=article)
    article.save_revision(user=by, log_action=True)
    return article


def _provenance(reading: Reading, *, data: bytes, now: datetime, origin: Origin | None) -> Provenance:
    name, url = reading.original_source.name or reading.outlet, reading.original_source.url or reading.canonical_url
    usage = "\n\n".join(filter(None, (reading.usage_terms, reading.fair_use_notice, *reading.disclaimers)))
    address = sanitising.link(url or "") or ""
    return Provenance(
        outlet=_outlet(name, url) if name else None, url=address, authors="\n".join(reading.byline),
        first_published=(reading.published or "")[:40], language=(reading.language.code or "")[:15], copyright_notice=reading.copyright_notice or "",
        usage_terms=usage, licence_url=(sanitising.link(reading.licence_url or "") or "")[:500], basis="", evidence="",
        fetched_sha256=hashlib.sha256(data).hexdigest(), fetched_at=now,
        origin=origin.as_document(address) if origin is not None else None,
    )  # fmt: skip


def _outlet(name: str, url: str | None) -> Outlet:
    """The outlet of that name, followed to the one it was merged into; made when there is none."""
    outlet = Outlet.objects.filter(name__iexact=name.strip()[:200]).first()
    if outlet is not None:
        return outlet.merged_into or outlet
    parts = urlsplit(url or "")
    home = f"{parts.scheme}://{parts.netloc}/" if parts.scheme in {"http", "https"} and parts.netloc else ""
    slug, number = slug_from(name)[:180], 1
    while Outlet.objects.filter(slug=slug if number == 1 else f"{slug}-{number}").exists():
        number += 1
    return Outlet.objects.create(name=name.strip()[:200], slug=slug if number == 1 else f"{slug}-{number}", url=home[:500])


def _known_people(names: list[str]) -> list[Person]:
    """People of these names that the publication knows; a name alone makes nobody known, it stays in the provenance."""
    found = []
    for name in names:
        person = Person.objects.filter(name__iexact=name.strip()).first() or Person.objects.filter(names__name__iexact=name.strip()).first()
        if person is not None and (kept := person.merged_into or person) not in found:
            found.append(kept)
    return found


def _named(model: Any, attribute: str, printed: list[str]) -> list[Any]:
    """Regions, themes or reports whose name is as printed; the printed words become codes only here."""
    wanted = {name.strip().casefold() for name in printed}
    if not wanted:
        return []
    return [row for row in model.objects.all() if getattr(row, attribute).casefold() in wanted or row.slug in wanted]


_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright|all rights reserved\.?|[\d\s,;–-]{4,})", re.IGNORECASE)


def _holders(reading: Reading) -> list[str]:
    """The holders a copyright notice names, else the outlet."""
    parts = [part.strip(" .,;") for part in _COPYRIGHT.split(reading.copyright_notice or "")]
    names = [name.strip() for part in parts for name in part.split(",") if name.strip()]
    return names[:5] or ([reading.outlet] if reading.outlet else [])


def _year(reading: Reading) -> int | None:
    found = re.search(r"\b(1[89]\d\d|20\d\d)\b", reading.copyright_notice or "") or re.match(r"(\d{4})", reading.published or "")
    return int(found[1]) if found else None


def _offer_pictures(item: Item, reading: Reading) -> None:
    """Keep what is offered: the lead image, then the images of the text."""
    offered: dict[str, OfferedPicture] = {}
    if reading.image is not None and reading.image.url and (url := sanitising.link(reading.image.url)):
        offered[url] = OfferedPicture(item=item, url=url[:2000], caption=reading.image.caption or "", credit=(reading.image.credit or "")[:300], is_lead=True)
    images = [block for block in reading.blocks if block["type"] == "image"]
    images += [image for block in reading.blocks if block["type"] == "gallery" for image in block["images"]]
    for image in images:
        url = sanitising.link(image.get("url") or "")
        if url and url not in offered:
            offered[url] = OfferedPicture(
                item=item, url=url[:2000], caption=sanitising.text_of(image.get("caption") or ""), credit=(image.get("credit") or "")[:300],
                copyright_notice=(image.get("copyright") or "")[:300], alt_text=(image.get("alt") or "")[:500], redistributable=image.get("redistributable"),
            )  # fmt: skip
    OfferedPicture.objects.bulk_create(offered.values())
