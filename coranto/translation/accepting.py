"""A person answers for a sentence: accepts it, writes it, or says that what stood there is still right.

A state changes only here, by somebody's own act. Nothing that a person wrote is ever lost: what was there before is
its history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from coranto.articles.models import PublicState
from coranto.members.models import User
from coranto.translation.checks import Problem, check
from coranto.translation.keeping_sentences import Change, write_rows
from coranto.translation.locking import lock_translations
from coranto.translation.memory import place
from coranto.translation.models import REVIEWED, State, Translation
from coranto.translation.remembering import Said, Where, remember_people
from coranto.translation.segments import Segment, is_usable
from coranto.translation.segments import digest as digest_of
from coranto.translation.segments.composing import JOINED
from coranto.translation.settling import Held, label, read_held, settle
from coranto.translation.sources import Source, outlines_for, read_source
from coranto.translation.targets import Target

# What a person cannot wave through: a page would be broken by it, or lead elsewhere.
NEVER = frozenset({"empty", "markup", "links", "bidi", "replacement"})


class AcceptError(ValueError):
    """The sentence cannot be accepted; the text says why."""


class Refused(AcceptError):
    """The text would break the page; `problems` say where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(one.text for one in problems))
        self.problems = tuple(problems)


class Changed(AcceptError):
    """The original has changed since the person saw it."""


class Overtaken(AcceptError):
    """Another text stands there than the person saw; `by` says who made it, "" when there is none any more."""

    def __init__(self, target: Target | None) -> None:
        self.by = label(target) if target is not None else ""
        super().__init__(f"Not accepted: meanwhile {self.by or 'somebody'} has put another text there. Yours is kept. Compare, and accept again if yours is to stand.")


@transaction.atomic
def accept(
    article: int, language: str, key: str, *, text: str, by: User, now: datetime, state: str | None = None, digest: str = "", seen: str | None = None
) -> tuple[Translation, Change | None]:
    """Keep a sentence, in written form, as a person's. Locks the translation's row.

    Without a `state`, a machine's text left as it is becomes checked, one that was changed becomes edited, and a new one
    translated. `digest`, when given, is of the original that the person saw, `seen` what `standing` gave for the text they saw. The Change is what
    readers must be given, None when there is nothing for them yet. Raises Changed, Overtaken, Refused or AcceptError.
    """
    row, source, held = opened(article, language, now)
    segment = found_in(source, language, key, digest)
    refuse_what_was_overtaken(held, key, seen)
    refuse_what_breaks(segment, text, source, language)
    put([Words(segment, text, state)], held, source, language, by=by, now=now)
    return write(row, held, source, language, now)


@transaction.atomic
def join(
    article: int, language: str, keys: Sequence[str], *, text: str, by: User, now: datetime, digests: Sequence[str] = (), seen: str | None = None
) -> tuple[Translation, Change | None]:
    """Say several sentences that follow one another in one, which stands in the place of the first; the others have no words of their own.

    Accepting one of the others again with words of its own divides them. `digests`, when given, are of the originals that the person saw,
    in the order of `keys`, `seen` as for `accept`, of the first. Raises AcceptError, also where a link would be lost.
    """
    row, source, held = opened(article, language, now)
    for key, digest in zip(keys, digests, strict=bool(digests)):
        found_in(source, language, key, digest)
    wanted = set(keys)
    found = [one for one in source.for_language(language) if one.key in wanted]
    if len(found) != len(wanted):
        raise _changed()
    if trouble := why_not_joined(found):
        raise AcceptError(trouble)
    refuse_what_was_overtaken(held, found[0].key, seen)
    refuse_what_breaks(found[0], text, source, language, is_joined=True)
    words = [Words(segment, text if number == 0 else JOINED, State.TRANSLATED, is_recalled=False) for number, segment in enumerate(found)]
    put(words, held, source, language, by=by, now=now)
    return write(row, held, source, language, now)


def why_not_joined(segments: Sequence[Segment]) -> str:
    """Why sentences cannot be said in one, as a sentence; "" when they can."""
    if len(segments) < 2 or len({one.path for one in segments}) != 1 or segments[-1].number - segments[0].number != len(segments) - 1:
        return "Only sentences of one passage that follow one another can be joined."
    if any(tag.name == "a" for one in segments[1:] for tag in one.tags):
        return "A sentence with a link keeps its own place, or the link would be lost."
    return ""


@transaction.atomic
def divide(article: int, language: str, texts: Mapping[str, str], *, by: User, now: datetime) -> tuple[Translation, Change | None]:
    """Give sentences that were said in one words of their own, all at once, so that readers miss none and read none twice. `texts` by key."""
    row, source, held = opened(article, language, now)
    words = [Words(found_in(source, language, key, ""), text, State.TRANSLATED) for key, text in texts.items()]
    for one in words:
        refuse_what_breaks(one.segment, one.text, source, language)
    put(words, held, source, language, by=by, now=now)
    return write(row, held, source, language, now)


def standing(target: Target | None) -> str:
    """By what a sentence's text is known again: its digest, "" where there is none."""
    return "" if target is None else digest_of(target.text)


