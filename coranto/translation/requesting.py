"""Asking for translations: rows that wait, written in the transaction that caused them.

Requests are per article, language and kind (its head, or the whole). Asked again, a row waits again for the newer
version; one that is being worked at stays with its worker, who looks at the version before it says done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import Case, Count, Exists, Min, OuterRef, QuerySet, Value, When

from coranto.articles.models import Article, Classified, PublicState, Version
from coranto.members.models import User
from coranto.publication.models import Publication
from coranto.publication.offered import languages_offered
from coranto.translation.coverage import read_sums
from coranto.translation.locking import lock_translations, locked, pieces, pieces_of
from coranto.translation.models import Kind, LinkedEdition, RequestState, Translation, TranslationOrder, TranslationRequest

HEAD_PRIORITY, WHOLE_PRIORITY, ORDER_PRIORITY = 1, 5, 8
BATCH = 500
OPEN = (RequestState.WAITING, RequestState.WORKING)


class OrderError(ValueError):
    """Nothing can be ordered so; the text says why."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an order is. `lacking` and `failed` were tried and need somebody: a model, or a look at the problem."""

    asked: int
    done: int
    waiting: int
    paused: int
    partial: int
    lacking: int
    failed: int

    @property
    def is_over(self) -> bool:
        """Whether nothing of it waits."""
        return self.waiting == 0 and self.paused == 0


@transaction.atomic
def request_translations(article: Article, version: Version, *, now: datetime, languages: Collection[str] | None = None) -> int:
    """Ask for an article in every offered language that is not its own; three statements. The number of languages.

    A language in which a linked article is its edition is not asked for, and such an edition is asked for in none: readers of
    other languages get translations of its original.
    """
    wanted = [code for code in (languages_offered() if languages is None else languages) if code != article.language]
    linked = set(LinkedEdition.objects.filter(article=article).values_list("language", flat=True))
    wanted = [] if LinkedEdition.objects.filter(edition=article).exists() else [code for code in wanted if code not in linked]
    rows = [
        TranslationRequest(article=article, version=version, language=code, kind=kind, priority=priority, requested_at=now, due_at=now)
        for code in wanted
        for kind, priority in ((Kind.HEAD, HEAD_PRIORITY), (Kind.WHOLE, WHOLE_PRIORITY))
    ]
    TranslationRequest.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    _ask_again(TranslationRequest.objects.filter(article=article, language__in=wanted).exclude(version=version, requested_at=now), now, version=version)
    return len(wanted)


def _ask_again(rows: QuerySet[TranslationRequest], now: datetime, **changed: object) -> int:
    """Let rows wait again; those in work stay with their worker, whose look at the version finds the newer one."""
    state = Case(When(state=RequestState.WORKING, then=Value(RequestState.WORKING)), default=Value(RequestState.WAITING))
    if connection.features.has_select_for_update:
        rows = TranslationRequest.objects.filter(pk__in=locked(rows))
    return int(rows.update(state=state, requested_at=now, due_at=now, tries=0, problem="", finished_at=None, **changed))


@transaction.atomic
def ask_again(article: int, language: str, *, now: datetime) -> int:
    """Let the requests of an article in a language be tried once more, as somebody at the desk wants it."""
    return _ask_again(TranslationRequest.objects.filter(article_id=article, language=language).exclude(state__in=OPEN), now)


@transaction.atomic
def ask_anew(places: Sequence[tuple[int, str, int]], *, now: datetime, priority: int) -> None:
    """Ask again for a machine's sentences that say a word otherwise than the glossary, in (article, language, version)."""
    TranslationRequest.objects.bulk_create(
        [
            TranslationRequest(article_id=number, language=language, version_id=version, kind=Kind.WHOLE, priority=priority, is_anew=True, requested_at=now, due_at=now)
            for number, language, version in sorted(places)
        ],
        batch_size=BATCH, ignore_conflicts=True,
    )  # fmt: skip
    wholes = TranslationRequest.objects.filter(article_id__in={number for number, _language, _version in places}, kind=Kind.WHOLE)
    asked = {(number, language) for number, language, _version in places}
    numbers = [row for row, *place in wholes.values_list("pk", "article_id", "language") if tuple(place) in asked]
    for rows in pieces_of(numbers, TranslationRequest.objects.all()):
        rows.update(is_anew=True)
        _ask_again(rows.exclude(state=RequestState.PAUSED), now)


