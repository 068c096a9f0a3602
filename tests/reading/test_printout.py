"""Print-outs of articles become the neutral shape: nothing of the author's is lost, no furniture is kept."""

from __future__ import annotations

import gc
import json
import os
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.reading.labels import TABLES, LabelsError, labels, languages, parse
from coranto.reading.printout import read_in_language
from coranto.reading.shape import Language
from tests.reading.printout_comparing import NAMES, expected, field, printed, read

CORPORA = Path(os.environ.get("CORANTO_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
ENGLISH = Language("en", 1.0)
BODY = [
    "The mill at Arden had stood empty for eleven years when the council offered it to anyone who would mend the roof.",
    'Nobody came forward until the spring, when a baker called Edith Rowe asked for the key. "I need a place with a chimney," she said.',
    "The roof was mended by September (...) and the first loaves were sold at the door [of the old weighing room] in October.",
    "There is now a queue on Saturdays, and the council has begun to speak of the other mills along the river, all of them empty.",
]
HEAD = ["A Baker Takes the Mill", "By Oskar Lind", "River Post, March 5, 2024"]
FURNITURE = [
    "Follow us on Instagram and subscribe to our Telegram channel.",
    "Featured image is from the River Archive",
    "Copyright © Oskar Lind, River Post, 2024",
    "Articles by: Oskar Lind",
    "Disclaimer: The contents of this article are of sole responsibility of the author(s).",
    "For media inquiries: desk@river.example",
]


def article(furniture: list[str], columns: int | None = None) -> str:
    """A whole print-out from its parts, wrapped at so many columns."""
    parts = [*HEAD, *BODY, *furniture]
    if columns:
        parts = [textwrap.fill(part, columns, break_long_words=False) for part in parts]
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_printout_gives_the_fields_written_beside_it(name: str) -> None:
    reading = read(printed(name))
    for key, value in expected(name).items():
        assert field(reading, key) == value, key


@pytest.mark.parametrize("name", NAMES)
def test_every_short_line_is_either_in_a_field_or_left_out_with_a_reason(name: str) -> None:
    assert all(left.reason.endswith(".") and 0 < len(left.text) <= 500 for left in read(printed(name)).left_out)


@pytest.mark.parametrize("name", NAMES)
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(name: str) -> None:
    text = printed(name)
    other = "\ufeff" + text.replace("\r\n", "\n").replace("\n", "\r\n")
    assert read(other).as_json() == read(text).as_json()


@settings(max_examples=60, deadline=None)
@given(columns=st.integers(60, 90), furniture=st.permutations(FURNITURE))
def test_the_same_article_wrapped_anew_with_its_furniture_in_another_order_reads_the_same(columns: int, furniture: list[str]) -> None:
    plain = read_in_language(article(FURNITURE), source="x", markdown=None, language=ENGLISH)
    other = read_in_language(article(furniture, columns), source="x", markdown=None, language=ENGLISH)
    assert plain.text == "\n\n".join(BODY)
    assert other.text == plain.text
    for name in ("headline", "byline", "outlet", "published", "copyright_notice", "disclaimers", "contacts", "image", "quotations"):
        assert getattr(other, name) == getattr(plain, name), name


@settings(max_examples=20, deadline=None)
@given(repeated=st.lists(st.sampled_from(FURNITURE), max_size=4))
def test_furniture_printed_twice_is_taken_once(repeated: list[str]) -> None:
    once = read_in_language(article(FURNITURE), source="x", markdown=None, language=ENGLISH)
    twice = read_in_language(article([*FURNITURE, *repeated]), source="x", markdown=None, language=ENGLISH)
    assert (twice.text, twice.disclaimers, twice.contacts, twice.copyright_notice) == (once.text, once.disclaimers, once.contacts, once.copyright_notice)


def test_links_of_markdown_do_not_change_the_words() -> None:
    linked = article(FURNITURE).replace("Edith Rowe", "[Edith Rowe](https://bread.example/)").replace("Oskar Lind\n", "[Oskar Lind](#)\n", 1)
    reading = read(linked)
    assert (reading.text, reading.byline) == ("\n\n".join(BODY), ["Oskar Lind"])
    assert any('<a href="https://bread.example/">Edith Rowe</a>' in block.get("html", "") for block in reading.blocks)
    assert not any('href="#"' in block.get("html", "") for block in reading.blocks)


def test_inline_html_of_a_printout_is_escaped() -> None:
    reading = read("\n\n".join([*HEAD, BODY[0], BODY[1] + " <script>alert(1)</script> a < b", BODY[2]]))
    assert all("<script" not in block.get("html", "") for block in reading.blocks)
    assert any("&lt;script&gt;" in block.get("html", "") for block in reading.blocks)


def test_every_language_has_every_label_and_a_wrong_file_is_refused_with_a_sentence() -> None:
    assert {"en", "fr", "de", "es", "pt", "it", "ru", "ar", "zh", "ja"} <= set(languages())
    for language in languages():
        known = labels(language)
        assert set(known.lines) == set(TABLES["lines"])
        assert set(known.phrases) == {*TABLES["sentences"], *TABLES["sections"]}
    with pytest.raises(LabelsError, match=r"labels/xx\.toml, table \[lines\].*Give every label"):
        parse("xx", "[lines]\nby = ['By']\n")
    with pytest.raises(LabelsError, match="There are no labels for 'tlh'"):
        labels("tlh")


@pytest.mark.skipif(not (CORPORA / "strings").is_dir(), reason="the corpora folder is absent")
def test_naughty_strings_as_whole_texts_headlines_and_bylines_never_break_the_reader() -> None:
    for text in json.loads((CORPORA / "strings" / "blns.json").read_text("utf-8")):
        for whole in (text, f"# {text}\n\nBy {text}\n\n{BODY[0]}\n\n{BODY[1]}"):
            first = read_in_language(whole, source="x", markdown=None, language=ENGLISH).as_json()
            assert first == read_in_language(whole, source="x", markdown=None, language=ENGLISH).as_json()


@pytest.mark.parametrize("piece", ["word [a](b) *x ", "a. ", '"“«', "line of some text here\n", "[[", "[[[", "](", "[a](", "![", "[inserted ", "*", "_a ", "x", "http://", "a-\n", "> > > >\n", "Short para here now.\n\n"])
def test_reading_time_grows_with_the_length_alone(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        read_in_language(text, source="x", markdown=None, language=ENGLISH)
        return time.process_time() - start

    def best(length: int) -> float:
        return min(seconds(length) for _ in range(2))

    seconds(1000)
    gc.collect()
    gc.disable()  # collecting walks through all that other tests left, whatever the length of this text
    try:
        assert best(80_000) < 10 * max(best(20_000), 0.03)  # four times the length; a reader that grows with its square takes sixteen times
    finally:
        gc.enable()


@pytest.mark.slow
def test_two_megabytes_of_an_article_are_read_in_seconds() -> None:
    body = "\n\n".join(BODY) + "\n\n"
    text = "\n\n".join(HEAD) + "\n\n" + body * (2_000_000 // len(body)) + "\n\n".join(FURNITURE)
    start = time.process_time()
    reading = read_in_language(text, source="x", markdown=None, language=ENGLISH)
    assert time.process_time() - start < 4 * float(os.environ.get("CORANTO_SLOWNESS", "1"))
    assert reading.copyright_notice == "Copyright © Oskar Lind, River Post, 2024"


def test_two_hundred_printouts_are_read_in_a_second() -> None:
    texts = [printed(name) for name in NAMES]
    for text in texts:
        read_in_language(text, source="x", markdown=None, language=ENGLISH)
    start = time.process_time()
    for text in texts:
        read_in_language(text, source="x", markdown=None, language=ENGLISH)
    assert time.process_time() - start < len(texts) / 200 * 3 * float(os.environ.get("CORANTO_SLOWNESS", "1"))
