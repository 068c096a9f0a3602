"""`coranto bench checks`, or `python -m coranto.translation.checks.bench_checks`: how often the checks accuse people, and what they find.

False alarms: sentences of message catalogs that people translated (Django's and Wagtail's, which are installed with Coranto; `--catalogs` names
a folder with more, laid out as …/LANGUAGE/LC_MESSAGES/NAME.mo). A problem found in one of them is counted as a false alarm, so the rates also hold
the translators' own slips. Detection: errors are planted in the same translations, and each must be found by its check.
"""

from __future__ import annotations

import argparse
import gettext
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coranto.delivery.bench_bars import Promise, judge
from coranto.languages.table import CODES, get
from coranto.translation.checks.checking import check
from coranto.translation.checks.lengths import Lengths, learn_lengths
from coranto.translation.checks.problem import CODES as CHECKS
from coranto.translation.checks.seeding import ERRORS, Addition, additions, has_figure
from coranto.translation.checks.terms import Term

LEAST_WORDS = 4
MOST_PER_LANGUAGE = 1500
MOST_SPOILT = 100  # sentences of a language in which errors are planted
ALARMS, FIGURES, FOUND = "false alarms, percent of sentences", "numbers, percent of sentences with figures", "planted errors found, percent"
# Of all languages together: how often a check that holds a sentence back, and the one of numbers, may accuse people, and what each must find.
BARS: tuple[Promise, ...] = (
    *((f"{ALARMS}.{code}", "most", 0.1) for code, is_blocking in CHECKS.items() if is_blocking),
    (FIGURES, "most", 1.0),
    *((f"{FOUND}.{code}", "least", 80.0) for code in CHECKS),
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{[\w.]*\}|%%|</?[a-z][^<>]{0,200}>|&[a-z]+;|\$[\w|]+")
_ORDER = re.compile(r"%\d+\$[.\d]*")  # the numbers of placeholders are no numbers of the text
_FOLDERS = {"pt": ("pt_PT", "pt"), "zh-Hans": ("zh_Hans", "zh_CN"), "zh-Hant": ("zh_Hant", "zh_TW"), "nb": ("nb", "nb_NO", "no")}
_SHORTCUT = re.compile(r"^[\w?|*~^]{1,30}[?|:^]")


@dataclass(frozen=True, slots=True)
class Kept:
    """A placeholder of a message, which stands for code."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message as a source sentence."""

    text: str
    plain: str
    protected: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A sentence and what people made of it."""

    source: Sentence
    target: str


def references(language: str, folders: Iterable[Path] = ()) -> list[Reference]:
    """Sentences with four words and more that people translated into a language, each source once, in one order always."""
    found: dict[str, str] = {}
    for path in _catalogs(language, folders):
        try:
            with path.open("rb") as file:
                catalog = gettext.GNUTranslations(file)
        except (OSError, ValueError):
            continue  # some are in encodings that they do not name
        entries: dict[Any, str] = catalog._catalog  # type: ignore[attr-defined]
        for source, target in entries.items():
            if isinstance(source, str) and isinstance(target, str) and target and source not in found and _is_prose(source) and source != target:
                found[source] = _ORDER.sub("%", target)
    picked = sorted(found.items())
    random.Random(language).shuffle(picked)  # noqa: S311 a sample that is the same each time
    return [Reference(_sentence(source), target) for source, target in picked[:MOST_PER_LANGUAGE]]


def _catalogs(language: str, folders: Iterable[Path]) -> Iterator[Path]:
    roots = [Path(str(spec.origin)).parent for name in ("django", "wagtail") if (spec := find_spec(name)) and spec.origin]
    names = _FOLDERS.get(language, (language.replace("-", "_"),))
    for root in (*roots, *folders):
        for name in (*names, f"{language}_{language.upper()}", *(f"{language}_{land}" for land in ("AZ", "IL", "ID", "TR", "HR", "SK"))):
            yield from sorted(root.glob(f"**/{name}/LC_MESSAGES/*.mo"))


def _is_prose(source: str) -> bool:
    """Whether a message reads as text: no context mark, no HTML, words enough and not many lines of them."""
    return not set("\x04\n<") & set(source) and not _SHORTCUT.match(source) and len(re.findall(r"[^\W\d_]+", source)) >= LEAST_WORDS


def _sentence(source: str) -> Sentence:
    kept = tuple(Kept(*hit.span(), "code", hit[0]) for hit in _PLACEHOLDER.finditer(source) if not hit[0].startswith(("<", "&")))
    return Sentence(_escaped(source), source, kept)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def measure(*, catalogs: Iterable[Path] = (), languages: Iterable[str] = CODES, examples: int = 0, only: str = "") -> dict[str, Any]:
    """Measure both; rates are percents of sentences. Of all languages, it is said of each bar whether it is held. `examples` of each check's false alarms are given where wanted."""
    alarms: dict[str, Counter[str]] = {}
    totals: Counter[str] = Counter()
    planted, caught = Counter[str](), Counter[str]()
    shown: dict[str, list[str]] = {}
    languages = tuple(languages)
    for language in languages:
        texts = references(language, catalogs) if language != "en" else []
        if not texts:
            continue
        lengths = learn_lengths(((one.source.plain, one.target) for one in texts[::2]), source_language="en", target_language=language)
        alarms[language] = Counter()
        for number, one in enumerate(texts):
            # The bounds are learnt from every second sentence and tried on the others.
            codes = found_in(one, one.target, language, lengths if number % 2 else None)
            totals[language] += 1
            if has_figure(one.source.plain) or has_figure(one.target):
                totals[f"{language} figures"] += 1
            alarms[language].update({code for code, _ in codes})
            for code, text in codes:
                if code == only and len(shown.setdefault(language, [])) < examples:
                    shown[language].append(f"{text} | {one.source.plain} | {one.target}")
            if number < MOST_SPOILT and not any(CHECKS[code] for code, _ in codes):
                _plant(one, language, lengths, planted, caught)
    report = _report(alarms, totals, planted, caught)
    report |= judge(report, BARS) if set(languages) == set(CODES) else {}
    return {**report, "examples": shown} if examples else report


def found_in(one: Reference, target: str, language: str, lengths: Lengths | None) -> list[tuple[str, str]]:
    """The problems of a translation, code and text."""
    return _found(one.source, _escaped(target), language, lengths)


def _found(source: Sentence, written: str, language: str, lengths: Lengths | None = None, terms: tuple[Term, ...] = ()) -> list[tuple[str, str]]:
    problems = check(source, written, source_language="en", target_language=language, lengths=lengths, glossary=terms)
    return [(one.code, one.text) for one in problems]


def _plant(one: Reference, language: str, lengths: Lengths, planted: Counter[str], caught: Counter[str]) -> None:
    before = {code for code, _ in found_in(one, one.target, language, lengths)}
    for code, make in ERRORS.items():
        wrong = make(one.source.plain, one.target, get(language).script)
        if wrong is None or code in before:
            continue
        planted[code] += 1
        found = {name for name, _ in found_in(one, wrong, language, lengths)}
        # An error may show as another of its kind: a sentence left in English is also in the wrong script.
        caught[code] += bool(found & {code, "runaway"}) or (code in ("same", "language", "script") and bool(found & {"same", "language", "script"}))
    for code, added in additions(language):
        source, terms = _with(one.source, added), (added.term,) if added.term else ()
        said = {code, added.also}
        if said & {name for name, _ in _found(source, _escaped(one.target) + added.right, language, terms=terms)}:
            continue
        planted[code] += 1
        caught[code] += bool(said & {name for name, _ in _found(source, _escaped(one.target) + added.wrong, language, terms=terms)})


def _with(source: Sentence, added: Addition) -> Sentence:
    """The source with what is added to it."""
    plain = source.plain + re.sub(r"</?\d>", "", added.source)
    at = plain.rfind(added.kept) if added.kept else 0
    kept = (Kept(at, at + len(added.kept), added.kind, added.kept),) if added.kept else ()
    return Sentence(source.text + added.source, plain, (*source.protected, *kept))


def _report(alarms: dict[str, Counter[str]], totals: Counter[str], planted: Counter[str], caught: Counter[str]) -> dict[str, Any]:
    sentences = sum(totals[language] for language in alarms)
    with_figures = sum(totals[f"{language} figures"] for language in alarms)
    all_alarms = sum(alarms.values(), Counter())
    return {
        "sentences": sentences,
        "sentences with figures": with_figures,
        "languages": len(alarms),
        ALARMS: {code: _percent(all_alarms[code], sentences) for code in CHECKS},
        FIGURES: _percent(all_alarms["numbers"], with_figures),
        "by language": {
            language: {
                "sentences": totals[language],
                "numbers, of those with figures": _percent(found["numbers"], totals[f"{language} figures"]),
                **{code: _percent(found[code], totals[language]) for code in CHECKS if found[code]},
            }
            for language, found in alarms.items()
        },
        FOUND: {code: _percent(caught[code], planted[code]) for code in CHECKS},
        "planted errors": {code: planted[code] for code in CHECKS},
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def main(arguments: list[str] | None = None) -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--catalogs", type=Path, action="append", default=[], help="a folder with more catalogs that people translated")
    parser.add_argument("--language", action="append", default=[], choices=CODES, help="only this language; may be given again")
    parser.add_argument("--examples", type=int, default=0, help="so many false alarms of --only in each language")
    parser.add_argument("--only", default="numbers", choices=CHECKS, help="the check whose examples are shown")
    options = parser.parse_args(arguments)
    report = measure(catalogs=options.catalogs, languages=options.language or CODES, examples=options.examples, only=options.only)
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return 1 if report.get("missed") else 0


if __name__ == "__main__":
    sys.exit(main())
