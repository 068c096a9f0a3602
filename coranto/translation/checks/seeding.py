"""Errors planted in a right translation, one function for each; None where the sentence has nothing to spoil."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

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
