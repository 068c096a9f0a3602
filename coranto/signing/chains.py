"""All versions of one article, as an outlet states them: verified together, oldest first.

One good signature says only that an outlet once said something. The chain says that nothing was left out, put in
another order, taken back or said about someone else's article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from coranto.signing.canonical import NotCanonical, parse
from coranto.signing.digests import digest_document
from coranto.signing.keys import KeySet
from coranto.signing.manifests import PURPOSE, BadManifest, Content, check_manifest, differences
from coranto.signing.signatures import Outcome, verify
from coranto.signing.writing import read_time

MOST_STATEMENTS = 2000


class ChainOutcome(StrEnum):
    """What came of looking at a chain. Only VERIFIED is good."""

    VERIFIED = "verified"
    EMPTY = "empty"
    MALFORMED = "malformed"
    BAD_SIGNATURE = "bad signature"
    WRONG_OWNER = "wrong owner"
    WRONG_TIME = "wrong time"
    BROKEN = "broken"
    ROLLED_BACK = "rolled back"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader of this outlet remembers of an article: the newest version seen and its manifest's digest."""

    id: str
    version: int
    manifest: str


@dataclass(frozen=True, slots=True)
class ChainVerification:
    """The outcome with one sentence; `version` is where it went wrong, or the newest when nothing did.

    `signature` is the outcome of the signature that was not good, for BAD_SIGNATURE.
    """

    outcome: ChainOutcome
    why: str
    version: int | None = None
    signature: Outcome | None = None
    seen: Seen | None = None

    def __bool__(self) -> bool:
        return self.outcome is ChainOutcome.VERIFIED


def read_chain(data: bytes) -> tuple[list[Any], Content | None]:
    """Read a chain as it is published: its statements, oldest first, and the text beside them; None where there is none.

    Only that the newest manifest has the shape of one is known then. Raises BadManifest, NotCanonical.
    """
    found = parse(data)
    if not isinstance(found, dict) or found.get("type") != "chain" or not isinstance(found.get("statements"), list):
        raise BadManifest("This is not a chain of statements.")
    statements = found["statements"]
    if not 0 < len(statements) <= MOST_STATEMENTS or not isinstance(statements[-1], dict):
        raise BadManifest(f"A chain has 1 to {MOST_STATEMENTS} statements.")
    check_manifest(statements[-1].get("manifest"))
    content = found.get("content")
    return statements, _content(content) if content is not None else None


def _content(found: Any) -> Content:
    try:
        blocks = tuple((str(block["id"]), block) for block in found["blocks"])
        return Content(found["headline"], found["standfirst"], blocks)
    except (KeyError, TypeError) as error:
        raise BadManifest("The text beside the statements has not the shape of an article.") from error


def verify_chain(
    statements: Sequence[Any],
    keys: KeySet,
    *,
    now: datetime,
    content: Content | None = None,
    seen: Seen | None = None,
) -> ChainVerification:
    """Verify all versions of an article, oldest first, as published by the outlet of this key set. Never raises.

    `content` is the copy that is looked at, compared with the newest version; `seen` what was remembered from last
    time. Keep the `seen` of a good result: only with it is a roll-back noticed.
    """
    if not statements:
        return ChainVerification(ChainOutcome.EMPTY, "There is no statement to verify.")
    for number, statement in enumerate(statements, start=1):
        found = _single(statement, keys, number, now)
        if found is not None:
            return found
    manifests = [statement["manifest"] for statement in statements]
    for check in (_linked(manifests), _remembered(manifests, seen), _faithful(manifests[-1], content)):
        if check is not None:
            return check
    newest = manifests[-1]
    now_seen = Seen(newest["id"], newest["version"], digest_document(newest))
    return ChainVerification(
        ChainOutcome.VERIFIED, "Every version is signed and in its place.", newest["version"], seen=now_seen
    )


def _single(statement: Any, keys: KeySet, number: int, now: datetime) -> ChainVerification | None:
    """Look at one statement by itself: shape, owner, signature, time."""
    try:
        if not isinstance(statement, dict) or set(statement) != {"manifest", "signature"}:
            raise BadManifest("A statement has exactly the fields manifest and signature.")
        manifest = statement["manifest"]
        check_manifest(manifest)
        signature = verify(manifest, statement["signature"], keys, purpose=PURPOSE, now=now)
    except (BadManifest, NotCanonical) as error:
        return ChainVerification(ChainOutcome.MALFORMED, str(error), number)
    if manifest["outlet"]["url"].rstrip("/") != keys.outlet.rstrip("/"):
        why = f"The manifest speaks for {manifest['outlet']['url']}, and the keys are those of {keys.outlet}."
        return ChainVerification(ChainOutcome.WRONG_OWNER, why, number)
    if not signature:
        return ChainVerification(ChainOutcome.BAD_SIGNATURE, signature.why, number, signature=signature.outcome)
    if signature.signed is None or signature.signed < read_time(manifest["issued"]):
        why = "The manifest was signed before it was issued."
        return ChainVerification(ChainOutcome.WRONG_TIME, why, number)
    return None


def _linked(manifests: Sequence[Mapping[str, Any]]) -> ChainVerification | None:
    """Look whether each version follows the one before it."""
    first = manifests[0]
    before: Mapping[str, Any] | None = None
    for number, manifest in enumerate(manifests, start=1):
        if manifest["version"] != number:
            why = f"Version {manifest['version']} stands where version {number} belongs."
            return ChainVerification(ChainOutcome.BROKEN, why, number)
        if manifest["previous"] != (digest_document(dict(before)) if before is not None else None):
            why = f"Version {number} does not follow the version before it."
            return ChainVerification(ChainOutcome.BROKEN, why, number)
        if any(manifest[name] != first[name] for name in ("id", "language")):
            return ChainVerification(ChainOutcome.BROKEN, f"Version {number} is of another article.", number)
        if manifest["published"] != first["published"]:
            why = f"Version {number} gives another time of first publication."
            return ChainVerification(ChainOutcome.WRONG_TIME, why, number)
        if before is not None and read_time(manifest["issued"]) < read_time(before["issued"]):
            why = f"Version {number} was issued before the version that it replaces."
            return ChainVerification(ChainOutcome.WRONG_TIME, why, number)
        before = manifest
    return None


def _remembered(manifests: Sequence[Mapping[str, Any]], seen: Seen | None) -> ChainVerification | None:
    """Look whether what was seen last time is still there."""
    if seen is None:
        return None
    if manifests[0]["id"] != seen.id:
        return ChainVerification(ChainOutcome.BROKEN, "These are versions of another article.")
    if len(manifests) < seen.version:
        why = f"Version {seen.version} was seen before, and now the newest is version {len(manifests)}."
        return ChainVerification(ChainOutcome.ROLLED_BACK, why, len(manifests))
    if digest_document(dict(manifests[seen.version - 1])) != seen.manifest:
        why = f"Version {seen.version} said something else when it was seen before."
        return ChainVerification(ChainOutcome.ROLLED_BACK, why, seen.version)
    return None


def _faithful(newest: Mapping[str, Any], content: Content | None) -> ChainVerification | None:
    """Look whether the copy says what the newest version says."""
    if content is None:
        return None
    try:
        differs = bool(differences(newest, content))
    except NotCanonical as error:
        return ChainVerification(ChainOutcome.MALFORMED, str(error), newest["version"])
    if differs:
        why = f"This copy is not what version {newest['version']} says."
        return ChainVerification(ChainOutcome.DIFFERS, why, newest["version"])
    return None
