"""Errors planted in a right translation: in what stands there, one function for each (None where a sentence has nothing to spoil), or in what is added to both sides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coranto.languages.table import get, locale
from coranto.translation.checks.terms import Term

_FIGURE = re.compile(r"\d+")
_GREEK = "λόγος και άλλα πράγματα που δεν ανήκουν εδώ καθόλου"
_RUSSIAN = "Это предложение написано на совсем другом языке, и читатель заметит это сразу."
_FRENCH = "Cette phrase est écrite dans une tout autre langue, et le lecteur le remarquera aussitôt."


def has_figure(text: str) -> bool:
    """Whether a text has a number in digits."""
    return _FIGURE.search(re.sub(r"%\(\w+\)s|\{\d*\}|%\d+\$", "", text)) is not None


def _number(source: str, target: str, script: str) -> str | None:
    found = [hit for hit in _FIGURE.finditer(target) if hit[0].strip("01")]
    if not found:
        return None
    hit = found[-1]
    other = str(int(unicodedata.normalize("NFKC", hit[0])) * 2 + 35)
    return None if other in source else target[: hit.start()] + other + target[hit.end() :]


def _quote(source: str, target: str, script: str) -> str | None:
    return target + " “" if len(target) > 10 and not re.search('[“”„«»「」『』"]', source) else None


def _link(source: str, target: str, script: str) -> str | None:
    return f"{target} https://example.org/else"


def _damaged(source: str, target: str, script: str) -> str | None:
    middle = len(target) // 2
    return target[:middle] + "\ufffd" + target[middle:]


def _turned(source: str, target: str, script: str) -> str | None:
    return "\u202e" + target


def _repeated(source: str, target: str, script: str) -> str | None:
    words = target.split()
    return " ".join([*words[:2], *[words[1]] * 5, *words[2:]]) if len(words) > 3 and len(words[1]) > 2 and words[1].isalpha() else None


def _script(source: str, target: str, script: str) -> str | None:
    return _GREEK if script != "Grek" else _RUSSIAN


def _language(source: str, target: str, script: str) -> str | None:
    return {"Latn": _FRENCH, "Cyrl": _RUSSIAN}.get(script)


def _short(source: str, target: str, script: str) -> str | None:
    words = target.split()
    return words[0][:8] if len(source) >= 40 and len(words) > 4 else None


ERRORS: dict[str, Callable[[str, str, str], str | None]] = {
    "numbers": _number,
    "quotes": _quote,
    "links": _link,
    "replacement": _damaged,
    "bidi": _turned,
    "repetition": _repeated,
    "script": _script,
    "language": _language,
    "same": lambda source, target, script: source if len(re.findall(r"\b[a-z]{2,}\b", source)) >= 6 else None,
    "empty": lambda source, target, script: " ",
    "runaway": lambda source, target, script: target * 20 if len(target) > 60 else None,
    "length": _short,
}


@dataclass(frozen=True, slots=True)
class Addition:
    """What is added to a sentence, to its right translation and to the wrong one, in written form; `kind` of span protects `kept` in the source."""

    source: str
    right: str
    wrong: str
    kind: str = ""
    kept: str = ""
    term: Term | None = None
    also: str = ""  # another code that says the same


def additions(language: str) -> Iterator[tuple[str, Addition]]:
    """Code and addition, for the checks whose things sentences of catalogs do not have."""
    yield "markup", Addition(" <1>x</1>", " <1>x</1>", " <1>x")
    yield "code", Addition(" (git pull)", " (git pull)", " (git)", "code", "git pull")
    yield "name", Addition(" (Greta Thunberg)", " (Greta Thunberg)", "", "name", "Greta Thunberg", also="name-unsure")
    yield "name-unsure", Addition(" (Thunberg)", " (Thunberg)", "", "name", "Thunberg")
    yield "term", Addition(" (fence)", " (Zaun)", " (fence)", term=Term("fence", "Zaun"))
    yield "unit", Addition(" (12 km)", " (12 km)", " (12 mi)")
    march, may = (str(locale(language).months["format"]["wide"][number]) for number in (3, 5))
    if not march[0].isdigit() and get(language).script not in ("Hans", "Hant", "Jpan", "Kore"):  # there they are figures, which `numbers` compares
        yield "date", Addition(" (12 March)", f" (12 {march})", f" (12 {may})")
