"""Finding words in every script, the reader's language first, and never a word of a question as syntax."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from coranto import languages
from coranto.demonstration import segmenting
from coranto.search.finding import find
from coranto.search.indexing import cut_anew, forget_article, index_article
from coranto.search.models import SearchEntry
from coranto.search.words import asked
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


@pytest.mark.parametrize(
    ("language", "chance", "word", "question"),
    [("zh-Hans", "他来东京都看看", "他去京都看看", "京都"), ("ja", "東京都の朝の話", "古い京都の朝の話", "京都"), ("th", "ตากลมที่ทะเล", "ตา กลมมาก", "กลม")],
)
def test_what_is_a_word_comes_before_characters_that_meet_by_chance(language: str, chance: str, word: str, question: str) -> None:
    put(1, chance, language=language, day=2)
    put(2, word, language=language, day=1)
    if connection.vendor == "postgresql":
        assert sorted(numbers(question, language)) == [1, 2]  # ts_rank may hold both for equal
    else:
        assert numbers(question, language) == [2, 1]


@pytest.mark.parametrize(
    ("language", "text", "found", "missed"),
    [
        ("hi", "डाक की सड़कें", "डाक", "डक"), ("bn", "চিঠির পথ", "চিঠির", "চঠর"), ("ta", "தபால் சாலை", "தபால்", "தபல"), ("ml", "തപാൽ വഴി", "തപാൽ", "തപല"),
        ("fa", "روزنامه می‌رود", "میرود", "میماند"), ("ar", "وصلت بالبريد أخبار", "البريد", "الحديد"), ("ar", "سار والبريد معه", "بريد", "حديد"), ("he", "הגיע בדואר", "דואר", "שואר"),
        ("ja", "江戸の瓦版と町の噂", "江戸瓦版", "江戸飛脚"), ("tr", "İstanbul postası", "istanbul", "istasyon"), ("vi", "Đường bưu điện", "bưu", "bò"),
    ],
)  # fmt: skip
def test_words_are_whole_with_their_vowels_and_without_what_is_written_on(language: str, text: str, found: str, missed: str) -> None:
    put(1, text, language=language)
    assert numbers(found, language) == [1]
    assert numbers(missed, language) == []


SHIPPED = {one.language: one for one in segmenting.translations()}


@pytest.mark.parametrize("code", [code for code in languages.CODES if code != "en"])
def test_every_language_finds_what_it_is_asked_for(code: str) -> None:
    """Each word of a real headline finds it, also as typed in capitals; a word of another article does not."""
    texts = [text for path, text in SHIPPED[code].texts.items() if path.endswith("/headline#1")]
    for number, text in enumerate(texts):
        put(number, text, language=code)
    words = asked(texts[-1], code)
    assert words
    for word in words:
        typed = "".join(word.characters)
        assert len(texts) - 1 in numbers(typed, code, limit=50), typed
        assert len(texts) - 1 in numbers(typed.upper(), code, limit=50), typed.upper()
    assert numbers(texts[-1], code, limit=50)[0] == len(texts) - 1
    assert "<mark>" in snippet_of(texts[-1], code)
    assert numbers("qqxyzzy", code) == []


def snippet_of(question: str, code: str) -> str:
    put(99, "…", "Before. " + question, language=code)
    return next(found.snippet for found in find(question, language=code, limit=60).found if found.article == 99)


def test_a_passage_left_in_the_original_is_found_in_the_language_it_is_written_in() -> None:
    body = [{"id": "1", "type": "paragraph", "html": "Un télégraphe."}, {"id": "2", "type": "paragraph", "html": "A pigeon.", "language": "en"}]
    index_article(1, {"language": "fr", "genre": "news", "headline": "Titre", "standfirst": "", "body": body}, first_public_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert numbers("télégraphe", "fr") == [1]
    assert numbers("pigeon", "fr") == []


def test_what_was_written_anew_is_found_by_its_new_words_alone() -> None:
    put(1, "Telegraph")
    put(1, "Pigeons")
    assert numbers("pigeons") == [1]
    assert numbers("telegraph") == []
    put(1, "Telegraph", language="fr")
    forget_article(1, language="fr")
    assert numbers("telegraph", "fr") == []
    assert numbers("pigeons") == [1]


def test_entries_of_an_older_release_are_cut_anew() -> None:
    put(1, "Telegraph")
    SearchEntry.objects.update(words_version=1)
    assert cut_anew() == 1
    assert numbers("telegraph") == [1]
    assert cut_anew() == 0
    SearchEntry.objects.update(words_version=1)
    put(1, "Pigeons")
    assert numbers("telegraph") == []
    assert numbers("pigeons") == [1]


def test_an_article_of_a_thousand_words_takes_little_room() -> None:
    """Per language, what readers see compressed and the index of its words: without copies of either."""
    text = " ".join(f"word{number % 400} road and post" for number in range(250))
    put(1, "Roads", text)
    entry = SearchEntry.objects.get()
    assert entry.texts[2] == text
    assert len(entry.packed) < len(text) / 2
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT SUM(LENGTH(block)) FROM search_words_data")
            assert cursor.fetchone()[0] < len(text)


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
