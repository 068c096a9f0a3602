"""The memory: what was made of a sentence before, by people first, then by machines, in this article or another.

People's sentences are rows, imported ones are packed by sentence, and a machine's are looked up in the articles where
the same sentence stands (`SentencePlace`), so that it is stored once and costs nothing more for each language.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model, Q
from rapidfuzz import fuzz, process

from coranto.translation.held import added, best
from coranto.translation.models import HeldText, HumanText, SentencePlace, Translation
from coranto.translation.spooling import Imported as Imported
from coranto.translation.spooling import Name, Packed, Spool
from coranto.translation.targets import Target

MOST_ARTICLES = 30  # other articles that are opened for one question
AT_ONCE = 1000  # rows that are read or written in one statement
MOST_COMPARED = 20_000  # sentences that a fuzzy search looks at, newest first
LEAST_LIKE = 60.0  # per cent
Row = TypeVar("Row", bound=Hashable)
Memory = dict[str, dict[str, Target]]  # language → digest → sentence


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sentence that is looked for. `context` is the digest of the sentence before it, "" at the beginning of a place."""

    digest: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence like the one that was asked for: `likeness` in per cent, 100 for the same words."""

    source: str
    target: Target
    likeness: float


def recall(wanted: Sequence[Wanted], *, source_language: str, languages: Collection[str], article: int | None = None) -> Memory:
    """What is known of sentences in each language. At most six queries, however many languages.

    A person's sentence beats a machine's; of two people's the one in the same article, then in the same context, then the newest.
    """
    digests = {one.digest for one in wanted}
    found: Memory = {language: {} for language in languages}
    if not digests or not languages:
        return found
    _from_articles(found, digests, source_language)
    _from_held(found, wanted, source_language)
    _from_people(found, wanted, source_language, article)
    return found


def _from_articles(found: Memory, digests: set[str], source_language: str) -> None:
    """Take machine text from the newest articles with the same sentences."""
    places: dict[int, set[str]] = defaultdict(set)
    for number, digest in sorted(_present(SentencePlace, "article_id", digests, "language", source_language), reverse=True):
        places[number].add(digest)
    left = set(digests)
    chosen: list[int] = []
    for number, held in places.items():
        if held & left and len(chosen) < MOST_ARTICLES:
            chosen.append(number)
            left -= held
    for row in Translation.objects.filter(article_id__in=chosen, language__in=found).select_related("outline").order_by("-article_id") if chosen else ():
        known = found[row.language]
        for target in row.targets.values():
            if target.digest in digests and not target.is_human and target.text:
                known.setdefault(target.digest, target)


def _present(model: type[Model], column: str, digests: Collection[str], language_column: str, language: str) -> list[tuple[int, str]]:
    """(column, digest) of the rows with these digests. Plain SQL: most sentences are in no memory, and asking for hundreds costs ten times as much otherwise."""
    marks = ", ".join(["%s"] * len(digests))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column}, digest FROM {model._meta.db_table} WHERE {language_column} = %s AND digest IN ({marks})",  # noqa: S608 names of ours, values as marks
            [language, *digests],
        )
        found: list[tuple[int, str]] = cursor.fetchall()
    return found


def _from_held(found: Memory, wanted: Sequence[Wanted], source_language: str) -> None:
    contexts = _contexts(wanted)
    present = {digest for _pk, digest in _present(HeldText, "id", contexts.keys(), "source_language", source_language)}
    for row in HeldText.objects.filter(digest__in=present, source_language=source_language) if present else ():
        for language, packed in row.texts.items():
            if language in found:
                target = _unpacked(row.digest, best(packed, contexts[row.digest]))
                held = found[language].get(row.digest)
                if held is None or target.is_human:
                    found[language][row.digest] = target


def _contexts(wanted: Sequence[Wanted]) -> dict[str, set[str]]:
    contexts: dict[str, set[str]] = defaultdict(set)
    for one in wanted:
        contexts[one.digest].add(one.context)
    return contexts


def _from_people(found: Memory, wanted: Sequence[Wanted], source_language: str, article: int | None) -> None:
    contexts = _contexts(wanted)
    present = {digest for _pk, digest in _present(HumanText, "id", contexts.keys(), "source_language", source_language)}
    rows = HumanText.objects.filter(digest__in=present, source_language=source_language, target_language__in=found, is_current=True) if present else ()
    best: dict[tuple[str, str], tuple[tuple[bool, bool, datetime], HumanText]] = {}
    for row in rows:
        rank = (article is not None and row.article_id == article, row.context in contexts[row.digest], row.made_at)
        place = (row.target_language, row.digest)
        if row.target and (place not in best or rank > best[place][0]):
            best[place] = (rank, row)
    for (language, digest), (_rank, row) in best.items():
        found[language][digest] = target_of(row)


def target_of(row: HumanText) -> Target:
    """A person's sentence as it stands in a translation."""
    return Target(row.digest, row.target, row.state, row.engine, "", "", row.by, row.made_at.isoformat(timespec="seconds"), row.person_id)


def _unpacked(digest: str, packed: Sequence[str]) -> Target:
    text, state, engine, model, by, via, made_at = packed[:7]
    return Target(digest, text, state, engine, model, via, by, made_at)


