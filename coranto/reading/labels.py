"""The labels of print-outs (By, Region, original source, copyright …), data per language, read once and checked.

`labels/<language>.toml` holds three tables. `lines`: words that begin a line. `sentences`: phrases that give a sentence its
job. `sections`: headings and short lines that open or are furniture. `words`: small vocabularies. In a phrase "^" stands for
the beginning of the sentence, "…" for up to 90 characters, "*" at the end for the rest of a word; "!" in front says that
the phrase is enough even in the middle of an article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

TABLES: dict[str, tuple[str, ...]] = {
    "lines": (
        "by", "translated_by", "edited_by", "and", "region", "theme", "report", "published", "updated", "image", "tags",
        "source", "title", "outlet",
    ),
    "sentences": (
        "note", "original_source", "first_published", "copyright", "articles_by", "featured_image", "call", "disclaimer",
        "permission", "fair_use", "contact", "bio",
    ),
    "sections": ("about_author", "comments", "related", "notes", "advertisement", "read_more", "figures"),
    "words": ("roles", "menu", "outlet", "credit", "credit_labels"),
}  # fmt: skip


_STRAIGHT = {ord(char): "'" for char in "’‘‛ʼ`´＇"} | {ord(char): '"' for char in "“”„‟«»"}
_STRAIGHT |= {ord(char): "-" for char in "‐‑‒–—―"} | {ord("："): ":", ord("…"): "..."}


def fold(text: str) -> str:
    """Give the text for comparison: lower case, straight quotation marks and apostrophes, plain hyphens, single spaces."""
    straight = text.replace("`", "'") if text.isascii() else text.translate(_STRAIGHT)
    return " ".join(straight.casefold().split())


class LabelsError(ValueError):
    """The label file of a language is not as it must be; the text names the file, what was found and what to do."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready for matching: `needle` is a plain part that must be there, `pattern` decides."""

    text: str
    needle: str
    pattern: re.Pattern[str]
    strong: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one language: `lines` and `words` folded, `phrases` by job and by section."""

    language: str
    lines: dict[str, tuple[str, ...]]
    phrases: dict[str, tuple[Phrase, ...]]
    words: dict[str, frozenset[str]]


def languages() -> list[str]:
    """The languages that have a label file."""
    folder = resources.files("coranto.reading") / "labels"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


@lru_cache(maxsize=64)
def labels(language: str) -> Labels:
    """Read the labels of a language. Raises LabelsError when the file is missing or says something unknown."""
    file = resources.files("coranto.reading") / "labels" / f"{language}.toml"
    if not file.is_file():
        raise LabelsError(f"There are no labels for '{language}'. Use one of: {', '.join(languages())}.")
    return parse(language, file.read_text("utf-8"))


def parse(language: str, source: str) -> Labels:
    """Check and fold the text of a label file."""
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LabelsError(f"labels/{language}.toml is not TOML: {error}. Correct the file.") from error
    for table, keys in TABLES.items():
        found = tables.pop(table, {})
        unknown, missing = set(found) - set(keys), set(keys) - set(found)
        if unknown or missing:
            raise LabelsError(
                f"labels/{language}.toml, table [{table}]: unknown {sorted(unknown)}, missing {sorted(missing)}. "
                "Give every label of the table, and no other."
            )
        for key, values in found.items():
            if not isinstance(values, list) or not values or not all(isinstance(v, str) and v.strip() for v in values):
                raise LabelsError(f"labels/{language}.toml: [{table}] {key} must be a list of texts, none of them empty.")
        tables[f"={table}"] = found
    stray = [name for name in tables if not name.startswith("=")]
    if stray:
        raise LabelsError(f"labels/{language}.toml has unknown tables {stray}. Use only {list(TABLES)}.")
    return Labels(
        language,
        {key: _longest_first(values) for key, values in tables["=lines"].items()},
        {key: _phrases(values) for table in ("=sentences", "=sections") for key, values in tables[table].items()},
        {key: frozenset(fold(value) for value in values) for key, values in tables["=words"].items()},
    )


def _longest_first(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(value) for value in values}, key=lambda value: (-len(value), value)))


def _phrases(values: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(_phrase(value) for value in dict.fromkeys(values))


def _phrase(value: str) -> Phrase:
    strong = value.startswith("!")
    text = value.removeprefix("!")
    anchored = text.startswith("^")
    open_end = text.endswith("*")
    closed = text.endswith("$")
    core = text.strip("^*$!")
    parts = [fold(part) for part in core.split("…")]
    middle = "[^\n]{0,90}?".join(re.escape(part) for part in parts)
    start = r"^[\W_]{0,12}" if anchored else (r"(?<!\w)" if _spaced(parts[0][:1]) else "")
    end = r"[\W_]*$" if closed else ("" if open_end or not _spaced(parts[-1][-1:]) else r"(?!\w)")
    return Phrase(value, max(parts, key=len), re.compile(start + middle + end), strong)


def _spaced(char: str) -> bool:
    """Whether the script of the letter puts spaces between words, so that a phrase must end where a word ends."""
    return bool(char) and char.isalpha() and not re.match("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0600-\u06ff\u0590-\u05ff]", char)
