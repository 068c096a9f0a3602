"""One document, one text: RFC 8785, and what others' JSON may not do."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from coranto.signing.canonical import NotCanonical, canonical, parse
from coranto.signing.digests import digest_bytes, digest_document, digest_file, digest_text, is_digest, same_digest
from coranto.signing.writing import read_bytes, read_time, write_bytes

documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def test_keys_are_sorted_by_utf16_units_as_the_standard_shows() -> None:
    document = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "ö": 7}
    assert list(json.loads(canonical(document))) == ["\r", "1", "\x80", "ö", "\u20ac", "\U0001f600", "\ufb33"]


def test_text_is_escaped_only_where_it_must_be() -> None:
    assert canonical({"a": '€$\x0f\nA\'B"\\\\"/'}) == '{"a":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()


@given(documents)
def test_what_is_written_reads_back_and_is_written_the_same_again(document: object) -> None:
    data = canonical(document)
    assert parse(data) == document
    assert canonical(parse(data)) == data
    assert canonical(parse(json.dumps(document, indent=2).encode())) == data


@given(documents)
def test_every_way_of_writing_gives_the_bytes_of_the_standard(document: object) -> None:
    assert canonical({"plain": document}) == rfc8785.dumps({"plain": document})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "value", [0.5, 1.0, float("nan"), 2**53, -(2**53), "\ud800", {"\udfff": 1}, {1: 2}, b"x", {1}, object()]
)
def test_a_value_that_readers_could_see_differently_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical({"here": [value]})


def test_a_document_without_end_is_refused() -> None:
    nested: list[object] = []
    nested.append(nested)
    with pytest.raises(NotCanonical, match="nested deeper"):
        canonical(nested)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"\\u0062":2}}',
        b'{"a":1.5}',
        b'{"a":1e2}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":"\xff"}',
        b'{"a":"\\ud800"}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 10_000 + b"}",
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * 70 + b"]" * 70,
        b"{'a':1}",
        b'{"a":1} x',
        b"\xef\xbb\xbf{}",
        b"",
        b'"' + b"x" * 9_000_000 + b'"',
    ],
)
def test_json_that_two_readers_could_read_differently_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(data)


def test_digests_say_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes("é".encode())
    expected = "sha256:" + hashlib.sha256(b"\xc3\xa9").hexdigest()
    assert digest_bytes(b"\xc3\xa9") == digest_text("é") == digest_file(path) == expected
    assert digest_text("é") != digest_text("e\u0301"), "text is not normalised"
    assert digest_document({"b": 1, "a": 2}) == digest_document({"a": 2, "b": 1}) == digest_bytes(b'{"a":2,"b":1}')
    assert is_digest(expected) and same_digest(expected, digest_text("é"))
    assert not same_digest(expected, digest_text("e"))
    for wrong in (expected.upper(), expected[:-1], expected + "0", "md5:" + "0" * 64, None, "sha256:" + "g" * 64):
        assert not is_digest(wrong)


@given(st.binary(max_size=100))
def test_bytes_have_one_form_in_text(data: bytes) -> None:
    text = write_bytes(data)
    assert read_bytes(text) == data
    for other in (text + "=", text + "A" if len(text) % 4 == 0 else text[:-1] + "\n", " " + text):
        with pytest.raises(ValueError, match="base64url"):
            read_bytes(other)


@pytest.mark.parametrize(
    "text", ["2026-05-01T12:00:00+00:00", "2026-05-01 12:00:00Z", "2026-13-01T12:00:00Z", "", None, 5]
)
def test_a_time_has_one_form(text: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_time(text)
