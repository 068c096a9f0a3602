"""Asking for permission, and writing back as the person who asked. Rows only; the worker sends the letters.

AskingError
├── NotPublic   the article cannot be read, so nothing may be asked about it
└── TooMany   one address has asked too often today, or everybody together has
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from coranto.articles.models import Article, PublicState
from coranto.licensing.models import OVER, Copy, Direction, Kind, Letter, Request, State

MOST_OF_ONE_ADDRESS = 5  # requests in 24 hours
MOST_OF_ALL = 300
MOST_LETTERS = 40  # that the person who asked may write about one request
MOST_COPIES = 50  # of one article that one person may tell of


class AskingError(ValueError):
    """The root of the family; the text is for a log, readers are told in their language."""


class NotPublic(AskingError):
    """The article is not public."""


class TooMany(AskingError):
    """Try again tomorrow."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to do, in their own words where a form cannot know."""

    use: str
    by: str
    name: str
    email: str
    outlet: str = ""
    territory: str = ""
    circulation: str = ""
    wanted_language: str = ""
    wanted_on: date | None = None
    message: str = ""


def ask(
    article: Article, wish: Wish, *, form: str, language: str, now: datetime, receipt: str = "", notice: tuple[str, str] = ("", "")
) -> Request:
    """Store a request about a public article; the same form sent again gives the request it made at first.

    `receipt` is the subject of the letter that tells the person who asks that the request has come; nothing of what they
    wrote stands in it, for nobody knows yet whose address it is. `notice` is the subject and text of the letter that
    tells the rights desk. Raises NotPublic, TooMany.
    """
    state = PublicState.objects.select_related("version").filter(article=article, status=200).first()
    if state is None:
        raise NotPublic(f"Article {article.pk} is not public.")
    before = Request.objects.filter(form=form).first()
    if before is not None:
        return before
    _count(wish.email, now)
    try:
        with transaction.atomic():
            request = Request.objects.create(
                article=article, version=state.version, terms_id=state.version.document["terms"], form=form, use=wish.use, by=wish.by, name=wish.name,
                outlet=wish.outlet, email=wish.email, territory=wish.territory, circulation=wish.circulation, wanted_language=wish.wanted_language,
                wanted_on=wish.wanted_on, message=wish.message, language=language, received_at=now, changed_at=now,
            )  # fmt: skip
            subject = state.version.document["headline"][:300]
            Letter.objects.create(request=request, direction=Direction.IN, kind=Kind.ASKED, subject=subject, text=wish.message, at=now)
            if receipt:
                Letter.objects.create(request=request, direction=Direction.OUT, kind=Kind.RECEIVED, subject=receipt, text="", at=now, due_at=now)
            if notice[0]:
                Letter.objects.create(request=request, direction=Direction.DESK, kind=Kind.NOTICE, subject=notice[0], text=notice[1], at=now, due_at=now)
    except IntegrityError:
        return Request.objects.get(form=form)
    return request


def _count(email: str, now: datetime) -> None:
    today = Request.objects.filter(received_at__gt=now - timedelta(days=1))
    if today.filter(email__iexact=email).count() >= MOST_OF_ONE_ADDRESS:
        raise TooMany("This address has asked as often as one address may in a day.")
    if today.count() >= MOST_OF_ALL:
        raise TooMany("More was asked today than the rights desk can read.")


@transaction.atomic
def write_back(request: Request, *, text: str, now: datetime, notice: tuple[str, str] = ("", "")) -> Letter:
    """The person who asked writes again; a request that waited for them waits for the desk. Locks the request.

    The same text twice in a row is one letter. `notice` tells the rights desk, as in `ask`.

    Raises AskingError when it is over or when they have written too often.
    """
    held = Request.objects.select_for_update().get(pk=request.pk)
    if held.is_over:
        raise AskingError(f"Request {held.pk} is over ({held.state}).")
    if held.letters.filter(direction=Direction.IN).count() >= MOST_LETTERS:
        raise TooMany(f"Request {held.pk} has {MOST_LETTERS} letters already.")
    last = held.letters.filter(direction=Direction.IN).last()
    if last is not None and last.text == text:
        return last
    letter = Letter.objects.create(request=held, direction=Direction.IN, kind=Kind.ANSWERED, subject=str(held)[:300], text=text, at=now)
    if notice[0]:
        Letter.objects.create(request=held, direction=Direction.DESK, kind=Kind.NOTICE, subject=notice[0], text=notice[1], at=now, due_at=now)
    held.state, held.changed_at = State.OPEN, now
    held.save(update_fields=["state", "changed_at"])
    return letter


@transaction.atomic
def take_back(request: Request, *, now: datetime) -> Request:
    """The person who asked no longer wants it. Nothing happens to a request that is over."""
    held = Request.objects.select_for_update().get(pk=request.pk)
    if held.state not in OVER:
        held.state, held.changed_at = State.TAKEN_BACK, now
        held.save(update_fields=["state", "changed_at"])
    return held


def declare_copy(article: Article, *, url: str, by: str, now: datetime, outlet: str = "", language: str = "", request: Request | None = None) -> Copy:
    """Somebody says where a copy stands. The same address again changes nothing but its grant. Raises NotPublic, TooMany."""
    state = PublicState.objects.filter(article=article, status=200).first()
    if state is None:
        raise NotPublic(f"Article {article.pk} is not public.")
    if Copy.objects.filter(article=article, declared_by=by).count() >= MOST_COPIES and not Copy.objects.filter(article=article, url=url).exists():
        raise TooMany(f"{MOST_COPIES} copies of this article were declared from one address already.")
    grant = getattr(request, "grant", None) if request is not None else None
    copy, made = Copy.objects.get_or_create(
        article=article, url=url,
        defaults={"version_id": state.version_id, "outlet": outlet, "language": language, "grant": grant, "declared_at": now, "declared_by": by},
    )  # fmt: skip
    if not made and grant is not None and copy.grant_id is None:
        copy.grant = grant
        copy.save(update_fields=["grant"])
    return copy
