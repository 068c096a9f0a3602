"""What a translator does to a sentence: keeps a draft, accepts, joins, divides, lets a draft go.

Whatever is asked for, what was typed is kept first, so that no answer can lose it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from coranto.articles.models import Article
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.translating.sentences import Opened, text_of
from coranto.translation.accepting import AcceptError, Changed, standing, why_not_joined
from coranto.translation.drafting import Kept, drop_drafts, keep_draft
from coranto.translation.models import SentenceDraft
from coranto.translation.own_accepting import accept_all_own, accept_own
from coranto.translation.segments import UNSPACED, Segment
from coranto.translation.segments.editable import from_editable


@dataclass(frozen=True, slots=True)
class Asked:
    """What was posted for a row: the sentences it showed with their digests, what stood there, the number of the draft, and the text as typed."""

    key: str
    digests: tuple[str, ...]
    seen: str
    number: int
    text: str


class Elsewhere(AcceptError):
    """The same person has written other words for the sentence in another window."""


@transaction.atomic
def keep(opened: Opened, asked: Asked, *, by: User, now: datetime) -> Kept | None:
    """Keep what was typed as a draft; None when it is what stands there, so that there is nothing to keep. Raises Changed, DraftError."""
    group = _group(opened, asked.key)
    held = opened.drafts.by_key.get(asked.key)
    text = from_editable(asked.text)
    target = opened.held.targets.get(asked.key)
    is_same = target is not None and text == target.text and asked.seen == standing(target)
    if held is None and (is_same or (target is None and not text)):
        return None
    if held is not None and is_same and held.number == asked.number and held.joins is None and not held.asides:
        drop_drafts(by, opened.work, [held.pk])
        return None
    return keep_draft(by, opened.work, group[0], held=held, text=text, seen=asked.seen, number=asked.number, now=now)


def accept(opened: Opened, asked: Asked, *, by: User, now: datetime) -> None:
    """Keep what was typed, and accept it. Raises AcceptError, and the draft stays; a row that is being divided waits for its other half."""
    kept = keep(opened, asked, by=by, now=now)
    if kept is not None and kept.was_elsewhere:
        raise Elsewhere(_("You wrote other words for this sentence in another window. Both are kept: compare them, and accept again."))
    again = opened.again(by)
    halves = _halves(again, asked.key)
    if len(halves) > 1:
        _divide(again, halves, by, now)
        return
    with transaction.atomic():
        _accept(again, halves[0], asked, by, now)
        _drop(again, halves[0], by)


def _accept(opened: Opened, group: Sequence[Segment], asked: Asked, by: User, now: datetime) -> None:
    language, text = opened.language.code, from_editable(asked.text)
    if opened.work.own:
        accept_own(opened.work.own, language, asked.key, text=text, by=by, told=flow.own_text_kept, now=now, digest=asked.digests[0], seen=asked.seen)
    elif len(group) > 1:
        flow.sentences_joined(article_of(opened), language, [one.key for one in group], text=text, by=by, now=now, digests=asked.digests, seen=asked.seen)
    else:
        flow.sentence_accepted(article_of(opened), language, asked.key, text=text, by=by, now=now, digest=asked.digests[0], seen=asked.seen)


def accept_rest(opened: Opened, seen: Container[str], *, by: User, now: datetime) -> tuple[int, int]:
    """Accept what nobody answers for yet and the person saw, by its marks; how many, and how many are others by now. Raises AcceptError."""
    if opened.work.own:
        own = accept_all_own(opened.work.own, opened.language.code, by=by, told=flow.own_text_kept, now=now, seen=seen)
        return own.accepted, own.left
    done = flow.translation_accepted(article_of(opened), opened.language.code, by=by, now=now, seen=seen)
    return done.accepted, done.left


def article_of(opened: Opened) -> Article:
    """The article that is worked at."""
    article: Article = Article.objects.get(pk=opened.work.article)
    return article


def join(opened: Opened, asked: Asked, *, by: User, now: datetime) -> None:
    """Put the words of the next row behind those of this one, as a draft: nothing is accepted yet. Raises AcceptError."""
    groups = opened.groups()
    place = next((number for number, group in enumerate(groups) if group[0].key == asked.key), None)
    if place is None or place + 1 == len(groups) or not opened.can_join:
        raise AcceptError(_("There is no sentence behind this one."))
    both = [*groups[place], *groups[place + 1]]
    if trouble := why_not_joined(both):
        raise AcceptError(trouble)
    words = _without_tags_of(both, text_of(opened, groups[place + 1]))
    space = "" if opened.language.code in UNSPACED else " "
    text = from_editable(asked.text)
    joined = f"{text}{space}{words}" if text and words else text or words
    with transaction.atomic():
        keep(opened, asked, by=by, now=now)
        held = opened.again(by).drafts.by_key.get(asked.key)
        keep_draft(
            by, opened.work, both[0], held=held, text=joined, seen=asked.seen, number=held.number if held is not None else 0, now=now,
            joins=len(both) - 1,
        )  # fmt: skip


def divide(opened: Opened, asked: Asked, *, by: User, now: datetime) -> None:
    """Let each sentence of a row have words of its own again, as drafts; the first keeps what is written."""
    group = _group(opened, asked.key)
    held = opened.drafts.by_key.get(asked.key)
    keep_draft(
        by, opened.work, group[0], held=held, text=from_editable(asked.text), seen=asked.seen, number=asked.number, now=now, joins=0,
    )  # fmt: skip


def let_go(opened: Opened, key: str, *, by: User) -> None:
    """Let the draft of a sentence go: what is held stands as it is."""
    if (draft := opened.drafts.by_key.get(key)) is not None:
        drop_drafts(by, opened.work, [draft.pk])


def use(opened: Opened, asked: Asked, text: str, *, by: User, now: datetime) -> None:
    """Put other words into the draft, from the memory or the machine; what was typed is set aside."""
    with transaction.atomic():
        keep(opened, asked, by=by, now=now)
        again = opened.again(by)
        keep_draft(
            by, opened.work, _group(again, asked.key)[0], held=again.drafts.by_key.get(asked.key), text=from_editable(text),
            seen=asked.seen, number=0, now=now,
        )  # fmt: skip


def take_aside(opened: Opened, key: str, number: int, *, by: User, now: datetime) -> None:
    """Take up again what was written in another window; what stood in the draft is set aside instead."""
    draft = opened.drafts.by_key.get(key)
    if draft is None or not 0 <= number < len(draft.asides):
        raise AcceptError(_("These words are not there any more."))
    keep_draft(by, opened.work, _group(opened, key)[0], held=draft, text=draft.asides[number], seen=draft.seen, number=0, now=now)


def _group(opened: Opened, key: str) -> list[Segment]:
    for group in opened.groups():
        if group[0].key == key:
            return group
    raise Changed(_("This sentence does not stand there any more. Look at the article anew; what you wrote is kept among your drafts."))


def _halves(opened: Opened, key: str) -> list[list[Segment]]:
    """The rows that are accepted together: those held as said in one that drafts divide; else the row alone."""
    groups = opened.groups()
    place = next((number for number, group in enumerate(groups) if group[0].key == key), None)
    if place is None:
        raise Changed(_("This sentence does not stand there any more. Look at the article anew; what you wrote is kept among your drafts."))
    first = place
    while first > 0 and opened.is_joined(groups[first][0]):
        first -= 1
    last = place
    while last + 1 < len(groups) and opened.is_joined(groups[last + 1][0]):
        last += 1
    return groups[first : last + 1]


def _divide(opened: Opened, halves: Sequence[list[Segment]], by: User, now: datetime) -> None:
    texts = {group[0].key: text_of(opened, group) for group in halves}
    if not all(texts.values()):
        raise AcceptError(_("Your words are kept. They are accepted together with those of the other sentence, which has none yet."))
    with transaction.atomic():
        flow.sentences_divided(article_of(opened), opened.language.code, texts, by=by, now=now)
        for group in halves:
            _drop(opened, group, by)


def _drop(opened: Opened, group: Sequence[Segment], by: User) -> None:
    rows: list[SentenceDraft] = [draft for one in group if (draft := opened.drafts.by_key.get(one.key)) is not None]
    drop_drafts(by, opened.work, [one.pk for one in rows])


def _without_tags_of(group: Sequence[Segment], written: str) -> str:
    """The words of a later sentence without its tags, whose numbers mean others in the first."""
    from_first = written
    for number in range(1, max((len(one.tags) for one in group), default=0) + 1):
        for tag in (f"<{number}>", f"</{number}>", f"<{number}/>"):
            from_first = from_first.replace(tag, "")
    return from_first
