"""Putting tags back into a translation that came without them: by exact words, then by alignment, else around the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coranto.translation.segments.aligning import Aligner
from coranto.translation.segments.markup import escaped, read_written
from coranto.translation.segments.protecting import occurrences
from coranto.translation.segments.shapes import Flagged, Segment, Tag

# Marks that may go round a whole sentence where their words are not found; a superscript may not.
_MAY_SPREAD = frozenset({"em", "strong", "a"})


@dataclass(frozen=True, slots=True)
class _Place:
    """A tag with its place in a plain text; `is_sure` unless it went round the sentence for want of better."""

    tag: Tag
    start: int
    end: int
    is_sure: bool = True


def put_back(segment: Segment, translated: str, *, aligner: Aligner | None = None) -> str | Flagged:
    """The written form of a plain translation with the segment's tags, always balanced, with the same links.

    Flagged where two links would have to go round the same words, where tags would cross, or where a tag's words
    were not found and it may not go round the whole sentence.
    """
    text = translated.strip()
    if not segment.tags:
        return escaped(text)
    if not text:
        return Flagged("", "The translation is empty, so that its markup has no place.")
    sources = _places(segment)
    found: list[_Place] = []
    for place in sources:
        found.append(_found(segment.plain, text, place, found, sources, aligner))
    reason = _reason(found, sources)
    if not reason:
        return _written(text, found)
    return Flagged(_written(text, _nesting(found)), reason)


def _places(segment: Segment) -> list[_Place]:
    """Where each tag stands in the source's plain text, outer ones before those in them."""
    known = {tag.number: tag for tag in segment.tags}
    order = iter(sorted(known))
    places: list[_Place] = []
    open_now: list[tuple[Tag, int]] = []
    at = 0
    for token in read_written(segment.text, segment.tags):
        if token.kind == "text":
            at += len(token.text)
        elif token.kind == "open":
            open_now.append((known[next(order)], at))
        elif token.kind == "break":
            places.append(_Place(known[next(order)], at, at))
        else:
            tag, start = open_now.pop()
            places.append(_Place(tag, start, at))
    return sorted(places, key=lambda place: place.tag.number)


def _found(source: str, target: str, place: _Place, before: Sequence[_Place], places: Sequence[_Place], aligner: Aligner | None) -> _Place:
    whole = (0, len(target))
    same = next((done for one, done in zip(places, before, strict=False) if (one.start, one.end) == (place.start, place.end)), None)
    if same is not None:
        return _Place(place.tag, same.start, same.end, same.is_sure)
    words = source[place.start : place.end]
    if words.strip(" .!?…。！？") == source.strip(" .!?…。！？"):
        return _Place(place.tag, *whole)
    if (at := _exactly(source, target, place) or _aligned(source, target, place, aligner)) is not None:
        return _Place(place.tag, *at)
    return _Place(place.tag, *whole, is_sure=False)


def _exactly(source: str, target: str, place: _Place) -> tuple[int, int] | None:
    """The same words in the translation: the same one of several, where both sides have as many."""
    words = source[place.start : place.end]
    lead, core = len(words) - len(words.lstrip()), words.strip()
    if not core:
        return None
    for one, where, wanted in ((source, target, core), (source.casefold(), target.casefold(), core.casefold())):
        if len(one) != len(source) or len(where) != len(target):
            continue  # a language whose small letters are longer has no places in common
        ours, theirs = occurrences(wanted, one), occurrences(wanted, where)
        here = next((number for number, (start, _end) in enumerate(ours) if start == place.start + lead), None)
        if theirs and here is not None and (len(ours) == len(theirs) or len(theirs) == 1 == len(ours)):
            return theirs[here]
    return None


def _aligned(source: str, target: str, place: _Place, aligner: Aligner | None) -> tuple[int, int] | None:
    return aligner.find(source, target, place.start, place.end) if aligner is not None else None


def _reason(found: Sequence[_Place], sources: Sequence[_Place]) -> str:
    """Why a translation has to be looked at; "" when it need not."""
    for place in found:
        if not place.is_sure and place.tag.name not in _MAY_SPREAD:
            return f"The words that stood in <{place.tag.name}> were not found in the translation; mark them by hand."
    for number, one in enumerate(found):
        for other, inner in zip(found[number + 1 :], sources[number + 1 :], strict=True):
            apart = one.end <= other.start or other.end <= one.start
            within = one.start <= other.start and other.end <= one.end
            around = other.start <= one.start and one.end <= other.end
            was_within = sources[number].start <= inner.start and inner.end <= sources[number].end
            if not (apart or within or around):
                return "Two marks of the source would cross each other in the translation; set them by hand."
            if one.tag.name == other.tag.name == "a" and not apart:
                return "Two links would go round the same words of the translation; set them by hand."
            if not was_within and one.tag.name == other.tag.name and not apart:
                return "Two marks of the source fell on the same words of the translation; set them by hand."
    return ""


def _nesting(found: Sequence[_Place]) -> list[_Place]:
    """Those of the places that nest, so that what is flagged is balanced all the same."""
    kept: list[_Place] = []
    for place in found:
        if all(
            (
                one.end <= place.start
                or place.end <= one.start
                or (one.start <= place.start and place.end <= one.end)
                or (place.start <= one.start and one.end <= place.end)
            )
            and not (one.tag.name == place.tag.name == "a" and one.start < place.end and place.start < one.end)
            for one in kept
        ):
            kept.append(place)
    return kept


def _written(text: str, places: Sequence[_Place]) -> str:
    """The text with tags at places that nest; of two at the same place the lower number is outside."""
    opens: dict[int, list[_Place]] = {}
    closes: dict[int, list[_Place]] = {}
    singles: dict[int, list[_Place]] = {}
    for place in places:
        if place.tag.name == "br":
            singles.setdefault(place.start, []).append(place)
        else:
            opens.setdefault(place.start, []).append(place)
            closes.setdefault(place.end, []).append(place)
    out: list[str] = []
    for at in range(len(text) + 1):
        out += [f"</{one.tag.number}>" for one in sorted(closes.get(at, ()), key=lambda one: (-one.start, -one.tag.number))]
        out += [f"<{one.tag.number}/>" for one in singles.get(at, ())]
        out += [f"<{one.tag.number}>" for one in sorted(opens.get(at, ()), key=lambda one: (-one.end, one.tag.number))]
        out.append(escaped(text[at : at + 1]))
    return "".join(out)
