"""ninjs items of every version as readings; what no sender should send is refused with one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from coranto.reading import strict_json
from coranto.reading.errors import Empty, ReadingError, TooLarge, Unreadable
from coranto.reading.ninjs import read_ninjs
from coranto.reading.opening import read_bytes, sniff
from coranto.reading.shape import Reading

ONE = {
    "uri": "https://agency.example/items/42", "type": "text", "mimetype": "text/html", "representationtype": "complete", "version": "3",
    "versioncreated": "2026-03-01T10:00:00Z", "embargoed": "2026-03-02T06:00:00+01:00", "pubstatus": "usable", "language": "en",
    "byline": "By Ada Lindqvist and Kofi Mensah", "headline": "The bridge is open", "copyrightholder": "The Agency", "copyrightnotice": "© 2026 The Agency",
    "usageterms": "Not for resale.", "located": "KISUMU", "person": [{"name": "Grace Engineer", "rel": "about"}],
    "place": [{"name": "Kenya", "rel": "about", "scheme": "http://cvx.iptc.org/iso3166-1a2/", "code": "KE"}], "subject": [{"name": "Roads"}],
    "description_text": "A road over the lake.", "body_html": "<p>The bridge was opened <strong>on Sunday</strong>.</p><p>It carries two lanes.</p>",
    "body_text": "The bridge was opened on Sunday.\n\nIt carries two lanes.",
    "associations": {"main": {"type": "picture", "headline": "The bridge", "byline": "Lin Camera", "renditions": {
        "small": {"href": "https://agency.example/s.jpg", "width": 200}, "large": {"href": "https://agency.example/l.jpg", "width": 2000}}}},
}  # fmt: skip
TWO = {
    "uri": "https://agency.example/items/42", "type": "text", "representationtype": "full", "version": "3", "versioncreated": "2026-03-01T10:00:00Z",
    "embargoed": "2026-03-02T06:00:00+01:00", "pubstatus": "usable", "language": "en", "by": "By Ada Lindqvist and Kofi Mensah",
    "headlines": [{"role": "short", "value": "Bridge open"}, {"role": "main", "value": "The bridge is open"}], "copyrightholder": "The Agency", "copyrightnotice": "© 2026 The Agency",
    "usageterms": "Not for resale.", "located": "KISUMU", "people": [{"name": "Grace Engineer", "rel": "about"}], "places": [{"name": "Kenya"}], "subjects": [{"name": "Roads"}],
    "descriptions": [{"role": "summary", "contenttype": "text/plain", "value": "A road over the lake."}],
    "bodies": [
        {"role": "nitf", "contenttype": "application/xml", "value": "<body>no</body>"}, {"role": "main", "contenttype": "text/plain", "value": ONE["body_text"]},
        {"role": "main", "contenttype": "text/html", "value": ONE["body_html"]},
    ],
    "associations": [{"name": "main", "type": "picture", "headlines": [{"value": "The bridge"}], "by": "Lin Camera", "renditions": [
        {"name": "small", "href": "https://agency.example/s.jpg", "width": 200}, {"name": "large", "href": "https://agency.example/l.jpg", "width": 2000}]}],
}  # fmt: skip
CAMEL = {"representationtype": "representationType", "versioncreated": "versionCreated", "embargoed": "embargoedUntil", "pubstatus": "pubStatus",
         "copyrightholder": "copyrightHolder", "copyrightnotice": "copyrightNotice", "usageterms": "usageTerms", "contenttype": "contentType"}  # fmt: skip


def camel(value: Any) -> Any:
    """The same as version 3 writes it."""
    if isinstance(value, dict):
        return {CAMEL.get(name, name): camel(part) for name, part in value.items()}
    return [camel(part) for part in value] if isinstance(value, list) else value


def without(item: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


VERSIONS: dict[str, dict[str, Any]] = {
    "1.0": without(ONE, "usageterms"), "1.1": ONE, "1.2": {**ONE, "firstcreated": "2026-03-01T09:00:00Z", "ednote": "Adds the lanes."},
    "1.3": {**ONE, "headline_short": "Bridge open", "expires": "2027-01-01T00:00:00Z"},
    "1.4": {**ONE, "contentcreated": "2026-03-01T08:00:00Z", "infosource": [{"name": "The Agency"}], "genre": [{"name": "Current"}], "rightsinfo": {"langid": "http://www.w3.org/ns/odrl/2/", "encodedrights": "{}"}},
    "2.0": without(TWO, "usageterms"), "2.1": TWO, "3.0": camel(TWO),
    "3.1": {**camel(TWO), "standard": {"name": "ninjs", "version": "3.1"}, "rightsInfo": {"langId": "http://www.w3.org/ns/odrl/2/", "linkedRights": "https://agency.example/terms"}},
}  # fmt: skip


def read(value: Any) -> list[Reading]:
    return read_ninjs(json.dumps(value).encode(), source="an item")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_says_the_same(version: str) -> None:
    (found,) = read_bytes(json.dumps(VERSIONS[version]).encode(), source="item.json")
    assert (found.kind, found.headline, found.standfirst) == ("ninjs", "The bridge is open", "A road over the lake.")
    assert found.byline == ["Ada Lindqvist", "Kofi Mensah"]
    assert [block["html"] for block in found.blocks] == ["The bridge was opened <strong>on Sunday</strong>.", "It carries two lanes."]
    assert (found.outlet, found.copyright_notice, found.language.code) == ("The Agency", "© 2026 The Agency", "en")
    assert found.usage_terms == (None if version in {"1.0", "2.0"} else "Not for resale.")
    assert (found.regions, found.themes) == (["Kenya"], ["Roads"])
    assert (found.outside_id, found.canonical_url) == ("https://agency.example/items/42", "https://agency.example/items/42")
    assert found.image is not None
    assert (found.image.url, found.image.caption, found.image.credit) == ("https://agency.example/l.jpg", "The bridge", "Lin Camera")
    release = found.release
    assert release is not None
    assert (release.version, release.changed, release.status, release.embargo, release.dateline) == ("3", "2026-03-01T10:00:00+00:00", "usable", "2026-03-02T06:00:00+01:00", "KISUMU")


def test_rights_and_notes_of_the_versions_that_have_them() -> None:
    assert read(VERSIONS["3.1"])[0].licence_url == "https://agency.example/terms"
    expression = read(VERSIONS["1.4"])[0].release
    assert expression is not None
    assert expression.rights == "{}"
    noted = read(VERSIONS["1.2"])[0].release
    assert noted is not None
    assert noted.note == "Adds the lanes."


@pytest.mark.parametrize("wrap", [lambda items: items, lambda items: {"items": items}, lambda items: {"_items": items, "_links": {}}, lambda items: {"newsItems": items}])
def test_lists_of_items_are_read_one_by_one_and_what_is_no_text_is_left(wrap: Any) -> None:
    picture = {"uri": "tag:a,2026:p", "type": "picture"}
    found = read_bytes(json.dumps(wrap([ONE, picture, {**camel(TWO), "uri": "tag:a,2026:2"}])).encode(), source="items.json")
    assert [one.outside_id for one in found] == ["https://agency.example/items/42", "tag:a,2026:2"]


def test_a_picture_alone_is_no_article() -> None:
    with pytest.raises(Empty, match="no item of text; it has: picture"):
        read({"uri": "tag:a,2026:p", "type": "picture"})
    with pytest.raises(Empty, match="without items"):
        read([])


@pytest.mark.parametrize(("said", "meant"), [("usable", "usable"), ("withheld", "withheld"), ("canceled", "canceled"), ("Cancelled", "canceled"), ("", "usable")])
def test_a_status_is_one_of_three(said: str, meant: str) -> None:
    release = read({**ONE, "pubstatus": said})[0].release
    assert release is not None
    assert release.status == meant


@pytest.mark.parametrize(("said", "meant"), [
    ("2026-03-02T06:00:00Z", "2026-03-02T06:00:00+00:00"), ("2026-03-02", "2026-03-02T00:00:00-12:00"), ("2026-03-02T06:00:00", "2026-03-02T06:00:00-12:00"), ("", None),
])  # fmt: skip
def test_an_embargo_without_a_zone_holds_until_it_is_over_everywhere(said: str, meant: str | None) -> None:
    release = read({**ONE, "embargoed": said})[0].release
    assert release is not None
    assert release.embargo == meant


def test_plain_text_alone_makes_paragraphs_and_a_description_that_repeats_it_is_no_standfirst() -> None:
    (found,) = read({**without(ONE, "body_html"), "description_text": "The bridge was opened on Sunday. It"})
    assert [block["html"] for block in found.blocks] == ["The bridge was opened on Sunday.", "It carries two lanes."]
    assert found.standfirst is None


def test_a_picture_of_the_text_is_not_offered_twice() -> None:
    picture = {"name": "p", "type": "picture", "by": "Lin Camera", "copyrightnotice": "CC BY 4.0", "descriptions": [{"role": "caption", "value": "The bridge."}], "renditions": [
        {"name": "1600w", "href": "https://agency.example/p-1600.jpg", "width": 1600}, {"name": "1200w", "href": "https://agency.example/p-1200.jpg", "width": 1200}]}  # fmt: skip
    body = '<p>The bridge was opened.</p><figure><img src="https://agency.example/p-1200.jpg" alt="A bridge" width="1200" height="700"><figcaption>The bridge. Lin Camera CC BY 4.0</figcaption></figure><p>It carries two lanes.</p>'
    (found,) = read({**TWO, "bodies": [{"contenttype": "text/html", "value": body}], "associations": [picture]})
    (shown,) = [block for block in found.blocks if block["type"] == "image"]
    assert (shown["url"], shown["caption"], shown["credit"], shown["copyright"]) == ("https://agency.example/p-1200.jpg", "The bridge.", "Lin Camera", "CC BY 4.0")
    assert found.image is None


def test_a_subject_that_it_is_a_part_of_is_a_report() -> None:
    (found,) = read({**TWO, "subjects": [{"name": "Roads", "rel": "about"}, {"name": "The long way", "rel": "partOf"}]})
    assert (found.themes, found.reports) == (["Roads"], ["The long way"])


def test_corrections_become_notes_to_readers() -> None:
    (found,) = read({**camel(TWO), "descriptions": [{"role": "correction", "value": "It is 12 km long, not 21."}]})
    assert found.notes == ["Correction: It is 12 km long, not 21."]


def test_html_of_an_item_goes_through_the_sanitiser() -> None:
    body = '<p onclick="x()">Read <a href="javascript:alert(1)">this</a>.</p><script>alert(2)</script><iframe src="https://evil.example/"></iframe><p>And <b>that</b>.</p>'
    (found,) = read_bytes(json.dumps({**ONE, "body_html": body, "headline": "<script>alert(3)</script>The bridge"}).encode(), source="item.json")
    assert "alert" not in json.dumps(found.as_json())
    assert "onclick" not in json.dumps(found.blocks)
    assert found.headline == "The bridge"


def deep(depth: int) -> bytes:
    return b'{"uri":"tag:a,2026:1","headline":"x","extra":' + b"[" * depth + b"]" * depth + b"}"


HOSTILE: dict[str, tuple[bytes, type[ReadingError], str]] = {
    "deep": (deep(1_000_000), TooLarge, "nested deeper"), "rather deep": (deep(70), TooLarge, "nested deeper"),
    "a huge number": (b'{"uri":"tag:a,2026:1","urgency":' + b"9" * 5000 + b"}", Unreadable, "digits"),
    "a huge power": (b'{"uri":"tag:a,2026:1","urgency":1e999}', Unreadable, "too large"), "NaN": (b'{"uri":"tag:a,2026:1","urgency":NaN}', Unreadable, "NaN"),
    "infinity": (b'{"uri":"tag:a,2026:1","urgency":-Infinity}', Unreadable, "-Infinity"),
    "a name twice": (b'{"uri":"tag:a,2026:1","pubstatus":"canceled","pubstatus":"usable"}', Unreadable, "'pubstatus' twice"),
    "a name twice in two cases": (b'{"uri":"tag:a,2026:1","pubstatus":"canceled","pubStatus":"usable"}', Unreadable, "'pubStatus' twice"),
    "half a character": (b'{"uri":"tag:a,2026:1","headline":"\\ud800 x"}', Unreadable, "half of a character"),
    "half a name": (b'{"uri":"tag:a,2026:1","\\udfff":"x"}', Unreadable, "half of a character"),
    "cut off": (b'{"uri":"tag:a,2026:1","headline":"x', Unreadable, "not readable JSON"), "a text": (b'{"a":"b"}', Unreadable, "neither a JSON Feed nor a ninjs item"),
    "numbers": (b'[{"uri":5}]', Unreadable, "a number as 'uri'"), "no uri": (b'[{"headline":"x"}]', Unreadable, "no 'uri'"),
    "a headline that is a list": (b'{"uri":"tag:a,2026:1","headline":["x"]}', Unreadable, "a list as 'headline'"),
    "bodies that are a text": (b'{"uri":"tag:a,2026:1","bodies":"x"}', Unreadable, "something else as 'bodies'"),
    "a body that is a number": (b'{"uri":"tag:a,2026:1","bodies":[{"value":1}]}', Unreadable, "a number as 'value'"),
    "people that are texts": (b'{"uri":"tag:a,2026:1","people":["x"]}', Unreadable, "something else as 'people'"),
    "true as a status": (b'{"uri":"tag:a,2026:1","pubstatus":true}', Unreadable, "true or false as 'pubstatus'"),
    "an unknown status": (b'{"uri":"tag:a,2026:1","pubstatus":"published"}', Unreadable, "the status 'published'"),
    "an embargo that is no time": (b'{"uri":"tag:a,2026:1","embargoed":"tomorrow"}', Unreadable, "no time that can be read"),
    "an embargo beyond all time": (b'{"uri":"tag:a,2026:1","embargoed":"9999-01-01T00:00:00Z"}', Unreadable, "year 9999"),
    "a long version": (b'{"uri":"tag:a,2026:1","version":"' + b"1" * 5000 + b'"}', Unreadable, "a version of 5,000 characters"),
    "rights as a list of texts": (b'{"uri":"tag:a,2026:1","rightsinfo":["x"]}', Unreadable, "something else as 'rightsinfo'"),
    "many people": (b'{"uri":"tag:a,2026:1","people":[' + b",".join([b"{}"] * 5000) + b"]}", Unreadable, "5,000 'people'"),
    "many items": (b"[" + b",".join([b'{"uri":"tag:a,2026:1"}'] * 2000) + b"]", Unreadable, "2,000 items"),
    "200 MB": (b'{"uri":"tag:a,2026:1","body_text":"' + b"a" * 200_000_000 + b'"}', TooLarge, "200 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_sender_should_send_is_refused_with_one_sentence(name: str) -> None:
    data, family, said = HOSTILE[name]
    with pytest.raises(family) as caught:
        read_bytes(data, source="item.json", content_type="application/json")
    text = str(caught.value)
    assert said in text
    assert len(text) < 400
    assert "\n" not in text


def test_json_is_known_by_looking() -> None:
    assert sniff(b'{"uri": "tag:a,2026:1"}', source="x") == "ninjs"
    assert sniff(b'[{"uri": "tag:a,2026:1"}]', source="x") == "ninjs"
    assert sniff(b'{"version": "https://jsonfeed.org/version/1.1"}', source="x") == "feed"
    assert sniff(b"[A link](https://a.example/) begins it.", source="x") == "text"


def test_ordinary_json_is_read_as_it_is() -> None:
    assert strict_json.read('{"a": [1, 2.5, null, true, "日本 😀"]}'.encode(), source="x") == {"a": [1, 2.5, None, True, "日本 😀"]}


JSON = some.recursive(some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20), lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=12), inner, max_size=4), max_leaves=12)
NAMES = sorted({*ONE, *camel(TWO), "rightsInfo", "infosource", "infoSources", "altids", "description_x", "body_", "genre", "expires"})


@settings(max_examples=400, deadline=None)
@given(base=some.sampled_from([ONE, TWO, camel(TWO)]), changes=some.dictionaries(some.sampled_from(NAMES), JSON, max_size=3), data=some.data())
def test_whatever_stands_in_an_item_it_is_read_or_refused(base: dict[str, Any], changes: dict[str, Any], data: some.DataObject) -> None:
    """In this process, so that an error that is none of the reader's own is seen."""
    value: Any = {**base, **changes}
    written = json.dumps(value).encode()
    if data.draw(some.booleans()):
        at = data.draw(some.integers(0, len(written)))
        written = written[:at] + data.draw(some.binary(max_size=6)) + written[at + data.draw(some.integers(0, 8)) :]
    try:
        found = read_ninjs(written, source="an item")
    except ReadingError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 500
        return
    for one in found:
        assert one.outside_id
        assert one.release is not None
        assert one.release.status in {"usable", "withheld", "canceled"}
        json.dumps(one.as_json(), ensure_ascii=False).encode()