def cancel_requests(article: int) -> None:
    """Ask for nothing of an article any more."""
    TranslationRequest.objects.filter(pk__in=locked(TranslationRequest.objects.filter(article_id=article))).delete()


@transaction.atomic
def cancel_what_is_gone(article: int) -> None:
    """Ask for nothing of an article that nobody may read; where it came back meanwhile, what was asked for then stays."""
    lock_translations(article)
    if not PublicState.objects.filter(pk=article, status=200).exists():
        cancel_requests(article)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles an order is for: of a list (`facet` with the number of its row, "all" for every one), written in a language,
    first public on these days or between. Empty parts narrow nothing."""

    facet: str = "all"
    value: int = 0
    written_in: str = ""
    since: date | None = None
    until: date | None = None


def articles_of(wanted: Wanted, language: str) -> QuerySet[PublicState]:
    """The public articles that an order would be for, newest first: not written in the language, and with no edition of ours in it."""
    public = PublicState.objects.filter(status=200).exclude(language=language).exclude(article__linked_editions__language=language).exclude(article__edition_of__isnull=False)
    if wanted.facet != "all":
        public = public.filter(pk__in=Classified.objects.filter(facet=wanted.facet, value=wanted.value).values("article_id"))
    if wanted.written_in:
        public = public.filter(language=wanted.written_in)
    if wanted.since:
        public = public.filter(first_public_at__gte=_begin(wanted.since))
    if wanted.until:
        public = public.filter(first_public_at__lt=_begin(wanted.until + timedelta(days=1)))
    return public.order_by("-first_public_at", "-pk")


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=Publication.load().zone)


@transaction.atomic
def order_translations(
    language: str, *, facet: str = "all", value: int = 0, by: User | None, now: datetime, wanted: Wanted | None = None, priority: int = ORDER_PRIORITY
) -> TranslationOrder:
    """Order articles in a language; for a language that is not offered yet, the order waits until it is. Smaller priorities are sooner."""
    wanted = wanted or Wanted(facet, value)
    if wanted.facet not in {"all", "region", "theme", "report", "person", "outlet", "month"}:
        raise OrderError(f"Unknown list '{wanted.facet}'. Use one of: all, month, outlet, person, region, report, theme.")
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise OrderError("The first day is after the last one.")
    order = TranslationOrder.objects.create(
        language=language, facet=wanted.facet, value=wanted.value, written_in=wanted.written_in, since=wanted.since, until=wanted.until,
        priority=priority, made_by=by, made_at=now,
    )  # fmt: skip
    if language in languages_offered():
        fill_order(order, now=now)
    return order


@transaction.atomic
def language_offered(language: str, *, now: datetime) -> int:
    """A language was added or chosen again: orders that waited for it are filled, and without one everything is asked for. Requests written.

    Of one that was off for a while, what came out or changed meanwhile is asked for.
    """
    waiting = list(TranslationOrder.objects.filter(language=language, filled_at=None, cancelled_at=None))
    if not waiting and not TranslationOrder.objects.filter(language=language, facet="all").exists() and PublicState.objects.filter(status=200).exists():
        waiting = [TranslationOrder.objects.create(language=language, facet="all", value=0, made_at=now)]
    if not waiting and TranslationOrder.objects.filter(language=language, facet="all", cancelled_at=None).exists():
        return _ask_for_what_was_missed(language, now)
    return sum(fill_order(order, now=now) for order in waiting)


def _ask_for_what_was_missed(language: str, now: datetime) -> int:
    asked = TranslationRequest.objects.filter(language=language).values("article_id")
    follows = Translation.objects.filter(article_id=OuterRef("pk"), language=language, is_whole=True, version_id=OuterRef("version_id"))
    missed = articles_of(Wanted(), language).exclude(pk__in=asked).exclude(Exists(follows)).order_by("pk")
    rows = [
        TranslationRequest(article_id=number, version_id=version, language=language, kind=kind, priority=priority, requested_at=now, due_at=now)
        for number, version in missed.values_list("pk", "version_id")
        for kind, priority in ((Kind.HEAD, HEAD_PRIORITY), (Kind.WHOLE, WHOLE_PRIORITY))
    ]
    TranslationRequest.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def fill_order(order: TranslationOrder, *, now: datetime) -> int:
    """Write the requests of an order, newest article first. Requests written.

    What is asked for already stays as it is, but comes as soon as the order says; what belongs to no order counts for this one.
    """
    order = TranslationOrder.objects.select_for_update(no_key=True, of=("self",)).get(pk=order.pk)
    if order.cancelled_at is not None:
        return 0
    wanted = Wanted(order.facet, order.value, order.written_in, order.since, order.until)
    state = RequestState.PAUSED if order.is_paused else RequestState.WAITING
    articles = articles_of(wanted, order.language)
    written = sum(
        _write_requests(order, articles, kind, priority, state=state, now=now)
        for kind, priority in ((Kind.HEAD, max(1, order.priority - 1)), (Kind.WHOLE, order.priority))
    )
    _take_over(order, articles, now)
    TranslationOrder.objects.filter(pk=order.pk).update(filled_at=now)
    return written


def _write_requests(order: TranslationOrder, articles: QuerySet[PublicState], kind: str, priority: int, *, state: str, now: datetime) -> int:
    """Ask for articles for an order, where they are not asked for yet. How many. The database copies them itself: a hundred thousand never are in memory."""
    chosen, given = articles.order_by().values_list("pk", "version_id").query.sql_with_params()
    at = connection.ops.adapt_datetimefield_value(now)
    values: dict[str, str | int | None] = {
        "language": order.language, "kind": kind, "state": state, "priority": priority, "order_id": order.pk, "requested_at": at, "due_at": at,
        "is_anew": False, "tries": 0, "problem": "", "fence": 0, "holder": "",
    }  # fmt: skip
    names = ", ".join(connection.ops.quote_name(name) for name in ("article_id", "version_id", *values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TranslationRequest._meta.db_table} ({names}) "  # noqa: S608 names of ours, values as marks
            f"SELECT chosen.*, {', '.join(['%s'] * len(values))} FROM ({chosen}) AS chosen WHERE 1 = 1 ON CONFLICT DO NOTHING",
            (*values.values(), *given),
        )
        return cursor.rowcount


def _take_over(order: TranslationOrder, articles: QuerySet[PublicState], now: datetime) -> None:
    """Let what waits already come as soon as the order says, and what is over in an earlier order wait again."""
    over = (RequestState.DONE, RequestState.PARTIAL, RequestState.LACKING, RequestState.FAILED)
    held = TranslationRequest.objects.filter(language=order.language).exclude(order=order)
    mine = list(held.filter(article__in=articles.order_by().values("pk")).values_list("pk", flat=True))
    for rows in pieces_of(mine, held):
        rows.filter(order=None, priority__gt=order.priority).update(priority=order.priority)
        rows.filter(order=None).exclude(state=RequestState.WORKING).update(order=order)
        rows.filter(state__in=over).update(order=order, state=RequestState.WAITING, due_at=now, tries=0, problem="", finished_at=None)


def batched(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Numbers in pieces that a database takes as one question."""
    for begin in range(0, len(numbers), BATCH):
        yield numbers[begin : begin + BATCH]


