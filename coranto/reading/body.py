"""Which passages of a page are the article: trafilatura's two opinions, what the page declares, and rules over neighbours.

trafilatura is asked twice, strictly and freely. What the strict one takes is the article; the free one wins only where
the strict one lost most of it. Then single passages are put back (they stand between kept ones, in the same
place, and are nobody's furniture) or taken out (labels, calls, comments, the headline said again).
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from trafilatura import bare_extraction

from coranto.reading.declared import key
from coranto.reading.furniture import Sayings, is_date_line, zone_reason
from coranto.reading.passages import Passage, passages

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)
_WORD = re.compile(r"\w+")
_TEXTUAL = ("paragraph", "heading", "item", "quotation", "table", "code", "embed")


@dataclass(slots=True)
class Body:
    """`kept` in page order; `dropped` with its reason, only what an editor could miss; `all` passages of the page."""

    kept: list[Passage] = field(default_factory=list)
    dropped: list[tuple[Passage, str]] = field(default_factory=list)
    all: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """What is known of the article before its body is sought."""

    headline: str | None = None
    standfirst: str | None = None
    byline: list[str] = field(default_factory=list)
    article_text: str | None = None
    language: str | None = None


def words(text: str) -> list[str]:
    """The words of a text, lower case, for comparing."""
    return _WORD.findall(text.casefold())


def find_body(root: Any, known: Known) -> Body:
    """Find the passages of the article. A page without one gives an empty Body."""
    body = Body(all=passages(root))
    strict, free = _opinion(root, strict=True), _opinion(root, strict=False)
    chosen = _choose(strict, free, known)
    flags = _mark(body.all, chosen)
    if not any(flags):
        flags = _mark(body.all, known.article_text or "")
    _recover(body.all, flags, free)
    _take_out(body, flags, known)
    body.kept = [passage for passage, flag in zip(body.all, flags, strict=True) if flag]
    return body


def _opinion(root: Any, *, strict: bool) -> str:
    """trafilatura's text of a copy of the tree, one line a block."""
    document = bare_extraction(deepcopy(root), favor_precision=strict, include_comments=False, include_tables=True, with_metadata=False)
    return str(getattr(document, "text", None) or "")


def _choose(strict: str, free: str, known: Known) -> str:
    """The strict opinion, unless it holds less of the declared text than the free one, or hardly anything."""
    if known.article_text and len(known.article_text) > 400:
        wanted = Counter(words(known.article_text))
        shares = [sum((wanted & Counter(words(text))).values()) / max(1, sum(wanted.values())) for text in (strict, free)]
        return free if shares[1] > shares[0] + 0.15 else strict
    return free if len(strict) < 0.45 * len(free) else strict


def _mark(all_passages: list[Passage], text: str) -> list[bool]:
    """Which passages a text holds. Short ones must be a line of it; each line serves as often as it is there, and in order."""
    lines = Counter(key(line.strip("-| ")) for line in text.splitlines())
    whole = f" {key(text)} "
    flags = []
    for passage in all_passages:
        wanted = key(passage.text)
        if passage.role not in _TEXTUAL or not wanted:
            flags.append(False)
        elif passage.role == "table":
            cells = [key(cell) for cell in (" ".join(cell.itertext()) for cell in passage.element.iter("td", "th"))]
            flags.append(sum(f" {cell} " in whole for cell in cells if cell) >= 0.8 * max(1, sum(bool(cell) for cell in cells)))
        elif len(wanted) < 25:
            flags.append(lines[wanted] > 0)
            lines[wanted] -= 1
        else:
            flags.append(f" {wanted} " in whole)
    return flags


def _container(all_passages: list[Passage], flags: list[bool]) -> Any:
    """The deepest element that holds nine tenths of the kept letters."""
    weight: Counter[Any] = Counter()
    total = 0
    for passage, flag in zip(all_passages, flags, strict=True):
        if flag:
            total += len(passage.text)
            for holder in [passage.element, *passage.element.iterancestors()]:
                weight[holder] += len(passage.text)
    holders = [(sum(1 for _ in holder.iterancestors()), holder) for holder, count in weight.items() if count >= 0.9 * total]
    return max(holders, key=lambda pair: pair[0])[1] if holders else None


