"""Signing what is published in other languages than the original: a chain for each, whose origin is the original's manifest.

A statement is written when the words, their maker or the original that they follow are others than before. Corrections
and withdrawals of the original are stated in every language that has a chain.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from coranto.articles.addresses import path_of
from coranto.articles.models import PublicState
from coranto.publication.models import Publication
from coranto.signing.canonical import canonical
from coranto.signing.digests import digest_document
from coranto.signing.keys import PrivateKey
from coranto.signing.manifests import check_manifest, make_manifest
from coranto.signing.signatures import sign
from coranto.signing.writing import read_time, write_time
from coranto.syndication.keyring import outlet_address, signing_key
from coranto.syndication.models import Statement
from coranto.syndication.stating import LONGEST_TEXT, PURPOSE, authors_of, content_of, terms_of

Manifest = dict[str, Any]
BY_MACHINE = frozenset({"machine", "machine-checked"})


@dataclass(frozen=True, slots=True)
class Made:
    """What an article says in a language: its document, how and by whom it was made, and the row number of the version that it follows."""

    language: str
    document: Mapping[str, Any]
    state: str
    by: str
    version: int


@transaction.atomic
def state_translations(made: Mapping[int, Sequence[Made]], *, now: datetime) -> list[Statement]:
    """Say, signed, what articles say now in other languages, by their numbers; nothing while the outlet has no key or an article is not public.

    Six statements, however many articles.
    """
    texts = {number: mine for number, mine in made.items() if mine}
    found = signing_key(now) if texts else None
    if found is None:
        return []
    key, signed = found
    states = PublicState.objects.select_related("version", "version__terms__terms").filter(pk__in=texts, status=200)
    publication = Publication.load()
    outlet = {"name": publication.name or outlet_address(), "url": outlet_address()}
    before, originals = _newest(texts, {text.language for mine in texts.values() for text in mine}), _originals(texts)
    rows = []
    for state in states:
        common = {"outlet": outlet, "terms": terms_of(state.version.terms)}
        credited = authors_of(state.version.document)
        for text in texts[state.pk]:
            held = before.get((state.pk, text.language))
            previous = held.said if held is not None else None
            origin = _origin(state, originals.get((state.pk, state.language, text.version)), publication)
            manifest = _manifest(state, text, previous, {**common, "authors": [*credited, *_maker(text)], "origin": origin}, publication, now)
            if previous is None or any(manifest[name] != previous[name] for name in ("digest", "authors", "origin", "terms")):
                rows.append(_row(state.pk, text.language, held, manifest, key, signed, state.version_id))
    return Statement.objects.bulk_create(rows)


@transaction.atomic
def state_correction_in_translations(number: int, *, kind: str, text: str, now: datetime) -> list[Statement]:
    """Say in every language that has a chain that the original was put right or taken back; the words stay as they were."""
    found = signing_key(now)
    state = PublicState.objects.filter(pk=number).first()
    if found is None or state is None:
        return []
    languages = Statement.objects.filter(article_id=number, number=1).exclude(language=state.language).values_list("language", flat=True)
    rows = []
    for (_number, language), held in _newest([number], list(languages)).items():
        previous = held.said
        issued = write_time(max(now, read_time(previous["issued"])))
        manifest = {
            **previous, "version": previous["version"] + 1, "issued": issued, "previous": digest_document(previous),
            "correction": {"kind": kind, "text": text[:20_000], "at": issued},
        }  # fmt: skip
        check_manifest(manifest)
        rows.append(_row(number, language, held, manifest, found[0], found[1], held.version_id))
    return Statement.objects.bulk_create(rows)


def _newest(numbers: Collection[int], languages: Collection[str]) -> dict[tuple[int, str], Statement]:
    """The newest statement of each article and language. One query."""
    newest = Statement.objects.filter(article_id__in=numbers, language__in=languages).order_by().values("article_id", "language").annotate(last=Max("pk")).values("last")
    return {(row.article_id, row.language): row for row in Statement.objects.filter(pk__in=newest)}


def _originals(numbers: Collection[int]) -> dict[tuple[int, str, int], Statement]:
    """The newest statement of each version of the originals, by article, language and the version's row number. One query."""
    rows = Statement.objects.filter(article_id__in=numbers, language=F("article__public__language")).order_by("number")
    return {(row.article_id, row.language, row.version_id): row for row in rows}


def _origin(state: PublicState, row: Statement | None, publication: Publication) -> Manifest:
    """The manifest of the original that a text follows, as far as it was signed."""
    said = row.said if row is not None else None
    path = path_of(state.slug, language=state.language, at=state.first_public_at.astimezone(publication.zone))
    return {
        "relation": "translation", "outlet": said["outlet"]["name"] if said else publication.name or outlet_address(), "url": outlet_address() + path,
        "language": state.language, "id": said["id"] if said else None, "version": said["version"] if said else None,
        "manifest": row.digest if row is not None else None,
    }  # fmt: skip


def _maker(text: Made) -> list[dict[str, str]]:
    role = "translation engine" if text.state in BY_MACHINE else "translator"
    return [{"name": text.by[:LONGEST_TEXT], "role": role}] if text.by else []


def _manifest(state: PublicState, text: Made, previous: Manifest | None, facts: Mapping[str, Any], publication: Publication, now: datetime) -> Manifest:
    path = path_of(state.slug, language=text.language, at=state.first_public_at.astimezone(publication.zone))
    issued = max(now, read_time(previous["issued"])) if previous else now
    return make_manifest(
        content_of(text.document), id=previous["id"] if previous else outlet_address() + path, version=(previous["version"] if previous else 0) + 1,
        language=text.language, published=read_time(previous["published"]) if previous else issued, issued=issued, previous=previous, **facts,
    )  # fmt: skip


def _row(number: int, language: str, held: Statement | None, manifest: Manifest, key: PrivateKey, signed: datetime, version: int) -> Statement:
    signature = sign(manifest, key, purpose=PURPOSE, now=max(signed, read_time(manifest["issued"])))
    return Statement(
        article_id=number, language=language, number=(held.number if held else 0) + 1, version_id=version, packed=zlib.compress(canonical(manifest), 6),
        digest=digest_document(manifest), signature=signature, kid=key.public.kid,
    )  # fmt: skip


def chains_missing(texts: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those of (article, language) that have no chain yet."""
    held = set(Statement.objects.filter(article_id__in={number for number, _language in texts}, number=1).values_list("article_id", "language"))
    return [text for text in texts if text not in held]
