"""Finding words in every script, the reader's language first, and never a word of a question as syntax."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from coranto.search.finding import find
from coranto.search.indexing import forget_article, index_article
from tests.reading.corpora import folder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def put(number: int, headline: str, text: str = "", language: str = "en", *, day: int = 1, genre: str = "news") -> None:
    document = {"language": language, "genre": genre, "headline": headline, "standfirst": "", "body": [{"id": "1", "type": "paragraph", "html": text}]}
    index_article(number, document, first_public_at=datetime(2026, 1, day, tzinfo=UTC))


def numbers(question: str, language: str = "en", **narrowed: object) -> list[int]:
    return [found.article for found in find(question, language=language, **narrowed).found]  # type: ignore[arg-type]


def test_a_headline_weighs_more_than_a_mention() -> None:
    put(1, "Pigeons", "They fly. " * 40 + "A telegraph was built.")
    put(2, "The telegraph", "It clicks.")
    assert numbers("telegraph") == [2, 1]


@pytest.mark.parametrize(
    ("language", "headline", "question"),
    [
        ("zh-Hans", "古代中国的邮驿制度", "邮驿"), ("ja", "江戸の瓦版と町の噂", "瓦版"), ("th", "ประวัติศาสตร์การส่งข่าวในสยาม", "ข่าว"), ("ar", "الحَمام الزاجل في القاهرة", "الحمام"),
        ("he", "הדואר הראשון בירושלים", "הדואר"), ("ru", "Почтовые дороги", "почтовые"), ("fr", "L’été des dépêches", "depeches"), ("hi", "डाक की सड़कें", "डाक"),
        ("ko", "파발과 역참 이야기", "파발"), ("el", "Οι δρόμοι του ταχυδρομείου", "δρομοι"), ("de", "Die Straßen der Post", "strassen"),
    ],
)  # fmt: skip
def test_words_are_found_in_every_script(language: str, headline: str, question: str) -> None:
    put(1, headline, language=language)
    put(2, "Nothing of the kind", language="en")
    assert numbers(question, language) == [1]


def test_the_readers_language_comes_first_and_an_article_once() -> None:
    put(1, "Telegraph", language="fr", day=1)
    put(1, "Telegraph", language="en", day=1)
    put(2, "Telegraph", language="fr", day=2)
    page = find("telegraph", language="en")
    assert [(found.article, found.language) for found in page.found] == [(1, "en"), (2, "fr")]
    assert page.total == 2


def test_a_snippet_marks_the_words_and_escapes_the_rest() -> None:
    put(1, "Roads", "Before. " * 60 + "The &lt;b&gt;telegraph&lt;/b&gt; of Chappe stood on hills. " + "After. " * 60)
    found = find("telegraph hills", language="en").found[0]
    assert "<mark>telegraph</mark>" in found.snippet
    assert "&lt;b&gt;" in found.snippet
    assert "<b>" not in found.snippet
    assert found.snippet.startswith("…")


def test_a_genre_narrows() -> None:
    put(1, "Telegraph", genre="news")
    put(2, "Telegraph", genre="opinion")
    assert numbers("telegraph", genre="opinion") == [2]
    with pytest.raises(ValueError, match="Unknown facet"):
        find("telegraph", language="en", facets={"colour": 1})


def test_what_was_withdrawn_is_not_found() -> None:
    put(1, "Telegraph")
    assert numbers("telegraph") == [1]
    forget_article(1)
    assert numbers("telegraph") == []


@pytest.mark.parametrize("question", ['"', "NEAR(a b)", "a AND", "headline:x", "*", "-x", "^a", "'; DROP TABLE search_searchentry; --", "a" * 5000, "\x00", "(", ":*", "!", "&|"])
def test_nothing_in_a_question_is_syntax(question: str) -> None:
    put(1, "Telegraph")
    find(question, language="en")
    assert numbers("telegraph") == [1]


def test_naughty_questions_are_only_words() -> None:
    put(1, "Telegraph")
    for question in json.loads((folder("strings") / "blns.json").read_text(encoding="utf-8")):
        find(question, language="en")
    assert numbers("telegraph") == [1]