def found_in(source: Source, language: str, key: str, digest: str) -> Segment:
    """The sentence of a key; raises Changed when it is gone, or another than the person saw."""
    segment = next((one for one in source.for_language(language) if one.key == key), None)
    if segment is None or (digest and segment.digest != digest):
        raise _changed()
    return segment


def _changed() -> Changed:
    return Changed("The original was changed while you worked. Look at what it says now; your text is kept on your screen.")


def refuse_what_was_overtaken(held: Held, key: str, seen: str | None) -> None:
    """Raise Overtaken when another text stands there than `seen` says, as `standing` gives it."""
    target = held.targets.get(key)
    if seen is not None and seen != standing(target):
        raise Overtaken(target)


def opened(article: int, language: str, now: datetime) -> tuple[Translation | None, Source, Held]:
    """The row of a translation, locked, with its source and what is held of it. Raises AcceptError where nothing can be accepted."""
    row, source = _locked(article, language)
    held = read_held(row, source, language, at=_iso(now))
    if held.is_whole_document:
        raise AcceptError("This translation came as a whole document, whose sentences do not stand opposite the original's. Translate the article anew to edit it here.")
    return row, source, held


@dataclass(frozen=True, slots=True)
class Words:
    """What a person says for a sentence, in written form. `state` as for `accept`; not `is_recalled` where the words fit no other place."""

    segment: Segment
    text: str
    state: str | None = None
    is_recalled: bool = True


def put(words: Sequence[Words], held: Held, source: Source, language: str, *, by: User, now: datetime, own: str = "") -> None:
    """Put a person's sentences into their places, and into the memory; those of a text of the publication by its name."""
    said = []
    for one in words:
        segment, target = one.segment, _target(one.segment, one.text, held, one.state, by, now)
        key = own_key(own, segment) if own else segment.key
        said.append(Said(segment.digest, source.contexts[segment.key], segment.text, target.text, target.state, target.by, key, target.engine, one.is_recalled))
        held.targets[segment.key] = target
        held.proposals.pop(segment.key, None)
    remember_people(said, Where(source.language, language, None if own else source.article), by=by, now=now)


def own_key(own: str, segment: Segment) -> str:
    """The place of a sentence among all texts of the publication, by which its history is found."""
    return f"{own}/{segment.key}"


def _locked(article: int, language: str) -> tuple[Translation | None, Source]:
    lock_translations(article)
    state = PublicState.objects.select_related("version").filter(pk=article, status=200).first()
    if state is None:
        raise AcceptError("The article is not public, so there is nothing to translate. Publish it first.")
    if language == state.language:
        raise AcceptError(f"The article is written in {language}; that is no translation.")
    row = Translation.objects.select_for_update().filter(article_id=article, language=language).first()
    return row, read_source(state.version)


def refuse_what_breaks(segment: Segment, text: str, source: Source, language: str, *, is_joined: bool = False) -> None:
    """Raise Refused for what a person cannot wave through; a joined sentence is compared with the first alone, so only its markup counts."""
    terms = source.glossary.for_checks(language)
    found = check(segment, text, source_language=source.language, target_language=language, glossary=terms, only_blocking=True)
    if broken := [one for one in found if one.code in NEVER and not (is_joined and one.code == "links")]:
        raise Refused(broken)
    if not is_usable(segment, text):
        raise AcceptError("The translation must have words, and lead to the same addresses as the original.")


def _target(segment: Segment, text: str, held: Held, state: str | None, by: User, now: datetime) -> Target:
    before = held.targets.get(segment.key)
    proposal = held.proposals.get(segment.key)
    shown = proposal if proposal is not None and proposal.text == text else before
    chosen = state or _state(text, shown)
    if chosen not in REVIEWED:
        raise AcceptError(f"Unknown state '{chosen}'. Use one of: {', '.join(sorted(REVIEWED))}.")
    machine = shown is not None and shown.engine != "" and chosen != State.TRANSLATED
    engine, model, via = (shown.engine, shown.model, shown.via) if machine and shown is not None else ("", "", "")
    return Target(segment.digest, text, chosen, engine, model, via, name_of(by), _iso(now), by.pk)


def _state(text: str, before: Target | None) -> State:
    if before is None:
        return State.TRANSLATED
    if before.is_human and before.state != State.CHECKED:
        return State(before.state)
    return State.CHECKED if before.text == text else State.EDITED


def name_of(person: User) -> str:
    """A translator's name as readers are told; never an e-mail address."""
    return person.get_full_name() or f"translator {person.pk}"


def write(row: Translation | None, held: Held, source: Source, language: str, now: datetime) -> tuple[Translation, Change | None]:
    """Keep the row of a translation as its sentences are now; what readers must be given of it."""
    if outlines_for([source]):
        place({source.article: (source.language, [one.digest for one in source.segments])})
    settled = settle(row, held, source, language, now=now)
    assert settled is not None
    write_rows([settled.row])
    kept = Translation.objects.get(article_id=source.article, language=language)
    return kept, Change(language, settled.document, settled.is_seen_elsewhere, settled.is_card_changed) if settled.row.has_head else None


def _iso(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
