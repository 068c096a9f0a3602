"""The sentences that the demonstration ships translations of, and the files that hold them.

Every article's headline and standfirst and the whole flagship are cut into sentences, each with a path
(`<article>/headline`, `<article>/standfirst/2`, `<article>/body/<block>/<sentence>`, counted from 1). A sentence keeps its inline
markup as HTML (em, strong, a), which a translation repeats. Withdrawn articles have none. `translations/<language>.json` holds
{path: text} for every path whose source is in another language.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from coranto.demonstration.parsing import HOME, DemonstrationError
from coranto.demonstration.shapes import Article, Block, Demonstration

FOLDER = HOME / "translations"
MADE_BY = "machine translation made for the demonstration, not reviewed"
_END = re.compile(r"(?<=[.!?؟])[”»\"]?\s+(?=[“«„¿¡\"<]*[^\s\da-zа-я])|(?<=[。？！])(?!$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to translate: where it stands, its language, its text with inline HTML."""

    path: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Translations:
    """One language's file: who made it, and text by path."""

    language: str
    made_by: str
    texts: dict[str, str]


def sentences(demonstration: Demonstration) -> list[Sentence]:
    """All sentences in reading order, articles oldest first and the flagship's body after everything else."""
    found: list[Sentence] = []
    for article in demonstration.articles:
        if article.withdrawal is None:
            found.append(Sentence(f"{article.slug}/headline", article.language, article.headline))
            found.extend(_cut(article, "standfirst", article.standfirst))
    flagship = demonstration.flagship
    found.append(Sentence(f"{flagship.slug}/picture/alt", flagship.language, flagship.picture.alt))
    found.extend(_cut(flagship, "picture/caption", flagship.picture.caption))
    for number, block in enumerate(flagship.body, 1):
        for text_number, text in enumerate(_texts(block), 1):
            place = f"body/{number}" if block["type"] != "list" else f"body/{number}/{text_number}"
            found.extend(_cut(flagship, place, text))
    return found


def _cut(article: Article, place: str, text: str) -> list[Sentence]:
    parts = [part.strip() for part in _END.split(text) if part.strip()]
    return [Sentence(f"{article.slug}/{place}/{number}", article.language, part) for number, part in enumerate(parts, 1)]


def _texts(block: Block) -> list[str]:
    """The translatable texts of a block that the flagship uses."""
    if block["type"] in ("paragraph", "note"):
        return [block["html"]]
    if block["type"] in ("heading", "pullquote"):
        return [block["text"]]
    if block["type"] == "list":
        return list(block["items"])
    if block["type"] == "quotation":
        return re.findall(r"<p>(.*?)</p>", block["html"])
    if block["type"] == "divider":
        return []
    raise DemonstrationError(f"The flagship has a {block['type']}, whose text nobody translates. Add it to segmenting.py or take it out.")


def translations(folder: Path = FOLDER) -> list[Translations]:
    """Every language there is a file for, by code. Raises DemonstrationError for one that is damaged."""
    return [_read(path) for path in sorted(folder.glob("*.json")) if path.name != "segments.json"]


def _read(path: Path) -> Translations:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Translations(data["language"], data["made_by"], data["texts"])
    except (ValueError, KeyError) as error:
        raise DemonstrationError(f"translations/{path.name} cannot be read: {error!r}. It needs language, made_by and texts.") from error
