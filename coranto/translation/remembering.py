"""Keeping what people wrote or accepted: a row for each sentence, never changed; what stood there before becomes its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from coranto.delivery.adding_up import add_up
from coranto.members.models import User
from coranto.translation.counted import PeoplesWork, words_in
from coranto.translation.models import HumanText

BATCH = 500  # sentences that are asked for, written or closed in one statement
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as a person said it, both texts in written form. `name` is theirs, `engine` made what they checked or edited.

    One that is not to be recalled is kept as history only: its words fit no other place.
    """

    digest: str
    context: str
    source: str
    target: str
    state: str
    name: str
    key: str = ""
    engine: str = ""
    is_recalled: bool = True


@dataclass(frozen=True, slots=True)
class Where:
    """Where sentences were said: in an article, or, None, in a text of the publication itself."""

    source_language: str
    target_language: str
    article: int | None = None

    @property
    def rows(self) -> QuerySet[HumanText]:
        """Everything that people said there into the language."""
        return rows_of(self.article).filter(target_language=self.target_language)


def rows_of(article: int | None) -> QuerySet[HumanText]:
    """What people said in an article, or, None, in texts of the publication itself and in articles that are gone."""
    return HumanText.objects.filter(article=None) if article is None else HumanText.objects.filter(article_id=article)


@transaction.atomic
def remember_people(said: Sequence[Said], where: Where, *, by: User | None, now: datetime) -> list[HumanText]:
    """Keep what a person said, in this order. Three queries and one update for each 500 sentences, and what the rows take to be written."""
    current = _current(said, where)
    earlier = _earlier([one.key for one in said if (one.digest, one.context) not in current], where)
    made: list[HumanText] = []
    before: list[int | HumanText | None] = []  # what each takes the place of: a row that was there, or one of these
    last: dict[tuple[str, str], int | HumanText] = {place: numbers[0] for place, numbers in current.items()}
    for one in said:
        place = (one.digest, one.context)
        same = last.pop(place, None)
        if isinstance(same, HumanText):
            same.is_current = False
        before.append(same if same is not None else earlier.get(one.key))
        made.append(_row(one, where, by, now))
        if one.is_recalled:
            last[place] = made[-1]
    for numbers in _batches([number for mine in current.values() for number in mine]):
        HumanText.objects.filter(pk__in=numbers).update(is_current=False)
    for row, older in zip(made, before, strict=True):
        row.previous_id = older if isinstance(older, int) else None
    HumanText.objects.bulk_create(made, batch_size=BATCH)
    _join([(row, older) for row, older in zip(made, before, strict=True) if isinstance(older, HumanText)])
    if by is not None:
        _add_up(list(zip(made, before, strict=True)), by, now)
    return made


def _add_up(pairs: Sequence[tuple[HumanText, int | HumanText | None]], by: User, now: datetime) -> None:
    """Count for a person what they said; putting right what they said themselves counts no second time."""
    own: set[int] = set()
    for numbers in _batches([older for _row, older in pairs if isinstance(older, int)]):
        own.update(HumanText.objects.filter(pk__in=numbers, person=by).values_list("pk", flat=True))
    month, sums = now.date().replace(day=1), defaultdict[tuple[str | date, ...], list[int]](lambda: [0, 0])
    for row, older in pairs:
        if not isinstance(older, HumanText) and older not in own:
            counts = sums[month, row.target_language, row.by, row.state]
            counts[0] += 1
            counts[1] += words_in(row.source, row.source_language)
    add_up(PeoplesWork, ("month", "language", "by", "state"), ("sentences", "words"), sums)


def _current(said: Sequence[Said], where: Where) -> dict[tuple[str, str], list[int]]:
    """The rows that stand for these sentences in their places, the oldest first; locked where the database can."""
    places = {(one.digest, one.context) for one in said}
    found: dict[tuple[str, str], list[int]] = {}
    for digests in _batches(sorted({digest for digest, _context in places})):
        rows = where.rows.select_for_update().filter(digest__in=digests, source_language=where.source_language, is_current=True)
        for number, digest, context in rows.order_by("pk").values_list("pk", "digest", "context"):
            if (digest, context) in places:
                found.setdefault((digest, context), []).append(number)
    return found


def _earlier(keys: Sequence[str], where: Where) -> dict[str, int]:
    """What a person wrote last at each of these places when its original still said something else."""
    found: dict[str, int] = {}
    for some in _batches(sorted({key for key in keys if key})):
        found.update(where.rows.filter(key__in=some).order_by("made_at", "pk").values_list("key", "pk"))
    return found


def _row(one: Said, where: Where, by: User | None, now: datetime) -> HumanText:
    return HumanText(
        digest=one.digest, context=one.context, source=one.source, target=one.target, source_language=where.source_language, target_language=where.target_language,
        state=one.state, person=by, by=one.name, made_at=now, article_id=where.article, key=one.key, engine=one.engine, is_current=one.is_recalled,
    )  # fmt: skip


def _join(pairs: Sequence[tuple[HumanText, HumanText]]) -> None:
    """Let rows of sentences that stood there twice lead to those written a moment before."""
    for row, older in pairs:
        row.previous = older
    if pairs:
        HumanText.objects.bulk_update([row for row, _older in pairs], ["previous"], batch_size=BATCH)


def _batches(found: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]


def history(article: int | None, key: str, language: str, *, digest: str = "") -> list[HumanText]:
    """Everything that people wrote at a place, and for the same sentence of the article when `digest` is given; newest first.

    Texts of the publication itself have no article, and begin their keys with their name.
    """
    here = Q(key=key) | Q(digest=digest) if digest else Q(key=key)
    return list(rows_of(article).filter(here, target_language=language).select_related("person").order_by("-made_at", "-pk"))