def remember_imported(units: Iterable[Imported]) -> int:
    """Keep sentences from another memory, in place of what was imported for the same sentence, language, context and key before.

    A person's sentence is not replaced by a machine's. Returns how many were kept. All units are read first, into a file, so that any number
    of them takes the same memory, and one that cannot be read leaves nothing behind. Packing takes ten times as long as writing, so it is done
    before the one transaction that writes, in which nobody else can write to SQLite; only what changed in between is packed again there.
    """
    with closing(Spool()) as spool:
        for unit in units:
            if unit.target.strip():
                spool.add(unit)
        for batch in spool.batches(AT_ONCE):
            before = _held_of([name for name, _given in batch])
            spool.keep([(name, _pack(before.get(name), given), _mark(before.get(name))) for name, given in batch])
        with transaction.atomic():
            return sum(_write_packed(rows, spool) for rows in spool.packed(AT_ONCE))


def _write_packed(rows: Sequence[tuple[Name, Packed, str]], spool: Spool) -> int:
    """Write rows; how many new sentences are in them."""
    now_held = _held_of([name for name, _packed, _mark in rows])
    packed = {name: one if _mark(now_held.get(name)) == mark else _pack(now_held.get(name), spool.given(name)) for name, one, mark in rows}
    _write_held(packed)
    return sum(one.kept for one in packed.values())


def _mark(held: tuple[str, bytes] | None) -> str:
    """By what it is known whether a row is as it was; "" for none."""
    return sha256(held[0].encode() + b"\0" + held[1]).hexdigest() if held is not None else ""


def _held_of(sentences: Sequence[Name]) -> dict[Name, tuple[str, bytes]]:
    """Source and packed translations of sentences by language and digest; asked for in parts, as a database takes only so many values at once."""
    wanted = set(sentences)
    digests = sorted({digest for _language, digest in sentences})
    found: dict[tuple[str, str], tuple[str, bytes]] = {}
    for start in range(0, len(digests), AT_ONCE):
        for language, digest, source, packed in HeldText.objects.filter(digest__in=digests[start : start + AT_ONCE]).values_list("source_language", "digest", "source", "packed"):
            if (language, digest) in wanted:
                found[language, digest] = source, bytes(packed)
    return found


def _pack(before: tuple[str, bytes] | None, given: Sequence[Imported]) -> Packed:
    source = before[0] if before is not None else given[0].source
    texts: dict[str, list[Any]] = json.loads(zlib.decompress(before[1])) if before is not None else {}
    kept = 0
    for unit in given:
        extras = {**unit.extras, **({"source": unit.source} if unit.source != source else {})}
        row = [unit.target, unit.state, unit.engine, unit.model, unit.by, unit.via, unit.made_at, *([extras] if extras else [])]
        if (together := added(texts.get(unit.target_language), row)) is not None:
            texts[unit.target_language] = together
            kept += 1
    return Packed(source, zlib.compress(json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(), 9), kept)


def _write_held(rows: Mapping[Name, Packed]) -> None:
    """Plain SQL: model instances take five times as long, and nobody else can write to SQLite meanwhile."""
    values = [(language, digest, one.source, one.packed) for (language, digest), one in rows.items()]
    with connection.cursor() as cursor:
        for start in range(0, len(values), AT_ONCE):
            cursor.executemany(
                f"INSERT INTO {HeldText._meta.db_table} (source_language, digest, source, packed) VALUES (%s, %s, %s, %s) "  # noqa: S608 names of ours, values as marks
                "ON CONFLICT (digest, source_language) DO UPDATE SET source = excluded.source, packed = excluded.packed",
                values[start : start + AT_ONCE],
            )


def place(places: Mapping[int, tuple[str, Collection[str]]]) -> None:
    """Say which sentences, by their digests, stand in articles written in a language now, in place of what was said before."""
    held: dict[int, set[str]] = defaultdict(set)
    for number, digest in SentencePlace.objects.filter(article_id__in=places).values_list("article_id", "digest"):
        held[number].add(digest)
    new: list[tuple[str, str, int]] = []
    for article, (language, digests) in places.items():
        if gone := held[article] - set(digests):
            SentencePlace.objects.filter(article_id=article, digest__in=gone).delete()
        new += [(digest, language, article) for digest in sorted(set(digests) - held[article])]
    if new:  # plain SQL: a sixth of the time that model instances take, and each new article writes one row a sentence
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {SentencePlace._meta.db_table} (digest, language, article_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",  # noqa: S608
                new,
            )


def lent() -> Q:
    """People's sentences that may be shown beside other articles and handed out: of an article that anybody may read, or of none."""
    return Q(article=None) | Q(article__public__status=200)


def fuzzy(text: str, *, source_language: str, target_language: str, limit: int = 5) -> list[Match]:
    """Sentences like a written one, the likest first: people's, then imported ones. Four queries."""
    people = HumanText.objects.filter(lent(), source_language=source_language, target_language=target_language, is_current=True).order_by("-made_at")
    likest = dict(_likest(text, dict(people.values_list("pk", "source")[:MOST_COMPARED]), limit))
    found = [Match(row.source, target_of(row), likest[row.pk]) for row in HumanText.objects.filter(pk__in=likest)]
    held = HeldText.objects.filter(source_language=source_language).order_by("-pk")
    likest = dict(_likest(text, dict(held.values_list("pk", "source")[:MOST_COMPARED]), limit * 2))
    for row in HeldText.objects.filter(pk__in=likest):
        if (packed := row.texts.get(target_language)) is not None:
            found.append(Match(row.source, _unpacked(row.digest, packed), likest[row.pk]))
    return sorted(found, key=lambda match: (-match.likeness, not match.target.is_human))[:limit]


def _likest(text: str, sources: Mapping[Row, str], limit: int) -> list[tuple[Row, float]]:
    found = process.extract(text, sources, scorer=fuzz.ratio, limit=limit, score_cutoff=LEAST_LIKE)
    return [(row, float(score)) for _source, score, row in found]
