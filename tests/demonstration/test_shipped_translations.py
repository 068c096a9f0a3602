"""What ships in 51 languages is complete, in its own script, and keeps names, markup and figures."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest

from coranto import languages
from coranto.demonstration import parsing, segmenting
from coranto.demonstration.segmenting import Sentence, Translations

SOURCES = segmenting.sentences(parsing.load())
SHIPPED = segmenting.translations()
MARKUP = re.compile(r"</?\w+>")
# Unicode names of letters begin with their script.
SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "el": "GREEK", "th": "THAI", "hi": "DEVANAGARI", "bn": "BENGALI", "gu": "GUJARATI", "kn": "KANNADA",
    "ml": "MALAYALAM", "ta": "TAMIL", "te": "TELUGU", "ru": "CYRILLIC", "uk": "CYRILLIC", "be": "CYRILLIC", "bg": "CYRILLIC", "sr": "CYRILLIC",
    "ko": "HANGUL", "zh-Hans": "CJK", "zh-Hant": "CJK",
}  # fmt: skip


def by_language(shipped: Translations) -> str:
    return shipped.language


def wanted(language: str) -> list[Sentence]:
    return [sentence for sentence in SOURCES if sentence.language != language]


def test_all_51_languages_are_there() -> None:
    assert {shipped.language for shipped in SHIPPED} == {language.code for language in languages.all()}


@pytest.mark.parametrize("shipped", SHIPPED, ids=by_language)
def test_every_sentence_is_translated_and_none_that_does_not_exist(shipped: Translations) -> None:
    assert list(shipped.texts) == [sentence.path for sentence in wanted(shipped.language)]
    assert all(text.strip() == text and text for text in shipped.texts.values())
    assert shipped.made_by == "machine translation made for the demonstration, not reviewed"


@pytest.mark.parametrize("shipped", SHIPPED, ids=by_language)
def test_markup_and_the_name_of_the_magazine_survive(shipped: Translations) -> None:
    for sentence in wanted(shipped.language):
        text = shipped.texts[sentence.path]
        assert MARKUP.findall(text) == MARKUP.findall(sentence.text), sentence.path
        assert ("The Post Road" in text) == ("The Post Road" in sentence.text), sentence.path
        assert text != sentence.text, sentence.path


@pytest.mark.parametrize("shipped", [shipped for shipped in SHIPPED if shipped.language != "ja"], ids=by_language)
def test_years_survive_in_whatever_digits(shipped: Translations) -> None:
    """Japanese writes years in its own numerals throughout, so it is read by people alone."""
    for sentence in wanted(shipped.language):
        years = re.findall(r"\b1[4-9]\d\d\b", sentence.text)
        western = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in shipped.texts[sentence.path])
        assert all(year in western for year in years), (sentence.path, western)


@pytest.mark.parametrize("shipped", [shipped for shipped in SHIPPED if shipped.language in SCRIPTS], ids=by_language)
def test_letters_are_of_the_language_s_own_script(shipped: Translations) -> None:
    prose = re.sub(r"<em>.*?</em>|The Post Road", "", " ".join(shipped.texts.values()))
    letters = [letter for letter in prose if letter.isalpha()]
    own = [letter for letter in letters if unicodedata.name(letter).startswith(SCRIPTS[shipped.language])]
    assert len(own) / len(letters) > 0.995


def test_the_list_of_sentences_that_ships_is_the_one_the_articles_give() -> None:
    stored = json.loads((segmenting.FOLDER / "segments.json").read_text(encoding="utf-8"))
    assert stored == [{"path": sentence.path, "language": sentence.language, "text": sentence.text} for sentence in SOURCES]
