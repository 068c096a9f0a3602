"""Publishing an article: a numbered, immutable version, and what the public sees from now on."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from coranto.articles.addresses import claim_address, free_slug
from coranto.articles.documents import block_digests, document_of
from coranto.articles.models import Article, Classified, PublicState, Version
from coranto.members.models import User
from coranto.publication.models import Publication
from coranto.signing.digests import digest_document


class PublishingError(Exception):
    """The article cannot be published as it is; the text says what to do."""


class Embargoed(PublishingError):
    """The embargo still holds."""


class Withdrawn(PublishingError):
    """A withdrawn article does not come back under its address."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did. `before` is the document the public saw until now, or None for a first publication.

    `was_classified` and `is_classified` are sets of (facet, value); `old_slug` is set when the address changed.
    """

    version: Version
    document: dict[str, Any]
    before: dict[str, Any] | None
    was_classified: frozenset[tuple[str, int]]
    is_classified: frozenset[tuple[str, int]]
    old_slug: str | None
    is_newest: bool


@transaction.atomic
def publish_version(article: Article, *, by: User | None, now: datetime) -> Published:
    """Make the next version of an article from its row as it stands, and show it to the public.

    One transaction; the article's row is locked where the database can, but not against rows that only point to it. Raises Embargoed or Withdrawn.
    """
    list(Article.objects.select_for_update(no_key=True).filter(pk=article.pk).values_list("pk"))
    _refuse_what_must_not_go_out(article, now)
    state = PublicState.objects.select_related("version").filter(article=article).first()
    document = document_of(article)
    version = _make_version(article, document, by=by, now=now)
    _address(article, now)
    was = frozenset(Classified.objects.filter(article_id=article.pk).values_list("facet", "value")) if state and state.status == 200 else frozenset()
    _show(article, version, document, now)
    return Published(
        version=version,
        document=document,
        before=state.version.document if state and state.status == 200 else None,
        was_classified=was,
        is_classified=_classify(article, document),
        old_slug=state.slug if state and state.slug != article.slug else None,
        is_newest=not PublicState.objects.filter(status=200, first_public_at__gt=article.first_public_at).exists(),
    )


def _refuse_what_must_not_go_out(article: Article, now: datetime) -> None:
    if hasattr(article, "withdrawal"):
        raise Withdrawn(f"“{article.title}” was withdrawn on {article.withdrawal.at:%Y-%m-%d}. Write a new article; the withdrawn one keeps its notice.")
    if article.embargo_until is not None and article.embargo_until > now:
        raise Embargoed(f"“{article.title}” is under embargo until {article.embargo_until:%Y-%m-%d %H:%M %Z}. Schedule it for then, or lift the embargo first.")


def _make_version(article: Article, document: dict[str, Any], *, by: User | None, now: datetime) -> Version:
    number = (article.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return Version.objects.create(
        article=article,
        number=number,
        packed=zlib.compress(json.dumps(document, ensure_ascii=False, sort_keys=True).encode(), 6),
        digest=digest_document(document),
        block_digests=block_digests(document),
        terms=article.terms,
        published_at=now,
        published_by=by,
    )


def _address(article: Article, now: datetime) -> None:
    """Keep the slug unique for good and the date of the first publication fixed."""
    first = article.first_public_at or now
    slug = free_slug(article.slug, article_number=article.pk)
    if article.first_public_at is None or slug != article.slug:
        article.first_public_at, article.slug = first, slug
        Page.objects.filter(pk=article.pk).update(slug=slug)
        Article.objects.filter(pk=article.pk).update(first_public_at=first)
    claim_address(article, first_public_at=first.astimezone(Publication.load().zone))


def _show(article: Article, version: Version, document: dict[str, Any], now: datetime) -> None:
    PublicState.objects.update_or_create(
        article=article,
        defaults={
            "version": version,
            "status": 200,
            "language": document["language"],
            "slug": article.slug,
            "first_public_at": article.first_public_at or now,
            "modified_at": now,
            "headline": document["headline"][:255],
        },
    )


def facets_of(document: dict[str, Any], month: int) -> frozenset[tuple[str, int]]:
    """Under what a document is listed, as (facet, value)."""
    pairs = {("region", number) for number in document["regions"]} | {("theme", number) for number in document["themes"]}
    pairs |= {("report", number) for number in document["reports"]} | {("person", credit["person"]) for credit in document["credits"]}
    if document["provenance"] and document["provenance"]["outlet"]:
        pairs.add(("outlet", document["provenance"]["outlet"]))
    return frozenset(pairs | {("month", month)})


def _classify(article: Article, document: dict[str, Any]) -> frozenset[tuple[str, int]]:
    assert article.first_public_at is not None
    local = article.first_public_at.astimezone(Publication.load().zone)
    facets = facets_of(document, local.year * 100 + local.month)
    Classified.objects.filter(article_id=article.pk).delete()
    Classified.objects.bulk_create(
        Classified(article_id=article.pk, facet=facet, value=value, first_public_at=article.first_public_at) for facet, value in sorted(facets)
    )
    return facets


@transaction.atomic
def hide(article: Article, *, now: datetime) -> PublicState | None:
    """Take an article from the public's sight (unpublished, expired or withdrawn): its address answers 410.

    Returns the state as it was, or None when it was not public.
    """
    state = PublicState.objects.select_for_update().filter(article=article, status=200).first()
    if state is None:
        return None
    PublicState.objects.filter(article=article).update(status=410, modified_at=now)
    return state
