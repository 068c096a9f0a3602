"""Signing what is published: one statement a version, correction or withdrawal, each naming the one before it.

The chain stands beside the article as a file. It begins with the first version that was published while the outlet
had a key; without a key nothing is stated, and publishing goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from coranto.articles.addresses import path_of
from coranto.articles.models import Article, Outlet, Person, PublicState
from coranto.articles.origins import VERIFIED
from coranto.publication.models import Publication
from coranto.rights.models import TermsVersion
from coranto.signing.canonical import canonical
from coranto.signing.digests import digest_document
from coranto.signing.keys import KeySet
from coranto.signing.manifests import PURPOSE, Content, make_manifest, make_statement
from coranto.signing.writing import read_time, write_time
from coranto.syndication.keyring import outlet_address, signing_key
from coranto.syndication.models import Statement

__all__ = [
    "LONGEST_TEXT", "PURPOSE", "authors_of", "chain", "content_of", "origin_of", "sign_again", "signed_editions", "state_version", "terms_of",
]  # fmt: skip
LONGEST_TEXT = 2000  # what a manifest holds of a name
Document = Mapping[str, Any]


@transaction.atomic
def state_version(article: Article, *, now: datetime, correction: Mapping[str, str] | None = None) -> Statement | None:
    """Say, signed, what the public version of an article says now; `correction` is {"kind", "text"}.

    The article's public state must be that of this moment. Gives None while the outlet has no key.
    """
    found = signing_key(now)
    state = PublicState.objects.select_related("version", "version__terms__terms").filter(article=article).first()
    if found is None or state is None:
        return None
    key, signed = found
    document = state.version.document
    before = Statement.objects.filter(article=article, language=state.language).order_by("-number").first()
    manifest = _manifest(state, document, before, now=now, correction=correction)
    statement = make_statement(manifest, key, now=max(signed, read_time(manifest["issued"])))
    return Statement.objects.create(
        article=article, language=state.language, number=manifest["version"], version=state.version, manifest=canonical(manifest).decode(),
        digest=digest_document(manifest), signature=statement["signature"], kid=key.public.kid,
    )  # fmt: skip


def _manifest(state: PublicState, document: Document, before: Statement | None, *, now: datetime, correction: Mapping[str, str] | None) -> dict[str, Any]:
    previous = before.said if before is not None else None
    published = read_time(previous["published"]) if previous else state.first_public_at
    issued = max(now, published, read_time(previous["issued"])) if previous else max(now, published)
    publication = Publication.load()
    path = path_of(state.slug, language=state.language, at=state.first_public_at.astimezone(publication.zone))
    return make_manifest(
        content_of(document),
        id=previous["id"] if previous else outlet_address() + path,
        version=(before.number if before else 0) + 1,
        language=state.language,
        outlet={"name": publication.name or outlet_address(), "url": outlet_address()},
        authors=authors_of(document),
        published=published,
        issued=issued,
        terms=terms_of(state.version.terms),
        origin=origin_of(document),
        previous=previous,
        correction={**_kept(correction), "at": write_time(issued)} if correction else None,
    )


def _kept(correction: Mapping[str, str]) -> dict[str, str]:
    return {"kind": correction["kind"], "text": correction["text"][:20_000]}


def content_of(document: Document) -> Content:
    """What of a document is signed: headline, standfirst and every block by its id."""
    return Content(document["headline"], document["standfirst"], tuple((block["id"], block) for block in document["body"]))


def authors_of(document: Document) -> list[dict[str, str]]:
    """Those who are named, in the order of the byline; of a repost also the authors as printed."""
    people = Person.objects.in_bulk([credit["person"] for credit in document["credits"]])
    named = [(people[credit["person"]].name, credit["role"]) for credit in document["credits"] if credit["person"] in people]
    printed = document["provenance"]["authors"] if document["provenance"] else []
    every: Sequence[tuple[str, str]] = [*((name, "author") for name in printed), *named]
    return [{"name": name[:LONGEST_TEXT], "role": role} for name, role in dict.fromkeys(every) if name][:200]


def terms_of(row: TermsVersion | None) -> dict[str, Any]:
    """The terms of a version with the digest of what they say; where none are stated, all rights are reserved."""
    if row is None:
        return {"id": "all rights reserved", "version": 1, "digest": digest_document({"notice": ""})}
    said = {name: getattr(row, name) for name in ("record", "notice", "licence_url", "licence_name")}
    return {"id": row.terms.name, "version": row.number, "digest": digest_document(said)}


def origin_of(document: Document) -> dict[str, Any] | None:
    """Where a repost comes from, as far as it is known."""
    provenance = document["provenance"]
    if provenance is None or provenance["basis"] == "own":
        return None
    name = Outlet.objects.filter(pk=provenance["outlet"]).values_list("name", flat=True).first() if provenance["outlet"] else None
    url = str(provenance["url"]).partition("#")[0]
    language = provenance["language"] or None
    is_translated = language is not None and language != document["language"]
    known = {
        "relation": "translation" if is_translated else "repost", "outlet": name, "url": url if url.startswith(("https://", "http://")) else None,
        "language": language, "id": None, "version": None, "manifest": None,
    }  # fmt: skip
    return {**known, **_signed_origin(provenance.get("origin"), str(document["language"]))}


def _signed_origin(origin: Document | None, language: str) -> dict[str, Any]:
    """What the source's own manifest says, where it was verified when the text was taken in."""
    if not origin or origin["verdict"] != VERIFIED or not origin["said"]:
        return {}
    said = origin["said"]
    return {
        "relation": "repost" if said["language"] == language else "translation", "outlet": said["outlet"]["name"], "language": said["language"],
        "id": said["id"], "version": said["version"], "manifest": said["manifest"],
    }  # fmt: skip


def chain(article_number: int, language: str) -> list[dict[str, Any]]:
    """All statements of an article in a language, oldest first."""
    rows = Statement.objects.filter(article_id=article_number, language=language).order_by("number")
    return [row.as_document() for row in rows]


def signed_editions(of: Collection[int] | None = None) -> frozenset[tuple[int, str]]:
    """Every (article, language) that has a chain, or those of some articles."""
    rows = Statement.objects.filter(number=1)
    return frozenset((rows if of is None else rows.filter(article_id__in=of)).values_list("article_id", "language"))


@transaction.atomic
def sign_again(keys: KeySet, *, now: datetime) -> list[int]:
    """Sign anew what a revoked key had signed; gives the numbers of the articles concerned. No manifest changes."""
    revoked = [key.kid for key in keys if key.revoked is not None]
    found = signing_key(now)
    if found is None:
        return []
    key, signed = found
    concerned: dict[int, None] = {}
    for row in Statement.objects.select_for_update().filter(kid__in=revoked).order_by("pk"):
        manifest = row.said
        row.signature, row.kid = make_statement(manifest, key, now=max(signed, read_time(manifest["issued"])))["signature"], key.public.kid
        row.save(update_fields=["signature", "kid"])
        concerned[row.article_id] = None
    return list(concerned)
