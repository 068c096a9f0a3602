"""Terms of a glossary as checks see them, and whether a text has them in one of their endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from coranto.translation.checks.problem import Compared, Problem, problem


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry: `target` None keeps the source's word; `forms` are others that are right, `never` forbidden ones.

    `inflects` says that its end may change; a name's may in most languages.
    """

    source: str
    target: str | None = None
    never: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    inflects: bool = True


_WORD = re.compile(r"[^\W_]+")
_UNINFLECTED = re.compile("[฀-๿぀-ヿ㐀-鿿]")


def terms(pair: Compared) -> list[Problem]:
    """Find glossary terms of the source that are not translated as agreed, and words that are never to be used."""
    found: list[Problem] = []
    for term in _read(pair.terms):
        hit = _word(term.source).search(pair.source)
        if hit is None:
            continue
        right = (*term.forms, term.target if term.target is not None else term.source)
        matches = starts_alike if term.inflects else _stands_in
        if not any(matches(form, pair.target) for form in right):
            text = f"The glossary has {right[-1]!r} for {term.source!r}, and the translation does not."
            found.append(problem("term", text, source_at=hit.span()))
        for word in term.never:
            if used := _word(word).search(pair.target):
                found.append(problem("term", f"The glossary says never to use {word!r} for {term.source!r}.", at=used.span(), source_at=hit.span()))
    return found


def _read(given: Iterable[Any]) -> Iterable[Term]:
    """Terms of ours, or anything that has `source`, `target`, `never`, and perhaps `forms` and `inflects`."""
    for one in given:
        yield Term(one.source, one.target, tuple(one.never), tuple(getattr(one, "forms", ())), bool(getattr(one, "inflects", True)))


def forms_of(name: str, given: Sequence[Any]) -> tuple[str, ...]:
    """The forms that the glossary has for a name in the target language."""
    wanted = _plain(name)
    return tuple(form for term in _read(given) if _plain(term.source) == wanted for form in (*term.forms, *((term.target,) if term.target else ())))


def starts_alike(form: str, text: str) -> bool:
    """Whether a text has words that begin as those of `form`, in order, each with an ending of its own.

    Letters are compared without accents. Of a word of five letters and more, two at the end may differ.
    """
    flat = _plain(text)
    words = _WORD.findall(_plain(form))
    if not words:
        return form.strip() in text
    if _plain(form) in flat:
        return True
    if _UNINFLECTED.search(form):
        return False
    stems = [word if len(word) < 4 else word[:-1] if len(word) < 6 else word[:-2] for word in words]
    return _follow(stems, _WORD.findall(flat))


def _follow(stems: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words begin as stems do, one after another with one other between them at most; the first may stand within its word.

    Step by step, as a pattern would try every way to leave words out: twice as many for each word of a name.
    """
    ends = {number for number, word in enumerate(words) if stems[0] in word}
    for stem in stems[1:]:
        ends = {next_ for end in ends for next_ in (end + 1, end + 2) if next_ < len(words) and words[next_].startswith(stem)}
    return bool(ends)


def _stands_in(form: str, text: str) -> bool:
    return _word(form).search(text) is not None


@lru_cache(maxsize=4096)
def _word(text: str) -> re.Pattern[str]:
    """A pattern of a whole word or phrase; in scripts without spaces any place will do."""
    spaced = bool(re.search(r"[^\W\d_ก-๿぀-ヿ㐀-鿿가-힯]", text))
    edge = ("(?<!\\w)", "(?!\\w)") if spaced else ("", "")
    return re.compile(edge[0] + re.escape(text) + edge[1], re.IGNORECASE)


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """Small letters without accents, so that an ending that moves an accent stays the same word."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not ("\u0300" <= char <= "\u036f" or char in "\u200b\u200c\u200d\u00ad"))
