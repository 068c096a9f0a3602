"""Sentences as people edit them: nothing is lost between the field and the written form, and what differs is found."""

from __future__ import annotations

import itertools

import pytest

from coranto.newsroom.translating.pieces import Mark, editable, show
from coranto.translation.differing import difference
from coranto.translation.segments import Tag
from coranto.translation.segments.editable import from_editable, to_editable

PARTS = ["<1>", "</1>", "<2/>", "&lt;1&gt;", "&amp;", "&amp;lt;1&gt;", "&amp;amp;lt;/2&gt;", "a &amp; b", "&lt;", "&gt;", "x ", "الجسر"]


def test_every_written_form_comes_back_from_the_field_as_it_was() -> None:
    for parts in itertools.product(PARTS, repeat=3):
        written = "".join(parts).strip()
        assert from_editable(to_editable(written)) == written
        assert from_editable(editable(written, is_rtl=True)) == written


def test_people_see_signs_and_not_escapes() -> None:
    assert to_editable("Bread &amp; <1>butter</1> &lt; 3") == "Bread & <1>butter</1> < 3"
    assert from_editable("Bread & <1>butter</1> < 3") == "Bread &amp; <1>butter</1> &lt; 3"
    assert to_editable("The element &lt;1&gt; is text") == "The element &lt;1> is text"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("  two\r\nlines \n", "two lines"),
        ("a\x00b\ud800", "ab\ufffd"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("و\u200e<1>\u200eلا\u200e</1>\u200e", "و<1>لا</1>"),
        ("one\u200e two", "one\u200e two"),
    ],
)
def test_whatever_is_typed_becomes_one_line_of_text(typed: str, written: str) -> None:
    assert from_editable(typed) == written


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("The road is old.", "The road is very old.", [("new", "very ")]),
        ("He came on 3 March.", "He came on 4 March.", [("gone", "3"), ("new", "4")]),
        ("one two three", "four five six", [("gone", "one two three"), ("new", "four five six")]),
        ("峠の道は春まで", "峠の道は夏まで", [("gone", "春"), ("new", "夏")]),
        ("The <1>red</1> car", "The <1>blue</1> car", [("gone", "red"), ("new", "blue")]),
        ("same", "same", []),
        ("", "new", [("new", "new")]),
    ],
)
def test_the_difference_is_what_a_reader_would_say(old: str, new: str, changed: list[tuple[str, str]]) -> None:
    found = difference(old, new)
    assert [(one.kind, one.text) for one in found if one.kind != "same"] == changed
    assert "".join(one.text for one in found if one.kind != "new") == old
    assert "".join(one.text for one in found if one.kind != "gone") == new


def test_marks_are_counted_in_the_text_without_tags() -> None:
    pieces = show("Bread &amp; <1>12</1> cats", (Tag(1, "a", (("href", "https://example.org/"),)),), [Mark(8, 10, "problem")])
    assert [(one.kind, one.text, one.mark) for one in pieces] == [("text", "Bread & ", ""), ("open", "1", ""), ("text", "12", "problem"), ("close", "1", ""), ("text", " cats", "")]
    assert pieces[1].title == "link: https://example.org/"
