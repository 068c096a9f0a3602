"""Finding reposts that say they are translations of articles of ours: by the address of their source, or by a link to us in their text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from coranto.articles.leading import articles_of, slugs_in
from coranto.articles.models import Provenance, PublicState
from coranto.translation.models import LinkedEdition

MOST = 400  # reposts looked at, newest first


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That `edition` may be `original` in another language. `why`: "source" when it says so itself, "link" when its text leads there,
    "same source" when both say that they come from the same place."""

    original: int
    edition: int
    why: str


def suggestions(public_url: str) -> list[Suggestion]:
    """What may be linked and is not yet, newest repost first, each repost once. `public_url` is where our articles stand. Six queries."""
    rows = list(Provenance.objects.filter(article__public__status=200).exclude(article__edition_of__isnull=False).order_by("-article__public__first_public_at")[:MOST])
    states = {state.pk: state for state in PublicState.objects.filter(pk__in=[row.article_id for row in rows]).select_related("version")}
    said = {row.article_id: slugs_in([row.url], public_url=public_url) for row in rows}
    linked = {number: slugs_in([_text(state)], public_url=public_url) for number, state in states.items()}
    ours = articles_of(slug for slugs in (*said.values(), *linked.values()) for slug in slugs)
    languages = dict(PublicState.objects.filter(pk__in=ours.values(), status=200).values_list("pk", "language"))
    languages |= {number: state.language for number, state in states.items()}
    editions = set(LinkedEdition.objects.values_list("edition_id", flat=True))
    found = []
    for row in rows:
        candidates = [*_candidates(said[row.article_id], ours, "source"), *([] if said[row.article_id] else _same_source(row, rows, states)), *_candidates(linked[row.article_id], ours, "link")]
        fit = [(number, why) for number, why in candidates if number not in editions and languages.get(number, languages[row.article_id]) != languages[row.article_id]]
        if fit:
            found.append(Suggestion(fit[0][0], row.article_id, fit[0][1]))
    return found


def _candidates(slugs: Iterable[str], ours: dict[str, int], why: str) -> Iterator[tuple[int, str]]:
    return ((ours[slug], why) for slug in slugs if slug in ours)


def _same_source(row: Provenance, rows: Collection[Provenance], states: dict[int, PublicState]) -> Iterator[tuple[int, str]]:
    """Others from the same address; the one in the language of the source is the original of the two, else the older."""
    if not row.url:
        return
    for other in rows:
        if other.url == row.url and other.article_id != row.article_id:
            mine, theirs = states[row.article_id], states[other.article_id]
            is_original = theirs.language == row.language or (mine.language != row.language and theirs.first_public_at < mine.first_public_at)
            if is_original:
                yield other.article_id, "same source"


def _text(state: PublicState) -> str:
    document = state.version.document
    return " ".join(str(value) for block in document["body"] for value in block.values() if isinstance(value, str)) + str(document["note"])
