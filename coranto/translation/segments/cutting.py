"""Cutting a document into sentences, so that they can be put together again to the letter."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, pairwise

from coranto.translation.segments.markup import Token, html_of, plain_of, read_html, read_written, readable, write
from coranto.translation.segments.places import Document, Field, fields
from coranto.translation.segments.protecting import protected
from coranto.translation.segments.shapes import Segment
from coranto.translation.segments.splitting import split


def cut(document: Document, *, names: Sequence[str] = (), language: str | None = None) -> list[Segment]:
    """The sentences of a document in reading order, with their markup, digests and what in them must not change.

    `names` are protected where they stand as whole words. With a reader's `language`, quotations said in it are left out.
    """
    written, protect = str(document.get("language") or "en"), tuple(names)
    return [one for field in fields(document, language=language) for one in cut_field(field, written, protect)]


# An article is composed in 50 languages one after the other; cutting it each time took most of that.
@lru_cache(maxsize=2048)
def cut_field(field: Field, language: str, names: tuple[str, ...] = ()) -> tuple[Segment, ...]:
    """The sentences of one field."""
    if names:
        return tuple(_named(one, names) for one in cut_field(field, language))
    found: list[Segment] = []
    before = ""
    for chunk in _chunks(field):
        if chunk and chunk[0].kind == "frame":
            before += chunk[0].text
            continue
        plain = "".join("\n" if token.kind == "break" else token.text.replace("\n", " ") if field.is_html else token.text for token in chunk)
        places = split(plain, language)
        if not places:
            before += _raw(chunk, field)
            continue
        for gap, tokens, continued in _pieces(chunk, places):
            text, words, tags = write(tokens, continued=continued)
            found.append(
                Segment(
                    field.path, len(found) + 1, text, words, digest(text), tags, protected(words, tokens),
                    before=before + _raw(gap, field), is_html=field.is_html,
                )
            )  # fmt: skip
            before = ""
        before = _raw(_behind(chunk, places), field)
    if found and before:
        found[-1] = replace(found[-1], after=before)
    return tuple(found)


def _named(segment: Segment, names: tuple[str, ...]) -> Segment:
    """The sentence with the names that stand in it protected."""
    mine = [name for name in names if name in segment.plain]
    return replace(segment, protected=protected(segment.plain, read_written(segment.text, segment.tags), mine)) if mine else segment


def digest(written: str) -> str:
    """32 hex digits of a written form, its characters composed and white space collapsed; attributes of tags are not in it."""
    normal = " ".join(unicodedata.normalize("NFC", written).split())
    return hashlib.sha256(normal.encode()).hexdigest()[:32]


def source_text(document: Document) -> dict[str, str]:
    """The text of every path that has sentences, as cutting reads it: html sanitised, broken characters made whole."""
    written = str(document.get("language") or "en")
    return {field.path: _raw(_tokens(field), field) for field in fields(document) if cut_field(field, written)}


def rejoin(segments: Iterable[Segment]) -> dict[str, str]:
    """The texts by path that sentences were cut from, to the letter."""
    found = {}
    for path, group in groupby(segments, key=lambda one: one.path):
        held = list(group)
        found[path] = joined([(one, one.before, read_written(one.text, one.tags)) for one in held], after=held[-1].after)
    return found


def joined(parts: Sequence[tuple[Segment, str, list[Token]]], *, after: str) -> str:
    """Sentences of one path with what stands before each; an element that went through several is one again where it can be."""
    is_html = parts[0][0].is_html
    out: list[Token] = []
    for segment, before, tokens in parts:
        continued = sum(tag.is_continued for tag in segment.tags)
        if continued and _is_same(out[-continued:], tokens[:continued]):
            del out[-continued:]
            tokens = tokens[continued:]
        out += [Token("frame", before), *tokens]
    out.append(Token("frame", after))
    return html_of(out) if is_html else "".join(token.text for token in out if token.kind in ("frame", "text"))


def _is_same(ends: Sequence[Token], beginnings: Sequence[Token]) -> bool:
    if len(ends) != len(beginnings) or any(token.kind != "close" for token in ends) or any(token.kind != "open" for token in beginnings):
        return False
    return [token.element for token in reversed(ends)] == [token.element for token in beginnings]


def _tokens(field: Field) -> list[Token]:
    return read_html(field.text) if field.is_html else [Token("text", readable(field.text))]


def _raw(tokens: Iterable[Token], field: Field) -> str:
    return html_of(tokens) if field.is_html else plain_of(tokens)


def _chunks(field: Field) -> Iterator[list[Token]]:
    """Stretches of inline content, and frames, each a list of its own."""
    for is_frame, group in groupby(_tokens(field), key=lambda token: token.kind == "frame"):
        if is_frame:
            yield from ([token] for token in group)
        else:
            yield list(group)


def _atoms(chunk: Sequence[Token]) -> list[Token]:
    """The chunk with a token for each character."""
    return [one for token in chunk for one in ([Token("text", char) for char in token.text] if token.kind == "text" else [token])]


def _bounds(atoms: Sequence[Token], places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each sentence, where in the atoms it begins and ends; what lies between two is left out of both."""
    indexes = [number for number, atom in enumerate(atoms) if atom.kind in ("text", "break")]
    lead = _edge(atoms[: indexes[places[0][0]]])
    trail = len(atoms) - _edge(atoms[: indexes[places[-1][1] - 1] : -1])
    begins, ends = [lead], []
    for (_start, end), (following, _end) in pairwise(places):
        first, last = indexes[end - 1] + 1, indexes[following]
        left, right = _gap(atoms, first, last)
        ends.append(left)
        begins.append(right)
    return list(zip(begins, [*ends, trail], strict=True))


