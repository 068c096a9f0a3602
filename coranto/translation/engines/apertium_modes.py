"""Which directions Debian's Apertium packages offer on this machine, and the way from one language to another.

A mode is a file `eng-spa.mode` that holds one line of shell: programs joined by pipes. It is started here with the
null flush in every program, so that one pipeline answers sentence after sentence.
"""

from __future__ import annotations

import re
import shlex
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("/usr/share/apertium/modes")

# ISO 639-3, as packages name themselves, to ours; two-letter names are ours already.
_OURS = {
    "afr": "af", "ara": "ar", "arg": "an", "bel": "be", "bul": "bg", "cat": "ca", "cym": "cy", "dan": "da", "eng": "en",
    "epo": "eo", "eus": "eu", "fra": "fr", "glg": "gl", "hbs": "sh", "hin": "hi", "hrv": "hr", "ind": "id", "isl": "is",
    "ita": "it", "mkd": "mk", "mlt": "mt", "nld": "nl", "nno": "nn", "nob": "nb", "oci": "oc", "pol": "pl", "por": "pt",
    "ron": "ro", "rus": "ru", "slv": "sl", "spa": "es", "srd": "sc", "srp": "sr", "swe": "sv", "tur": "tr", "ukr": "uk",
    "urd": "ur", "zlm": "ms",
}  # fmt: skip
_NAME = re.compile(r"^(?P<source>[a-z]{2,3})-(?P<target>[a-z]{2,3}(_[A-Z]{2})?)$")
_PROGRAM = re.compile(r"^[a-z][a-z0-9.-]*$")


@dataclass(frozen=True, slots=True)
class Mode:
    """One direction as installed: our codes, the file's name and its pipeline, one list of words for each program."""

    source: str
    target: str
    name: str
    pipeline: tuple[tuple[str, ...], ...]

    @property
    def command(self) -> str:
        """The pipeline for a shell, with the null flush and without marks on unknown words."""
        return " | ".join(shlex.join([words[0], "-z", *words[1:]]) for words in self.pipeline)


def installed(folder: Path = FOLDER) -> dict[tuple[str, str], Mode]:
    """Find the modes between two languages; regional variants such as `pt_BR` count, spelling variants do not."""
    modes = {}
    for path in sorted(folder.glob("*-*.mode")):
        mode = _read(path)
        if mode is not None:
            modes[mode.source, mode.target] = mode
    return modes


def way(pairs: Iterable[tuple[str, str]], source: str, target: str, through: Sequence[str]) -> tuple[str, ...] | None:
    """Give the languages from source to target, both included, passing only through declared ones; None for no way.

    The shortest way wins, and among equals the one whose languages come first in `through`.
    """
    ranks = {language: rank for rank, language in enumerate(through)}
    onward: dict[str, list[str]] = {}
    for one, other in pairs:
        onward.setdefault(one, []).append(other)
    waiting: deque[tuple[str, ...]] = deque([(source,)])
    seen = {source}
    while waiting:
        path = waiting.popleft()
        nexts = onward.get(path[-1], [])
        if target in nexts:
            return (*path, target)
        for language in sorted((one for one in nexts if one in ranks and one not in seen), key=ranks.__getitem__):
            seen.add(language)
            waiting.append((*path, language))
    return None


def _read(path: Path) -> Mode | None:
    found = _NAME.match(path.stem)
    if found is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
        # $1 says what becomes of unknown words: -n leaves them without a mark. $2 is for ambiguity, unused.
        words = shlex.split(text.replace("$1", "-n").replace("$2", ""))
    except (OSError, ValueError):
        return None
    programs = _programs(words)
    if not programs or not all(_PROGRAM.match(Path(program[0]).name) for program in programs):
        return None
    source, target = _ours(found["source"]), _ours(found["target"])
    return Mode(source, target, path.stem, programs) if source and target else None


def _programs(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    programs: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            programs.append([])
        else:
            programs[-1].append(word)
    return tuple(tuple(program) for program in programs) if all(programs) else ()


def _ours(code: str) -> str | None:
    """Give our code for a package's; None for a language of three letters that we have no code for."""
    language, _, region = code.partition("_")
    known = _OURS.get(language, language)
    if len(known) > 2:
        return None
    return f"{known}-{region}" if region else known
