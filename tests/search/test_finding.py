"""Finding words in every script, the reader's language first, and never a word of a question as syntax."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from coranto import languages
from coranto.demonstration import segmenting
from coranto.search.finding import find, snippet
from coranto.search.indexing import Entry, Texts, forget_article, index_article, index_articles, texts_of
from coranto.search.models import IndexState, SearchEntry
from coranto.search.renewing import LEFTOVERS_FROM, Wanted, renew
from coranto.search.words import asked
from tests.reading.corpora import folder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def document_of(headline: str, text: str = "", language: str = "en", genre: str = "news") -> dict[str, Any]:
    return {"language": language, "genre": genre, "headline": headline, "standfirst": "", "body": [{"id": "1", "type": "paragraph", "html": text}]}


def put(number: int, headline: str, text: str = "", language: str = "en", *, day: int = 1, genre: str = "news") -> Texts:
    document = document_of(headline, text, language, genre)
    index_article(number, document, first_public_at=datetime(2026, 1, day, tzinfo=UTC))
    return texts_of(document)


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
    [("zh-Hans", "看东京都知事", "他去京都看看", "京都"), ("ja", "東京都の朝の話", "古い京都の朝の話", "京都"), ("th", "ตากลมที่ทะเล", "ตา กลมมาก", "กลม")],
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
        typed = word.text
        assert len(texts) - 1 in numbers(typed, code, limit=50), typed
        assert len(texts) - 1 in numbers(typed.upper(), code, limit=50), typed.upper()
    assert numbers(texts[-1], code, limit=50)[0] == len(texts) - 1
    assert "<mark>" in snippet_of(texts[-1], code)
    assert numbers("qqxyzzy", code) == []


def snippet_of(question: str, code: str) -> str:
    texts = put(99, "…", "Before. " + question, language=code)
    found = find(question, language=code, limit=60)
    assert 99 in [one.article for one in found.found]
    return snippet(texts, found.words)


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


class Kept:
    """What stands for those who publish: the texts they keep, and how often they were asked."""

    def __init__(self, texts: dict[tuple[int, str], Texts]) -> None:
        self.texts, self.asked = texts, 0

    def __call__(self, wanted: Wanted) -> dict[tuple[int, str], Texts]:
        self.asked += 1
        return {one: self.texts[one] for one in wanted if one in self.texts}


def renewed(kept: Kept, *, limit: int) -> int:
    """Make the index anew to the end; in how many steps."""
    steps = 0
    while renew(kept, limit=limit):
        steps += 1
        assert steps < 1000
    return steps


def put_many(articles: range, word: str, kept: Kept) -> None:
    index_articles([Entry(number, document_of(word), datetime(2026, 1, 1, tzinfo=UTC)) for number in articles])
    kept.texts |= {(number, "en"): texts_of(document_of(word)) for number in articles}


def test_entries_of_an_older_release_are_cut_anew_while_the_old_index_answers() -> None:
    kept = Kept({(number, "en"): put(number, f"Telegraph {number}") for number in range(1, 8)})
    assert renewed(kept, limit=3) == 0
    SearchEntry.objects.update(words_version=1)
    assert renew(kept, limit=3)
    assert sorted(numbers("telegraph")) == [1, 2, 3, 4, 5, 6, 7]
    kept.texts[8, "en"] = put(8, "A telegraph that came meanwhile")
    kept.texts[1, "en"] = put(1, "Pigeons by now")
    del kept.texts[7, "en"]  # withdrawn, and search was not told
    renewed(kept, limit=3)
    assert sorted(numbers("telegraph")) == [2, 3, 4, 5, 6, 8]
    assert numbers("pigeons") == [1]
    assert not SearchEntry.objects.filter(article=7).exists()
    assert renewed(kept, limit=3) == 0
    put(9, "Telegraph once more")
    assert 9 in numbers("telegraph")


def emptied_by_an_upgrade() -> None:
    """Make the index as a migration leaves it: entries there, their words not in it."""
    SearchEntry.objects.update(words_version=0, digest="")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE search_searchentry SET vector = ''")
        return
    IndexState.objects.update(told=0)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_terms(search_terms) VALUES ('delete-all')")
    put(100, "Couriers that come before a worker does")


def test_what_stands_in_an_index_that_was_emptied_is_found_step_by_step() -> None:
    kept = Kept({(number, "en"): put(number, f"Telegraph {number}") for number in range(1, 8)})
    emptied_by_an_upgrade()
    assert numbers("telegraph") == [], "the control"
    kept.texts[8, "en"] = put(8, "A telegraph that came meanwhile")
    assert renew(kept, limit=3)
    assert sorted(numbers("telegraph")) == [1, 2, 3, 8]
    kept.texts[9, "en"] = put(9, "Another telegraph")
    kept.texts[1, "en"] = put(1, "Pigeons by now")
    renewed(kept, limit=3)
    assert sorted(numbers("telegraph")) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert numbers("pigeons") == [1]
    assert renewed(kept, limit=3) == 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT doc FROM search_term_counts WHERE term = 'telegraph'")
            assert cursor.fetchone() == (9,), "each once, and one that is no longer ours"


def test_texts_that_did_not_change_are_not_told_again_after_an_upgrade() -> None:
    kept = Kept({(1, "en"): put(1, "Telegraph")})
    emptied_by_an_upgrade()
    renewed(kept, limit=3)
    entry = SearchEntry.objects.get(article=1)
    put(1, "Telegraph")
    assert SearchEntry.objects.get(article=1).pk == entry.pk


def test_a_count_of_entries_that_was_lost_stops_no_worker() -> None:
    kept = Kept({(number, "en"): put(number, f"Telegraph {number}") for number in range(1, 8)})
    IndexState.objects.all().delete()
    assert renewed(kept, limit=3) == 0
    SearchEntry.objects.update(words_version=1)
    renewed(kept, limit=3)
    assert sorted(numbers("telegraph")) == [1, 2, 3, 4, 5, 6, 7]
    if connection.vendor == "sqlite":
        assert IndexState.objects.get().told == 7


def test_what_was_written_anew_leaves_the_index_when_there_is_enough_of_it() -> None:
    articles, kept = range(1, LEFTOVERS_FROM // 2 + 1), Kept({})
    for word in ("Telegraph", "Pigeons", "Couriers"):
        put_many(articles, word, kept)
    put(1, "Telegraph")
    kept.texts[1, "en"] = texts_of(document_of("Telegraph"))
    assert numbers("telegraph") == [1]
    if connection.vendor == "postgresql":  # a row goes with its words
        assert renewed(kept, limit=200) == 0
        return
    assert IndexState.objects.get().told == 3 * len(articles) + 1
    assert renewed(kept, limit=200) == 4  # three of entries, and the change of tables
    assert IndexState.objects.get().told == len(articles)
    with connection.cursor() as cursor:
        cursor.execute("SELECT term, doc FROM search_term_counts WHERE term IN ('telegraph', 'pigeons', 'couriers') ORDER BY term")
        assert cursor.fetchall() == [("couriers", len(articles) - 1), ("telegraph", 1)]
    assert numbers("telegraph") == [1]
    assert renewed(kept, limit=200) == 0


def test_rare_words_weigh_more_than_frequent_ones() -> None:
    for number in range(3, 60):
        put(number, "The road", "Nothing.")
    put(1, "A telegraph", "The hills.", day=1)
    put(2, "The hills", "A telegraph.", day=2)
    if connection.vendor == "sqlite":
        assert numbers("the telegraph") == [1, 2]


def test_an_article_of_a_thousand_words_takes_little_room() -> None:
    """A language's share of the index is a twentieth of its text, and no text is kept in search; PostgreSQL keeps words with their places."""
    with connection.cursor() as cursor:
        for number in range(40):
            put(number, "Roads", " ".join(f"word{(number * 7 + at) % 400} road and post" for at in range(250)))
        if connection.vendor == "postgresql":
            cursor.execute("SELECT SUM(pg_column_size(vector)) FROM search_searchentry")
            assert cursor.fetchone()[0] < 40 * 12_000
            return
        cursor.execute("INSERT INTO search_terms(search_terms) VALUES ('optimize')")
        cursor.execute("SELECT SUM(LENGTH(block)) FROM search_terms_data")
        assert cursor.fetchone()[0] < 40 * 1000


