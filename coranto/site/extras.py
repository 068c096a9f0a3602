"""What other modules of the site add to pages: parts of the head, links to feeds, links to print editions.

Each is a function registered when the app starts; a page asks all of them, in the order of registration. A function
notes the keys of what it reads, as the reading layer does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from coranto.site.facts.shapes import ArticlePage, Link, Reuse
from coranto.site.facts.store import Store

HeadPart = Callable[[Store, str, Any], str]  # store, language, the page's own shape → html for the head, escaped
FeedLinks = Callable[[Store, str, str, int], tuple[Link, ...]]  # store, language, facet ("all" for the front page), number
PrintLinks = Callable[[Store, ArticlePage], tuple[Link, ...]]
ReuseWay = Callable[[Store, ArticlePage], Reuse]

head_parts: list[HeadPart] = []
feed_links: list[FeedLinks] = []
print_links: list[PrintLinks] = []
reuse_ways: list[ReuseWay] = []


def head_of(store: Store, language: str, page: Any) -> Markup:
    """Everything the registered parts put into the head of a page."""
    return Markup("\n".join(part for make in head_parts if (part := make(store, language, page))))  # noqa: S704 - each part escapes what it writes


def feeds_of(store: Store, language: str, facet: str, number: int) -> tuple[Link, ...]:
    """The feeds of a list."""
    return tuple(link for links in feed_links for link in links(store, language, facet, number))


def prints_of(store: Store, page: ArticlePage) -> tuple[Link, ...]:
    """The print editions of an article."""
    return tuple(link for links in print_links for link in links(store, page))


def reuse_of(store: Store, page: ArticlePage) -> Reuse:
    """The way to republish an article, as the first who knows one says."""
    return next((found for way in reuse_ways if (found := way(store, page)).republish or found.ask), Reuse())
