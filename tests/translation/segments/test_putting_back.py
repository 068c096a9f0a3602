"""Tags come back to the words they stood on, or round the sentence, or are flagged; never unbalanced, never another link."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.demonstration import parsing, segmenting
from coranto.translation.checks import written
from coranto.translation.segments import Flagged, Segment, cut
from coranto.translation.segments.aligning import learn
from coranto.translation.segments.putting_back import put_back

SOURCES = {one.path: re.sub(r"<[^>]+>", "", one.text) for one in segmenting.sentences(parsing.load()) if one.language == "en"}
SHIPPED = {one.language: {path: re.sub(r"<[^>]+>", "", text) for path, text in one.texts.items() if path in SOURCES} for one in segmenting.translations()}
# What a person would mark where the English word is marked.
GOLD = {
    "London": {"es": "Londres", "ru": "Лондон", "el": "Λονδίνο", "ja": "ロンドン", "ar": "لندن", "hi": "लंदन", "zh-Hans": "伦敦", "ko": "런던"},
    "telegraph": {"fr": "télégraphe", "it": "telegrafo", "ru": "телеграф", "pl": "telegraf", "ja": "電信", "zh-Hans": "电报"},
    "ship": {"es": "barco|buque", "fr": "navire|bateau", "ru": "корабл|судн|пароход", "pl": "statk|statek", "ja": "船", "zh-Hans": "船"},
    "president": {"es": "presidente", "fr": "président", "ru": "президент", "ja": "大統領", "zh-Hans": "总统"},
}


def segment(html: str) -> Segment:
    return cut({"language": "en", "body": [{"id": "b1", "type": "paragraph", "html": html}]})[0]


def test_a_name_is_found_by_its_own_words_beside_letters_of_any_script() -> None:
    ship = segment("The ship was called the <em>Nova Scotian</em>.")
    assert put_back(ship, "Le navire s’appelait le Nova Scotian.") == "Le navire s’appelait le <1>Nova Scotian</1>."
    assert put_back(ship, "배의 이름은 Nova Scotian이었다.") == "배의 이름은 <1>Nova Scotian</1>이었다."
    assert put_back(ship, "船の名はNova Scotian号。") == "船の名は<1>Nova Scotian</1>号。"


def test_the_same_name_of_two_is_marked() -> None:
    assert put_back(segment("Anna saw <em>Anna</em>."), "Anna vit Anna & co.") == "Anna vit <1>Anna</1> &amp; co."


def test_a_mark_on_the_whole_sentence_stays_there() -> None:
    assert put_back(segment('<strong><a href="https://example.org/">Read on</a></strong>.'), "Lire la suite.") == "<1><2>Lire la suite.</2></1>"


def test_words_are_found_by_what_the_memory_teaches() -> None:
    aligner = learn([("the red ship", "le navire rouge"), ("a red road", "une route rouge"), ("the ship", "le navire"), ("red", "rouge")])
    linked = segment('A <a href="https://example.org/">ship</a> came.')
    assert put_back(linked, "Un navire vint.", aligner=aligner) == "Un <1>navire</1> vint."
    assert put_back(linked, "Un navire vint.") == "<1>Un navire vint.</1>"


def test_two_links_that_are_not_found_are_flagged_and_still_balanced() -> None:
    html = 'A <a href="https://example.org/1">ship</a> and a <a href="https://example.org/2">road</a>.'
    result = put_back(segment(html), "Un navire et une route.")
    assert isinstance(result, Flagged)
    assert "links" in result.reason
    assert result.text == "<1>Un navire et une route.</1>"


def test_a_superscript_never_goes_round_a_sentence() -> None:
    result = put_back(segment("The 2<sup>nd</sup> ship came late."), "Le deuxième navire arriva tard.")
    assert isinstance(result, Flagged)
    assert "<sup>" in result.reason


def test_shipped_translations_get_their_marks_back() -> None:
    """150 marked names in 50 languages, each translation stripped of its marks first."""
    right = Counter[bool]()
    whole = {one.path: one.text for one in segmenting.sentences(parsing.load())}
    for shipped in segmenting.translations():
        for path, text in shipped.texts.items():
            if "<1>" in text:
                source = segment(whole[path].replace("<1>", "<em>").replace("</1>", "</em>"))
                right[put_back(source, re.sub(r"<[^>]+>", "", text)) == text] += 1
    assert right == {True: 150}


def test_marks_on_ordinary_words_are_put_right_or_round_the_sentence() -> None:
    """The aligner learns from some hundred sentences, the one in question left out: of those it places, none is wrong."""
    counted = Counter[str]()
    for word, by_language in GOLD.items():
        for language, gold in by_language.items():
            for path, text in SHIPPED[language].items():
                source = SOURCES[path]
                if len(re.findall(rf"\b{word}\b", source)) != 1 or len(re.findall(gold, text)) != 1:
                    continue
                aligner = learn((SOURCES[other], there) for other, there in SHIPPED[language].items() if SOURCES[other] != source)
                made = put_back(segment(re.sub(rf"\b{word}\b", f"<em>{word}</em>", source)), text, aligner=aligner)
                assert isinstance(made, str)
                counted[_judged(made, text, gold)] += 1
    assert counted["wrong"] == 0
    assert counted["right"] >= 2 * counted["round the sentence"]
    assert counted["right"] > 80


def _judged(made: str, text: str, gold: str) -> str:
    found = re.search(r"<1>(.*)</1>", made)
    assert found is not None
    if found[1] == text:
        return "round the sentence"
    return "right" if re.search(gold, found[1]) and len(found[1]) <= 16 else "wrong"


@pytest.mark.parametrize("with_aligner", [False, True])
@settings(max_examples=150, deadline=None)
@given(translated=st.text(st.sampled_from("ab cN<>&.12éñ船ก\n"), max_size=30))
def test_whatever_an_engine_says_comes_back_balanced_with_links_of_the_source(translated: str, with_aligner: bool) -> None:
    source = segment('The <em>b a <a href="https://example.org/1">N a</a></em> and <strong>c</strong> <a href="https://example.org/2">é</a>.')
    made = put_back(source, translated, aligner=learn([("a b c", "c b a"), ("N", "船")]) if with_aligner else None)
    text = made.text if isinstance(made, Flagged) else made
    faults = [fault for _at, fault in written.faults(written.read(source.text), written.read(text))]
    assert written.read(text).plain == translated.strip()
    assert faults == [] if isinstance(made, str) else all("is missing" in fault for fault in faults)
