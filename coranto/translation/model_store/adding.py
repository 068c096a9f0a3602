"""Adding models: choose, fetch, prove, unpack, prove again, and put into the store in one step.

A file that proves damaged is thrown away and fetched once more from its beginning; damaged twice is refused.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coranto.translation.model_store.errors import DamagedFile, NoRoom, NotOffered, StoreError
from coranto.translation.model_store.fetching import Source
from coranto.translation.model_store.packing import BrokenPacking, unpack
from coranto.translation.model_store.records import LICENCE, Offer, OfferedFile, best
from coranto.translation.model_store.store import Model, Store, StoredFile, digest

_SPARE_BYTES = 64 * 1024 * 1024
_TRIES = 2

# Told pair, file name, bytes here and bytes in all.
Shown = Callable[[str, str, int, int], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one wanted pair: `model` when it is stored now, `already` when it was there, else `problem`."""

    pair: str
    model: Model | None = None
    already: bool = False
    problem: StoreError | None = None


def wanted(languages: Sequence[str], offers: Sequence[Offer]) -> list[Offer]:
    """Choose the models for languages ("es": both directions with English) or pairs ("en-es", "pt-BR-en").

    Raises NotOffered naming the first that the source lacks altogether.
    """
    chosen = best(offers)
    found: dict[tuple[str, str], Offer] = {}
    for language in languages:
        mine = {pair: offer for pair, offer in chosen.items() if _asked_for(pair, language)}
        if not mine:
            known = sorted({code for pair in chosen for code in pair} - {"en"})
            raise NotOffered(f"There is no model for '{language}'. There are: {', '.join(known) or 'none'}.")
        found.update(mine)
    return [found[pair] for pair in sorted(found)]


def add(store: Store, languages: Sequence[str], *, source: Source, now: datetime, show: Shown) -> list[Added]:
    """Add the models for languages; one that fails does not stop the others.

    A model that is stored, whole and of the offered version is left alone. Raises NotOffered, and CannotFetch when the
    source cannot be asked at all.
    """
    added = []
    for offer in wanted(languages, source.offers()):
        pair = f"{offer.source}-{offer.target}"
        stored = store.model(offer.source, offer.target)
        if stored is not None and _same(stored, offer) and _whole(store, stored):
            added.append(Added(pair, stored, already=True))
            continue
        try:
            added.append(Added(pair, _add_one(store, offer, source, now, show)))
        except StoreError as error:
            added.append(Added(pair, problem=error))
    return added


def _add_one(store: Store, offer: Offer, source: Source, now: datetime, show: Shown) -> Model:
    pair = f"{offer.source}-{offer.target}"
    partial, prepared = store.folder / ".partial", store.folder / f".{pair}.new"
    partial.mkdir(parents=True, exist_ok=True)
    _room_for(offer, store.folder)
    shutil.rmtree(prepared, ignore_errors=True)
    prepared.mkdir()
    files = tuple(_bring(file, pair, source, partial, prepared, show) for file in offer.files)
    model = Model(
        source=offer.source,
        target=offer.target,
        version=offer.version,
        variant=offer.variant,
        licence=LICENCE,
        fetched_from=source.name,
        added=now.isoformat(timespec="seconds"),
        files=files,
    )
    store.put(model, prepared)
    for file in offer.files:
        _partial(partial, pair, file).unlink(missing_ok=True)
    return model


def _bring(file: OfferedFile, pair: str, source: Source, partial: Path, prepared: Path, show: Shown) -> StoredFile:
    """Fetch one file and unpack it into the prepared folder, twice at most; raises DamagedFile or CannotFetch."""
    packed = _partial(partial, pair, file)
    for attempt in range(_TRIES):
        try:
            source.fetch(file, packed, lambda have, all_: show(pair, file.name, have, all_))
            return _prove(file, packed, prepared / file.name)
        except DamagedFile:
            packed.unlink(missing_ok=True)
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _prove(file: OfferedFile, packed: Path, plain_path: Path) -> StoredFile:
    """Compare the packed and the plain bytes with what was promised and store the plain ones."""
    size, found = packed.stat().st_size, digest(packed)
    if size != file.packed_size or (file.packed_sha256 and found != file.packed_sha256):
        promised = f"{file.packed_size} bytes with SHA-256 {file.packed_sha256[:12]}…"
        raise DamagedFile(f"{file.name}: {size} bytes with SHA-256 {found[:12]}… came, {promised} were promised.")
    try:
        plain = unpack(packed.read_bytes())
    except BrokenPacking as error:
        raise DamagedFile(f"{file.name}: {error}") from error
    plain_found = hashlib.sha256(plain).hexdigest()
    if file.sha256 and plain_found != file.sha256:
        raise DamagedFile(f"{file.name}: unpacked it has SHA-256 {plain_found[:12]}…, promised was {file.sha256[:12]}….")
    plain_path.write_bytes(plain)
    return StoredFile(file.name, file.kind, len(plain), plain_found, size, found)


def _partial(partial: Path, pair: str, file: OfferedFile) -> Path:
    """Name a partial file by what it is to become, so that bytes of another version are never continued."""
    mark = file.packed_sha256 or file.sha256 or "unproven"
    return partial / f"{pair}.{file.name}.{mark[:16]}"


def _room_for(offer: Offer, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    need = 3 * offer.packed_size + _SPARE_BYTES
    if free < need:
        raise NoRoom(f"{folder} has {free // 1_000_000} MB free; adding this model needs {need // 1_000_000} MB.")


def _asked_for(pair: tuple[str, str], language: str) -> bool:
    return f"{pair[0]}-{pair[1]}" == language or ("en" in pair and language in pair and language != "en")


def _same(stored: Model, offer: Offer) -> bool:
    sums = {file.name: file.sha256 for file in stored.files}
    return (stored.version, stored.variant) == (offer.version, offer.variant) and all(
        sums.get(file.name) == file.sha256 if file.sha256 else file.name in sums for file in offer.files
    )


def _whole(store: Store, stored: Model) -> bool:
    return all(not damage for model, damage in store.verify() if model.name == stored.name)
