"""The 51 languages: each complete, dates and names as CLDR writes them, browsers' wishes understood."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from coranto import languages
from coranto.languages import formatting


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


@pytest.mark.parametrize(
    ("tag", "code"),
    [("pt-BR", "pt"), ("zh-TW", "zh-Hant"), ("zh_HK", "zh-Hant"), ("zh", "zh-Hans"), ("ZH-hans-TW", "zh-Hans"), ("no", "nb"), ("iw", "he"), ("sr-Latn", "sr"), ("xx", None), ("", None), ("-", None), ("e" * 500, None)],
)  # fmt: skip
def test_any_tag_finds_its_language(tag: str, code: str | None) -> None:
    assert languages.match(tag) == code


@pytest.mark.parametrize(
    ("header", "code"),
    [("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("de, en;q=0.1", "en"), ("en;q=0, fr", "fr"), ("xx", None), ("", None), ("en;q=x", None), (",,,;q=1," * 1000, None), ("*", None)],
)
def test_a_browsers_wish_is_weighed(header: str, code: str | None) -> None:
    assert languages.negotiate(header, {"en", "fr"}) == code


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "November 24, 2026"), ("fr", "24 novembre 2026"), ("ar", "24 نوفمبر 2026"), ("ja", "2026年11月24日"), ("hu", "2026. november 24."), ("lt", "2026 m. lapkričio 24 d."), ("th", "24 พฤศจิกายน ค.ศ. 2026")],
)
def test_dates_are_written_as_each_language_does(language: str, written: str) -> None:
    assert formatting.format_date(date(2026, 11, 24), language) == written


def test_every_language_can_write_dates_numbers_and_names() -> None:
    for code in languages.CODES:
        assert "2026" in formatting.format_date(date(2026, 11, 24), code)
        assert "2026" in formatting.format_date(date(2026, 11, 24), code, "month")
        assert "2026" in formatting.format_datetime(datetime(2026, 11, 24, 9, 5, tzinfo=UTC), code)
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
