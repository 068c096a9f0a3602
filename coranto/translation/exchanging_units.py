"""What articles and texts of the publication have in common when they go out to translators and come back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from coranto.members.models import User
from coranto.translation.accepting import AcceptError, Words, refuse_what_breaks
from coranto.translation.exchange.shapes import Broken, Code, Job, Unit
from coranto.translation.keeping_sentences import Change
from coranto.translation.models import REVIEWED, State, TranslatorLanguage
from coranto.translation.segments import Segment, digest
from coranto.translation.settling import Held
from coranto.translation.sources import Source
from coranto.translation.targets import Target


class ExchangeRefused(ValueError):
    """What came back cannot be kept, or what was asked for is not there; the text says why in one sentence."""


@dataclass(frozen=True)
class Returned:
    """What an article, or the text of the publication that `own` names, has brought when it came back.

    `changed_since` are keys whose original is another now; nothing of them is kept. `change` is what readers must be given of an article,
    `is_changed` whether they would notice what came of a text of the publication.
    """

    article: int | None
    language: str
    accepted: int
    unchanged: int
    changed_since: tuple[str, ...]
    change: Change | None = None
    own: str = ""
    is_changed: bool = False


@dataclass(frozen=True)
class Sorted:
    """The sentences of a file beside what stands here: those that were changed or confirmed, how many were not, and those whose original changed since."""

    words: tuple[Words, ...]
    unchanged: int
    changed_since: tuple[str, ...]


def unit_of(segment: Segment, target: Target | None, source: Source, language: str) -> Unit:
    """A sentence with what is translated of it, as it goes out."""
    codes = tuple(Code(tag.number, tag.name, tag.attributes) for tag in segment.tags)
    plain = Unit(source.language, language, segment.text, key=segment.key, digest=segment.digest, context=source.contexts.get(segment.key, ""), codes=codes)
    if target is None or not target.text:
        return plain
    return replace(
        plain, target=target.text, state=target.state, person=target.by, engine=target.engine, model=target.model, via=tuple(target.via.split()),
        made_at=target.made_at, is_outdated=target.is_outdated,
    )  # fmt: skip


def units_of(source: Source, held: Held, language: str) -> tuple[Unit, ...]:
    """All sentences that a language needs, in reading order."""
    return tuple(unit_of(segment, _shown(segment, held), source, language) for segment in source.for_language(language))


def machines_units(source: Source, targets: Mapping[str, Target], language: str, told: set[tuple[str, str, str]]) -> list[Unit]:
    """A machine's sentences, and others' that no memory has told yet, whose original still says the same; they fit any place. `told` learns of them."""
    found = []
    for segment in source.for_language(language):
        target, place = targets.get(segment.key), (source.language, language, segment.digest)
        if target is not None and target.text and target.digest == segment.digest and place not in told:
            told.add(place)
            found.append(replace(unit_of(segment, target, source, language), key="", context=""))
    return found


def sort_units(job: Job, source: Source, held: Held) -> Sorted:
    """Compare what came back with what stands here now. Raises Broken for a sentence that would break a page, which it names."""
    segments = {segment.key: segment for segment in source.for_language(job.target_language)}
    words: list[Words] = []
    gone: list[str] = []
    unchanged = 0
    for unit in job.units:
        segment = segments.get(unit.key)
        if unit.target is None:
            unchanged += 1
        elif segment is None or segment.digest != digest(unit.source):
            gone.append(unit.key)
        elif _is_as_it_was(unit, _shown(segment, held)):
            unchanged += 1
        else:
            words.append(_words(unit, segment, source))
    return Sorted(tuple(words), unchanged, tuple(gone))


def refuse_stranger(by: User, language: str) -> None:
    """Raise ExchangeRefused for somebody who was given other languages."""
    theirs: Collection[str] = set(TranslatorLanguage.objects.filter(person=by).values_list("language", flat=True))
    if theirs and language not in theirs:
        raise ExchangeRefused(f"{by} does not translate into {language}; give them the language first.")


def _shown(segment: Segment, held: Held) -> Target | None:
    """What a translator sees beside a sentence: what stands, outdated or not, else what a machine proposes."""
    return held.targets.get(segment.key) or held.proposals.get(segment.key)


def _is_as_it_was(unit: Unit, held: Target | None) -> bool:
    """Whether nobody said anything about a sentence: the same words in the same state, or an outdated one sent back untouched."""
    return held is not None and held.text == unit.target and (held.state == unit.state or unit.state not in REVIEWED)


def _words(unit: Unit, segment: Segment, source: Source) -> Words:
    text = unit.target or ""
    try:
        refuse_what_breaks(segment, text, source, unit.target_language)
    except AcceptError as error:
        raise Broken(f"The sentence {unit.key[:80]!r} cannot be taken: {str(error).rstrip('.').replace('. ', '; ')}.") from error
    return Words(segment, text, unit.state if unit.state in (State.TRANSLATED,) else None)
