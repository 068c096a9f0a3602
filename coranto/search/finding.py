"""Finding: ranked, narrowed, and the passage in which the words stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log
from typing import Any

from django.db import connection

from coranto.search.indexing import Texts
from coranto.search.words import AS_A_WORD, HEADLINE, LANGUAGE, LETTER, OFTEN, STANDFIRST, UNSPACED, Asked, asked, fold, language_term

SNIPPET = 220  # characters
MOST_RANKED = 5_000  # of the newest entries that hold the words, in the reader's language and in all
# What a word weighs more than one that is merely there, where it stands.
WEIGHTS = ((HEADLINE, 9.0), (STANDFIRST, 3.0), (OFTEN, 1.0), (AS_A_WORD, 2.0))
FACETS = frozenset({"region", "theme", "report", "person", "outlet"})


@dataclass(frozen=True, slots=True)
class Found:
    """An article found in one language."""

    article: int
    language: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what was found, how many there are in all (0 behind the last page), and the words that were looked for, for `snippet`."""

    found: tuple[Found, ...]
    total: int
    words: tuple[Asked, ...] = ()


def find(question: str, *, language: str, facets: Mapping[str, int] | None = None, genre: str = "", limit: int = 20, offset: int = 0) -> Page:
    """Articles that hold every word asked for; in the reader's language first, then by rank, then the newest.

    Headlines weigh ten times a mention in the text, standfirsts four times, and rare words more than frequent ones. An
    article found in several languages is given once, in the first of them. `facets` narrow by row number. A question
    without words finds nothing. Of a question that more than `MOST_RANKED` entries answer, the newest are looked at.
    """
    words = asked(question, language)
    if not words:
        return Page((), 0)
    with connection.cursor() as cursor:
        source, parameters = _postgresql(words) if connection.vendor == "postgresql" else _sqlite(words, language, cursor)
        where, more = _narrowed(facets or {}, genre)
        query = (
            f"SELECT article, language, ROW_NUMBER() OVER (PARTITION BY article ORDER BY CASE WHEN language = %s THEN 0 ELSE 1 END, rank) AS place, "
            f"rank, first_public_at FROM ({source}) AS hits WHERE 1 = 1{where}"
        )
        values = [language, *parameters, *more]
        cursor.execute(
            f"SELECT article, language, COUNT(*) OVER () FROM ({query}) AS placed WHERE place = 1 "
            "ORDER BY CASE WHEN language = %s THEN 0 ELSE 1 END, rank, first_public_at DESC LIMIT %s OFFSET %s",
            [*values, language, limit, offset],
        )
        rows = cursor.fetchall()
    return Page(tuple(Found(article, code) for article, code, _total in rows), rows[0][2] if rows else 0, tuple(words))


COLUMNS = "e.article, e.language, e.genre, e.first_public_at"
NEWEST = "SELECT rowid AS entry, %s AS weight, {is_found} AS is_found FROM search_terms WHERE search_terms MATCH %s ORDER BY rowid DESC LIMIT {most}"


def _sqlite(words: list[Asked], language: str, cursor: Any) -> tuple[str, list[Any]]:
    """FTS5, which knows which terms an entry has and no more; every term is a quoted string, so that nothing in a question is syntax.

    Each question is put so that its answers are few: what has the words, and of that what has one of them behind a mark.
    """
    wanted = " AND ".join(_wanted(word) for word in words)
    parts, values, rarities = [], [], _rarities(words, cursor)
    mine = _quoted(LANGUAGE + language_term(language))
    for scope in (f"({wanted} AND {mine})", f"(({wanted}) NOT {mine})"):
        parts.append(NEWEST.format(is_found=1, most=MOST_RANKED))
        values += [0.0, scope]
        for word, rarity in zip(words, rarities, strict=True):
            for mark, weight in WEIGHTS if word.is_cut else WEIGHTS[:3]:
                parts.append(NEWEST.format(is_found=0, most=MOST_RANKED))
                values += [weight * rarity, f"{scope} AND {_quoted(AS_A_WORD + word.text) if mark == AS_A_WORD else _wanted(word, mark)}"]
    query = (
        f"SELECT {COLUMNS}, -found.weight AS rank FROM (SELECT entry, SUM(weight) AS weight FROM ({' UNION ALL '.join(f'SELECT * FROM ({part})' for part in parts)}) "
        "GROUP BY entry HAVING MAX(is_found) = 1) AS found JOIN search_searchentry e ON e.id = found.entry"
    )
    return query, values


