"""Which of two versions of an item is the newer, and when what came may not go out."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from coranto.articles.models import Article
from coranto.articles.publishing import PublishingError
from coranto.intake.models import Item
from coranto.reading.shape import Release

WITHHELD, CANCELED = "withheld", "canceled"
_NUMBERS = re.compile(r"\d{1,30}(?:\.\d{1,30}){0,5}")


class HeldBack(PublishingError):
    """The source of the article does not let it go out."""


def changed_at(release: Release) -> datetime | None:
    """When the version was made, in UTC."""
    return datetime.fromisoformat(release.changed).astimezone(UTC) if release.changed else None


def counts(release: Release, item: Item) -> bool:
    """Whether what came says more than is known: a newer version, or a wish to hold back or take back one that is not older."""
    order = compared(release, item)
    holds_back = release.status in {WITHHELD, CANCELED} and release.status != item.status
    return order == 1 or (holds_back and order != -1)


def compared(release: Release, item: Item) -> int:
    """1 where a version is newer than the newest one heard of, -1 where it is older, 0 where neither can be said.

    Numbers are compared as numbers (10 after 9, 2.10 after 2.9); where they are the same, or one of the two has none,
    the times decide.
    """
    mine, theirs = _numbers(release.version or ""), _numbers(item.version)
    if mine is not None and theirs is not None and mine != theirs:
        return 1 if mine > theirs else -1
    made, known = changed_at(release), item.changed_at
    if made is None or known is None or made == known:
        return 0
    return 1 if made > known else -1


def _numbers(version: str) -> tuple[int, ...] | None:
    return tuple(int(part) for part in version.split(".")) if _NUMBERS.fullmatch(version) else None


def held_back(article: Article) -> str:
    """Why the source does not let an article go out: withheld, canceled, or "" where it does."""
    rows = Item.objects.filter(article=article, status__in=[WITHHELD, CANCELED]).values_list("status", "is_kept")
    found = {status for status, is_kept in rows if status == WITHHELD or not is_kept}
    return CANCELED if CANCELED in found else WITHHELD if found else ""


def refuse_held_back(article: Article) -> None:
    """Raises HeldBack where the source of an article withholds it or has taken it back."""
    why = held_back(article)
    if why == WITHHELD:
        raise HeldBack(f"“{article.title}” is withheld by its source until the source sends a version that may be used. It stays a draft.")
    if why == CANCELED:
        raise HeldBack(f"“{article.title}” was canceled by its source. Say on its page of versions that you keep it, or leave it unpublished.")
