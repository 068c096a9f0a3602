"""Taking requests to work at: a lease with a fence, so that a worker thought dead can write nothing more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from coranto.delivery.living import is_dead, new_holder
from coranto.publication.offered import is_offered
from coranto.translation.locking import locked
from coranto.translation.models import Kind, RequestState, TranslationRequest

LEASE = timedelta(minutes=10)
FAR = 2 * LEASE  # no lease ends so late, unless the clock was put back since
FEW_LANGUAGES = 2  # up to which articles are not divided into head and whole
MOST_TRIES = 5
# After how many seconds a sentence that an engine died or hung at is tried again, by the number of tries.
BACKOFF = (10, 60, 600, 3600, 6 * 3600)

Wish = tuple[int, datetime]  # the version asked for, and when: a correction asks for the same version again


@dataclass(frozen=True, slots=True)
class Taken:
    """A request in this worker's hands."""

    pk: int
    article: int
    language: str
    kind: str
    version: int
    tries: int
    asked: datetime
    is_anew: bool
    holder: str

    @property
    def wish(self) -> Wish:
        """What was asked for, and when."""
        return self.version, self.asked

    @property
    def is_head(self) -> bool:
        """Whether only headline and standfirst are asked for."""
        return self.kind == Kind.HEAD


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a request. `wait` is in seconds, for one that is to be tried again."""

    state: str
    problem: str = ""
    wait: float = 0.0


@transaction.atomic
def take(*, now: datetime, limit: int, whole: Callable[[int], int] | None = None) -> list[Taken]:
    """Take due requests, the most urgent first, and those of workers that are gone. Five statements.

    Of the last ones, fewer than `limit`, half is left to others where there are others at work, so that all end together.
    `whole` says how many of those due are worth taking where articles are translated whole, so that others find what this worker would only give back.
    """
    holder = new_holder()
    has_others = _free_the_dead(now)
    due = _due(now).order_by("priority", "due_at", "article_id", "language")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    rows = list(due.values_list("pk", "article_id", "language", "kind", "version_id", "tries", "requested_at", "is_anew")[:limit])
    if has_others and len(rows) < limit:
        rows = rows[: (len(rows) + 1) // 2]
    if whole is not None and not is_divided((kind, language) for _pk, _article, language, kind, *_rest in rows):
        rows = rows[: whole(len(rows))]
    TranslationRequest.objects.filter(pk__in=[row[0] for row in rows]).update(
        state=RequestState.WORKING, holder=holder, until=now + LEASE, fence=F("fence") + 1
    )
    return [Taken(*row, holder) for row in rows]


def is_divided(asked: Iterable[tuple[str, str]]) -> bool:
    """Whether heads go before wholes, as they do where they are waited for in more than few languages; `asked` are kinds and languages of requests."""
    languages: dict[bool, set[str]] = {True: set(), False: set()}
    for kind, language in asked:
        languages[kind == Kind.HEAD].add(language)
    return len(languages[True] or languages[False]) > FEW_LANGUAGES


def _due(now: datetime) -> QuerySet[TranslationRequest]:
    """What waits; of an article in a language its head first, and nothing while a worker has the other request in hand, or in a language that is off.

    What was asked for later than now, and not put off since, was asked for before the clock was put back.
    """
    is_due = Q(due_at__lte=now) | Q(due_at__gt=now, due_at=F("requested_at"))
    waiting = TranslationRequest.objects.filter(is_due, is_offered(), state=RequestState.WAITING)
    same = TranslationRequest.objects.filter(article=OuterRef("article"), language=OuterRef("language"))
    head_is_due = same.filter(is_due, kind=Kind.HEAD, state=RequestState.WAITING)
    waiting = waiting.exclude(Exists(same.filter(state=RequestState.WORKING)))
    return waiting.filter(Q(kind=Kind.HEAD) | ~Exists(head_is_due))


def _free_the_dead(now: datetime) -> bool:
    """Let wait again what workers hold that are gone for sure, or silent beyond their lease; whether others live."""
    working = TranslationRequest.objects.filter(state=RequestState.WORKING)
    holders = list(working.values_list("holder", flat=True).distinct())
    dead = [holder for holder in holders if is_dead(holder)]
    if holders:
        _let_wait(locked(working.filter(Q(holder__in=dead) | Q(until__lt=now) | Q(until__gt=now + FAR))))
    return len(dead) < len(holders)


def held_still(taken: Sequence[Taken]) -> dict[int, Wish]:
    """Of requests taken, those that are still this worker's, with what is asked for by now; locked until the transaction's end."""
    return held_with_wholes(taken)[0]


def held_with_wholes(taken: Sequence[Taken], *, heads: Sequence[Taken] = ()) -> tuple[dict[int, Wish], list[int]]:
    """The same, and the numbers of the requests for whole articles that wait beside these heads: all locked at once, in one order."""
    if not taken:
        return {}, []
    held = Q(pk__in=[one.pk for one in taken], holder=taken[0].holder, state=RequestState.WORKING)
    beside = Q(kind=Kind.WHOLE, state=RequestState.WAITING, article_id__in={one.article for one in heads}, language__in={one.language for one in heads})
    found = TranslationRequest.objects.filter(held | beside if heads else held).select_for_update().order_by("pk")
    rows = list(found.values_list("pk", "version_id", "requested_at", "state"))
    wishes = {number: (version, asked) for number, version, asked, state in rows if state == RequestState.WORKING}
    return wishes, [number for number, *_rest, state in rows if state == RequestState.WAITING]


def end(endings: Sequence[tuple[Taken, Ending]], wishes: dict[int, Wish], *, now: datetime) -> None:
    """Say what became of requests that are still held; one that was asked again meanwhile waits again.

    What is done goes, unless it belongs to an order.
    """
    groups: dict[tuple[str, str, int, float], list[int]] = defaultdict(list)
    for one, ending in endings:
        if one.pk not in wishes:
            continue
        if wishes[one.pk] != one.wish:
            ending = Ending(RequestState.WAITING)  # what was made fits whatever has not changed
        tries = one.tries + 1 if ending.problem and ending.state == RequestState.WAITING else one.tries
        state = RequestState.FAILED if tries >= MOST_TRIES else ending.state
        groups[state, ending.problem[:300], tries, _wait(ending, tries)].append(one.pk)
    for (state, problem, tries, wait), numbers in groups.items():
        rows = TranslationRequest.objects.filter(pk__in=numbers)
        if state == RequestState.DONE:
            rows.filter(order=None).delete()  # an order counts what is done of it; nobody else does
        is_over = state not in (RequestState.WAITING, RequestState.WORKING)
        if is_over:
            rows.filter(is_anew=True).update(is_anew=False)
        rows.update(
            state=state, problem=problem, tries=tries, due_at=now + timedelta(seconds=wait), finished_at=now if is_over else None, holder="", until=None
        )  # fmt: skip
        if state == RequestState.WAITING:
            _as_ordered(numbers)


def _wait(ending: Ending, tries: int) -> float:
    if ending.state != RequestState.WAITING or not ending.problem:
        return ending.wait
    return max(ending.wait, float(BACKOFF[min(tries, len(BACKOFF)) - 1]))


@transaction.atomic
def give_back(taken: Collection[Taken]) -> None:
    """Let requests wait again that were not begun."""
    for holder in {one.holder for one in taken}:
        _let_wait(locked(TranslationRequest.objects.filter(pk__in=[one.pk for one in taken], holder=holder, state=RequestState.WORKING)))


def _let_wait(numbers: Sequence[int]) -> None:
    """Let requests wait again that are locked."""
    if numbers:
        TranslationRequest.objects.filter(pk__in=numbers).update(state=RequestState.WAITING, holder="", until=None)
        _as_ordered(numbers)


def _as_ordered(numbers: Sequence[int]) -> None:
    """Of requests that wait again, those of an order that was paused meanwhile are paused, and those of a cancelled one gone unless they were asked for since."""
    rows = TranslationRequest.objects.filter(pk__in=numbers, state=RequestState.WAITING)
    found = list(rows.filter(Q(order__is_paused=True) | Q(order__cancelled_at__gte=F("requested_at"))).values_list("pk", "order__is_paused"))
    if paused := [number for number, is_paused in found if is_paused]:
        rows.filter(pk__in=paused).update(state=RequestState.PAUSED)
    if cancelled := [number for number, is_paused in found if not is_paused]:
        rows.filter(pk__in=cancelled).delete()