@transaction.atomic
def pause_order(order: TranslationOrder) -> int:
    """Let what waits of an order wait until it is resumed; what is in work is finished. How many.

    What is in work is locked as well: a worker who gives it back does so before, and it is paused, or after, and knows of the pause.
    """
    TranslationOrder.objects.filter(pk=order.pk).update(is_paused=True)
    return sum(rows.filter(state=RequestState.WAITING).update(state=RequestState.PAUSED) for rows in pieces(order.requests.filter(state__in=OPEN)))


@transaction.atomic
def resume_order(order: TranslationOrder, *, now: datetime) -> int:
    """Go on with an order. How many requests wait again."""
    TranslationOrder.objects.filter(pk=order.pk).update(is_paused=False)
    held = order.requests.filter(state__in=[*OPEN, RequestState.PAUSED])
    return sum(rows.filter(state=RequestState.PAUSED).update(state=RequestState.WAITING, due_at=now) for rows in pieces(held))


@transaction.atomic
def cancel_order(order: TranslationOrder, *, now: datetime) -> int:
    """Ask for what is left of an order no longer; what was made stays. How many requests are gone."""
    TranslationOrder.objects.filter(pk=order.pk).update(cancelled_at=now, is_paused=False)
    left = order.requests.exclude(state=RequestState.DONE)
    return sum(rows.exclude(state__in=[RequestState.DONE, RequestState.WORKING]).delete()[0] for rows in pieces(left))