def test_the_readers_language_comes_first_and_an_article_once() -> None:
    put(1, "Telegraph", language="fr", day=1)
    put(1, "Telegraph", language="en", day=1)
    put(2, "Telegraph", language="fr", day=2)
    page = find("telegraph", language="en")
    assert [(found.article, found.language) for found in page.found] == [(1, "en"), (2, "fr")]
    assert page.total == 2


def test_a_snippet_marks_the_words_and_escapes_the_rest() -> None:
    texts = put(1, "Roads", "Before. " * 60 + "The &lt;b&gt;telegraph&lt;/b&gt; of Chappe stood on hills. " + "After. " * 60)
    passage = snippet(texts, find("telegraph hills", language="en").words)
    assert "<mark>telegraph</mark>" in passage
    assert "&lt;b&gt;" in passage
    assert "<b>" not in passage
    assert passage.startswith("…")


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


@pytest.mark.parametrize(
    ("language", "headline", "question"),
    [
        ("fr", "L’été des dépêches", "l'été"), ("fr", "L’été des dépêches", "été"), ("it", "La storia dell’arte", "arte"), ("it", "La storia dell’arte", "dell'arte"),
        ("en", "Chappe’s telegraph", "Chappe's"), ("en", "A file named sp_words", "sp_words"), ("en", "Don’t", "don't"),
    ],
)  # fmt: skip
def test_what_is_written_on_with_an_apostrophe_is_found_with_it_and_without(language: str, headline: str, question: str) -> None:
    put(1, headline, language=language)
    put(2, "Nothing", language=language)
    assert numbers(question, language) == [1]


