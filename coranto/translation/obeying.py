"""Whether sentences say a word as the glossary has it, and asking for those again that do not.

A machine's sentences are asked for again by requests that are marked so; what people wrote is shown to them and never
overwritten.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from coranto.articles.models import PublicState
from coranto.translation.checks import check
from coranto.translation.models import GlossaryTerm, Kind, Translation, TranslationRequest
from coranto.translation.requesting import ORDER_PRIORITY, ask_anew, batched
from coranto.translation.segments import Segment
from coranto.translation.settling import Held, read_held
from coranto.translation.sources import Source, read_sources
from coranto.translation.targets import Target

AT_ONCE = 10  # articles read at once


@dataclass(frozen=True, slots=True)
class Use:
    """A sentence that says a word otherwise: where it stands, what it says, and whose it is."""

    article: int
    language: str
    source: str
    target: str
    by: str
    is_human: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """What was found in `looked_at` articles of `articles`; all of them unless time ran out."""

    found: tuple[Use, ...]
    looked_at: int
    articles: int

    @property
    def machine(self) -> int:
        """How many of them a machine said."""
        return sum(not one.is_human for one in self.found)

    @property
    def people(self) -> tuple[Use, ...]:
        """Those that people said."""
        return tuple(one for one in self.found if one.is_human)

    @property
    def is_complete(self) -> bool:
        """Whether every article was looked at."""
        return self.looked_at == self.articles


def disobedient(source: Source, held: Held, language: str, *, word: str = "") -> Iterator[tuple[Segment, Target]]:
    """Sentences of a translation that say a word otherwise than the glossary; with `word`, only those whose original has it."""
    terms = source.glossary.for_checks(language)
    folded = word.casefold()
    if not terms:
        return
    for segment in source.for_language(language):
        target = held.targets.get(segment.key)
        if target is None or target.digest != segment.digest or not target.text or folded not in segment.plain.casefold():
            continue
        found = check(segment, target.text, source_language=source.language, target_language=language, glossary=[one for one in terms if not word or one.source == word])
        if any(problem.code == "term" for problem in found):
            yield segment, target


def uses(term: GlossaryTerm, articles: Sequence[int], *, now: datetime, seconds: float) -> Uses:
    """Sentences in these articles that say a term otherwise than it is agreed on now, looked for so many seconds."""
    until, found, looked_at = time.monotonic() + seconds, [], 0
    wanted = list(PublicState.objects.filter(pk__in=articles, status=200, language=term.source_language).order_by("-first_public_at").values_list("pk", flat=True))
    for begin in range(0, len(wanted), AT_ONCE):
        if time.monotonic() >= until:
            break
        chunk = wanted[begin : begin + AT_ONCE]
        sources = read_sources(chunk, now=now)
        rows = Translation.objects.filter(article_id__in=sources).select_related("outline")
        for row in rows.filter(language=term.language) if term.language else rows:
            source = sources[row.article_id]
            held = read_held(row, source, row.language, at=now.isoformat(timespec="seconds"))
            for segment, target in disobedient(source, held, row.language, word=term.source):
                found.append(Use(row.article_id, row.language, segment.plain, target.text, target.by, target.is_human))
        looked_at += len(chunk)
    return Uses(tuple(found), looked_at, len(wanted))


@transaction.atomic
def ask_for_term(term: GlossaryTerm, articles: Collection[int], *, now: datetime) -> int:
    """Ask again for what machines said in these articles otherwise than the glossary has it. The number of (article, language) asked for."""
    places: list[tuple[int, str, int]] = []
    for chunk in batched(sorted(articles)):
        rows = Translation.objects.filter(article_id__in=chunk, article__public__status=200, article__public__language=term.source_language)
        rows = rows.filter(language=term.language) if term.language else rows
        places += rows.values_list("article_id", "language", "article__public__version_id")
    ask_anew(places, now=now, priority=ORDER_PRIORITY)
    return len(places)


def asked_anew() -> int:
    """How many (article, language) are still to be looked through. One query."""
    return TranslationRequest.objects.filter(is_anew=True, kind=Kind.WHOLE).count()
