"""A document in another language, put together from its translated sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from coranto.languages.table import SENTENCE_RULES
from coranto.reading import sanitising
from coranto.translation.segments.cutting import cut, joined
from coranto.translation.segments.markup import Token, html_of, plain_of, read_html, read_written, readable
from coranto.translation.segments.places import Block, Document, Field, fields, original_language, replaced
from coranto.translation.segments.shapes import Segment

JOINED = ""  # the target of a sentence whose words stand in the target of the one before it
# Sentences of these stand beside each other without a space. Thai writes none between words, but one between sentences.
UNSPACED = frozenset(code for code, rule in SENTENCE_RULES.items() if rule == "ideographic")
_SPACES = re.compile(r"(?:\s|&nbsp;)*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LINES = re.compile(r"[\s\x0b\x0c\u2028\u2029]+")


def is_whole(document: Document, targets: Mapping[str, str], *, language: str | None = None) -> bool:
    """Whether every sentence has a target; for a reader's language, quotations said in it need none."""
    return all(targets.get(one.key) == JOINED or is_usable(one, targets.get(one.key)) for one in cut(document, language=language))


def compose(document: Document, *, language: str, targets: Mapping[str, str], segments: Sequence[Segment] | None = None) -> Document:
    """The document in a language, from written targets by the sentences' keys. Changes nothing that it is given.

    A block that lacks a sentence, or whose links would differ, stays as it is and says so with `language`; headline, standfirst
    and note stay alone, and so does each correction, which always names its language when it was left. A sentence whose target is JOINED is said in the one before it. A quotation that was said in the language is shown in the original; another keeps what was said beside
    it. Every html has passed the sanitiser, and its markup is balanced. `segments` saves cutting again, for many languages.
    """
    held = {path: list(group) for path, group in groupby(cut(document) if segments is None else segments, key=lambda one: one.path)}
    places = [field for field in fields(document, language=language) if field.path in held]
    texts = {field.steps: _text(held[field.path], targets, document, language) for field in places}
    missing = {field.block for field in places if field.block is not None and texts[field.steps] is None}
    done = {field.steps: text for field in places if (text := texts[field.steps]) is not None and field.block not in missing}
    composed = replaced(document, done)
    _name_picture(composed, places, texts, document)
    for field in places:
        if field.steps[0] == "corrections":
            composed["corrections"][field.steps[1]]["language"] = None if field.steps in done else document.get("language")
    translated = {field.block for field in places if field.steps in done}
    composed["language"] = language
    for place, block in enumerate(composed.get("body") or []):
        if place in missing:
            block["language"] = block.get("language") or document.get("language")
        elif block.get("type") == "quotation" and language != document.get("language"):
            composed["body"][place] = _quotation(block, document["body"][place], document, language, is_translated=place in translated)
    return composed


def _name_picture(composed: Document, places: Sequence[Field], texts: Mapping[Any, str | None], document: Document) -> None:
    """Keep the words of the featured picture in one language: all translated, or none, and then said."""
    own = [field for field in places if field.steps[0] == "image"]
    if any(texts[field.steps] is None for field in own):
        for field in own:
            composed["image"][field.steps[-1]] = field.text
        composed["image"]["language"] = document.get("language")


def _quotation(block: Block, source: Block, document: Document, language: str, *, is_translated: bool) -> Block:
    said_in, original = original_language(source, document), source.get("original")
    if said_in == language:
        html = f"<p>{_escaped(original['text'])}</p>" if original else source["html"]
        return {**block, "html": sanitising.block(html), "language": None, "original": None}
    if not is_translated:
        return {**block, "language": source.get("language") or document.get("language")}
    kept = original or {"text": sanitising.text_of(source["html"]), "language": said_in}
    return {**block, "language": None, "original": kept}


def _escaped(text: str) -> str:
    return html_of([Token("text", readable(text))]).replace("\n", "<br>")


def is_usable(segment: Segment, target: str | None) -> bool:
    """Whether a target has words, and leads to the same addresses as its sentence."""
    if not target or not target.strip():
        return False
    if not segment.tags and "<" not in target and "&" not in target:  # as most sentences are
        return True
    tokens = read_written(readable(target), segment.tags)
    return bool(plain_of(tokens).strip()) and _links(tokens) == {tag.element for tag in segment.tags if tag.name == "a"}


def _links(tokens: Sequence[Token]) -> set[Any]:
    """The links that hold words, as a page would have them."""
    found, open_now = set(), []
    for token in tokens:
        if token.kind == "open":
            open_now.append(token)
        elif token.kind == "close":
            open_now.pop()
        elif token.kind == "text" and token.text.strip():
            found |= {one.element for one in open_now if one.name == "a"}
    return found


def _text(segments: Sequence[Segment], targets: Mapping[str, str], document: Document, language: str) -> str | None:
    """The text of one path, or None where a sentence is missing."""
    parts: list[tuple[Segment, str, list[Token]]] = []
    for segment in segments:
        target = targets.get(segment.key)
        if target == JOINED and parts:
            continue
        if target is None or not is_usable(segment, target):
            return None
        tokens = read_written(readable(target), segment.tags)
        if not segment.is_html:
            tokens = [Token("text", _LINES.sub(" ", _CONTROL.sub("", plain_of(tokens))).strip())]
        before = segment.before if not parts else _between(parts[-1], segment, str(document.get("language")), language)
        parts.append((segment, before, tokens))
    text = joined(parts, after=segments[-1].after)
    return html_of(read_html(text)) if segments[0].is_html else text


def _between(previous: tuple[Segment, str, list[Token]], segment: Segment, source: str, target: str) -> str:
    """What stands between two sentences: the source's line breaks and frames, and white space as the target's language has it."""
    if source == target or not _SPACES.fullmatch(segment.before) or "\n" in segment.before:
        return segment.before
    if target in UNSPACED:
        return ""
    ends_blank = plain_of(previous[2])[-1:].isspace()
    return segment.before or ("" if ends_blank else " ")
