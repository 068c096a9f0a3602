"""What articles and texts of the publication have in common when they go out to translators and come back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from coranto.members.models import User
from coranto.translation.accepting import AcceptError, Words, refuse_what_breaks, standing
from coranto.translation.exchange.seen import Seen
from coranto.translation.exchange.shapes import Broken, Code, Job, Unit
from coranto.translation.keeping_sentences import Change
from coranto.translation.models import REVIEWED, State, TranslatorLanguage
from coranto.translation.segments import Segment, digest
from coranto.translation.settling import Held, label
from coranto.translation.sources import Source
from coranto.translation.targets import Target

NOTHING = "none"  # what is seen where nothing stands yet
MOST_NAMED = 10


class ExchangeRefused(ValueError):
    """What came back cannot be kept, or what was asked for is not there; the text says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Left:
    """A sentence of a file that was not taken: its key, what the file says there, in written form, and why, or who wrote what stands there."""

    key: str
    text: str
    why: str


@dataclass(frozen=True)
class Returned:
    """What an article, or the text of the publication that `own` names, has brought when it came back.

    `changed_since` are keys whose original is another now, `overtaken` sentences where somebody else has put other words since the file went
    out, `refused` those that would break a page; nothing of them is kept. `change` is what readers must be given of an article, `is_changed`
    whether they would notice what came of a text of the publication.
    """

    article: int | None
    language: str
    accepted: int
    unchanged: int
    changed_since: tuple[str, ...]
    change: Change | None = None
    own: str = ""
    is_changed: bool = False
    overtaken: tuple[Left, ...] = ()
    refused: tuple[Left, ...] = ()


@dataclass(frozen=True)
class Sorted:
    """The sentences of a file beside what stands here: those that were changed or confirmed, how many were not, and those that cannot be taken, as `Returned` names them."""

    words: tuple[Words, ...]
    unchanged: int
    changed_since: tuple[str, ...]
    overtaken: tuple[Left, ...]
    refused: tuple[Left, ...]


def unit_of(segment: Segment, target: Target | None, source: Source, language: str) -> Unit:
    """A sentence with what is translated of it, as it goes out."""
    codes = tuple(Code(tag.number, tag.name, tag.attributes) for tag in segment.tags)
    plain = Unit(source.language, language, segment.text, key=segment.key, digest=segment.digest, context=source.contexts.get(segment.key, ""), codes=codes)
    if target is None or not target.text:
        return replace(plain, seen=NOTHING)
    return replace(
        plain, seen=standing(target), target=target.text, state=target.state, person=target.by, engine=target.engine, model=target.model, via=tuple(target.via.split()),
        made_at=target.made_at, is_outdated=target.is_outdated,
    )  # fmt: skip


def units_of(source: Source, held: Held, language: str) -> tuple[Unit, ...]:
    """All sentences that a language needs, in reading order."""
    return tuple(unit_of(segment, _shown(segment, held), source, language) for segment in source.for_language(language))


def machines_units(source: Source, targets: Mapping[str, Target], language: str, told: Seen) -> list[Unit]:
    """A machine's sentences, and others' that no memory has told yet, whose original still says the same; they fit any place. `told` learns of them."""
    found = []
    for segment in source.for_language(language):
        target, place = targets.get(segment.key), (source.language, language, segment.digest)
        if target is not None and target.text and target.digest == segment.digest and told.add(place):
            found.append(replace(unit_of(segment, target, source, language), key="", context=""))
    return found


def sort_units(job: Job, source: Source, held: Held, by: User) -> Sorted:
    """Compare what somebody brings back with what stands here now."""
    segments = {segment.key: segment for segment in source.for_language(job.target_language)}
    words: list[Words] = []
    gone: list[str] = []
    overtaken: list[Left] = []
    refused: list[Left] = []
    unchanged = 0
    for unit in job.units:
        segment = segments.get(unit.key)
        shown = _shown(segment, held) if segment is not None else None
        if unit.target is None:
            unchanged += 1
        elif segment is None or segment.digest != digest(unit.source):
            gone.append(unit.key)
        elif _is_as_it_was(unit, shown):
            unchanged += 1
        elif shown is not None and _is_overtaken(unit, shown, by):
            overtaken.append(Left(unit.key, unit.target, label(shown)))
        elif why := _why_it_breaks(unit, segment, source):
            refused.append(Left(unit.key, unit.target, why))
        else:
            words.append(Words(segment, unit.target, unit.state if unit.state in (State.TRANSLATED,) else None))
    return Sorted(tuple(words), unchanged, tuple(gone), tuple(overtaken), tuple(refused))


def refuse_broken(returned: Sequence[Returned]) -> None:
    """Raise Broken, naming each sentence that would break a page."""
    refused = [left for one in returned for left in one.refused]
    if refused:
        raise Broken(" ".join(f"The sentence {left.key[:80]!r} cannot be taken: {left.why}." for left in refused[:MOST_NAMED]))


def refuse_stranger(by: User, language: str) -> None:
    """Raise ExchangeRefused for somebody who was given other languages."""
    theirs: Collection[str] = set(TranslatorLanguage.objects.filter(person=by).values_list("language", flat=True))
    if theirs and language not in theirs:
        raise ExchangeRefused(f"{by} does not translate into {language}; give them the language first.")


def _shown(segment: Segment, held: Held) -> Target | None:
    """What a translator sees beside a sentence: what stands, outdated or not, else what a machine proposes."""
    return held.targets.get(segment.key) or held.proposals.get(segment.key)


def _is_as_it_was(unit: Unit, held: Target | None) -> bool:
    """Whether nobody said anything about a sentence.

    It has the words that stand here in the same state, or an outdated one came back untouched, or it has the words that it went out with, and
    somebody has put others here since.
    """
    if held is not None and held.text == unit.target:
        return held.state == unit.state or unit.state not in REVIEWED
    return held is not None and held.is_human and unit.seen == digest(unit.target or "")


def _is_overtaken(unit: Unit, held: Target, by: User) -> bool:
    """Whether somebody else has written here since the file went out; a file whose tool lost what was seen cannot say so."""
    return held.is_human and held.person != by.pk and bool(unit.seen) and unit.seen != standing(held)


def _why_it_breaks(unit: Unit, segment: Segment, source: Source) -> str:
    """Why a sentence would break a page, without a full stop; "" when it would not."""
    try:
        refuse_what_breaks(segment, unit.target or "", source, unit.target_language)
    except AcceptError as error:
        return str(error).rstrip(".").replace(". ", "; ")
    return ""
