"""TMX 1.4: memories of translation, in and out.

One <tu> holds a sentence with all its languages. Beside the text go its states, persons, engines, moments, contexts, notes, what the
numbered tags stood for, and the properties of other tools.
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from typing import Any, BinaryIO

from lxml import etree

import coranto
from coranto.languages.matching import match
from coranto.translation.exchange.door import MOST_BYTES, PIECE, local, walk
from coranto.translation.exchange.inline import Piece, closing, fits, opening, pieces, read_code, written
from coranto.translation.exchange.seen import Seen
from coranto.translation.exchange.shapes import Broken, Code, TooMuch, Unit, WrongLanguage, writable

MOST_UNITS = 500_000
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MOMENT = "%Y%m%dT%H%M%SZ"
_PROPS = {"x-state": "state", "x-engine": "engine", "x-model": "model"}
_OWN = frozenset({*_PROPS, "x-key", "x-digest", "x-context", "x-via", "x-outdated", "x-made-at"})
MOST_PROPS = 50
_KINDS = {"em": "italic", "i": "italic", "strong": "bold", "b": "bold", "a": "link"}


def write_tmx(units: Iterable[Unit]) -> bytes:
    """A memory as TMX; sentences of one source, place and context stand together with all their languages."""
    groups: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
    for unit in units:
        groups[_together(unit)].append(unit)
    return b"".join(stream_tmx((unit for held in groups.values() for unit in held), languages={unit.source_language for held in groups.values() for unit in held}))


def stream_tmx(units: Iterable[Unit], *, languages: Collection[str]) -> Iterator[bytes]:
    """A memory as TMX, piece by piece. Only units that follow one another stand together; `languages` are those that originals are in."""
    header = etree.Element(
        "header", creationtool="Coranto", creationtoolversion=coranto.__version__, segtype="sentence", adminlang="en", datatype="html",
        srclang=next(iter(languages)) if len(languages) == 1 else "*all*", attrib={"o-tmf": "coranto"},
    )  # fmt: skip
    yield b"<?xml version='1.0' encoding='UTF-8'?>\n<tmx version=\"1.4\">" + etree.tostring(header, encoding="UTF-8", xml_declaration=False) + b"<body>"
    piece = bytearray()
    for _name, held in groupby((unit for unit in units if unit.target is not None), key=_together):
        for mine in _one_a_language(held):
            piece += etree.tostring(_unit_of(mine), encoding="UTF-8", xml_declaration=False)
            if len(piece) > PIECE:
                yield bytes(piece)
                piece.clear()
    yield bytes(piece) + b"</body></tmx>"


def _together(unit: Unit) -> tuple[str, ...]:
    return unit.source_language, unit.source, unit.key, unit.context, repr((unit.notes, unit.props))


def _one_a_language(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    """Units that stand together, in as many groups as there must be so that none has a language twice."""
    groups: list[dict[str, Unit]] = []
    for unit in units:
        group = next((group for group in groups if unit.target_language not in group), None)
        if group is None:
            groups.append(group := {})
        group[unit.target_language] = unit
    return (list(group.values()) for group in groups)


def _unit_of(held: Sequence[Unit]) -> Any:
    first = held[0]
    said = repr([(one.target_language, one.target) for one in held])
    name = sha256("\0".join((*_together(first), said)).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    unit = etree.Element("tu", tuid=name, srclang=first.source_language)
    for note in first.notes:
        etree.SubElement(unit, "note").text = writable(note)
    for kind, text in (("x-key", first.key), ("x-digest", first.digest), ("x-context", first.context), *first.props):
        _prop(unit, kind, text)
    source = etree.SubElement(unit, "tuv", {_LANGUAGE: first.source_language})
    _write_text(etree.SubElement(source, "seg"), first.source, first.codes)
    for one in held:
        target = etree.SubElement(unit, "tuv", {_LANGUAGE: one.target_language})
        if one.person:
            target.set("changeid", writable(one.person))
        if one.made_at and (moment := _moment(one.made_at)):
            target.set("changedate", moment)
        for kind, field in _PROPS.items():
            _prop(target, kind, getattr(one, field))
        _prop(target, "x-via", " ".join(one.via))
        _prop(target, "x-outdated", "yes" if one.is_outdated else "")
        for kind, text in one.target_props:
            _prop(target, kind, text)
        if one.made_at and _iso(target.get("changedate")) != one.made_at:
            _prop(target, "x-made-at", one.made_at)  # to the second is all that the format's own date holds
        _write_text(etree.SubElement(target, "seg"), one.target or "", one.codes)
    return unit


def _prop(parent: Any, kind: str, text: str) -> None:
    if text:
        etree.SubElement(parent, "prop", type=kind).text = writable(text)


def _moment(made_at: str) -> str:
    try:
        when = datetime.fromisoformat(made_at)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).strftime(_MOMENT)
    except (ValueError, OverflowError):  # in the first or last hours of the calendar
        return ""


def _iso(moment: str | None) -> str:
    try:
        return datetime.strptime(moment or "", _MOMENT).replace(tzinfo=UTC).isoformat()
    except ValueError:
        return ""


def _write_text(seg: Any, text: str, codes: Sequence[Code]) -> None:
    """A written form as <seg> with bpt, ept and ph; `it` for tags that do not nest."""
    parts, known = list(pieces(text)), {code.number: code for code in codes}
    last: Any = None
    nests = fits(parts)
    for part in parts:
        if part.kind == "text":
            if last is None:
                seg.text = (seg.text or "") + writable(part.text)
            else:
                last.tail = (last.tail or "") + writable(part.text)
            continue
        code, number = known.get(part.number, Code(part.number)), str(part.number)
        kind: Any = {"type": _KINDS[code.name]} if code.name in _KINDS else {}
        if part.kind == "single":
            last = etree.SubElement(seg, "ph", x=number)
            last.text = opening(code, is_single=True)
        elif part.kind == "open":
            last = (
                etree.SubElement(seg, "bpt", {"i": number, "x": number, **kind})
                if nests
                else etree.SubElement(seg, "it", {"pos": "begin", "x": number, **kind})
            )
            last.text = opening(code)
        else:
            last = etree.SubElement(seg, "ept", i=number) if nests else etree.SubElement(seg, "it", pos="end", x=number)
            last.text = closing(code)


def read_tmx(data: bytes) -> list[Unit]:
    """All units of a memory, in the order of the file, all read before any is given.

    Raises Broken, TooMuch, WrongLanguage (no pair of languages that are ours). Languages that are not ours are left out.
    """
    if len(data) > MOST_BYTES:
        raise TooMuch(f"This TMX file has {len(data)} bytes; at most {MOST_BYTES} are read. Export it in parts.")
    found: list[Unit] = []
    for unit in each_unit(BytesIO(data)):
        found.append(unit)
        if len(found) > MOST_UNITS:
            raise TooMuch(f"This TMX file has more than {MOST_UNITS} translations; export it in parts.")
    return found


def each_unit(file: BinaryIO) -> Iterator[Unit]:
    """The units of a memory of any size, one by one: what is wrong further on is raised after those before were given. Raises as `read_tmx`."""
    header, has_body, number, found = None, False, 0, 0
    with contextlib.closing(Seen()) as ids:
        for event, depth, element in walk(file, kind="TMX", level=3):
            name = local(element)
            if event == "start":
                if depth == 1 and (name != "tmx" or element.get("version") not in ("1.4", "1.4b", "1.3", "1.2", "1.1")):
                    raise Broken(f"This is no TMX 1.4 file (its first element is <{name}>, version {element.get('version')!r}); export it as TMX 1.4.")
                if depth == 2 and name == "header" and header is None:
                    header = str(element.get("srclang") or "")
                if depth == 2 and name == "body":
                    has_body = True
            elif depth == 3 and name == "tu" and local(element.getparent()) == "body":
                if header is None:
                    break
                number += 1
                if (told := element.get("tuid")) and not ids.add((told,)):
                    raise Broken(f"This TMX file has the unit '{told[:40]}' twice; each tuid stands once.")
                for unit in _read_unit(element, header, f"Unit {number}"):
                    found += 1
                    yield unit
    if header is None or not has_body:
        raise Broken("This TMX file has no header or no body; export it again.")
    if number and not found:
        raise WrongLanguage("This TMX file has no sentence in two languages of the table; see `coranto languages` in the reference for their codes.")


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if local(child) == name), None)


def _read_unit(unit: Any, default: str, where: str) -> Iterator[Unit]:
    """A unit of each target language. The source is the one that the unit or the header names, else the first."""
    variants = [child for child in unit if local(child) == "tuv"]
    if len(variants) > 200:
        raise TooMuch(f"{where} has {len(variants)} languages; no unit has more than 200.")
    told = unit.get("srclang") or default
    source = next((one for one in variants if told not in ("", "*all*") and _language(one) == match_code(told)), None)
    if source is None and told in ("", "*all*") and variants:
        source = variants[0]
    if source is None or (language := _language(source)) is None:
        return
    text, codes = _read_text(source, where)
    seen = {language}
    for one in variants:
        target = _language(one)
        if one is source or target is None or target == language:
            continue
        if target in seen:
            raise Broken(f"{where} has two texts in {target}; a unit has one in each language.")
        seen.add(target)
        yield _unit(unit, one, language, target, text, codes, where)


def _unit(unit: Any, variant: Any, source_language: str, language: str, source: str, codes: tuple[Code, ...], where: str) -> Unit:
    facts, around = _props(variant), _props(unit)
    target, _ = _read_text(variant, where)
    if not source.strip() or not target.strip():
        raise Broken(f"{where} has an empty text; take it out.")
    return Unit(
        source_language, language, source, target,
        key=around.get("x-key", ""), digest=around.get("x-digest", ""), context=around.get("x-context", ""),
        person=_short(variant.get("changeid") or variant.get("creationid")), made_at=facts.get("x-made-at") or _iso(variant.get("changedate") or variant.get("creationdate")),
        via=tuple(facts.get("x-via", "").split()), is_outdated=facts.get("x-outdated") == "yes", codes=codes,
        notes=tuple(str(note.text).strip() for note in (*unit, *variant) if local(note) == "note" and note.text and note.text.strip()),
        props=_foreign(unit), target_props=_foreign(variant), **{field: facts.get(kind, "") for kind, field in _PROPS.items()},
    )  # fmt: skip


def match_code(code: str | None) -> str | None:
    """The language of the table for a code of another tool; Serbian in Latin letters is none, as ours is in Cyrillic."""
    if not code or not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,5}", code) or re.match(r"sr[-_]latn", code, re.IGNORECASE):
        return None
    return match(code)


def _language(variant: Any) -> str | None:
    return match_code(variant.get(_LANGUAGE) or variant.get("lang"))


def _props(element: Any) -> dict[str, str]:
    return {str(child.get("type")): _short(child.text, 2000) for child in element if local(child) == "prop"}


def _foreign(element: Any) -> tuple[tuple[str, str], ...]:
    """Properties that are another tool's, in their order."""
    found = ((str(child.get("type") or "")[:100], _short(child.text, 2000)) for child in element if local(child) == "prop")
    return tuple((kind, text) for kind, text in found if kind and text and kind not in _OWN)[:MOST_PROPS]


