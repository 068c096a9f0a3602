"""What runs the other way in a text: found where the bidirectional algorithm would misplace it, left alone elsewhere."""

from __future__ import annotations

import itertools
import time

import pytest

from coranto.languages import bidi


def found(text: str, direction: str = "rtl") -> list[str]:
    return [text[start:end] for start, end in bidi.runs(text, direction)]


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("هاتف +49 30 1234567 في برلين", ["+49 30 1234567"]),
        ("התקשרו אל (030) 123 45 67 היום", ["(030) 123 45 67"]),
        ("شماره +۹۸ ۲۱ ۱۲۳۴ تلفن", ["+۹۸ ۲۱ ۱۲۳۴"]),
        ("السعر 50% و$5 و20 °C و120 km/h اليوم", ["50%", "$5", "20 °C", "120 km/h"]),
        ("בגודל 21 × 29.7 cm, עד −5 °C", ["21 × 29.7 cm", "−5 °C"]),
        ("در ۲۰ km و Reuters ۲۰ نفر", ["۲۰ km", "Reuters"]),
        ("قال @tidings@press.example وقال #news2024 هنا", ["@tidings@press.example", "#news2024"]),
        ("انظر https://example.org/a/?b=1. ثم example.org/c/ ثم", ["https://example.org/a/?b=1", "example.org/c/"]),
        ("بتاريخ 2026-11-30 صباحًا", ["2026-11-30"]),
        ("وكالات BBC، CNN، Reuters قالت", ["BBC", "CNN", "Reuters"]),
        ("وكالة Reuters، 1865", ["Reuters"]),
        ("لغة C++ وشركة Apple Inc. قالت وU.S. ثم", ["C++", "Apple Inc.", "U.S."]),
        ("ראו The Times (London) כאן", ["The Times (London)"]),
        ("שידור 4G, 5G בארץ", ["4G", "5G"]),
        ("1 000 000 دينار", ["1 000 000"]),
    ],
)
def test_what_would_be_misplaced_is_isolated(text: str, isolated: list[str]) -> None:
    assert found(text) == isolated


@pytest.mark.parametrize(
    "text",
    [
        "في 24 ديسمبر 1814 وقّع مبعوثون", "ב־24 בדצמבר 1814, בשעה 10:30–11:00", "من 1789–1799، ثم 1848", "۱۴ آوریل ۱۸۶۵، ۵۰٪ و ۱۲٫۵", "قال Abraham Lincoln في Washington.",
        "طائرة Boeing 737 وCOVID-19 وGPT-4", "في عام 2024 Google أعلنت", "«The Guardian» و\"The Times\"", "السعر ٥٠٪", "", "1865", "Reuters",
    ],
)  # fmt: skip
def test_what_stands_right_by_itself_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("the paper حمام 1898 was", ["حمام"]), ("papers الأهرام, الحياة, and", ["الأهرام", "الحياة"]), ("in הארץ (1919) there", ["הארץ"]),
        ("the حمام القلعة, was", []), ("plain 1 2 3", []),
    ],
)  # fmt: skip
def test_a_name_from_the_right_does_not_draw_numbers_to_itself(text: str, isolated: list[str]) -> None:
    assert found(text, "ltr") == isolated


@pytest.mark.parametrize(
    ("text", "direction", "isolated"),
    [
        ("كتب: The news had a heartbeat, it ran over the Andes; twenty-one times! It changed horses, ثم", "rtl", ["The news had a heartbeat, it ran over the Andes; twenty-one times! It changed horses"]),
        ("It said: one, two; three? Yes.", "rtl", ["It said: one, two; three? Yes."]),
        ("ا\nOne; two; 3.\nب", "rtl", ["One; two; 3."]),
        ("he wrote: كان بريد الخيل يقطع المسافة بين العاصمتين، في نحو أربعة أيام. أما الحمام فلا, and", "ltr", ["كان بريد الخيل يقطع المسافة بين العاصمتين، في نحو أربعة أيام. أما الحمام فلا"]),
        ("1789; 1848; 1917", "rtl", []),
    ],
)  # fmt: skip
def test_sentences_in_another_language_stay_one_passage(text: str, direction: str, isolated: list[str]) -> None:
    assert found(text, direction) == isolated


def test_a_text_is_isolated_once_and_otherwise_as_it_was() -> None:
    text = "هاتف +49 30 1234567، ثم BBC، CNN"
    once = bidi.isolated(text, "rtl")
    assert once == "هاتف \u2066+49 30 1234567\u2069، ثم \u2066BBC\u2069، \u2066CNN\u2069"
    assert bidi.isolated(once, "rtl") == once
    assert once.translate({0x2066: None, 0x2069: None}) == text
    assert bidi.isolated(text, "ltr").translate({0x2067: None, 0x2069: None}) == text


@pytest.mark.parametrize(
    "piece", ["a", "(", "1 ", "+1", "a.", "a(“", "1-", "@a@", "a-", "1.1", "ا1", "ا a", "1,000 ", "0 ", "+1 1", "a.a-", "$ ", "ا,", "\u2066", "a@", "www.", "ا(", "a\u2009", "𐤀1", "٪1"]
)
def test_no_text_costs_more_than_its_length(piece: str) -> None:
    text = piece * (30_000 // len(piece)) + "ا1"
    for direction in ("rtl", "ltr"):
        start = time.process_time()
        runs = bidi.runs(text, direction)
        assert time.process_time() - start < 3
        assert all(0 <= one.start < one.end <= other.start for one, other in itertools.pairwise(runs))
