"""Finding: ranked, narrowed, and with the passage in which the words stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db import connection

from coranto.search.models import SearchEntry
from coranto.search.words import LETTER, UNSPACED, Asked, asked, fold

SNIPPET = 220  # characters
FACETS = frozenset({"region", "theme", "report", "person", "outlet"})


@dataclass(frozen=True, slots=True)
class Found:
    """An article found in one language; `snippet` is html with the words in `<mark>`, everything else escaped."""

    article: int
    language: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what was found, and how many there are in all."""

    found: tuple[Found, ...]
    total: int


def find(question: str, *, language: str, facets: Mapping[str, int] | None = None, genre: str = "", limit: int = 20, offset: int = 0) -> Page:
    """Articles that hold every word asked for; in the reader's language first, then by rank, then the newest.

    Headlines weigh ten times a mention in the text, standfirsts four times. An article found in several languages is
    given once, in the first of them. `facets` narrow by row number. A question without words finds nothing.
    """
    words = asked(question, language)
    if not words:
        return Page((), 0)
    source, parameters = _postgresql(words) if connection.vendor == "postgresql" else _sqlite(words)
    where, more = _narrowed(facets or {}, genre)
    query = (
        f"SELECT id, article, language, ROW_NUMBER() OVER (PARTITION BY article ORDER BY CASE WHEN language = %s THEN 0 ELSE 1 END, rank) AS place, "
        f"rank, first_public_at FROM ({source}) AS hits WHERE 1 = 1{where}"
    )
    values = [language, *parameters, *more]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({query}) AS placed WHERE place = 1", values)
        total = int(cursor.fetchone()[0])
        cursor.execute(
            f"SELECT id, article, language FROM ({query}) AS placed WHERE place = 1 "
            "ORDER BY CASE WHEN language = %s THEN 0 ELSE 1 END, rank, first_public_at DESC LIMIT %s OFFSET %s",
            [*values, language, limit, offset],
        )
        rows = cursor.fetchall()
    texts = SearchEntry.objects.in_bulk([row[0] for row in rows])
    return Page(tuple(Found(article, code, snippet(texts[pk], words)) for pk, article, code in rows), total)


COLUMNS = "e.id, e.article, e.language, e.genre, e.first_public_at"


def _sqlite(words: list[Asked]) -> tuple[str, list[Any]]:
    """FTS5 with bm25; every word is a quoted string, so that nothing in a question is syntax."""
    parts = []
    for word in words:
        phrase = " ".join(word.characters).replace('"', "")
        wanted = f'"{phrase}"' + (" *" if word.is_prefix else "")
        parts.append(f'({wanted} OR "{word.other}")' if word.other else wanted)
    query = (
        f"SELECT {COLUMNS}, bm25(search_words, 10.0, 4.0, 1.0) AS rank FROM search_words "
        "JOIN search_searchentry e ON e.id = search_words.rowid WHERE search_words MATCH %s"
    )
    return query, [" AND ".join(parts)]


def _postgresql(words: list[Asked]) -> tuple[str, list[Any]]:
    """A tsquery in each entry's own stemming or word for word; characters of a phrase follow one another."""
    parts = []
    for word in words:
        lexemes = ["'" + part.replace("'", "").replace("\\", "") + "'" + (":*" if word.is_prefix else "") for part in word.characters]
        other = [f"'{word.other}'"] if word.other else []
        parts.append("(" + " | ".join([" <-> ".join(lexemes), *other]) + ")")
    simple = " & ".join(parts)
    plain = " ".join(part for word in words for part in word.characters)
    query = (
        f"SELECT {COLUMNS}, -ts_rank('{{0.1, 0.1, 0.4, 1.0}}', e.vector, q.simple || q.stemmed) AS rank FROM search_searchentry e, "
        "LATERAL (SELECT to_tsquery('simple', %s) AS simple, plainto_tsquery(search_stemmer(e.language), %s) AS stemmed) q "
        "WHERE e.vector @@ q.simple OR e.vector @@ q.stemmed"
    )
    return query, [simple, plain]


def _narrowed(facets: Mapping[str, int], genre: str) -> tuple[str, list[Any]]:
    where, values = "", []
    for facet, value in facets.items():
        if facet not in FACETS:
            raise ValueError(f"Unknown facet {facet!r}. Use one of: {', '.join(sorted(FACETS))}.")
        where += " AND article IN (SELECT article_id FROM articles_classified WHERE facet = %s AND value = %s)"
        values += [facet, int(value)]
    if genre:
        where += " AND genre = %s"
        values.append(genre)
    return where, values


def snippet(entry: SearchEntry, words: list[Asked]) -> str:
    """The passage of an entry in which most of the words stand first, marked; the standfirst when they stand in the headline alone."""
    pattern = _pattern(words)
    _headline, standfirst, body = entry.texts
    for text in (body, standfirst):
        found = pattern.search(_same_length(text))
        if found is not None:
            return _marked(text, pattern, max(0, found.start() - SNIPPET // 3))
    return escape((standfirst or body)[:SNIPPET])


def _pattern(words: list[Asked]) -> re.Pattern[str]:
    parts = []
    for word in words:
        text = re.escape("".join(word.characters))
        parts.append(text if re.match(f"[{UNSPACED}]", word.characters[0]) else f"(?<![{LETTER}]){text}" + (f"[{LETTER}]*" if word.is_prefix else f"(?![{LETTER}])"))
    return re.compile("|".join(parts))


def _same_length(text: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    return "".join(one if len(one := fold(char)) == 1 else char for char in text)


def _marked(text: str, pattern: re.Pattern[str], begin: int) -> str:
    while begin > 0 and not text[begin - 1].isspace() and not re.match(f"[{UNSPACED}]", text[begin - 1]):
        begin -= 1
    end = min(len(text), begin + SNIPPET)
    while end < len(text) and not text[end].isspace() and not re.match(f"[{UNSPACED}]", text[end]):
        end += 1
    passage, out, last = text[begin:end], [], 0
    for found in pattern.finditer(_same_length(passage)):
        out += [escape(passage[last : found.start()]), f"<mark>{escape(passage[found.start() : found.end()])}</mark>"]
        last = found.end()
    out.append(escape(passage[last:]))
    return ("… " if begin else "") + "".join(out).strip() + (" …" if end < len(text) else "")