def _short(text: str | None, most: int = 200) -> str:
    return " ".join((text or "").split())[:most]


def _read_text(variant: Any, where: str) -> tuple[str, tuple[Code, ...]]:
    seg = _child(variant, "seg")
    if seg is None:
        raise Broken(f"{where} has a language without a text (<seg>); export it again.")
    codes: dict[int, Code] = {}
    parts = list(_parts(seg, where, codes, {}))
    return written(parts, where=where), tuple(codes[number] for number in sorted(codes))


def _parts(element: Any, where: str, codes: dict[int, Code], pairs: dict[str, int]) -> Iterator[Piece]:
    """Texts and tags of a <seg>. Tags are numbered by x, as both languages share it, else by i, else in order."""
    if element.text:
        yield Piece("text", element.text)
    for child in element:
        name = local(child)
        if name in ("hi", "sub"):
            yield from _parts(child, where, codes, pairs)
        elif name in ("bpt", "ph", "it", "ept", "ut"):
            yield _tag(child, name, where, codes, pairs)
        else:
            raise Broken(f"{where} has an element <{name}> inside a text, which TMX does not know; export it again.")
        if child.tail:
            yield Piece("text", child.tail)


def _tag(child: Any, name: str, where: str, codes: dict[int, Code], pairs: dict[str, int]) -> Piece:
    pair = child.get("i") or ""
    if name == "ept":
        if pair not in pairs:
            raise Broken(f"{where} ends a tag (i={pair!r}) that it never began; export the translation again with its tags in order.")
        return Piece("close", number=pairs[pair])
    if name == "bpt" and pair in pairs:
        raise Broken(f"{where} begins tag {pair!r} twice; each tag of a sentence stands once.")
    number = _number(child.get("x") or pair or str(len(codes) + 1), where)
    if name == "bpt":
        pairs[pair] = number
    if name == "it" and child.get("pos") == "end":
        return Piece("close", number=number)
    codes.setdefault(number, read_code(number, child.text or ""))
    return Piece("open" if name in ("bpt", "it") else "single", number=number)


def _number(text: str, where: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6 or not 1 <= int(text) <= 9999:
        raise Broken(f"{where} has a tag numbered {text[:20]!r}; tags are numbered from 1 to 9999.")
    return int(text)
