"""XLIFF 2.1: an article's sentences, out to a translator and back.

Each sentence is a unit; its place is the unit's name, its state is XLIFF's with ours as the subState. What a tag stood for goes into
originalData, the facts about a translation into metadata, so that a file that comes back unchanged says what went out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from coranto.translation.exchange.door import local, parse
from coranto.translation.exchange.inline import closing, opening, pieces
from coranto.translation.exchange.shapes import FACTS, XLIFF_STATES, Broken, Code, Job, TooMuch, Unit, WrongLanguage, writable
from coranto.translation.exchange.tmx import match_code
from coranto.translation.exchange.xliffinline import NAMESPACE, read_text

METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
MOST_UNITS = 50_000
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STATES = ("initial", "translated", "reviewed", "final")
_SUB = "coranto:"


def write_xliff(job: Job, *others: Job) -> bytes:
    """An article or text and what is translated of it as XLIFF 2.1; others in the same two languages, each as a <file> of its own."""
    root = etree.Element(
        _x("xliff"), {"version": "2.1", "srcLang": job.source_language, "trgLang": job.target_language}, nsmap={None: NAMESPACE, "mda": METADATA}
    )
    for number, one in enumerate((job, *others), 1):
        _write_file(root, one, f"f{number}")
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _write_file(root: Any, job: Job, name: str) -> None:
    file = etree.SubElement(root, _x("file"), id=name, original=writable(job.article))
    _write_facts(file, {"version": job.version, "title": job.title}, "article")
    _write_notes(file, job.notes)
    for number, unit in enumerate(job.units, 1):
        _write_unit(file, unit, number)


def _x(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _m(name: str) -> str:
    return f"{{{METADATA}}}{name}"


def _write_facts(parent: Any, facts: dict[str, str], category: str) -> None:
    held = {name: text for name, text in facts.items() if text}
    if held:
        group = etree.SubElement(etree.SubElement(parent, _m("metadata")), _m("metaGroup"), category=category)
        for name, text in held.items():
            etree.SubElement(group, _m("meta"), type=name).text = writable(text)


def _write_notes(parent: Any, notes: Sequence[str]) -> None:
    if notes:
        holder = etree.SubElement(parent, _x("notes"))
        for note in notes:
            etree.SubElement(holder, _x("note")).text = writable(note)


def _write_unit(file: Any, unit: Unit, number: int) -> None:
    element = etree.SubElement(file, _x("unit"), id=f"u{number}")
    if unit.key:
        element.set("name", writable(unit.key))
    facts = {name: getattr(unit, name) for name in FACTS} | {"via": " ".join(unit.via), "outdated": "yes" if unit.is_outdated else ""}
    _write_facts(element, facts, "sentence")
    _write_notes(element, unit.notes)
    codes = {code.number: code for code in unit.codes}
    paired = {part.number for part in pieces(unit.source) if part.kind == "open"}
    single = {part.number for part in pieces(unit.source) if part.kind == "single"}
    if paired | single:
        data = etree.SubElement(element, _x("originalData"))
        for tag in sorted(paired | single):
            code = codes.get(tag, Code(tag))
            etree.SubElement(data, _x("data"), id=f"d{tag}").text = opening(code, is_single=tag in single)
            if tag in paired:
                etree.SubElement(data, _x("data"), id=f"e{tag}").text = closing(code)
    segment = etree.SubElement(element, _x("segment"), id="s1", state="initial")
    if unit.target is not None and unit.state in XLIFF_STATES:
        segment.set("state", XLIFF_STATES[unit.state])
        segment.set("subState", _SUB + unit.state)
    _write_text(etree.SubElement(segment, _x("source"), {_SPACE: "preserve"}), unit.source, paired | single)
    if unit.target is not None:
        _write_text(etree.SubElement(segment, _x("target"), {_SPACE: "preserve"}), unit.target, paired | single)


def _write_text(parent: Any, text: str, known: set[int]) -> None:
    """A written form as pc and ph. A translation whose tags do not nest cannot be sent: raises Broken."""
    stack: list[Any] = [parent]
    for part in pieces(text):
        here = stack[-1]
        if part.kind == "text":
            if len(here):
                here[-1].tail = (here[-1].tail or "") + writable(part.text)
            else:
                here.text = (here.text or "") + writable(part.text)
        elif part.kind == "single":
            etree.SubElement(here, _x("ph"), _attributes(part.number, {"dataRef": f"d{part.number}"} if part.number in known else {}))
        elif part.kind == "open":
            data = {"dataRefStart": f"d{part.number}", "dataRefEnd": f"e{part.number}"} if part.number in known else {}
            stack.append(etree.SubElement(here, _x("pc"), _attributes(part.number, data)))
        elif len(stack) > 1 and stack[-1].get("id") == str(part.number):
            stack.pop()
        else:
            raise Broken(f"A text to be sent closes tag {part.number}, which is not open there; put its tags right at the desk first.")
    if len(stack) > 1:
        raise Broken(f"A text to be sent never closes tag {stack[-1].get('id')}; put its tags right at the desk first.")


def _attributes(number: int, more: dict[str, str]) -> Any:
    return {"id": str(number), **more}


def read_xliff(data: bytes, *, target_language: str | None = None) -> list[Job]:
    """The articles of a file, one for each <file>, all read before any is given.

    Sentences without a target are in it too, with None. Raises Broken, TooMuch, WrongLanguage (not ours, or not the one expected).
    """
    root = parse(data, kind="XLIFF")
    if root.tag != _x("xliff") or root.get("version") not in ("2.0", "2.1"):
        raise Broken(f"This is no XLIFF 2.1 file (its first element is <{local(root)}>, version {root.get('version')!r}); export it as XLIFF 2.1.")
    source, target = match_code(root.get("srcLang")), match_code(root.get("trgLang"))
    if source is None or target is None:
        raise WrongLanguage(f"This XLIFF file is from {root.get('srcLang')!r} into {root.get('trgLang')!r}; both must be languages of the table.")
    if source == target or (target_language is not None and target != target_language):
        raise WrongLanguage(f"This XLIFF file is into {target}, and {target_language or 'another language than its source'} was expected.")
    jobs, names, originals = [], set(), set()
    for file in root.findall(_x("file")):
        if file.get("id") in names:
            raise Broken(f"This XLIFF file has two parts with the id {str(file.get('id'))[:40]!r}; each id stands once.")
        if file.get("original") in originals:
            raise Broken(f"This XLIFF file has {str(file.get('original'))[:80]!r} twice; each text stands once.")
        names.add(file.get("id"))
        originals.add(file.get("original"))
        jobs.append(_read_file(file, source, target))
    if not jobs:
        raise Broken("This XLIFF file has no <file> in it; export it again.")
    return jobs


def _read_file(file: Any, source: str, target: str) -> Job:
    elements = list(file.iter(_x("unit")))
    if len(elements) > MOST_UNITS:
        raise TooMuch(f"This XLIFF file has {len(elements)} sentences; at most {MOST_UNITS} are read.")
    ids, keys, units = set(), set(), []
    for element in elements:
        name = element.get("id")
        if not name or name in ids:
            raise Broken(f"This XLIFF file has the unit {str(name)[:40]!r} twice or unnamed; each unit has an id of its own.")
        unit = _read_unit(element, source, target, f"Unit {name[:40]}")
        if unit.key and unit.key in keys:
            raise Broken(f"This XLIFF file has two translations of '{unit.key[:60]}'; each place stands once.")
        ids.add(name)
        keys.add(unit.key)
        units.append(unit)
    facts = _facts(file)
    return Job((file.get("original") or "")[:500], source, target, tuple(units), facts.get("version", ""), facts.get("title", ""), _notes(file))


def _read_unit(element: Any, source: str, target: str, where: str) -> Unit:
    """One unit; a tool may have cut it into more segments, which are joined again."""
    data = {item.get("id"): "".join(item.itertext()) for holder in element.findall(_x("originalData")) for item in holder}
    cut = [child for child in element if child.tag in (_x("segment"), _x("ignorable"))]
    segments = [child for child in cut if child.tag == _x("segment")]
    if not segments:
        raise Broken(f"{where} has no <segment>; export it again.")
    codes: dict[int, Code] = {}
    text = read_text([child.find(_x("source")) for child in cut], data, codes, where)
    if not text.strip():
        raise Broken(f"{where} has an empty source; export it again.")
    targets = [child.find(_x("target")) for child in cut]
    is_done = all(segment.find(_x("target")) is not None for segment in segments)
    translated = (
        read_text([one if one is not None else child.find(_x("source")) for one, child in zip(targets, cut, strict=True)], data, {}, where) if is_done else None
    )
    facts = _facts(element)
    said = {name: facts.get(name, "") for name in FACTS}
    return Unit(
        source, target, text, translated if translated and translated.strip() else None, key=(element.get("name") or "")[:300], via=tuple(facts.get("via", "").split()),
        notes=_notes(element), codes=tuple(codes[number] for number in sorted(codes)), is_outdated=facts.get("outdated") == "yes",
        **{**said, "state": _state(segments, said["state"])},  # type: ignore[arg-type]  # all of these are plain texts
    )  # fmt: skip


def _state(segments: Sequence[Any], before: str) -> str:
    """Our state: the one that went out when it came back untouched, else what the tool's state amounts to."""
    least = min(segments, key=lambda segment: _STATES.index(segment.get("state", "initial")) if segment.get("state", "initial") in _STATES else 0)
    state, sub = least.get("state", "initial"), least.get("subState") or ""
    ours = sub.removeprefix(_SUB) if sub.startswith(_SUB) else ""
    if XLIFF_STATES.get(ours) == state:
        return ours
    return {"final": "translated", "reviewed": "edited", "translated": "translated"}.get(state, "machine" if before == "machine" else "")


def _facts(element: Any) -> dict[str, str]:
    holder = element.find(_m("metadata"))
    return {str(meta.get("type")): (meta.text or "")[:2000] for meta in holder.iter(_m("meta"))} if holder is not None else {}


def _notes(element: Any) -> tuple[str, ...]:
    holder = element.find(_x("notes"))
    return tuple(str(note.text) for note in holder if note.text) if holder is not None else ()
