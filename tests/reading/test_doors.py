"""The door to hostile bytes: one sentence for each kind of bad input, in time, and the next source is read as if nothing was."""

from __future__ import annotations

import gzip
import io
import json
import os
import time
import zipfile
from pathlib import Path

import pytest

from coranto.reading import doors
from coranto.reading.command import read_sources
from coranto.reading.errors import Empty, ReadingError, TooLarge, TooSlow, UnknownKind, Unreadable
from coranto.reading.opening import encode_json, read_bytes
from tests.reading.corpora import folder

PARAGRAPH = "The river rose by three metres on Monday, and the ferry stayed on the northern bank until the evening, said the harbour office. "
PAGE = f"<html lang=en><head><title>The river rose</title></head><body><article><h1>The river rose</h1>{f'<p>{PARAGRAPH}</p>' * 4}</article></body></html>".encode()


@pytest.fixture(autouse=True, scope="module")
def _closed_afterwards():
    yield
    doors.close()


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


BAD = {
    "nothing": (b"  \n", Empty),
    "240 MB": (b"<p>x" * 60_000_000, TooLarge),
    "a gzip bomb": (gzip.compress(b"\0" * 200_000_000), TooLarge),
    "html 100,000 deep": (b"<html><body>" + b"<div>" * 100_000 + b"x", ReadingError),
    "bold 100,000 deep": (b"<html><body>" + b"<p><b>" * 100_000 + b"x", ReadingError),
    "a page of links alone": (b"<html><body>" + b"<a href=/x>x</a>" * 50_000, ReadingError),
    "an entity bomb": (b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>', Unreadable),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff", UnknownKind),
    "a pdf of noise": (b"%PDF-1.7\n" + os.urandom(5000), Unreadable),
    "a broken archive": (b"PK\x03\x04" + b"\0" * 500, Unreadable),
    "an archive of something else": (packed(a=b"x"), Unreadable),
    "an archive that bursts": (packed(word__document_xml=b"\0" * 200_000_000, **{"word/document.xml": b"x"}), TooLarge),
    "binary": (b"\0\1\2\3" * 1000, UnknownKind),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_one_sentence_that_names_the_source(name: str):
    data, family = BAD[name]
    began = time.perf_counter()
    with pytest.raises(family) as caught:
        read_bytes(data, source=name)
    assert str(caught.value).startswith(f"'{name}' ")
    assert "\n" not in str(caught.value)
    assert time.perf_counter() - began < 10
    assert read_bytes(PAGE, source="next")[0].headline == "The river rose"


def test_a_child_that_read_bad_input_stays_under_300_megabytes():
    for name, (data, _) in BAD.items():
        with pytest.raises(ReadingError):
            read_bytes(data, source=name)
    peaks = [int(line.split()[1]) for child in doors._idle for line in Path(f"/proc/{child.process.pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    assert peaks
    assert max(peaks) < 300_000


def test_the_xml_attacks_of_the_corpus_give_no_text_of_another_file():
    for file in sorted((folder("xml") / "xmltestdata").iterdir()):
        try:
            readings = read_bytes(file.read_bytes(), source=file.name)
        except ReadingError as error:
            assert file.name in str(error)
        else:
            assert all("root:" not in reading.text for reading in readings)


def test_a_reader_that_hangs_is_stopped_and_replaced(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doors, "SECONDS", 0.0)
    with pytest.raises(TooSlow, match=r"^'slow' was not read within"):
        read_bytes(PAGE, source="slow")
    monkeypatch.undo()
    assert read_bytes(PAGE, source="next")[0].headline == "The river rose"


def test_the_same_bytes_give_the_same_json():
    assert [encode_json(one) for one in read_bytes(PAGE, source="x")] == [encode_json(one) for one in read_bytes(PAGE, source="x")]


def test_a_page_in_an_old_encoding_that_says_another_is_read_rightly():
    text = "<html lang=fr><meta charset=utf-8><body><article><h1>L’été</h1>" + "<p>Une phrase à propos de l’été où les élèves se sont déplacés vers la côte.</p>" * 5
    reading = read_bytes(text.encode("cp1252"), source="x")[0]
    assert "à propos de l’été où les élèves" in reading.text


def test_one_unreadable_source_does_not_stop_the_others(tmp_path: Path):
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_bytes(PAGE)
    bad.write_bytes(b"\0\1\2" * 500)
    out, err = io.StringIO(), io.StringIO()

    def fetch(url: str) -> tuple[bytes, str | None, str]:
        raise OSError(f"{url} leads to 127.0.0.1, which is not a public address.")

    code = read_sources([str(bad), "https://example.org/", str(good)], fetch=fetch, as_jsonl=True, out=out, err=err)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert code == 1
    assert [set(line) == {"source", "error"} for line in lines] == [True, True, False]
    assert lines[2]["headline"] == "The river rose"
    assert err.getvalue() == ""
    assert read_sources([str(good)], fetch=fetch, out=out, err=err) == 0
    assert read_sources([str(tmp_path / "none")], fetch=fetch, as_json=True, out=out, err=err) == 1
    assert "There is no file" in err.getvalue()
