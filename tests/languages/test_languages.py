"""The 51 languages: each complete, dates and names as CLDR writes them, browsers' wishes understood."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime

import pytest

from coranto import languages
from coranto.languages import formatting, table
from coranto.languages.media_topics import topic_name, topics
from coranto.languages.sorting import sort_key


def test_there_are_51_languages_and_each_is_whole() -> None:
    table = languages.all()
    assert len(table) == len({language.code for language in table}) == 51
    for language in table:
        assert language.own_name
        assert language.english_name
        assert len(language.script) == 4
        assert len(language.quotes) == 4
        assert language.plural_tags[-1] == "other"
        assert language.fallback[-1] == "en"
        assert all(language.code in languages.get(other).confusable for other in language.confusable)
    assert {language.code for language in table if language.is_right_to_left} == {"ar", "fa", "he"}


def test_a_language_is_not_called_as_its_country_is() -> None:
    """Azərbaycan and Indonesia are countries: readers look for their language."""
    named = {code: languages.get(code).own_name for code in ("az", "id", "ms")}
    assert named == {"az": "Azərbaycanca", "id": "Bahasa Indonesia", "ms": "Bahasa Melayu"}


@pytest.mark.parametrize(
    ("tag", "code"),
    [("pt-BR", "pt"), ("zh-TW", "zh-Hant"), ("zh_HK", "zh-Hant"), ("zh", "zh-Hans"), ("ZH-hans-TW", "zh-Hans"), ("no", "nb"), ("iw", "he"), ("sr-Latn", "sr"), ("xx", None), ("", None), ("-", None), ("e" * 500, None)],
)  # fmt: skip
def test_any_tag_finds_its_language(tag: str, code: str | None) -> None:
    assert languages.match(tag) == code


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("de, en;q=0.1", "en"),
        ("en;q=0, fr", "fr"),
        ("xx", None),
        ("", None),
        ("en;q=x", None),
        (",,,;q=1," * 1000, None),
        ("*", None),
    ],
)
def test_a_browsers_wish_is_weighed(header: str, code: str | None) -> None:
    assert languages.negotiate(header, {"en", "fr"}) == code


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "November 24, 2026"),
        ("fr", "24 novembre 2026"),
        ("ar", "24 نوفمبر 2026"),
        ("ja", "2026年11月24日"),
        ("hu", "2026. november 24."),
        ("lt", "2026 m. lapkričio 24 d."),
        ("th", "24 พฤศจิกายน ค.ศ. 2026"),
        ("fa", "۲۴ نوامبر ۲۰۲۶"),
        ("bn", "২৪ নভেম্বর, ২০২৬"),
        ("hi", "24 नवंबर 2026"),
    ],
)
def test_dates_are_written_as_each_language_does(language: str, written: str) -> None:
    assert formatting.format_date(date(2026, 11, 24), language) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "November 24, 2026, 2:05 PM"), ("ko", "2026년 11월 24일 오후 2:05"), ("zh-Hant", "2026年11月24日 下午2:05"), ("pl", "24 listopada 2026, 14:05")],
)
def test_the_time_of_day_is_written_as_each_language_does(language: str, written: str) -> None:
    assert formatting.format_datetime(datetime(2026, 11, 24, 14, 5, tzinfo=UTC), language).replace("\u202f", " ") == written


@pytest.mark.parametrize(
    ("day", "language", "written"),
    [
        (date(2026, 5, 1), "fr", "1er mai 2026"),
        (date(2026, 5, 11), "fr", "11 mai 2026"),
        (date(2026, 5, 1), "eu", "2026ko maiatzaren 1a"),
        (date(2026, 5, 31), "eu", "2026ko maiatzaren 31"),
        (date(2025, 12, 11), "eu", "2025eko abenduaren 11"),
        (date(2021, 12, 15), "eu", "2021eko abenduaren 15a"),
        (date(2000, 1, 2), "eu", "2000ko urtarrilaren 2a"),
        (date(1800, 1, 2), "eu", "1800eko urtarrilaren 2a"),
    ],
)
def test_what_cldr_leaves_open_in_a_date_is_spelt_out(day: date, language: str, written: str) -> None:
    assert formatting.format_date(day, language) == written
    assert "(" not in formatting.format_date(day, language, "month")


def test_every_language_can_write_dates_numbers_and_names() -> None:
    for code in languages.CODES:
        year = formatting.numerals("2026", code)
        assert year in formatting.format_date(date(2026, 11, 24), code)
        assert year in formatting.format_date(date(2026, 11, 24), code, "month")
        assert year in formatting.format_datetime(datetime(2026, 11, 24, 9, 5, tzinfo=UTC), code)
        assert formatting.format_number(12345.5, code)
        assert formatting.region_name("002", code)
        assert formatting.region_name("FR", code)
        assert all(formatting.language_name(other, code) for other in languages.CODES)
        assert formatting.list_join(["A", "B", "C"], code).count("A") == 1
        assert "x" in formatting.quote("x", code)


@pytest.mark.parametrize("code", ["xyz", "tlh", "zz-ZZ", "not a code", ""])
def test_an_unknown_language_keeps_its_code_and_breaks_nothing(code: str) -> None:
    assert formatting.language_name(code, "en") == code
    with pytest.raises(languages.UnknownLanguage, match="Use one of"):
        languages.get(code)


@pytest.mark.parametrize(
    ("language", "label", "written"),
    [
        ("en", "Licence", "Licence: x"), ("en", "Who are you?", "Who are you? x"), ("fr", "Licence", "Licence\u00a0: x"), ("fr", "Qui êtes-vous\u202f?", "Qui êtes-vous\u202f? x"),
        ("ar", "من أنتم؟", "من أنتم؟ x"), ("el", "Τι θέλετε;", "Τι θέλετε; x"), ("ja", "許可", "許可：x"), ("ja", "お立場をお選びください。", "お立場をお選びください。x"), ("zh-Hant", "您是誰？", "您是誰？x"),
    ],
)  # fmt: skip
def test_a_label_is_set_with_the_colon_of_its_language(language: str, label: str, written: str) -> None:
    assert formatting.labelled(label, "x", language) == written


def test_quotation_marks_are_those_each_language_prints() -> None:
    printed = {
        "en": "“x”", "de": "„x“", "fr": "«\u202fx\u202f»", "pl": "„x”", "sv": "”x”", "ru": "«x»", "ja": "「x」", "zh-Hant": "「x」", "zh-Hans": "“x”", "nl": "‘x’",
        "hu": "„x”", "uk": "«x»", "fa": "«x»",
    }  # fmt: skip
    assert {code: formatting.quote("x", code) for code in printed} == printed
    marks = {char for language in languages.all() for mark in language.quotes for char in mark}
    assert all(unicodedata.category(char) in {"Pi", "Pf", "Ps", "Pe"} for char in marks)
    assert all(len(mark) == 1 for language in languages.all() for mark in language.quotes)


def test_digits_are_ten_of_one_script_and_mean_nought_to_nine() -> None:
    for language in languages.all():
        assert [unicodedata.digit(char) for char in language.digits] == list(range(10))
    assert languages.get("fa").digits == "۰۱۲۳۴۵۶۷۸۹"


def test_numbers_are_marked_as_each_language_marks_them() -> None:
    for language in languages.all():
        written = formatting.format_number(1234567.5, language.code)
        assert language.decimal_mark in written
        assert language.group_mark in written
        assert [unicodedata.digit(char) for char in written if char.isdigit()] == [1, 2, 3, 4, 5, 6, 7, 5]
    assert [formatting.format_number(1234567.5, code) for code in ("fa", "bn", "ar")] == ["۱٬۲۳۴٬۵۶۷٫۵", "১২,৩৪,৫৬৭.৫", "1,234,567.5"]


@pytest.mark.parametrize(("group", "outsider"), [({"hr", "sr"}, "sl"), ({"id", "ms"}, "vi"), ({"da", "nb"}, "sv"), ({"gl", "es"}, "pt"), ({"sk", "cs"}, "pl")])
def test_only_languages_that_share_sentences_are_confusable(group: set[str], outsider: str) -> None:
    for code in group:
        assert languages.get(code).confusable == group - {code}
    assert not languages.get(outsider).confusable


def test_a_reader_is_offered_what_they_can_most_likely_read() -> None:
    assert languages.readable_instead("be", {"en", "ru", "fr"}, original="fr") == "ru"
    assert languages.readable_instead("be", {"fr", "ja"}, original="fr") == "fr"
    assert languages.readable_instead("fr", {"fr", "en"}, original="en") == "fr"
    assert languages.readable_instead("fr", set(), original="en") is None
    for code in languages.CODES:
        assert all(other in languages.CODES and other != code for other in languages.get(code).fallback if code != "en")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ["Anna", "Zara", "Åsa", "Ärla", "Örjan"]), ("de", ["Arndt", "Ärzte", "Asien", "Zebra"]), ("cs", ["Cyril", "Čapek", "Hora", "Chleba", "Ivan"]),
        ("es", ["Nuria", "Ñandú", "Ofelia"]), ("tr", ["Cem", "Çağ", "Ilgaz", "İzmir"]), ("hr", ["Luka", "Ljubav", "Mato"]), ("fr", ["cote", "Côte", "côté", "coter"]),
        ("uk", ["Гай", "Ґалаґан", "Дніпро", "Ivan"]), ("en", ["2 Roads", "Adams", "Zoë", "Анна", "中"]), ("ru", ["Анна", "Яков", "Adams"]), ("ja", ["あき", "カメラ", "さくら"]),
        ("da", ["Zebra", "Ærø", "Østen", "Ål"]), ("et", ["Saar", "Šokk", "Zoo", "Tartu", "Õun", "Ülo"]),
    ],
)  # fmt: skip
def test_lists_of_names_stand_in_the_order_of_each_alphabet(language: str, names: list[str]) -> None:
    mixed = [*names[1::2], *names[::2]]
    assert mixed != names
    assert sorted(mixed, key=lambda name: sort_key(name, language)) == names


def test_every_language_sorts_every_name() -> None:
    names = [language.own_name for language in languages.all()]
    for code in languages.CODES:
        assert len({sort_key(name, code) for name in names}) == len(names)


def test_broad_topics_have_a_name_in_every_language_and_others_none() -> None:
    for topic in topics():
        names = [topic_name(topic, code) for code in languages.CODES]
        assert all(names)
        assert len(set(names)) > 25  # neighbours share words; nobody shares all
    assert topic_name("medtop:15000000", "fi") == "Urheilu"
    assert topic_name("medtop:20000013", "fi") is None
    assert topic_name("medtop:15000000", "tlh") is None


def test_the_table_says_what_cldr_says() -> None:
    kept = json.loads(table.FILE.read_text(encoding="utf-8"))
    assert kept == {code: table.from_cldr(code) for code in table.CODES}, "Babel was updated. Write the file anew: coranto.languages.table.write()."


def test_naming_all_languages_loads_the_cldr_of_none() -> None:
    program = "from babel import localedata; from coranto.languages import table; print(len(table.all_languages()), len(localedata._cache))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["51", "0"]


@pytest.mark.parametrize("first", ["he", "zh-Hans", "ja"])
def test_months_are_named_in_the_language_of_the_page_whichever_page_is_made_first(first: str) -> None:
    program = (
        "import sys, unicodedata; from coranto.languages.table import locale; "
        "name = lambda code: locale(code).months['stand-alone']['wide'][1]; name(sys.argv[1]); "
        "print([unicodedata.name(name(code)[0]).split()[0] for code in ('hi', 'ta', 'gu', 'he', 'ko')])"
    )
    done = subprocess.run([sys.executable, "-c", program, first], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['DEVANAGARI', 'TAMIL', 'GUJARATI', 'HEBREW', 'DIGIT']"
