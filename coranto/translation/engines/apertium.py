"""The `apertium` engine: rule-based translation from Debian's packages, on this machine, without a model to fetch.

Each direction has one kept-alive pipeline; a direction that no package offers is chained through the languages that
the settings declare, and says so.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

from coranto.translation.engine import Engine, Made, NotMade, Outcome, Pair, Reason, Sentence, Term
from coranto.translation.engines.answers import tidy, why_garbage
from coranto.translation.engines.apertium_modes import FOLDER, Mode, installed, way
from coranto.translation.engines.apertium_pipes import Pipe
from coranto.translation.engines.apertium_stream import from_stream, repair, settle_capitals, to_stream
from coranto.translation.engines.placeholders import protect


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    ms: float = 0.0
    failed: NotMade | None = None


@dataclass(frozen=True, slots=True)
class _Ask:
    """What one call is about."""

    legs: tuple[Mode, ...]
    glossary: tuple[Term, ...]
    deadline: float | None


class Apertium(Engine):
    """Runs installed modes. `through` declares the languages that directions may be chained by, best first; () is none.

    `pipelines` is how many are kept alive at once, least recently used ended first; `seconds` the time for a sentence.
    """

    name: ClassVar[str] = "apertium"
    text_leaves_machine = False
    batches = True
    takes_glossaries = True
    max_characters = 4000

    def __init__(self, *, through: Sequence[str] = (), folder: Path = FOLDER, pipelines: int = 8, seconds: float = 15.0) -> None:
        self._through = tuple(through)
        self._folder = folder
        self._modes = installed(folder)
        self._most = max(1, pipelines)
        self._seconds = seconds
        self._pipes: OrderedDict[str, Pipe] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        """The version of the Debian package of the programs."""
        return _package_version("apertium")

    @property
    def pids(self) -> list[int]:
        """The process groups of the pipelines that run now."""
        return [pipe.pid for pipe in self._pipes.values()]

    def pairs(self) -> Iterable[Pair]:
        """Every direction of the installed modes, then those chained through the declared languages."""
        languages = sorted({language for pair in self._modes for language in pair})
        ways = [self._way(source, target) for source in languages for target in languages]
        found = [Pair(path[0], path[-1], path[1:-1]) for path in ways if path is not None]
        return sorted(found, key=lambda pair: (len(pair.via), pair.source, pair.target))

    def pair(self, source: str, target: str) -> Pair | None:
        """Give how this direction is offered, or None."""
        path = self._way(source, target)
        return Pair(source, target, path[1:-1]) if path else None

    def translate(
        self,
        sentences: Sequence[Sentence],
        *,
        source: str,
        target: str,
        context: str = "",
        glossary: Sequence[Term] = (),
        deadline: float | None = None,
    ) -> list[Outcome]:
        """Translate sentences, each through every mode of the way.

        Terms of the glossary pass untouched and come out in their own form, uninflected; `context` is not used.
        """
        path = self._way(source, target)
        if path is None:
            return [self.lacks(source, target)] * len(sentences)
        asked = _Ask(tuple(self._modes[pair] for pair in pairwise(path)), tuple(glossary), deadline)
        with self._lock:
            parts = self._all_legs(sentences, asked)
        model = " ".join(_label(mode, str(self._folder)) for mode in asked.legs)
        return [
            part.failed or Made(tidy(one.text, part.text), self.name, model, path[1:-1], round(part.ms, 3)) for part, one in zip(parts, sentences, strict=True)
        ]

    def _all_legs(self, sentences: Sequence[Sentence], asked: _Ask) -> list[_Part]:
        """Translate with the glossary's terms protected, and again without where one of them did not come through."""
        begun = [self._begin(one) for one in sentences]
        protected = [protect(part.text, asked.glossary) for part in begun]
        parts = [replace(part, text=one.text) for part, one in zip(begun, protected, strict=True)]
        for mode in asked.legs:
            self._run_leg(mode, parts, asked.deadline)
        again = []
        for n, (part, one) in enumerate(zip(parts, protected, strict=True)):
            restored = one.restore(part.text)
            if restored is not None:
                parts[n] = replace(part, text=settle_capitals(begun[n].text, restored) if one.words else restored)
            elif part.failed is None:
                again.append(n)
        plain = [begun[n] for n in again]
        for mode in asked.legs if plain else ():
            self._run_leg(mode, plain, asked.deadline)
        for n, part in zip(again, plain, strict=True):
            parts[n] = part
        return parts

    def close(self) -> None:
        """End every pipeline."""
        with self._lock:
            for pipe in self._pipes.values():
                pipe.end()
            self._pipes.clear()

    def _way(self, source: str, target: str) -> tuple[str, ...] | None:
        if source.partition("-")[0] == target.partition("-")[0] and (source, target) not in self._modes:
            return None
        return way(self._modes, source, target, self._through)

    def _begin(self, sentence: Sentence) -> _Part:
        if len(sentence.text) > self.max_characters:
            why = f"The sentence has {len(sentence.text)} characters; {self.name} takes {self.max_characters}."
            return _Part("", failed=self.not_made(Reason.TOO_LONG, why))
        return _Part(" ".join(sentence.text.split()))

    def _run_leg(self, mode: Mode, parts: list[_Part], deadline: float | None) -> None:
        """Take every sentence one language further. One that a pipeline ends at fails; the others are asked again."""
        left = [n for n, part in enumerate(parts) if part.failed is None and part.text]
        while left:
            started = time.perf_counter()
            messages = [to_stream(parts[n].text) for n in left]
            answers, gone = self._pipe(mode).ask(messages, seconds=self._seconds, deadline=deadline)
            each = (time.perf_counter() - started) * 1000 / max(1, len(answers))
            for n, answer in zip(left, answers, strict=False):
                parts[n] = self._read(parts[n], answer, each)
            left = left[len(answers) :]
            if gone is not None and left:
                self._pipes.pop(mode.name, None)
                parts[left[0]] = _Part("", failed=self.not_made(gone.reason, gone.why))
                left = left[1:]
            if deadline is not None and time.monotonic() >= deadline:
                late = self.not_made(Reason.TIMED_OUT, "The time for all sentences was up.")
                for n in left:
                    parts[n] = _Part("", failed=late)
                return

    def _read(self, part: _Part, answer: str, ms: float) -> _Part:
        text = from_stream(answer)
        if text is None:
            return _Part("", failed=self.not_made(Reason.GARBAGE, "The answer lacks its end."))
        text = repair(part.text, text)
        if (why := why_garbage(part.text, text)) is not None:
            return _Part("", failed=self.not_made(Reason.GARBAGE, f"{why[0].upper()}{why[1:]}."))
        return replace(part, text=text, ms=part.ms + ms)

    def _pipe(self, mode: Mode) -> Pipe:
        """Give the pipeline of a mode, started when it does not run."""
        if mode.name in self._pipes:
            self._pipes.move_to_end(mode.name)
            return self._pipes[mode.name]
        while len(self._pipes) >= self._most:
            self._pipes.popitem(last=False)[1].end()
        self._pipes[mode.name] = Pipe(mode)
        return self._pipes[mode.name]


@cache
def _label(mode: Mode, folder: str) -> str:
    """Name a mode with the version of its package: "eng-spa 0.8.1-2"."""
    owner = _dpkg("-S", f"{folder}/{mode.name}.mode").partition(":")[0]
    return f"{mode.name} {_package_version(owner)}".strip() if owner else mode.name


@cache
def _package_version(package: str) -> str:
    return _dpkg("-W", "-f", "${Version}", package)


def _dpkg(*arguments: str) -> str:
    """Ask Debian's package database; "" where there is none."""
    try:
        asked = subprocess.run(["dpkg-query", *arguments], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""
