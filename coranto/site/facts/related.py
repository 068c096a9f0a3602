"""What else to read: the rule is written out in docs/concepts/related.md."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from coranto.articles import keys
from coranto.site.facts.store import State, Store

SHOWN = 4
CANDIDATES = 40  # the newest earlier articles looked at for each region, theme or report

Row = tuple[str, int, int, datetime]  # facet or "later", its number, the article's, when
_EARLIER = """SELECT * FROM (SELECT c.facet, c.value, c.article_id, c.first_public_at FROM articles_classified c
 JOIN articles_publicstate p ON p.article_id = c.article_id
 WHERE c.facet = %s AND c.value = %s AND p.status = 200
 AND (c.first_public_at < %s OR (c.first_public_at = %s AND c.article_id < %s))
 ORDER BY c.first_public_at DESC, c.article_id DESC LIMIT {limit}) AS earlier_{number}"""
_LATER = """SELECT * FROM (SELECT 'later', c.value, c.article_id, c.first_public_at FROM articles_classified c
 JOIN articles_publicstate p ON p.article_id = c.article_id
 WHERE c.facet = %s AND c.value = %s AND p.status = 200
 AND (c.first_public_at > %s OR (c.first_public_at = %s AND c.article_id > %s))
 ORDER BY c.first_public_at, c.article_id LIMIT 1) AS later"""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Numbers of articles: the one before and after in the first in-depth report, and up to four related ones."""

    previous: int | None
    following: int | None
    related: tuple[int, ...]


def neighbours(store: Store, state: State, document: dict[str, Any]) -> Neighbours:
    """Find the neighbours of an article, once in a build. One query.

    Notes the membership of every list it looked at; only articles published before this one are related to it, so a
    new article leaves old pages alone, but for the last of its report, which must learn who follows.
    """
    return store.once(("neighbours", state.number), lambda: _neighbours(store, state, document))


def _neighbours(store: Store, state: State, document: dict[str, Any]) -> Neighbours:
    report = document["reports"][0] if document["reports"] else None
    facets = [(facet, number) for facet, field in (("report", "reports"), ("theme", "themes"), ("region", "regions")) for number in document[field]]
    for facet, number in facets:
        store.note(keys.related(facet, number))  # type: ignore[arg-type]
    if not facets:
        return Neighbours(None, None, ())
    rows = _rows(state, facets, report)
    later = next((row[2] for row in rows if row[0] == "later"), None)
    earlier = [row for row in rows if row[0] != "later"]
    before = max(((at, number) for facet, value, number, at in earlier if (facet, value) == ("report", report)), default=None)
    in_first = before[1] if before else None
    return Neighbours(in_first, later, _chosen(earlier, leave_out=in_first))


def _rows(state: State, facets: list[tuple[str, int]], report: int | None) -> list[Row]:
    at = str(connection.ops.adapt_datetimefield_value(state.first_public_at))
    parts: list[str] = []
    values: list[str | int | None] = []
    for number, (facet, value) in enumerate(facets):
        parts.append(_EARLIER.format(limit=CANDIDATES, number=number))
        values.extend([facet, value, at, at, state.number])
    if report is not None:
        parts.append(_LATER)
        values.extend(["report", report, at, at, state.number])
    with connection.cursor() as cursor:
        cursor.execute("\nUNION ALL\n".join(parts), values)
        return list(cursor.fetchall())


def _chosen(rows: list[Row], *, leave_out: int | None) -> tuple[int, ...]:
    """Those of the same report first, then by shared themes and regions, then the newest."""
    in_report = {number for facet, _value, number, _at in rows if facet == "report"}
    shared = Counter(number for facet, _value, number, _at in rows if facet != "report")
    when = {number: at for _facet, _value, number, at in rows if number != leave_out}
    newest_first = sorted(when, key=lambda number: (when[number], number), reverse=True)
    return tuple(sorted(newest_first, key=lambda number: (number not in in_report, -shared[number])))[:SHOWN]
