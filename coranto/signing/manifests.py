"""The manifest of one published version of an article: what it says, who says so, and what it replaces.

A manifest is a document of plain JSON. With its signature beside it, it is a statement:

    {"manifest": {"coranto": 1, "type": "article", "id": …, "version": n, "language": …, "outlet": {"name", "url"},
                  "authors": [{"name", "role"}], "published": time, "issued": time,
                  "blocks": [{"id", "digest"}], "digest": digest of the whole, "origin": {…} | null,
                  "terms": {"id", "version", "digest"}, "previous": digest | null, "correction": {…} | null},
     "signature": {"alg", "kid", "purpose", "signed", "value"}}

`id` is a URL under the outlet's own; a translation has an id of its own and the original as its origin. The digest
of the whole is that of {"headline", "standfirst", "blocks": the content of every block in order}, so a block that
moves is seen. `coranto.signing.chains` looks at statements from outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from coranto.signing.canonical import NotCanonical, parse
from coranto.signing.digests import digest_document, is_digest
from coranto.signing.keys import PrivateKey
from coranto.signing.signatures import sign
from coranto.signing.writing import read_time, write_time

PURPOSE = "article manifest"
RELATIONS = ("translation", "repost", "excerpt")
CORRECTIONS = ("update", "clarification", "correction", "retraction")

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MOST_BLOCKS = 5000


class BadManifest(ValueError):
    """The facts or the document are not those of a manifest; the text says which field and why."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says. `blocks` are (id, typed block) in order; ids are unique within the article."""

    headline: str
    standfirst: str
    blocks: tuple[tuple[str, Mapping[str, Any]], ...]

    def digests(self) -> list[dict[str, str]]:
        """Give the digest of every block, in order."""
        return [{"id": identity, "digest": digest_document(dict(block))} for identity, block in self.blocks]

    def digest(self) -> str:
        """Give the digest of the whole."""
        blocks = [dict(block) for _, block in self.blocks]
        return digest_document({"headline": self.headline, "standfirst": self.standfirst, "blocks": blocks})


@dataclass(frozen=True, slots=True)
class Differences:
    """How a copy differs from what was signed, by block id; all empty and both True when it is faithful."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]
    is_in_order: bool
    is_whole: bool

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.added or not self.is_in_order or not self.is_whole)


def make_manifest(
    content: Content,
    *,
    id: str,
    version: int,
    language: str,
    outlet: Mapping[str, str],
    authors: Sequence[Mapping[str, str]],
    published: datetime,
    issued: datetime,
    terms: Mapping[str, Any],
    origin: Mapping[str, Any] | None = None,
    previous: Mapping[str, Any] | None = None,
    correction: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Give the manifest of one version.

    `terms` is {"id", "version", "digest"}; `origin` {"relation", "outlet", "url", "language", "id", "version",
    "manifest"} with null for what is not known; `previous` the manifest of version n - 1, None for the first;
    `correction` {"kind", "text", "at"}. Raises BadManifest.
    """
    manifest = {
        "coranto": 1,
        "type": "article",
        "id": id,
        "version": version,
        "language": language,
        "outlet": dict(outlet),
        "authors": [dict(author) for author in authors],
        "published": write_time(published),
        "issued": write_time(issued),
        "blocks": content.digests(),
        "digest": content.digest(),
        "origin": dict(origin) if origin is not None else None,
        "terms": dict(terms),
        "previous": digest_document(dict(previous)) if previous is not None else None,
        "correction": dict(correction) if correction is not None else None,
    }
    check_manifest(manifest)
    return manifest


def make_statement(manifest: Mapping[str, Any], key: PrivateKey, *, now: datetime) -> dict[str, Any]:
    """Sign a manifest and give both together; raises BadManifest, ValueError when the key may not sign."""
    check_manifest(manifest)
    return {"manifest": dict(manifest), "signature": sign(dict(manifest), key, purpose=PURPOSE, now=now)}


def read_statement(data: bytes) -> dict[str, Any]:
    """Read a statement from outside; raises BadManifest. That its signature is good is not known yet."""
    try:
        found = parse(data)
    except NotCanonical as error:
        raise BadManifest(str(error)) from error
    if not isinstance(found, dict) or set(found) != {"manifest", "signature"}:
        raise BadManifest("A statement has exactly the fields manifest and signature.")
    check_manifest(found["manifest"])
    return found


