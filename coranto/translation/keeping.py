"""Keeping an article in another language, and finding what can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from coranto.articles.models import PublicState, Version
from coranto.publication.models import Policy
from coranto.publication.offered import policies
from coranto.reading import sanitising
from coranto.translation.linking import is_linked
from coranto.translation.models import REVIEWED, State, Translation
from coranto.translation.recounting import recount
from coranto.translation.seeding import seed
from coranto.translation.segments.places import Field, fields, replaced
from coranto.translation.targets import pack


class TranslationError(ValueError):
    """The translation cannot be kept; the text says why."""


@transaction.atomic
def keep_translation(version: Version, document: dict[str, Any], *, language: str, state: str, by: str, now: datetime) -> Translation:
    """Keep a document as the translation of a version, in place of an earlier one in that language.

    Every html in it passes the sanitiser; facts that are not text stay those of the version. Raises TranslationError
    when the language is the original's, or when a machine's text would take the place of a person's.
    """
    original = version.document
    if language == original["language"]:
        raise TranslationError(f"The article is written in {language}; that is no translation.")
    held = Translation.objects.select_for_update().filter(article_id=version.article_id, language=language).first()
    if held is not None and held.state in REVIEWED and state == State.MACHINE:
        raise TranslationError(f"The {language} text is a person's work; a machine's text does not take its place.")
    kept = {**original, **{name: document[name] for name in ("headline", "standfirst", "note", "image", "body")}, "language": language}
    cleaned = _cleaned({**kept, "credits": _credits(original["credits"], document.get("credits") or [])})
    targets = seed(original, cleaned, state=state, by=by, made_at=now.isoformat(timespec="seconds"))
    row, _made = Translation.objects.update_or_create(
        article_id=version.article_id,
        language=language,
        defaults={
            "version": version, "packed": pack(cleaned, targets), "outline": None, "state": state, "by": by, "made_at": now, "is_whole": True, "has_head": True,
            "sentences": len(targets), "reviewed": len(targets) if state in REVIEWED else 0, "outdated": 0, "outdated_at": None, "problems": 0,
        },
    )  # fmt: skip
    recount([row.article_id], languages=[language])
    return row


def _credits(original: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The people of the original with the notes of the translation, where it names as many."""
    if len(given) != len(original):
        return original
    return [{**credit, "note": str(other.get("note") or credit["note"])} for credit, other in zip(original, given, strict=True)]


@transaction.atomic
def follow(article: int, *, before: dict[str, Any] | None, version: Version) -> int:
    """Let translations of the version before follow a new one in which not a word is another. How many.

    A text is outdated when what it translates was changed, not when its article was moved to another theme.
    """
    if before is None or _words(before) != _words(version.document):
        return 0
    return Translation.objects.filter(article_id=article, version__article_id=article, version__number=version.number - 1).update(version=version)


def _words(document: dict[str, Any]) -> dict[str, str]:
    return {"language": str(document["language"]), **{field.path: field.text for field in fields(document)}}


def _cleaned(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every html through the sanitiser, tables and galleries too; plain text as it is."""
    cleaned = replaced(document, {field.steps: _sanitiser(field)(field.text) for field in fields(document) if field.is_html})
    for block in cleaned["body"]:
        if isinstance(block.get("html"), str):  # a quotation in a third language is no field
            block["html"] = sanitising.block(block["html"])
    return cleaned


def _sanitiser(field: Field) -> Callable[[str], str]:
    return sanitising.inline if set(field.steps) & {"items", "header", "rows"} else sanitising.block


def readable_languages(numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
    """In which languages besides its own each article can be read, by the publication's policy. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    allowed = policies()
    rows = Translation.objects.filter(~is_linked(), article_id__in=numbers, has_head=True)
    for number, language, state in rows.values_list("article_id", "language", "state"):
        policy = allowed.get(language)
        if policy is not None and (policy.policy == Policy.MACHINE or state in REVIEWED):
            found[number].append(language)
    return {number: tuple(sorted(codes)) for number, codes in found.items()}


def reviewed_languages(numbers: Collection[int] | None) -> dict[int, frozenset[str]]:
    """In which languages a person wrote or checked the text of these articles, or of all (None). One query."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Translation.objects.filter(has_head=True, state__in=REVIEWED)
    if numbers is not None:
        rows = rows.filter(article_id__in=numbers)
    for number, language in rows.values_list("article_id", "language"):
        found[number].add(language)
    return {number: frozenset(codes) for number, codes in found.items()}


def readable(numbers: Collection[int], language: str) -> list[Translation]:
    """The translations of these articles into a language, with `is_outdated`, `changed_at` and `is_indexed` set. Three queries.

    `changed_at` is when the original was changed that the text does not follow yet, ISO 8601, "" when it follows.
    """
    policy = policies().get(language)
    if policy is None:
        return []
    rows = list(Translation.objects.filter(~is_linked(), article_id__in=numbers, language=language, has_head=True).select_related("outline"))
    public = PublicState.objects.filter(pk__in=numbers).values_list("pk", F("version_id"), F("version__published_at"))
    current = {number: (version, at) for number, version, at in public}
    kept = []
    for row in rows:
        if policy.policy == Policy.MACHINE or row.state in REVIEWED:
            version, published_at = current.get(row.article_id, (row.version_id, None))
            since = row.outdated_at or (published_at if version != row.version_id else None)
            row.is_outdated = row.outdated > 0 or version != row.version_id  # type: ignore[attr-defined]
            row.changed_at = since.isoformat(timespec="seconds") if since is not None and row.is_outdated else ""  # type: ignore[attr-defined]
            row.is_indexed = row.state in REVIEWED or policy.index_unreviewed  # type: ignore[attr-defined]
            kept.append(row)
    return kept
