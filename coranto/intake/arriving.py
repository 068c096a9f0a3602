"""A newer version of something that is held: it waits for an editor, and changes nothing by itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from wagtail.models import Revision

from coranto.articles.bodies import stream_from
from coranto.articles.models import Article
from coranto.intake.duplicates import remember
from coranto.intake.models import Arrival, Item
from coranto.intake.versions import CANCELED, WITHHELD, changed_at, counts
from coranto.members.models import User
from coranto.reading.opening import decode_json
from coranto.reading.shape import Reading, Release


@transaction.atomic
def arrived(item: Item, reading: Reading, *, data: bytes, now: datetime) -> Arrival | None:
    """Keep a version that says more than every one heard of; None for one that does not.

    The item's row is locked where the database can. What its source withholds or cancels is scheduled no longer.
    """
    item = Item.objects.select_for_update().select_related("article").get(pk=item.pk)
    release = reading.release
    if release is None or not counts(release, item):
        return None
    Arrival.objects.filter(item=item, answer=Arrival.Answer.WAITING).update(answer=Arrival.Answer.OVERTAKEN, answered_at=now)
    hear(item, release)
    if item.status in {WITHHELD, CANCELED}:
        Revision.objects.for_instance(item.article).filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    return Arrival.objects.create(
        item=item, version=item.version, changed_at=item.changed_at, status=release.status, note=release.note or "", reading=asdict(reading),
        fetched_sha256=hashlib.sha256(data).hexdigest(), arrived_at=now,
    )  # fmt: skip


def hear(item: Item, release: Release) -> None:
    """Note on an item what its source says of its newest version; what was kept before is asked anew."""
    item.version, item.changed_at, item.status, item.rights, item.is_kept = release.version or "", changed_at(release), release.status, release.rights or "", False
    item.save(update_fields=["version", "changed_at", "status", "rights", "is_kept"])


def reading_of(arrival: Arrival) -> Reading:
    """What the version says."""
    return decode_json(arrival.reading)


@transaction.atomic
def put_into_draft(arrival: Arrival, *, by: User, now: datetime) -> Article:
    """Make a new draft of the article with the version's headline, standfirst and text; what stood before stays in its history.

    Classification, credits and pictures stay as the editors have set them. Nothing goes out by it.
    """
    reading = reading_of(arrival)
    draft: Article = arrival.item.article.get_latest_revision_as_object()
    if reading.headline:
        draft.title = reading.headline[:255]
    if reading.blocks:
        draft.body = json.dumps(stream_from(reading.blocks))
    draft.standfirst = (reading.standfirst or draft.standfirst)[:1000]
    draft.embargo_until = embargo_of(reading)
    draft.save_revision(user=by, log_action=True)
    if not draft.live:
        Article.objects.filter(pk=draft.pk).update(embargo_until=draft.embargo_until)
        remember(draft.pk, reading.text)
    answer(arrival, Arrival.Answer.DRAFTED, by=by, now=now)
    return draft


@transaction.atomic
def leave(arrival: Arrival, *, by: User, now: datetime) -> None:
    """Leave the article as it is. What its source has canceled is kept from then on, on the editor's word."""
    if arrival.status == CANCELED:
        Item.objects.filter(pk=arrival.item_id).update(is_kept=True)
    answer(arrival, Arrival.Answer.LEFT, by=by, now=now)


def answer(arrival: Arrival, said: str, *, by: User, now: datetime) -> None:
    """Note what an editor has answered."""
    arrival.answer, arrival.answered_at, arrival.answered_by = said, now, by
    arrival.save(update_fields=["answer", "answered_at", "answered_by"])


def embargo_of(reading: Reading) -> datetime | None:
    """Until when a version may not go out; None where it says nothing."""
    said = reading.release.embargo if reading.release else None
    return datetime.fromisoformat(said) if said else None
