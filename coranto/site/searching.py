"""The search page: a form that works without a script, and what was found in the reader's language first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When

from coranto.search.models import SearchEntry
from coranto.site import addresses, pages, templating
from coranto.site.facts import cards
from coranto.site.facts.chrome import chrome
from coranto.site.facts.shapes import Card
from coranto.site.facts.store import Store

SHOWN = 30
LONGEST = 200  # characters of a question that are read


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked and what was found; `path` is the page's own."""

    path: str
    query: str
    cards: tuple[Card, ...]
    foreign: tuple[Card, ...]


def search_html(query: str, language: str) -> str:
    """The search page in a language, with what the question finds; an empty question shows the form alone."""
    store, query = Store(), " ".join(query.split())[:LONGEST]
    found = cards.cards(store, find(query, language) if query else (), language)
    shown = SearchPage(
        addresses.search(language), query, tuple(card for card in found if not card.is_foreign), tuple(card for card in found if card.is_foreign)
    )  # fmt: skip
    title = templating.translations(language).gettext("Search")
    head = pages.head_of(store, language, shown, title=title, description="", is_indexed=False, every=addresses.search)
    return templating.render("search", language, page=shown, head=head, site=chrome(store, language))


def find(query: str, language: str) -> tuple[int, ...]:
    """Articles that hold every word asked for: in the language of the page first, headlines before texts, then the newest."""
    wanted, in_headline = Q(), Q()
    for word in query.split():
        in_headline &= Q(headline__icontains=word)
        wanted &= Q(headline__icontains=word) | Q(standfirst__icontains=word) | Q(text__icontains=word)
    rank = Case(When(in_headline, then=Value(0)), default=Value(1), output_field=IntegerField())
    here = Case(When(language=language, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = SearchEntry.objects.filter(wanted).annotate(rank=rank, here=here).order_by("here", "rank", "-first_public_at").values_list("article", flat=True)
    return tuple(dict.fromkeys(rows[: SHOWN * 2]))[:SHOWN]