def test_three_thai_letters_that_stand_apart_are_not_the_word() -> None:
    put(1, "กลม", language="th")
    put(2, "กล และ ลม", language="th")
    assert numbers("กลม", "th") == [1]


def test_of_a_question_with_too_many_answers_the_newest_of_each_scope_are_ranked_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coranto.search.finding.MOST_RANKED", 3)
    put(1, "The telegraph", day=1)
    put(2, "A road", "A telegraph.", day=2)
    put(3, "A road", "A telegraph.", day=3)
    for number in range(4, 8):
        put(number, "Le telegraph", language="fr", day=number)
    assert numbers("telegraph") == ([1, 3, 2, 7, 6, 5] if connection.vendor == "sqlite" else [1, 3, 2, 7, 6, 5, 4])


def test_a_snippet_is_of_the_paragraph_that_has_most_of_the_words() -> None:
    body = [{"id": str(place), "type": "paragraph", "html": text} for place, text in enumerate(["A telegraph.", "A heading", "The hills, and a telegraph on them.", "Pigeons"])]
    texts = texts_of({**document_of("Roads"), "standfirst": "Of pigeons and hills.", "body": body})
    assert snippet(texts, asked("telegraph hills")) == "The <mark>hills</mark>, and a <mark>telegraph</mark> on them."
    assert snippet(texts, asked("heading")) == "A <mark>heading</mark>"
    assert snippet(texts, asked("roads")) == "Of pigeons and hills."
    assert snippet(texts, asked("roads"), is_beside_standfirst=True) == ""
    assert snippet(texts, asked("pigeons"), is_beside_standfirst=True) == "<mark>Pigeons</mark>"


def test_a_snippet_of_wide_letters_has_half_as_many() -> None:
    long = Texts("瓦版", "", "江戸の瓦版は町の噂を運んだ。" * 60)
    assert 90 < len(re.sub("<[^>]+>", "", snippet(long, asked("瓦版", "ja")))) < 120