def _recover(all_passages: list[Passage], flags: list[bool], free: str) -> None:
    """Put back what stands between kept passages, in the same place, and is nobody's furniture."""
    container = _container(all_passages, flags)
    if container is None:
        return
    inside = set(container.iter())
    kept = [index for index, flag in enumerate(flags) if flag and all_passages[index].element in inside]
    if not kept:
        return
    parents = Counter(all_passages[index].element.getparent() for index in kept)
    for index in range(kept[0], kept[-1]):
        passage = all_passages[index]
        if flags[index] or passage.role not in _TEXTUAL or passage.element not in inside or passage.hidden or zone_reason(passage.zones):
            continue
        if passage.role == "embed":
            flags[index] = bool(passage.text)
        elif passage.role in ("paragraph", "heading", "quotation", "item"):
            beside = passage.element in parents or passage.element.getparent() in parents
            flags[index] = beside and passage.links < 0.5


def _take_out(body: Body, flags: list[bool], known: Known) -> None:
    """Take out labels, calls and everything after comments begin; remember why."""
    sayings = Sayings(known.language)
    texts = [index for index, flag in enumerate(flags) if flag]
    seen_letters, total = 0, sum(len(body.all[index].text) for index in texts)
    usual = _usual_zones([body.all[index] for index in texts])
    ended: str | None = None
    under: str | None = None
    for index in texts:
        passage = body.all[index]
        reason = ended or zone_reason(passage.zones - usual) or _again(passage, known, early=seen_letters < 0.15 * total)
        late = seen_letters > 0.5 * total
        if reason is None and sayings.comments_begin(passage.text) and late and passage.role != "quotation":
            reason = ended = "Readers' comments begin here."
        if passage.role == "heading" or (sayings.opens_furniture(passage.text) and passage.role == "paragraph"):
            under = "It stands under a heading for other articles." if sayings.opens_furniture(passage.text) else None
        if reason is None and under and (passage.links > 0.5 or passage.role in ("item", "heading")):
            reason = under
        elif passage.role == "paragraph" and not sayings.opens_furniture(passage.text):
            under = None
        reason = reason or sayings.reason(passage.text, links=passage.links)
        if reason is None and (late or seen_letters == 0):
            reason = _edge(passage, sayings)
        if reason:
            flags[index] = False
            body.dropped.append((passage, reason))
        else:
            seen_letters += len(passage.text)
    _ends(body, flags, sayings)


def _usual_zones(kept: list[Passage]) -> frozenset[str]:
    """The names of places in which a quarter or more of the letters stand: there a name such as "newsletter" says nothing."""
    weight: Counter[str] = Counter()
    for passage in kept:
        for zone in passage.zones:
            weight[zone] += len(passage.text)
    total = sum(len(passage.text) for passage in kept)
    return frozenset(zone for zone, letters in weight.items() if letters >= 0.25 * total)


def _again(passage: Passage, known: Known, *, early: bool) -> str | None:
    """Headline, standfirst and byline said again before or at the start of the text."""
    if not early:
        return None
    said = key(passage.text)
    if passage.level == 1 or (known.headline and said == key(known.headline)):
        return "It is the headline."
    if known.standfirst and said == key(known.standfirst) and passage.element.tag != "p":
        return "It is the standfirst."
    if (
        known.byline
        and len(passage.text) < 120
        and all(key(name) in said for name in known.byline)
        and len(said) < 40 + sum(len(name) for name in known.byline)
    ):
        return "It is the byline."
    return "It is the line with the date." if is_date_line(passage.text) else None


def _edge(passage: Passage, sayings: Sayings) -> str | None:
    """What stands at either end of a text and belongs to a field of its own."""
    job = sayings.job(passage.text)
    parts = re.split(r"(?<=[.!?。！？]) *(?=\S)", passage.text)
    if job and not (len(parts) > 1 and sayings.job(parts[0]) is None):  # what also holds the author's words is divided later
        return f"It belongs to the field for {job.replace('_', ' ')}."
    return None


def _ends(body: Body, flags: list[bool], sayings: Sayings) -> None:
    """From the end: lists of links, tags, headings under which nothing is left."""
    kept = [index for index, flag in enumerate(flags) if flag]
    while kept:
        passage = body.all[kept[-1]]
        if passage.role == "heading" or sayings.is_tag_label(passage.text):
            reason = "Nothing follows under this heading."
        elif passage.links > 0.7 and passage.role in ("item", "paragraph") and len(passage.text) < 200:
            reason = "It is a link at the end of the page."
        else:
            return
        flags[kept.pop()] = False
        body.dropped.append((passage, reason))