def differences(manifest: Mapping[str, Any], copy: Content) -> Differences:
    """Compare a copy with what was signed. Headline and standfirst count for `is_whole` alone."""
    signed = {block["id"]: block["digest"] for block in manifest["blocks"]}
    found = {block["id"]: block["digest"] for block in copy.digests()}
    both = [identity for identity in signed if identity in found]
    return Differences(
        changed=tuple(identity for identity in both if signed[identity] != found[identity]),
        missing=tuple(identity for identity in signed if identity not in found),
        added=tuple(identity for identity in found if identity not in signed),
        is_in_order=both == [identity for identity in found if identity in signed],
        is_whole=copy.digest() == manifest["digest"],
    )


def comes_from(manifest: Mapping[str, Any], source: Mapping[str, Any]) -> bool:
    """Say whether a manifest names exactly this other manifest as its origin. Both must have been verified."""
    origin = manifest["origin"]
    return (
        origin is not None
        and origin["manifest"] == digest_document(dict(source))
        and (origin["id"], origin["version"], origin["language"])
        == (source["id"], source["version"], source["language"])
        and origin["outlet"] == source["outlet"]["name"]
    )


def check_manifest(found: Any) -> None:
    """Look whether a document has the shape of a manifest, field by field; raises BadManifest."""
    _check(found, _MANIFEST, "manifest")
    identities = [block["id"] for block in found["blocks"]]
    if len(set(identities)) != len(identities):
        raise BadManifest("Two blocks of the manifest have one id.")
    if not _is_under(found["id"], found["outlet"]["url"]):
        raise BadManifest("The manifest's id is not under its outlet's address.")
    if (found["version"] == 1) != (found["previous"] is None):
        raise BadManifest("Every version but the first names the one before it.")
    if read_time(found["issued"]) < read_time(found["published"]):
        raise BadManifest("The version was issued before the article was published.")
    if found["correction"] is not None and read_time(found["correction"]["at"]) > read_time(found["issued"]):
        raise BadManifest("The correction is later than the version that carries it.")


Check = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 2000


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_time(value: Any) -> bool:
    try:
        read_time(value)
    except ValueError:
        return False
    return True


def _is_url(value: Any) -> bool:
    if not _is_text(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc and "#" not in value


def _is_under(url: str, outlet: str) -> bool:
    within = url.startswith(outlet.rstrip("/") + "/")
    return within and not any(part in (".", "..") for part in urlsplit(url).path.split("/"))


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 35 and bool(_LANGUAGE.fullmatch(value))


def _one_of(*values: Any) -> Check:
    # Compared with their types, since True == 1 and 1.0 == 1.
    return lambda value: any(type(value) is type(other) and value == other for other in values)


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _object(fields: Mapping[str, Check]) -> Check:
    def check(value: Any) -> bool:
        if not isinstance(value, dict) or set(value) != set(fields):
            return False
        return all(holds(value[name]) for name, holds in fields.items())

    return check


def _list_of(check: Check, most: int) -> Check:
    return lambda value: isinstance(value, list) and len(value) <= most and all(check(item) for item in value)


_MANIFEST: dict[str, Check] = {
    "coranto": _one_of(1),
    "type": _one_of("article"),
    "id": _is_url,
    "version": _is_count,
    "language": _is_language,
    "outlet": _object({"name": _is_text, "url": _is_url}),
    "authors": _list_of(_object({"name": _is_text, "role": _is_text}), 200),
    "published": _is_time,
    "issued": _is_time,
    "blocks": _list_of(_object({"id": _is_text, "digest": is_digest}), _MOST_BLOCKS),
    "digest": is_digest,
    "origin": _or_null(
        _object(
            {
                "relation": _one_of(*RELATIONS),
                "outlet": _or_null(_is_text),
                "url": _or_null(_is_url),
                "language": _or_null(_is_language),
                "id": _or_null(_is_url),
                "version": _or_null(_is_count),
                "manifest": _or_null(is_digest),
            }
        )
    ),
    "terms": _object({"id": _is_text, "version": _is_count, "digest": is_digest}),
    "previous": _or_null(is_digest),
    "correction": _or_null(
        _object(
            {
                "kind": _one_of(*CORRECTIONS),
                "text": lambda value: isinstance(value, str) and 0 < len(value) <= 20_000,
                "at": _is_time,
            }
        )
    ),
}


def _check(found: Any, fields: Mapping[str, Check], what: str) -> None:
    if not isinstance(found, dict):
        raise BadManifest(f"A {what} is an object.")
    if set(found) != set(fields):
        wrong = sorted(str(name)[:40] for name in set(found) ^ set(fields))
        raise BadManifest(f"The {what} lacks or has too much: {', '.join(wrong)}.")
    for name, holds in fields.items():
        if not holds(found[name]):
            raise BadManifest(f"The {what}'s '{name}' is not as it must be.")
