"""The vocabulary of keys: what a page may have read, and so what a change makes stale.

`site` notes these while it renders; `flow` marks them when something changes. A key that depends on the reader's
language ends in it. `card` is an article as lists show it; a `listing` is the membership and order of a list, so that
a new article reaches pages that never saw it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

Facet = Literal["all", "region", "theme", "report", "person", "outlet", "month", "corrections"]

PUBLICATION = "publication"
FRONT = "front"


def article(number: int, language: str) -> str:
    """The whole article as read in a language."""
    return f"article:{number}:{language}"


def card(number: int, language: str) -> str:
    """What lists and boxes show of an article in a language: headline, standfirst, picture, label, date."""
    return f"card:{number}:{language}"


def listing(facet: Facet, value: int, language: str) -> str:
    """Which articles a list holds, in a language. `value` is the row's number, yyyymm for a month, 0 for all."""
    return f"list:{facet}:{value}:{language}"


def related(facet: Facet, value: int) -> str:
    """Membership of a list among articles that were public already; marked when an old one is classified anew."""
    return f"related:{facet}:{value}"


def person(number: int) -> str:
    """A person's names, biography, portrait and links."""
    return f"person:{number}"


def outlet(number: int) -> str:
    """An outlet's name, address and copyright holder."""
    return f"outlet:{number}"


def term(facet: Literal["region", "theme", "report"], number: int) -> str:
    """The name and text of a region, theme or report."""
    return f"term:{facet}:{number}"


def terms(number: int) -> str:
    """One version of terms of reuse."""
    return f"terms:{number}"


def standing(number: int) -> str:
    """A standing page's text and address."""
    return f"standing:{number}"


def own_text(name: str, language: str) -> str:
    """What stands in a language for a text of the publication itself, such as `publication` or `person:7`: its translation, or that there is none."""
    return f"own:{name}:{language}"


STANDING_LIST = "standing-pages"
TAXONOMY = "taxonomy"  # which regions, themes and reports there are, and in what order
REDIRECTS = "redirects"
TERMS_LIST = "terms-list"  # which terms there are, which version is the newest, and which are the default
SIGNING_KEYS = "signing-keys"  # the keys that statements are signed with


def picture(number: int) -> str:
    """A picture's file and credit."""
    return f"picture:{number}"


def in_languages(make: object, *parts: object, languages: Iterable[str]) -> Iterator[str]:
    """One key for each language: `in_languages(card, 12, languages=("en", "fr"))`."""
    for language in languages:
        yield make(*parts, language)  # type: ignore[operator]
