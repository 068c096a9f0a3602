"""The memory that ships is complete in 51 languages, in each one's own script, and keeps names, markup and figures."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from coranto import languages
from coranto.demonstration import parsing, segmenting
from coranto.demonstration.segmenting import Sentence, Translations
from coranto.translation.exchange.tmx import read_tmx
from coranto.translation.segments import digest

SOURCES = segmenting.sentences(parsing.load())
SHIPPED = segmenting.translations()
MARKUP = re.compile(r"</?\d+>")
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
    assert shipped.made_by == "machine translation made for the demonstration"


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
    prose = re.sub(r"<(\d+)>.*?</\1>|The Post Road", "", " ".join(shipped.texts.values()))
    letters = [letter for letter in prose if letter.isalpha()]
    own = [letter for letter in letters if unicodedata.name(letter).startswith(SCRIPTS[shipped.language])]
    assert len(own) / len(letters) > 0.995


def test_the_memory_holds_the_sentences_that_the_articles_give() -> None:
    units = read_tmx(segmenting.MEMORY.read_bytes())
    sources = {sentence.path: sentence for sentence in SOURCES}
    assert {unit.key for unit in units} == set(sources)
    for unit in units:
        sentence = sources[unit.key]
        assert (unit.source_language, unit.source, unit.digest) == (sentence.language, sentence.text, sentence.digest)
        assert digest(unit.source) == sentence.digest
        assert (unit.state, unit.engine) == ("machine", "demonstration")


def test_a_damaged_memory_is_refused_with_a_reason(tmp_path: Path) -> None:
    damaged = tmp_path / "memory.tmx"
    damaged.write_bytes(segmenting.MEMORY.read_bytes()[:-200])
    with pytest.raises(parsing.DemonstrationError, match="TMX"):
        segmenting.translations(damaged)
