"""The demonstration's partner feeds: one that is open, one behind a token."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from coranto.demonstration import shapes
from coranto.syndication.models import PartnerFeed
from coranto.taxonomy.models import Theme


def load_partner_feeds(entries: Iterable[shapes.PartnerFeed], themes: Mapping[str, Theme], *, now: datetime) -> None:
    """Make each feed."""
    for entry in entries:
        PartnerFeed.objects.create(
            name=entry.name, party=entry.party, is_open=entry.open, has_agreement=entry.agreed, theme=themes[entry.theme] if entry.theme else None,
            language=entry.language, delay_hours=entry.delay_hours, notes=entry.notes, keyed_at=now,
        )  # fmt: skip
