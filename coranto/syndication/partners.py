"""Who comes in at a partner feed's address, and what its terms let a partner take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from coranto.rights.terms import Party, TermsRecord, Use, Verdict, may
from coranto.signing.tokens import TokenSigner, TokenTrouble
from coranto.syndication.models import PartnerFeed

PURPOSE = "partner feed"
LIFETIME = timedelta(days=20 * 365)  # it ends when the feed does, or the key is made anew


def signer() -> TokenSigner:
    """The one token signer, with this instance's secret."""
    return TokenSigner([settings.SECRET_KEY])


def name_of(feed: PartnerFeed) -> str:
    """What stands in the feed's address: its slug when it is open, else the token of its key."""
    return feed.slug if feed.is_open else signer().issue(PURPOSE, [feed.pk, feed.key], now=feed.keyed_at, lifetime=LIFETIME)


def feed_at(name: str, *, now: datetime) -> PartnerFeed | None:
    """The feed at an address; None for one that is closed to this address, revoked, keyed anew, or never was."""
    found = PartnerFeed.objects.filter(slug=name, is_open=True, is_active=True).first() if len(name) <= 120 else None
    if found is not None:
        return found
    try:
        number, key = signer().read(PURPOSE, name, now=now)
    except TokenTrouble:
        return None
    return PartnerFeed.objects.filter(pk=number, key=key, is_open=False, is_active=True).first()


@transaction.atomic
def key_anew(feed: PartnerFeed, *, now: datetime) -> PartnerFeed:
    """Give the feed a new token; the address before it answers no more."""
    PartnerFeed.objects.filter(pk=feed.pk).update(key=F("key") + 1, keyed_at=now)
    feed.refresh_from_db()
    return feed


def text_goes(feed: PartnerFeed, *, published: datetime, now: datetime) -> Callable[[TermsRecord, str], bool]:
    """Whether the text of an article under some terms goes to a partner in a language, for somebody who asks for each in turn.

    They take everything systematically and republish it: both have to be allowed to such a partner by now. On request
    means yes to a partner with whom it was agreed, but a delay is kept, and no is no.
    """

    def goes(record: TermsRecord, language: str) -> bool:
        if not feed.full_text or now < published + timedelta(hours=record.delay_hours):
            return False
        answers = {may(record, use, by=Party(feed.party), when=now, language=language, published=published).verdict for use in (Use.REPOST, Use.BULK)}
        return Verdict.NO not in answers and (feed.has_agreement or Verdict.ASK not in answers)

    return goes
