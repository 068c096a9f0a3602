"""All checks of one sentence, in one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coranto.translation.checks import dates, kept, lengths, numbers, otherlanguage, scripts, surface, terms, units, written
from coranto.translation.checks.problem import Compared, Problem, SourceSentence, problem

# A check after `runaway` never sees a text that is much longer than a translation can be.
_FIRST: tuple[Callable[[Compared], list[Problem]], ...] = (surface.empty, surface.runaway)
_CHECKS: tuple[Callable[[Compared], list[Problem]], ...] = (
    surface.replacement,
    surface.bidi,
    surface.same,
    surface.repetition,
    scripts.wrong_script,
    otherlanguage.other_language,
    kept.links,
    kept.code,
    kept.names,
    surface.quotes,
)
# These only warn, and take most of the time: a machine's sentence is kept whatever they say.
_WARNINGS: tuple[Callable[[Compared], list[Problem]], ...] = (numbers.numbers, dates.dates, units.units, lengths.length, terms.terms)


def check(
    source: SourceSentence,
    target_written: str,
    *,
    source_language: str,
    target_language: str,
    glossary: Sequence[object] = (),
    lengths: lengths.Lengths | None = None,
    only_blocking: bool = False,
) -> list[Problem]:
    """Find what a reader would notice is wrong in a translated sentence, blocking problems first.

    `target_written` is the written form, with numbered tags. `glossary` holds Terms, or anything with their first three fields.
    With `only_blocking`, what could only warn is not looked for. `lengths` are the pair's own bounds, learnt from a memory by `learn_lengths`; without them a table's are taken.
    Raises UnknownLanguage for a code outside the table of languages.
    """
    read = written.read(target_written)
    pair = Compared(source.plain, read.plain, source.text, target_written, tuple(source.protected), source_language, target_language, tuple(glossary), lengths)
    for first in _FIRST:
        if found := first(pair):
            return found
    faults = [problem("markup", text, at=(at, at)) for at, text in written.faults(written.read(source.text), read)]
    found = faults + [one for look in (_CHECKS if only_blocking else (*_CHECKS, *_WARNINGS)) for one in look(pair)]
    return sorted(found, key=lambda one: not one.is_blocking)