def _is_filling(atom: Token) -> bool:
    """Whether an atom outside the sentences is no markup: white space, a break, or a line without a letter."""
    return atom.kind in ("text", "break")


def _edge(atoms: Sequence[Token]) -> int:
    return next((number for number, atom in enumerate(atoms) if not _is_filling(atom)), len(atoms))


def _gap(atoms: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The stretch of filling between two sentences where the fewest elements are open; the longest of such."""
    depth, at = 0, first
    candidates = []
    while at <= last:
        end = at
        while end < last and _is_filling(atoms[end]):
            end += 1
        candidates.append((depth, at - end, at, end))
        if end < last:
            depth += {"open": 1, "close": -1}.get(atoms[end].kind, 0)
        at = end + 1
    _depth, _length, left, right = min(candidates)
    return left, right


def _pieces(chunk: Sequence[Token], places: Sequence[tuple[int, int]]) -> Iterator[tuple[list[Token], list[Token], int]]:
    """(what stands before, the sentence's tokens, how many elements go on into it) of each sentence."""
    if _is_plain(chunk):  # the common case, seven times as fast
        yield from _plain_pieces(chunk[0].text, places)
        return
    atoms = _atoms(chunk)
    open_now: list[Token] = []
    at = 0
    for begin, end in _bounds(atoms, places):
        inherited = list(open_now)
        for atom in atoms[begin:end]:
            if atom.kind == "open":
                open_now.append(atom)
            elif atom.kind == "close":
                open_now.pop()
        closing = [Token("close", name=one.name, attributes=one.attributes) for one in reversed(open_now)]
        yield list(atoms[at:begin]), _merged([*inherited, *atoms[begin:end], *closing]), len(inherited)
        at = end


def _is_plain(chunk: Sequence[Token]) -> bool:
    return len(chunk) == 1 and chunk[0].kind == "text"


def _plain_pieces(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[list[Token], list[Token], int]]:
    at = 0
    for start, end in places:
        yield [Token("text", text[at:start])] if start > at else [], [Token("text", text[start:end])], 0
        at = end


def _behind(chunk: Sequence[Token], places: Sequence[tuple[int, int]]) -> list[Token]:
    if _is_plain(chunk):
        rest = chunk[0].text[places[-1][1] :]
        return [Token("text", rest)] if rest else []
    atoms = _atoms(chunk)
    return list(atoms[_bounds(atoms, places)[-1][1] :])


def _merged(tokens: Iterable[Token]) -> list[Token]:
    out: list[Token] = []
    for is_text, group in groupby(tokens, key=lambda token: token.kind == "text"):
        if is_text:
            out.append(Token("text", "".join(token.text for token in group)))
        else:
            out += group
    return out
