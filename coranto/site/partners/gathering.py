"""What stands in a partner's feed now: the newest articles that fit, and what was taken back since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape

from django.db.models import Q

from coranto.articles.models import Classified, PublicState
from coranto.site.api.asking import Asked
from coranto.site.api.finding import found
from coranto.site.facts import cards
from coranto.site.facts.store import State, Store
from coranto.site.feed_content import FeedItem, feed_item, identity
from coranto.site.ninjs.items import tombstone
from coranto.site.ninjs.stories import story_of
from coranto.syndication.models import PartnerFeed
from coranto.syndication.ninjs.story import Story
from coranto.syndication.ninjs.writing import Item, to_ninjs
from coranto.syndication.partners import text_goes
from coranto.syndication.stating import signed_editions

SIZE = 50
GONE, GONE_DAYS = 50, 90
FACETS = ("region", "theme", "report", "outlet")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of a feed, newest first, each as everybody's feed has it and as a ninjs item tells it; and what is gone."""

    told: tuple[tuple[FeedItem, Story], ...]
    gone: tuple[State, ...]


def gathered(store: Store, feed: PartnerFeed, *, now: datetime) -> Gathered:
    """Everything that a feed holds at a time. A few queries, whatever it asks for."""
    facets = tuple((facet, number) for facet in FACETS if (number := getattr(feed, f"{facet}_id")) is not None)
    before = now - timedelta(hours=feed.delay_hours)
    asked = Asked(feed.language, facets, feed.genre, None, SIZE, None, before=before, is_checked=not feed.with_machine)
    numbers, _end = found(store, asked)
    store.keep("signed", signed_editions(numbers))
    told = [one for number in numbers if (one := _told(store, feed, number, now)) is not None]
    return Gathered(tuple(told), tuple(_gone(store, feed, facets, before, now)))


def _told(store: Store, feed: PartnerFeed, number: int, now: datetime) -> tuple[FeedItem, Story] | None:
    state = store.state(number)
    if state is None:
        return None
    language = feed.language or state.language
    cards.prepare(store, [number], language)
    story = story_of(store, number, language, text_goes=text_goes(feed, published=state.first_public_at, now=now))
    entry = feed_item(store, number, language)
    return (entry, story) if story is not None and entry is not None and entry.language == language else None


def _gone(store: Store, feed: PartnerFeed, facets: tuple[tuple[str, int], ...], before: datetime, now: datetime) -> list[State]:
    """What would stand in the feed and was taken back in the last months, so that partners let it go too."""
    rows = PublicState.objects.filter(Q(status=410), first_public_at__lte=before, modified_at__gte=now - timedelta(days=GONE_DAYS))
    for facet, value in facets:
        rows = rows.filter(pk__in=Classified.objects.filter(facet=facet, value=value).values("article_id"))
    numbers = list(rows.order_by("-modified_at", "-pk").values_list("pk", flat=True)[:GONE])
    store.load(numbers)
    states = [state for number in numbers if (state := store.state(number)) is not None]
    return [state for state in states if not feed.genre or state.card["genre"] == feed.genre]


def as_items(store: Store, feed: PartnerFeed, what: Gathered) -> list[Item]:
    """Everything as ninjs items; what is gone is canceled."""
    return [*(to_ninjs(story) for _entry, story in what.told), *(tombstone(store, state, feed.language or state.language) for state in what.gone)]


def as_entries(feed: PartnerFeed, what: Gathered) -> tuple[FeedItem, ...]:
    """Everything as entries of a feed, with the text and the pictures that go to this partner."""
    return tuple(_entry(entry, story) for entry, story in what.told)


def _entry(entry: FeedItem, story: Story) -> FeedItem:
    picture = story.pictures[0] if story.pictures else None
    text = "" if story.is_retracted else story.html
    made = f"<p><small>{escape(entry.translation.said)}</small></p>" if entry.translation else ""
    return replace(
        entry, html="\n".join(filter(None, (made, text or f"<p>{escape(entry.summary)}</p>"))), image=picture.renditions[0].address if picture else "", image_credit=picture.credit if picture else "",
    )  # fmt: skip


def gone_entries(feed: PartnerFeed, what: Gathered) -> tuple[tuple[str, datetime], ...]:
    """What is gone as feeds say it."""
    return tuple((identity(state, feed.language or state.language), state.modified_at) for state in what.gone)
