"""Measuring search on an instance: what the index takes for an entry, and how soon questions are answered.

The archive is made up: words of each language by Zipf's law, as often as words of real texts come. Beside it stands a
table of SQLite's full text as it comes, with places and bm25, over the same texts.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from django.core.management import call_command
from django.db import connection

from coranto.search.finding import find
from coranto.search.indexing import Entry, index_articles
from coranto.search.models import SearchEntry
from coranto.search.words import terms

ARTICLES, LANGUAGES, WORDS, VOCABULARY = 8_000, ("en", "fr", "de"), 600, 60_000
LETTERS = "abcdefghijklmnoprstuvw"
BATCH = 100
TIMES = 5  # a question is asked; the fastest counts
PLAIN = """CREATE VIRTUAL TABLE plain_words USING fts5(headline, standfirst, body, content='', tokenize="unicode61 remove_diacritics 0")"""
START = datetime(2010, 1, 1, tzinfo=UTC)
# Questions by the place of their words among the most frequent; one that two words of headlines are looked for by comes last.
QUESTIONS = {"most frequent word": (0,), "frequent word": (50,), "rare word": (20_000,), "three words": (20, 300, 2_000)}


def measure() -> dict[str, Any]:
    """Fill both, ask both."""
    call_command("migrate", verbosity=0)
    words, chances = _words(), list(accumulate(1 / place for place in range(1, VOCABULARY + 1)))
    dice = random.Random(4)  # noqa: S311 not for secrets
    with connection.cursor() as cursor:
        cursor.execute(PLAIN)
    seconds = 0.0
    for first in range(0, ARTICLES, BATCH):
        entries = [_entry(number, language, words[language], chances, dice) for number in range(first, first + BATCH) for language in LANGUAGES]
        started = time.perf_counter()
        index_articles(entries)
        seconds += time.perf_counter() - started
        _fill_plain(entries)
    sizes = {name: _bytes(name) for name in ("search_terms", "plain_words")}
    count = ARTICLES * len(LANGUAGES)
    answers = _asked(words["en"])
    return {
        "entries": count,
        "words_an_entry": WORDS,
        "index_ms_an_entry": round(seconds / count * 1000, 2),
        "bytes_an_entry": round(sizes["search_terms"] / count),
        "plain_bytes_an_entry": round(sizes["plain_words"] / count),
        "bytes_over_plain": round(sizes["search_terms"] / sizes["plain_words"], 3),
        **answers,
        "wrong_first": _wrong_first(words["en"]),
    }


def _words() -> dict[str, list[str]]:
    """Made-up words of each language; no two languages have one in common."""
    dice = random.Random(3)  # noqa: S311 not for secrets
    found = {}
    for language in LANGUAGES:
        made: dict[str, None] = {}
        while len(made) < VOCABULARY:
            made["".join(dice.choice(LETTERS) for _letter in range(dice.randint(3, 9))) + language] = None
        found[language] = list(made)
    return found


def _entry(number: int, language: str, words: list[str], chances: list[float], dice: random.Random) -> Entry:
    drawn = dice.choices(words, cum_weights=chances, k=WORDS)
    body = [{"id": "1", "type": "paragraph", "html": " ".join(drawn)}]
    document = {"language": language, "genre": "news", "headline": " ".join(drawn[20:28]), "standfirst": " ".join(drawn[40:60]), "body": body}
    return Entry(number, document, START + timedelta(hours=number))


def _fill_plain(entries: list[Entry]) -> None:
    rows: list[list[Any]] = [
        [" ".join(terms(text, one.document["language"])) for text in (one.document["headline"], one.document["standfirst"], one.document["body"][0]["html"])] for one in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO plain_words(headline, standfirst, body) VALUES (%s, %s, %s)", rows)


def _bytes(table: str) -> int:
    """What a table of full text takes, in one piece."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 names of ours
        parts = [f"SELECT SUM(LENGTH(block)) FROM {table}_data"]  # noqa: S608
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [f"{table}_docsize"])
        parts += [f"SELECT SUM(LENGTH(sz) + 5) FROM {table}_docsize"] if cursor.fetchone() else []  # noqa: S608
        cursor.execute(" UNION ALL ".join(parts))
        return int(sum(row[0] for row in cursor.fetchall()))


def _asked(words: list[str]) -> dict[str, Any]:
    """How long questions take, and the same words of the plain table ranked by bm25 without anything else."""
    took, plain = {}, {}
    for name, places in QUESTIONS.items():
        question = " ".join(words[place] for place in places)
        took[name] = _fastest(lambda question=question: find(question, language="en"))  # type: ignore[misc]
        plain[name] = _fastest(lambda question=question: _find_plain(question))  # type: ignore[misc]
    return {
        "question_ms": {name: round(seconds * 1000, 1) for name, seconds in took.items()},
        "plain_question_ms": {name: round(seconds * 1000, 1) for name, seconds in plain.items()},
        "slowest_question_ms": round(max(took.values()) * 1000, 1),
        "time_over_plain": round(statistics.median(took[name] / plain[name] for name in took), 2),
    }


def _fastest(ask: Callable[[], object]) -> float:
    best = float("inf")
    for _time in range(TIMES):
        started = time.perf_counter()
        ask()
        best = min(best, time.perf_counter() - started)
    return best


def _find_plain(question: str) -> int:
    wanted = " AND ".join(f'"{word}" *' for word in question.split())
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM plain_words WHERE plain_words MATCH %s ORDER BY bm25(plain_words, 10.0, 4.0, 1.0) LIMIT 20", [wanted])
        return len(cursor.fetchall())


def _wrong_first(words: list[str]) -> int:
    """How many of fifty headlines that are asked for by two of their rarest words do not come first."""
    rank, wrong = {word: place for place, word in enumerate(words)}, 0
    chances, dice = list(accumulate(1 / place for place in range(1, VOCABULARY + 1))), random.Random(5)  # noqa: S311 not for secrets
    for number in range(50):
        entry = _entry(ARTICLES + number, "en", words, chances, dice)
        index_articles([entry])
        rarest = sorted(set(str(entry.document["headline"]).split()), key=rank.__getitem__)[-2:]
        found = find(" ".join(rarest), language="en").found
        wrong += not found or found[0].article != entry.article
    assert SearchEntry.objects.count() == ARTICLES * len(LANGUAGES) + 50
    return wrong