def progress(order: TranslationOrder) -> Progress:
    """How far an order is: its whole articles, heads not counted. One query."""
    return progresses([order.pk])[order.pk]


def progresses(orders: Collection[int]) -> dict[int, Progress]:
    """The same for many orders. One query."""
    counts: dict[int, dict[str, int]] = {number: {} for number in orders}
    rows = TranslationRequest.objects.filter(order__in=orders, kind=Kind.WHOLE).values_list("order_id", "state").annotate(Count("pk")).order_by()
    for number, state, count in rows:
        counts[number][state] = count
    return {number: _progress(found) for number, found in counts.items()}


def _progress(counts: dict[str, int]) -> Progress:
    waiting = sum(counts.get(state, 0) for state in OPEN)
    return Progress(
        sum(counts.values()), counts.get(RequestState.DONE, 0), waiting, counts.get(RequestState.PAUSED, 0), counts.get(RequestState.PARTIAL, 0),
        counts.get(RequestState.LACKING, 0), counts.get(RequestState.FAILED, 0),
    )  # fmt: skip


def waiting() -> dict[str, int]:
    """How many requests are in each state. One query."""
    return dict(TranslationRequest.objects.values_list("state").annotate(Count("pk")).order_by())


def next_due() -> datetime | None:
    """When the next request is due; None when none waits."""
    due: datetime | None = TranslationRequest.objects.filter(state=RequestState.WAITING).aggregate(due=Min("due_at"))["due"]
    return due


@transaction.atomic
def wake_lacking(pairs: Iterable[tuple[str, str]], *, now: datetime) -> int:
    """Let requests that lacked an engine wait again for the directions (source, target) that there is one for now."""
    wanted = set(pairs)
    lacking = TranslationRequest.objects.filter(state=RequestState.LACKING)
    found = lacking.filter(language__in={target for _source, target in wanted}).values_list("pk", "article__public__language", "language")
    numbers = [number for number, *pair in found if tuple(pair) in wanted]
    return sum(rows.update(state=RequestState.WAITING, due_at=now, tries=0) for rows in pieces_of(numbers, lacking))


def lacking_pairs() -> list[tuple[str, str]]:
    """The directions that requests lack an engine for. A query for each language that lacks one and each that articles are written in, and one more."""
    lacking = TranslationRequest.objects.filter(state=RequestState.LACKING).order_by("language")
    sources = [row.language for row in read_sums().values() if row.written or row.edition]
    pairs = []
    language = lacking.values_list("language", flat=True).first()
    while language is not None:  # from language to language in the index: reading them all takes a second when engines lack many
        pairs += [(source, language) for source in sources if lacking.filter(language=language, article__public__language=source).order_by().exists()]
        language = lacking.filter(language__gt=language).values_list("language", flat=True).first()
    return sorted(pairs)