def _wanted(word: Asked, mark: str = "") -> str:
    """What FTS5 is asked for a word, where it stands behind a mark."""
    together = " AND ".join(_quoted(mark + term) + (" *" if word.is_prefix else "") for term in word.terms)
    return f"({together} OR {_quoted(mark + word.other)})" if word.other else f"({together})"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', "") + '"'


def _rarities(words: list[Asked], cursor: Any) -> list[float]:
    """How much each word says: the logarithm of all entries over those that have it, one at least."""
    cursor.execute("SELECT coalesce(max(told), 0) FROM search_indexstate")
    told = max(1, int(cursor.fetchone()[0]))
    named = list(dict.fromkeys(term for word in words for term in word.terms))
    cursor.execute(" UNION ALL ".join(["SELECT term, doc FROM search_term_counts WHERE term = %s"] * len(named)), named)
    counts = dict(cursor.fetchall())
    return [max(1.0, log(told / max(1, *(counts.get(term, 1) for term in word.terms)))) for word in words]


def _postgresql(words: list[Asked]) -> tuple[str, list[Any]]:
    """A tsquery in each entry's own stemming or word for word."""
    parts = []
    for word in words:
        lexemes = ["'" + term.replace("'", "").replace("\\", "") + "'" + (":*" if word.is_prefix else "") for term in word.terms]
        other = [f"'{word.other}'"] if word.other else []
        parts.append("(" + " | ".join(["(" + " & ".join(lexemes) + ")", *other]) + ")")
    simple = " & ".join(parts)
    plain = " ".join(term for word in words for term in word.terms)
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


def snippet(texts: Texts, words: Sequence[Asked], *, is_beside_standfirst: bool = False) -> str:
    """The passage in which the words stand, as html with them in `<mark>` and everything else escaped.

    It is of one paragraph: the first of those that have most of them. Words that stand in headline and standfirst alone
    give the standfirst, and nothing where it stands beside the passage anyway.
    """
    pattern = _pattern(words)
    paragraphs = [*texts.body.split("\n\n"), *([] if is_beside_standfirst else [texts.standfirst])]
    held = [[one[0] for one in pattern.finditer(_same_length(paragraph))] for paragraph in paragraphs]
    best = max(range(len(paragraphs)), key=lambda place: (len(set(held[place])), -place))
    if held[best]:
        text = paragraphs[best].replace("\n", " ")
        return _marked(text, pattern, max(0, _place(pattern, text) - _length(text) // 3))
    return "" if is_beside_standfirst else escape((texts.standfirst or texts.body)[: _length(texts.standfirst or texts.body)])


def _place(pattern: re.Pattern[str], text: str) -> int:
    """Where a pattern stands first in a text that has it."""
    found = pattern.search(_same_length(text))
    return found.start() if found is not None else 0


def _length(text: str) -> int:
    """How many characters of a text are shown: half as many where each is as wide as two letters."""
    return SNIPPET // 2 if re.search(f"[{UNSPACED}]", text[:SNIPPET]) else SNIPPET


def _pattern(words: Sequence[Asked]) -> re.Pattern[str]:
    parts = []
    for word in words:
        text = re.escape(word.text)
        parts.append(text if re.match(f"[{UNSPACED}]", word.text) else f"(?<![{LETTER}]){text}" + (f"[{LETTER}]*" if word.is_prefix else f"(?![{LETTER}])"))
    return re.compile("|".join(parts))


def _same_length(text: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    return "".join(one if len(one := fold(char)) == 1 else char for char in text)


def _marked(text: str, pattern: re.Pattern[str], begin: int) -> str:
    while begin > 0 and not text[begin - 1].isspace() and not re.match(f"[{UNSPACED}]", text[begin - 1]):
        begin -= 1
    end = min(len(text), begin + _length(text))
    while end < len(text) and not text[end].isspace() and not re.match(f"[{UNSPACED}]", text[end]):
        end += 1
    passage, out, last = text[begin:end], [], 0
    for found in pattern.finditer(_same_length(passage)):
        out += [escape(passage[last : found.start()]), f"<mark>{escape(passage[found.start() : found.end()])}</mark>"]
        last = found.end()
    out.append(escape(passage[last:]))
    return ("… " if begin else "") + "".join(out).strip() + (" …" if end < len(text) else "")
