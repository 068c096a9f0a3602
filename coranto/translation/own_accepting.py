"""A person answers for sentences of a text of the publication itself, by the rules that hold for articles."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from coranto.members.models import User
from coranto.translation.accepting import Changed, Words, found_in, put, refuse_what_breaks, refuse_what_was_overtaken
from coranto.translation.accepting_all import acceptable, mark_of
from coranto.translation.locking import OWN, lock_translations
from coranto.translation.own_texts import OwnText, OwnTranslation
from coranto.translation.own_working import held_of, settle_own, source_of
from coranto.translation.settling import Held
from coranto.translation.sources import Source

Told = Callable[[str, Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class OwnAccepted:
    """What was accepted of a text; `left` counts sentences that are another now than the person saw."""

    row: OwnTranslation
    accepted: int
    left: int = 0


@transaction.atomic
def accept_own(
    name: str, language: str, key: str, *, text: str, by: User, told: Told, now: datetime, state: str | None = None, digest: str = "", seen: str | None = None
) -> OwnTranslation:
    """Keep a sentence of a text of the publication, in written form, as a person's; everything else is as for a sentence of an article.

    `told` hears of it, in the same transaction, when readers would notice. Raises Changed, Overtaken, Refused or AcceptError.
    """
    row, source, held = opened_own(name, language, now)
    segment = found_in(source, language, key, digest)
    refuse_what_was_overtaken(held, key, seen)
    refuse_what_breaks(segment, text, source, language)
    keep_own(row, source, held, [Words(segment, text, state)], by=by, told=told, now=now)
    return row


@transaction.atomic
def accept_all_own(name: str, language: str, *, by: User, told: Told, now: datetime, seen: Container[str] | None = None) -> OwnAccepted:
    """Accept every sentence of a text that is not a person's yet and not outdated; of those with marks in `seen`, when given."""
    row, source, held = opened_own(name, language, now)
    all_of_them = acceptable(held, source.for_language(language))
    mine = [one for one in all_of_them if seen is None or mark_of(one.segment, held) in seen]
    for one in mine:
        refuse_what_breaks(one.segment, one.text, source, language)
    keep_own(row, source, held, mine, by=by, told=told, now=now)
    return OwnAccepted(row, len(mine), len(all_of_them) - len(mine))


def opened_own(name: str, language: str, now: datetime) -> tuple[OwnTranslation, Source, Held]:
    """The row of a text in a language, locked; made when nobody has asked for it yet. Raises Changed."""
    lock_translations(OWN)
    text = OwnText.objects.filter(name=name).first()
    if text is None or text.language == language:
        raise Changed("This text no longer stands there, or it is written in this language.")
    OwnTranslation.objects.get_or_create(text=text, language=language, defaults={"due_at": now})
    row = OwnTranslation.objects.select_for_update(of=("self",)).select_related("text").get(text=text, language=language)
    source = source_of(row.text, {})
    return row, source, held_of(row, source, now)


def keep_own(row: OwnTranslation, source: Source, held: Held, words: Sequence[Words], *, by: User, told: Told, now: datetime) -> None:
    """Keep a person's sentences of a text whose row is locked."""
    if not words:
        return
    put(words, held, source, row.language, by=by, now=now, own=row.text.name)
    if settle_own(row, source, held, now):
        told(row.text.name, [row.language])
    row.save()
