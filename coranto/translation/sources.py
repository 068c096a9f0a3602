"""An article as it is translated: its public version, cut into sentences, with the glossary's words that stand in it."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from coranto.articles.models import Article, Correction, PublicState, Version
from coranto.translation.carrying import contexts
from coranto.translation.glossary import Glossary, read_glossary
from coranto.translation.models import Outline
from coranto.translation.segments import Segment, cut
from coranto.translation.segments.places import original_language
from coranto.translation.segments.splitting import SPLITTER_VERSION
from coranto.translation.targets import outline

HEAD = ("headline", "standfirst")


@dataclass
class Source:
    """A version of an article. `may_leave`: it is public and under no embargo, so that its text may go to another machine.

    `changed_at` is when the version was published, ISO 8601, "" where nothing was: what it changed is older than that from then on.
    """

    article: int
    version: int
    document: dict[str, Any]
    segments: list[Segment]
    glossary: Glossary = field(default_factory=Glossary)
    may_leave: bool = False
    outline: Outline | None = None
    changed_at: str = ""

    def __post_init__(self) -> None:
        self.contexts = contexts(self.segments)
        self._said_in = {original_language(block, self.document) for block in self.document.get("body") or [] if block.get("type") == "quotation"}
        self._by_language: dict[str, list[Segment]] = {}

    @property
    def language(self) -> str:
        """The language it was written in."""
        return str(self.document["language"])

    def for_language(self, language: str) -> list[Segment]:
        """The sentences that a reader's language needs; quotations said in it stay as they were said."""
        if language not in self._said_in:
            return self.segments
        if language not in self._by_language:
            needed = {one.key for one in cut(self.document, language=language)}
            self._by_language[language] = [one for one in self.segments if one.key in needed]
        return self._by_language[language]

    def head(self, language: str) -> list[Segment]:
        """Headline and standfirst."""
        return [one for one in self.for_language(language) if one.path in HEAD]


def read_source(version: Version, *, glossary: Glossary | None = None, may_leave: bool = False, corrections: Collection[Correction] | None = None) -> Source:
    """Cut a version with its article's corrections. What is not given of glossary and corrections is read."""
    given = Correction.objects.filter(article_id=version.article_id).order_by("at", "pk") if corrections is None else corrections
    document = {**version.document, "corrections": [{"number": one.pk, "text": one.text} for one in given]}
    known = read_glossary(document["language"]) if glossary is None else glossary
    segments = cut(document)
    text = "\n".join(one.plain for one in segments)
    within = known.within(text)
    if names := within.names(text):
        segments = cut(document, names=names)
    return Source(version.article_id, version.pk, document, segments, within, may_leave, changed_at=version.published_at.isoformat(timespec="seconds"))


def outlines_for(sources: Collection[Source]) -> list[Source]:
    """Give sources the outlines of their versions, before the rows that need them are written; those whose outline was made just now."""
    held = Outline.objects.in_bulk({source.version for source in sources})
    new = [source for source in sources if source.version not in held]
    for source in new:
        packed = zlib.compress(outline(source.document, {one.key: one.digest for one in source.segments}), 9)
        held[source.version] = Outline(version_id=source.version, packed=packed, splitter=SPLITTER_VERSION)
    if new:
        Outline.objects.bulk_create([held[source.version] for source in new])
    for source in sources:
        source.outline = held[source.version]
    return new


def forget_outlines(articles: Collection[int]) -> None:
    """Drop outlines of articles' versions that no translation is read with any more."""
    old = Outline.objects.filter(version__article_id__in=articles, translations=None)
    old.exclude(version__in=PublicState.objects.filter(pk__in=articles).values("version")).delete()


def read_sources(articles: Collection[int], *, now: datetime) -> dict[int, Source]:
    """The public versions of articles, cut; an article that is not public is not among them. Three queries, and the glossary's."""
    states = PublicState.objects.filter(pk__in=articles, status=200).select_related("version")
    embargoed = set(Article.objects.filter(pk__in=articles, embargo_until__gt=now).values_list("pk", flat=True))
    corrections: dict[int, list[Correction]] = defaultdict(list)
    for one in Correction.objects.filter(article_id__in=articles).order_by("at", "pk"):
        corrections[one.article_id].append(one)
    glossaries: dict[str, Glossary] = {}
    found = {}
    for state in states:
        if state.language not in glossaries:
            glossaries[state.language] = read_glossary(state.language)
        found[state.pk] = read_source(
            state.version, glossary=glossaries[state.language], may_leave=state.pk not in embargoed, corrections=corrections[state.pk]
        )
    return found


def may_leave(articles: Collection[int], *, now: datetime) -> set[int]:
    """Which articles are public and under no embargo now; asked again right before anything is sent. Two queries."""
    public = set(PublicState.objects.filter(pk__in=articles, status=200).values_list("pk", flat=True))
    return public - set(Article.objects.filter(pk__in=articles, embargo_until__gt=now).values_list("pk", flat=True))
